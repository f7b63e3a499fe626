"""Quality against speed: compute types and beams on a test set. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, Final

from toolkit.evaluation.bench import Run, spread
from toolkit.evaluation.bench_sheet import Sheet, megabytes, paragraphs, remarks, seconds
from toolkit.evaluation.metrics import Score
from toolkit.evaluation.texts import columns
from toolkit.types import Skipped

SCHEMA: Final = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """One compute type with one beam."""

    compute_type: str
    beam: int
    runs: tuple[Run, ...]
    """One a round."""
    scores: tuple[Score, ...]
    """Of the first round; chrF2 first."""

    @property
    def seconds(self) -> float:
        """Median wall time."""
        return median(run.seconds for run in self.runs)

    @property
    def cpu(self) -> float:
        """Median processor seconds, wall time where they are not known."""
        return median(run.seconds if run.cpu is None else run.cpu for run in self.runs)

    @property
    def peak(self) -> int | None:
        """Greatest resident memory, bytes."""
        return max((run.peak for run in self.runs if run.peak is not None), default=None)


@dataclass(frozen=True, slots=True)
class Table:
    """Compute types and beams, measured side by side on the same lines."""

    facts: tuple[tuple[str, str], ...]
    test_set: str
    lines: int
    words: int
    """Source words between blanks."""
    cells: tuple[Cell, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()

    def words_per_second(self, cell: Cell) -> float:
        """Return source words a second, the median of the rounds."""
        return spread([self.words / max(run.seconds, 1e-9) for run in cell.runs]).median

    def is_worth_it(self, cell: Cell) -> bool:
        """Tell whether no other cell is both cheaper in processor time and at least as good by the first score."""
        return not any(
            other.cpu <= cell.cpu and _quality(other) >= _quality(cell) and other is not cell
            and (other.cpu, _quality(other)) != (cell.cpu, _quality(cell))
            for other in self.cells
        )  # fmt: skip


def _quality(cell: Cell) -> float:
    return cell.scores[0].value if cell.scores else 0.0


def table_sheet(found: Table) -> Sheet:
    """Return a table as it is shown and kept."""
    head = [
        f"{found.test_set}: {found.lines} lines, {found.words} words, with checks and repairs",
        "; ".join(f"{name} {value}" for name, value in found.facts if name != "beam"),
    ]
    lines = paragraphs(head, _rows(found), remarks(found.skipped, found.notes))
    values = {
        "schema": SCHEMA,
        "facts": {name: value for name, value in found.facts if name != "beam"},
        "test_set": found.test_set,
        "lines": found.lines,
        "words": found.words,
        "cells": [_value(cell, found) for cell in found.cells],
        "skipped": [asdict(item) for item in found.skipped],
        "notes": list(found.notes),
    }
    return Sheet("table", lines, values)


def _rows(found: Table) -> list[str]:
    metrics = list(dict.fromkeys(score.metric for cell in found.cells for score in cell.scores))
    first = found.cells[0] if found.cells else None
    head = ("compute", "beam", "words/s", "s", "cpu s", "times cpu", "load s", "peak MB", *metrics, "")
    rows = [
        (
            cell.compute_type,
            str(cell.beam),
            f"{found.words_per_second(cell):,.0f}",
            seconds(cell.seconds, 1),
            seconds(cell.cpu, 1),
            f"{cell.cpu / max(first.cpu, 1e-9):.2f}" if first else "-",
            seconds(median(run.loading for run in cell.runs)),
            megabytes(cell.peak),
            *_scores(cell, metrics),
            "*" if found.is_worth_it(cell) else "",
        )
        for cell in found.cells
    ]
    signatures = dict.fromkeys(score.signature for cell in found.cells for score in cell.scores)
    return [
        *columns([head, *rows]),
        (
            f"*: nothing here takes less processor time and is as good by {metrics[0] if metrics else 'chrF2'}; times "
            "cpu: processor time over that of the first row; medians of the rounds"
        ),
        *signatures,
    ]


def _scores(cell: Cell, metrics: Sequence[str]) -> list[str]:
    known = {score.metric: f"{score.value:.2f}" for score in cell.scores}
    return [known.get(metric, "-") for metric in metrics]


def _value(cell: Cell, found: Table) -> dict[str, Any]:
    derived = {
        "words_per_second": found.words_per_second(cell),
        "cpu": cell.cpu,
        "peak": cell.peak,
        "is_worth_it": found.is_worth_it(cell),
    }
    return asdict(cell) | derived
