"""Where the mark-up inside a sentence goes in its translation.

Marks are ranges of the source text (a link, bold type, a footnote's anchor). They nest. Each gets a range of the
target: by its own words where they stand in the target unchanged (names, figures), else by the word alignment, else
around the words nearest to where it should be. The result nests in the same way, and no mark is ever lost.
The approach follows the tag transfer of the translateLocally/bergamot family: alignment first, ranges kept contiguous;
exact matches come first here because names and figures are what alignments of small models miss.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from toolkit.storage.formats.words import Alignment, Taken, Words
from toolkit.types import Link, Span

_PUNCTUATION = ".,;:!?…)]}»”’\"'"
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
    if inner:
        _Placing(Words(source), Words(target), Alignment(links or ()), inner).fill(whole)
    return whole.inner


@dataclass(frozen=True, slots=True)
class _Placing:
    source: Words
    target: Words
    alignment: Alignment
    inner: dict[int, list[Mark]]

    def fill(self, parent: Placed) -> None:
        """Place the marks inside *parent* in its range."""
        marks = self.inner.get(parent.mark.key, [])
        guesses = [self.guess(mark, parent) for mark in marks]
        taken = Taken()
        placed: list[tuple[int, Placed]] = []
        for number in sorted(range(len(marks)), key=lambda number: (guesses[number].rank, number)):
            span = self.target.trim(taken.free(guesses[number].span, parent.span))
            if marks[number].verbatim and guesses[number].rank == _NEAR:
                span = Span(span.start, span.start)  # Nothing says that these words are the code: they stay.
            elif span.start == span.end < guesses[number].span.end:
                span = self.target.nearest_free(span.start, taken, parent.span)
            taken.add(span)
            item = Placed(marks[number], span)
            placed.append((number, item))
            self.fill(item)
        placed.sort(key=lambda pair: (pair[1].span.start, pair[1].span.start < pair[1].span.end, pair[0]))
        parent.inner = [item for _, item in placed]

    def guess(self, mark: Mark, parent: Placed) -> _Guess:
        inside, room = Span(mark.start, mark.end), parent.span
        if not inside.of(self.source.text).strip():
            at = self.point(mark.start, parent)
            return _Guess(Span(at, at), _NEAR)
        if self.source.trim(inside) == self.source.trim(Span(parent.mark.start, parent.mark.end)):
            return _Guess(self.target.trim(room), _OWN_WORDS)
        guess = self.by_words(inside, parent, verbatim=mark.verbatim)
        start = room.start if mark.from_start else guess.span.start
        end = room.end if mark.to_end else guess.span.end
        return guess._replace(span=Span(start, max(start, end)))

    def by_words(self, inside: Span, parent: Placed, *, verbatim: bool) -> _Guess:
        """Try names, figures and code by their own words, all else by alignment: "a" and "on" are in both languages."""
        words = inside.of(self.source.text)
        telling = verbatim or any(character.isdigit() or character.isupper() for character in words)
        own = self.same_words(inside, parent) if telling else None
        if own:
            return _Guess(own, _OWN_WORDS)
        linked = self.linked(inside, parent.span)
        if linked:
            return _Guess(linked, _ALIGNED)
        own = self.same_words(inside, parent) or self.same_words(inside, parent, ignore_case=True)
        if own:
            return _Guess(own, _ALIGNED)
        start, end = self.proportional(inside.start, parent), self.proportional(inside.end, parent)
        return _Guess(self.target.touched(start, end, parent.span), _NEAR)

    def same_words(self, inside: Span, parent: Placed, *, ignore_case: bool = False) -> Span | None:
        """Return the same words in the target; of several, the one at the same place in the order of occurrence."""
        words = self.source.trim(inside).of(self.source.text)
        room = parent.span
        there = [
            span
            for span in self.target.occurrences(words, ignore_case=ignore_case)
            if room.start <= span.start and span.end <= room.end
        ]
        if len(there) <= 1:
            return there[0] if there else None
        around = Span(parent.mark.start, parent.mark.end)
        here = [s for s in self.source.occurrences(words, ignore_case=ignore_case) if s.overlaps(around)]
        before = sum(span.start < inside.start for span in here)
        if len(here) == len(there) and before < len(there):
            return there[before]
        hint = self.linked(inside, room)
        wanted = sum(hint) / 2 if hint else self.proportional(sum(inside) / 2, parent)
        return min(there, key=lambda span: abs(sum(span) / 2 - wanted))

    def linked(self, inside: Span, room: Span) -> Span | None:
        """Return the target words linked with *inside*."""
        span = self.alignment.heaviest(inside, room)
        if span is None:
            return None
        span = self.target.trim(self.target.widen(span, room))
        return self.part(inside, span)

    def part(self, inside: Span, span: Span) -> Span:
        """Return what corresponds to a mark on a part of a word ("1er" with a raised "er", an initial) in *span*."""
        source, target = self.source.text, self.target.text
        word = self.source.word_at(inside.start)
        if word.start < inside.start and _is_inside_word(source, inside.start):
            before = source[word.start : inside.start]
            begins_same = target.startswith(before, span.start) and len(before) < span.end - span.start
            return Span(span.start + len(before) if begins_same else span.end, span.end)
        if inside.end < word.end and _is_inside_word(source, inside.end):
            return Span(span.start, min(span.end, span.start + inside.end - inside.start))
        return span

    def point(self, at: int, parent: Placed) -> int:
        """Return the target position of a point: after the word it follows, or before the word it precedes."""
        room, source = parent.span, self.source.text
        if at <= parent.mark.start:
            return room.start
        if at >= parent.mark.end:
            return room.end
        follows = not source[at - 1].isspace()
        word = self.source.word_at(at - 1 if follows else at)
        span = self.linked(word, room)
        if span is None and any(map(str.isalnum, word.of(source))):
            span = self.same_words(word, parent)
        if span is None:
            return self.target.nearest_border(self.proportional(at, parent), room, ends=follows)
        if not follows:
            return span.start
        end, target = span.end, self.target.text
        # A point that followed punctuation follows punctuation again; one that followed a word, a word.
        if source[at - 1].isalnum():
            return len(target[span.start : end].rstrip(_PUNCTUATION)) + span.start
        while end < room.end and not _is_word_or_blank(target[end]):
            end += 1
        return end

    def proportional(self, at: float, parent: Placed) -> float:
        size = max(1, parent.mark.end - parent.mark.start)
        room = parent.span
        return room.start + (at - parent.mark.start) * (room.end - room.start) / size


def _is_inside_word(text: str, at: int) -> bool:
    return text[at - 1].isalnum() and text[at].isalnum()


def _is_word_or_blank(character: str) -> bool:
    return character.isalnum() or character.isspace()
