"""Formats that are characters with mark-up: pieces are cut out of the file, translated, and put back in place.

Everything outside the pieces stays as it is, to the byte. Inside a piece the mark-up is carried over to the
translation by ``placing``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from toolkit.storage.encodings import Decoded
from toolkit.storage.formats.base import BlockTarget, Input, join_blocks, wrap_like
from toolkit.storage.formats.placing import Mark, Placed, place
from toolkit.types import BlockKind, Document, Skipped, Span

Escape = Callable[[str], str]
Raw = Span | str
"""Mark-up: a range of the raw file, or what is written instead of one."""


class Item(NamedTuple):
    """A stretch of the raw file inside a piece."""

    role: Literal["text", "open", "close", "point", "verbatim"]
    span: Span
    """Its range of the raw file."""
    text: str = ""
    """For ``text`` and ``verbatim``: what a reader sees."""
    name: str = ""
    """For ``open`` and ``close``: what must agree, such as the name of the element."""
    instead: str | None = None
    """What is written for the mark-up when the text around it changes; None: the same as before."""

    @property
    def as_written(self) -> Raw:
        """Return the mark-up of a changed text."""
        return self.span if self.instead is None else self.instead


@dataclass(frozen=True, slots=True)
class Piece:
    """One block with its place in the file."""

    kind: BlockKind
    span: Span
    """Range of the raw file that the rendering replaces."""
    text: str
    """What is translated."""
    marks: tuple[Mark, ...] = ()
    raws: tuple[tuple[Raw, Raw], ...] = ()
    """Raw mark-up before and after each mark, by its key. A verbatim mark has its whole raw text before."""
    escape: Escape = str
    """Turns translated text into text of the format."""
    guard: Escape = str
    """Turns a finished line into one that the format does not take for something else."""
    around: tuple[tuple[Span, ...], tuple[Span, ...]] = ((), ())
    """Raw mark-up before and after all words, in pieces without marks."""
    no_empty: bool = False
    """True where marks around nothing would show as characters (``****`` in Markdown): they are left out then."""
    breaks: tuple[tuple[int, str], ...] = ()
    """Length of each line but the last, and the raw line break after it."""
    whole: Span | None = None
    """Range that goes when the block is dropped; None: *span*."""


def build(kind: BlockKind, raw: str, items: Sequence[Item], escape: Escape) -> Piece | None:
    """Return the piece of a run of neighbouring items; None when no letter or digit is in it.

    White space and points at the edges stay outside the piece. White space inside is collapsed, as readers see it.
    """
    if not any(map(str.isalnum, "".join(item.text for item in items if item.role == "text"))):
        return None
    partners = _partners(items)
    items = _within_edges(items, partners)
    start, end = items[0].span.start, items[-1].span.end
    if items[0].role == "text":
        start += len(items[0].span.of(raw)) - len(items[0].span.of(raw).lstrip(_BLANKS))
    if items[-1].role == "text":
        end -= len(items[-1].span.of(raw)) - len(items[-1].span.of(raw).rstrip(_BLANKS))
    if _is_intricate(items):
        return _without_marks(kind, Span(start, end), items, escape)
    text, marks, raws = _assemble(raw, items)
    return Piece(kind, Span(start, end), text, marks, raws, escape)


def _is_intricate(items: Sequence[Item]) -> bool:
    depth = deepest = 0
    for item in items:
        depth = max(0, depth + {"open": 1, "close": -1}.get(item.role, 0))
        deepest = max(deepest, depth)
    return deepest > _DEEPEST or sum(item.role != "text" for item in items) > _MOST_MARKS


def _without_marks(kind: BlockKind, span: Span, items: Sequence[Item], escape: Escape) -> Piece:
    """Return a piece whose mark-up stays in its order, all words together: for files that no person wrote."""
    first = next(number for number, item in enumerate(items) if item.role == "text" and not _is_blank(item))
    before = tuple(item.span for item in items[:first] if item.role != "text")
    after = tuple(item.span for item in items[first:] if item.role != "text")
    text = _collapse("".join(item.text for item in items if item.role == "text"), after_blank=True).rstrip(" ")
    return Piece(kind, span, text, escape=escape, around=(before, after))


def _within_edges(items: Sequence[Item], partners: dict[int, int]) -> Sequence[Item]:
    """Leave out what stands before and after all text, except tags whose partners stand among the text."""
    content = [number for number, item in enumerate(items) if item.role in {"text", "verbatim"} and not _is_blank(item)]
    first, last = content[0], content[-1]
    before = [number for number in range(first) if partners.get(number, -1) > first]
    after = [number for number in range(last + 1, len(items)) if partners.get(number, len(items)) < last]
    return items[before[0] if before else first : (after[-1] if after else last) + 1]


def _partners(items: Sequence[Item]) -> dict[int, int]:
    """Return the pairs of tags that open and close an element, both ways."""
    partners: dict[int, int] = {}
    stack: list[int] = []
    opened: Counter[str] = Counter()
    for number, item in enumerate(items):
        if item.role == "open":
            stack.append(number)
            opened[item.name] += 1
        elif item.role == "close" and opened[item.name]:
            while True:  # What was left open inside has no partner.
                other = stack.pop()
                opened[items[other].name] -= 1
                if items[other].name == item.name:
                    break
            partners[number], partners[other] = other, number
    return partners


_MOST_MARKS: Final = 2000
_DEEPEST: Final = 50
_BLANKS: Final = " \t\r\n\f"
_BLANK_RUN: Final = re.compile(f"[{_BLANKS}]+")
_ENDINGS: Final = re.compile("[\r\n]")
_NOWHERE: Final = Span(0, 0)


def _is_blank(item: Item) -> bool:
    return item.role == "text" and not item.text.strip(_BLANKS)


def _collapse(text: str, *, after_blank: bool) -> str:
    words = _BLANK_RUN.sub(" ", text)
    return words[1:] if after_blank and words.startswith(" ") else words


@dataclass(slots=True)
class _Node:
    start: int
    end: int
    before: Raw
    after: Raw = _NOWHERE
    name: str = ""
    parent: int = -1
    verbatim: bool = False
    from_start: bool = False
    to_end: bool = False


def _assemble(raw: str, items: Sequence[Item]) -> tuple[str, tuple[Mark, ...], tuple[tuple[Raw, Raw], ...]]:
    """Return the text a reader sees, the marks in it, and the raw mark-up of each."""
    parts: list[str] = []
    size, blank = 0, True
    nodes: list[_Node] = []
    stack: list[int] = []
    for number, item in enumerate(items):
        parent = stack[-1] if stack else -1
        if item.role in {"text", "verbatim"}:
            shown = _collapse(item.text, after_blank=blank)
            if item.role == "verbatim":
                nodes.append(_Node(size, size + len(shown), item.span, parent=parent, verbatim=True))
            parts.append(shown)
            size += len(shown)
            blank = shown.endswith(" ") if shown else blank
        elif item.role == "close":
            _close(nodes, stack, item, size)
        else:
            if item.role == "open":
                stack.append(len(nodes))
            node = _Node(size, size, item.as_written, name=item.name, parent=parent)
            if item.role == "point" and blank and number + 1 < len(items) and items[number + 1].role == "text":
                node.after = _leading_blanks(raw, items[number + 1].span)
            nodes.append(node)
    for number in stack:
        nodes[number].end, nodes[number].to_end = size, True
    text = "".join(parts).rstrip(" ")
    marks = tuple(
        Mark(
            key,
            min(node.start, len(text)),
            min(node.end, len(text)),
            node.parent,
            node.verbatim,
            node.from_start,
            node.to_end,
        )
        for key, node in enumerate(nodes)
    )
    return text, marks, tuple((node.before, node.after) for node in nodes)


def _leading_blanks(raw: str, span: Span) -> Span:
    """Return the white space after a point that has some before it too: in the text it shows once only."""
    return Span(span.start, span.start + len(span.of(raw)) - len(span.of(raw).lstrip(_BLANKS)))


def _close(nodes: list[_Node], stack: list[int], item: Item, size: int) -> None:
    depth = next((n for n in reversed(range(len(stack))) if nodes[stack[n]].name == item.name), None)
    # Elements left open inside (<i><b></i>) are no pairs: their tags become points, what is in them moves up.
    for number in reversed(stack[depth + 1 :] if depth is not None else stack):
        for node in nodes:
            node.parent = nodes[number].parent if node.parent == number else node.parent
    if depth is not None:
        nodes[stack[depth]].end, nodes[stack[depth]].after = size, item.as_written
        del stack[depth:]
        return
    stack.clear()
    for node in nodes:
        node.parent = len(nodes) if node.parent == -1 else node.parent
    nodes.append(_Node(0, size, _NOWHERE, item.as_written, from_start=True))


def render_piece(piece: Piece, target: BlockTarget, show: Callable[[Raw], str]) -> str:
    """Return the raw text that replaces ``piece.span``. *show* gives the raw text of mark-up."""
    text = _ENDINGS.sub(" ", target.text)
    placed = place(piece.text, text, target.links, piece.marks)
    text = _break(text, piece)
    out: list[str | None] = []
    _Writer(piece, text, show, out).write(Span(0, len(text)), placed)
    lines = [""]
    for part in out:
        if part is None:
            lines.append("")
        else:
            lines[-1] += part
    lines = [piece.guard(line) for line in lines]
    breaks = [ending for _, ending in piece.breaks]
    body = "".join(line + ending for line, ending in zip(lines, [*breaks[: len(lines) - 1], ""], strict=True))
    before, after = ("".join(map(show, raws)) for raws in piece.around)
    return before + body + after


def _dropped(piece: Piece, show: Callable[[Raw], str]) -> str:
    """Return what stays of a dropped block: tags whose partners are outside of it."""
    pairs = [(mark, *piece.raws[mark.key]) for mark in piece.marks if mark.from_start or mark.to_end]
    return "".join(show(before) + show(after) for _, before, after in pairs)


def _break(text: str, piece: Piece) -> str:
    """Turn the spaces at which the lines of a piece end into line feeds; the length stays."""
    if not piece.breaks:
        return text
    lengths = [length for length, _ in piece.breaks]
    lengths.append(max(1, len(piece.text) - sum(lengths) - len(lengths)))
    ends = [match.end() for match in re.finditer(r"\S+", text)]
    characters = list(text)
    count = 0
    for line in wrap_like(text, lengths):
        count += len(line.split())
        if 0 < count < len(ends):
            characters[ends[count - 1]] = "\n"
    return "".join(characters)


@dataclass(frozen=True, slots=True)
class _Writer:
    piece: Piece
    text: str
    show: Callable[[Raw], str]
    out: list[str | None]
    """None: a line ends here."""

    def write(self, span: Span, placed: Sequence[Placed]) -> None:
        position = span.start
        for item in placed:
            self.put(self.text[position : item.span.start])
            before, after = map(self.show, self.piece.raws[item.mark.key])
            if self.piece.no_empty and item.mark.start < item.mark.end and item.span.start == item.span.end:
                before = after = ""
            if item.mark.verbatim and item.span.start == item.span.end:
                before = _spaced(before, self.text, item.span.start)
            self.out.append(before)
            if not item.mark.verbatim:
                self.write(item.span, item.inner)
            self.out.append(after)
            position = max(position, item.span.end)
        self.put(self.text[position : span.end])

    def put(self, text: str) -> None:
        for number, line in enumerate(text.split("\n")):
            if number:
                self.out.append(None)
            self.out.append(self.piece.escape(line))


def _spaced(raw: str, text: str, at: int) -> str:
    """Keep a verbatim stretch that replaces no word apart from its neighbours."""
    left = " " if at > 0 and not text[at - 1].isspace() else ""
    right = " " if at < len(text) and not text[at].isspace() and text[at] not in ".,;:!?)]}»”’" else ""
    return left + raw + right


Change = tuple[Span, str]


@dataclass(frozen=True, slots=True)
class MarkupFile:
    """A document of characters with mark-up. See ``base.Loaded``."""

    document: Document
    digest: str
    notes: tuple[Skipped, ...]
    _decoded: Decoded
    _pieces: tuple[Piece, ...]
    _retag: Callable[[str, bool], Sequence[Change]]
    """Returns what the file says about its own language and encoding, changed; told whether any text changed."""

    def render(self, targets: Sequence[BlockTarget], language: str = "en") -> bytes:
        """Return the translated file. See ``base.Loaded.render``."""
        raw = self._decoded.text
        changed = [(t, self._pieces[t.index]) for t in targets if t.dropped or t.text != self._pieces[t.index].text]
        changes = list(self._retag(language, bool(changed)))

        def show(span: Raw) -> str:
            """Return mark-up with the changes of its attributes."""
            if isinstance(span, str):
                return span
            first = bisect_left(changes, span, key=lambda change: change[0])
            inside = []
            while first < len(changes) and changes[first][0].end <= span.end and changes[first][0].start < span.end:
                inside.append((changes[first][0].shift(-span.start), changes[first][1]))
                first += 1
            return splice(span.of(raw), inside)

        # Attributes first: they lie inside the mark-up of text.
        for wanted in (True, False):
            changes.sort()
            new: list[Change] = []
            for target, piece in changed:
                if (piece.kind == "attribute") is not wanted:
                    continue
                if target.dropped:
                    new.append((piece.whole or piece.span, _dropped(piece, show)))
                else:
                    new.append((piece.span, render_piece(piece, target, show)))
            changes += new
        return self._decoded.encode(splice(raw, changes))


def splice(raw: str, changes: Sequence[Change]) -> str:
    """Return *raw* with ranges replaced. Of ranges that overlap, the one that begins first wins, then the longer."""
    parts: list[str] = []
    position = 0
    for span, new in sorted(changes, key=lambda change: (change[0].start, -change[0].end)):
        if span.start < position:
            continue
        parts += [raw[position : span.start], new]
        position = span.end
    return "".join([*parts, raw[position:]])


def no_tags(_language: str, _changed: bool) -> Sequence[Change]:
    """Return the changes of a format that says nothing about its language and encoding: none."""
    return ()


def open_markup(
    source: Input,
    decoded: Decoded,
    facts: tuple[str, tuple[Skipped, ...]],
    pieces: Sequence[Piece],
    retag: Callable[[str, bool], Sequence[Change]] = no_tags,
) -> MarkupFile:
    """Return the document made of *pieces*; *facts* are the file's digest and notes."""
    ordered = tuple(sorted(pieces, key=lambda piece: piece.span))
    text, blocks = join_blocks([(piece.kind, piece.text) for piece in ordered])
    document = Document(source.id, source.path, "", text, blocks)
    return MarkupFile(document, *facts, decoded, ordered, retag)
