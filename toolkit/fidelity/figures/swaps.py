"""Tell two exchanged figures from a sentence that says the same things in another order.

When two figures of one kind change places, the words beside them decide: words both languages share (names, cognates,
months, other figures) pull each figure to the place where its neighbours went.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from toolkit.fidelity.figures.cells import cell, leaning, translates
from toolkit.fidelity.figures.compare import dimension
from toolkit.fidelity.figures.context import Context
from toolkit.fidelity.figures.records import Reading
from toolkit.fidelity.figures.words import word_set

_REACH: Final = 6
"""How many tokens from a figure a word can still belong to it."""

_BEFORE_DE: Final = -2
"""Place of the noun before "de": "le train de 6 h 42" is "the 6.42 train", so that it changes sides."""

_FUNCTION: Final = word_set(
    """
    de du des d' en à au aux et ou dans sur par pour contre après avant a ont est sont l' un une le la les in on
    at to of and or for by from with the an is are was were after before against as
    """
)


@dataclass(frozen=True, slots=True)
class Sides:
    """The two texts in tokens."""

    source: Context
    target: Context


def _words(context: Context, centre: int, skipped: range) -> list[tuple[int, str]]:
    """Return the words around a token with their distance, negative before it; names as they are written."""
    found = []
    for ahead in range(-_REACH, _REACH + 1):
        at = centre + ahead
        if ahead and at not in skipped and 0 <= at < len(context.tokens) and context.tokens[at].kind == "w":
            token = context.tokens[at]
            found.append((ahead, context.text[token.start : token.end]))
    return found


def _affinity(sides: Sides, source: Reading, target: Reading, skipped: tuple[range, range]) -> float:
    """Sum, over words alike, of how close each is to its figure; on the other side of it they count less."""
    total = 0.0
    turned = sides.source.word(source.token - 1) in {"de", "d'"}
    theirs = _words(sides.target, target.token, skipped[1])
    for ahead, word in _words(sides.source, source.token, skipped[0]):
        best = 0.0
        for other, partner in theirs:
            if translates(word, partner):
                side = 1.0 if (ahead > 0) == (other > 0) or (turned and ahead == _BEFORE_DE) else 0.6
                best = max(best, side / (abs(ahead) * abs(other)) ** 0.5)
        total += best
    return total


def swapped(
    sides: Sides, pairs: Sequence[tuple[Reading, Reading]], fixed: Sequence[tuple[Reading, Reading]]
) -> list[tuple[int, int]]:
    """Return the pairs of indices into *pairs* (in source order) whose targets were exchanged.

    *pairs* are matches of equal value; *fixed* are all matches, which serve as neighbours too.
    """
    found: list[tuple[int, int]] = []
    used: set[int] = set()
    for i, (source, target) in enumerate(pairs):
        for j in range(i + 1, min(i + 5, len(pairs))):
            later, earlier = pairs[j]
            if i in used or j in used or source.figure.value == later.figure.value:
                continue
            alike = _one_sort(source, later) or _one_sort(target, earlier)
            turned = alike and _directed(sides, pairs[i], pairs[j])
            if turned == _WRONG:
                found.append((i, j))
                used |= {i, j}
            if turned or earlier.token > target.token:
                continue
            if any((one.figure.value < 0) != (two.figure.value < 0) for one, two in (pairs[i], pairs[j])):
                continue  # "-6" is "six under", wherever the other figure stands
            if not alike:
                continue
            if _symmetric(sides.source, source, later) and _symmetric(sides.target, earlier, target):
                continue
            if _exchanged(sides, (source, target), (later, earlier), fixed):
                found.append((i, j))
                used |= {i, j}
    return found


def _one_sort(one: Reading, other: Reading) -> bool:
    return one.figure.kind == other.figure.kind and dimension(one.figure) == dimension(other.figure)


def _symmetric(context: Context, one: Reading, other: Reading) -> bool:
    """Tell whether two figures are the ends of a range that has no direction: "entre 10 et 18", "10-18"."""
    between = [
        token.norm for token in context.tokens[one.token + 1 : other.token] if token.start >= one.figure.span.end
    ]
    return len(between) == 1 and between[0] in {"et", "and", "-", "–", "ou", "or"}


def _bare(context: Context, reading: Reading) -> bool:
    """Tell whether nothing that could be counted follows the figure."""
    at = reading.token
    while at < len(context.tokens) and context.tokens[at].start < reading.figure.span.end:
        at += 1
    token = context.at(at)
    return token.kind != "w" or token.norm in _FUNCTION


def _partitive(context: Context, reading: Reading) -> bool:
    """Tell whether the figure is the whole of which another is a part: "sur 577", "of the 577"."""
    before = {context.word(reading.token - 1), context.word(reading.token - 2)}
    return bool(before & ({"sur", "parmi"} if context.language == "fr" else {"of", "among"}))


_BOUNDS: Final = word_set("et ou mais and or but contre against versus compared puis then tandis while whereas , ;")
"""Words and signs between the members of an enumeration or a comparison."""
_CHUNK: Final = 12
"""How many tokens a member of an enumeration is followed to each side."""


def _member(context: Context, reading: Reading) -> range:
    """Return the tokens of the member of an enumeration that holds the figure: "1,1 m en 2002"."""
    first, end = reading.token, reading.figure.span.end
    while first > max(0, reading.token - _CHUNK) and context.word(first - 1) not in _BOUNDS:
        first -= 1
    last = reading.token + 1
    while last < min(len(context.tokens), reading.token + _CHUNK) and (
        context.tokens[last].start < end or context.word(last) not in _BOUNDS
    ):
        last += 1
    return range(first, last)


def _together(
    sides: Sides,
    first: tuple[Reading, Reading],
    second: tuple[Reading, Reading],
    fixed: Sequence[tuple[Reading, Reading]],
) -> bool:
    """Tell whether each figure moved with the figures of its member: "2,5 m en 2012 et 1,1 m en 2002", reordered."""
    balance = 0
    for mine, other in ((first, second), (second, first)):
        here, there, away = (
            _member(sides.source, mine[0]), _member(sides.target, mine[1]), _member(sides.target, other[1])
        )  # fmt: skip
        if len({there, away}) == 1 or other[0].token in here:
            return False
        for source, target in fixed:
            if source.token in here and source is not mine[0]:
                kept = target.token in there
                balance += kept - (target.token in away)
    return balance > 0


_RIGHT: Final = "right"
_WRONG: Final = "wrong"
_ORIGINS: Final = word_set("contre après from against versus after")
_FROM: Final = word_set("de d' from")
_TO: Final = word_set("à to en")


def _directed(sides: Sides, first: tuple[Reading, Reading], second: tuple[Reading, Reading]) -> str:
    """Compare what changed into what: "à 120, contre 180" and "de 180 à 120", "from 180 to 120"; empty if unsaid."""
    here = _second_is_origin(sides.source, first[0], second[0])
    there = _second_is_origin(sides.target, first[1], second[1])
    if here is None or there is None:
        return ""
    return _RIGHT if here == there else _WRONG


def _second_is_origin(context: Context, first: Reading, second: Reading) -> bool | None:
    """Tell whether *second* is what was before *first*, whichever stands first; None when it is not said."""
    early, late = (first, second) if first.token < second.token else (second, first)
    before, after = _word_before(context, early), _word_before(context, late)
    if any(context.word(at) in _JOINTS for at in range(early.token + 1, late.token - 1)) and after in _TO:
        return None
    if before in _FROM and after in _TO:
        return early is second
    if after in _ORIGINS and before in _TO:
        return late is second
    return None


_JOINTS: Final = word_set("et and mais but ; , puis then")


def _word_before(context: Context, reading: Reading) -> str:
    """Return the word before a figure, over a sign of currency and words such as "about"."""
    at = reading.token - 1
    while context.at(at).kind == "c" or context.word(at) in _HEDGES:
        at -= 1
    return context.word(at)


_HEDGES: Final = word_set("environ près quelque presque about around nearly almost some just")


def lean(
    sides: Sides,
    first: tuple[Reading, Reading],
    second: tuple[Reading, Reading],
    fixed: Sequence[tuple[Reading, Reading]],
) -> float:
    """Return above zero where the cells of two figures moved with them, below zero where the figures moved alone."""
    both = _cells(sides, first, second, fixed)
    if both is None:
        return 0.0
    others = [pair for pair in fixed if pair[0] not in {first[0], second[0]}]
    return leaning((sides.source, sides.target), *both, _left_out(sides, first, second), (first, second), others)


def _left_out(sides: Sides, first: tuple[Reading, Reading], second: tuple[Reading, Reading]) -> tuple[range, range]:
    """Return the tokens of the noun after the first of two figures where it is left out after the second.

    "300 postes en mars, 500 en mai": wherever the noun comes to stand, it says nothing about which figure is which.
    """
    counted = first[0].figure.kind not in {"time", "date", "identifier"}
    if counted and (_bare(sides.source, second[0]) or _bare(sides.target, first[1])):
        return range(first[0].token, first[0].token + 3), range(second[1].token, second[1].token + 3)
    return range(0), range(0)


def _cells(
    sides: Sides,
    first: tuple[Reading, Reading],
    second: tuple[Reading, Reading],
    fixed: Sequence[tuple[Reading, Reading]],
) -> tuple[tuple[range, range], tuple[range, range]] | None:
    """Return the cells of two figures in the source and in the translation, or None where they have none."""
    row = [pair for pair in fixed if _one_sort(pair[0], first[0]) or _one_sort(pair[0], second[0])]
    found = [
        cell(context, pair[side], [other[side] for other in (first, second, *row)])
        for side, context in enumerate((sides.source, sides.target))
        for pair in (first, second)
    ]
    if any(range_ is None for range_ in found):
        return None
    one, two, three, four = (range_ or range(0) for range_ in found)
    return (one, two), (three, four)


def _exchanged(
    sides: Sides,
    first: tuple[Reading, Reading],
    second: tuple[Reading, Reading],
    fixed: Sequence[tuple[Reading, Reading]],
) -> bool:
    leaning_to = lean(sides, first, second, fixed)
    if leaning_to:
        return leaning_to < 0
    if _together(sides, first, second, fixed):
        return False
    skipped = _left_out(sides, first, second)
    kept = _affinity(sides, *first, skipped) + _affinity(sides, *second, skipped)
    crossed = _affinity(sides, first[0], second[1], skipped) + _affinity(sides, second[0], first[1], skipped)
    for source, target in (first, second):
        kept += _partitive(sides.source, source) and _partitive(sides.target, target)
    for source, target in fixed:
        if source is first[0] or source is second[0]:
            continue
        for mine, own, other in ((first[0], first[1], second[1]), (second[0], second[1], first[1])):
            distance = abs(source.token - mine.token)
            if distance <= _REACH:
                kept += 0.7 / (distance * max(1, abs(target.token - own.token))) ** 0.5
                crossed += 0.7 / (distance * max(1, abs(target.token - other.token))) ** 0.5
    return crossed >= kept
