"""Speed, processor time and memory by the size of the corpus and the number of workers. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

from toolkit.evaluation.bench import Text
from toolkit.evaluation.bench_curve import Line, Panel, curves
from toolkit.evaluation.bench_sheet import Sheet, heading, megabytes, paragraphs, remarks
from toolkit.evaluation.texts import columns
from toolkit.types import Skipped

SCHEMA: Final = 1


@dataclass(frozen=True, slots=True)
class Load:
    """One size with one number of workers."""

    workers: int
    """Processes that share the work, one thread each."""
    size: int
    """Segments asked for."""
    segments: int
    words: int
    """Source words."""
    seconds: float
    """Wall time from the model being known to the end; workers load their models within it."""
    cpu: float
    """Processor seconds of all processes, loading included."""
    peak: int | None
    """Greatest memory, bytes, summed over all processes at one time."""
    processes: int
    """Most processes at one time."""

    @property
    def speed(self) -> float:
        """Source words a second."""
        return self.words / max(self.seconds, 1e-9)

    @property
    def cost(self) -> float:
        """Processor seconds per 1,000 segments."""
        return 1000 * self.cpu / max(1, self.segments)


@dataclass(frozen=True, slots=True)
class Scaling:
    """A scaling curve."""

    facts: tuple[tuple[str, str], ...]
    text: Text
    loads: tuple[Load, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()

    def gain(self, load: Load) -> float | None:
        """Return how many times as fast as with one worker a load is; None when that was not measured."""
        alone = next((one for one in self.loads if one.workers == 1 and one.size == load.size), None)
        return load.speed / alone.speed if alone and alone.speed else None


def scaling_sheet(found: Scaling) -> Sheet:
    """Return a scaling curve as it is shown and kept."""
    lines = paragraphs(heading(found.text, found.facts), _table(found), remarks(found.skipped, found.notes))
    values = {
        "schema": SCHEMA,
        "facts": dict(found.facts),
        "text": asdict(found.text),
        "loads": [_value(load, found) for load in found.loads],
        "skipped": [asdict(item) for item in found.skipped],
        "notes": list(found.notes),
    }
    return Sheet("scaling", lines, values, _chart(found))


def _table(found: Scaling) -> list[str]:
    head = ("workers", "segments", "words", "s", "words/s", "x 1 worker", "cpu s", "cpu s/1,000 segments",
            "peak MB", "processes")  # fmt: skip
    rows = [
        (
            str(load.workers),
            f"{load.segments:,}",
            f"{load.words:,}",
            f"{load.seconds:.1f}",
            f"{load.speed:,.0f}",
            "-" if (gain := found.gain(load)) is None else f"{gain:.2f}",
            f"{load.cpu:.1f}",
            f"{load.cost:.1f}",
            megabytes(load.peak),
            str(load.processes),
        )
        for load in found.loads
    ]
    return [
        *columns([head, *rows], words=()),
        (
            "s: from the model being known to the end, with the workers' own loading; memory: resident, summed over "
            "the processes, pages they share counted for each"
        ),
    ]


def _value(load: Load, found: Scaling) -> dict[str, Any]:
    derived = {"words_per_second": load.speed, "cpu_per_1000_segments": load.cost, "times_one_worker": found.gain(load)}
    return asdict(load) | derived


def _chart(found: Scaling) -> str:
    def lines(value: Callable[[Load], float | None]) -> list[Line]:
        return [
            Line(
                f"{workers} worker{'s' if workers > 1 else ''}",
                [
                    (load.segments, y)
                    for load in sorted(found.loads, key=lambda load: load.segments)
                    if load.workers == workers and (y := value(load)) is not None
                ],
            )
            for workers in sorted({load.workers for load in found.loads})
        ]

    panels = [
        Panel("Source words a second", "segments", lines(lambda load: load.speed), is_logarithmic=True),
        Panel("Processor seconds per 1,000 segments", "segments", lines(lambda load: load.cost), is_logarithmic=True),
        Panel(
            "Greatest memory of all processes, MB",
            "segments",
            lines(lambda load: None if load.peak is None else load.peak / 1e6),
            is_logarithmic=True,
        ),
    ]
    return curves("Scaling with the size of the corpus", panels, found.facts)
