"""Which windows of documents are done: one small file each, named by a digest of all that their outputs depend on.

Only runs on a cluster use this. On one machine a repeated run reads, checks and writes everything again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Final

from toolkit.errors import InputError
from toolkit.storage.documents import Input, file_digest
from toolkit.storage.outputs import Outputs

FOLDER: Final = ".toolkit/done"


class Done:
    """The done-set of an outputs folder."""

    def __init__(self, outputs: Outputs, run: str) -> None:
        """*run* is a digest of what all results depend on besides their sources."""
        self._outputs, self._run = outputs, run

    def key(self, sources: Iterable[Input]) -> str:
        """Return the key of a window: the run, the documents' names and their bytes.

        A file that cannot be read counts as empty; translating it will say why it cannot be read.
        """
        digest = hashlib.sha256(self._run.encode())
        for source in sources:
            try:
                content = file_digest(source.path)
            except InputError:
                content = ""
            facts = [source.id, source.stem, source.side, content]
            digest.update(json.dumps(facts).encode() + b"\n")
        return digest.hexdigest()[:32]

    def recall(self, key: str) -> dict[str, Any] | None:
        """Return what is known of a window, None when it is not done or its file is damaged."""
        try:
            found = json.loads(self._outputs.path(self._name(key)).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def stands(self, written: dict[str, str]) -> bool:
        """Tell whether outputs are still as they were written; *written* has their names and digests (SHA-256)."""
        try:
            return all(file_digest(self._outputs.path(name)) == digest for name, digest in written.items())
        except InputError:
            return False

    def remember(self, key: str, result: dict[str, Any]) -> None:
        """Record that a window is done; its outputs are on disk. Raises StorageError."""
        self._outputs.write(self._name(key), json.dumps(result).encode())

    @staticmethod
    def _name(key: str) -> str:
        return f"{FOLDER}/{key[:2]}/{key}.json"
