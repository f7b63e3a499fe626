"""Measures written with marks instead of words: 6'7", 9 s 79."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from toolkit.fidelity.figures.context import Context
from toolkit.fidelity.figures.records import ONE, Amount
from toolkit.fidelity.figures.units import unit_at


def feet_at(context: Context, index: int) -> Amount | None:
    """Read 6'7" as inches."""
    feet, inches = context.at(index), context.at(index + 2)
    if context.language != "en" or context.word(index + 1) not in {"'", "′"} or not context.glued(index + 1):
        return None
    if not (feet.text.isdecimal() and inches.kind == "n" and inches.text.isdecimal()):
        return None
    if int(inches.text) > 11 or context.word(index + 3) not in {'"', "”", "″"}:  # noqa: PLR2004  twelve make a foot
        return None
    return Amount(index, index + 4, Decimal(int(feet.text) * 12 + int(inches.text)), unit="in")


def with_hundredths(context: Context, amount: Amount) -> Amount:
    """Add the hundredths of "9 s 79", as French results of races write 9.79 seconds."""
    token = context.at(amount.last)
    if context.language != "fr" or amount.unit != "second" or token.kind != "n" or not token.text.isdecimal():
        return amount
    if len(token.text) > 3 or amount.value != int(amount.value):  # noqa: PLR2004  thousandths at most
        return amount
    after = context.at(amount.last + 1)
    if after.kind == "w" and (after.norm[-1] in "sx" or unit_at(context.tokens, amount.last + 1, "fr")):
        return amount  # a number of something else
    rest = Decimal(token.text).scaleb(-len(token.text))
    return replace(amount, mantissa=amount.value + rest, scale=ONE, last=amount.last + 1)
