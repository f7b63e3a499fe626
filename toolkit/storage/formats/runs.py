"""A paragraph of WordprocessingML as text with marks, and back (ECMA-376, part 1, section 17.3).

A paragraph is a row of atoms: characters with their format, or elements that stand between characters (notes,
drawings, fields, bookmarks). Line breaks and tabs divide it into stretches, each translated on its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from toolkit.storage.formats.placing import Mark, Placed, place
from toolkit.types import Link, Span

if TYPE_CHECKING:
    from lxml.etree import _Element

WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_WRAPPERS: Final = frozenset(
    f"{WORD}{name}"
    for name in ("hyperlink", "ins", "smartTag", "sdt", "sdtContent", "fldSimple", "moveTo", "customXml")
)
"""Elements between a paragraph and its runs whose text is read."""
_HEADS: Final = frozenset(f"{WORD}{name}" for name in ("sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "fldData"))
"""First children of wrappers, which stay with them."""
_SEPARATORS: Final = frozenset(f"{WORD}{name}" for name in ("br", "cr", "tab", "ptab"))
_NOISE: Final = frozenset(f"{WORD}{name}" for name in ("proofErr", "lastRenderedPageBreak"))
"""Marks of the last editing session, about words and lines that are no longer there."""
_SILENT: Final = frozenset(f"{WORD}{name}" for name in ("noProof", "lang"))
"""Properties of a run that change nothing readers see."""
_XML_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, eq=False)
class _Field:
    """A complex field (17.16.18): what stands before its result, and its end."""

    before: tuple[_Element, ...]
    after: _Element


@dataclass(frozen=True, slots=True)
class _Atom:
    text: str
    style: bytes
    """What readers see of the run's properties, in a form that can be compared."""
    properties: _Element | None
    """``w:rPr`` of the run."""
    wrappers: tuple[_Element | _Field, ...]
    nodes: tuple[_Element, ...] = ()
    """Elements of a run, or of the paragraph when *loose*; empty for characters."""
    loose: bool = False
    separator: bool = False


@dataclass(slots=True)
class Stretch:
    """What is translated as one: a paragraph, or its part up to a line break or tab."""

    atoms: list[_Atom]
    text: str = field(init=False)
    """Without white space at the edges."""

    def __post_init__(self) -> None:
        """Take the text from the atoms."""
        self.text = "".join(atom.text for atom in self.atoms).strip()

    def replace(self, text: str, links: Sequence[Link] | None) -> None:
        """Put *text* in the place of the stretch's text; formats, links and notes go along."""
        whole = "".join(atom.text for atom in self.atoms)
        base = self._base()
        lead = len(whole) - len(whole.lstrip())
        marks, made = _marks(_shifted(self.atoms, lead, len(self.text)), base.style)
        text = _XML_UNFIT.sub("\ufffd", text)
        out: list[_Atom] = [replace(base, text=whole[:lead], wrappers=())] if lead else []
        _write(text, Span(0, len(text)), place(self.text, text, links, marks), made, [base], out)
        tail = whole[lead + len(self.text) :]
        self.atoms = [*out, *([replace(base, text=tail, wrappers=())] if tail else [])]

    def _base(self) -> _Atom:
        """Return a character atom with the format that most characters have."""
        sizes: Counter[bytes] = Counter()
        for atom in self.atoms:
            sizes[atom.style] += len(atom.text)
        style = sizes.most_common(1)[0][0]
        return next(atom for atom in self.atoms if atom.text and atom.style == style)


class Paragraph:
    """A ``w:p`` taken apart."""

    def __init__(self, element: _Element) -> None:
        """Read the paragraph; the element is left as it is until *write*."""
        self._element = element
        self.stretches: list[Stretch] = []
        self._rows: list[Stretch | _Atom] = []
        atoms = _with_fields(list(_atoms(element, ())))
        for apart, group in groupby(atoms, key=lambda atom: atom.separator):
            if apart:
                self._rows += list(group)
            else:
                stretch = Stretch(list(group))
                self.stretches.append(stretch)
                self._rows.append(stretch)

    def write(self) -> None:
        """Put the atoms back into the element, characters of one format in one run."""
        atoms = [atom for row in self._rows for atom in (row.atoms if isinstance(row, Stretch) else [row])]
        for child in list(self._element):
            if child.tag != f"{WORD}pPr":
                self._element.remove(child)
        _emit(self._element, atoms, 0)


