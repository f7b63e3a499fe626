"""The toolkit's own parts, each timed alone: engine, pipeline, its parts, conversion. Runs in a child process."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

from toolkit.checkpoints.convert import convert
from toolkit.checkpoints.find import find
from toolkit.checkpoints.places import CACHE_VARIABLE
from toolkit.checkpoints.workshop import Workshop
from toolkit.decoding.decode import raw
from toolkit.engines.attention import alignment_head
from toolkit.engines.open import open_engine
from toolkit.errors import EngineError
from toolkit.fidelity.terms import Glossary
from toolkit.options import DecodingOptions, EngineOptions, FidelityOptions, TranslateOptions
from toolkit.pipeline import bench_sample
from toolkit.pipeline.bench_order import Order
from toolkit.pipeline.bench_replay import Replay
from toolkit.pipeline.desk import Desk, load_model
from toolkit.pipeline.observer import RunFacts, RunReport, Silent
from toolkit.pipeline.recall import Job, Recall
from toolkit.pipeline.segments import Prepared
from toolkit.pipeline.session import open_session
from toolkit.pipeline.translate import translate
from toolkit.pipeline.window import translate_window
from toolkit.pipeline.work import WINDOW_BYTES
from toolkit.pipeline.write import finish_run, write_document
from toolkit.storage.discover import discover
from toolkit.types import Checkpoint, Hypothesis, Segment, Translation

Values: TypeAlias = dict[str, Any]

SENTENCES_A_DOCUMENT = 10
"""Of the documents that are made to see memory grow."""


class _Clock(Silent):
    """Notes when the model was loaded."""

    loaded: float = 0.0
    cpu: float = 0.0
    """Processor time of the process until then."""

    def started(self, facts: RunFacts) -> None:  # noqa: ARG002 - the protocol's signature
        self.loaded, self.cpu = time.perf_counter(), time.process_time()


def checkpoint(order: Order) -> Checkpoint:
    """Return the verified weights of *order*."""
    return find(order.model, (order.language, order.target), revision=order.revision)


def options(order: Order, outputs: Path) -> TranslateOptions:
    """Return the options of a run as *order* wants it; everything else is the default of ``toolkit translate``."""
    return TranslateOptions(
        model=order.model,
        revision=order.revision,
        source_language=order.language,
        target_language=order.target,
        outputs=outputs,
        engine=EngineOptions(engine=order.engine, device="cpu", compute_type=order.compute_type, threads=order.threads),
        decoding=DecodingOptions(beam=order.beam, nbest=min(order.beam, 4)),
        fidelity=FidelityOptions()
        if order.steps
        else FidelityOptions.without(("choose", "repair", "redecode", "split")),
    )


def prepare(order: Order) -> Values:
    """Convert and prove the model once, so that no timed run does it."""
    load_model(options(order, Path(order.work)))
    return {}


def engine(order: Order, warm_up: Sequence[str]) -> Values:
    """Time the engine alone: n-best lists with alignment, as the pipeline asks for them."""
    sentences = bench_sample.texts(Path(order.articles))
    wanted = options(order, Path(order.work))
    begun = time.perf_counter()
    _, loaded = load_model(wanted)
    loading = time.perf_counter() - begun
    loaded.translate(warm_up, wanted.decoding)
    before, begun = time.process_time(), time.perf_counter()
    found = raw(sentences, loaded, wanted.decoding)
    seconds, used = time.perf_counter() - begun, time.process_time() - before
    words = _words([nbest[0].text for nbest in found])
    return {"seconds": seconds, "cpu": used, "loading": loading, "target_words": words}


def pipeline(order: Order, warm_up: Sequence[str]) -> Values:
    """Time a whole run from articles to outputs and review pages, without the loading of the model."""
    warm(order, warm_up)
    return run(order, Path(order.articles), Path(order.work) / "outputs")


def remembered(order: Order) -> Values:
    """Time the second of two runs: decoding is remembered, everything else is done again."""
    outputs = Path(order.work) / "outputs"
    run(order, Path(order.articles), outputs)
    return run(order, Path(order.articles), outputs)


def run(order: Order, articles: Path, outputs: Path) -> Values:
    """Run over *articles* and return what it took, the loading of the model apart. Raises EngineError."""
    clock = _Clock()
    begun = time.perf_counter()
    report = translate([articles], options(order, outputs), clock)
    ended, used = time.perf_counter(), time.process_time()
    if report.errors:
        raise EngineError(f"{report.errors} documents of the benchmark were not translated: {report.skipped[0].reason}")
    return {
        "seconds": ended - clock.loaded,
        "cpu": used - clock.cpu,
        "loading": clock.loaded - begun,
        "target_words": sum(_words([path.read_text("utf-8")]) for path in outputs.glob(f"*.{order.target}.txt")),
        "decoding": report.decoding_seconds,
        "fidelity": report.fidelity_seconds,
        "segments": sum(document.segments for document in report.documents),
    }


def warm(order: Order, sentences: Sequence[str]) -> None:
    """Translate *sentences* once, so that libraries are loaded."""
    folder = Path(order.work) / "warm-up"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("\n".join(sentences) + "\n", encoding="utf-8")
    run(order, folder, Path(order.work) / "warm")


def unchecked(order: Order, warm_up: Sequence[str]) -> Values:
    """Time the pipeline without guards, checks and repairs: read, segment, decode, join, write, review pages."""
    warm(order, warm_up)
    wanted = options(order, Path(order.work) / "outputs")
    inputs, _ = discover([Path(order.articles)], wanted.outputs)
    clock = _Clock()
    began = time.perf_counter()
    with open_session(wanted, inputs, 0, clock, threading.Event()) as session:
        report = RunReport(session.facts)
        documents = bench_sample.documents(Path(order.articles), order.language)
        jobs = {
            text.text: Job(text.text, wanted.decoding)
            for document in documents
            for text in document.normalised
            if text is not None
        }
        found = session.desk.recall.many(list(jobs.values()))
        for document in documents:
            said = [
                _first(segment, found[jobs[text.text]]) if text is not None else _copied(segment)
                for segment, text in zip(document.segments, document.normalised, strict=True)
            ]
            report.documents.append(write_document(document, said, session))
        finish_run(report, session)
        decoding = session.desk.recall.seconds
    return {
        "seconds": time.perf_counter() - clock.loaded,
        "cpu": time.process_time() - clock.cpu,
        "loading": clock.loaded - began,
        "target_words": _words([nbest[0].text for nbest in found.values()]),
        "decoding": decoding,
        "fidelity": 0.0,
    }


def _first(segment: Segment, nbest: Sequence[Hypothesis]) -> Translation:
    # Alignments stay in the coordinates of the normalised text, which is enough to be written.
    return Translation(segment, tuple(nbest), 0, nbest[0].text, "engine")


def _copied(segment: Segment) -> Translation:
    return Translation(segment, (), -1, segment.text, "copied")


def conversion(order: Order) -> Values:
    """Time the first start of a model: its conversion, and conversion, proof and first sentence together."""
    found, wanted = checkpoint(order), options(order, Path(order.work))
    sentence = bench_sample.texts(Path(order.articles))[0]
    with _own_cache(Path(order.work) / "cache"):
        began = time.perf_counter()
        convert(found, alignment_head(found.directory))
        converted = time.perf_counter()
        loaded = open_engine(found, wanted.engine, Workshop())
        loaded.translate([sentence], wanted.decoding)
        return {"seconds": converted - began, "first": time.perf_counter() - began}


@contextmanager
def _own_cache(folder: Path) -> Iterator[None]:
    before = os.environ.get(CACHE_VARIABLE)
    os.environ[CACHE_VARIABLE] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[CACHE_VARIABLE]
        else:
            os.environ[CACHE_VARIABLE] = before


def fidelity(order: Order) -> Values:
    """Time guards, checks and repairs of at least ``order.size`` segments, in windows as large as a run's.

    The sample is repeated; everything the loop asks to be decoded was decoded before and is answered from a table.
    """
    wanted = options(order, Path(order.work))
    _, loaded = load_model(wanted)
    recall = Recall(Replay(loaded), None, wanted.engine.batch_tokens, threading.Event(), lambda _segments, _words: None)
    desk = Desk(wanted, recall.engine, Glossary(), recall)
    documents = bench_sample.documents(Path(order.articles), order.language)
    _pass(documents, desk)
    desk = replace(desk, used_terms=set())
    segments, seconds = 0, 0.0
    size = sum(len(document.segments) for document in documents)
    window = max(1, WINDOW_BYTES // max(1, sum(document.size for document in documents)))
    while segments < order.size:
        copies = min(window, -(-(order.size - segments) // size))
        seconds += _pass(documents * copies, desk)
        segments += copies * size
    return {"seconds": seconds, "segments": segments}


def _pass(documents: Sequence[Prepared], desk: Desk) -> float:
    report = RunReport(RunFacts("bench", "", "", "", desk.engine.signature, 0, 0, desk.options.outputs))
    for _ in translate_window(documents, desk, report):
        pass
    return report.fidelity_seconds


def many_documents(order: Order) -> Values:
    """Run over ``order.size`` documents of ten sentences, no two of which are the same, with beam 1."""
    folder = Path(order.work) / "articles"
    sentences = bench_sample.texts(Path(order.articles))
    bench_sample.write_distinct(folder, sentences, order.size, SENTENCES_A_DOCUMENT)
    return run(replace(order, beam=1), folder, Path(order.work) / "outputs")


def _words(texts: Sequence[str]) -> int:
    return sum(len(text.split()) for text in texts)
