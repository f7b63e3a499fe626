"""Where the mark-up inside a sentence goes in its translation.

Marks are ranges of the source text (a link, bold type, a footnote's anchor). They nest. Each gets a range of the
target: by its own words where they stand in the target unchanged (names, figures), else by the word alignment, else
around the words nearest to where it should be. The result nests in the same way, and no mark is ever lost.
The approach follows the tag transfer of the translateLocally/bergamot family: alignment first, ranges kept contiguous;
exact matches come first here because names and figures are what alignments of small models miss.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from toolkit.types import Link, Span

_WORD: Final = re.compile(r"\S+")
_EDGE: Final = " \t\r\n\f"
_OWN_WORDS, _ALIGNED, _NEAR = range(3)


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of a block's source text that carries mark-up. An empty range is a point between characters."""

    key: int
    """Number of the mark in its block."""
    start: int
    end: int
    parent: int = -1
    """Key of the mark around it; -1: none."""
    verbatim: bool = False
    """True for text that is not translated (code): its target range is replaced by the source as it stands."""
    from_start: bool = False
    """True when the mark-up was opened before the block: its range begins with the block."""
    to_end: bool = False
    """True when the mark-up is closed after the block: its range ends with the block."""


@dataclass(slots=True)
class Placed:
    """A mark with its range of the target text and the marks inside it, in target order."""

    mark: Mark
    span: Span
    inner: list[Placed] = field(default_factory=list)


class _Guess(NamedTuple):
    span: Span
    rank: int
    """How it was found. Better ranks choose first."""


def place(source: str, target: str, links: Sequence[Link] | None, marks: Sequence[Mark]) -> list[Placed]:
    """Return the outermost marks with their target ranges, nested as in the source, in target order."""
    whole = Placed(Mark(-1, 0, len(source)), Span(0, len(target)))
    inner: dict[int, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.key)):
        inner.setdefault(mark.parent, []).append(mark)
    _Placing(source, target, tuple(links or ()), inner).fill(whole)
    return whole.inner


@dataclass(slots=True)
class _Placing:
    source: str
    target: str
    links: tuple[Link, ...]
    inner: dict[int, list[Mark]]

    def fill(self, parent: Placed) -> None:
        """Place the marks inside *parent* in its range."""
        marks = self.inner.get(parent.mark.key, [])
        guesses = [self.guess(mark, parent) for mark in marks]
        taken: list[Span] = []
        placed: list[tuple[int, Placed]] = []
        for number in sorted(range(len(marks)), key=lambda number: (guesses[number].rank, number)):
            span = _free(guesses[number].span, taken, parent.span)
            if marks[number].verbatim and guesses[number].rank == _NEAR:
                span = Span(span.start, span.start)  # Nothing says that these words are the code: they stay.
            elif span.start == span.end and marks[number].start < marks[number].end:
                span = self.nearest_free(span.start, taken, parent.span)
            taken.append(span)
            item = Placed(marks[number], span)
            placed.append((number, item))
            self.fill(item)
        placed.sort(key=lambda pair: (pair[1].span.start, pair[0]))
        parent.inner = [item for _, item in placed]

    def guess(self, mark: Mark, parent: Placed) -> _Guess:
        room = parent.span
        if not self.source[mark.start : mark.end].strip():
            at = self.point(mark.start, parent)
            return _Guess(Span(at, at), _NEAR)
        inside = Span(mark.start, mark.end)
        if (
            not self.source[parent.mark.start : mark.start].strip()
            and not self.source[mark.end : parent.mark.end].strip()
        ):
            return _Guess(_trim(self.target, room), _OWN_WORDS)
        found = self.same_words(inside, parent)
        guess = _Guess(found, _OWN_WORDS) if found else self.aligned(inside, room)
        if guess is None:
            guess = _Guess(self.nearest(inside, parent), _NEAR)
        start = room.start if mark.from_start else guess.span.start
        end = room.end if mark.to_end else guess.span.end
        return guess._replace(span=Span(start, max(start, end)))

    def same_words(self, inside: Span, parent: Placed) -> Span | None:
        """Return the same words in the target; of several, the one at the same place in the order of occurrence."""
        words = inside.of(self.source).strip(_EDGE)
        for source, target, needle in (
            (self.source, self.target, words),
            (self.source.lower(), self.target.lower(), words.lower()),
        ):
            if len(source) != len(self.source) or len(target) != len(self.target):
                continue
            there = [span for span in _occurrences(needle, target) if _within(span, parent.span)]
            if not there:
                continue
            here = _occurrences(needle, source)
            before = sum(span.start < inside.start for span in here)
            if len(here) == len(there) and before < len(there):
                return there[before]
            centre = self.proportional((inside.start + inside.end) / 2, parent)
            hint = self.aligned(inside, parent.span)
            wanted = (hint.span.start + hint.span.end) / 2 if hint else centre
            return min(there, key=lambda span: abs((span.start + span.end) / 2 - wanted))
        return None

    def aligned(self, inside: Span, room: Span) -> _Guess | None:
        """Return the heaviest contiguous group of target words whose strongest link goes into *inside*."""
        best: dict[Span, Link] = {}
        for link in self.links:
            if not _within(link.target, room) or link.target.start == link.target.end:
                continue
            if link.target not in best or best[link.target].weight < link.weight:
                best[link.target] = link
        groups: list[tuple[float, Span]] = []
        open_group = False
        for target in sorted(best):
            if not best[target].source.overlaps(inside):
                open_group = False
                continue
            weight = best[target].weight
            if open_group:
                total, span = groups[-1]
                groups[-1] = (total + weight, Span(span.start, max(span.end, target.end)))
            else:
                groups.append((weight, target))
            open_group = True
        if not groups:
            return None
        _, span = max(groups, key=lambda group: group[0])
        return _Guess(_trim(self.target, _whole_words(self.target, span, room)), _ALIGNED)

    def nearest(self, inside: Span, parent: Placed) -> Span:
        """Return the target words around the proportional place of *inside*, which no link reaches."""
        start, end = self.proportional(inside.start, parent), self.proportional(inside.end, parent)
        words = [Span(*match.span()) for match in _WORD.finditer(self.target, parent.span.start, parent.span.end)] or [
            parent.span
        ]
        touched = [word for word in words if word.start < end and start < word.end]
        if not touched:
            touched = [min(words, key=lambda word: abs(word.start - start))]
        # Words that are cut at the border belong to the side with more of their letters.
        firm = [word for word in touched if start <= (word.start + word.end) / 2 <= end] or touched[:1]
        return Span(firm[0].start, firm[-1].end)

    def nearest_free(self, at: int, taken: Sequence[Span], room: Span) -> Span:
        """Return the word nearest to *at* that no other mark has; an empty range when there is none."""
        words = [Span(*match.span()) for match in _WORD.finditer(self.target, room.start, room.end)]
        free = [word for word in words if not any(word.overlaps(other) for other in taken)]
        return min(free, key=lambda word: abs(word.start - at), default=Span(at, at))

    def point(self, at: int, parent: Placed) -> int:
        """Return the target position of a point: after the word it follows, or before the word it precedes."""
        room = parent.span
        if at <= parent.mark.start:
            return room.start
        if at >= parent.mark.end:
            return room.end
        follows = not self.source[at - 1].isspace()
        word = _word_at(self.source, at - 1 if follows else at)
        neighbour = Placed(Mark(-1, parent.mark.start, parent.mark.end), room)
        span = self.same_words(word, neighbour) if any(map(str.isalnum, word.of(self.source))) else None
        guess = self.aligned(word, room)
        if span is None and guess is not None:
            span = guess.span
        if span is None:
            centre = self.proportional(at, parent)
            ends = [m.end() if follows else m.start() for m in _WORD.finditer(self.target, room.start, room.end)]
            return min(ends, key=lambda end: abs(end - centre), default=room.end)
        return _past_punctuation(self.source, self.target, at, span.end, room) if follows else span.start

    def proportional(self, at: float, parent: Placed) -> float:
        size = max(1, parent.mark.end - parent.mark.start)
        room = parent.span
        return room.start + (at - parent.mark.start) * (room.end - room.start) / size


