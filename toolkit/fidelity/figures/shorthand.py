"""Measures written with marks instead of words: 6'7", 9 s 79, 1 m 80, five grand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.context import Context
from toolkit.fidelity.figures.records import ONE, Amount
from toolkit.fidelity.figures.units import unit_at
from toolkit.fidelity.figures.words import word_set


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


def mixed_at(context: Context, index: int) -> Decimal | None:
    """Return the fraction of "5 1/2", whose first token is at *index*; None for a date or a ratio."""
    top, bottom = context.at(index), context.at(index + 2)
    if (
        context.word(index + 1) != "/"
        or context.glued(index)
        or not (context.glued(index + 1) and context.glued(index + 2))
    ):
        return None
    if not (top.text.isdecimal() and bottom.text in {"2", "3", "4", "8"}) or int(top.text) >= int(bottom.text):
        return None
    return Decimal(top.text) / Decimal(bottom.text)


def with_centimes(context: Context, amount: Amount) -> Amount:
    """Add the centimes of "3 euros et 50 centimes"."""
    at = amount.last + 1 if context.word(amount.last) == "et" else amount.last
    token = context.at(at)
    if context.language != "fr" or amount.unit != "EUR" or context.word(at + 1) not in {"centimes", "centime", "cents"}:
        return amount
    if not token.text.isdecimal() or len(token.text) > 2 or amount.scale != 1 or amount.value % 1:  # noqa: PLR2004
        return amount
    return replace(amount, mantissa=amount.value + Decimal(token.text) / 100, last=at + 2)


def with_hundredths(context: Context, amount: Amount) -> Amount:
    """Add the hundredths of "9 s 79" and "1 m 80", which French writes for 9.79 seconds and 1.80 metres."""
    token = context.at(amount.last)
    if (
        context.language != "fr"
        or amount.unit not in {"second", "m", "EUR"}
        or token.kind != "n"
        or not token.text.isdecimal()
    ):
        return amount
    if len(token.text) > 3 or amount.value != int(amount.value):  # noqa: PLR2004  thousandths at most
        return amount
    after = context.at(amount.last + 1)
    if after.kind == "w" and (after.norm[-1] in "sx" or unit_at(context.tokens, amount.last + 1, "fr")):
        return amount  # a number of something else
    sign = context.tokens[amount.last - 1]
    if amount.unit == "EUR" and (amount.scale != 1 or (sign.kind == "c" and sign.text != "€") or sign.kind == "n"):
        return amount  # the sign stands before the number: "€3 50"
    if amount.unit != "second" and (len(token.text) != 2 or not 0 < amount.value < 100):  # noqa: PLR2004  centimetres
        return amount
    rest = Decimal(token.text).scaleb(-len(token.text))
    return replace(amount, mantissa=amount.value + rest, scale=ONE, last=amount.last + 1)


def is_slang(context: Context, index: int) -> bool:
    """Tell "five grand" (thousand), after which nothing is counted, from "five grand pianos"."""
    after = context.at(index)
    return after.kind != "w" or after.norm in _AFTER_GRAND


_AFTER_GRAND: Final = word_set(
    "a an and or on in to for from of at by with per each every more less on is was were last"
)


_WEIGHING: Final = word_set("weigh weighs weighed weighing weight")
_HEDGES: Final = word_set(
    "about around roughly nearly almost over under some up to of only just at least more less than"
)
_HEDGED: Final = 4
"""How many words may stand between "weighs" and the number."""


def is_weight(context: Context, first: int, last: int) -> bool:
    """Tell the pounds of "weighing over 300 pounds" and "300 pounds heavy" from money."""
    if context.language != "en":
        return False
    if context.word(last) == "heavy" or (context.word(last) == "in" and context.word(last + 1) == "weight"):
        return True
    at = first - 1
    while context.word(at) in _HEDGES and first - at <= _HEDGED:
        at -= 1
    return context.word(at) in _WEIGHING
