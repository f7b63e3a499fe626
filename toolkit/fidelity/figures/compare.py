"""Tell whether two figures have the same value, whatever the form.

Costs: 0 same value and unit, 1 another form of it (50 % and half, 1.2 t and 1,200 kg), 2 the unit is left out where it
goes without saying. None: not the same.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from toolkit.fidelity.figures.records import Reading
from toolkit.fidelity.figures.units import UNITS, compatible
from toolkit.fidelity.figures.versions import same_version
from toolkit.types import Figure

_LENIENT: Final = frozenset({"calendar", "clock", "point", "angle", "times", "level", "pixels"})
"""Dimensions whose unit a translation may leave out: "97 ans" is "97th birthday", "38 points" is "scored 38"."""
_ROUNDED: Final = Fraction(2, 100)
"""Largest relative difference of a conversion between systems: writers round (40 ha, 99 acres)."""
_LOOSE: Final = Fraction(6, 100)
"""The same where one of the two says "about": "une centaine de kilomètres" is 60 miles."""
_WORDS: Final = frozenset({"livre", "kn", "ch", "bar", "ft", "in", "oz", "krone", "pt", "DEM", "bit"})
"""Units whose French words mean other things too: books, nodes, horses, bars, feet, thumbs, time, crowns."""
_CALENDAR: Final = Fraction(9, 100)
"""Largest relative difference between months and weeks: "six semaines" is "a month and a half"."""
_MONTH: Final = Fraction(2629746)
"""Mean Gregorian month in seconds."""
_SHARE: Final = Fraction(1, 100)
_RISE: Final = 10
"""Degrees Celsius below which a figure may be a difference: "grimpé de 1,5 °C" is 2.7 °F."""
_MINUTES: Final = 1440


def exact(figure: Figure) -> Fraction:
    """Return the value as a fraction: the key ``a/b`` where there is one, for thirds have no finite decimal."""
    key = figure.key
    if key and "/" in key and figure.kind == "ratio":
        top, _, bottom = key.partition("/")
        if top.isdecimal() and bottom.replace(".", "", 1).isdecimal():
            return Fraction(top) / Fraction(bottom)
    return Fraction(figure.value)


def dimension(figure: Figure) -> str:
    """Return what the figure measures: a dimension of the unit table, or its kind when it has no unit."""
    if figure.unit is not None:
        return UNITS[figure.unit].dimension
    if figure.kind == "ratio":
        return "share"
    return figure.kind


def in_kind(one: Figure, other: Figure) -> tuple[Figure, Figure]:
    """Read a unit word of two senses as the other figure shows: pounds beside kilos are a weight, not money."""
    return _sense(one, other), _sense(other, one)


def _sense(figure: Figure, other: Figure) -> Figure:
    if other.unit is None:
        return figure
    if figure.unit == "livre" and UNITS[other.unit].dimension == "mass":
        return replace(figure, unit="lb", kind="quantity")
    if figure.unit == "degree" and other.unit == "fahrenheit" and "degré" in figure.text.lower():
        return replace(figure, unit="celsius")  # French gives temperatures in degrees Celsius
    return figure


def is_indefinite(figure: Figure) -> bool:
    """Tell whether the figure is an order of magnitude: "des centaines", "millions of"."""
    return figure.key is not None and figure.key.endswith("s") and figure.kind not in {"date", "identifier"}


def same_value(one: Reading, other: Reading) -> int | None:
    """Return the cost of the cheapest pair of meanings that agree, or None."""
    best = agree(one.figure, other.figure)
    if best == 0 or not (one.others or other.others):
        return best
    costs = [agree(f, g) for f in (one.figure, *one.others) for g in (other.figure, *other.others)]
    return min((cost for cost in costs if cost is not None), default=None)


def agree(one: Figure, other: Figure) -> int | None:
    """Return the cost at which two figures have the same value, or None."""
    kinds = {one.kind, other.kind}
    if "date" in kinds:
        return _dates(one, other)
    if "time" in kinds:
        return _times(one, other)
    if "identifier" in kinds:
        return _identifiers(one, other)
    if kinds == {"ordinal", "ratio"}:
        ordinal, ratio = (one, other) if one.kind == "ordinal" else (other, one)
        return 2 if ratio.key == f"1/{ordinal.value}" else None  # "un bon tiers", "a good third"
    if is_indefinite(one) or is_indefinite(other):
        same = is_indefinite(one) and is_indefinite(other) and one.value == other.value
        return _units_cost(one, other) if same else None
    return _amounts(one, other)


def _units_cost(one: Figure, other: Figure) -> int | None:
    if one.unit == other.unit:
        return 0
    return 1 if compatible(one.unit, other.unit) else None


def _dates(one: Figure, other: Figure) -> int | None:
    if one.kind != other.kind:
        dated, plain = (one, other) if one.kind == "date" else (other, one)
        parts = date_parts(dated)
        if plain.kind == "ordinal" and plain.key and plain.key.startswith("C"):
            return 1 if parts.get("decade") == str((int(plain.value) - 1) * 100) else None
        if plain.kind in {"number", "ordinal"} and plain.unit is None:
            if parts.get("day") and "year" not in parts and Decimal(parts["day"]) == plain.value:
                return 2
            return 1 if set(parts) <= {"year", "part"} and plain.value == dated.value else None
        if plain.unit == "year" and "decade" in parts and len(parts["decade"]) == 2:  # noqa: PLR2004
            return 2 if Decimal(parts["decade"]) == plain.value else None
        return None
    return compare_dates(date_parts(one), date_parts(other))


def compare_dates(one: dict[str, str], other: dict[str, str]) -> int | None:
    """Return the cost at which the parts of two dates agree, or None. "fin" may be left out, not changed."""
    if "decade" in one and "decade" in other:
        a, b = one["decade"], other["decade"]
        if a[-2:] != b[-2:] or (len(a) == len(b) and a != b):
            return None
    elif "decade" in one or "decade" in other:
        return None
    if one.get("part") and other.get("part") and one["part"] != other["part"]:
        return None
    names = ("year", "month", "day", "period")
    if any(one.get(name) != other.get(name) for name in names):
        return None
    return 0 if one == other else 1


def date_parts(figure: Figure) -> dict[str, str]:
    """Split the key of a date into year, month, day, period, decade and part (early, mid, late)."""
    key, _, part = (figure.key or "").partition("/")
    parts = {"part": part} if part else {}
    if key.endswith("s"):
        return parts | {"decade": key[:-1]}
    if key.startswith("-"):
        rest = key[2:]
    else:
        year, _, rest = key.partition("-")
        parts["year"] = year
    if rest[:1] in {"Q", "H"}:
        parts["period"] = rest
    elif rest:
        month, _, day = rest.partition("-")
        parts |= {"month": month, "day": day} if day else {"month": month}
    return parts


def _times(one: Figure, other: Figure) -> int | None:
    if one.kind == other.kind:
        return 0 if one.value % _MINUTES == other.value % _MINUTES else None
    clock, plain = (one, other) if one.kind == "time" else (other, one)
    if dimension(plain) == "clock" and plain.unit is not None:
        return 1 if Fraction(plain.value) * Fraction(UNITS[plain.unit].factor) == Fraction(clock.value) * 60 else None
    if plain.kind == "number" and plain.unit is None:
        hour, minute = divmod(int(clock.value), 60)
        return 2 if minute == 0 and plain.value in {hour, hour % 12 or 12} else None
    return None


def _identifiers(one: Figure, other: Figure) -> int | None:
    if one.kind == other.kind:
        a, b = one.key or "", other.key or ""
        if a == b:
            return 0
        long = min(len(a), len(b)) >= 9 and a.isdecimal() and b.isdecimal()  # noqa: PLR2004  subscriber number
        return 1 if long and a[-9:] == b[-9:] else None
    return None


def _amounts(one: Figure, other: Figure) -> int | None:  # noqa: PLR0911  one line for each form
    a, b = exact(one), exact(other)
    one, other = in_kind(one, other)
    version = same_version(one.key, other.key)
    if version is not None:
        return 0 if version else None
    if one.unit == other.unit:
        if a == b:
            return 0 if one.kind == other.kind else 1
        if one.unit is None and "ratio" in {one.kind, other.kind}:
            return None
        if one.unit == "times" and a * b == 1 and re.search("fold|factor", one.text + other.text):
            return 1  # "divisé par cent", "fallen a hundredfold"
        tens = {one.value, other.value} == {Decimal(10), Decimal(12)}
        return 2 if tens and one.approximate and other.approximate else None
    if one.unit is None or other.unit is None:
        return _one_unit(one, other, a, b)
    if a == b and compatible(one.unit, other.unit):
        return 1
    return _convert(one, other, a, b)


def _one_unit(one: Figure, other: Figure, a: Fraction, b: Fraction) -> int | None:
    if one.unit is None:
        one, other, a, b = other, one, b, a
    measured = dimension(one)
    if other.kind == "ratio":
        if one.unit == "quarter":
            return 2 if a == 1 and b == Fraction(1, 4) else None  # "in the space of one quarter"
        if measured == "share":
            size = a * Fraction(UNITS[one.unit or ""].factor)
            return 1 if size == b else 2 if abs(size - b) < _SHARE and b.denominator in {3, 6, 7, 9, 8} else None
        if measured == "times":
            return 1 if a == b or (a < 1 and 1 - a == b) else None
        return 2 if a == b and measured in {"clock", "length", "mass", "volume"} else None  # "38 centièmes"
    if a != b:
        half_day = one.unit == "hour" and 12 < a < 24 and a - 12 == b and other.kind == "number"  # noqa: PLR2004
        return 2 if half_day and re.search(r"\dh|[ \u00a0\u202f]h", one.text) else None  # "9 h à 17 h", "nine to five"
    return 2 if measured in _LENIENT or one.unit in _WORDS else None


def _convert(one: Figure, other: Figure, a: Fraction, b: Fraction) -> int | None:  # noqa: PLR0911  one line for each form
    u, v = UNITS[one.unit or ""], UNITS[other.unit or ""]
    dimensions = {u.dimension, v.dimension}
    if u.dimension == v.dimension == "temperature":
        if abs(_celsius(a, u.code) - _celsius(b, v.code)) <= Fraction(6, 10):
            return 1
        celsius, fahrenheit = (a, b) if u.code == "celsius" else (b, a)
        rise = abs(celsius) <= _RISE and abs(celsius * Fraction(9, 5) - fahrenheit) <= Fraction(1, 10)
        return 2 if rise and {u.code, v.code} == {"celsius", "fahrenheit"} else None
    if dimensions == {"times", "share"}:
        times, share = (a, b) if u.dimension == "times" else (b, a)
        return 1 if share in {(times - 1) * 100, times * 100, (1 - times) * 100} else None
    if dimensions == {"money", "cent"}:
        cents, money = (a, b) if u.dimension == "cent" else (b, a)
        return 1 if cents == money * 100 else None
    if dimensions == {"clock", "calendar"}:
        seconds = [x * Fraction(w.factor) * (_MONTH if w.dimension == "calendar" else 1) for x, w in ((a, u), (b, v))]
        return 2 if abs(seconds[0] - seconds[1]) <= _CALENDAR * max(seconds) else None
    if u.dimension != v.dimension or u.dimension == "money":
        return None
    sizes = [(a * x, b * y) for x in _factors(one) for y in _factors(other)]
    if any(first == second for first, second in sizes):
        return 1
    slack = _LOOSE if one.approximate or other.approximate else _ROUNDED
    near = any(abs(first - second) <= slack * max(abs(first), abs(second)) for first, second in sizes)
    return 1 if near and u.metric != v.metric else None


_IMPERIAL: Final = {"gal": Fraction("0.00454609"), "pt": Fraction("0.00056826125")}
"""British sizes of units that the table gives in the American size (NIST SP 811, appendix B.8)."""
_LIVRE: Final = Fraction(1, 2)
"""Kilograms of the French "livre" of the market."""


def _factors(figure: Figure) -> list[Fraction]:
    """Return the sizes that the unit of a figure may have."""
    unit = figure.unit or ""
    sizes = [Fraction(UNITS[unit].factor)]
    if unit in _IMPERIAL:
        sizes.append(_IMPERIAL[unit])
    if unit == "lb" and "livre" in figure.text.lower():
        sizes.append(_LIVRE)
    return sizes


def _celsius(value: Fraction, code: str) -> Fraction:
    if code == "fahrenheit":
        return (value - 32) * Fraction(5, 9)
    return value - Fraction(27315, 100) if code == "kelvin" else value


def same_number_other_unit(one: Figure, other: Figure) -> bool:
    """Tell whether the numbers agree and the units do not: dollars and euros, % and points, a unit that was lost."""
    one, other = in_kind(one, other)
    if one.unit == other.unit or {one.kind, other.kind} & {"date", "time", "identifier", "ordinal", "ratio"}:
        return False
    a, b = dimension(one), dimension(other)
    related = one.unit is None or other.unit is None or a == b or frozenset({a, b}) in _RELATED
    return related and exact(one) == exact(other) and is_indefinite(one) == is_indefinite(other)


_RELATED: Final = frozenset(
    frozenset(pair)
    for pair in (
        ("share", "point"),
        ("speed", "length"),
        ("power", "energy"),
        ("money", "cent"),
        ("clock", "calendar"),
        ("data", "rate"),
        ("temperature", "angle"),
        ("temperature", "share"),
        ("length", "area"),
        ("area", "volume"),
        ("length", "volume"),
        ("speed", "angle"),
        ("mass", "volume"),
        ("money", "share"),
        ("current", "charge"),
    )
)
"""Dimensions whose units are mistaken for one another. Others (kg and months) show that two figures were exchanged."""
