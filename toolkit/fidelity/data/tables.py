"""Read the shipped tables, each at most once."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the cells of the table *name*; lines that start with ``#`` are comments."""
    return tuple(
        tuple(cell.strip() for cell in line.split("\t"))
        for line in lines(name)
        if line.strip() and not line.startswith("#")
    )


def lines(name: str) -> list[str]:
    """Return the lines of the table *name* as they stand, read anew each time."""
    return resources.files("toolkit.fidelity.data").joinpath(name).read_text(encoding="utf-8").splitlines()


def generated(name: str) -> list[str]:
    """Return the lines of a large table that a program wrote: one comment, then rows without blanks at their ends."""
    return lines(name)[1:]
