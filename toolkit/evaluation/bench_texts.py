"""A benchmark as a text table and as plain values for JSON. Pure; the command line prints and writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from toolkit.evaluation.bench import LIMIT, NAIVE, OURS, WHOLE, Bench, Measured, Point, Spread, Start, exponent, spread
from toolkit.evaluation.bench_sheet import heading, megabytes, paragraphs, remarks, seconds
from toolkit.evaluation.texts import columns

SCHEMA: Final = 1
"""Version of the object that is written; keys are only ever added."""
SHARE_OF_LIMIT: Final = 0.9
TIMES_NAIVE: Final = 15.0
HELP_SECONDS: Final = 0.3
FIRST_SECONDS: Final = 2.5
MEMORY_GROWTH: Final = 1.15
"""What the toolkit is meant to reach, on any machine: the share of the practical limit's speed, the multiple of the
naive program's, start-up times, and peak memory over many documents against few."""


def report_lines(bench: Bench) -> list[str]:
    """Return the whole report as lines of text."""
    return paragraphs(
        heading(bench.text, bench.facts),
        _systems(bench),
        _targets(bench),
        _starts(bench.starts),
        growth("fidelity alone", "segments", bench.fidelity, of_memory=False),
        growth("documents", "documents", bench.documents, of_memory=True),
        remarks(bench.skipped, bench.notes),
    )


def _systems(bench: Bench) -> list[str]:
    head = ("system", "words/s", "least", "most", "sent/s", "x naive", "of limit", "cpu s", "x naive, cpu",
            "of limit, cpu", "engine s", "fidelity s", "load s", "peak MB")  # fmt: skip
    lines = columns([head, *(_row(bench, measured) for measured in bench.systems)])
    rounds = len(bench.systems[0].runs) if bench.systems else 0
    lines.append(
        f"medians of {rounds} rounds, each run in a process of its own, model loaded and warm; ratios are medians of "
        "ratios within a round; cpu: processor time of all threads, user and system"
    )
    return lines


def _row(bench: Bench, measured: Measured) -> tuple[str, ...]:
    words = bench.words_per_second(measured)
    naive, limit = bench.against(measured, NAIVE), bench.against(measured, LIMIT)
    naive_cpu, limit_cpu = bench.against_by_cpu(measured, NAIVE), bench.against_by_cpu(measured, LIMIT)
    return (
        measured.system.label,
        *(f"{value:,.0f}" for value in (words.median, words.least, words.most)),
        f"{words.median * bench.text.sentences / max(1, bench.text.words):,.1f}",
        f"{naive.median:.1f}" if naive else "-",
        f"{limit.median:.2f}" if limit else "-",
        seconds(measured.cpu),
        f"{naive_cpu.median:.1f}" if naive_cpu else "-",
        f"{limit_cpu.median:.2f}" if limit_cpu else "-",
        seconds(measured.decoding),
        seconds(measured.fidelity),
        seconds(measured.loading),
        megabytes(measured.peak),
    )


def _targets(bench: Bench) -> list[str]:
    rows = []
    ours = bench.find(OURS)
    for name, key, least in (
        ("share of the practical limit", LIMIT, SHARE_OF_LIMIT),
        ("share of the library on whole sentences", WHOLE, SHARE_OF_LIMIT),
        ("times the naive program", NAIVE, TIMES_NAIVE),
    ):
        for by, compare in (("time", bench.against), ("processor time", bench.against_by_cpu)):
            found = compare(ours, key) if ours else None
            if found:
                met = _met(found.median >= least)
                rows.append((f"{name}, by {by}", f"{found.median:.2f}", _range(found), f"at least {least:g}", met))
    for key, most in (("help", HELP_SECONDS), ("first", FIRST_SECONDS)):
        start = next((start for start in bench.starts if start.key == key), None)
        if start:
            found = spread(start.seconds)
            met = _met(found.median < most)
            rows.append((f"{start.label}, s", f"{found.median:.2f}", _range(found), f"below {most:g}", met))
    grown = memory_growth(bench.documents)
    if grown is not None:
        limit = f"at most {MEMORY_GROWTH:g}"
        rows.append(("peak memory, most documents to fewest", f"{grown:.2f}", "", limit, _met(grown <= MEMORY_GROWTH)))
    return columns([("target", "measured", "range", "wanted", ""), *rows], words=(0, 4)) if rows else []


