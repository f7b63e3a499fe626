"""Fractions and shares: "la moitié", "deux tiers", "neuf sur dix", "one in ten".

The key is ``a/b``, which is exact where the decimal value is rounded to 28 digits.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.context import HYPHENS, Context, Step
from toolkit.fidelity.figures.dates import date_key
from toolkit.fidelity.figures.numerals import COLLECTIVES, SCALES, spelled
from toolkit.fidelity.figures.records import ONE, Level
from toolkit.fidelity.figures.units import UNITS, unit_at
from toolkit.fidelity.figures.words import (
    EN_FRACTIONS,
    FR_FRACTIONS,
    FR_ORDINALS,
    word_set,
)
from toolkit.types import Figure

MEASURED: Final = frozenset({"length", "mass", "volume"})
"""Dimensions of which one takes a half or a quarter: "a quarter of a kilo"."""
PLAIN_WORD_AFTER: Final = word_set(
    """
    of less more lower higher in since to from on over under by compared and or than with as at for when after
    before the its their his her this that last during between while though but which who said says among are is
    were was have has had do did would will wide
    """
)


def share_of(context: Context, first: int, last: int, top: int, bottom: int, *, level: Level = Level.STRONG) -> Step:
    """Make the reading of *top* parts in *bottom* from tokens ``[first, last)``."""
    value = Decimal(top) / Decimal(bottom)
    reading = context.reading(first, last, value, kind="ratio", key=f"{top}/{bottom}", level=level)
    return [reading], last


def fraction_at(context: Context, index: int) -> Step | None:
    """Read "la moitié", "un quart", "deux tiers", "half", "a third of", "three-quarters", "1/2"."""
    token = context.at(index)
    if token.kind == "n":
        return _slash(context, index) or _digit_parts(context, index)
    if token.text in {"½", "¼", "¾", "⅓", "⅔"}:
        top, bottom = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3)}[token.text]
        unit = unit_at(context.tokens, index + 1, context.language)
        if unit is not None:  # "½ litre"
            return [context.reading(index, unit[1], Decimal(top) / Decimal(bottom), unit=unit[0])], unit[1]
        return share_of(context, index, index + 1, top, bottom)
    return _french_fraction(context, index) if context.language == "fr" else _english_fraction(context, index)


def _slash(context: Context, index: int) -> Step | None:  # noqa: PLR0911  one line for each form
    token, bottom = context.at(index), context.at(index + 2)
    if (
        context.word(index + 1) != "/"
        or bottom.kind != "n"
        or not (context.glued(index + 1) and context.glued(index + 2))
    ):
        return None
    if context.language == "en" and (token.text, bottom.text) == ("9", "11"):
        return [context.reading(index, index + 3, Decimal(911), kind="date", key="--09-11")], index + 3
    if not (token.text.isdecimal() and bottom.text.isdecimal()) or len(token.text) > 2 or len(bottom.text) > 3:  # noqa: PLR2004
        return None
    day, month = int(token.text), int(bottom.text)
    dates = _day_and_month(context, index, day, month)
    if 0 < day < month and (unit := unit_at(context.tokens, index + 3, context.language)) and unit[0] in _SPANS:
        low = context.reading(index, index + 1, Decimal(day), unit=unit[0])
        return [low, context.reading(index + 2, unit[1], Decimal(month), unit=unit[0])], unit[1]
    if 0 < day < month:
        readings, last = share_of(context, index, index + 3, day, month)
        return [readings[0]._replace(others=dates)], last
    if dates and context.word(index - 1) in {"le", "du", "au"}:
        return [context.reading(index, index + 3, dates[0].value, kind="date", key=dates[0].key)], index + 3
    return [
        context.reading(index, index + 3, Decimal(token.text), kind="identifier", key=f"{token.text}/{bottom.text}")
    ], index + 3


_SPANS: Final = frozenset({"year", "month", "day", "week"})
"""Units that make "6/7 ans" a range."""


def _day_and_month(context: Context, index: int, day: int, month: int) -> tuple[Figure, ...]:
    """Return the date that "3/10" may be in French: the third of October."""
    if context.language != "fr" or not (1 <= day <= 31 and 1 <= month <= 12):  # noqa: PLR2004  calendar
        return ()
    value = Decimal(month * 100 + day)
    return (context.figure(index, index + 3, value, kind="date", key=date_key(None, month, day)),)


def _digit_parts(context: Context, index: int) -> Step | None:
    """Read "38 centièmes", "41 billionths": a number of equal parts."""
    token, noun = context.at(index), context.word(index + 1)
    bottom = (FR_ORDINALS if context.language == "fr" else EN_FRACTIONS).get(noun)
    if bottom is None or bottom < 5 or not noun.endswith("s") or not token.text.isdecimal():  # noqa: PLR2004
        return None
    unit = unit_at(context.tokens, index + 3, context.language) if context.word(index + 2) in {"de", "of"} else None
    if context.word(index + 3) == "a":
        unit = unit_at(context.tokens, index + 4, context.language)
    if unit and unit[0] == "second":
        value = Decimal(token.text) / bottom
        return [context.reading(index, unit[1], value, unit="second")], unit[1]
    return share_of(context, index, index + 2, int(token.text), bottom)


_DEFINITE: Final = frozenset({"le", "au", "du", "bon", "petit", "gros", "ce", "presque"})


def _french_fraction(context: Context, index: int) -> Step | None:  # noqa: PLR0911  one line for each form
    word = context.word(index)
    if word in {"moitié", "moitie"}:
        adverb = context.word(index - 1) == "à" and context.word(index + 1) not in {"prix", "de", "des", "du"}
        return share_of(context, index, index + 1, 1, 2, level=Level.WEAK if adverb else Level.STRONG)
    hour = word == "quart" and (context.word(index + 1), context.word(index + 2)) == ("d'", "heure")
    if hour or (word in {"tiers", "quart"} and context.word(index - 1) in _DEFINITE):
        return _part_of(context, index, index, 1, FR_FRACTIONS[word])
    if word in {"demi", "demie"} or context.word(index + 1) in {"demi", "demie"}:
        return _demi(context, index)
    if word in {"un", "une"}:
        top, at = ONE, index + 1
    else:
        found = spelled(context.tokens, index, "fr")
        if found is None:
            return None
        top, at = found
    at = context.over_hyphen(at)
    noun = context.word(at)
    bottom = FR_FRACTIONS.get(noun)
    if bottom is None or (noun == "tiers" and top > 2):  # noqa: PLR2004
        return None
    if noun == "tiers" and word == "un" and _is_someone(context, index, at):
        return share_of(context, index, at + 1, 1, 3, level=Level.WEAK)
    return _part_of(context, index, at, int(top), bottom)


_OF_CHANGE: Final = re.compile(
    r"\b(?:baiss|augment|diminu|rédui|réduct|recul|chut|progress|bond|grimp|hauss|amput|divis|limit|major|minor|perd"
    r"|gagn|fond|rogn|repli|moins|plus|près|environ|quasi|presque|moitié|quart|part|égal|correspond|représent|équiv)"
    r"|%",
    re.IGNORECASE,
)


def _is_someone(context: Context, index: int, at: int) -> bool:
    """Tell "par un tiers", a third party, from "baissé d'un tiers", a third."""
    if context.word(at + 1) in {"de", "d'", "des", "du"}:
        return False
    if context.word(index - 1) not in {
        "par",
        "à",
        "qu'",
        "d'",
        "pour",
        "chez",
        "avec",
        "auprès",
        "envers",
        "de",
        "contre",
    }:
        return False
    start = context.tokens[index].start
    return _OF_CHANGE.search(context.text, max(0, start - 50), start) is None


def _demi(context: Context, index: int) -> Step | None:
    """Read "une demi-heure", "un demi-milliard d'euros"; on its own "demi" is weak."""
    half = index + 1 if context.word(index) in {"un", "une"} else index
    if context.word(half) not in {"demi", "demie"} or context.word(index - 1) == "et":
        return None
    at = context.over_hyphen(half + 1)
    if context.word(at).rstrip("s") in COLLECTIVES or context.word(at) in {"finale", "finaliste"}:
        return None
    unit = unit_at(context.tokens, at, "fr")
    if unit:
        return [context.reading(index, unit[1], Decimal("0.5"), unit=unit[0])], unit[1]
    if context.word(at) in {"million", "milliard"}:
        scale = Decimal(10) ** (6 if context.word(at) == "million" else 9)
        after = at + 2 if context.word(at + 1) in {"de", "d'"} else at + 1
        money = unit_at(context.tokens, after, "fr")
        last = money[1] if money else at + 1
        return [
            context.reading(
                index, last, scale / 2, unit=money[0] if money else None, mantissa=Decimal("0.5"), scale=scale
            )
        ], last
    return share_of(context, index, half + 1, 1, 2, level=Level.WEAK)


def _part_of(context: Context, index: int, at: int, top: int, bottom: int) -> Step | None:
    """Finish "un quart": of an hour, of a point, of a whole; an ordinal ("un cinquième mandat") is left alone."""
    after = context.word(at + 1)
    unit = unit_at(context.tokens, at + 2, "fr") if after in {"de", "d'"} else None
    value = Decimal(top) / Decimal(bottom)
    if unit and (
        unit[0] in {"hour", "second", "point", "century", "bp", "year"} or UNITS[unit[0]].dimension in MEASURED
    ):
        return [context.reading(index, unit[1], value, unit=unit[0])], unit[1]
    scale = SCALES["fr"].get(context.word(at + 2)) if after == "de" else None
    if scale is not None and scale > 1000:  # noqa: PLR2004  "un tiers de million"
        reading = context.reading(index, at + 3, value * scale, mantissa=value, scale=scale)
        return [reading._replace(figure=replace(reading.figure, value=(value * scale).quantize(ONE)))], at + 3
    ordinal = context.word(at) in FR_ORDINALS
    if ordinal and (context.word(at).endswith("ième") and top != 1):
        return None
    by = context.word(index - 1) == "d'" and context.at(at + 1).kind != "w"  # "reculé d'un dixième."
    if ordinal and top == 1 and not by and after not in {"des", "de", "du", "d'"}:
        return None
    return share_of(context, index, at + 1, top, bottom)


_BEFORE_QUARTER: Final = word_set(
    """
    about nearly almost around roughly over under than by to of least most only just some approximately and or
    """
) | {""}
"""Words before "quarter" that leave no doubt that it is a fourth, without article; adjectives make it three months."""


def _english_fraction(context: Context, index: int) -> Step | None:
    word = context.word(index)
    if word in {"half", "halves"}:
        return _half(context, index)
    if word in {"a", "an", "one"}:
        top, at = ONE, context.over_hyphen(index + 1)
    elif word == "quarter" and (
        context.word(index - 1) in _BEFORE_QUARTER
        or (context.word(index + 1), context.word(index + 3)) == ("of", "hour")
    ):
        top, at = ONE, index
    else:
        found = spelled(context.tokens, index, "en")
        if found is None:
            return None
        top, at = found[0], context.over_hyphen(found[1])
    noun = context.word(at)
    bottom = EN_FRACTIONS.get(noun)
    joined = context.word(at + 1) in HYPHENS and unit_at(context.tokens, at + 2, "en")  # "three-quarter-hour"
    plural = noun.endswith("s")
    if bottom is None or bottom == 2 or (top > 1 and not plural and not joined) or (top == 1 and plural):  # noqa: PLR2004
        return None
    return _english_part(context, index, at, int(top), bottom)


_RUNS: Final = word_set("first last past next previous preceding final following")
"""Words before "three quarters" that make them parts of a year."""


def _english_part(context: Context, index: int, at: int, top: int, bottom: int) -> Step | None:  # noqa: PLR0911  one line for each form
    after = context.word(at + 1)
    skip = at + 1
    if after in {"of", "-"}:
        skip = at + 2
        if context.word(skip) in {"a", "an"}:
            skip += 1
    unit = unit_at(context.tokens, skip, "en")
    value = Decimal(top) / Decimal(bottom)
    if context.word(at) == "quarters" and context.word(index - 1) in _RUNS:  # "the first three quarters of 2023"
        part = context.figure(index, at + 1, value, kind="ratio", key=f"{top}/{bottom}")
        return [context.reading(index, at + 1, Decimal(top), unit="quarter", others=(part,))], at + 1
    near = {"hour", "second", "point", "century", "mi", "decade", "bp", "year", "percent"}
    if unit and (unit[0] in near or (skip == at + 3 and UNITS[unit[0]].dimension in MEASURED)):
        return [context.reading(index, unit[1], value, unit=unit[0])], unit[1]
    noun = context.word(at)
    scale = {"million": 6, "billion": 9, "trillion": 12}.get(context.word(skip))
    if scale and skip > at + 1:
        size = Decimal(10) ** scale
        whole = (value * size).quantize(ONE)
        money = unit_at(context.tokens, skip + 1, "en")
        code, last = money or (None, skip + 1)
        return [context.reading(index, last, whole, unit=code, mantissa=value, scale=size)], last
    if noun == "quarter" and context.word(index - 1) in {"in", "per", "for"} and after != "of":
        return [context.reading(index, at + 1, ONE, unit="quarter", level=Level.WEAK)], at + 1
    if context.word(at + 1) in HYPHENS and context.glued(at + 1):
        return None
    singular = top == 1 and noun != "quarter" and context.word(index) != "one"
    following = context.at(at + 1)
    if singular and following.kind == "w" and following.norm not in PLAIN_WORD_AFTER:
        return None
    return share_of(context, index, at + 1, top, bottom)


_HALF_STRONG: Final = word_set(
    """
    of the a an its their his her our all as
    """
)


def _half(context: Context, index: int) -> Step | None:
    """Read "half": of something, an hour, a century; on its own it is weak."""
    at = context.over_hyphen(index + 1)
    if context.word(at) in {"a", "an"}:
        at = context.over_hyphen(at + 1)
    if context.word(at) in SCALES["en"] or context.word(at) == "dozen":
        return None
    unit = unit_at(context.tokens, at, "en")
    if unit:
        return [context.reading(index, unit[1], Decimal("0.5"), unit=unit[0])], unit[1]
    before, after = context.word(index - 1), context.word(index + 1)
    first = index
    strong = after in _HALF_STRONG or before in {"by", "in", "than", "nearly", "almost", "about", "to", "one", "over"}
    if before.endswith(("ern", "first", "second")):
        strong = False  # "the western half of the continent"
    if before == "one":
        first = index - 1
    readings, last = share_of(context, first, index + 1, 1, 2, level=Level.STRONG if strong else Level.WEAK)
    if after == "as" and "again" in {context.word(index + ahead) for ahead in (3, 4)}:  # "half as much again"
        more = context.figure(first, index + 1, Decimal("1.5"), unit="times")
        return [readings[0]._replace(others=(more,))], last
    return readings, last