def _free(wanted: Span, taken: Sequence[Span], room: Span) -> Span:
    """Return the largest part of *wanted* inside *room* that no other mark has; an empty range when there is none."""
    start = min(max(wanted.start, room.start), room.end)
    parts = [Span(start, max(start, min(wanted.end, room.end)))]
    for other in taken:
        if other.start == other.end:
            continue
        cut: list[Span] = []
        for part in parts:
            if not part.overlaps(other) and not (part.start == part.end and other.start < part.start < other.end):
                cut.append(part)
                continue
            left, right = Span(part.start, min(part.end, other.start)), Span(max(part.start, other.end), part.end)
            cut += [piece for piece in (left, right) if piece.start < piece.end]
            if part.start == part.end:
                cut.append(Span(other.end, other.end))
        parts = cut or [Span(other.end, other.end)]
    return max(parts, key=lambda part: part.end - part.start)


def _within(span: Span, room: Span) -> bool:
    return room.start <= span.start and span.end <= room.end


def _occurrences(needle: str, text: str) -> list[Span]:
    """Return where *needle* stands in *text* as whole words."""
    before = r"(?<!\w)" if needle[:1].isalnum() else ""
    after = r"(?!\w)" if needle[-1:].isalnum() else ""
    return [Span(*match.span()) for match in re.finditer(before + re.escape(needle) + after, text)]


def _trim(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return Span(start, end)


def _whole_words(text: str, span: Span, room: Span) -> Span:
    """Widen a range of word pieces so that it cuts no word."""
    start, end = span
    while start > room.start and text[start - 1 : start].isalnum() and text[start : start + 1].isalnum():
        start -= 1
    while end < room.end and text[end - 1 : end].isalnum() and text[end : end + 1].isalnum():
        end += 1
    return Span(start, end)


def _word_at(text: str, at: int) -> Span:
    start = end = min(at, len(text) - 1)
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    while end - start > 1 and not text[end - 1].isalnum():
        end -= 1
    while end - start > 1 and not text[start].isalnum():
        start += 1
    return Span(start, end)


def _past_punctuation(source: str, target: str, at: int, end: int, room: Span) -> int:
    """Step over the target's closing punctuation where the point followed punctuation in the source."""
    if not source[at - 1].isalnum():
        while end < room.end and not target[end].isalnum() and not target[end].isspace():
            end += 1
    return end
