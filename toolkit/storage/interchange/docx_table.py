"""A Word document for reviewers: one table for each document, one row for each segment.

Columns: id, source, target, findings, reviewed. A reviewer corrects the target and writes "yes" in the last column.
Tables of others with two columns (source, target) or three (a third for remarks) are read as well, with or without a
heading row. Tracked changes count as accepted: what was inserted is read, what was deleted is not.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from toolkit import languages
from toolkit.errors import InputError
from toolkit.storage.interchange import markup
from toolkit.storage.interchange.base import BilingualUnit
from toolkit.text.xmlchars import legal

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TITLES: Final = ("Id", "Findings", "Reviewed")
_WIDTHS: Final = (1100, 5600, 5600, 2900, 1100)
"""Column widths in twentieths of a point, for A4 landscape."""
_MAX_UNPACKED: Final = 512 * 2**20
"""Bytes a document may unpack to: a thousand times what a long article takes."""


def render(units: Iterable[BilingualUnit], pair: tuple[str, str] = ("fr", "en")) -> bytes:
    """Return a .docx file. Characters that XML cannot hold become U+FFFD, carriage returns line breaks."""
    import docx
    from docx.enum.section import WD_ORIENT

    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    grouped: dict[str, list[BilingualUnit]] = {}
    for unit in units:
        grouped.setdefault(unit.document, []).append(unit)
    titles = (_TITLES[0], languages.name(pair[0]), languages.name(pair[1]), *_TITLES[1:])
    for name, rows in grouped.items():
        document.add_heading(legal(name), level=1)
        table = document.add_table(rows=0, cols=len(titles), style="Table Grid")
        for column, width in zip(table.columns, _WIDTHS, strict=True):
            column.width = width * 635  # English metric units in a twentieth of a point
        # Rows are built as elements: the library's cell access takes quadratic time.
        table._tbl.append(_row(titles, heading=True))  # noqa: SLF001 - no public way to add a row of XML
        for unit in rows:
            cells = (unit.id, unit.source, unit.target, "\n".join(unit.notes), "yes" if unit.reviewed else "")
            table._tbl.append(_row(cells))  # noqa: SLF001 - as above
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def read(path: Path, pair: tuple[str, str] = ("fr", "en")) -> Iterator[BilingualUnit]:
    """Yield the rows of all bilingual tables. Raises InputError when the file is damaged or has no such table."""
    body = _open(path)
    name = ""
    found = False
    line = 0
    for element in body:
        if markup.local(element) == "p":
            name = _text(element) or name
        elif markup.local(element) == "tbl":
            rows = [[_cell(cell) for cell in markup.children(row, "tc")] for row in markup.children(element, "tr")]
            for unit in _units(rows, name, pair, line):
                found = True
                yield unit
            line += len(rows)
    if not found:
        raise InputError(f"{path} has no table with a source and a target column. Export it again and keep the table.")


def _open(path: Path) -> Element:
    import docx

    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        body: Element | None = docx.Document(str(path)).element.body if unpacked <= _MAX_UNPACKED else None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from error
    except Exception as error:  # python-docx lets errors of every kind of damage through
        raise InputError(f"{path} is not a Word document, or is damaged. Save it again as .docx.") from error
    if body is None:
        raise InputError(f"{path} unpacks to more than {_MAX_UNPACKED >> 20} MB: it is not a review table.")
    return body


def _units(rows: Sequence[Sequence[str]], name: str, pair: tuple[str, str], before: int) -> Iterator[BilingualUnit]:
    if not rows:
        return
    titles = [cell.strip().lower() for cell in rows[0]]
    source = _column(titles, "source", pair[0])
    target = _column(titles, "target", pair[1])
    heading = source is not None and target is not None
    if not heading:
        if len(titles) not in {2, 3}:
            return
        source, target = 0, 1
    columns = {title: titles.index(title.lower()) for title in _TITLES if heading and title.lower() in titles}
    if not heading and len(titles) == 3:  # noqa: PLR2004 - source, target and remarks
        columns["Findings"] = 2
    for number, row in enumerate(rows[heading:], 1 + heading):
        cells = dict(enumerate(row))
        yield BilingualUnit(
            id=cells.get(columns.get("Id", -1)) or str(number),
            source=cells.get(source or 0, ""),
            target=cells.get(1 if target is None else target, ""),
            document=name,
            notes=tuple(note for note in cells.get(columns.get("Findings", -1), "").split("\n") if note),
            reviewed=cells.get(columns.get("Reviewed", -1), "").strip().lower() in {"yes", "y", "x", "ok", "true", "✓"},
            line=before + number,
        )


def _column(titles: list[str], key: str, code: str) -> int | None:
    for title in (key, languages.name(code).lower(), code):
        if title in titles:
            return titles.index(title)
    return None


def _row(cells: Sequence[str], *, heading: bool = False) -> Any:  # noqa: ANN401 - python-docx has no type for it
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    row = OxmlElement("w:tr")
    if heading:
        properties = OxmlElement("w:trPr")
        properties.append(OxmlElement("w:tblHeader"))  # repeated on each page
        row.append(properties)
    for text, width in zip(cells, _WIDTHS, strict=True):
        cell, properties, size = OxmlElement("w:tc"), OxmlElement("w:tcPr"), OxmlElement("w:tcW")
        size.set(qn("w:w"), str(width))
        size.set(qn("w:type"), "dxa")
        properties.append(size)
        paragraph, run = OxmlElement("w:p"), OxmlElement("w:r")
        run.text = legal(text)  # line breaks and tabs become elements of their own
        paragraph.append(run)
        cell.append(properties)
        cell.append(paragraph)
        row.append(cell)
    return row


def _cell(cell: Element) -> str:
    return "\n".join(_text(paragraph) for paragraph in markup.children(cell, "p"))


def _text(element: Element) -> str:
    parts = []
    for child in element:
        name = markup.local(child)
        if name == "t":
            parts.append(child.text or "")
        elif name in {"br", "cr"}:
            parts.append("\n")
        elif name == "tab":
            parts.append("\t")
        elif name == "noBreakHyphen":
            parts.append("\N{NON-BREAKING HYPHEN}")
        elif name not in {"del", "moveFrom", "pPr", "rPr"}:
            parts.append(_text(child))
    return "".join(parts)
