"""TermBase eXchange: versions 2 (ISO 30042:2008, ``martif``) and 3 (ISO 30042:2019, ``tbx``), Core and Basic.

A concept gives one term for each source-language word, with the preferred target (else the first acceptable one).
Deprecated and superseded targets become terms to forbid; a target equal to its source becomes a term to keep. TBX has
no field for case: the note ``case-sensitive`` stands for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from toolkit.errors import InputError
from toolkit.storage.interchange import markup
from toolkit.storage.interchange.base import language_of
from toolkit.text.xmlchars import legal
from toolkit.types import Policy, Term

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ENTRIES: Final = frozenset({"termEntry", "conceptEntry"})
_LANGUAGES: Final = frozenset({"langSet", "langSec"})
_TERMS: Final = frozenset({"tig", "ntig", "termSec"})
_CASE: Final = "case-sensitive"
_STRUCTURE: Final = frozenset(
    {"martif", "martifHeader", "fileDesc", "sourceDesc", "text", "body", "termEntry", "langSet", "tig"}
)


class _Word(NamedTuple):
    text: str
    status: str
    """preferred, admitted, deprecated or "" (not said)."""
    case_sensitive: bool
    line: int


def read(path: Path, pair: tuple[str, str] = ("fr", "en")) -> list[Term]:
    """Return the terms of all concepts that have both languages, in the order of the file.

    Raises InputError when the file cannot be read, is not TBX, or has no concept in this pair.
    """
    terms: list[Term] = []
    languages: set[str] = set()
    root = False
    for event, element in markup.iterate(path, {"martif", "tbx", *_ENTRIES}):
        root = root or markup.local(element) in {"martif", "tbx"}
        if event == "end" and markup.local(element) in _ENTRIES:
            words = _words(element)
            languages.update(words)
            terms += _terms(words.get(pair[0], []), words.get(pair[1], []), _note(element))
    if not root:
        raise InputError(f"{path} is not a TBX file: it has neither a <tbx> nor a <martif> element.")
    if languages and not terms:
        found = ", ".join(sorted(languages))
        raise InputError(f"{path} has no term in {pair[0]} and {pair[1]}; its languages are {found}.")
    return terms


def render(terms: Iterable[Term], pair: tuple[str, str] = ("fr", "en")) -> bytes:
    """Return a TBX-Basic document (version 2, which most tools read), one concept for each source term."""
    from lxml import etree

    root = etree.Element("martif", {"type": "TBX-Basic", markup.XML_LANG: pair[0]})
    header = etree.SubElement(root, "martifHeader")
    source = etree.SubElement(etree.SubElement(header, "fileDesc"), "sourceDesc")
    etree.SubElement(source, "p").text = "Glossary exported by toolkit"
    body = etree.SubElement(etree.SubElement(root, "text"), "body")
    concepts: dict[tuple[str, bool, str], list[Term]] = {}
    for term in terms:
        concepts.setdefault((term.source, term.case_sensitive, term.note), []).append(term)
    for number, ((text, case_sensitive, note), group) in enumerate(concepts.items(), 1):
        entry = etree.SubElement(body, "termEntry", id=f"c{number}")
        if note:
            etree.SubElement(entry, "note").text = legal(note)
        _write(_language(entry, pair[0]), text, "", _CASE if case_sensitive else "")
        targets = _language(entry, pair[1])
        for term in group:
            target = term.source if term.policy == "keep" else term.target
            forbidden = term.policy == "forbid"
            _write(targets, target, "deprecatedTerm-admn-sts" if forbidden else "preferredTerm-admn-sts", "")
    doctype = '<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">'
    return markup.render(root, _STRUCTURE, doctype)


def _language(entry: Element, code: str) -> Element:
    from lxml import etree

    return etree.SubElement(entry, "langSet", {markup.XML_LANG: code})


def _write(language: Element, text: str, status: str, note: str) -> None:
    from lxml import etree

    group = etree.SubElement(language, "tig")
    etree.SubElement(group, "term").text = legal(text)
    if status:
        etree.SubElement(group, "termNote", type="administrativeStatus").text = status
    if note:
        etree.SubElement(group, "note").text = note


def _words(entry: Element) -> dict[str, list[_Word]]:
    found: dict[str, list[_Word]] = {}
    for language in markup.children(entry, *_LANGUAGES):
        code = language_of(language.get(markup.XML_LANG) or language.get("lang") or "")
        words = (_word(group) for group in markup.children(language, *_TERMS))
        found.setdefault(code, []).extend(word for word in words if word.text)
    return found


def _word(group: Element) -> _Word:
    text, status, case_sensitive, line = "", "", False, 0
    for element in group.iter():
        name = markup.local(element)
        if name == "term" and not text:
            text, line = " ".join(markup.text_of(element, ()).split()), element.sourceline or 0
        elif name == "administrativeStatus" or element.get("type") == "administrativeStatus":
            status = _status(element.text or "")
        elif name == "note" and (element.text or "").strip() == _CASE:
            case_sensitive = True
    return _Word(text, status, case_sensitive, line)


def _status(text: str) -> str:
    """Bring ``preferredTerm-admn-sts``, ``preferred``, ``supersededTerm`` … to preferred, admitted or deprecated."""
    word = text.strip().lower()
    for sign, status in (
        ("pref", "preferred"),
        ("admit", "admitted"),
        ("deprec", "deprecated"),
        ("super", "deprecated"),
    ):
        if word.startswith(sign):
            return status
    return "deprecated" if word in {"forbidden", "notrecommended", "obsolete"} else ""


def _terms(sources: list[_Word], targets: list[_Word], note: str) -> Iterator[Term]:
    good = [word for word in targets if word.status != "deprecated"]
    best = min(good, key=lambda word: word.status != "preferred", default=None)
    for source in sources:
        if best is not None:
            yield _term(source, best, "keep" if best.text == source.text else "translate", note)
        for bad in targets:
            if bad.status == "deprecated":
                yield _term(source, bad, "forbid", note)


def _term(source: _Word, target: _Word, policy: Policy, note: str) -> Term:
    return Term(source.text, target.text, policy, source.case_sensitive, note, source.line)


def _note(entry: Element) -> str:
    """Return definition and notes of the concept, in one line."""
    nested = [child for group in markup.children(entry, "descripGrp") for child in group]
    parts = [
        element.text
        for element in [*entry, *nested]
        if element.text and (markup.local(element) == "note" or element.get("type") == "definition")
    ]
    return " ".join(" ".join(part.split()) for part in parts)
