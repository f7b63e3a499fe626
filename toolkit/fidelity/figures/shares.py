"""Shares said with two numbers: "neuf développeurs sur dix", "one in ten"."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.context import HYPHENS, Context, Step
from toolkit.fidelity.figures.fractions import share_of
from toolkit.fidelity.figures.multiples import INTERVAL
from toolkit.fidelity.figures.numerals import COLLECTIVES, SCALES, spelled
from toolkit.fidelity.figures.units import unit_at


def share_at(context: Context, index: int) -> Step | None:  # noqa: C901, PLR0911  one line for each form
    """Read "neuf développeurs sur dix", "un sur cinq", "one in ten", "three out of five"."""
    first = _small(context, index)
    if first is None:
        return None
    top, at = first
    if context.language == "fr":
        if context.word(at).rstrip("s") in COLLECTIVES:
            return None
        for ahead in range(4):
            if context.word(at + ahead) == "sur":
                second = _small(context, at + ahead + 1)
                if second and ahead and second[0] < 100 and _counted(context, second[1]):  # noqa: PLR2004
                    return None
                return _whole(context, index, at, _proportion(context, index, top, second))
            if context.at(at + ahead).kind != "w" or context.word(at + ahead) in {"et", "de", "des", "en", "à"}:
                return None
        return None
    for ahead in range(3):
        word = context.word(at + ahead)
        if word == "in" or (word == "out" and context.word(at + ahead + 1) == "of"):
            start = at + ahead + (1 if word == "in" else 2)
            start = start + 1 if context.word(start) == "every" else start
            return _proportion(context, index, top, _small(context, start))
        if word == "per" and (rate := _small(context, at + ahead + 1)) and rate[0] >= 100:  # noqa: PLR2004
            return _proportion(context, index, top, rate)
        if context.at(at + ahead).kind != "w" or word in {"of", "and", "a", "the"}:
            return None
    return None


_INTERVALS: Final = frozenset({"day", "night", "week", "weekend", "month", "year"})
"""Units that recur: "une semaine sur deux" is every other week."""
_WHOLES: Final = {("month", 12), ("day", 7), ("hour", 24)}


def _whole(context: Context, index: int, noun: int, step: Step | None) -> Step | None:
    """Let "sept mois sur douze" also be seven months: the whole, a year, goes without saying."""
    unit = unit_at(context.tokens, noun, "fr")
    if step is None or unit is None:
        return step
    reading = step[0][0]
    top, _, bottom = (reading.figure.key or "").partition("/")
    if (unit[0], int(bottom)) not in _WHOLES:
        if top != "1" or unit[0] not in _INTERVALS:
            return step
        interval = context.figure(index, step[1], Decimal(bottom), unit=unit[0], key=INTERVAL)
        return [reading._replace(others=(interval,))], step[1]
    part = context.figure(index, step[1], Decimal(top), unit=unit[0])
    return [reading._replace(others=(part,))], step[1]


def _counted(context: Context, index: int) -> bool:
    """Tell whether a plural noun follows, so that "sur" is a place: "un bureau sur quatre continents"."""
    token = context.at(index)
    return token.kind == "w" and token.norm[-1] in "sx" and token.norm not in {
        "dans", "sans", "sous", "dès", "depuis", "vers", "pas", "puis", "mais", "lors", "plus", "vous", "nous", "ces",
        "des", "les", "ses", "chez", "ont", "après",
    }  # fmt: skip


_ROUND: Final = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 100, 1000, 10000, 100000, 1000000})


def _proportion(context: Context, index: int, top: int, second: tuple[int, int] | None) -> Step | None:
    if second is None or (second[0] not in _ROUND and second[0] % 10**6) or top >= second[0]:
        return None
    unit = unit_at(context.tokens, second[1], context.language)
    if (unit is not None and unit[0] != "times") or context.word(second[1]) in HYPHENS:
        return None
    return share_of(context, index, second[1], top, second[0])


def _small(context: Context, index: int) -> tuple[int, int] | None:
    token = context.at(index)
    if token.kind == "n":
        found = (Decimal(token.text), index + 1) if token.text.isdecimal() else None
    else:
        found = spelled(context.tokens, index, context.language)
    if found is None and context.word(index) == "a":
        found = Decimal(1), index + 1
    if found is None:
        return None
    scale = SCALES[context.language].get(context.word(found[1])) if context.word(index - 1) in {"sur", "in"} else None
    if context.word(index) == "a" and found[1] == index + 1 and scale is None:
        return None
    return (int(found[0] * scale), found[1] + 1) if scale else (int(found[0]), found[1])
