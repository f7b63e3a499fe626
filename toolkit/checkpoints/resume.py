"""Large files fetched so that a broken-off download goes on where it stopped, in this call or in a later one.

huggingface_hub itself begins anew in a new process (it downloads under a random name and deletes the part). Here the
part lies beside the blob as ``<SHA-256>.incomplete``, so that its name tells what it is a part of; the rest is asked
for by range (RFC 9110, section 14), and the whole is hashed before it counts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final, TypeAlias

from toolkit.errors import CheckpointError

Library: TypeAlias = Any
"""huggingface_hub, imported late; or an object of it."""

PART: Final = ".incomplete"
SHA256: Final = re.compile("[0-9a-f]{64}")
_BLOCK: Final = 1 << 20
_TIMEOUT: Final = 30.0
"""Seconds without a byte after which a connection counts as broken."""


def complete(hub: Library, url: str, blob: Path, headers: dict[str, str], told: Callable[[int], None]) -> None:
    """Fetch *url* to *blob*, whose name is the SHA-256 of its content; a part that is there is kept and continued.

    A connection that breaks after some bytes is opened again at once. *told* receives the size of the part whenever it
    grows. Raises CheckpointError when what came is not what the name says, OSError or an error of the HTTP library
    when the connection breaks without a new byte: the part stays for the next call.
    """
    part = blob.with_name(blob.name + PART)
    blob.parent.mkdir(parents=True, exist_ok=True)
    with hub.utils.WeakFileLock(blob.with_name(f".{blob.name}.lock")):
        while not blob.is_file():
            before = _size(part)
            try:
                whole = _go_on(hub, url, part, headers, told)
            except Exception:
                if _size(part) <= before:
                    raise
                continue
            if whole:
                _accept(part, blob)
            elif _size(part) <= before:
                raise OSError(f"the connection closes after {before:,} bytes")
    blob.with_name(f".{blob.name}.lock").unlink(missing_ok=True)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _go_on(hub: Library, url: str, part: Path, headers: dict[str, str], told: Callable[[int], None]) -> bool:
    """Append to *part* what the server sends from its end on; tell whether the part is whole now."""
    have = _size(part)
    asked = {**headers, "Accept-Encoding": "identity", **({"Range": f"bytes={have}-"} if have else {})}
    session = hub.utils.get_session()
    with session.stream("GET", url, headers=asked, follow_redirects=True, timeout=_TIMEOUT) as answer:
        if answer.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            return True  # nothing is left to send; the hash will tell
        hub.utils.hf_raise_for_status(answer)
        if answer.status_code != HTTPStatus.PARTIAL_CONTENT:
            have = 0  # a server without ranges sends all of it again
        length = answer.headers.get("Content-Length")
        with part.open("ab" if have else "wb") as file:
            for block in answer.iter_bytes():  # of a given size, the last bytes before a break would be lost
                file.write(block)
                told(file.tell())
    return length is None or _size(part) >= have + int(length)


def _accept(part: Path, blob: Path) -> None:
    digest = hashlib.sha256()
    with part.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    if digest.hexdigest() != blob.name:
        part.unlink()
        raise CheckpointError(
            f"What came is not what the hub announced: SHA-256 {digest.hexdigest()}, expected {blob.name}. It was "
            "deleted; try again."
        )
    part.replace(blob)
