"""Times of day.

The key is ``20:30``, the value minutes since midnight.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.context import Context, Step
from toolkit.fidelity.figures.lexer import decimal_of
from toolkit.fidelity.figures.meridiem import FIXED, make_time, with_meridiem
from toolkit.fidelity.figures.numerals import spelled
from toolkit.fidelity.figures.records import Token
from toolkit.fidelity.figures.spoken_clock import past_or_to


def time_at(context: Context, index: int) -> Step | None:
    """Read a time of day: "20 h 30", "8h", "midi", "20:30", "8.30pm", "eight in the morning", "noon"."""
    token = context.at(index)
    fixed = FIXED.get(token.norm)
    if fixed is not None and not (token.norm == "midi" and _no_noon(context, index)):
        minutes, last = _minutes(context, index + 1) if context.language == "fr" else (None, index + 1)
        if minutes is not None and (context.word(index + 1) in {"et", "moins"} or _ends(context, last)):
            return make_time(context, index, last, *divmod(fixed[0] * 60 + minutes, 60))
        return make_time(context, index, index + 1, *fixed)
    if token.kind in {"clock", "race"} and (length := _race(token)) is not None:
        # "2:21.31" is also written for two hours, 21 minutes and 31 seconds
        longer = length // 60 * 3600 + length % 60 // 1 * 60 + length % 1 * 100
        other = (context.figure(index, index + 1, longer, unit="second"),) if token.text.count(".") else ()
        return [context.reading(index, index + 1, length, unit="second", others=other)], index + 1
    if token.kind == "clock":
        hour, minute = (int(part) for part in token.text.split(":"))
        if hour <= 24 and minute < 60:  # noqa: PLR2004
            return _or_minutes(context, index, with_meridiem(context, index, index + 1, hour, minute))
        race = context.figure(index, index + 1, Decimal(hour * 60 + minute), unit="second")  # "29:17" of a race
        return [
            context.reading(index, index + 1, Decimal(hour), kind="identifier", key=token.text, others=(race,))
        ], index + 1
    return _french_time(context, index) if context.language == "fr" else _english_time(context, index)


def _or_minutes(context: Context, index: int, step: Step | None) -> Step | None:
    """Let "4:24" without a.m. or p.m. also be minutes and seconds: "4:24 behind"."""
    if step is None or step[1] > index + 1:
        return step
    reading = step[0][0]
    length = context.figure(index, index + 1, reading.figure.value, unit="second")
    return [reading._replace(others=(*reading.others, length))], step[1]


_MILITARY: Final = re.compile(r"([01]\d|2[0-3])([0-5]\d)")
_BEFORE_TIME: Final = frozenset({"at", "by", "until", "till", "from", "to", "before", "after", "around", "and", "on"})
_MARKS: Final = re.compile(r"[^\d]+")


def _race(token: Token) -> Decimal | None:
    """Return the seconds of 2:05:36, 2:21.31, 1'42"35 and 37''84, or None for a time of day."""
    if token.kind == "race":
        *minutes, seconds, hundredths = _MARKS.split(token.text)
        hundredths = hundredths or "0"
        return Decimal(minutes[0] if minutes else 0) * 60 + Decimal(f"{seconds}.{hundredths}")
    parts = token.text.replace(",", ".").replace(" ", "").split(":")
    if len(parts) == 2 and "." not in parts[1]:  # noqa: PLR2004  hour and minute
        return None
    total = Decimal(0)
    for part in parts:
        total = total * 60 + Decimal(part.strip())
    return total


def _no_noon(context: Context, index: int) -> bool:
    """Tell "après-midi", "le Midi" and "ce midi-là" from noon."""
    before = context.word(index - 1)
    if before == "-" or context.at(index).text == "Midi" or before == "du":
        return True
    return before == "après" and context.word(index - 2) in {"cet", "l'", "un", "d'", "cette", "en"}


def _ends(context: Context, index: int) -> bool:
    """Tell whether nothing is counted by the number before *index*: "midi dix" but not "midi, 20 personnes"."""
    after = context.at(index)
    return after.kind != "w" or after.norm in {"et", "à", "au", "pour", "heure", "dans", "sur", "en", "le", "la"}


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
    if minutes is not None and (seconds := _seconds(context, last)):
        length = hour * 3600 + minutes * 60 + seconds[0]
        return [context.reading(index, seconds[1], length, unit="second")], seconds[1]
    if minutes is None and (hour == 24 or _is_length(context, index, at)):  # noqa: PLR2004  "24h" is a day
        return None
    half = _day_half(context, last)
    if half is not None:
        hour = hour + 12 if half[0] and hour < 12 else hour  # noqa: PLR2004
        last = half[1]
    hour, minute = divmod(hour * 60 + (minutes or 0), 60)
    return make_time(context, index, last, hour, minute)


