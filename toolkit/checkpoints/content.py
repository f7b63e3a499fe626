"""Hash every file of a model anew and compare it with what the hub said when it was fetched.

In the hub's cache layout a snapshot's file is a link to a blob that is named by its content: SHA-256 for large files,
git's SHA-1 for small ones (https://huggingface.co/docs/huggingface_hub/guides/manage-cache). Reading all bytes takes
a second for each GB or so; `verify` remembers hashes by date and size and is enough at every start.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from toolkit.errors import CheckpointError

_SHA256: Final = re.compile("[0-9a-f]{64}")
_GIT: Final = re.compile("[0-9a-f]{40}")
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class FileState:
    """One file of a model."""

    name: str
    size: int
    """Bytes."""
    sha256: str
    """Hexadecimal, 64 digits."""
    state: Literal["right", "damaged", "unrecorded"]
    """``unrecorded``: nothing says what its content should be, as for embedded and local models."""


def file_states(directory: Path) -> Iterator[FileState]:
    """Yield the state of each file at the top of *directory*. Raises CheckpointError when one cannot be read."""
    for path in sorted(directory.iterdir()):
        if path.name.startswith(".") or path.is_dir():
            continue
        try:
            yield _state(path)
        except OSError as error:
            raise CheckpointError(f"{path} cannot be read ({error}): fetch or copy the model again.") from error


def _state(path: Path) -> FileState:
    size = path.stat().st_size
    sha256, git = hashlib.sha256(), hashlib.sha1(f"blob {size}\0".encode(), usedforsecurity=False)
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            sha256.update(block)
            git.update(block)
    blob = path.resolve().name if path.is_symlink() else ""
    if _SHA256.fullmatch(blob):
        right: bool | None = blob == sha256.hexdigest()
    elif _GIT.fullmatch(blob):
        right = blob == git.hexdigest()
    else:
        right = None
    return FileState(
        path.name, size, sha256.hexdigest(), "unrecorded" if right is None else "right" if right else "damaged"
    )
