"""Repetition loops, a common way in which neural decoding derails (Holtzman et al. 2020)."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Final, NamedTuple

from toolkit.types import Span

_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LONGEST_UNIT: Final = 12
"""Words of the longest phrase that is looked for."""
_ALLOWED: Final = {1: 3, 2: 2}
"""How often a unit of so many words may be said in a row ("no, no, no"); longer units: once."""
_FRAYED: Final = 5
"""One word in so many may be missing at the end of the last repetition."""
_CHARACTERS: Final = re.compile(r"(?P<unit>[^\s\d]{1,6}?)(?P=unit){6,}|(?P<sign>[^\w\s])(?:\s?(?P=sign)){7,}")
_SCATTERED: Final = 4
"""Words of a phrase that comes back with other words between."""
_SCATTERED_TIMES: Final = 3


class Loop(NamedTuple):
    """A unit said over and over."""

    unit: str
    times: int
    span: Span
    """All repetitions, in the target."""


def find_loop(target: str, source: str) -> Loop | None:
    """Return the first loop in *target* that *source* does not have as well, None when there is none."""
    return _phrases(target, source) or _characters(target, source) or _scattered(target, source)


def _phrases(target: str, source: str) -> Loop | None:
    """Find a phrase said several times in a row."""
    words = list(_WORD.finditer(target))
    keys = [word.group().lower() for word in words]
    in_source = 0
    for size in _sizes(keys):
        count, start = _longest_run(keys, size)
        if count > _ALLOWED.get(size, 1):
            in_source = in_source or _most_repeated(source)
            if count > in_source:
                span = Span(words[start].start(), words[min(start + size * count, len(words)) - 1].end())
                unit = target[words[start].start() : words[start + size - 1].end()]
                return Loop(unit, count, span)
    return None


def _sizes(keys: list[str]) -> range:
    return range(1, min(_LONGEST_UNIT, len(keys) // 2 + 1) + 1)


def _longest_run(keys: list[str], size: int) -> tuple[int, int]:
    """Return how often a unit of *size* words is said in a row at most, and the index where that begins."""
    best, begin, equal = 1, 0, 0
    for at in range(size, len(keys)):
        equal = equal + 1 if keys[at] == keys[at - size] else 0
        times = (equal + size // _FRAYED) // size + 1
        if times > best:
            best, begin = times, at - equal - size + 1
    return best, begin


def _most_repeated(source: str) -> int:
    keys = [word.group().lower() for word in _WORD.finditer(source)]
    return max((_longest_run(keys, size)[0] for size in _sizes(keys)), default=1)


def _characters(target: str, source: str) -> Loop | None:
    """Find characters said over and over without spaces, or signs with or without."""
    match = _CHARACTERS.search(target)
    if match is None or _CHARACTERS.search(source):
        return None
    unit = match["unit"] or match["sign"]
    return Loop(unit, match.group().count(unit), Span(*match.span()))


def _scattered(target: str, source: str) -> Loop | None:
    """Find a phrase that comes back again and again with other words between."""
    words = list(_WORD.finditer(target))
    keys = [word.group().lower() for word in words]
    grams = Counter(zip(*(keys[shift:] for shift in range(_SCATTERED)), strict=False))
    gram, count = max(grams.items(), key=lambda item: item[1], default=((), 0))
    if count < _SCATTERED_TIMES or count <= _commonest_pair(source):
        return None
    starts = [at for at in range(len(keys) - _SCATTERED + 1) if tuple(keys[at : at + _SCATTERED]) == gram]
    span = Span(words[starts[0]].start(), words[starts[-1] + _SCATTERED - 1].end())
    return Loop(" ".join(gram), count, span)


def _commonest_pair(source: str) -> int:
    keys = [word.group().lower() for word in _WORD.finditer(source)]
    return max(Counter(pairwise(keys)).values(), default=0)
