"""Word documents: the text of paragraphs is translated in the body, tables, headers, footers, notes and text boxes.

The package is read as what it is, a ZIP archive of XML parts: python-docx reaches no notes and text boxes, and writes
all parts anew. Here, parts without changes are written back as they were, to the byte.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from toolkit.errors import InputError
from toolkit.storage.formats.base import BlockTarget, Input, join_blocks
from toolkit.storage.formats.runs import WORD, Paragraph, Stretch
from toolkit.types import BlockKind, Document, Skipped

if TYPE_CHECKING:
    from lxml.etree import _Element

_PARTS: Final = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_ORDER: Final = ("header", "document", "footnotes", "endnotes", "footer")
_MOST_BYTES: Final = 512 * 1024 * 1024
"""All parts of a package together, unpacked. Articles with many images stay far below."""
_MOST_XML: Final = 64 * 1024 * 1024
"""One XML part, unpacked: some twenty thousand pages."""
_HEADING: Final = re.compile(r"(heading|titre|title|subtitle|sous-titre)\s*\d*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WordFile:
    """A Word document. See ``base.Loaded``."""

    document: Document
    digest: str
    notes: tuple[Skipped, ...]
    _data: bytes
    _places: tuple[tuple[str, int, int], ...]
    """Part, number of the paragraph in the part, and number of the stretch in the paragraph, of each block."""

    def render(self, targets: Sequence[BlockTarget], language: str = "en") -> bytes:  # noqa: ARG002 - styles hold it
        """Return the translated file. See ``base.Loaded.render``."""
        changes: dict[str, dict[int, dict[int, BlockTarget]]] = {}
        for target in targets:
            block = self.document.blocks[target.index]
            if target.dropped or target.text != self.document.text[block.start : block.end]:
                part, paragraph, stretch = self._places[target.index]
                changes.setdefault(part, {}).setdefault(paragraph, {})[stretch] = target
        if not changes:
            return self._data
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self._data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for info in old.infolist():
                data = old.read(info)
                changed = changes.get(info.filename)
                new.writestr(info, _rewrite(data, changed) if changed else data)
        return out.getvalue()


def read_docx(source: Input, data: bytes, facts: tuple[str, tuple[Skipped, ...]]) -> WordFile:
    """Return the document of a Word file. Raises InputError when it is damaged, locked or too large to be honest."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _broken(source, "it is protected by a password, or in the old .doc format")
    parts: list[tuple[BlockKind, str]] = []
    places: list[tuple[str, int, int]] = []
    for name, root in _roots(source, data):
        for number, element in enumerate(root.iter(f"{WORD}p")):
            paragraph = Paragraph(element)
            kind = _kind(name, element)
            for index, stretch in enumerate(paragraph.stretches):
                if any(map(str.isalnum, stretch.text)):
                    parts.append((kind, stretch.text))
                    places.append((name, number, index))
    text, blocks = join_blocks(parts)
    return WordFile(Document(source.id, source.path, "", text, blocks), *facts, data, tuple(places))


def _roots(source: Input, data: bytes) -> list[tuple[str, _Element]]:
    """Return the parts with text in reading order: headers, body, notes, footers."""
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_sizes(source, package)
            found = [(match, match[0]) for match in map(_PARTS.fullmatch, dict.fromkeys(package.namelist())) if match]
            found.sort(key=lambda pair: (_ORDER.index(pair[0][1].rstrip("0123456789")), len(pair[1]), pair[1]))
            if "word/document.xml" not in package.namelist():
                raise _broken(source, "it is a ZIP archive without a Word document in it")
            return [(name, _parse(package.read(name))) for _, name in found]
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise _broken(source, f"its archive is damaged ({error})") from error
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _broken(source, f"its XML is damaged ({error})") from error


def _check_sizes(source: Input, package: zipfile.ZipFile) -> None:
    """Refuse archives that unpack to absurd sizes. zipfile reads no more of a part than the size it declares."""
    total = sum(info.file_size for info in package.infolist())
    largest = max((i.file_size for i in package.infolist() if _PARTS.fullmatch(i.filename)), default=0)
    if total > _MOST_BYTES or largest > _MOST_XML:
        raise _broken(source, f"it unpacks to {total / 1e6:.0f} MB, as archives made to exhaust memory do")


def _broken(source: Input, cause: str) -> InputError:
    return InputError(
        f"{source.path} cannot be read as a Word document: {cause}. "
        "Open it in a word processor and save it again as .docx, or leave it out."
    )


def _parse(data: bytes) -> _Element:
    """Return the root of a part. Raises ValueError for document types: Word writes none, and entities come by them."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError("a document type is declared in it")
    if not str(root.tag).startswith(WORD):
        raise ValueError(f"its root element is {root.tag!s}; strict OOXML is not supported")
    return root


def _kind(part: str, element: _Element) -> BlockKind:
    if not part.endswith("document.xml"):
        return "other"
    style = element.find(f"{WORD}pPr/{WORD}pStyle")
    if style is not None and _HEADING.match(style.get(f"{WORD}val", "")):
        return "heading"
    if element.find(f"{WORD}pPr/{WORD}numPr") is not None:
        return "list_item"
    return "cell" if next(element.iterancestors(f"{WORD}tc"), None) is not None else "paragraph"


def _rewrite(data: bytes, changes: dict[int, dict[int, BlockTarget]]) -> bytes:
    from lxml import etree

    root = _parse(data)
    for number, element in enumerate(list(root.iter(f"{WORD}p"))):
        targets = changes.get(number)
        if targets:
            paragraph = Paragraph(element)
            for index, target in targets.items():
                stretch: Stretch = paragraph.stretches[index]
                stretch.replace("" if target.dropped else target.text, target.links)
            paragraph.write()
    return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True, standalone=True)
