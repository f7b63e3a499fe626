"""What a benchmark measured: plain records and the statistics over them. Pure; `pipeline.bench` does the measuring.

Every figure that compares two systems is a ratio of runs that were made side by side in the same round, and the median
of those ratios is reported with the least and the greatest: on a machine that does other things as well, ratios of
neighbours are steadier than times.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final, Literal

from toolkit.types import Skipped

Group = Literal["peer", "limit", "engine", "pipeline"]
"""``peer``: how others would run the model; ``limit``: the library alone, on text that is ready for it; ``engine``: the
toolkit's engine without the pipeline; ``pipeline``: from files to files."""

NAIVE: Final = "naive"
WHOLE: Final = "whole-int8"
LIMIT: Final = "bare-int8"
OURS: Final = "pipeline-ctranslate2-int8"
"""Keys of the systems that others are compared with, and of the one that is compared."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A median with its range."""

    median: float
    least: float
    most: float


def spread(values: Sequence[float]) -> Spread:
    """Return median and range of at least one value. Raises ValueError when there is none."""
    if not values:
        raise ValueError("A median needs at least one value.")
    return Spread(median(values), min(values), max(values))


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """Return how many times faster *ours* are than *theirs*: seconds of the same rounds, in the same order."""
    return spread([their / max(our, 1e-9) for our, their in zip(ours, theirs, strict=True)])


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float | None:
    """Return by which power of the size a value grows, from the least to the greatest size: 1 is linear, 0 constant.

    None when there are fewer than two different sizes, or a value is not above 0.
    """
    points = sorted(zip(sizes, values, strict=True))
    if not points or points[0][0] <= 0 or points[0][0] == points[-1][0] or min(points[0][1], points[-1][1]) <= 0:
        return None
    (small, first), (large, last) = points[0], points[-1]
    return math.log(last / first) / math.log(large / small)


@dataclass(frozen=True, slots=True)
class System:
    """One way to translate the text."""

    key: str
    group: Group
    label: str
    """For readers."""
    engine: str
    compute_type: str
    beam: int


@dataclass(frozen=True, slots=True)
class Run:
    """One system, once, in a process of its own."""

    seconds: float
    """Wall time of the translation, the model loaded and a short text translated before."""
    loading: float
    """Seconds to load libraries and model in that process."""
    target_words: int
    """Words of the translation: systems that do the same work write about as many."""
    peak: int | None
    """Greatest resident memory of the process, bytes; None: the system does not tell."""
    decoding: float | None = None
    """Seconds in the engine, extra decoding for repairs included; None: not told apart."""
    fidelity: float | None = None
    """Seconds of checking and repairing, decoding excluded; None: not told apart."""
    cpu: float | None = None
    """Processor time, user and system, of all threads of the process in those seconds; None: not known. Other work on
    the machine changes it little, so it is what to compare when the machine is busy."""


@dataclass(frozen=True, slots=True)
class Measured:
    """All runs of one system, one a round."""

    system: System
    runs: tuple[Run, ...]

    @property
    def seconds(self) -> list[float]:
        """Wall times, by round."""
        return [run.seconds for run in self.runs]

    @property
    def processor(self) -> list[float] | None:
        """Processor seconds, by round; None when they are not known of every round."""
        known = [run.cpu for run in self.runs if run.cpu is not None]
        return known if len(known) == len(self.runs) else None

    @property
    def cpu(self) -> float | None:
        """Median processor seconds."""
        return _median([run.cpu for run in self.runs])

    @property
    def peak(self) -> int | None:
        """Greatest resident memory over all runs, bytes."""
        return max((run.peak for run in self.runs if run.peak is not None), default=None)

    @property
    def loading(self) -> float:
        """Median seconds to load libraries and model."""
        return median(run.loading for run in self.runs)

    @property
    def decoding(self) -> float | None:
        """Median seconds in the engine."""
        return _median([run.decoding for run in self.runs])

    @property
    def fidelity(self) -> float | None:
        """Median seconds of checking and repairing."""
        return _median([run.fidelity for run in self.runs])


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None


@dataclass(frozen=True, slots=True)
class Start:
    """How long something takes in a new process, files in the page cache."""

    key: str
    label: str
    seconds: tuple[float, ...]
    """Wall time, by round."""


@dataclass(frozen=True, slots=True)
class Point:
    """One size of a series that shows growth."""

    size: int
    """What was asked for: segments, or documents."""
    segments: int
    """Segments that were really worked on."""
    seconds: float
    peak: int | None
    """Greatest resident memory of the process, bytes."""


@dataclass(frozen=True, slots=True)
class Text:
    """The text that every system translates."""

    documents: int
    sentences: int
    """No two are the same."""
    words: int
    """Source words between blanks."""
    digest: str
    """First 16 hexadecimal digits of the SHA-256 of the sentences."""


@dataclass(frozen=True, slots=True)
class Bench:
    """One benchmark."""

    facts: tuple[tuple[str, str], ...]
    """Model, versions, processor, threads, load: what the times depend on."""
    text: Text
    systems: tuple[Measured, ...]
    starts: tuple[Start, ...] = ()
    fidelity: tuple[Point, ...] = ()
    """Checking and repairing alone; the text is repeated and its decoding known beforehand."""
    documents: tuple[Point, ...] = ()
    """Whole runs over more and more documents, no two sentences of which are the same, beam 1."""
    skipped: tuple[Skipped, ...] = ()
    """What was not measured, with the reason."""
    notes: tuple[str, ...] = ()

    def find(self, key: str) -> Measured | None:
        """Return the measured system of a key, None when it was not measured."""
        return next((measured for measured in self.systems if measured.system.key == key), None)

    def words_per_second(self, measured: Measured) -> Spread:
        """Return source words a second."""
        return spread([self.text.words / max(seconds, 1e-9) for seconds in measured.seconds])

    def against(self, measured: Measured, key: str) -> Spread | None:
        """Return how many times as fast as the system of *key* another is; None when that was not measured."""
        other = self.find(key)
        return ratio(measured.seconds, other.seconds) if other else None

    def against_by_cpu(self, measured: Measured, key: str) -> Spread | None:
        """Return how many times less processor time a system takes than that of *key*; None when it is not known."""
        other = self.find(key)
        ours, theirs = measured.processor, other.processor if other else None
        return ratio(ours, theirs) if ours and theirs else None
