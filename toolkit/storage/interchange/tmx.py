"""Translation Memory eXchange 1.4 (LISA OSCAR, http://www.ttt.org/oscarstandards/tmx/).

Whether a person stands for a unit is kept in the property ``x-reviewed``; units that nobody has reviewed also carry
the creator ``MT!``, by which CAT tools (Wordfast, Trados) know machine translation. A unit of another tool counts as
reviewed unless its creator says so: translation memories hold people's work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from toolkit.errors import InputError
from toolkit.storage.interchange import markup
from toolkit.storage.interchange.base import BilingualUnit, language_of
from toolkit.text.xmlchars import legal

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CODES: Final = frozenset({"bpt", "ept", "ph", "it", "ut"})
_STRUCTURE: Final = frozenset({"tmx", "body", "tu", "tuv"})
_MACHINE: Final = "MT!"


def read(path: Path, pair: tuple[str, str] = ("fr", "en")) -> Iterator[BilingualUnit]:
    """Yield the units of *path* that have both languages, one at a time.

    Raises InputError when the file cannot be read, is not TMX, or has no unit in this pair.
    """
    languages: set[str] = set()
    count = 0
    root = False
    for event, element in markup.iterate(path, {"tmx", "tu"}):
        root = root or markup.local(element) == "tmx"
        if event == "start" or markup.local(element) != "tu":
            continue
        variants = _variants(element)
        languages.update(variants)
        if pair[0] in variants and pair[1] in variants:
            count += 1
            yield _unit(element, variants[pair[0]], variants[pair[1]], count)
    if not root:
        raise InputError(f"{path} is not a TMX file: it has no <tmx> element.")
    if languages and not count:
        found = ", ".join(sorted(languages))
        raise InputError(f"{path} has no unit in {pair[0]} and {pair[1]}; its languages are {found}.")


def render(units: Iterable[BilingualUnit], pair: tuple[str, str] = ("fr", "en")) -> bytes:
    """Return a TMX 1.4 document with *units*."""
    from lxml import etree

    root = etree.Element("tmx", version="1.4")
    header = {
        "creationtool": "toolkit",
        "creationtoolversion": version("toolkit"),
        "segtype": "sentence",
        "o-tmf": "toolkit",
        "adminlang": "en",
        "srclang": pair[0],
        "datatype": "plaintext",
    }
    etree.SubElement(root, "header", header)
    body = etree.SubElement(root, "body")
    for unit in units:
        tu = etree.SubElement(body, "tu", tuid=legal(unit.id))
        if not unit.reviewed:
            tu.set("creationid", _MACHINE)
        for note in unit.notes:
            etree.SubElement(tu, "note").text = legal(note)
        if unit.document:
            etree.SubElement(tu, "prop", type="x-document").text = legal(unit.document)
        etree.SubElement(tu, "prop", type="x-reviewed").text = "yes" if unit.reviewed else "no"
        for language, text in zip(pair, (unit.source, unit.target), strict=True):
            tuv = etree.SubElement(tu, "tuv", {markup.XML_LANG: language})
            markup.fill(etree.SubElement(tuv, "seg"), text, lambda code, _: ("ph", {"type": f"x-cp-{code}"}))
    return markup.render(root, _STRUCTURE, '<!DOCTYPE tmx SYSTEM "tmx14.dtd">')


def _variants(tu: Element) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for tuv in markup.children(tu, "tuv"):
        # TMX 1.1 had the attribute without the prefix. Of several variants of a language the first counts.
        found.setdefault(language_of(tuv.get(markup.XML_LANG) or tuv.get("lang") or ""), tuv)
    return found


def _unit(tu: Element, source: Element, target: Element, number: int) -> BilingualUnit:
    properties = {
        prop.get("type", ""): prop.text or "" for part in (tu, target) for prop in markup.children(part, "prop")
    }
    notes = tuple(note.text for part in (tu, target) for note in markup.children(part, "note") if note.text)
    return BilingualUnit(
        id=tu.get("tuid") or str(number),
        source=_segment(source),
        target=_segment(target),
        document=properties.get("x-document", ""),
        notes=notes,
        reviewed=_reviewed(properties, tu, target),
        line=next((seg.sourceline for seg in markup.children(target, "seg")), target.sourceline) or 0,
    )


def _segment(tuv: Element) -> str:
    return "".join(markup.text_of(seg, _CODES) for seg in markup.children(tuv, "seg"))


def _reviewed(properties: dict[str, str], tu: Element, target: Element) -> bool:
    if "x-reviewed" in properties:
        return properties["x-reviewed"] == "yes"
    author = target.get("changeid") or target.get("creationid") or tu.get("changeid") or tu.get("creationid")
    return author != _MACHINE
