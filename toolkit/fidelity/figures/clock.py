"""Times of day.

The key is ``20:30``, the value minutes since midnight.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.context import Context, Step
from toolkit.fidelity.figures.lexer import decimal_of
from toolkit.fidelity.figures.numerals import spelled
from toolkit.fidelity.figures.records import Level, Reading, Token
from toolkit.types import Figure, Span

_MERIDIEM: Final = {"am": 0, "a.m": 0, "pm": 12, "p.m": 12}


def time_at(context: Context, index: int) -> Step | None:
    """Read a time of day: "20 h 30", "8h", "midi", "20:30", "8.30pm", "eight in the morning", "noon"."""
    token = context.at(index)
    fixed = _FIXED.get(token.norm)
    if fixed is not None and not (token.norm == "midi" and _no_noon(context, index)):
        if context.word(index + 1) == "et" and context.word(index + 2) in {"demi", "demie"}:
            return _time(context, index, index + 3, fixed[0], 30)
        return _time(context, index, index + 1, *fixed)
    if token.kind in {"clock", "race"} and (length := _race(token)) is not None:
        # "2:21.31" is also written for two hours, 21 minutes and 31 seconds
        longer = length // 60 * 3600 + length % 60 // 1 * 60 + length % 1 * 100
        other = (context.figure(index, index + 1, longer, unit="second"),) if token.text.count(".") else ()
        return [context.reading(index, index + 1, length, unit="second", others=other)], index + 1
    if token.kind == "clock":
        hour, minute = (int(part) for part in token.text.split(":"))
        if hour <= 24 and minute < 60:  # noqa: PLR2004
            return _or_minutes(context, index, _meridiem(context, index, index + 1, hour, minute))
        return [context.reading(index, index + 1, Decimal(hour), kind="identifier", key=token.text)], index + 1
    return _french_time(context, index) if context.language == "fr" else _english_time(context, index)


def _or_minutes(context: Context, index: int, step: Step | None) -> Step | None:
    """Let "4:24" without a.m. or p.m. also be minutes and seconds: "4:24 behind"."""
    if step is None or step[1] > index + 1:
        return step
    reading = step[0][0]
    length = context.figure(index, index + 1, reading.figure.value, unit="second")
    return [replace(reading, others=(*reading.others, length))], step[1]


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


_FIXED: Final = {
    "midi": (12, 0), "minuit": (0, 0), "noon": (12, 0), "midday": (12, 0), "midnight": (0, 0), "lunchtime": (12, 0),
}  # fmt: skip


def _time(context: Context, first: int, last: int, hour: int, minute: int, *, open_half: bool = False) -> Step:
    key = f"{hour % 24:02d}:{minute:02d}"
    value = Decimal(hour % 24 * 60 + minute)
    others: tuple[Figure, ...] = ()
    if open_half and 1 <= hour <= 12:  # noqa: PLR2004  a clock of twelve hours without a.m. or p.m.
        late = (hour + 12) % 24
        others = (
            context.figure(first, last, Decimal(late * 60 + minute), kind="time", key=f"{late:02d}:{minute:02d}"),
        )
    word = context.word(first)
    level = (
        Level.WEAK
        if word in {"lunchtime", "midday"} or (word == "midi" and context.word(first - 1) == "le")
        else Level.STRONG
    )
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
    return _time(context, index, last, hour, minute)


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
    return before in {"à", "vers", "dès", "avant", "après", "jusqu'à", "depuis", "sur"} and context.word(after) not in {
        "de",
        "d'",
        "plus",
        "supplémentaires",
        "par",
    }


def _day_half(context: Context, index: int) -> tuple[bool, int] | None:
    """Return whether "du matin", "du soir" … says the second half of the day, and the index after it."""
    if context.word(index) in {"du", "le"} and context.word(index + 1) in {"matin", "soir"}:
        return context.word(index + 1) == "soir", index + 2
    if context.word(index) == "de" and context.word(index + 1) == "l'" and context.word(index + 2).startswith("après"):
        return True, index + (5 if context.word(index + 3) == "-" else 3)
    return None


def _english_time(context: Context, index: int) -> Step | None:  # noqa: PLR0911  one line for each form
    token = context.at(index)
    if token.text == "12" and context.word(index + 1) in {"noon", "midnight"}:
        return _time(context, index, index + 2, 12 if context.word(index + 1) == "noon" else 0, 0)
    if token.kind == "n" and (military := _MILITARY.fullmatch(token.text)):
        said = context.word(index + 1) in {"hours", "hrs", "gmt", "utc"}
        if said or (token.text[0] == "0" and context.word(index - 1) in _BEFORE_TIME):
            (reading,), last = _time(context, index, index + (2 if said else 1), int(military[1]), int(military[2]))
            hours = context.figure(index, index + 2, Decimal(token.text), unit="hour") if said else None
            return [replace(reading, others=(hours,)) if hours else reading], last
    if token.kind == "n" and context.word(index + 1) == "h":
        return _french_time(context, index)
    if token.kind == "n" and re.fullmatch(r"\d{1,2}(?:\.[0-5]\d)?", token.text):
        hour, _, minute = token.text.partition(".")
        if minute and context.word(index + 1) == "hrs" and int(hour) < 24:  # noqa: PLR2004  hours of a day
            return _time(context, index, index + 2, int(hour), int(minute))
        return _meridiem(context, index, index + 1, int(hour), int(minute or 0), bare=True)
    if token.kind != "w":
        return None
    step = _past_or_to(context, index)
    if step is not None:
        return step
    found = spelled(context.tokens, index, "en")
    if found and 1 <= found[0] <= 12:  # noqa: PLR2004
        return _meridiem(context, index, found[1], int(found[0]), 0, bare=True)
    return None


def _past_or_to(context: Context, index: int) -> Step | None:
    """Read "half past eight", "a quarter to nine", "ten to eleven"."""
    token = context.at(index)
    if token.norm == "a" and context.word(index + 1) == "quarter" and context.word(index + 2) in {"past", "to"}:
        step = _past_or_to(context, index + 1)
        return None if step is None else ([_widened(context, index, step[0][0])], step[1])
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
    return _minutes_to(context, index)


def _widened(context: Context, index: int, reading: Reading) -> Reading:
    """Return the reading with its first token at *index*."""
    span = Span(context.tokens[index].start, reading.figure.span.end)
    figure = replace(reading.figure, span=span, text=span.of(context.text))
    others = tuple(replace(other, span=span, text=figure.text) for other in reading.others)
    return replace(reading, figure=figure, others=others, token=index)


def _minutes_to(context: Context, index: int) -> Step | None:
    """Read "ten to eleven", "twenty past six" as times where "at", "in the morning" or the like shows that they are."""
    minutes = spelled(context.tokens, index, "en")
    if minutes is None:
        return None
    counted = context.word(minutes[1]) in {"minute", "minutes"}
    joint = minutes[1] + 1 if counted else minutes[1]
    if not (counted or minutes[0] in {5, 10, 20, 25}) or context.word(joint) not in {"to", "past"}:
        return _digital(context, index, minutes)
    hour = spelled(context.tokens, joint + 1, "en")
    if hour is None or not 1 <= hour[0] <= 12:  # noqa: PLR2004
        return None
    back = context.word(joint) == "to"
    says = [context.word(hour[1] + step) for step in range(2)]
    marked = says[0] in {"am", "pm"} or says in (["at", "night"], ["in", "the"], ["a", "."], ["p", "."])
    if back and not counted and context.word(index - 1) != "at" and not marked:
        return None
    total = int(hour[0]) * 60 + int(-minutes[0] if back else minutes[0])
    return _meridiem(context, index, hour[1], *divmod(total, 60))


def _digital(context: Context, index: int, hour: tuple[Decimal, int]) -> Step | None:
    """Read "eight-thirty", "at ten fifteen"."""
    at = context.over_hyphen(hour[1])
    if not 1 <= hour[0] <= 12 or (at == hour[1] and context.word(index - 1) != "at"):  # noqa: PLR2004
        return None
    minutes = spelled(context.tokens, at, "en")
    if minutes is None or minutes[0] not in _MINUTES_SAID or context.word(minutes[1]) == "-":
        return None
    if context.at(minutes[1]).kind == "w" and context.word(minutes[1])[-1] == "s":
        return None  # "at ten fifteen cars"
    return _meridiem(context, index, minutes[1], int(hour[0]), int(minutes[0]))


_MINUTES_SAID: Final = frozenset({10, 15, 20, 25, 30, 35, 40, 45, 50, 55})


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
