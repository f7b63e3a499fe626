"""Rows of the translation memory: their keys, their checksums, and how many of them are fetched at once."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

from toolkit.storage import hypotheses as codec
from toolkit.types import Hypothesis

_CHUNK: Final = 900
"""Keys a query; SQLite before 3.32 allows 999 variables."""

_T = TypeVar("_T")


def key_of(source: str, prefix: str = "") -> bytes:
    """Return the 16-byte key of a source under a forced prefix."""
    # surrogatepass: undecodable bytes of a file may live on in a text as lone surrogates, and texts that differ only
    # there are different texts. The length keeps (prefix, source) from running into each other.
    start = prefix.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(
        b"%d:%b%b" % (len(start), start, source.encode("utf-8", "surrogatepass")), digest_size=16
    ).digest()


def checksum_of(key: bytes, text: str) -> int:
    """Return the CRC-32 of a row."""
    return zlib.crc32(text.encode("utf-8", "replace"), zlib.crc32(key))


def sound(key: object, text: object, checksum: object) -> bool:
    """Tell whether a row is as it was written.

    SQLite does not notice a flipped bit in a text, and a damaged page may change even the type of a column.
    """
    return isinstance(key, bytes) and isinstance(text, str) and checksum_of(key, text) == checksum


def checked(key: object, text: object, checksum: object) -> list[Hypothesis] | None:
    """Return the n-best list of a row, or None when the row is damaged."""
    return codec.decode(str(text)) if sound(key, text, checksum) else None


def storable(text: str) -> str:
    """Return the text without what UTF-8 cannot hold, for columns that are read by people."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _chunks(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]


def decoded_rows(
    connection: sqlite3.Connection, signature: str, keys: Sequence[bytes]
) -> list[tuple[int, bytes, str, int]]:
    """Return id, key, hypotheses and checksum of the entries with these keys."""
    row = connection.execute("SELECT id FROM signatures WHERE text = ?", (signature,)).fetchone()
    rows: list[tuple[int, bytes, str, int]] = []
    for chunk in _chunks(keys) if row else ():
        marks = ",".join("?" * len(chunk))
        query = f"SELECT id, key, hypotheses, checksum FROM decoded WHERE signature = ? AND key IN ({marks})"  # noqa: S608 - question marks
        rows += connection.execute(query, (row[0], *chunk)).fetchall()
    return rows


def reviewed_rows(
    connection: sqlite3.Connection, pair: tuple[str, str], keys: Sequence[bytes]
) -> list[tuple[bytes, str, str, int, int]]:
    """Return key, target, note, checksum and time of reviewed rows with these keys, oldest first."""
    rows: list[tuple[bytes, str, str, int, int]] = []
    for chunk in _chunks(keys):
        marks = ",".join("?" * len(chunk))
        query = (
            "SELECT key, target, note, checksum, created FROM reviewed "  # noqa: S608 - question marks
            f"WHERE source_language = ? AND target_language = ? AND key IN ({marks}) ORDER BY id"
        )
        rows += connection.execute(query, (*pair, *chunk)).fetchall()
    return rows
