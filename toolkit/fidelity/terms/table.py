"""Rows of a glossary in a tab- or comma-separated table."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from toolkit.errors import InputError

COLUMNS: Final = ("source", "target", "policy", "case", "note")
REQUIRED: Final = ("source", "target")


class Row(NamedTuple):
    """One row as it stands in its file."""

    line: int
    """From 1."""
    cells: Mapping[str, str]
    """Text by column name; missing columns are left out."""


def parse(text: str, name: str = "glossary") -> list[Row]:
    """Return the rows of a table whose first line that is no comment names the columns.

    Tabs or, where there are none in the header, commas or semicolons separate the cells; lines that start with ``#``
    are comments; a byte order mark is dropped. Raises InputError when the header lacks ``source`` or ``target`` or has
    a column of another name.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    start = next((i for i, line in enumerate(lines) if line.strip() and not line.startswith("#")), None)
    if start is None:
        raise InputError(f"{name} is empty: its first line must name the columns {', '.join(COLUMNS)}.")
    separator = next((mark for mark in "\t,;" if mark in lines[start]), "\t")
    header = [cell.strip().lower() for cell in _cells(lines[start], separator)]
    unknown = [cell for cell in header if cell not in COLUMNS]
    lacking = [column for column in REQUIRED if column not in header]
    if unknown or lacking or len(set(header)) < len(header):
        raise InputError(
            f"{name}, line {start + 1}: the columns are {', '.join(header)}; "
            f"expected source and target, and none but {', '.join(COLUMNS)}, each once."
        )
    return _rows(lines, start, separator, header, name)


def _rows(lines: Sequence[str], start: int, separator: str, header: Sequence[str], name: str) -> list[Row]:
    rows = []
    problems = []
    for number, line in enumerate(lines[start + 1 :], start + 2):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in _cells(line, separator)]
        if len(cells) > len(header):
            problems.append(f"line {number}: {len(cells)} cells, expected at most {len(header)}")
        rows.append(Row(number, dict(zip(header, cells, strict=False))))
    if problems:
        raise InputError(f"{name} cannot be used: " + "; ".join(problems) + ".")
    return rows


def _cells(line: str, separator: str) -> list[str]:
    if separator == "\t":
        return line.split("\t")
    return next(csv.reader(io.StringIO(line), delimiter=separator), [])
