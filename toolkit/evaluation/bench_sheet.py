"""What a benchmark hands to whoever prints and writes it, and the few lines that all of them share. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.evaluation.bench import Text
from toolkit.types import Skipped


@dataclass(frozen=True, slots=True)
class Sheet:
    """A finished benchmark as it is shown and kept."""

    name: str
    """Name of its files without suffix."""
    lines: list[str]
    """The report for readers."""
    values: dict[str, Any]
    """The same for programs, as JSON has it."""
    drawing: str | None = None
    """A chart as SVG, when there is one."""


def heading(text: Text, facts: Sequence[tuple[str, str]]) -> list[str]:
    """Return what was measured with, as lines."""
    return [
        f"{text.sentences} sentences, {text.words} words, {text.documents} documents, text {text.digest}",
        "; ".join(f"{name} {value}" for name, value in facts),
    ]


def remarks(skipped: Sequence[Skipped], notes: Sequence[str]) -> list[str]:
    """Return what is missing and what is worth knowing, as lines."""
    return [
        *(f"not measured: {item.what}: {item.reason}" for item in skipped),
        *(f"note: {note}" for note in notes),
    ]


def paragraphs(*parts: Sequence[str]) -> list[str]:
    """Return the lines of all parts that have some, an empty line between two parts."""
    return [line for part in parts if part for line in (*part, "")][:-1]


def megabytes(value: float | None) -> str:
    """Return bytes as megabytes (10^6) for a table."""
    return "-" if value is None else f"{value / 1e6:,.0f}"


def seconds(value: float | None, digits: int = 2) -> str:
    """Return seconds for a table."""
    return "-" if value is None else f"{value:.{digits}f}"
