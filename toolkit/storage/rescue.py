"""Reviewed translations taken out of a damaged memory: engine output can be decoded again, a person's work cannot."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

from toolkit.storage.entries import key_of, sound

_COLUMNS = "source_language, target_language, key, source, target, note, checksum, run, created"


def rescue_reviewed(kept: Path, fresh: sqlite3.Connection) -> str:
    """Copy the sound reviewed rows of the damaged file *kept* into *fresh*; return a sentence for the user, or "".

    Rows are read from both ends, each time up to the first page that cannot be read.
    """
    rows: dict[int, tuple[Any, ...]] = {}
    for order in ("ASC", "DESC"):
        with (
            contextlib.suppress(sqlite3.Error, UnicodeDecodeError),
            contextlib.closing(sqlite3.connect(kept, isolation_level=None)) as broken,
        ):
            broken.text_factory = lambda raw: raw.decode("utf-8", "replace")
            for identity, *row in broken.execute(f"SELECT id, {_COLUMNS} FROM reviewed ORDER BY id {order}"):  # noqa: S608 - fixed texts
                if _usable(row):
                    rows[identity] = tuple(row)
    ordered = [rows[identity] for identity in sorted(rows)]
    fresh.executemany(f"INSERT INTO reviewed ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", ordered)  # noqa: S608 - fixed texts
    return f"{len(ordered)} reviewed translations were saved from it. " if ordered else ""


def _usable(row: list[Any]) -> bool:
    languages, key, source, target, checksum = row[:2], row[2], row[3], row[4], row[6]
    texts = all(isinstance(text, str) for text in (*languages, source, row[5], row[7]))
    if not texts or not isinstance(row[8], int) or not sound(key, target, checksum):
        return False
    # A source with lone surrogates is stored with question marks in their place and cannot be compared.
    return bool(key_of(source) == key) or "?" in source
