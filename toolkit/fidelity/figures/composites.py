"""Figures made of parts that the other side may write apart: "3-1", "trois sur cinq", "17 juin 2024"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from toolkit.fidelity.figures.compare import (
    date_parts,
)
from toolkit.fidelity.figures.part_years import MONTHS_OF
from toolkit.fidelity.figures.records import Reading
from toolkit.types import Figure


def pieces_of(reading: Reading) -> list[list[Decimal | str]]:
    """Return the ways to part a composite figure: "3-1", "trois sur cinq", "17 juin 2024", "first half of 2024"."""
    pieces = _pieces(reading)
    months = _months(reading.figure)
    return [way for way in (pieces, months) if way]


def _months(figure: Figure) -> list[Decimal | str]:
    """Return the first and the last month of a quarter or half: "first half of 2024", "January to June 2024"."""
    parts = date_parts(figure) if figure.kind == "date" else {}
    if "period" not in parts:
        return []
    first, last = MONTHS_OF[parts["period"]]
    return [f"--{first:02d}", f"{parts.get('year', '-')}-{last:02d}"]


def _pieces(reading: Reading) -> list[Decimal | str]:
    figure = reading.figure
    key = figure.key or ""
    if figure.kind in {"identifier", "ratio"} and re.fullmatch(r"\d+[-/]\d+", key):
        return [Decimal(part) for part in re.split("[-/]", key)]
    if figure.kind == "number" and re.fullmatch(r"\d{1,3}\.\d{1,2}", figure.text):
        return [Decimal(part) for part in figure.text.split(".")]  # "article 11.1" is "Article 11(1)"
    if figure.kind == "date" and len([p for p in date_parts(figure) if p != "part"]) > 1:
        parts = date_parts(figure)
        rest = "-".join(parts[name] for name in ("month", "day", "period") if name in parts)
        return [f"--{rest}", Decimal(parts["year"])] if "year" in parts else []
    return []


def find_pieces(pieces: Iterable[Decimal | str], free: set[int], readings: Sequence[Reading]) -> list[int]:
    """Return the indices in *free* of readings that are the pieces, one each; empty when one is not there."""
    found: list[int] = []
    for piece in pieces:
        for at in sorted(free, key=lambda at: (readings[at].level, at)):
            figure = readings[at].figure
            if isinstance(piece, str):
                hit = figure.key == piece or any(other.key == piece for other in readings[at].others)
            else:
                hit = figure.value == piece and figure.unit is None
            if hit and at not in found:
                found.append(at)
                break
        else:
            return []
    return found