def memory_growth(points: Sequence[Point]) -> float | None:
    """Return the peak memory at the greatest size over that at the least; None when either is not known."""
    ordered = sorted(points, key=lambda point: point.size)
    first, last = (ordered[0].peak, ordered[-1].peak) if len(ordered) > 1 else (None, None)
    return last / first if first and last else None


def _starts(starts: Sequence[Start]) -> list[str]:
    rows = []
    for start in starts:
        found = spread(start.seconds)
        rows.append((start.label, f"{found.median:.3f}", f"{found.least:.3f}", f"{found.most:.3f}"))
    return columns([("start-up, new process", "s", "least", "most"), *rows]) if rows else []


def growth(title: str, unit: str, points: Sequence[Point], *, of_memory: bool) -> list[str]:
    """Return a series as a table."""
    if not points:
        return []
    rows = [
        (f"{point.size:,} {unit}", f"{point.segments:,}", f"{point.seconds:.1f}",
         f"{1000 * point.seconds / max(1, point.segments):.2f}", megabytes(point.peak))
        for point in points
    ]  # fmt: skip
    lines = columns([(title, "segments", "s", "ms/segment", "peak MB"), *rows])
    power = exponent([p.segments for p in points], [p.seconds for p in points])
    if power is not None and not of_memory:
        lines.append(f"time grows with the power {power:.2f} of the size; 1 is linear")
    return lines


def _range(found: Spread) -> str:
    return f"{found.least:.2f} to {found.most:.2f}"


def _met(met: bool) -> str:
    return "met" if met else "missed"


def to_values(bench: Bench) -> dict[str, Any]:
    """Return the benchmark as plain values.

    All times but ``cpu`` are wall-clock seconds, memory is bytes, null is "not known".

    ``schema``
        1.
    ``facts``
        Names to texts: model, versions, processor, threads, load average before and after.
    ``text``
        ``documents``, ``sentences``, ``words`` and ``digest`` of what every system translated.
    ``systems``
        One object a system: ``key``, ``group`` (peer, limit, engine, pipeline), ``label``, ``engine``,
        ``compute_type``, ``beam``; ``runs``, one a round, each with ``seconds``, ``loading``, ``target_words``,
        ``peak``, ``decoding``, ``fidelity``, ``cpu`` (processor seconds of all threads); ``words_per_second``,
        ``times_naive`` and ``of_limit``, each with ``median``, ``least``, ``most``; ``times_naive_cpu`` and
        ``of_limit_cpu``: the same ratios of processor time.
    ``starts``
        ``key``, ``label``, ``seconds`` by round.
    ``fidelity``
        ``points`` with ``size``, ``segments``, ``seconds``, ``peak``; ``exponent``: 1 is linear.
    ``documents``
        ``points`` likewise, sizes in documents; ``memory_growth``: peak of the most over the peak of the fewest.
    ``skipped``
        ``what``, ``reason``, ``severity`` of what was not measured.
    ``notes``
        Sentences for the reader.
    """
    points = bench.fidelity
    return {
        "schema": SCHEMA,
        "facts": dict(bench.facts),
        "text": asdict(bench.text),
        "systems": [_system(bench, measured) for measured in bench.systems],
        "starts": [{"key": s.key, "label": s.label, "seconds": _rounded(s.seconds)} for s in bench.starts],
        "fidelity": {
            "points": [asdict(point) for point in points],
            "exponent": exponent([p.segments for p in points], [p.seconds for p in points]),
        },
        "documents": {
            "points": [asdict(point) for point in bench.documents],
            "memory_growth": memory_growth(bench.documents),
        },
        "skipped": [asdict(item) for item in bench.skipped],
        "notes": list(bench.notes),
    }


def _system(bench: Bench, measured: Measured) -> dict[str, Any]:
    ratios = {
        "times_naive": bench.against(measured, NAIVE),
        "of_limit": bench.against(measured, LIMIT),
        "times_naive_cpu": bench.against_by_cpu(measured, NAIVE),
        "of_limit_cpu": bench.against_by_cpu(measured, LIMIT),
    }
    return {
        **asdict(measured.system),
        "runs": [asdict(run) for run in measured.runs],
        "words_per_second": asdict(bench.words_per_second(measured)),
        **{name: asdict(found) if found else None for name, found in ratios.items()},
    }


def _rounded(times: Sequence[float]) -> list[float]:
    return [round(value, 4) for value in times]
