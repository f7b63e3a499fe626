"""How unlike two figures of different value are: who is paired with whom when a value was changed."""

from __future__ import annotations

from typing import Final

from toolkit.fidelity.figures.compare import (
    date_parts,
    dimension,
    in_kind,
    is_indefinite,
)
from toolkit.fidelity.figures.multiples import ALIKE
from toolkit.fidelity.figures.records import Level, Reading
from toolkit.fidelity.figures.units import UNITS
from toolkit.types import Figure

NEVER: Final = 1e6
_ARTICLE: Final = 10
"""Largest number that may have taken the place of an article: "un salarié", "two employees"."""
_ERAS: Final = frozenset({"decade", "century", "millennium"})


def difference(one: Reading, other: Reading, place: float) -> float:  # noqa: PLR0911  one line for each form
    """Return the price of pairing two figures of different value; *place*, 0 to 1, is how far apart they stand."""
    f, g = one.figure, other.figure
    if Level.SILENT in {one.level, other.level}:
        return _article(one, other, place)
    if one.level and other.level:
        if f.key == g.key and f.key in ALIKE:
            return 1.0 + place
        if f.unit != g.unit and {f.unit, g.unit} <= _ERAS and f.value == g.value:
            return 1.0 + place  # "une décennie", "a century"
        alike = f.kind == g.kind and f.unit == g.unit and place < 0.4 and f.kind in {"date", "ordinal", "ratio"}  # noqa: PLR2004
        return 1.0 + place if alike and set(date_parts(f)) == set(date_parts(g)) else NEVER
    sort = _sort_distance(f, g)
    if sort is None:
        sort = 2.0 if _parts_of_years(one, other) else None
    if sort is None:
        return NEVER
    cost = 10 + sort + 6 * place
    if _digits(one) == _digits(other) or sorted(_digits(one)) == sorted(_digits(other)):
        cost -= 3
    if one.level or other.level:
        same = f.unit == g.unit and f.kind == g.kind
        return cost - 4.5 if same else NEVER
    return cost


def _parts_of_years(one: Reading, other: Reading) -> bool:
    """Tell whether both may be parts of a year: "second half", "first six months"."""
    return all(
        any(f.kind == "date" and "period" in date_parts(f) for f in (reading.figure, *reading.others))
        for reading in (one, other)
    )


def _article(one: Reading, other: Reading, place: float) -> float:
    """Price of "un salarié" against "two employees" (small whole numbers at one place) and of two versions."""
    silent, loud = (one, other) if one.level == Level.SILENT else (other, one)
    article = silent.figure.text.lower() in {"un", "une"}
    small = loud.level == Level.STRONG and loud.figure.kind == "number" and 1 < loud.figure.value <= _ARTICLE
    if article and loud.figure.text.isalpha() and loud.level == Level.STRONG and loud.compound:
        return NEVER  # "a three-stage journey"
    if article:
        return 8.0 + 6 * place if small and place < 0.3 else NEVER  # noqa: PLR2004
    alike = silent.loose and loud.level == Level.STRONG and loud.figure.unit is None and loud.figure.kind == "number"
    same = len(silent.figure.text) == len(f"{loud.figure.value:f}")
    return 6.0 + 6 * place if alike and same else NEVER  # "17.4 d'iOS", "iOS 17.1"; "la France 29", "France 39"


def explains(silent: Reading, loud: Reading) -> bool:
    """Tell whether a silent number can be what the other side says: "une aide" is no "€1 million"."""
    article = silent.figure.text.lower() in {"un", "une"}
    if silent.figure.text.isalpha() and silent.figure.unit is None and loud.figure.unit in UNITS and not article:
        return loud.level != Level.STRONG or loud.figure.unit in {"times", "point"}  # "remis à neuf" is no "nine weeks"
    return not article or (loud.scale == 1 and loud.figure.kind not in {"money", "percent"})


def _digits(reading: Reading) -> str:
    return f"{reading.mantissa.normalize():f}".replace(".", "").strip("0-")


_SORTS: Final = {
    frozenset({"number", "ordinal"}): 3.0, frozenset({"number", "identifier"}): 3.0, frozenset({"number", "date"}): 4.5,
    frozenset({"number", "money"}): 4.0, frozenset({"number", "share"}): 4.0, frozenset({"share", "point"}): 2.0,
    frozenset({"share", "times"}): 2.0, frozenset({"number", "times"}): 3.0, frozenset({"number", "time"}): 4.5,
    frozenset({"clock", "calendar"}): 2.0, frozenset({"time", "clock"}): 3.0, frozenset({"number", "share"}): 4.0,
    frozenset({"temperature", "angle"}): 1.0,
    frozenset({"ordinal", "calendar"}): 4.0,
    frozenset({"ordinal", "share"}): 3.0, frozenset({"ordinal", "clock"}): 3.0, frozenset({"number", "point"}): 3.0,
}  # fmt: skip


def _sort_distance(f: Figure, g: Figure) -> float | None:
    """Return how unlike two figures of different value are in sort, 0 for the same sort; None: never confused."""
    f, g = in_kind(f, g)
    a, b = dimension(f), dimension(g)
    if is_indefinite(f) != is_indefinite(g) and a == b:
        return 2.0
    if a == b:
        if a == "date":
            return _date_distance(f, g)
        return 0.0 if f.unit == g.unit else 1.5
    known = _SORTS.get(frozenset({a, b}))
    if known is not None:
        return known
    measured = {
        "length",
        "area",
        "volume",
        "mass",
        "power",
        "energy",
        "data",
        "speed",
        "clock",
        "calendar",
        "temperature",
        "count",
    }
    if "number" in {a, b} and {a, b} & measured:
        return 2.5
    return 6.0 if {a, b} <= measured else None


def _date_distance(f: Figure, g: Figure) -> float | None:
    a, b = set(date_parts(f)) - {"part"}, set(date_parts(g)) - {"part"}
    if a == b:
        return 0.0
    return 2.0 if a & b else 6.0
