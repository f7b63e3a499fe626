"""Measures written with marks instead of words: 6'7", 9 s 79, 1 m 80, five grand."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.context import HYPHENS, Context
from toolkit.fidelity.figures.fractions import PLAIN_WORD_AFTER
from toolkit.fidelity.figures.numerals import spelled
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


_CENTS: Final = word_set("centimes centime cents cent pence penny p")
_PARTED: Final = frozenset({"EUR", "USD", "GBP", "CAD", "AUD", "NZD", "CHF", "franc", "livre"})
"""Currencies whose hundredths are said after them: "3 euros et 50 centimes", "a pound fifty"."""
_SIXTIETHS: Final = {"hour": ("minute", 60), "minute": ("second", 60), "ft": ("in", 12), "st": ("lb", 14)}
_SINGLE: Final = frozenset({"ft", "st"})
"""Units after which one digit is enough: "six foot one"."""
_HUNDREDTHS: Final = frozenset({"second", "m", *_PARTED})
_OWNERS: Final = word_set("ces ses nos vos leurs mes tes leur")
"""Words with which French counts out of a group: "20 de ses hommes"; other words after "de" are no group."""


_MANY: Final = 10**9


def _is_whole(value: Decimal) -> bool:
    """Tell a whole number that a smaller unit can follow; arithmetic on longer ones would round."""
    return abs(value) < _MANY and value == int(value)


def with_centimes(context: Context, amount: Amount) -> Amount:
    """Add the cents of "3 euros et 50 centimes", "two euros and fifty cents"."""
    if amount.unit not in _PARTED or amount.scale != 1 or not _is_whole(amount.value):
        return amount
    at = amount.last + 1 if context.word(amount.last) in {"et", "and"} else amount.last
    found = _small(context, at)
    if found is None or context.word(found[1]) not in _CENTS:
        return amount
    mantissa = amount.value + Decimal(found[0]) / 100
    return amount._replace(mantissa=mantissa, last=found[1] + 1, article=False)


def _small(context: Context, index: int) -> tuple[int, int] | None:
    """Return the whole number below a hundred at *index*, in digits or words, and the index after it."""
    token = context.at(index)
    if token.kind == "n":
        return (int(token.text), index + 1) if token.text.isdecimal() and len(token.text) <= 2 else None  # noqa: PLR2004
    found = spelled(context.tokens, index, context.language) if token.kind == "w" else None
    if found is None or found[1] == index or not 0 < found[0] < 100:  # noqa: PLR2004
        return None
    return int(found[0]), found[1]


def with_hundredths(context: Context, amount: Amount) -> Amount:  # noqa: PLR0911  one line for each form
    """Add what is said after the unit without its own: "9 s 79", "1 m 80", "an hour fifty", "deux euros cinquante"."""
    if amount.unit not in _HUNDREDTHS and amount.unit not in _SIXTIETHS:
        return amount
    if amount.scale != 1 or not _is_whole(amount.value) or amount.indefinite:
        return amount
    found = _rest(context, amount)
    if found is None or _counts(context, found[1]):
        return amount
    number, last, digits = found
    if amount.unit in _SIXTIETHS:
        smaller, parts = _SIXTIETHS[amount.unit]
        if not 0 < number < parts:
            return amount
        return amount._replace(
            mantissa=amount.value * parts + number, scale=ONE, unit=smaller, last=last, article=False
        )
    if amount.unit == "m" and not 0 < amount.value < 100:  # noqa: PLR2004  heights and depths
        return amount
    return amount._replace(mantissa=amount.value + Decimal(number).scaleb(-digits), scale=ONE, last=last, article=False)


def _rest(context: Context, amount: Amount) -> tuple[int, int, int] | None:
    """Return the number after the unit, the index after it and how many digits it has behind the point."""
    at = amount.last
    token = context.at(at)
    if token.kind != "n":
        found = _small(context, at)
        least = 1 if amount.unit in _SINGLE else 10
        return None if found is None or found[0] < least else (*found, 2)  # "one metre eighty"
    if not token.text.isdecimal() or len(token.text) > 3:  # noqa: PLR2004  thousandths at most
        return None
    sign = context.tokens[at - 1]
    if amount.unit in _PARTED and ((sign.kind == "c" and sign.text != "€") or sign.kind == "n" or sign.text.isupper()):
        return None  # the sign stands before the number: "€3 50"
    if amount.unit not in {"second", *_SINGLE} and len(token.text) != 2:  # noqa: PLR2004  "1 m 80"
        return None
    return int(token.text), at + 1, len(token.text)


_NO_NOUNS: Final = word_set(
    """
    sous sans dans depuis vers plus moins puis dès après lors hors près très pas jamais toujours mais aux les des ses
    ces nos vos leurs mes tes ailleurs désormais eux
    """
)
"""French words on s and x that no number counts: "1 m 87 sous la toise"."""


def _counts(context: Context, index: int) -> bool:
    """Tell whether the number before *index* counts something else."""
    after = context.at(index)
    if after.kind != "w":
        return after.text in {"%", "€", "$", "°"} or (after.text in HYPHENS and context.glued(index))
    return (
        (after.norm[-1] in "sx" and after.norm not in PLAIN_WORD_AFTER and after.norm not in _NO_NOUNS)
        or after.norm == "of"
        or (after.norm == "de" and context.word(index + 1) in _OWNERS)
        or unit_at(context.tokens, index, context.language) is not None
    )


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


_DEGREES: Final = {"C": "celsius", "F": "fahrenheit"}
_PLACES: Final = word_set(
    """
    seat seats siège sièges place places row rows rang rangée gate gates porte portes room rooms chambre chambres salle
    flat flats apartment apartments appartement bâtiment building block bloc bus line ligne lignes route class classe
    form group groupe grade table box quai platform article articles section page annexe annex schedule number numéro no
    n lot door stand hall figure bay carriage voiture
    """
)
"""Words after which "12C" is the number of a place, a class or a part of a text."""
_HOTTEST: Final = 4
"""Digits from which a number with C or F is no temperature of the news."""


def bare_degree(context: Context, index: int) -> tuple[str, int] | None:
    """Read the letter of "12C", "54F" and "15 C." as degrees, and return the unit and the index after it.

    French writes the letter alone for degrees Celsius only: "50 F" are francs.
    """
    letter, number, after = context.at(index), context.at(index - 1), context.at(index + 1)
    code = _DEGREES.get(letter.text)
    if code is None or number.kind != "n" or len(number.text.partition(".")[0]) >= _HOTTEST:
        return None
    if (context.language == "fr" and letter.text == "F") or context.word(index - 2) in _PLACES:
        return None
    if context.glued(index):
        joined = context.glued(index + 1) and after.kind in {"w", "n"}
    else:  # "15 C (59 F)"
        joined = (
            context.language == "fr" or after.kind == "n" or (after.kind == "w" and after.norm not in PLAIN_WORD_AFTER)
        )
    return None if joined else (code, index + 1)


_BELOW: Final = (
    ("below", "zero"), ("below", "freezing"), ("sous", "zéro"), ("sous", "0"), ("below", "0"),
    ("en", "dessous", "de", "zéro"), ("au", "-", "dessous", "de", "zéro"), ("under", "zero"),
)  # fmt: skip

_BELOW_HEADS: Final = frozenset(phrase[0] for phrase in _BELOW)


def below_zero(context: Context, amount: Amount, unit: str | None) -> Amount:
    """Read "five below zero" and "5° sous zéro" as a negative temperature."""
    if context.word(amount.last) not in _BELOW_HEADS:
        return amount
    if context.word(amount.last) == "below" and context.at(amount.last + 1).kind not in {"w", "n", "c"}:
        return amount._replace(mantissa=-abs(amount.mantissa), last=amount.last + 1, unit=unit)  # "12 below"
    for phrase in _BELOW:
        if tuple(context.word(amount.last + step) for step in range(len(phrase))) == phrase:
            return amount._replace(mantissa=-abs(amount.mantissa), last=amount.last + len(phrase), unit=unit)
    return amount
