"""English times of day as they are said: "half past eight", "ten to eleven", "eight-thirty"."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.context import Context, Step
from toolkit.fidelity.figures.meridiem import FIXED, make_time, with_meridiem
from toolkit.fidelity.figures.numerals import spelled
from toolkit.fidelity.figures.records import Reading
from toolkit.types import Span


def past_or_to(context: Context, index: int) -> Step | None:
    """Read "half past eight", "a quarter to nine", "ten to eleven"."""
    token = context.at(index)
    if token.norm == "a" and context.word(index + 1) == "quarter" and context.word(index + 2) in {"past", "to"}:
        step = past_or_to(context, index + 1)
        return None if step is None else ([_widened(context, index, step[0][0])], step[1])
    if token.norm in {"half", "quarter"} and context.word(index + 1) in {"past", "to"}:
        hour_word = spelled(context.tokens, index + 2, "en")
        number = context.at(index + 2)
        back = context.word(index + 1) == "to"
        hour_value = int(number.text) if number.kind == "n" and number.text.isdecimal() else None
        if number.norm in FIXED:  # "a quarter past midnight"
            minute = 30 if token.norm == "half" else -15 if back else 15
            return make_time(context, index, index + 3, *divmod(FIXED[number.norm][0] * 60 + minute, 60))
        if hour_value is None and hour_word:
            hour_value = int(hour_word[0])
        if hour_value and hour_value <= 12:  # noqa: PLR2004
            minute_value = 30 if token.norm == "half" else 45 if back else 15
            last = hour_word[1] if hour_word else index + 3
            return with_meridiem(context, index, last, hour_value - back, minute_value)
    return _minutes_to(context, index)


def _widened(context: Context, index: int, reading: Reading) -> Reading:
    """Return the reading with its first token at *index*."""
    span = Span(context.tokens[index].start, reading.figure.span.end)
    figure = replace(reading.figure, span=span, text=span.of(context.text))
    others = tuple(replace(other, span=span, text=figure.text) for other in reading.others)
    return reading._replace(figure=figure, others=others, token=index)


def _minutes_to(context: Context, index: int) -> Step | None:
    """Read "ten to eleven", "twenty past six" as times where "at", "in the morning" or the like shows that they are."""
    minutes = spelled(context.tokens, index, "en")
    if minutes is None:
        return None
    counted = context.word(minutes[1]) in {"minute", "minutes"}
    joint = minutes[1] + 1 if counted else minutes[1]
    if not (counted or minutes[0] in {5, 10, 20, 25}) or context.word(joint) not in {
        "to",
        "past",
        *(_COUNTED_ONLY if counted else ()),
    }:
        return _digital(context, index, minutes)
    if context.word(joint + 1) in FIXED:
        off = int(-minutes[0] if context.word(joint) in {"to", "before"} else minutes[0])
        total = (FIXED[context.word(joint + 1)][0] * 60 + off) % _DAY
        return make_time(context, index, joint + 2, *divmod(total, 60))
    hour = spelled(context.tokens, joint + 1, "en")
    if hour is None or not 1 <= hour[0] <= 12:  # noqa: PLR2004
        return None
    back = context.word(joint) in {"to", "before"}
    says = [context.word(hour[1] + step) for step in range(2)]
    marked = says[0] in {"am", "pm"} or says in (["at", "night"], ["in", "the"], ["a", "."], ["p", "."])
    if back and not counted and context.word(index - 1) != "at" and not marked:
        return None
    total = int(hour[0]) * 60 + int(-minutes[0] if back else minutes[0])
    return with_meridiem(context, index, hour[1], *divmod(total, 60))


_DAY: Final = 1440
"""Minutes of a day."""
_COUNTED_ONLY: Final = ("before", "after")
"""Words that join minutes to an hour where "minutes" is said: "ten minutes before eleven"."""


def _digital(context: Context, index: int, hour: tuple[Decimal, int]) -> Step | None:
    """Read "eight-thirty", "at ten fifteen"."""
    at = context.over_hyphen(hour[1])
    if not 1 <= hour[0] <= 12 or (at == hour[1] and context.word(index - 1) != "at"):  # noqa: PLR2004
        return None
    minutes = spelled(context.tokens, at, "en")
    if minutes is None or minutes[0] not in _MINUTES_SAID or context.word(minutes[1]) == "-":
        return None
    if (
        context.at(minutes[1]).kind == "w"
        and context.word(minutes[1])[-1] == "s"
        and context.word(minutes[1]) != "this"
    ):
        return None  # "at ten fifteen cars"
    return with_meridiem(context, index, minutes[1], int(hour[0]), int(minutes[0]))


_MINUTES_SAID: Final = frozenset({10, 15, 20, 25, 30, 35, 40, 45, 50, 55})
