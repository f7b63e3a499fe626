"""Currencies and units of measure: how they are written in French and English, and how they convert.

Factors: SI Brochure, 9th edition (BIPM 2019), and NIST Special Publication 811 (2008), appendix B.8, where customary
units are defined exactly. Currency codes: ISO 4217. Symbols are compared with their case (MW is not mW), words without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.lexer import lex
from toolkit.fidelity.figures.records import Token
from toolkit.fidelity.figures.unit_tables import CURRENCIES, MEASURES


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: what it measures and how many base units it is."""

    code: str
    """The code that figures carry: ``USD``, ``MW``, ``t``, ``percent``."""
    dimension: str
    """What it measures; units of one dimension convert into each other."""
    factor: Decimal
    """Size in base units of the dimension (see ``_BASE``)."""
    metric: bool = True
    """False for customary units: conversions between the two systems are rounded by writers."""
    french: tuple[str, str] = ("", "")
    """French word after one and after several; empty where only the symbol is used."""
    english: tuple[str, str] = ("", "")
    """English word after one and after several; empty where only the symbol is used."""


FAMILIES: Final[dict[str, frozenset[str]]] = {
    "franc": frozenset({"CHF", "XOF", "XAF", "FRF"}),
    "krone": frozenset({"SEK", "NOK", "DKK", "CZK"}),
    "peso": frozenset({"MXN", "ARS"}),
    "rupee": frozenset({"INR", "PKR"}),
    "dirham": frozenset({"AED", "MAD"}),
    "dinar": frozenset({"DZD", "TND"}),
    "livre": frozenset({"GBP", "lb", "LBP", "EGP", "TRY"}),
    "degree": frozenset({"celsius", "fahrenheit", "kelvin"}),
    "XOF": frozenset({"XAF"}),
    "day": frozenset({"night"}),
    "ch": frozenset({"hp"}),
    "nmi": frozenset({"mi"}),
    **{f"{size}p": frozenset({size}) for size in ("W", "kW", "MW", "GW")},
}
"""Words that name a family of units: the translation may name the member. "livres" may also be pounds of weight."""

SYMBOLS: Final[dict[str, str]] = {
    "celsius": "°C", "fahrenheit": "°F", "kelvin": "K", "degree": "°", "kmh": "km/h", "ms": "m/s", "kms": "km/s",
    "m2": "m²", "km2": "km²", "cm2": "cm²", "m3": "m³", "km3": "km³", "cm3": "cm³", "ms_": "ms", "percent": "%",
    "permille": "‰", "MBps": "MB/s", "GBps": "GB/s", "Mpx": "MP",
}  # fmt: skip
"""English symbols that are not the code itself."""

SIGNS: Final[dict[str, str]] = {
    "USD": "$", "EUR": "€", "GBP": "£", "CAD": "C$", "AUD": "A$", "NZD": "NZ$", "HKD": "HK$", "SGD": "S$", "TWD": "NT$",
    "JPY": "¥", "INR": "₹", "BRL": "R$", "KRW": "₩", "ILS": "₪",
}  # fmt: skip
"""Currency signs that English puts before the number."""

Forms = dict[str, list[tuple[tuple[str, ...], str]]]


def _rows(table: str) -> list[list[str]]:
    return [line.split("|") for line in table.strip().splitlines()]


def _pair(words: str) -> tuple[str, str]:
    forms = words.split(",")
    first = forms[0]
    if "+" in first:
        return first.replace("+", ""), first.replace("+", "s")
    return first, forms[1] if len(forms) > 1 else first


def _units() -> dict[str, Unit]:
    units = {}
    for code, dimension, factor, _, french, english in _rows(MEASURES):
        metric = not factor.endswith("!")
        size = Decimal(factor.rstrip("!"))
        units[code] = Unit(code, dimension, size, metric, _pair(french), _pair(english))
    for code, _, french, english in _rows(CURRENCIES):
        units[code] = Unit(code, "money", Decimal(1), True, _pair(french), _pair(english))
    return units


def _add(forms: Forms, written: str, code: str, language: str, *, symbol: bool) -> None:
    for variant in {written.replace("+", ""), written.replace("+", "s")}:
        if variant.replace(" ", "").isalpha():  # plain words, which are most, need no lexer
            key = tuple((variant if symbol else variant.lower()).split())
        else:
            key = tuple(token.text if symbol else token.norm for token in lex(variant, language))
        if key:
            forms.setdefault(key[0], []).append((key, code))


def _forms(language: str) -> tuple[Forms, Forms]:
    symbols: Forms = {}
    words: Forms = {}
    column = 4 if language == "fr" else 5
    rows = [[row[0], row[3], row[column]] for row in _rows(MEASURES)]
    rows += [[row[0], row[1], row[column - 2]] for row in _rows(CURRENCIES)]
    for code, signs, names in rows:
        for sign in filter(None, signs.split(",")):
            _add(symbols, sign, code, language, symbol=True)
        for name in filter(None, names.split(",")):
            _add(words, name, code, language, symbol=False)
            if " " in name and language == "en":  # "a 65-square-metre flat"
                _add(words, name.replace(" ", "-"), code, language, symbol=False)
    for forms in (symbols, words):
        for entries in forms.values():
            entries.sort(key=lambda entry: -len(entry[0]))
    return symbols, words


UNITS: Final = _units()
"""Every unit by code."""

_FORMS: Final = {language: _forms(language) for language in ("fr", "en")}


def unit_words(language: str) -> set[str]:
    """Return the first words of all units of *language*, ``fr`` or ``en``."""
    return {word for word in _FORMS[language][1] if word.isalpha()}


def unit_symbols(language: str) -> set[str]:
    """Return the first signs, as they are written, of all symbols of *language*, ``fr`` or ``en``."""
    return set(_FORMS[language][0])


def unit_at(tokens: Sequence[Token], index: int, language: str) -> tuple[str, int] | None:
    """Return the code of the longest unit that starts at token *index* and the index after it, or None."""
    if index >= len(tokens):
        return None
    symbols, words = _FORMS[language]
    token = tokens[index]
    signs, names = symbols.get(token.text), words.get(token.norm)
    if signs is None and names is None:
        return None
    best: tuple[str, int] | None = None
    for entries, exact in ((signs, True), (names, False)):
        for key, code in entries or ():
            end = index + len(key)
            if best is not None and end <= best[1]:
                break
            if end == index + 1 or (end <= len(tokens) and _written(tokens[index:end], key, exact=exact)):
                best = (code, end)
                break
    return None if best and best[0] in {"BRL", "KRW"} and _is_no_unit(tokens, index) else best


def _written(tokens: Sequence[Token], key: tuple[str, ...], *, exact: bool) -> bool:
    if exact:
        return [token.text for token in tokens] == list(key)
    return [token.norm for token in tokens] == list(key)


def _is_no_unit(tokens: Sequence[Token], index: int) -> bool:
    """Tell "a real challenge" and "half-won", "3 won gold" from money; nobody pays three won."""
    token, before = tokens[index], tokens[index - 1] if index else tokens[index]
    if token.norm == "won":
        return len(before.text) < 3 or before.text in {"half", "one", "two"}  # noqa: PLR2004
    return token.norm == "real" and not before.text[-1].isdecimal()


def compatible(one: str | None, other: str | None) -> bool:
    """Tell whether two unit codes may stand for the same unit: equal, or a family word and a member of it."""
    if one == other:
        return True
    if one is None or other is None:
        return False
    return other in FAMILIES.get(one, ()) or one in FAMILIES.get(other, ())