def _atoms(parent: _Element, wrappers: tuple[_Element | _Field, ...]) -> Iterator[_Atom]:
    for child in parent:
        if child.tag == f"{WORD}pPr" or child.tag in _HEADS or child.tag in _NOISE:
            continue
        if child.tag == f"{WORD}r":
            yield from _run(child, wrappers)
        elif child.tag in _WRAPPERS and next(child.iter(f"{WORD}p"), None) is None:
            yield from _atoms(child, (*wrappers, child))
        else:
            yield _Atom("", b"", None, wrappers, (child,), loose=True)


def _run(run: _Element, wrappers: tuple[_Element | _Field, ...]) -> Iterator[_Atom]:
    properties = run.find(f"{WORD}rPr")
    style = _style(properties)
    for child in run:
        if child.tag == f"{WORD}rPr" or child.tag in _NOISE:
            continue
        if child.tag == f"{WORD}t":
            yield _Atom(child.text or "", style, properties, wrappers)
        elif child.tag == f"{WORD}noBreakHyphen":
            yield _Atom("\u2011", style, properties, wrappers)
        elif child.tag == f"{WORD}softHyphen":
            yield _Atom("\u00ad", style, properties, wrappers)
        else:
            yield _Atom("", style, properties, wrappers, (child,), separator=child.tag in _SEPARATORS)


def _style(properties: _Element | None) -> bytes:
    from lxml import etree

    if properties is None:
        return b""
    shown = [etree.tostring(child, method="c14n") for child in properties if child.tag not in _SILENT]
    return b"".join(sorted(shown))


def _with_fields(atoms: list[_Atom]) -> list[_Atom]:
    """Make each complex field that begins and ends here a wrapper of its result, or one atom when it has none."""
    out: list[_Atom] = []
    number = 0
    while number < len(atoms):
        end = _field_end(atoms, number)
        if end is None:
            out.append(atoms[number])
            number += 1
            continue
        inside = atoms[number : end + 1]
        number = end + 1
        middle = next((n for n, atom in enumerate(inside) if _field_type(atom) == "separate"), None)
        nested = sum(_field_type(atom) == "begin" for atom in inside) > 1
        same = all(atom.wrappers == inside[0].wrappers for atom in inside)
        if middle is None or nested or not same:
            # Which of several results readers see cannot be told without evaluating fields: it stays.
            runs = tuple(_as_run(atom) for atom in inside)
            out.append(_Atom("", b"", None, inside[0].wrappers, runs, loose=True))
            continue
        whole = _Field(tuple(_as_run(atom) for atom in inside[: middle + 1]), _as_run(inside[-1]))
        out += [replace(atom, wrappers=(*atom.wrappers, whole)) for atom in inside[middle + 1 : -1]]
    return out


def _field_type(atom: _Atom) -> str | None:
    node = atom.nodes[0] if atom.nodes else None
    return node.get(f"{WORD}fldCharType") if node is not None and node.tag == f"{WORD}fldChar" else None


def _field_end(atoms: Sequence[_Atom], number: int) -> int | None:
    """Return the number of the end of the field that begins at *number*; None: none begins, or it ends elsewhere."""
    if _field_type(atoms[number]) != "begin":
        return None
    depth = 0
    for index in range(number, len(atoms)):
        depth += {"begin": 1, "end": -1}.get(_field_type(atoms[index]) or "", 0)
        if depth == 0:
            return index
    return None


def _shifted(atoms: Sequence[_Atom], lead: int, size: int) -> Iterator[tuple[_Atom, int, int]]:
    position = -lead
    for atom in atoms:
        start, position = position, position + len(atom.text)
        yield atom, min(max(start, 0), size), min(max(position, 0), size)


def _marks(atoms: Iterator[tuple[_Atom, int, int]], base: bytes) -> tuple[list[Mark], list[_Atom | _Element | _Field]]:
    """Return the marks of a stretch and, by their keys, what each stands for."""
    marks: list[Mark] = []
    made: list[_Atom | _Element | _Field] = []
    stack: list[int] = []
    last_style = base
    for atom, start, end in atoms:
        depth = 0
        while depth < min(len(stack), len(atom.wrappers)) and made[stack[depth]] is atom.wrappers[depth]:
            depth += 1
        changed = depth < len(stack)
        del stack[depth:]
        for wrapper in atom.wrappers[depth:]:
            marks.append(Mark(len(marks), start, end, stack[-1] if stack else -1))
            made.append(wrapper)
            stack.append(len(marks) - 1)
            changed = True
        for key in stack:
            marks[key] = replace(marks[key], end=max(end, marks[key].end))
        parent = stack[-1] if stack else -1
        if atom.nodes:
            marks.append(Mark(len(marks), start, start, parent))
            made.append(atom)
        elif atom.style != base and start < end:
            previous = marks[-1] if marks else None
            if (
                previous
                and not changed
                and atom.style == last_style
                and previous.end == start
                and previous.start < start
            ):
                marks[-1] = replace(previous, end=end)
            else:
                marks.append(Mark(len(marks), start, end, parent))
                made.append(atom)
        last_style = atom.style if start < end else last_style
    return marks, made


