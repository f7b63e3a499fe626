"""What engines ask of this room, without importing it: converted weights, and a memory for passed proofs."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from toolkit.checkpoints.convert import convert
from toolkit.checkpoints.places import cache_root, write_atomically
from toolkit.types import Checkpoint


class Workshop:
    """The user cache as engines see it."""

    def converted(self, checkpoint: Checkpoint, head: tuple[int, int]) -> Path:
        """Return the directory of the checkpoint in CTranslate2's format, converting it on first use.

        Raises CheckpointError.
        """
        return convert(checkpoint, head)

    def proved(self, key: str) -> bool:
        """Tell whether the proof with this key was passed before."""
        return self._note(key).is_file()

    def remember(self, key: str) -> None:
        """Keep that the proof with this key was passed."""
        with suppress(OSError):  # a cache that cannot be written costs a second at each start, nothing else
            write_atomically(self._note(key), "passed\n")

    def _note(self, key: str) -> Path:
        return cache_root() / "proofs" / re.sub(r"[^\w.-]", "_", key)
