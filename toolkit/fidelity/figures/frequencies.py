"""How often something happens: "trimestriel", "biweekly", "every other day"."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.context import Context, Step
from toolkit.fidelity.figures.multiples import INTERVAL
from toolkit.fidelity.figures.records import ONE, Level
from toolkit.fidelity.figures.units import unit_at
from toolkit.fidelity.figures.words import EN_ORDINALS

_FRENCH_STEMS: Final = (
    ("bimestriel", 2, "month"), ("trimestriel", 3, "month"), ("semestriel", 6, "month"), ("bisannuel", 2, "year"),
)  # fmt: skip
FREQUENCIES: Final[dict[str, dict[str, tuple[int, str]]]] = {
    "fr": {
        stem + ending: (number, unit)
        for stem, number, unit in _FRENCH_STEMS
        for ending in ("", "s", "le", "les", "lement")
    },
    "en": {
        "biweekly": (2, "week"), "fortnightly": (2, "week"), "bimonthly": (2, "month"), "quarterly": (3, "month"),
        "biennial": (2, "year"), "triennial": (3, "year"), "semiannual": (6, "month"),
        "semiannually": (6, "month"), "biannual": (6, "month"),
    },
}  # fmt: skip
"""Adverbs and adjectives that say an interval which the other side may count out."""
_UNITS: Final = frozenset({"day", "week", "month", "year", "hour", "minute", "weekend", "night"})


def frequency_at(context: Context, index: int) -> Step | None:
    """Read an interval; it is weak: the other side may count it ("every three months") or not."""
    word = context.word(index)
    table = FREQUENCIES[context.language]
    found = table.get(word)
    last = index + 1
    if word == "year" and _on_year(context, index):
        after = index + 5 if context.word(last) == "-" else index + 3
        return [context.reading(index, after, ONE, unit="year", level=Level.WEAK)], after
    after = context.over_hyphen(last)
    yearly = context.word(last) in {"a", "per", "each"} and context.word(last + 1) == "year"
    if word == "twice" and (yearly or context.word(after) in {"yearly", "annual", "annually"}):
        half = context.figure(index, last, Decimal(6), unit="month")
        return [context.reading(index, last, Decimal(2), unit="times", others=(half,))], last
    if found is None and context.language == "en":
        if word in {"bi", "semi"} and context.word(context.over_hyphen(last)) in table and context.glued(last):
            last = context.over_hyphen(last)
            found = table.get(word + context.word(last))
            last += 1
        elif word in {"alternate", "every"}:
            nth = 2 if word == "alternate" else _nth(context.word(last))
            unit = unit_at(context.tokens, last if word == "alternate" else last + 1, "en")
            if nth is not None and unit and unit[0] in _UNITS:
                found, last = (nth, unit[0]), unit[1]
    if found is None:
        return None
    number, unit_code = found
    reading = context.reading(index, last, Decimal(number), unit=unit_code, key=INTERVAL, level=Level.WEAK)
    return [reading], last


def _nth(word: str) -> int | None:
    """Return the interval of "every other" and "every third"."""
    return 2 if word == "other" else EN_ORDINALS.get(word)


def _on_year(context: Context, index: int) -> bool:
    """Tell "year on year" and "year-on-year", which is over twelve months."""
    words = [context.word(index + step) for step in range(1, 5)]
    return words[:2] == ["on", "year"] or words == ["-", "on", "-", "year"]
