"""Bilingual tables: TSV, CSV and JSON Lines.

TSV and CSV have the columns document, id, source, target, reviewed, notes, quoted as spreadsheets do (RFC 4180), in
UTF-8. A cell that a spreadsheet would run as a formula (it begins with = + - @ or a control character) is written with
an apostrophe before it, which is taken away again when a file with exactly these columns is read.

Tables of others: a heading row with "source" and "target", or with the language codes or names, or no heading and two
columns. Comma, semicolon and tab are told apart.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Literal

from toolkit import languages
from toolkit.errors import InputError
from toolkit.storage import encodings
from toolkit.storage.interchange.base import BilingualUnit, language_of

Kind = Literal["tsv", "csv"]

COLUMNS: Final = ("document", "id", "source", "target", "reviewed", "notes")
_FORMULA: Final = re.compile("'*[=+@\t\r\n-]")
_ESCAPED: Final = re.compile("'+[=+@\t\r\n-]")
_NOTE_BREAK: Final = "\n"


def read(path: Path, pair: tuple[str, str] = ("fr", "en")) -> Iterator[BilingualUnit]:
    """Yield the rows of a TSV or CSV file. Raises InputError when it cannot be read or has no two such columns."""
    columns: dict[str, int] | None = None
    ours = False
    for line, row in _rows(load(path), path):
        if not any(row):
            continue
        if columns is None:
            ours = tuple(row) == COLUMNS
            columns = _heading(row, pair)
            if columns is not None:
                continue
            columns = _two_columns(row, path)
        yield _unit([_unescape(cell) for cell in row] if ours else row, columns, path, line)


def render(units: Iterable[BilingualUnit], kind: Kind) -> bytes:
    """Return *units* as a TSV or CSV file."""
    delimiter, end = ("\t", "\n") if kind == "tsv" else (",", "\r\n")
    rows: list[Sequence[str]] = [COLUMNS]
    for unit in units:
        notes = _NOTE_BREAK.join(unit.notes)
        rows.append((unit.document, unit.id, unit.source, unit.target, "yes" if unit.reviewed else "no", notes))
    # Not csv.writer: before Python 3.13 it leaves a carriage return unquoted when rows end with a line feed.
    lines = [delimiter.join(_quote(_escape(cell), delimiter) for cell in row) for row in rows]
    # Lone surrogates cannot be encoded.
    return "".join(f"{line}{end}" for line in lines).encode("utf-8", "replace")


def read_jsonl(path: Path) -> Iterator[BilingualUnit]:
    """Yield the units of a JSON Lines file: ours from `render_jsonl`, segment records, or any with source and target.

    Raises InputError with the line number when a line is not such an object.
    """
    for line, text in enumerate(load(path).split("\n"), 1):
        if not text.strip():
            continue
        try:
            record = json.loads(text)
            yield _from_json(record, line)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f'{path}, line {line} is not a bilingual record ({error}); expected a JSON object with "source" and '
                '"target".'
            ) from error


def render_jsonl(units: Iterable[BilingualUnit]) -> bytes:
    """Return *units* as JSON Lines with the keys document, id, source, target, reviewed, notes, alternatives."""
    lines = []
    for unit in units:
        record = {
            "document": unit.document,
            "id": unit.id,
            "source": unit.source,
            "target": unit.target,
            "reviewed": unit.reviewed,
            "notes": list(unit.notes),
            "alternatives": list(unit.alternatives),
        }
        line = json.dumps(record, ensure_ascii=False)
        # Escapes keep lone surrogates, which have no bytes of their own in UTF-8.
        lines.append(line if line.isascii() or _encodable(line) else json.dumps(record))
    return "".join(f"{line}\n" for line in lines).encode()


def load(path: Path) -> str:
    """Return the text of a file in any encoding that is recognised. Raises InputError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return encodings.decode(data, str(path)).text


def _rows(text: str, path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows with the line each begins at."""
    # A segment may be longer than the 131,072 characters the module allows by default.
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    delimiter = _delimiter(text, path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, begin = [], 1
    try:
        for row in reader:
            rows.append((begin, row))
            begin = reader.line_num + 1
    except csv.Error as error:
        if delimiter == "\t":
            # Many programs write tabs without any quoting: a quotation mark is then a character like others.
            return [(number, line.rstrip("\r").split("\t")) for number, line in enumerate(text.split("\n"), 1)]
        raise InputError(f"{path}, line {reader.line_num}: {error}. Check the quotation marks of this row.") from error
    return rows


def _delimiter(text: str, path: Path) -> str:
    if path.suffix.lower() in {".tsv", ".tab"}:
        return "\t"
    # Quoted parts may hold any of them, so only what stands outside quotation marks of the first row counts.
    first = re.sub(r'"(?:[^"]|"")*"', "", text).lstrip("\r\n").partition("\n")[0]
    return max("\t;,", key=lambda mark: (first.count(mark), mark == ","))


def _heading(row: Sequence[str], pair: tuple[str, str]) -> dict[str, int] | None:
    names = [cell.strip().lower() for cell in row]
    columns: dict[str, int] = {name: names.index(name) for name in COLUMNS if name in names}
    for key, code in zip(("source", "target"), pair, strict=True):
        known = [i for i, name in enumerate(names) if language_of(name) == code or name == languages.name(code).lower()]
        if known:
            columns.setdefault(key, known[0])
    return columns if "source" in columns and "target" in columns else None


def _two_columns(row: Sequence[str], path: Path) -> dict[str, int]:
    if len(row) != 2:  # noqa: PLR2004 - source and target
        raise InputError(
            f"{path} has {len(row)} columns and no heading that names them. Add a first row with source and target."
        )
    return {"source": 0, "target": 1}


def _unit(row: Sequence[str], columns: dict[str, int], path: Path, line: int) -> BilingualUnit:
    cells = {name: row[index] if index < len(row) else "" for name, index in columns.items()}
    if max(columns["source"], columns["target"]) >= len(row):
        raise InputError(f"{path}, line {line} has {len(row)} columns; source and target are expected in it.")
    return BilingualUnit(
        id=cells.get("id") or str(line),
        source=cells["source"],
        target=cells["target"],
        document=cells.get("document", ""),
        notes=tuple(note for note in cells.get("notes", "").split(_NOTE_BREAK) if note),
        reviewed=cells.get("reviewed", "").strip().lower() in {"yes", "true", "1", "x"},
        line=line,
    )


def _from_json(record: dict[str, Any], line: int) -> BilingualUnit:
    source, target = record["source"], record["target"]
    if not isinstance(source, str) or not isinstance(target, str):
        raise TypeError("source and target must be strings")
    findings = [finding["message"] for finding in record.get("findings", ())]
    hypotheses = [hypothesis["text"] for hypothesis in record.get("hypotheses", ())]
    others = [text for text in dict.fromkeys(hypotheses) if text != target]
    return BilingualUnit(
        id=str(record.get("id", record.get("index", line))),
        source=source,
        target=target,
        document=str(record.get("document", "")),
        notes=tuple(str(note) for note in [*record.get("notes", ()), *findings]),
        reviewed=record.get("reviewed") is True or record.get("origin") == "reviewed",
        alternatives=tuple(str(text) for text in [*record.get("alternatives", ()), *others]),
        line=line,
    )


def _escape(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _quote(cell: str, delimiter: str) -> str:
    if any(mark in cell for mark in (delimiter, '"', "\r", "\n")):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _unescape(cell: str) -> str:
    return cell[1:] if _ESCAPED.match(cell) else cell


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