def _write(
    text: str,
    span: Span,
    placed: Sequence[Placed],
    made: Sequence[_Atom | _Element | _Field],
    within: list[_Atom],
    out: list[_Atom],
) -> None:
    """Append the atoms of ``text[span]``; the last of *within* has the format and the wrappers."""
    position = span.start
    for item in placed:
        around = within[-1]
        if position < item.span.start:
            out.append(replace(around, text=text[position : item.span.start], nodes=()))
        what = made[item.mark.key]
        if not isinstance(what, _Atom):
            inside = replace(around, wrappers=(*_own(around, within), what))
            size = len(out)
            _write(text, item.span, item.inner, made, [*within, inside], out)
            if len(out) == size:  # A wrapper is kept even when no word of the translation is its own.
                out.append(replace(inside, text="", nodes=()))
        elif what.nodes:
            out.append(replace(what, wrappers=_own(around, within)))
        else:
            inside = replace(what, wrappers=_own(around, within))
            _write(text, item.span, item.inner, made, [*within, inside], out)
        position = max(position, item.span.end)
    if position < span.end:
        out.append(replace(within[-1], text=text[position : span.end], nodes=(), wrappers=_own(within[-1], within)))


def _own(atom: _Atom, within: Sequence[_Atom]) -> tuple[_Element | _Field, ...]:
    """Return the wrappers at this depth; the outermost atom is a sample of the base format and has none."""
    return atom.wrappers if len(within) > 1 else ()


def _emit(parent: _Element, atoms: Sequence[_Atom], depth: int) -> None:
    for wrapper, group in groupby(atoms, key=lambda atom: atom.wrappers[depth] if len(atom.wrappers) > depth else None):
        inside = list(group)
        if wrapper is None:
            _emit_runs(parent, inside)
        elif isinstance(wrapper, _Field):
            parent.extend(deepcopy(wrapper.before))
            _emit(parent, inside, depth + 1)
            parent.append(deepcopy(wrapper.after))
        else:
            copy = _shell(wrapper)
            _emit(copy, inside, depth + 1)
            parent.append(copy)


def _shell(wrapper: _Element) -> _Element:
    """Return the wrapper with its own properties, without what was wrapped."""
    copy = wrapper.makeelement(wrapper.tag, dict(wrapper.attrib), wrapper.nsmap)
    for child in wrapper:
        if child.tag in _HEADS:
            copy.append(deepcopy(child))
    return copy


def _emit_runs(parent: _Element, atoms: Sequence[_Atom]) -> None:
    for (_, plain), group in groupby(atoms, key=lambda atom: (atom.style, not atom.nodes)):
        inside = list(group)
        if not plain:
            for atom in inside:
                parent.extend(atom.nodes if atom.loose else (_as_run(atom),))
            continue
        text = "".join(atom.text for atom in inside)
        if text:
            parent.append(_text_run(inside[0], text, parent))


def _text_run(atom: _Atom, text: str, parent: _Element) -> _Element:
    run = parent.makeelement(f"{WORD}r", None, None)
    if atom.properties is not None:
        run.append(deepcopy(atom.properties))
    element = parent.makeelement(f"{WORD}t", None, None)
    element.text = text
    if text != text.strip():
        element.set(_SPACE, "preserve")
    run.append(element)
    return run


def _as_run(atom: _Atom) -> _Element:
    """Return the atom's elements, or its text, in a run of its own; loose elements stay without one."""
    if atom.loose and len(atom.nodes) == 1:
        return atom.nodes[0]
    owner = atom.nodes[0] if atom.nodes else atom.properties
    if not atom.nodes and owner is not None:
        return _text_run(atom, atom.text, owner)
    assert owner is not None
    run = owner.makeelement(f"{WORD}r", None, None)
    if atom.properties is not None:
        run.append(deepcopy(atom.properties))
    for node in atom.nodes:
        run.append(node)
    return run
