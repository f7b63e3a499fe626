"""Benchmarks that take long: a soak, the scaling curve, peak memory over many documents and over one large file."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Final

from toolkit.errors import EngineError, OptionsError
from toolkit.evaluation.bench import Point
from toolkit.evaluation.bench_memory import MemorySeries
from toolkit.evaluation.bench_scaling import Load, Scaling
from toolkit.evaluation.bench_soak import Moment, Soak
from toolkit.pipeline.bench_machine import Values
from toolkit.pipeline.bench_place import BenchOptions, Place, Runner, Say, open_place
from toolkit.pipeline.bench_runs import SENTENCES_A_DOCUMENT
from toolkit.types import Skipped

SEGMENTS: Final = (100, 1000, 10_000)
MOST_SEGMENTS: Final = 100_000
"""Sizes of the scaling curve, the last with ``full``."""
WORKERS: Final = (1, 2)
DOCUMENTS: Final = (10, 100, 1000, 10_000)
FILE_BYTES: Final = 50_000_000
"""Size of the large file, with ``full``."""
SPARE: Final = 3
"""Documents of a soak over those that its time should allow: it must not run out of them. A short run is slower than a
long one, whose batches are fuller, but not three times."""


def soak(
    paths: Sequence[Path],
    options: BenchOptions,
    minutes: float,
    say: Say,
    *,
    workers: int = 0,
    run: Runner | None = None,
) -> Soak:
    """Make one run over very many documents and stop it after so many *minutes*, above 0; watch its memory.

    Raises ToolkitError when there is no text or no model, or the process that runs dies.
    """
    if not 0 < minutes < math.inf:
        raise OptionsError(f"A soak takes more than 0 minutes, got {minutes:g}.")
    with open_place(paths, options, say, run) as place:
        place.prepare()
        say("measuring the speed, to make enough documents …")
        short = place.do(place.order("pipeline"))
        count = _enough(short, minutes)
        say(f"{count:,} documents, {minutes:g} minutes …")
        order = place.order("soak", size=count, seconds=60 * minutes, workers=workers)
        values = place.do(order)
        return Soak(
            facts=place.facts(),
            text=place.text,
            minutes=minutes,
            workers=workers,
            documents=count,
            moments=tuple(Moment(**moment) for moment in values["moments"]),
            cpu=values["cpu"],
            stopping=values["stopping"],
            peak=values["peak_of_all"],
            errors=values["errors"],
            reasons=tuple(values["reasons"]),
            notes=place.notes(),
        )


def _enough(short: Values, minutes: float) -> int:
    """Return how many documents to make, by the speed of a short run."""
    segments: float = short["segments"] / max(short["seconds"], 1e-3) * 60 * minutes
    return max(10, math.ceil(SPARE * segments / SENTENCES_A_DOCUMENT))


def scaling(
    paths: Sequence[Path],
    options: BenchOptions,
    say: Say,
    run: Runner | None = None,
    sizes: Sequence[int] | None = None,
) -> Scaling:
    """Measure *sizes* in segments, by default those of the level, with one worker and with two.

    A size that fails ends the curve of its workers. Raises ToolkitError when there is no text or no model.
    """
    if sizes is None:
        sizes = (*SEGMENTS, MOST_SEGMENTS) if options.level == "full" else SEGMENTS
    loads, skipped, idle, why = [], [], [], ""
    with open_place(paths, options, say, run) as place:
        place.prepare()
        failed: set[int] = set()
        for size in sizes:
            for workers in (count for count in WORKERS if count not in failed):
                name = f"{size:,} segments, {workers} worker{'s' if workers > 1 else ''}"
                say(f"{name} …")
                try:
                    values = place.do(place.order("scaling", size=size, workers=workers, threads=workers))
                except EngineError as error:
                    skipped.append(Skipped(name, str(error), "info"))
                    failed.add(workers)
                    continue
                loads.append(_load(workers, size, values))
                if workers > 1 and values["processes"] == 1:
                    idle.append(name)
                    why = next(iter(values["notes"]), "")
        notes = (*place.notes(), *([f"one process did all of {'; '.join(idle)}: {why}"] if idle else []))
        return Scaling(place.facts(), place.text, tuple(loads), tuple(skipped), notes)


def _load(workers: int, size: int, values: Values) -> Load:
    own = {field.name for field in fields(Load)} - {"workers", "size", "peak"}
    return Load(workers=workers, size=size, peak=values["peak_of_all"], **{name: values[name] for name in own})


def memory(
    paths: Sequence[Path],
    options: BenchOptions,
    say: Say,
    run: Runner | None = None,
    counts: Sequence[int] = DOCUMENTS,
    file_bytes: int | None = None,
) -> MemorySeries:
    """Run over more and more documents, beam 1, and over one file of *file_bytes*; by default one with level full.

    Raises ToolkitError when there is no text or no model.
    """
    if file_bytes is None:
        file_bytes = FILE_BYTES if options.level == "full" else 0
    skipped: list[Skipped] = []
    with open_place(paths, options, say, run) as place:
        place.prepare()
        points = [_point(place, "documents", count, f"{count:,} documents", skipped) for count in counts]
        file = _point(place, "one_file", file_bytes, f"one file of {file_bytes:,} bytes", skipped)
        known = tuple(point for point in points if point is not None)
        return MemorySeries(place.facts(), place.text, known, file, tuple(skipped), place.notes())


def _point(place: Place, task: str, size: int, name: str, skipped: list[Skipped]) -> Point | None:
    if not size:
        return None
    place.say(f"{name} …")
    try:
        values = place.do(place.order(task, size=size, beam=1))
    except EngineError as error:
        skipped.append(Skipped(name, str(error), "info"))
        return None
    return Point(size, values["segments"], values["seconds"], values["peak"])
