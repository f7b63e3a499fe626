"""Long runs of the toolkit, watched while they work: a soak, a size of the scaling curve, a file, lines of a test set.

Runs in a child process. Every run goes through the entry points that the command line uses.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeAlias

from toolkit.errors import EngineError
from toolkit.options import ScaleOptions, TranslateOptions
from toolkit.pipeline import bench_own, bench_sample
from toolkit.pipeline.ablation import open_desk
from toolkit.pipeline.bench_order import Order
from toolkit.pipeline.bench_watch import Watch, processor_time
from toolkit.pipeline.lines import joined, prepared_lines, translate_lines
from toolkit.pipeline.observer import DocumentReport, RunReport, Silent
from toolkit.pipeline.translate import translate
from toolkit.types import Skipped

Values: TypeAlias = dict[str, Any]

SENTENCES_A_DOCUMENT: Final = bench_own.SENTENCES_A_DOCUMENT
_READINGS: Final = 400
"""Readings of a soak, about: enough for a curve, few enough to cost nothing."""
_SELDOM, _OFTEN = 5.0, 0.2
"""Seconds between two readings at most and at least."""
_REASONS: Final = 5
"""Reasons of failures that are told."""


class Counter(Silent):
    """Counts what is written and what fails."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.documents = self.segments = self.words = self.errors = 0
        self.reasons: list[str] = []

    def finished(self, report: DocumentReport, size: int) -> None:  # noqa: ARG002 - the protocol's signature
        """Count a document."""
        self.documents += 1
        self.segments += report.segments
        self.words += report.words

    def skipped(self, skipped: Skipped, size: int) -> None:  # noqa: ARG002 - the protocol's signature
        """Count a failure."""
        if skipped.severity == "error":
            self.failed(f"{Path(skipped.what).name}: {skipped.reason}")

    def failed(self, reason: str) -> None:
        """Count a failure with its reason."""
        self.errors += 1
        if len(self.reasons) < _REASONS:
            self.reasons.append(reason)

    def progress(self) -> tuple[int, int, int]:
        """Return documents, segments and source words that are written."""
        return self.documents, self.segments, self.words


def _options(order: Order) -> TranslateOptions:
    options = bench_own.options(order, Path(order.work) / "outputs")
    return replace(options, scale=ScaleOptions(workers=order.workers))


def _distinct(order: Order, documents: int) -> Path:
    folder = Path(order.work) / "articles"
    sentences = bench_sample.texts(Path(order.articles))
    bench_sample.write_distinct(folder, sentences, documents, SENTENCES_A_DOCUMENT)
    return folder


def soak(order: Order) -> Values:
    """Run over ``order.size`` documents and stop in the regular way after ``order.seconds``.

    What was seen until then is returned even when the run ends with an error.
    """
    articles = _distinct(order, order.size)
    counter, stop = Counter(), threading.Event()
    watch = Watch(min(_SELDOM, max(_OFTEN, order.seconds / _READINGS)), counter.progress)
    timer = threading.Timer(order.seconds, stop.set)
    before, begun = processor_time(), time.perf_counter()
    report: RunReport | None = None
    with watch.watching():
        timer.start()
        try:
            report = translate([articles], _options(order), counter, stop)
        except Exception as error:  # noqa: BLE001 - what was seen until then is worth more than its traceback
            counter.failed(f"the run ended with {type(error).__name__}: {error}")
        finally:
            timer.cancel()
    seconds = time.perf_counter() - begun
    return {
        "seconds": seconds,
        "cpu": processor_time() - before,
        "stopping": max(0.0, seconds - order.seconds) if report and report.interrupted else None,
        "errors": counter.errors,
        "reasons": counter.reasons,
        "peak_of_all": watch.peak,
        "moments": watch.moments,
    }


def scaling(order: Order) -> Values:
    """Run over ``order.size`` segments with ``order.workers`` processes."""
    articles = _distinct(order, max(1, order.size // SENTENCES_A_DOCUMENT))
    return _watched(order, articles)


def one_file(order: Order) -> Values:
    """Run over one document of at least ``order.size`` bytes, no two sentences of which are the same."""
    folder = Path(order.work) / "articles"
    bench_sample.write_one(folder, bench_sample.texts(Path(order.articles)), order.size)
    return _watched(order, folder)


class _Loaded(Counter):
    """Notes when the model was loaded as well."""

    at: float = 0.0

    def started(self, facts: object) -> None:  # noqa: ARG002 - the protocol's signature
        """Note the time."""
        self.at = time.perf_counter()


def _watched(order: Order, articles: Path) -> Values:
    counter = _Loaded()
    watch = Watch(_OFTEN, counter.progress)
    before, begun = processor_time(), time.perf_counter()
    with watch.watching():
        report = translate([articles], _options(order), counter)
        ended = time.perf_counter()
    if counter.errors or not counter.documents:
        raise EngineError(f"{counter.errors} documents of the benchmark were not translated: {counter.reasons[:1]}")
    return {
        "seconds": ended - counter.at,
        "loading": counter.at - begun,
        "cpu": processor_time() - before,
        "segments": counter.segments,
        "words": counter.words,
        "processes": watch.processes,
        "peak_of_all": watch.peak,
        "notes": list(report.notes),
    }


def lines(order: Order, warm_up: Sequence[str]) -> Values:
    """Time the translation of lines with checks and repairs, and return it: what files would add is left out."""
    sources: list[str] = json.loads(Path(order.articles).read_text(encoding="utf-8"))
    options = replace(bench_own.options(order, Path(order.work)), use_memory=False)
    begun = time.perf_counter()
    with open_desk(options, Silent()) as (desk, report):
        loading = time.perf_counter() - begun
        translate_lines(prepared_lines(warm_up, desk.pair[0]), desk, report)
        before, begun = processor_time(), time.perf_counter()
        documents = prepared_lines(sources, desk.pair[0])
        done = translate_lines(documents, desk, report)
        texts = [line for document, one in zip(documents, done, strict=True) for line in joined(document, one)]
        seconds, used = time.perf_counter() - begun, processor_time() - before
    return {
        "seconds": seconds,
        "loading": loading,
        "cpu": used,
        "target_words": sum(len(text.split()) for text in texts),
        "texts": texts,
    }
