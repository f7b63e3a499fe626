"""A unit that stands after an adjective: "9,939 irrigated hectares", "trois longues années et demie"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from toolkit.fidelity.figures.collectives import HALF
from toolkit.fidelity.figures.context import Context
from toolkit.fidelity.figures.records import Amount
from toolkit.fidelity.figures.units import UNITS, unit_at
from toolkit.fidelity.figures.words import word_set


def over_adjective(context: Context, amount: Amount, index: int) -> Amount:
    """Take the unit after one adjective ("9,939 irrigated hectares"); the span stays with the number."""
    adjective, noun = context.at(index), context.at(index + 1)
    if amount.unit is not None or adjective.kind != "w" or noun.kind != "w" or amount.article:
        return amount
    if len(adjective.norm) < 3 or adjective.norm in _NO_ADJECTIVES:  # noqa: PLR2004
        return amount
    more = adjective.norm in _MORE
    if not more and (len(noun.norm) < 4 or noun.norm[-1] != "s"):  # noqa: PLR2004
        return amount
    found = unit_at(context.tokens, index + 1, context.language)
    if found is None:
        return amount
    measured = UNITS[found[0]].dimension
    if (amount.indefinite and measured != "money") or measured not in (_MEASURED | _INSTALLED if more else _MEASURED):
        return amount
    half = context.word(found[1]) in {"et", "and"} and context.word(found[1] + 1) in {"demi", "demie"}
    return replace(amount, unit=found[0], mantissa=amount.mantissa + HALF if half else amount.mantissa)


_MEASURED: Final = frozenset({"clock", "calendar", "length", "area", "mass", "volume", "money"})
_INSTALLED: Final = frozenset({"power", "energy", "data"})
_MORE: Final = frozenset({"new", "additional", "extra", "further", "more", "installed", "nouveaux", "autres"})
"""Adjectives between a number and any unit: "18,000 new MW"."""
_NO_ADJECTIVES: Final = word_set(
    """
    and the for per les des aux une par sur dans pour last next this these those that que qui dont avec were are
    two three four five six seven eight nine ten deux trois quatre cinq sept huit neuf dix over sont ont out
    """
)
