"""Rows as JSON Lines: one object a line, UTF-8."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from toolkit.errors import InputError
from toolkit.storage.formats.rows import LONGEST_ROW, Columns, Row, checked, unreadable
from toolkit.storage.records import to_line
from toolkit.types import Skipped

_LONGEST_LINE: Final = 6 * LONGEST_ROW
"""Bytes of a line at most: ``\\uXXXX`` for every character."""


def read(path: Path, columns: Columns) -> Iterator[Row | Skipped]:
    """Yield the rows of a file; empty lines are passed over. Raises InputError."""
    try:
        with path.open("rb") as file:
            number = 0
            while line := file.readline(_LONGEST_LINE):
                number += 1
                if not line.endswith(b"\n") and len(line) == _LONGEST_LINE:
                    raise InputError(f"{path}: line {number} is longer than {_LONGEST_LINE:,} bytes. Split it.")
                line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
                if line.strip():
                    yield _row(path, number, line, columns)
    except OSError as error:
        raise unreadable(path, error) from error


def _row(path: Path, number: int, line: bytes, columns: Columns) -> Row | Skipped:
    try:
        content = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        return Skipped(f"{path}: row {number}", f"It is no JSON ({error}); the row was left out.")
    if not isinstance(content, dict):
        return Skipped(f"{path}: row {number}", "It is no JSON object; the row was left out.")
    named = columns.id or "id"
    absent = [name for name in (columns.text, columns.id) if name is not None and name not in content]
    if absent:
        found = ", ".join(list(content)[:8])
        return Skipped(f"{path}: row {number}", f"It has no {absent[0]!r} (it has {found}); the row was left out.")
    return checked(path, number, content.get(named, number), content[columns.text])


def render(rows: Sequence[dict[str, Any]]) -> bytes:
    """Return translated rows as a file; what UTF-8 cannot hold (lone surrogates) becomes a question mark."""
    return "".join(to_line(row) for row in rows).encode("utf-8", "replace")
