"""Random values for the slots of sentence templates, in the right form for French and for English.

Figures are drawn as records and written by `fidelity.figures.localise`, the same code that repairs translations, beside
the abbreviations of the press ("686 M$"), which have no record of their own.
"""

# ruff: noqa: PLR2004 - the shares of each style are data, and each stands once

from __future__ import annotations

import math
import random
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

from toolkit.fidelity.data.tables import rows
from toolkit.fidelity.figures import localise
from toolkit.types import Figure, FigureKind, Span

SPACE: Final = "\u00a0"


class Value(NamedTuple):
    """One value in both languages."""

    french: str
    english: str


def draw(kind: str, rng: random.Random) -> Value:
    """Return a random value for a slot of *kind*. Raises KeyError for a kind that does not exist (`KINDS`)."""
    return KINDS[kind](rng)


def _same(text: str) -> Value:
    return Value(text, text)


def _written(kind: FigureKind, value: str, unit: str | None = None, key: str | None = None, text: str = "") -> Value:
    figure = Figure(kind, Decimal(value), unit, Span(0, len(text)), text, key=key)
    return Value(localise(figure, "fr"), localise(figure, "en"))


# Figures


def _rounded(rng: random.Random, least: int, most: int) -> int:
    """Draw log-uniformly and keep one to four digits, as figures in the press are."""
    value = math.exp(rng.uniform(math.log(least), math.log(most)))
    unit = 10 ** max(0, len(str(int(value))) - rng.choice((1, 2, 2, 3, 3, 4)))
    return max(least, int(round(value / unit) * unit))


def _decimal(rng: random.Random) -> str:
    whole = rng.randint(0, 99) if rng.random() < 0.4 else rng.randint(1, 12)
    rest = rng.randint(1, 9) if rng.random() < 0.8 else rng.choice([n for n in range(11, 100) if n % 10])
    return f"{whole}.{rest}"


def _number(rng: random.Random) -> Value:
    # In digits: with a scale word French would need a preposition ("4,7 millions de foyers").
    digits = f"{_rounded(rng, 200, 9_000_000):,}"
    return Value(digits.replace(",", SPACE), digits)


def _decimal_number(rng: random.Random) -> Value:
    value = _decimal(rng)
    return Value(value.replace(".", ","), value)


def _percent(rng: random.Random) -> Value:
    if rng.random() < 0.45:
        number = _decimal(rng)
    else:
        number = str(rng.randint(1, 99) if rng.random() < 0.9 else rng.randint(100, 900))
    value = _written("percent", number, "percent")
    return value._replace(french=value.french.replace(SPACE, "")) if rng.random() < 0.25 else value


_SIGNS: Final = {"USD": "$", "EUR": "€", "GBP": "£"}
_CURRENCIES: Final = ("USD", "USD", "USD", "EUR", "EUR", "GBP")
_SCALES: Final = {"million": (10**6, "M", "M"), "milliard": (10**9, "Md", "B")}


def _money(rng: random.Random) -> Value:
    unit = rng.choice(_CURRENCIES)
    if rng.random() < 0.1:
        return _small_sum(rng, unit)
    scale = "milliard" if rng.random() < 0.45 else "million"
    often = 0.7 if scale == "milliard" else 0.3
    mantissa = _decimal(rng) if rng.random() < often else str(rng.randint(1, 500 if scale == "milliard" else 990))
    if Decimal(mantissa) < 1:
        mantissa = f"{rng.randint(1, 9)}{mantissa[1:]}"
    size, short, letter = _SCALES[scale]
    whole = _written("money", str(Decimal(mantissa) * size), unit, text=f"{mantissa} {scale}")
    style = rng.random()
    if style < 0.72:
        return whole
    number, sign = mantissa.replace(".", ","), _SIGNS[unit]
    if style < 0.9:
        short += "s" if short == "Md" and rng.random() < 0.3 else ""
        return Value(f"{number}{SPACE}{short}{sign}", f"{sign}{mantissa}{letter}" if rng.random() < 0.5 else whole[1])
    plural = "s" if Decimal(mantissa) >= 2 else ""
    return Value(f"{number} {scale}{plural}{SPACE}{sign}", whole.english)


def _small_sum(rng: random.Random, unit: str) -> Value:
    if rng.random() < 0.2:
        number = f"{rng.randint(1, 99)}.{rng.randint(1, 99):02d}"
        return Value(f"{number.replace('.', ',')}{SPACE}{_SIGNS[unit]}", f"{_SIGNS[unit]}{number}")
    value = _written("money", str(_rounded(rng, 3, 900_000)), unit)
    if rng.random() < 0.5:
        return value
    figure = "".join(c for c in value.french if c.isdigit() or c == SPACE).rstrip(SPACE)
    return Value(f"{figure}{SPACE}{_SIGNS[unit]}", value.english)


