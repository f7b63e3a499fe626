"""A time of day made of an hour, minutes and what says its half of the day: a.m., o'clock, "in the morning"."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.context import Context, Step
from toolkit.fidelity.figures.records import Level
from toolkit.types import Figure

_MERIDIEM: Final = {"am": 0, "a.m": 0, "pm": 12, "p.m": 12}
FIXED: Final = {
    "midi": (12, 0), "minuit": (0, 0), "noon": (12, 0), "midday": (12, 0), "midnight": (0, 0), "lunchtime": (12, 0),
}  # fmt: skip
"""Words that are a time of day: hour and minute."""
_NEWS: Final = frozenset({13, 20})
"""Hours of the television news, "le 20 heures"."""


def make_time(context: Context, first: int, last: int, hour: int, minute: int, *, open_half: bool = False) -> Step:
    """Make the reading of a time of day; *open_half*: morning or evening was not said."""
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
        if word in {"lunchtime", "midday"}
        or (word == "midi" and context.word(first - 1) == "le")
        or (hour in _NEWS and minute == 0 and context.word(first - 1) in {"le", "du", "au"})
        else Level.STRONG
    )
    return [context.reading(first, last, value, kind="time", key=key, others=others, level=level)], last


def with_meridiem(context: Context, first: int, at: int, hour: int, minute: int, *, bare: bool = False) -> Step | None:
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
        half, last = (0 if hour == 12 else 12), last + 2  # noqa: PLR2004  "half past twelve at night"
    if half is None:
        if bare or hour > 24:  # noqa: PLR2004
            return None
        return make_time(context, first, last, hour, minute, open_half=True)
    if hour > 12:  # noqa: PLR2004  "20:30 p.m."
        return make_time(context, first, last, hour, minute)
    return make_time(context, first, last, hour % 12 + half, minute)
