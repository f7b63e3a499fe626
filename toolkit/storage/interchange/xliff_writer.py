"""XLIFF 1.2 and 2.0 documents, valid against the strict schemas; conventions in `toolkit.storage.interchange.xliff`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, Literal

from toolkit.storage.interchange import markup
from toolkit.storage.interchange.base import BilingualUnit
from toolkit.text.xmlchars import legal

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Version = Literal["1.2", "2.0"]

_STRUCTURE: Final = frozenset({"xliff", "file", "body", "trans-unit", "alt-trans", "unit", "notes", "segment"})
_NAMESPACE: Final = "urn:oasis:names:tc:xliff:document:"


def render(units: Iterable[BilingualUnit], pair: tuple[str, str] = ("fr", "en"), version: Version = "1.2") -> bytes:
    """Return an XLIFF document with one ``file`` for each document of *units*, in the order they first appear."""
    documents: dict[str, list[BilingualUnit]] = {}
    for unit in units:
        documents.setdefault(unit.document, []).append(unit)
    documents = documents or {"": []}  # both versions ask for at least one file
    return markup.render((_render_12 if version == "1.2" else _render_20)(documents, pair), _STRUCTURE)


def _render_12(documents: dict[str, list[BilingualUnit]], pair: tuple[str, str]) -> Element:
    from lxml import etree

    space = f"{{{_NAMESPACE}1.2}}"
    root = etree.Element(f"{space}xliff", {"version": "1.2"}, nsmap={None: f"{_NAMESPACE}1.2"})
    for document, units in documents.items():
        languages = {"source-language": pair[0], "target-language": pair[1], "datatype": "plaintext"}
        languages["original"] = legal(document)
        file = etree.SubElement(root, f"{space}file", languages)
        body = etree.SubElement(file, f"{space}body")
        for number, unit in enumerate(units, 1):
            names = {"id": str(number), "resname": legal(unit.id), "approved": "yes" if unit.reviewed else "no"}
            names[markup.XML_SPACE] = "preserve"
            element = etree.SubElement(body, f"{space}trans-unit", names)
            _fill_12(etree.SubElement(element, f"{space}source"), unit.source, space)
            state = "final" if unit.reviewed else "needs-review-translation" if unit.target else "needs-translation"
            _fill_12(etree.SubElement(element, f"{space}target", state=state), unit.target, space)
            for note in unit.notes:
                etree.SubElement(element, f"{space}note", {"from": "toolkit"}).text = legal(note)
            for text in unit.alternatives:
                other = etree.SubElement(element, f"{space}alt-trans", origin="toolkit")
                _fill_12(etree.SubElement(other, f"{space}target"), text, space)
    return root


def _fill_12(element: Element, text: str, space: str) -> None:
    markup.fill(element, text, lambda code, number: (f"{space}x", {"id": f"cp{number}", "ctype": f"x-cp-{code}"}))


def _render_20(documents: dict[str, list[BilingualUnit]], pair: tuple[str, str]) -> Element:
    from lxml import etree

    space = f"{{{_NAMESPACE}2.0}}"
    languages = {"version": "2.0", "srcLang": pair[0], "trgLang": pair[1]}
    root = etree.Element(f"{space}xliff", languages, nsmap={None: f"{_NAMESPACE}2.0"})
    for count, (document, units) in enumerate(documents.items(), 1):
        file = etree.SubElement(root, f"{space}file", {"id": f"f{count}", "original": legal(document)})
        for number, unit in enumerate(units, 1):
            names = {"id": f"u{number}", "name": legal(unit.id), markup.XML_SPACE: "preserve"}
            element = etree.SubElement(file, f"{space}unit", names)
            if unit.notes:
                group = etree.SubElement(element, f"{space}notes")
                for note in unit.notes:
                    etree.SubElement(group, f"{space}note").text = legal(note)
            segment = etree.SubElement(element, f"{space}segment", state="final" if unit.reviewed else "initial")
            _fill_20(etree.SubElement(segment, f"{space}source"), unit.source, space)
            if unit.target:
                _fill_20(etree.SubElement(segment, f"{space}target"), unit.target, space)
    return root


def _fill_20(element: Element, text: str, space: str) -> None:
    markup.fill(element, text, lambda code, _: (f"{space}cp", {"hex": code}))
