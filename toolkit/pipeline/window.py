"""Translate the documents of one window: one ledger of names, decoded and settled part by part."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, Generic, NamedTuple, Protocol, TypeVar

from toolkit.decoding.decode import Decoded, guarded
from toolkit.fidelity.check import Checker
from toolkit.fidelity.doubts import doubts
from toolkit.fidelity.finish import finish
from toolkit.fidelity.loop import Candidate, Check, Outcome, refine
from toolkit.fidelity.names import Ledger
from toolkit.fidelity.names.ner import entities
from toolkit.pipeline.desk import Desk
from toolkit.pipeline.recall import Job
from toolkit.pipeline.refine import Loops
from toolkit.pipeline.segments import Prepared
from toolkit.scale.allocator import give_back
from toolkit.text.guards import Alarm
from toolkit.text.normalise import Normalised
from toolkit.types import Finding, Hypothesis, Segment, Span, Translation

D = TypeVar("D")
"""A document that was read, or what stands for one that could not be."""

PART: Final = 32 * 1024
"""Source characters whose hypotheses are in memory at once, about 250 sentences: enough for full batches. Parts follow
from the documents alone, and no translation depends on them."""


class Settled(NamedTuple):
    """Translations of neighbouring segments of one document."""

    number: int
    """Number of the document in the window."""
    translations: list[Translation]
    is_last: bool
    """Whether the document ends with them."""
    seconds: float
    """Their share, by length, of the time that their part took."""


class Timed(Protocol):
    """Where the seconds of the work are counted."""

    fidelity_seconds: float
    decoding_seconds: float
    decoded_words: int


@dataclass(slots=True)
class Spent:
    """Seconds of work. See `observer.RunReport`."""

    fidelity_seconds: float = 0.0
    decoding_seconds: float = 0.0
    decoded_words: int = 0


class _Item(NamedTuple):
    """A segment with its place."""

    number: int
    """Number of the document in the window."""
    segment: Segment
    text: Normalised | None
    title: bool
    is_last: bool


Key = tuple[int, int]
"""Number of the document in the window, index of the segment."""


@dataclass(frozen=True, slots=True)
class _Pending:
    """A segment whose hypotheses are there."""

    segment: Segment
    decoded: Decoded
    check: Check
    remembered: bool


@dataclass(frozen=True, slots=True)
class _Window:
    desk: Desk
    checker: Checker

    def job(self, text: Normalised) -> Job:
        """Return the first decoding of a segment."""
        return Job(text.text, self.desk.options.decoding)

    def check(self, item: _Item) -> Check:
        """Return the check of one segment."""
        return self.checker.against(item.segment.text, item.segment.index, title=item.title)


def translate_window(
    documents: Sequence[Prepared], desk: Desk, report: Timed | None = None, ledger: Ledger | None = None
) -> Iterator[tuple[Prepared, list[Translation]]]:
    """Yield each document with all its translations, in order. After a stop only complete documents come out.

    *ledger*: the names of the window that the documents are a slice of; by default they are all of it.
    """
    translations: list[Translation] = []
    for settled in translate_parts(documents, desk, ledger or names_of(documents), report or Spent()):
        translations += settled.translations
        if settled.is_last:
            yield documents[settled.number], translations
            translations = []


def names_of(documents: Sequence[Prepared], stopped: Callable[[], bool] = lambda: False) -> Ledger:
    """Return the names of all *documents*; they are recognised in each of them. When *stopped*, some are missing."""
    ledger = Ledger()
    for document in documents:
        for segment, _ in document.each():
            if stopped():
                return ledger
            ledger.add(segment.text, segment.language, title=_is_title(document, segment))
    return ledger


@dataclass(slots=True)
class WindowRead(Generic[D]):
    """The documents of a window as they were read, and their names; kept for the window's next slice."""

    documents: Sequence[D] = ()
    names: Ledger = field(default_factory=Ledger)
    _of: object = None

    def become(self, window: object, read: Callable[[], Sequence[D]], stopped: Callable[[], bool]) -> None:
        """Hold what *read* returns for *window*, unless it is there already. When *stopped*, names are missing."""
        if self._of == window:
            return
        self._of, self.documents, self.names = None, (), Ledger()  # the old ones go first: memory
        self.documents = read()
        self.names = names_of([document for document in self.documents if isinstance(document, Prepared)], stopped)
        if not stopped():
            self._of = window


