"""Feasts named by their day in one language and by their name in the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from toolkit.fidelity.data.tables import rows
from toolkit.fidelity.names import gazetteer
from toolkit.fidelity.names.mentions import Mention
from toolkit.fidelity.names.tokens import Token

_FIRST: Final = frozenset({"1er", "1"})


@cache
def _by_name() -> dict[tuple[str, ...], tuple[str, str]]:
    """Return the folded French names of feasts with the folded English month and the day."""
    table: dict[tuple[str, ...], tuple[str, str]] = {}
    for _, names, __, date in rows("feasts.tsv"):
        month, day = gazetteer.folds(date)
        table.update((gazetteer.folds(name), (month, day)) for name in names.split("|"))
    return table


@cache
def _by_day() -> dict[tuple[str, str], frozenset[str]]:
    """Return day and folded French month with the folded words of the feast's English names."""
    table: dict[tuple[str, str], frozenset[str]] = {}
    for date, _, names, __ in rows("feasts.tsv"):
        day, month = gazetteer.folds(date)
        table[day, month] = frozenset(fold for name in names.split("|") for fold in gazetteer.folds(name))
    return table


def days(mention: Mention) -> Iterator[tuple[str, ...]]:
    """Yield the English dates of a feast that the French text names (la Saint-Valentin: February 14)."""
    date = _by_name().get(mention.folds)
    if date:
        month, day = date
        ordinal = day + {"1": "st", "2": "nd", "3": "rd"}.get(day[-1] if day not in {"11", "12", "13"} else "", "th")
        for number in (day, ordinal):
            yield (month, number)
            yield (number, month)


def named(tokens: Sequence[Token], index: int) -> frozenset[str]:
    """Return the folded English words for the feast on the day that word *index* opens (le 15 août: Assumption)."""
    token = tokens[index]
    if not (token.number or token.fold in _FIRST) or index + 1 >= len(tokens):
        return frozenset()
    day = "1" if token.fold in _FIRST else token.fold
    return _by_day().get((day, tokens[index + 1].fold), frozenset())
