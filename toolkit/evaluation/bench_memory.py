"""Peak memory over more and more documents, and over one large file. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

from toolkit.evaluation.bench import Point, Text
from toolkit.evaluation.bench_sheet import Sheet, heading, paragraphs, remarks
from toolkit.evaluation.bench_texts import MEMORY_GROWTH, growth, memory_growth
from toolkit.types import Skipped

SCHEMA: Final = 1


@dataclass(frozen=True, slots=True)
class MemorySeries:
    """Whole runs, each in a process of its own, no two sentences of which are the same."""

    facts: tuple[tuple[str, str], ...]
    text: Text
    documents: tuple[Point, ...]
    file: Point | None = None
    """One document; its size is in bytes."""
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()


def memory_sheet(found: MemorySeries) -> Sheet:
    """Return the series as it is shown and kept."""
    grown, of_file = memory_growth(found.documents), _file_growth(found)
    targets = [
        f"{name}: {ratio:.2f} times the peak of the fewest documents (wanted: at most {MEMORY_GROWTH:g}): "
        f"{'met' if ratio <= MEMORY_GROWTH else 'missed'}"
        for name, ratio in (("most documents", grown), ("one large file", of_file))
        if ratio is not None
    ]
    file = growth("one file", "bytes", (found.file,), of_memory=True) if found.file else []
    lines = paragraphs(
        heading(found.text, found.facts),
        growth("documents", "documents", found.documents, of_memory=True),
        file,
        targets,
        remarks(found.skipped, found.notes),
    )
    values = asdict(found) | {"facts": dict(found.facts), "memory_growth": grown, "file_growth": of_file}
    return Sheet("memory", lines, {"schema": SCHEMA, **values})


def _file_growth(found: MemorySeries) -> float | None:
    fewest = min(found.documents, key=lambda point: point.size, default=None)
    if fewest is None or found.file is None or not fewest.peak or not found.file.peak:
        return None
    return found.file.peak / fewest.peak
