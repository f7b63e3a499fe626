"""A long run, watched: whether memory stays where it is. Pure; `pipeline.bench_long` does the measuring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from toolkit.evaluation.bench import Text
from toolkit.evaluation.bench_curve import Line, Panel, curves
from toolkit.evaluation.bench_sheet import Sheet, heading, megabytes, paragraphs, remarks, seconds
from toolkit.evaluation.bench_texts import MEMORY_GROWTH

SCHEMA: Final = 1
WARM: Final = 0.1
"""Share of the time after which memory must be level: until then caches fill and the first batches come."""
_SMOOTH: Final = 20
"""A speed on the chart is that over this part of the whole time: documents are written in bursts, batch by batch."""
_HOUR: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Moment:
    """One reading."""

    seconds: float
    """Since the run began."""
    memory: int | None
    """Resident bytes, summed over all processes of the run; pages they share are counted once for each."""
    processes: int
    documents: int
    """Written until then."""
    segments: int
    words: int
    """Source words of the documents written until then."""


@dataclass(frozen=True, slots=True)
class Soak:
    """One long run."""

    facts: tuple[tuple[str, str], ...]
    text: Text
    minutes: float
    """After which it was to be stopped."""
    workers: int
    documents: int
    """Made for it; more than it can do in that time."""
    moments: tuple[Moment, ...]
    """By time; the last is its end."""
    cpu: float
    """Processor seconds of all processes."""
    stopping: float | None
    """Seconds from the stop to the end; None: it was not stopped but ended by itself."""
    peak: int | None
    """Greatest memory, bytes."""
    errors: int
    reasons: tuple[str, ...]
    """Why documents failed, the first few."""
    notes: tuple[str, ...] = ()

    @property
    def last(self) -> Moment:
        """The end of the run."""
        return self.moments[-1]

    @property
    def settled(self) -> list[Moment]:
        """The readings after the first tenth of the time."""
        return [moment for moment in self.moments if moment.seconds >= WARM * self.last.seconds]

    @property
    def level(self) -> int | None:
        """Memory at a tenth of the time."""
        return self.settled[0].memory

    @property
    def growth(self) -> float | None:
        """Memory at the end over that at a tenth of the time."""
        end = self.last.memory
        return end / self.level if self.level and end else None

    @property
    def slope(self) -> float | None:
        """Bytes an hour after the first tenth, by least squares; None with less than two readings."""
        points = [(moment.seconds, float(moment.memory)) for moment in self.settled if moment.memory is not None]
        found = least_squares(points)
        return None if found is None else found * _HOUR


def least_squares(points: Sequence[tuple[float, float]]) -> float | None:
    """Return the slope of the straight line nearest to *points*; None when they do not have one."""
    if len({x for x, _ in points}) < 2:  # noqa: PLR2004 - two points make a line
        return None
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    return sum((x - middle_x) * (y - middle_y) for x, y in points) / sum((x - middle_x) ** 2 for x, _ in points)


def speeds(moments: Sequence[Moment]) -> list[tuple[float, float]]:
    """Return words a second by seconds, each over the part of the time before it that `_SMOOTH` says."""
    found, start = [], 0
    width = moments[-1].seconds / _SMOOTH if moments else 0.0
    for moment in moments[1:]:
        while moments[start + 1].seconds <= moment.seconds - width:
            start += 1
        before = moments[start]
        if moment.seconds > before.seconds:
            found.append((moment.seconds, (moment.words - before.words) / (moment.seconds - before.seconds)))
    return found


def soak_sheet(soak: Soak) -> Sheet:
    """Return the run as it is shown and kept."""
    lines = paragraphs(heading(soak.text, soak.facts), _numbers(soak), [verdict(soak)], remarks((), soak.notes))
    return Sheet("soak", lines, _values(soak), _chart(soak))


def _numbers(soak: Soak) -> list[str]:
    last = soak.last
    slope = "-" if soak.slope is None else f"{soak.slope / 1e6:+,.1f}"
    who = f"{soak.workers} workers" if soak.workers else "one process"
    stopped = (
        "it ended by itself"
        if soak.stopping is None
        else f"stopped, and at its end {seconds(soak.stopping, 1)} s later"
    )
    return [
        (
            f"{last.seconds / 60:.1f} minutes, {who}: {last.documents:,} documents, {last.segments:,} segments, "
            f"{last.words:,} words written; {last.words / max(last.seconds, 1e-9):,.0f} words/s; "
            f"{_cost(soak)} s of processor time per 1,000 segments; {stopped}"
        ),
        (
            f"memory: {megabytes(soak.level)} MB at a tenth of the time, {megabytes(last.memory)} MB at the end, at "
            f"most {megabytes(soak.peak)} MB; slope {slope} MB an hour (least squares, "
            "without the first tenth)"
        ),
        f"errors: {soak.errors}",
        *(f"  {reason}" for reason in soak.reasons),
    ]


def _cost(soak: Soak) -> str:
    return f"{1000 * soak.cpu / soak.last.segments:.1f}" if soak.last.segments else "-"


def verdict(soak: Soak) -> str:
    """Return in plain words what the run showed."""
    if soak.growth is None:
        memory = "memory cannot be read on this system"
    else:
        how = "stayed level" if soak.growth <= MEMORY_GROWTH else "grew"
        memory = (
            f"memory {how}: at the end {soak.growth:.2f} times that at a tenth of the time "
            f"(wanted: at most {MEMORY_GROWTH:g})"
        )
    failed = f"{soak.errors} failures" if soak.errors else "nothing failed"
    early = "" if soak.stopping is not None else "; the run ended before the time was over"
    return f"verdict: {memory}; {failed}{early}"


def _values(soak: Soak) -> dict[str, Any]:
    """Return the run as plain values: times in seconds, memory in bytes, null is "not known"."""
    own = asdict(soak) | {"facts": dict(soak.facts)}
    found = {"level": soak.level, "end": soak.last.memory, "growth": soak.growth, "slope_an_hour": soak.slope}
    return {"schema": SCHEMA, **own, **found, "verdict": verdict(soak)}


def _chart(soak: Soak) -> str:
    memory = [(m.seconds / 60, m.memory / 1e6) for m in soak.moments if m.memory is not None]
    speed = [(at / 60, words) for at, words in speeds(soak.moments)]
    panels = [
        Panel("Resident memory, MB", "minutes", [Line("all processes" if soak.workers > 1 else "memory", memory)]),
        Panel(f"Source words a second, over {soak.last.seconds / _SMOOTH:,.0f} s each", "minutes", [Line("", speed)]),
    ]
    return curves(f"One run of {soak.last.seconds / 60:,.1f} minutes", panels, soak.facts)
