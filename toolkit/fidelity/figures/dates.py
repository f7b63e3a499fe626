"""Dates, parts of years, decades and times of day.

Keys: ``2024-06-17``, ``--06-17``, ``2024-06``, ``--06``, ``2024``, ``2024-Q1``, ``--H2``, ``1990s``, ``90s``, ``20:30``;
"/early", "/mid" or "/late" is added for début, mi-, fin. Values: year * 10000 + month * 100 + day; minutes for times.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.context import HYPHENS, Context, Step
from toolkit.fidelity.figures.numerals import FR_UNITS, spelled
from toolkit.fidelity.figures.records import Level, Reading
from toolkit.fidelity.figures.units import unit_at
from toolkit.fidelity.figures.words import EN_DECADES, EN_ORDINALS, FR_ORDINALS, MONTHS
from toolkit.types import Figure

_PARTS: Final = {
    "début": "early", "debut": "early", "mi": "mid", "milieu": "mid", "courant": "", "fin": "late", "early": "early",
    "beginning": "early", "start": "early", "mid": "mid", "middle": "mid", "late": "late", "end": "late",
}  # fmt: skip
_BETWEEN: Final = frozenset(
    {
        "de",
        "d'",
        "des",
        "du",
        "of",
        "in",
        "les",
        "the",
        "l'",
        "la",
        "le",
        "année",
        "an",
        "-",
        "–",
        "exercice",
        "mois",
        "month",
    }
)
_JOINERS: Final = {
    "fr": frozenset({"et", "au", "à", "ou", "-", "–", "/"}),
    "en": frozenset({"and", "to", "or", "through", "-", "–", "until", "/", "through"}),
}
_FIRST_YEAR, _LAST_YEAR = 1000, 2199
_MERIDIEM: Final = {"am": 0, "a.m": 0, "pm": 12, "p.m": 12}


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
    if token.kind == "n" and token.text.isdecimal() and 1 <= int(token.text) <= 31 and len(token.text) <= 2:  # noqa: PLR2004
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
    short = len(token.norm) <= 5 and token.norm not in {
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
    }  # noqa: PLR2004
    if short and context.word(after) == "." and context.glued(after):
        after += 1
    return month, after


def _year_after(context: Context, index: int) -> tuple[int, int] | None:
    """Return the year after a month, with the comma or "of" that may stand between."""
    at = index + 1 if context.word(index) in {",", "of", "de", "-"} else index
    year = year_at(context, at)
    if (
        year is None
        or context.word(at + 1) in {"%", "€", "$"}
        or (context.glued(at + 1) and context.at(at + 1).kind == "w" and context.word(at + 1) != "s")
    ):
        return None
    return year, at + 1


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
        year = numbers[2] if numbers[2] > 99 else 2000 + numbers[2]  # noqa: PLR2004
        day_first, month_first = (year, numbers[1], numbers[0]), (year, numbers[0], numbers[1])
        orders = [day_first] if context.language == "fr" else [month_first, day_first]
    valid = [order for order in orders if 1 <= order[1] <= 12 and 1 <= order[2] <= 31]  # noqa: PLR2004
    if not valid:
        return [context.reading(index, index + 1, Decimal(numbers[-1]), kind="identifier", key=token.text)], index + 1
    readings = [_make(context, index, index + 1, order) for order in valid]
    others = tuple(reading.figure for reading in readings[1:])
    first = readings[0]
    return [Reading(first.figure, first.level, first.mantissa, first.scale, others, index)], index + 1


def _part_before(context: Context, index: int) -> tuple[str, int]:
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
    part, first = _part_before(context, index)
    level = Level.STRONG if year else Level.WEAK
    parts = (year[0] if year else None, number, None)
    return [_make(context, first, year[1] if year else last, parts, part=part, level=level)], year[1] if year else last


def _is_month(context: Context, index: int) -> bool:
    """Tell months from other words: "Mars" the planet, the verb "may", "march"."""
    token = context.at(index)
    if context.language == "fr":
        return token.text.islower() and token.norm not in {"jan", "sep", "oct", "sept", "avr"}
    before = context.word(index - 1)
    if token.norm in {"may", "march", "mar", "august"}:
        return (
            before
            in {
                "in",
                "of",
                "since",
                "until",
                "by",
                "last",
                "next",
                "this",
                "early",
                "late",
                "mid",
                "from",
                "to",
                "between",
                "and",
                "-",
                "end",
                "through",
                "during",
                "every",
            }
            and token.text != "MAR"
        )
    return len(token.norm) > 3  # noqa: PLR2004  "Jan" is a first name


def _french_date(context: Context, index: int) -> Step | None:
    day = _day_at(context, index)
    if day is None:
        return None
    number, at = day
    month = _month_at(context, at)
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
            readings = [*readings, _make(context, last + 1, more[1], (None, month[0], more[0]))]
            last = more[1]
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
    return token.text in {"%", "€"} or (
        token.kind == "w"
        and token.norm
        not in {"and", "in", "at", "to", "for", "of", "with", "by", "as", "on", "from", "is", "was", "will"}
    )


def year_figure(context: Context, index: int) -> Step | None:
    """Read a bare year, with "fin", "early" and the like before it, and 2023-24 as two years."""
    year = year_at(context, index)
    if year is None:
        return None
    after = index + 1
    if context.glued(after) and (context.at(after).kind == "w" or context.word(after) in {"%", "€", "$"}):
        return None
    part, first = _part_before(context, index)
    readings = [_make(context, first, after, (year, None, None), part=part)]
    short = context.at(after + 1)
    if (
        context.word(after) in {"-", "–", "/"}
        and context.glued(after)
        and context.glued(after + 1)
        and short.kind == "n"
    ):
        if len(short.text) == 2 and int(short.text) > year % 100:  # noqa: PLR2004  2023-24
            readings.append(_make(context, after + 1, after + 2, (year - year % 100 + int(short.text), None, None)))
            after += 2
    return readings, after


_FR_PERIODS: Final = {"trimestre": "Q", "semestre": "H", "mi": "H", "période": "H", "moitié": "H"}
_EN_PERIODS: Final = {"quarter": "Q", "half": "H", "quarters": "Q", "semester": "H"}
_SHORT_PERIOD: Final = {"t": "Q", "q": "Q", "s": "H", "h": "H"}


def period_at(context: Context, index: int) -> Step | None:
    """Read "premier trimestre 2024", "T1", "1T24", "S2 2024", "first quarter of 2024", "Q1", "H2"."""
    found = _short_period(context, index) or _long_period(context, index)
    if found is None:
        return None
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
    else:
        return None
    if letter == "H" and number > 2:  # noqa: PLR2004
        return None
    return letter, number, last, None, Level.STRONG


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
    if number is None and token.norm in {"dernier", "last", "final"} and french:
        number, level = 4, Level.WEAK
    if number is None or number > 4:  # noqa: PLR2004
        return None
    if not french:
        at = context.over_hyphen(at)
        at = at + 1 if context.word(at) in {"fiscal", "financial"} else at
    letter = (_FR_PERIODS if french else _EN_PERIODS).get(context.word(at))
    if letter is None or (letter == "H" and number > 2):  # noqa: PLR2004
        return None
    if context.word(at) == "mi":
        if context.word(at + 2) not in {"temps"}:
            return None
        at += 2
    if level is Level.WEAK and letter != "Q":
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
    else:
        value, last = _english_decade(context, index)
    if value is None:
        return None
    part, first = _part_before(context, index)
    key = f"{value}s" + (f"/{part}" if part else "")
    readings = [context.reading(first, last, Decimal(value), kind="date", key=key)]
    while context.language == "fr" and context.word(last) in {"et", ",", "ou", "-", "à"}:
        more, after = _decade_number(context, last + 1)
        if more is None or unit_at(context.tokens, after, "fr"):
            break
        readings.append(context.reading(last + 1, after, Decimal(more), kind="date", key=f"{more}s"))
        last = after
    return readings, last


def _decade_number(context: Context, index: int) -> tuple[int | None, int]:
    token = context.at(index)
    if token.kind == "n" and token.text.isdecimal() and int(token.text) % 10 == 0 and len(token.text) in {2, 4}:
        return int(token.text), index + 1
    found = spelled(context.tokens, index, "fr") if token.norm not in FR_UNITS else None
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


def time_at(context: Context, index: int) -> Step | None:
    """Read a time of day: "20 h 30", "8h", "midi", "20:30", "8.30pm", "eight in the morning", "noon"."""
    token = context.at(index)
    fixed = _FIXED.get(token.norm)
    if fixed is not None and not (token.norm == "midi" and _no_noon(context, index)):
        if context.word(index + 1) == "et" and context.word(index + 2) in {"demi", "demie"}:
            return _time(context, index, index + 3, fixed[0], 30)
        return _time(context, index, index + 1, *fixed)
    if token.kind == "clock":
        hour, minute = (int(part) for part in token.text.split(":"))
        if hour <= 24 and minute < 60:  # noqa: PLR2004
            return _meridiem(context, index, index + 1, hour, minute)
        return [context.reading(index, index + 1, Decimal(hour), kind="identifier", key=token.text)], index + 1
    return _french_time(context, index) if context.language == "fr" else _english_time(context, index)


def _no_noon(context: Context, index: int) -> bool:
    """Tell "après-midi", "le Midi" and "ce midi-là" from noon."""
    before = context.word(index - 1)
    if before == "-" or context.at(index).text == "Midi" or before == "du":
        return True
    return before == "après" and context.word(index - 2) in {"cet", "l'", "un", "d'", "cette", "en"}


_FIXED: Final = {
    "midi": (12, 0), "minuit": (0, 0), "noon": (12, 0), "midday": (12, 0), "midnight": (0, 0), "lunchtime": (12, 0),
}  # fmt: skip


def _time(context: Context, first: int, last: int, hour: int, minute: int, *, open_half: bool = False) -> Step:
    key = f"{hour % 24:02d}:{minute:02d}"
    value = Decimal(hour % 24 * 60 + minute)
    others = ()
    if open_half and 1 <= hour <= 12:  # noqa: PLR2004  a clock of twelve hours without a.m. or p.m.
        late = (hour + 12) % 24
        others = (
            context.figure(first, last, Decimal(late * 60 + minute), kind="time", key=f"{late:02d}:{minute:02d}"),
        )
    word = context.word(first)
    level = Level.WEAK if word in {"lunchtime", "midday"} or (word == "midi" and context.word(first - 1) == "le") else Level.STRONG
    return [context.reading(first, last, value, kind="time", key=key, others=others, level=level)], last


def _french_time(context: Context, index: int) -> Step | None:
    token = context.at(index)
    if token.kind == "n" and token.text.isdecimal() and len(token.text) <= 2:  # noqa: PLR2004
        hour, at = int(token.text), index + 1
    elif token.kind == "w" and (found := spelled(context.tokens, index, "fr")) and found[0] <= 24:  # noqa: PLR2004
        hour, at = int(found[0]), found[1]
    else:
        return None
    word = context.word(at)
    if word not in {"h", "heures", "heure"} or hour > 24 or context.word(at + 1) == "/":  # noqa: PLR2004
        return None
    minutes, last = _minutes(context, at + 1)
    if word != "h" and minutes is None and not _is_clock(context, index, at + 1):
        return None
    if minutes is None and hour == 24:  # noqa: PLR2004  "24h" is a day
        return None
    if (
        word == "h"
        and minutes is None
        and context.word(index - 1) in {"en", "pendant", "durant", "toutes", "de"}
        and not _day_half(context, at + 1)
    ):
        return None
    half = _day_half(context, last)
    if half is not None:
        hour = hour + 12 if half[0] and hour < 12 else hour  # noqa: PLR2004
        last = half[1]
    return _time(context, index, last, hour, minutes or 0)


def _minutes(context: Context, index: int) -> tuple[int | None, int]:
    token = context.at(index)
    if token.kind == "n" and token.text.isdecimal() and len(token.text) <= 2 and int(token.text) < 60:  # noqa: PLR2004
        after = index + 1
        if context.word(after) in {"min", "mn", "minutes"}:
            return int(token.text), after + 1
        counted = context.at(after)
        if counted.text in {"%", "€", "$"} or (len(token.text) == 1 and counted.kind == "w"):
            return None, index
        return int(token.text), after
    if token.norm == "et" and context.word(index + 1) in {"demie", "demi", "quart"}:
        return (15 if context.word(index + 1) == "quart" else 30), index + 2
    found = spelled(context.tokens, index, "fr") if token.kind == "w" and token.norm not in {"un", "une"} else None
    if found and found[0] < 60 and context.word(found[1]) not in {"jours", "ans", "mois"}:  # noqa: PLR2004
        return int(found[0]), found[1]
    return None, index


def _is_clock(context: Context, index: int, after: int) -> bool:
    """Tell "à 14 heures" from "14 heures de travail"."""
    before = context.word(index - 1)
    if _day_half(context, after) is not None:
        return True
    return before in {"à", "vers", "dès", "avant", "après", "jusqu'à", "depuis", "sur"} and context.word(after) not in {
        "de",
        "d'",
        "plus",
        "supplémentaires",
        "par",
    }


def _day_half(context: Context, index: int) -> tuple[bool, int] | None:
    """Return whether "du matin", "du soir" … says the second half of the day, and the index after it."""
    if context.word(index) == "du" and context.word(index + 1) in {"matin", "soir"}:
        return context.word(index + 1) == "soir", index + 2
    if context.word(index) == "de" and context.word(index + 1) == "l'" and context.word(index + 2).startswith("après"):
        return True, index + (5 if context.word(index + 3) == "-" else 3)
    return None


def _english_time(context: Context, index: int) -> Step | None:
    token = context.at(index)
    if token.kind == "n" and context.word(index + 1) == "h":
        return _french_time(context, index)
    if token.kind == "n" and re.fullmatch(r"\d{1,2}(?:\.[0-5]\d)?", token.text):
        hour, _, minute = token.text.partition(".")
        return _meridiem(context, index, index + 1, int(hour), int(minute or 0), bare=True)
    if token.kind != "w":
        return None
    if token.norm in {"half", "quarter"} and context.word(index + 1) in {"past", "to"}:
        hour_word = spelled(context.tokens, index + 2, "en")
        number = context.at(index + 2)
        hour_value = int(number.text) if number.kind == "n" and number.text.isdecimal() else None
        if hour_value is None and hour_word:
            hour_value = int(hour_word[0])
        if hour_value and hour_value <= 12:  # noqa: PLR2004
            back = context.word(index + 1) == "to"
            minute_value = 30 if token.norm == "half" else 45 if back else 15
            last = hour_word[1] if hour_word else index + 3
            return _meridiem(context, index, last, hour_value - back, minute_value)
    found = spelled(context.tokens, index, "en")
    if found and 1 <= found[0] <= 12:  # noqa: PLR2004
        return _meridiem(context, index, found[1], int(found[0]), 0, bare=True)
    return None


def _meridiem(context: Context, first: int, at: int, hour: int, minute: int, *, bare: bool = False) -> Step | None:
    """Finish a time with a.m., p.m., o'clock, "in the morning"; a *bare* number is no time without them."""
    words = [context.word(at + step) for step in range(5)]
    half: int | None = None
    last = at
    if words[0] in {"am", "pm"}:
        half, last = _MERIDIEM[words[0]], at + 1
    elif words[0] in {"a", "p"} and words[1] == "." and words[2] == "m":
        half, last = (12 if words[0] == "p" else 0), at + (4 if words[3] == "." else 3)
    elif words[0] in {"o", "o'"} and "clock" in words[1:3]:
        last = at + words.index("clock") + 1
        bare = False
        words = [context.word(last + step) for step in range(5)]
    if words[0] == "in" and words[1] == "the" and words[2] in {"morning", "evening", "afternoon"}:
        half, last = (0 if words[2] == "morning" else 12), last + 3
    elif words[0] == "at" and words[1] == "night" and not bare:
        half, last = 12, last + 2
    if half is None:
        if bare or hour > 24:  # noqa: PLR2004
            return None
        return _time(context, first, last, hour, minute, open_half=True)
    if hour > 12:  # noqa: PLR2004  "20:30 p.m."
        return _time(context, first, last, hour, minute)
    return _time(context, first, last, hour % 12 + half, minute)