def _power(rng: random.Random) -> Value:
    unit = rng.choice(("MW", "GW"))
    mega = rng.choice([rng.randint(5, 990), rng.randrange(10, 900, 10)])
    number = _decimal(rng) if unit == "GW" else str(mega)
    words = rng.random() < 0.5
    value = _written("quantity", number, unit, text=f"{number} {'mégawatts' if words else unit}")
    return value if words else value._replace(french=f"{number.replace('.', ',')}{SPACE}{unit}")


# Dates


def _year(rng: random.Random) -> Value:
    return _same(str(rng.choice((rng.randint(1950, 2040), rng.randint(2010, 2030)))))


def _date(rng: random.Random) -> Value:
    return _written("date", "0", key=f"{rng.randint(1995, 2035)}{_month_and_day(rng)}")


def _day(rng: random.Random) -> Value:
    return _written("date", "0", key=f"-{_month_and_day(rng)}")


def _month_and_day(rng: random.Random) -> str:
    return f"-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"


def _month(rng: random.Random) -> Value:
    return _written("date", "0", key=f"--{rng.randint(1, 12):02d}")


_QUARTERS: Final = (("premier", "first"), ("deuxième", "second"), ("troisième", "third"), ("quatrième", "fourth"))


def _quarter(rng: random.Random) -> Value:
    french, english = rng.choice(_QUARTERS)
    return Value(f"{french} trimestre", f"{english} quarter")


# Names


@cache
def _names(kind: str, separator: str | None = None) -> tuple[str, ...]:
    text = resources.files("toolkit.training.data").joinpath("names.tsv").read_text(encoding="utf-8")
    cells = dict(line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(cells[kind].split(separator))


@cache
def _given() -> tuple[str, ...]:
    return tuple(name for row in rows("given_names.tsv") for name in row[0].split())


def _coined(rng: random.Random) -> str:
    """Make a name nobody has seen, so that it can only be copied."""
    if rng.random() < 0.15:
        return rng.choice(_names("first")) + rng.choice(_names("first"))
    return rng.choice(_names("first")) + rng.choice(_names("second"))


def _organisation(rng: random.Random) -> Value:
    style = rng.random()
    if style < 0.45:
        return _same(rng.choice(_names("organisation", "|")))
    suffix = rng.choice(_names("suffix", "|"))
    if style < 0.85:
        return _same(_coined(rng) if rng.random() < 0.3 else f"{_coined(rng)} {suffix}")
    if style < 0.95:
        return _same(f"{rng.choice(_names('family'))} {suffix}")
    return _same("".join(rng.sample("BCDFGHJKLMNPRSTVWXZ", rng.choice((3, 4)))))


def _person(rng: random.Random) -> Value:
    given = rng.choice(_given())
    if rng.random() < 0.06:
        given += f"-{rng.choice(_given())}"
    return _same(f"{given} {rng.choice(_names('family'))}")


def _product(rng: random.Random) -> Value:
    style = rng.random()
    if style < 0.35:
        return _same(rng.choice("ABGHMRTVX") + rng.choice(["100", "200", "300", "800", "1", "2", "3", "7", "10"]))
    if style < 0.7:
        return _same(rng.choice(_names("first")) + rng.choice(["", " 2", " 3", " Pro", " X", " Max", "-1", "-4"]))
    return _same(_coined(rng))


def _city(rng: random.Random) -> Value:
    french, _, english = rng.choice(_names("city", "|")).partition("=")
    return Value(french, english or french)


def _domain(rng: random.Random) -> Value:
    return _same(_coined(rng).lower() + rng.choice(_names("domain")))


KINDS: Final[dict[str, Callable[[random.Random], Value]]] = {
    "ORG": _organisation,
    "PERSON": _person,
    "LAST": lambda rng: _same(rng.choice(_names("family"))),
    "PRODUCT": _product,
    "CITY": _city,
    "DOMAIN": _domain,
    "MONEY": _money,
    "PCT": _percent,
    "INT": _number,
    "SMALL": lambda rng: _same(str(rng.randint(3, 99))),
    "DEC": _decimal_number,
    "YEAR": _year,
    "MONTH": _month,
    "DATE": _date,
    "DAY": _day,
    "QUARTER": _quarter,
    "POWER": _power,
}
"""Every kind of slot with what draws its values."""

NAMES: Final = frozenset({"ORG", "PERSON", "LAST", "PRODUCT", "CITY", "DOMAIN"})
"""Slots that hold names; the others hold figures."""
