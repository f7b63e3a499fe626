"""Quarters, halves of a year and decades.

Keys: ``2024-Q1``, ``--H2``, ``1990s``, ``90s``; see ``dates`` for "/early", "/mid", "/late".
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.context import HYPHENS, Context, Step
from toolkit.fidelity.figures.dates import part_before, year_at
from toolkit.fidelity.figures.digit_names import NOT_NAMES
from toolkit.fidelity.figures.numerals import FR_UNITS, spelled
from toolkit.fidelity.figures.records import Level
from toolkit.fidelity.figures.units import unit_at
from toolkit.fidelity.figures.words import EN_DECADES, EN_ORDINALS, FR_ORDINALS
from toolkit.types import Figure

_FR_PERIODS: Final = {"trimestre": "Q", "quart": "Q", "semestre": "H", "mi": "H", "période": "H", "moitié": "H"}
_EN_PERIODS: Final = {"quarter": "Q", "half": "H", "quarters": "Q", "semester": "H"}
_SHORT_PERIOD: Final = {"t": "Q", "q": "Q", "s": "H", "h": "H"}

_HALVED: Final = frozenset({"hour", "dozen", "century", "decade", "mile", "minute", "million", "billion"})
_CONSECUTIVE: Final = frozenset({"consécutif", "consécutive", "running", "straight"})
_IN_A_ROW: Final = frozenset({("d'", "affilée"), ("de", "suite"), ("in", "a")})
"""Words after "third quarter" that make it the third of a run: "consécutif", "d'affilée", "in a row"."""


def _counts_periods(context: Context, at: int) -> bool:
    """Tell "the first half hour" and "third quarter in a row" from parts of a year; *at* is "half" or "quarter"."""
    following, after = context.word(at + 1), context.word(at + 2)
    halved = context.word(context.over_hyphen(at + 1)) in _HALVED
    return halved or following in _CONSECUTIVE or (following, after) in _IN_A_ROW


def period_at(context: Context, index: int) -> Step | None:
    """Read "premier trimestre 2024", "T1", "1T24", "S2 2024", "first quarter of 2024", "Q1", "H2"."""
    found = _short_period(context, index) or _long_period(context, index)
    if found is None:
        return flat_at(context, index) if context.at(index).text in _FLATS else None
    letter, number, last, year, level = found
    if year is None:
        at = last + 1 if context.word(last) in {"of", "de", "-", "d'", ",", "in"} else last
        at = at + 1 if context.word(at) in {"l'", "fiscal", "exercice"} else at
        year = year_at(context, at)
        last = at + 1 if year is not None else last
    first = index
    before = year_at(context, index - 1) or (context.word(index - 1) == "s" and year_at(context, index - 3))
    if year is None and before and context.language == "en":
        year = before
    key = f"{year or '-'}-{letter}{number}"
    value = Decimal((year or 0) * 10 + number)
    return [context.reading(first, last, value, kind="date", key=key, level=level)], last


def _short_period(context: Context, index: int) -> tuple[str, int, int, int | None, Level] | None:
    token, following = context.at(index), context.at(index + 1)
    if (
        token.kind == "w"
        and token.text in {"T", "Q", "S", "H"}
        and context.glued(index + 1)
        and following.text in "1234"
        and following.text
    ):
        letter, number, last = _SHORT_PERIOD[token.norm], int(following.text), index + 2
    elif (
        token.kind == "n"
        and token.text in {"1", "2", "3", "4"}
        and following.text in {"T", "Q", "S", "H"}
        and context.glued(index + 1)
    ):
        letter, number, last = _SHORT_PERIOD[following.norm], int(token.text), index + 2
        year = context.at(last)
        if context.glued(last) and year.kind == "n" and len(year.text) in {2, 4}:
            return letter, number, last + 1, int(year.text) + (2000 if len(year.text) == 2 else 0), Level.STRONG  # noqa: PLR2004
    elif (
        year_at(context, index) is not None
        and following.text in {"T", "Q", "S", "H"}
        and context.at(index + 2).text in {"1", "2", "3", "4"}
        and context.glued(index + 1)
        and context.glued(index + 2)
    ):  # "2021Q4"
        return _SHORT_PERIOD[following.norm], int(context.at(index + 2).text), index + 3, int(token.text), Level.STRONG
    else:
        return None
    if (letter == "H" and number > 2) or _is_flat(context, index):  # noqa: PLR2004
        return None
    return letter, number, last, None, Level.STRONG


_FLATS: Final = frozenset("TF")
"""Letters of flats by their rooms: "un T3", "un F4"."""
_BEFORE_FLAT: Final = frozenset(
    {"un", "des", "appartement", "appartements", "logement", "logements", "type", "petit", "petits", "grand", "grands"}
)


def _is_flat(context: Context, index: int) -> bool:
    """Tell "un T3", a flat of three rooms, from "au T3 2023", a quarter."""
    before = context.word(index - 1) in _BEFORE_FLAT and context.at(index).text in _FLATS
    return context.language == "fr" and before and year_at(context, index + 2) is None


def flat_at(context: Context, index: int) -> Step | None:
    """Read "un T3": three rooms, of which English may count the bedrooms."""
    rooms = context.at(index + 1)
    if rooms.text not in set("123456") or not context.glued(index + 1) or not _is_flat(context, index):
        return None
    number = Decimal(rooms.text)
    bedrooms = context.figure(index, index + 2, number - 1)
    return [context.reading(index, index + 2, number, level=Level.WEAK, others=(bedrooms,))], index + 2


_ENDS: Final = {
    "fr": {"dernier": 4, "ultime": 4}, "en": {"final": 4, "last": 4, "closing": 4, "opening": 1},
}  # fmt: skip
"""Words for the first and the last quarter of a year; "last" may also be the one before this."""
_WHOLES: Final = frozenset({"year", "season", "game", "match", "fiscal", "financial", "calendar"})


def _ends_a_year(context: Context, index: int) -> bool:
    """Tell "the final quarter of the year" from "the last quarter of a century" and "the last quarter-final"."""
    at = index + 1 if context.word(index) in {"fiscal", "financial"} else index
    if context.word(at) != "quarter" or (context.word(at + 1) in HYPHENS and context.glued(at + 1)):
        return False
    if context.word(at + 1) != "of" or context.at(at + 2).kind == "n":
        return True
    return context.word(at + 2) in _WHOLES or context.word(at + 3) in _WHOLES


def _long_period(context: Context, index: int) -> tuple[str, int, int, int | None, Level] | None:
    token = context.at(index)
    french = context.language == "fr"
    number = (FR_ORDINALS if french else EN_ORDINALS).get(token.norm)
    at = index + 1
    if (
        token.kind == "n"
        and token.text in {"1", "2", "3", "4"}
        and context.glued(at)
        and context.word(at) in {"er", "e", "ème", "eme", "st", "nd", "rd", "th"}
    ):
        number, at = int(token.text), index + 2
    level = Level.STRONG
    if number is None and token.norm in _ENDS[context.language]:
        if not french and not _ends_a_year(context, at):
            return None
        number, level = _ENDS[context.language][token.norm], Level.WEAK
    if number is None or number > 4:  # noqa: PLR2004
        return None
    if not french:
        at = context.over_hyphen(at)
        at = at + 1 if context.word(at) in {"fiscal", "financial"} else at
    letter = (_FR_PERIODS if french else _EN_PERIODS).get(context.word(at))
    if letter is None or (letter == "H" and number > 2):  # noqa: PLR2004
        return None
    if context.word(at) in {"mi", "quart"}:
        if context.word(at + 2) != "temps":
            return None
        at += 2
    if (level is Level.WEAK and letter != "Q") or _counts_periods(context, at):
        return None
    return letter, number, at + 1, None, level


def decade_at(context: Context, index: int) -> Step | None:
    """Read "années 1990", "années quatre-vingt-dix", "1990s", "the '90s", "nineties"."""
    token = context.at(index)
    if context.language == "fr":
        if token.norm not in {"années", "annees"}:
            return None
        value, last = _decade_number(context, index + 1)
    elif token.norm in EN_DECADES:
        value, last = EN_DECADES[token.norm], index + 1
    elif token.norm in _HUNDREDS and context.word(context.over_hyphen(index + 1)) in EN_DECADES:
        last = context.over_hyphen(index + 1)  # "nineteen nineties"
        value, last = _HUNDREDS[token.norm] + EN_DECADES[context.word(last)], last + 1
    else:
        value, last = _english_decade(context, index)
    if value is None:
        return None
    part, first = part_before(context, index)
    key = f"{value}s" + (f"/{part}" if part else "")
    readings = [context.reading(first, last, Decimal(value), kind="date", key=key, others=_models(context, index))]
    while context.language == "fr" and context.word(last) in {"et", ",", "ou", "-", "à"}:
        more, after = _decade_number(context, last + 1)
        if more is None or unit_at(context.tokens, after, "fr"):
            break
        readings.append(context.reading(last + 1, after, Decimal(more), kind="date", key=f"{more}s"))
        last = after
    return readings, last


def _models(context: Context, index: int) -> tuple[Figure, ...]:
    """Return the year that "2000s" may be after a name, whose plural it is: "the Mirage 2000s"."""
    before, token = context.at(index - 1), context.at(index)
    if before.kind != "w" or not before.text[0].isupper() or before.norm in NOT_NAMES or len(token.text) != 4:  # noqa: PLR2004
        return ()
    if token.kind != "n":
        return ()
    return (context.figure(index, index + 1, Decimal(token.text), kind="date", key=token.text),)


_HUNDREDS: Final = {"seventeen": 1700, "eighteen": 1800, "nineteen": 1900}


def _decade_number(context: Context, index: int) -> tuple[int | None, int]:
    token = context.at(index)
    if token.kind == "n" and token.text.isdecimal() and int(token.text) % 10 == 0 and len(token.text) in {2, 4}:
        return int(token.text), index + 1
    small = token.norm in FR_UNITS and token.norm != "quatre"  # "quatre-vingt-dix" is a decade, "quatre" is none
    found = None if small else spelled(context.tokens, index, "fr")
    if found and found[0] % 10 == 0 and 20 <= found[0] <= 90:  # noqa: PLR2004
        return int(found[0]), found[1]
    return None, index


def _english_decade(context: Context, index: int) -> tuple[int | None, int]:
    token = context.at(index)
    if token.kind == "n" and token.text.isdecimal() and token.text[-1] == "0" and len(token.text) in {2, 4}:
        if context.word(index - 1) == "-" and context.word(index - 2) in {"under", "over"}:
            return None, index
        after = index + 1
        if context.word(after) in {"'", "’", "-"} and context.glued(after):
            after += 1
        if context.word(after) == "s" and context.glued(after):
            return int(token.text), after + 1
    return None, index
