"""XLIFF 1.2 (OASIS, 2008) and 2.0 (OASIS, 2014), written for review in CAT tools and read back.

A translation nobody has reviewed is written as work to be done (1.2: ``approved="no"``,
``state="needs-review-translation"``; 2.0: ``state="initial"``), so that whatever state a tool gives it afterwards is a
person's: OmegaT and Weblate set ``translated``, Weblate ``approved="yes"`` or ``final``, memoQ its own ``mq:status``.
Tools may split a unit into segments (``seg-source`` and ``mrk mtype="seg"`` in 1.2, several ``segment`` in 2.0); a unit
is read whole, as it was written. Texts under ``alt-trans`` are other translations, never the unit's own.
Where a file does not say ``xml:space="preserve"``, line breaks in texts are its layout.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from toolkit.errors import InputError
from toolkit.storage.interchange import markup
from toolkit.storage.interchange.base import BilingualUnit, language_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CODES: Final = frozenset({"bpt", "ept", "ph", "it", "x", "bx", "ex", "sc", "ec"})
_DONE_12: Final = frozenset({"translated", "final", "signed-off"})
_DONE_20: Final = frozenset({"translated", "reviewed", "final"})
_DONE_MEMOQ: Final = frozenset({"ManuallyConfirmed", "Proofread"})
_NAMES: Final = frozenset({"xliff", "file", "trans-unit", "unit"})


def read(path: Path, pair: tuple[str, str] = ("fr", "en")) -> Iterator[BilingualUnit]:
    """Yield the units of an XLIFF 1.2 or 2.0 file, one at a time; a unit without target has an empty one.

    Raises InputError when the file cannot be read, is not XLIFF, or is of another language pair.
    """
    root: Element | None = None
    document = ""
    for event, element in markup.iterate(path, _NAMES):
        name = markup.local(element)
        if name == "xliff" and event == "start":
            root = element
            _check_pair(path, element.get("srcLang"), element.get("trgLang"), pair)
        elif name == "file" and event == "start":
            document = element.get("original") or element.get("id") or ""
            _check_pair(path, element.get("source-language"), element.get("target-language"), pair)
        elif name == "trans-unit" and event == "end":
            yield _unit_12(element, document)
        elif name == "unit" and event == "end":
            yield _unit_20(element, document)
    if root is None:
        raise InputError(f"{path} is not an XLIFF file: it has no <xliff> element.")


def _check_pair(path: Path, source: str | None, target: str | None, pair: tuple[str, str]) -> None:
    for tag, expected in zip((source, target), pair, strict=True):
        if tag and language_of(tag) != expected:
            raise InputError(
                f"{path} goes from {source or '?'} to {target or '?'}, expected {pair[0]} to {pair[1]}. "
                "Choose the right file or state its languages."
            )


def _unit_12(unit: Element, document: str) -> BilingualUnit:
    source = _first(unit, "source")
    target = _first(unit, "target")
    alternatives = [_first(other, "target") for other in markup.children(unit, "alt-trans")]
    return BilingualUnit(
        id=unit.get("resname") or unit.get("id") or "",
        source=_text(source),
        target=_text(target),
        document=document,
        notes=tuple(note.text for note in markup.children(unit, "note") if note.text),
        reviewed=target is not None and _reviewed_12(unit, target),
        alternatives=tuple(_text(other) for other in alternatives if other is not None),
        line=_line(target, unit),
    )


def _reviewed_12(unit: Element, target: Element) -> bool:
    if unit.get("approved") == "yes":
        return True
    status = {value for key, value in unit.attrib.items() if str(key).endswith("}status")}
    if status:  # memoQ leaves the standard attributes as they were
        return bool(status & _DONE_MEMOQ)
    machine = (target.get("state-qualifier") or "").endswith("mt-suggestion")
    state = target.get("state")
    return state in _DONE_12 and not (machine and state == "translated")


def _unit_20(unit: Element, document: str) -> BilingualUnit:
    parts = markup.children(unit, "segment", "ignorable")
    segments = [part for part in parts if markup.local(part) == "segment"]
    notes = [note.text for group in markup.children(unit, "notes") for note in markup.children(group, "note")]
    targets = [_first(part, "target") for part in parts]
    translated = any(_first(part, "target") is not None for part in segments)
    return BilingualUnit(
        id=unit.get("name") or unit.get("id") or "",
        source="".join(_text(_first(part, "source")) for part in parts),
        target=_target_20(parts) if translated else "",
        document=document,
        notes=tuple(note for note in notes if note),
        reviewed=translated and all(part.get("state") in _DONE_20 for part in segments),
        line=_line(next((target for target in targets if target is not None), None), unit),
    )


def _target_20(parts: list[Element]) -> str:
    """Join the targets in the order they give; space between segments that has no target stays as in the source."""
    placed: list[tuple[int, str]] = []
    for number, part in enumerate(parts, 1):
        target = _first(part, "target")
        if target is None and markup.local(part) == "ignorable":
            target = _first(part, "source")
        order = target.get("order", "") if target is not None else ""
        placed.append((int(order) if order.isdecimal() else number, _text(target)))
    return "".join(text for _, text in sorted(placed, key=lambda item: item[0]))


def _first(element: Element, name: str) -> Element | None:
    found = markup.children(element, name)
    return found[0] if found else None


def _text(element: Element | None) -> str:
    if element is None:
        return ""
    if markup.keeps_space(element):
        return markup.text_of(element, _CODES)
    text = markup.text_of(element, _CODES, wrapped=True)
    first, last = element.text or "", (element[-1].tail if len(element) else element.text) or ""
    text = text[1:] if first.lstrip(" \t\r").startswith("\n") else text
    return text[:-1] if last.rstrip(" \t\r").endswith("\n") else text


def _line(target: Element | None, unit: Element) -> int:
    return (target.sourceline if target is not None else unit.sourceline) or 0
