"""Pieces: stretches of a file with mark-up that are translated as one, and how text and mark-up alternate in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from toolkit.storage.formats.placing import Mark
from toolkit.types import BlockKind, Span

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