def _is_length(context: Context, index: int, at: int) -> bool:
    """Tell hours without minutes that are how long something takes: "14 heures de travail", "en 2 h"."""
    if context.word(at) != "h":
        return not _is_clock(context, index, at + 1)
    inside = context.word(index - 1) in {"en", "pendant", "durant", "toutes", "de"}
    return inside and not _day_half(context, at + 1)


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
    before = _minutes_before(context, index + 1) if token.norm == "moins" else None
    found = spelled(context.tokens, index, "fr") if token.kind == "w" and token.norm not in {"un", "une"} else None
    if found and found[0] < 60 and context.word(found[1]) not in {"jours", "ans", "mois"}:  # noqa: PLR2004
        return int(found[0]), found[1]
    return before or (None, index)


def _minutes_before(context: Context, index: int) -> tuple[int, int] | None:
    """Read what follows "moins" as negative minutes: "moins le quart", "moins dix"."""
    if context.word(index) == "le" and context.word(index + 1) == "quart":
        return -15, index + 2
    found = spelled(context.tokens, index, "fr")
    if found and found[0] in {5, 10, 20, 25}:
        return -int(found[0]), found[1]
    return None


def _seconds(context: Context, index: int) -> tuple[Decimal, int] | None:
    """Read the "35 s" of "2 h 04 min 35 s": with seconds it is how long something took, no time of day."""
    at = index + 1 if context.word(index) == "et" else index
    token = context.at(at)
    if token.kind == "n" and context.word(at + 1) in {"s", "sec", "secondes", "seconde"}:
        return decimal_of(token.text, context.language), at + 2
    return None


def _is_clock(context: Context, index: int, after: int) -> bool:
    """Tell "à 14 heures" from "14 heures de travail"."""
    before = context.word(index - 1)
    if _day_half(context, after) is not None:
        return True
    if before in {"le", "du", "au"} and context.word(index) in {"13", "20", "treize", "vingt"}:
        return True  # the news on television
    return before in {"à", "vers", "dès", "avant", "après", "jusqu'à", "depuis", "sur"} and context.word(after) not in {
        "de",
        "d'",
        "plus",
        "supplémentaires",
        "par",
    }


_PARTS_OF_DAY: Final = frozenset({
    "du", "le", "ce", "hier", "demain", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
})  # fmt: skip


def _day_half(context: Context, index: int) -> tuple[bool, int] | None:
    """Return whether "du matin", "du soir" … says the second half of the day, and the index after it."""
    if context.word(index) in _PARTS_OF_DAY and context.word(index + 1) in {"matin", "soir"}:
        return context.word(index + 1) == "soir", index + 2
    if context.word(index) == "cet" and context.word(index + 1).startswith("après"):
        return True, index + (4 if context.word(index + 2) == "-" else 2)
    if context.word(index) == "de" and context.word(index + 1) == "l'" and context.word(index + 2).startswith("après"):
        return True, index + (5 if context.word(index + 3) == "-" else 3)
    return None


def _english_time(context: Context, index: int) -> Step | None:  # noqa: PLR0911  one line for each form
    token = context.at(index)
    if token.text == "12" and context.word(index + 1) in {"noon", "midnight"}:
        return make_time(context, index, index + 2, 12 if context.word(index + 1) == "noon" else 0, 0)
    if token.kind == "n" and (military := _MILITARY.fullmatch(token.text)):
        said = context.word(index + 1) in {"hours", "hrs", "gmt", "utc"}
        if said or (token.text[0] == "0" and context.word(index - 1) in _BEFORE_TIME):
            (reading,), last = make_time(context, index, index + (2 if said else 1), int(military[1]), int(military[2]))
            hours = context.figure(index, index + 2, Decimal(token.text), unit="hour") if said else None
            return [reading._replace(others=(hours,)) if hours else reading], last
    if token.kind == "n" and context.word(index + 1) == "h":
        return _french_time(context, index)
    if token.kind == "n" and re.fullmatch(r"\d{1,2}(?:\.[0-5]\d)?", token.text):
        hour, _, minute = token.text.partition(".")
        if minute and context.word(index + 1) == "hrs" and int(hour) < 24:  # noqa: PLR2004  hours of a day
            return make_time(context, index, index + 2, int(hour), int(minute))
        return with_meridiem(context, index, index + 1, int(hour), int(minute or 0), bare=True)
    if token.kind != "w":
        return None
    step = past_or_to(context, index)
    if step is not None:
        return step
    found = spelled(context.tokens, index, "en")
    if found and 1 <= found[0] <= 12:  # noqa: PLR2004
        return with_meridiem(context, index, found[1], int(found[0]), 0, bare=True)
    return None
