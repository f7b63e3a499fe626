"""Translate the documents of one window together: one pool of batches, one ledger of names."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from toolkit.decoding.decode import Decoded, guarded, split
from toolkit.decoding.pieces import clauses
from toolkit.decoding.retries import in_original
from toolkit.fidelity.check import Checker
from toolkit.fidelity.doubts import doubts
from toolkit.fidelity.finish import finish
from toolkit.fidelity.loop import Candidate, Check, Outcome, Request, refine
from toolkit.fidelity.names import Ledger
from toolkit.fidelity.names.ner import entities
from toolkit.options import DecodingOptions
from toolkit.pipeline.desk import Desk
from toolkit.pipeline.observer import RunReport
from toolkit.pipeline.recall import Job
from toolkit.pipeline.refine import run_together
from toolkit.pipeline.segments import Prepared
from toolkit.text.guards import Alarm
from toolkit.text.normalise import Normalised, normalise
from toolkit.types import Finding, Hypothesis, Segment, Span, Translation

Key = tuple[int, int]
"""Number of the document in the window, index of the segment."""


@dataclass(frozen=True, slots=True)
class _Pending:
    """A segment whose hypotheses are there."""

    segment: Segment
    decoded: Decoded
    check: Check
    remembered: bool


@dataclass(slots=True)
class _Window:
    desk: Desk
    checker: Checker
    reviewed: dict[str, str]
    """Reviewed targets by normalised source."""
    found: dict[Job, list[Hypothesis]]

    def is_complete(self, document: Prepared) -> bool:
        """Tell whether every segment to decode has hypotheses."""
        return all(
            text is None or text.text in self.reviewed or self.job(text) in self.found for text in document.normalised
        )

    def job(self, text: Normalised) -> Job:
        """Return the first decoding of a segment."""
        return Job(text.text, self.desk.options.decoding)

    def check(self, document: Prepared, segment: Segment) -> Check:
        """Return the check of one segment."""
        title = document.document.blocks[segment.block].kind == "heading"
        return self.checker.against(segment.text, segment.index, title=title)


def translate_window(
    documents: Sequence[Prepared], desk: Desk, report: RunReport | None = None
) -> Iterator[tuple[Prepared, list[Translation]]]:
    """Yield each document with its translations, in order. After a stop only documents that are complete come out."""
    window = _opened(documents, desk)
    begun, engine_seconds = time.monotonic(), desk.recall.seconds
    complete = [document for document in documents if window.is_complete(document)]
    pending: dict[Key, _Pending] = {}
    for number, document in enumerate(complete):
        if desk.stop.is_set():
            complete = complete[:number]
            break
        for segment, text in zip(document.segments, document.normalised, strict=True):
            if text is not None and text.text not in window.reviewed:
                pending[number, segment.index] = _pending(window, document, segment, text)
    loops = {
        key: refine(item.segment.text, item.decoded.hypotheses, item.check, desk.options.fidelity)
        for key, item in pending.items()
    }
    outcomes = run_together(loops, lambda requests: _answers(requests, desk), desk.stop.is_set)
    finished = [
        (
            document,
            [_translated(window, document, number, at, pending, outcomes) for at in range(len(document.segments))],
        )
        for number, document in enumerate(complete)
        if all(key in outcomes for key in pending if key[0] == number)
    ]
    engine_spent = desk.recall.seconds - engine_seconds
    if report:
        report.fidelity_seconds += time.monotonic() - begun - engine_spent
        report.decoding_seconds, report.decoded_words = desk.recall.seconds, desk.recall.words
    yield from finished


def _opened(documents: Sequence[Prepared], desk: Desk) -> _Window:
    decoding = desk.options.decoding
    ledger = Ledger()
    for document in documents:
        for segment in document.segments:
            title = document.document.blocks[segment.block].kind == "heading"
            desk.ledger.add(segment.text, segment.language, title=title)
            ledger.add(segment.text, segment.language, title=title)
    texts = list(dict.fromkeys(text.text for document in documents for text in document.normalised if text is not None))
    reviewed = desk.memory.recall_reviewed(texts, desk.pair) if desk.memory else {}
    found = desk.recall.many([Job(text, decoding) for text in texts if text not in reviewed])
    checker = Checker(desk.pair, desk.glossary, ledger, _finder(desk))
    return _Window(desk, checker, {source: row.target for source, row in reviewed.items()}, found)


def _finder(desk: Desk) -> Callable[[str], Sequence[Span]]:
    """Return what finds names in a source text besides the rules."""
    if not desk.options.fidelity.ner:
        return lambda _: ()
    return lambda text: next(entities([text], desk.pair[0]))


def _pending(window: _Window, document: Prepared, segment: Segment, text: Normalised) -> _Pending:
    desk, job = window.desk, window.job(text)
    remembered = job not in desk.recall.decoded
    decoded = guarded(text, window.found[job], desk.recall.one, desk.options.decoding, desk.pair)
    desk.used_terms |= window.checker.used_terms(segment.text)
    return _Pending(segment, decoded, window.check(document, segment), remembered)


def _answers(requests: Sequence[Request], desk: Desk) -> list[list[Hypothesis]]:
    """Decode the requests of many loops together. After a stop, requests that were not reached get no hypotheses."""
    options = desk.options.decoding
    normal = {request.source: normalise(request.source) for request in requests}
    jobs = [_jobs(request, normal[request.source].text, options) for request in requests]
    found = desk.recall.many([job for each in jobs for job in each])

    def known(text: str, changed: DecodingOptions, prefix: str) -> list[Hypothesis]:
        return found[Job(text, changed, prefix)]

    answers = []
    for request, each in zip(requests, jobs, strict=True):
        text = normal[request.source]
        raw: Sequence[Hypothesis] = ()
        if all(job in found for job in each):
            raw = found[each[0]] if request.method == "prefix" else split(text.text, known, options)
        answers.append([in_original(hypothesis, text) for hypothesis in raw])
    return answers


def _jobs(request: Request, text: str, options: DecodingOptions) -> list[Job]:
    """Return what to decode for one request; *text* is its normalised source."""
    if request.method == "prefix":
        return [Job(text, options, normalise(request.prefix).text)]
    return [Job(span.of(text).strip(), options) for span in clauses(text)]


def _translated(
    window: _Window,
    document: Prepared,
    number: int,
    at: int,
    pending: dict[Key, _Pending],
    outcomes: dict[Key, Outcome],
) -> Translation:
    segment, text = document.segments[at], document.normalised[at]
    if text is None:
        return Translation(segment, (), -1, segment.text, "copied")
    if text.text in window.reviewed:
        return _reviewed(window, document, segment, window.reviewed[text.text])
    item, outcome = pending[number, segment.index], outcomes[number, segment.index]
    chosen = outcome.chosen
    if window.desk.options.fidelity.figures == "english":
        chosen = finish(chosen, item.check)
    return _assembled(item, outcome, chosen)


def _assembled(item: _Pending, outcome: Outcome, chosen: Candidate) -> Translation:
    hypotheses = item.decoded.hypotheses
    if not chosen.first:
        hypotheses = (*hypotheses, chosen.hypothesis)
    alarms = item.decoded.alarms if chosen.hypothesis is item.decoded.hypotheses[0] else ()
    findings = (
        *chosen.report.findings,
        *(_finding(alarm, item.segment.index) for alarm in alarms),
        *doubts(chosen, item.segment.index),
    )
    return Translation(
        segment=item.segment,
        hypotheses=hypotheses,
        chosen=next(i for i, hypothesis in enumerate(hypotheses) if hypothesis is chosen.hypothesis),
        final=chosen.text,
        origin="memory" if item.remembered else "engine",
        edits=chosen.edits,
        findings=findings,
        attempts=(*item.decoded.attempts, *outcome.attempts),
        alignment=chosen.alignment,
        figures=chosen.report.figures,
        names=chosen.report.names,
        terms=chosen.report.terms,
    )


def _finding(alarm: Alarm, segment: int) -> Finding:
    return Finding(alarm.code, "warning", segment, alarm.source_span, alarm.target_span, alarm.message)


def _reviewed(window: _Window, document: Prepared, segment: Segment, target: str) -> Translation:
    report = window.check(document, segment)(target)
    return Translation(
        segment, (), -1, target, "reviewed",
        findings=report.findings, figures=report.figures, names=report.names, terms=report.terms,
    )  # fmt: skip
