"""What ``placing`` asks of two aligned texts: where words stand, and what is aligned with what.

Each answer is quick even for paragraphs of a megabyte with thousands of marks.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from toolkit.types import Link, Span

_WORD: Final = re.compile(r"\S+")
_BLANKS: Final = " \t\r\n\f"
_SEARCHED: Final = 64
"""Words that are looked at on each side when a free one is wanted near a place."""


class Words:
    """A text and the stretches in it that are not white space."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._spans = [Span(*match.span()) for match in _WORD.finditer(text)]
        self._starts = [span.start for span in self._spans]
        self._found: dict[tuple[str, bool], list[Span]] = {}
        self._lower: str | None = None

    def within(self, room: Span) -> tuple[int, int]:
        """Return the numbers of the first word that begins in *room* and of the one after the last."""
        return bisect_left(self._starts, room.start), bisect_left(self._starts, room.end)

    def touched(self, start: float, end: float, room: Span) -> Span:
        """Return the words of *room* that have most of their letters between two places, or the one nearest to them."""
        first, last = self.within(room)
        if first == last:
            return room
        low = min(max(first, bisect_right(self._starts, start) - 1), last - 1)
        high = min(max(low + 1, bisect_left(self._starts, end)), last)
        words = self._spans[low:high]
        firm = [word for word in words if start <= (word.start + word.end) / 2 <= end] or words[:1]
        return Span(firm[0].start, min(firm[-1].end, room.end))

    def nearest_border(self, at: float, room: Span, *, ends: bool) -> int:
        """Return the end (or the start) of the word in *room* whose end (or start) is nearest to *at*."""
        first, last = self.within(room)
        middle = bisect_left(self._starts, at)
        near = self._spans[max(first, middle - 2) : min(last, middle + 2)]
        borders = [min(word.end, room.end) if ends else word.start for word in near]
        return min(borders, key=lambda border: abs(border - at), default=room.end)

    def nearest_free(self, at: int, taken: Taken, room: Span) -> Span:
        """Return the word near *at* in *room* that no mark has; an empty range when there is none."""
        first, last = self.within(room)
        middle = bisect_left(self._starts, at)
        near = self._spans[max(first, middle - _SEARCHED) : min(last, middle + _SEARCHED)]
        free = [word for word in near if word.end <= room.end and not taken.overlapping(word)]
        return min(free, key=lambda word: abs(word.start - at), default=Span(at, at))

    def occurrences(self, needle: str, *, ignore_case: bool = False) -> list[Span]:
        """Return where *needle* stands as whole words: "3" is not in "3,4", "fr" is not in "a.fr"."""
        key = needle.lower() if ignore_case else needle
        text = self._lowered() if ignore_case else self.text
        if text is None or len(key) != len(needle):
            return []
        if (key, ignore_case) not in self._found:
            before = r"(?<!\w)(?<!\w[./@:_,])(?<!//)" if key[:1].isalnum() else ""
            after = r"(?!\w)(?![./@:_,]\w)" if key[-1:].isalnum() else ""
            pattern = before + re.escape(key) + after
            self._found[key, ignore_case] = [Span(*match.span()) for match in re.finditer(pattern, text)]
        return self._found[key, ignore_case]

    def _lowered(self) -> str | None:
        """Return the text in lower case, where that keeps positions."""
        if self._lower is None:
            self._lower = self.text.lower()
        return self._lower if len(self._lower) == len(self.text) else None

    def word_at(self, at: int) -> Span:
        """Return the word around the character at *at*, without punctuation at its edges."""
        if not self._spans:
            return Span(at, at)
        start, end = self._spans[max(0, bisect_right(self._starts, at) - 1)]
        while end - start > 1 and not self.text[end - 1].isalnum():
            end -= 1
        while end - start > 1 and not self.text[start].isalnum():
            start += 1
        return Span(start, end)

    def trim(self, span: Span) -> Span:
        """Return the range without white space at its edges."""
        start, end = span
        while start < end and self.text[start] in _BLANKS:
            start += 1
        while end > start and self.text[end - 1] in _BLANKS:
            end -= 1
        return Span(start, end)

    def widen(self, span: Span, room: Span) -> Span:
        """Return the range made wider, inside *room*, until it cuts no word."""
        start, end = span
        while start > room.start and self.text[start - 1 : start].isalnum() and self.text[start : start + 1].isalnum():
            start -= 1
        while end < room.end and self.text[end - 1 : end].isalnum() and self.text[end : end + 1].isalnum():
            end += 1
        return Span(start, end)


class Alignment:
    """The strongest link of each target range."""

    def __init__(self, links: Sequence[Link]) -> None:
        best: dict[Span, Link] = {}
        for link in links:
            if link.target.start < link.target.end and (
                link.target not in best or best[link.target].weight < link.weight
            ):
                best[link.target] = link
        self._links = [best[target] for target in sorted(best)]
        self._by_source = sorted((link.source.start, number) for number, link in enumerate(self._links))
        self._longest = max((link.source.end - link.source.start for link in self._links), default=0)

    def heaviest(self, inside: Span, room: Span) -> Span | None:
        """Return the heaviest group of neighbouring target ranges in *room* linked into the source range *inside*."""
        first = bisect_left(self._by_source, (inside.start - self._longest, -1))
        last = bisect_left(self._by_source, (inside.end, -1))
        numbers = sorted(
            number
            for _, number in self._by_source[first:last]
            if self._links[number].source.overlaps(inside)
            and room.start <= self._links[number].target.start
            and self._links[number].target.end <= room.end
        )
        groups: list[tuple[float, Span]] = []
        previous = -2
        for number in numbers:
            link = self._links[number]
            if number == previous + 1:
                weight, span = groups[-1]
                groups[-1] = (weight + link.weight, Span(span.start, max(span.end, link.target.end)))
            else:
                groups.append((link.weight, link.target))
            previous = number
        return max(groups, key=lambda group: group[0])[1] if groups else None


class Taken:
    """Ranges that do not overlap, in order."""

    def __init__(self) -> None:
        self._spans: list[Span] = []

    def add(self, span: Span) -> None:
        """Take a range; empty ones need no room."""
        if span.start < span.end:
            self._spans.insert(bisect_left(self._spans, span), span)

    def overlapping(self, span: Span) -> list[Span]:
        """Return the ranges that overlap *span*, or have it strictly inside when it is empty."""
        number = max(0, bisect_left(self._spans, span) - 1)
        found = []
        while number < len(self._spans) and self._spans[number].start < max(span.end, span.start + 1):
            other = self._spans[number]
            if other.overlaps(span) or (span.start == span.end and other.start < span.start < other.end):
                found.append(other)
            number += 1
        return found

    def free(self, wanted: Span, room: Span) -> Span:
        """Return the largest part of *wanted* inside *room* that is free; an empty range when there is none."""
        start = min(max(wanted.start, room.start), room.end)
        part = Span(start, max(start, min(wanted.end, room.end)))
        others = self.overlapping(part)
        if not others:
            return part
        borders = [part.start, *(border for other in others for border in other), part.end]
        gaps = [Span(low, high) for low, high in zip(borders[::2], borders[1::2], strict=True) if low < high]
        return max(gaps, key=lambda gap: gap.end - gap.start, default=Span(others[-1].end, others[-1].end))
