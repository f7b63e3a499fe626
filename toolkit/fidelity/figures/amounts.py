"""Amounts: a number in digits or words with its sign, scale word and unit."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.adjectives import over_adjective
from toolkit.fidelity.figures.collectives import HALF, OF, SEVERAL, collective_at, dozen_at, magnitude_at
from toolkit.fidelity.figures.context import HYPHENS, Context
from toolkit.fidelity.figures.lexer import decimal_of
from toolkit.fidelity.figures.numerals import SCALES, spelled
from toolkit.fidelity.figures.records import ONE, Amount
from toolkit.fidelity.figures.shorthand import (
    bare_degree,
    below_zero,
    feet_at,
    is_slang,
    is_weight,
    mixed_at,
    with_centimes,
    with_hundredths,
)
from toolkit.fidelity.figures.units import UNITS, unit_at
from toolkit.fidelity.figures.words import word_set

_LONG_CODE: Final = 5
"""Length from which capitals are no currency code (ISO 4217 has three letters; FCFA has four)."""
_THOUSAND, _MILLION, _BILLION, _TRILLION = (Decimal(10) ** power for power in (3, 6, 9, 12))
ABBREVIATIONS: Final = {
    "k": _THOUSAND, "K": _THOUSAND, "M": _MILLION, "m": _MILLION, "mn": _MILLION, "mln": _MILLION, "Mio": _MILLION,
    "mio": _MILLION, "MM": _MILLION, "Md": _BILLION, "Mds": _BILLION, "md": _BILLION, "mds": _BILLION, "Mrd": _BILLION,
    "Mrds": _BILLION, "bn": _BILLION, "Bn": _BILLION, "BN": _BILLION, "B": _BILLION, "b": _BILLION, "G": _BILLION,
    "tn": _TRILLION, "trn": _TRILLION, "T": _TRILLION, "t": _TRILLION,
}  # fmt: skip
_CLEAR: Final = word_set(
    """
    mln Mio mio Md Mds md mds Mrd Mrds bn Bn BN tn trn
    """
)
"""Abbreviations that are a scale whatever stands beside them; the others need a currency or must touch the digits."""
_GLUED: Final = frozenset({"k", "K", "M", "B", "mn"})
_JOINED: Final = {
    f"{scale}{code}": (value, code)
    for scale, value in (
        ("k", _THOUSAND), ("K", _THOUSAND), ("M", _MILLION), ("m", _MILLION), ("Md", _BILLION), ("Mds", _BILLION),
        ("G", _BILLION), ("Mrd", _BILLION), ("bn", _BILLION),
    )
    for code in ("USD", "EUR", "GBP", "CHF", "CAD", "JPY", "AUD", "CNY")
}  # fmt: skip


def is_money(unit: str | None) -> bool:
    """Tell whether the unit is a currency."""
    return unit is not None and UNITS[unit].dimension == "money"


def amount_at(context: Context, index: int, currency: str | None = None) -> Amount | None:
    """Read the amount that starts at token *index*, with sign, currency, number, scale and unit, or return None.

    *currency* is that of the other end of a range: "$50-60m" is no 60 metres.
    """
    sign, start = _sign(context, index)
    unit, after = _currency_before(context, start)
    if unit is not None and sign > 0:
        sign, after = _sign(context, after)
    number = _number(context, after, currency=unit or currency)
    if number is None:
        return None
    number = _with_unit(context, number if unit is None else number._replace(unit=unit))
    number = _after_unit(context, number)
    mantissa = number.mantissa if sign > 0 else number.mantissa.copy_negate()
    return number._replace(first=index, mantissa=mantissa)


def _sign(context: Context, index: int) -> tuple[int, int]:
    token, following = context.at(index), context.at(index + 1)
    if token.text in HYPHENS and following.kind in {"n", "c"}:
        apart = index == 0 or not context.glued(index) or context.word(index - 1) in {"(", "«", '"', "“", "["}
        touches = context.glued(index + 1)
        if apart and (touches or token.text == "−"):
            return -1, index + 1
    comparing = context.word(index - 1) in {"au", "du", "de", "le", "des", "en", "ou", "or", "d'", "un", "à", "the"}
    if token.text == "+" and following.kind == "n" and not (context.glued(index) and index):
        return 1, index + 1
    if (
        token.norm in {"moins", "minus", "negative"}
        and not (token.norm in {"moins", "minus"} and comparing and context.word(index - 1) != "à")
        and (following.kind in {"n", "c"} or spelled(context.tokens, index + 1, context.language))
    ):
        return -1, index + 1
    return 1, index


def _currency_before(context: Context, index: int) -> tuple[str | None, int]:
    token = context.at(index)
    code = (
        token.kind == "w"
        and (token.text.isupper() or token.text == "kr")
        and len(token.text) < _LONG_CODE
        and token.text != "EURO"
    )
    if token.kind == "c" or code:
        found = unit_at(context.tokens, index, context.language)
        if found and is_money(found[0]):
            at = found[1]
            worded = code and spelled(context.tokens, at, context.language) is not None
            if worded or context.at(at).kind == "n" or (context.word(at) in HYPHENS and context.at(at + 1).kind == "n"):
                return found[0], at
    return None, index


def _number(context: Context, index: int, currency: str | None) -> Amount | None:
    token = context.at(index)
    if token.kind == "n" and (feet := feet_at(context, index)) is not None:
        return feet
    if token.kind == "n":
        scale, _, _ = _scale(context, index + 1, currency)
        # French has the singular below two: "1.800 millions" cannot be 1.8 million.
        plural = token.text.startswith("1.") and context.word(index + 1)[-1:] == "s"
        mantissa = decimal_of(token.text, context.language, scaled=scale > 1 and not plural)
        amount = Amount(index, index + 1, mantissa)
        vulgar = _VULGAR.get(context.at(index + 1).text)
        if vulgar and token.text.isdecimal():
            amount = amount._replace(last=index + 2, mantissa=mantissa + vulgar)
        elif token.text.isdecimal() and (part := mixed_at(context, index + 1)) is not None:
            amount = amount._replace(last=index + 4, mantissa=mantissa + part)
    else:
        found = _in_words(context, index)
        if found is None:
            return None
        amount = found
    amount = _and_a_half(context, amount)
    scale, joined, last = _scale(context, amount.last, currency)
    if scale == 1000 and context.word(last) in SCALES[context.language]:  # noqa: PLR2004  "20 mille milliards"
        scale, last = scale * SCALES[context.language][context.word(last)], last + 1
    if scale > 1 and amount.scale == 1:
        slang = context.word(last - 1) == "grand"
        amount = amount._replace(scale=scale, last=last, unit=joined, article=False)
        amount = amount if slang else _chain(context, amount)
        amount = _and_a_half(context, amount)
    return amount


_VULGAR: Final = {"½": HALF, "¼": Decimal("0.25"), "¾": Decimal("0.75"), "⅓": ONE / 3, "⅔": Decimal(2) / 3}


def _in_words(context: Context, index: int) -> Amount | None:
    language = context.language
    token = context.at(index)
    if token.kind != "w":
        return None
    several = token.norm in SEVERAL
    at = index + 1 if several else index
    magnitude = magnitude_at(context, at, several=several)
    if magnitude is not None:
        return magnitude._replace(first=at)
    if several:
        return None
    if language == "fr":
        return collective_at(context, index) or _cardinal(context, index)
    return dozen_at(context, index) or _cardinal(context, index)


_RATES: Final = {"thousand": 1000, "million": 10**6}


def _cardinal(context: Context, index: int) -> Amount | None:
    found = spelled(context.tokens, index, context.language)
    if found is None:
        if context.word(index - 1) == "per" and context.word(index) in _RATES:
            return Amount(index, index + 1, Decimal(_RATES[context.word(index)]), spelled=True)
        if context.language == "en" and context.word(index) in {"a", "an", "another"}:
            return Amount(index, index + 1, ONE, article=True, spelled=True)
        return None
    value, last = found
    single = last == index + 1 and context.word(index) in {"un", "une", "one", "a", "an"}
    return Amount(index, last, value, article=single, spelled=True)


def _scale(context: Context, index: int, currency: str | None) -> tuple[Decimal, str | None, int]:  # noqa: PLR0911  one line for each form
    """Return the scale at *index*, the currency joined to it ("MUSD") and the index after it; 1 when there is none."""
    at = context.over_hyphen(index)
    token = context.at(at)
    size = SCALES[context.language].get(token.norm)
    if token.norm == "grand" and context.language == "en" and at == index and is_slang(context, at + 1):
        return _THOUSAND, None, at + 1
    if size is not None and not (token.norm in {"mille", "mil"} and at != index):
        return size, None, at + 1
    if at != index:
        return ONE, None, index
    if token.text in _JOINED:
        return *_JOINED[token.text], at + 1
    size = ABBREVIATIONS.get(token.text)
    if size is None:
        return ONE, None, index
    touches = context.glued(at)
    clear = token.text in _CLEAR and (touches or token.text not in {"md", "tn"})
    if not (clear or (touches and token.text in _GLUED)) and not currency and not _money_follows(context, at + 1):
        return ONE, None, index
    if (
        currency
        and token.text in {"t", "m", "b"}
        and not touches
        and context.at(at + 1).kind == "w"
        and token.text == "b"
    ):
        return ONE, None, index
    return size, None, at + 1


def _money_follows(context: Context, index: int) -> bool:
    if context.word(index) in OF[context.language]:
        index += 1
    elif not (context.at(index).kind == "c" or context.at(index).text.isupper()):
        return False
    found = unit_at(context.tokens, index, context.language)
    return found is not None and is_money(found[0])


def _chain(context: Context, amount: Amount) -> Amount:
    """Add what follows a scale word: "deux millions trois cent mille", "1 million 200 000", "3 millions et demi"."""
    token = context.at(amount.last)
    if token.kind == "n":
        rest = decimal_of(token.text, context.language)
        if rest < 1000 or rest >= amount.scale or rest != int(rest):  # noqa: PLR2004  "2 millions 300 personnes"
            return amount
        return amount._replace(mantissa=amount.mantissa + rest / amount.scale, last=amount.last + 1)
    if not amount.spelled or token.kind != "w" or token.norm in {"un", "une", "one", "a"}:
        return amount
    at = amount.last + 1 if token.norm == "and" else amount.last
    found = spelled(context.tokens, at, context.language)
    if found is None:
        return amount
    rest, last = found
    inner = SCALES[context.language].get(context.word(last), ONE)
    if inner > 1:
        rest, last = rest * inner, last + 1
    if rest >= amount.scale:
        return amount
    amount = amount._replace(mantissa=amount.mantissa + rest / amount.scale, last=last)
    return _chain(context, amount) if inner > 1 else amount


def _and_a_half(context: Context, amount: Amount) -> Amount:
    """Add "et demi", "and a half", "and a quarter", "and three quarters", over hyphens."""
    at = context.over_hyphen(amount.last)
    if context.word(at) not in {"et", "and"}:
        return amount
    at = context.over_hyphen(at + 1)
    if context.language == "fr":
        if context.word(at) in {"demi", "demie"}:
            return amount._replace(mantissa=amount.mantissa + HALF, last=at + 1, article=False)
        return amount
    count = ONE
    if context.word(at) in {"a", "one"}:
        at = context.over_hyphen(at + 1)
    elif context.word(at) == "three":
        count, at = Decimal(3), context.over_hyphen(at + 1)
    elif context.word(at) != "half":
        return amount
    part = {"half": HALF, "quarter": Decimal("0.25"), "quarters": Decimal("0.25")}.get(context.word(at))
    if part is None:
        return amount
    return amount._replace(mantissa=amount.mantissa + count * part, last=at + 1, article=False)


_DOLLARS: Final = frozenset({"CAD", "AUD", "NZD", "HKD", "SGD", "TWD"})


def _misspelt(context: Context, index: int) -> tuple[str, int] | None:
    """Return the currency of "16 milles roubles", where "milles" is no nautical mile but a misspelt thousand."""
    money = unit_at(context.tokens, index + 1, context.language)
    return money if money is not None and is_money(money[0]) else None


def _with_unit(context: Context, amount: Amount) -> Amount:  # noqa: C901, PLR0911  one line for each form
    at = amount.last
    following = context.at(at + 1)
    cents = context.language == "fr" and len(following.text) == 2 and following.text.isdecimal()  # noqa: PLR2004  "3€50"
    if context.at(at).kind == "c" and (
        amount.article or (following.kind == "n" and context.glued(at + 1) and not cents)
    ):
        return amount  # "a family of four $1,809"
    if amount.scale > 1 or amount.indefinite or amount.dozen or amount.approximate:
        at = at + 1 if context.word(at) in OF[context.language] else at
    if context.language == "en":
        at = context.over_hyphen(at)
    elif context.word(at) in HYPHENS and context.glued(at) and context.word(at + 1) in {"euros", "dollars", "ans"}:
        at += 1
    found = unit_at(context.tokens, at, context.language) or bare_degree(context, at)
    if found is None:
        per_distance = amount.value == 100 and context.word(amount.first - 1) == "/"  # noqa: PLR2004  "5 l/100"
        if per_distance and context.word(amount.first - 2) in {"l", "litres", "kwh"}:
            return amount._replace(unit="km")
        return over_adjective(context, amount, at)
    if context.word(at) == "milles":
        found = _misspelt(context, at) or found
        amount = amount._replace(scale=_THOUSAND) if is_money(found[0]) else amount
    code, last = found
    code = "lb" if code == "livre" and is_weight(context, amount.first, last) else code
    if context.word(at) == "s" and context.language == "en" and context.glued(at):
        return amount  # "under-25s"
    if amount.unit is not None:
        named = context.word(at) in {"usd", "us", "eur", "dollars", "euros", "$"} or code == amount.unit
        if is_money(code) and (named or (amount.unit == "USD" and code in _DOLLARS)):
            return amount._replace(unit=code if amount.unit == "USD" else amount.unit, last=last)
        return amount
    return amount._replace(unit=code, last=last)


_SMALLER: Final = {
    "hour": {"minute", "second"}, "minute": {"second"}, "year": {"month"}, "day": {"hour"}, "ft": {"in"}, "lb": {"oz"},
    "st": {"lb"},
    "kg": {"g"}, "m": {"cm"},
}  # fmt: skip


def _compound(context: Context, amount: Amount) -> Amount:
    """Add the smaller unit of "two hours and forty-five minutes", "5 ft 10 in"; the sum is in the smaller one."""
    if amount.unit not in _SMALLER or amount.indefinite or amount.mantissa != int(amount.mantissa):
        return amount
    at = amount.last + 1 if context.word(amount.last) in {"and", "et", ","} else amount.last
    number = _number(context, at, None)
    if number is None or number.article:
        return amount
    number = _compound(context, _with_unit(context, number))
    if number.unit is None and context.word(number.last) == "in" and context.glued(number.last):
        number = number._replace(unit="in", last=number.last + 1)  # "6ft 1in"
    if number.unit not in _SMALLER[amount.unit]:
        return amount
    larger, smaller = UNITS[amount.unit].factor, UNITS[number.unit].factor
    total = amount.value * larger / smaller + number.value
    return amount._replace(mantissa=total, scale=ONE, unit=number.unit, last=number.last, article=False)


def _after_unit(context: Context, amount: Amount) -> Amount:
    if amount.unit is None:
        return below_zero(context, amount, "degree")
    dimension = UNITS[amount.unit].dimension
    if dimension in {"clock", "calendar", "length", "mass", "money"}:
        amount = with_hundredths(context, with_centimes(context, _compound(context, amount)))
    amount = _and_a_half(context, amount) if dimension not in {"money", "share"} or amount.scale == 1 else amount
    if dimension in {"temperature", "angle"}:
        return below_zero(context, amount, amount.unit)
    return amount
