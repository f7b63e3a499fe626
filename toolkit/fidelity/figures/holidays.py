"""Days with a name that the other side may write as a date: "le 1er janvier", "New Year's Day"."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.context import Context, Step
from toolkit.fidelity.figures.dates import date_key
from toolkit.fidelity.figures.records import Level

_HOLIDAYS: Final = {
    "en": {
        ("new", "year", "'", "s", "day"): (1, 1), ("new", "year", "'", "s", "eve"): (12, 31), ("may", "day"): (5, 1),
        ("bastille", "day"): (7, 14), ("armistice", "day"): (11, 11), ("christmas", "eve"): (12, 24),
        ("christmas", "day"): (12, 25), ("boxing", "day"): (12, 26),
    },
    "fr": {("jour", "de", "l'", "an"): (1, 1), ("saint", "-", "sylvestre"): (12, 31)},
}  # fmt: skip
_HEADS: Final = {language: frozenset(words[0] for words in table) for language, table in _HOLIDAYS.items()}


def holiday_at(context: Context, index: int) -> Step | None:
    """Read the name of a day; it is weak, for it needs no counterpart."""
    if context.word(index) not in _HEADS[context.language]:
        return None
    for words, (month, day) in _HOLIDAYS[context.language].items():
        last = index + len(words)
        if all(context.word(index + step).replace("’", "'") == word for step, word in enumerate(words)):
            key, value = date_key(None, month, day), Decimal(month * 100 + day)
            return [context.reading(index, last, value, kind="date", key=key, level=Level.WEAK)], last
    return None