def translate_parts(
    documents: Sequence[Prepared], desk: Desk, ledger: Ledger, spent: Timed, given_up: Container[int] = ()
) -> Iterator[Settled]:
    """Yield the translations of the documents in order, part by part, and forget them.

    Every document comes out, with an empty list when it has no segments. After a stop the rest of the documents does
    not. Documents that are added to *given_up* by their number meanwhile are left off. *spent* takes the times.
    """
    window = _Window(desk, Checker(desk.pair, desk.glossary, ledger, _finder(desk)))
    for part in _parts(documents, given_up):
        if desk.stop.is_set():
            return
        desk.recall.decoded.clear()  # what comes again in a later part is remembered
        begun, waited = time.monotonic(), desk.recall.waited
        segments = [item for item in part if isinstance(item, _Item)]
        size = sum(len(item.segment.text) for item in segments)
        done = _settled(segments, window)
        seconds = time.monotonic() - begun
        spent.fidelity_seconds += seconds - (desk.recall.waited - waited)
        spent.decoding_seconds, spent.decoded_words = desk.recall.seconds, desk.recall.words
        for number, group in groupby(part, key=_number):
            items = [item for item in group if isinstance(item, _Item)]
            translations = [done[key] for item in items if (key := (number, item.segment.index)) in done]
            if len(translations) < len(items):
                return  # stopped
            share = sum(len(item.segment.text) for item in items) / max(1, size)
            yield Settled(number, translations, not items or items[-1].is_last, share * seconds)
        del done
        give_back()


def _parts(documents: Sequence[Prepared], given_up: Container[int]) -> Iterator[list[_Item | int]]:
    """Cut the segments of all documents into parts; a document without segments stands in them as its number."""
    part: list[_Item | int] = []
    size = 0
    for number, document in enumerate(documents):
        for item in _items(number, document):
            if number in given_up:
                break
            part.append(item)
            size += len(item.segment.text) if isinstance(item, _Item) else 0
            if size >= PART:
                yield part
                part, size = [], 0
    if part:
        yield part


def _items(number: int, document: Prepared) -> Iterator[_Item | int]:
    before: _Item | None = None
    for segment, text in document.each():
        if before is not None:
            yield before
        before = _Item(number, segment, text, _is_title(document, segment), is_last=False)
    yield number if before is None else before._replace(is_last=True)


def _number(item: _Item | int) -> int:
    return item if isinstance(item, int) else item.number


def _is_title(document: Prepared, segment: Segment) -> bool:
    return document.document.blocks[segment.block].kind == "heading"


def _settled(part: Sequence[_Item], window: _Window) -> dict[Key, Translation]:
    """Decode, judge, repair and check the segments of a part. After a stop some are missing."""
    desk = window.desk
    texts = list(dict.fromkeys(item.text.text for item in part if item.text is not None))
    rows = desk.memory.recall_reviewed(texts, desk.pair) if desk.memory else {}
    reviewed = {source: row.target for source, row in rows.items()}
    done = _refined(part, window, [text for text in texts if text not in reviewed])
    for place in part:
        key = place.number, place.segment.index
        if place.text is None:
            done[key] = Translation(place.segment, (), -1, place.segment.text, "copied")
        elif place.text.text in reviewed:
            done[key] = _reviewed(window, place, reviewed[place.text.text])
    return done


def _refined(part: Sequence[_Item], window: _Window, texts: Sequence[str]) -> dict[Key, Translation]:
    """Decode *texts* and run the fidelity loops of their segments, each as soon as its hypotheses are there.

    A segment whose loop has ended is settled at once: its candidates and checks take far more memory than its
    translation.
    """
    desk = window.desk
    places: dict[str, list[_Item]] = defaultdict(list)
    for item in part:
        if item.text is not None:
            places[item.text.text].append(item)
    first = {Job(text, desk.options.decoding): places[text] for text in texts}
    loops: Loops[Key] = Loops(desk.options.decoding)
    pending: dict[Key, _Pending] = {}
    done: dict[Key, Translation] = {}
    for found in desk.recall.stream(list(first), loops.wanted):
        for item in (item for job in found for item in first.pop(job, ())):
            if desk.stop.is_set():
                break  # the batches that are under way still come, and are remembered by it
            assert item.text is not None
            key = item.number, item.segment.index
            pending[key] = one = _pending(window, item, item.text, found)
            loops.start(key, refine(item.segment.text, one.decoded.hypotheses, one.check, desk.options.fidelity))
        if not desk.stop.is_set():
            loops.take(found)
        for key in list(loops.done):
            done[key] = _translated(window, pending.pop(key), loops.done.pop(key))
    return done


def _finder(desk: Desk) -> Callable[[str], Sequence[Span]]:
    """Return what finds names in a source text besides the rules."""
    if not desk.options.fidelity.ner:
        return lambda _: ()
    return lambda text: next(entities([text], desk.pair[0]))


def _pending(window: _Window, item: _Item, text: Normalised, found: Mapping[Job, Sequence[Hypothesis]]) -> _Pending:
    desk, job = window.desk, window.job(text)
    remembered = job not in desk.recall.decoded
    decoded = guarded(text, found[job], desk.recall.one, desk.options.decoding, desk.pair)
    if desk.glossary:
        desk.used_terms |= window.checker.used_terms(item.segment.text)
    return _Pending(item.segment, decoded, window.check(item), remembered)


def _translated(window: _Window, item: _Pending, outcome: Outcome) -> Translation:
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


def _reviewed(window: _Window, item: _Item, target: str) -> Translation:
    report = window.check(item)(target)
    return Translation(
        item.segment, (), -1, target, "reviewed",
        findings=report.findings, figures=report.figures, names=report.names, terms=report.terms,
    )  # fmt: skip
