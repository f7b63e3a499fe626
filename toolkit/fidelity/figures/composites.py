"""Figures made of parts that the other side may write apart: "3-1", "trois sur cinq", "17 juin 2024"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from toolkit.fidelity.figures.compare import (
    date_parts,
)
from toolkit.fidelity.figures.records import Reading


def pieces_of(reading: Reading) -> list[Decimal | str]:
    """Return the parts of a composite figure: "3-1", "trois sur cinq", "17 juin 2024", "2 h 45"."""
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
            hit = figure.key == piece if isinstance(piece, str) else figure.value == piece and figure.unit is None
            if hit and at not in found:
                found.append(at)
                break
        else:
            return []
    return found
