"""A unit that stands after an adjective: "9,939 irrigated hectares", "trois longues années et demie"."""

from __future__ import annotations

from typing import Final

from toolkit.fidelity.figures.collectives import HALF
from toolkit.fidelity.figures.context import Context
from toolkit.fidelity.figures.numerals import spelled
from toolkit.fidelity.figures.records import Amount
from toolkit.fidelity.figures.units import UNITS, unit_at
from toolkit.fidelity.figures.words import word_set


def over_adjective(context: Context, amount: Amount, index: int) -> Amount:  # noqa: PLR0911  one line for each form
    """Take the unit after one adjective ("9,939 irrigated hectares"); the span stays with the number."""
    adjective, noun = context.at(index), context.at(index + 1)
    if amount.unit is not None or adjective.kind != "w" or noun.kind != "w":
        return amount
    if amount.article:
        return _whole(context, amount, index)
    if len(adjective.norm) < 3 or adjective.norm in _NO_ADJECTIVES:  # noqa: PLR2004
        return amount
    if spelled(context.tokens, index, context.language) is not None:
        return amount  # "it took a team of three seventeen months"
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
    return amount._replace(unit=found[0], mantissa=amount.mantissa + HALF if half else amount.mantissa)


def _whole(context: Context, amount: Amount, index: int) -> Amount:
    """Take the unit of "a whole day", "une bonne heure"."""
    found = unit_at(context.tokens, index + 1, context.language) if context.word(index) in WHOLE else None
    if found is None or UNITS[found[0]].dimension not in {"clock", "calendar"}:
        return amount
    return amount._replace(unit=found[0], last=found[1])


WHOLE: Final = word_set(
    "whole full entire single good solid mere further extra bare bonne petite grosse longue entière simple seule bon"
)
"""Adjectives that leave "a day" one day."""
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
