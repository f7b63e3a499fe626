"""Quarters and halves of a year written as months: "the first six months", "the three months to June"."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.compare import date_parts
from toolkit.fidelity.figures.context import Context
from toolkit.fidelity.figures.dates import date_at
from toolkit.fidelity.figures.records import Amount, Level, Reading
from toolkit.fidelity.figures.words import word_set
from toolkit.types import Figure

_FIRST: Final = word_set("first opening initial premier premiers premières")
_LAST: Final = word_set("last final closing derniers dernières")
_CLOSING: Final = word_set("to ended ending through until till up clos finissant terminant")
"""Words between a number of months and the month that ends them: "the three months to June"."""
_BETWEEN: Final = word_set("end the of in - on le au fin à la de")
_LENGTHS: Final = {3: "Q", 6: "H"}
"""Months of a quarter and of a half."""
_REACH: Final = 4
"""How many words may stand between "to" and the month."""


def period_of_months(context: Context, amount: Amount) -> tuple[Figure, ...]:
    """Return the part of a year that "first six months" and "derniers trois mois" may mean."""
    letter = _letter(amount)
    if letter is None:
        return ()
    beside = {context.word(amount.first - 1), context.word(amount.last)}
    if beside & _FIRST:
        number = 1
    elif beside & _LAST:
        number = 12 // int(amount.value)
    else:
        return ()
    return (_period(context, amount, letter, number, None),)


def _letter(amount: Amount) -> str | None:
    """Return ``Q`` for three months, ``H`` for six."""
    return _LENGTHS.get(int(amount.value)) if amount.unit == "month" and amount.value < 12 else None  # noqa: PLR2004


def _period(context: Context, amount: Amount, letter: str, number: int, year: int | None) -> Figure:
    key = f"{year or '-'}-{letter}{number}"
    return context.figure(amount.first, amount.last, Decimal((year or 0) * 10 + number), kind="date", key=key)


def months_to(context: Context, amount: Amount, reading: Reading) -> tuple[list[Reading], int] | None:
    """Read "three months to June 2024": a length, or a quarter, and the month as a weak date."""
    letter = _letter(amount)
    if letter is None or context.word(amount.last) not in _CLOSING:
        return None
    at = amount.last + 1
    while at - amount.last <= _REACH and context.word(at) in _BETWEEN:
        at += 1
    step = date_at(context, at)
    if step is None:
        return None
    ending = step[0][-1]
    parts = date_parts(ending.figure)
    month = int(parts.get("month", 0))
    if not month or month % int(amount.value):
        return None
    year = int(parts["year"]) if "year" in parts else None
    numbered = [_period(context, amount, letter, month // int(amount.value), y) for y in dict.fromkeys((year, None))]
    weak = [r._replace(level=max(r.level, Level.WEAK)) for r in step[0]]
    return [reading._replace(others=(*reading.others, *numbered)), *weak], step[1]


MONTHS_OF: Final = {
    **{f"Q{n}": (3 * n - 2, 3 * n) for n in range(1, 5)}, **{f"H{n}": (6 * n - 5, 6 * n) for n in range(1, 3)},
}  # fmt: skip
"""First and last month of the parts of a year."""
