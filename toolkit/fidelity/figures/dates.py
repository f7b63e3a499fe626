"""Dates, parts of years, decades and times of day.

Keys: ``2024-06-17``, ``--06-17``, ``2024-06``, ``--06``, ``2024``, ``2024-Q1``, ``--H2``, ``1990s``, ``90s``;
"/early", "/mid" or "/late" is added for début, mi-, fin. Values:
year * 10000 + month * 100 + day, the year alone for years.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.context import Context, Step
from toolkit.fidelity.figures.numerals import spelled
from toolkit.fidelity.figures.records import Level, Reading
from toolkit.fidelity.figures.words import EN_ORDINALS, FR_ORDINALS, MONTHS, word_set

_PARTS: Final = {
    "début": "early", "debut": "early", "mi": "mid", "milieu": "mid", "courant": "", "fin": "late", "early": "early",
    "beginning": "early", "start": "early", "mid": "mid", "middle": "mid", "late": "late", "end": "late",
}  # fmt: skip
_BETWEEN: Final = word_set(
    """
    de d' des du of in les the l' la le année an - – exercice mois month
    """
)
_JOINERS: Final = {
    "fr": frozenset({"et", "&", "au", "à", "ou", "-", "–", "/"}),
    "en": frozenset({"and", "&", "to", "or", "through", "-", "–", "until", "/"}),
}
_LONG: Final = 6
"""Shortest month name that is no abbreviation whatever it is, but for those listed where this is used."""
_TWO: Final = 2
_FIRST_YEAR, _LAST_YEAR = 1000, 2199


def date_key(year: int | None, month: int | None, day: int | None, part: str = "") -> str:
    """Return the key of a date of which any part may be unknown."""
    head = str(year) if year is not None else "-"
    key = head if month is None else f"{head}-{month:02d}" + (f"-{day:02d}" if day is not None else "")
    return f"{key}/{part}" if part else key


def _value(year: int | None, month: int | None, day: int | None) -> Decimal:
    return Decimal((year or 0) * 10000 + (month or 0) * 100 + (day or 0))


def _make(
    context: Context,
    first: int,
    last: int,
    parts: tuple[int | None, int | None, int | None],
    *,
    part: str = "",
    level: Level = Level.STRONG,
) -> Reading:
    year, month, day = parts
    value = Decimal(year) if year is not None and month is None else _value(*parts)
    return context.reading(first, last, value, kind="date", key=date_key(year, month, day, part), level=level)


def year_at(context: Context, index: int) -> int | None:
    """Return the year that the token at *index* writes in four plain digits, or None."""
    token = context.at(index)
    if token.kind == "n" and len(token.text) == 4 and token.text.isdecimal():  # noqa: PLR2004
        year = int(token.text)
        if _FIRST_YEAR <= year <= _LAST_YEAR:
            return year
    return None


def _day_at(context: Context, index: int) -> tuple[int, int] | None:
    """Return the day of the month at *index* and the index after it."""
    token = context.at(index)
    if token.kind == "n" and token.text.isdecimal() and len(token.text) <= 2 and 1 <= int(token.text) <= 31:  # noqa: PLR2004
        after = index + 1
        if context.glued(after) and context.word(after) in {"er", "st", "nd", "rd", "th", "ᵉʳ"}:
            after += 1
        return int(token.text), after
    if token.kind == "w":
        table = FR_ORDINALS if context.language == "fr" else EN_ORDINALS
        if token.norm in table and table[token.norm] <= 31:  # noqa: PLR2004
            return table[token.norm], index + 1
        found = spelled(context.tokens, index, context.language)
        if token.norm in {"un", "une", "one", "a", "an"}:
            return None
        if found and 1 <= found[0] <= 31:  # noqa: PLR2004
            at = found[1]
            if (
                context.language == "en"
                and context.word(context.over_hyphen(at)) in EN_ORDINALS
                and found[0] in {20, 30}
            ):
                at = context.over_hyphen(at)
                return int(found[0]) + EN_ORDINALS[context.word(at)], at + 1
            return int(found[0]), at
    return None


def _month_at(context: Context, index: int) -> tuple[int, int] | None:
    token = context.at(index)
    month = MONTHS[context.language].get(token.norm)
    if month is None:
        return None
    if context.language == "en" and not token.text[0].isupper():
        return None
    after = index + 1
    short = len(token.norm) < _LONG and token.norm not in {
        "mars",
        "mai",
        "juin",
        "août",
        "may",
        "june",
        "july",
        "march",
        "april",
        "avril",
        "aout",
    }
    if short and context.word(after) == "." and context.glued(after):
        after += 1
    return month, after


def _year_after(context: Context, index: int) -> tuple[int, int] | None:
    """Return the year after a month, with the comma or "of" that may stand between."""
    at = index + 1 if context.word(index) in {",", "of", "de", "-"} else index
    year = year_at(context, at) or _short_year(context, index)
    if (
        year is None
        or context.word(at + 1) in {"%", "€", "$"}
        or (context.glued(at + 1) and context.at(at + 1).kind == "w" and context.word(at + 1) != "s")
    ):
        return None
    return year, at + 1


def _short_year(context: Context, index: int) -> int | None:
    """Return 1968 for "mai 68" and "May 68"; below 32 the digits are a day."""
    token, after = context.at(index), context.at(index + 1)
    counted = after.kind == "w" and after.norm not in {
        "et",
        "and",
        "à",
        "to",
        "de",
        "of",
        "in",
        "en",
        "a",
        "est",
        "was",
    }
    if (
        token.kind != "n"
        or len(token.text) != _TWO
        or not token.text.isdecimal()
        or counted
        or after.text in {"%", "€"}
    ):
        return None
    return 1900 + int(token.text) if int(token.text) > _LAST_DAY else None


_LAST_DAY: Final = 31
_PIVOT: Final = 69


def full_year(short: int) -> int:
    """Return the year that two digits stand for: 69 to 99 are of the 20th century (POSIX, ``strptime``, %y)."""
    return short + (1900 if short >= _PIVOT else 2000)


def numeric_date(context: Context, index: int) -> Step | None:
    """Read 17/06/2024, 17.06.2024, 2024-06-17; day and month in both orders where English leaves it open."""
    token = context.at(index)
    if token.kind != "date":
        return None
    parts = re.split(r"[/.-]", token.text)
    numbers = [int(part) for part in parts]
    if len(parts[0]) == 4:  # noqa: PLR2004  ISO 8601
        orders = [(numbers[0], numbers[1], numbers[2])]
    else:
        year = numbers[2] if len(parts[2]) > _TWO else full_year(numbers[2])
        day_first, month_first = (year, numbers[1], numbers[0]), (year, numbers[0], numbers[1])
        orders = [day_first] if context.language == "fr" else [month_first, day_first]
    valid = [order for order in orders if 1 <= order[1] <= 12 and 1 <= order[2] <= 31]  # noqa: PLR2004
    if not valid:
        return [context.reading(index, index + 1, Decimal(numbers[-1]), kind="identifier", key=token.text)], index + 1
    readings = [_make(context, index, index + 1, order) for order in valid]
    others = tuple(reading.figure for reading in readings[1:])
    first = readings[0]
    return [Reading(first.figure, first.level, first.mantissa, first.scale, others, index)], index + 1


def part_before(context: Context, index: int) -> tuple[str, int]:
    """Return early, mid or late where the words before *index* say so, and the index of the first of them."""
    at = index - 1
    while at >= max(0, index - 4) and context.word(at) in _BETWEEN:
        at -= 1
    word = context.word(at)
    if word in _PARTS and at >= 0 and _PARTS[word]:
        return _PARTS[word], at
    return "", index


def date_at(context: Context, index: int) -> Step | None:
    """Read a date with a month name, or a month, with or without its year."""
    found = _french_date(context, index) if context.language == "fr" else _english_date(context, index)
    if found is not None:
        return found
    month = _month_at(context, index)
    if month is None:
        return None
    number, last = month
    year = _year_after(context, last)
    if year is None and not _is_month(context, index):
        return None
    part, first = part_before(context, index)
    level = Level.STRONG if year else Level.WEAK
    parts = (year[0] if year else None, number, None)
    return [_make(context, first, year[1] if year else last, parts, part=part, level=level)], year[1] if year else last


def _is_month(context: Context, index: int) -> bool:
    """Tell months from other words: "Mars" the planet, the verb "may", "march"."""
    token = context.at(index)
    if context.language == "fr":
        if index == 0 and len(token.norm) > 3 and token.norm not in {"mars", "avril", "sept"}:  # noqa: PLR2004
            return True  # "Janvier-mars 2024"
        return token.text.islower() and token.norm not in {"jan", "sep", "oct", "sept", "avr"}
    before = context.word(index - 1)
    if token.norm in {"may", "march", "mar", "august"}:
        return before in _BEFORE_MONTH and token.text != "MAR"
    return len(token.norm) > 3  # noqa: PLR2004  "Jan" is a first name


_BEFORE_MONTH: Final = word_set(
    """
    in of since until by last next this early late mid from to between and - end through during every for before
    after around about than into
    """
)
"""Words before "May", "March" and "August" that show a month."""


def _french_date(context: Context, index: int) -> Step | None:
    day = _day_at(context, index)
    if day is None:
        return None
    number, at = day
    month = _month_at(context, context.over_hyphen(at))
    if month is not None:
        return _finish(context, index, number, month)
    second = _day_at(context, at + 1) if context.word(at) in _JOINERS["fr"] else None
    if second and (month := _month_at(context, second[1])) is not None:
        tail, last = _finish(context, at + 1, second[0], month)
        return [_make(context, index, at, (None, month[0], number)), *tail], last
    return None


def _finish(context: Context, first: int, day: int, month: tuple[int, int]) -> Step:
    number, last = month
    year = _year_after(context, last)
    if year:
        return [_make(context, first, year[1], (year[0], number, day))], year[1]
    return [_make(context, first, last, (None, number, day))], last


def _english_date(context: Context, index: int) -> Step | None:
    month = _month_at(context, index)
    if month is not None:
        at = month[1] + 1 if context.word(month[1]) == "the" else month[1]
        day = _day_at(context, at) if context.at(at).kind == "n" or context.word(at) in EN_ORDINALS else None
        if day is None:
            return None
        readings, last = _finish(context, index, day[0], (month[0], day[1]))
        more = _day_at(context, last + 1) if context.word(last) in _JOINERS["en"] else None
        if more and context.at(last + 1).kind == "n" and not _counts(context, more[1]):
            tail, after = _finish(context, last + 1, more[0], (month[0], more[1]))
            readings, last = [*readings, *tail], after
        return readings, last
    day = _day_at(context, index)
    if day is None:
        return None
    number, at = day
    after = at + 1 if context.word(at) == "of" else at
    month = _month_at(context, after)
    if month is not None:
        return _finish(context, index, number, month)
    second = _day_at(context, at + 1) if context.word(at) in _JOINERS["en"] else None
    if second and (month := _month_at(context, second[1])) is not None:
        tail, last = _finish(context, at + 1, second[0], month)
        return [_make(context, index, at, (None, month[0], number)), *tail], last
    return None


def _counts(context: Context, index: int) -> bool:
    """Tell whether the number before *index* counts something, so that it is no day of the month."""
    token = context.at(index)
    return token.text in {"%", "€"} or (token.kind == "w" and token.norm not in _AFTER_DAY)


_AFTER_DAY: Final = word_set("and in at to for of with by as on from is was will")


def year_figure(context: Context, index: int) -> Step | None:
    """Read a bare year, with "fin", "early" and the like before it, and 2023-24 as two years."""
    year = year_at(context, index)
    if year is None:
        return None
    after = index + 1
    if context.glued(after) and (context.at(after).kind == "w" or context.word(after) in {"%", "€", "$"}):
        return None
    part, first = part_before(context, index)
    readings = [_make(context, first, after, (year, None, None), part=part)]
    short = context.at(after + 1)
    if (
        (
            context.word(after) in {"-", "‑", "–", "/"}
            and context.glued(after)
            and context.glued(after + 1)
            and short.kind == "n"
        )
        and len(short.text) <= _TWO
        and short.text.isdecimal()
        and int(short.text) > year % 10 ** len(short.text)
    ):
        century = year - year % 10 ** len(short.text)
        readings.append(_make(context, after + 1, after + 2, (century + int(short.text), None, None)))
        after += 2
    return readings, after
