"""Hypotheses for normalised text, from the translation memory where it has them, else from the engine.

The engine works in threads of its own, up to `AHEAD` batches ahead of what is done with its results; the memory is only
used by the thread that asks.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from toolkit.decoding.decode import raw
from toolkit.options import DecodingOptions
from toolkit.storage.memory_records import Remembers
from toolkit.types import Hypothesis, Signature, TranslationEngine

AHEAD: Final = 2
"""Batches that the engine has beside the one whose results are read: bounds what waits in memory, and a stop waits for
no more than these."""


class Job(NamedTuple):
    """One text to decode."""

    text: str
    """Normalised source."""
    options: DecodingOptions
    prefix: str = ""


More = Callable[[bool], Sequence[Job]]
"""Returns jobs that came up meanwhile; told whether nothing else waits, so that it may hold back a few until then."""


def _no_more(_last: bool) -> Sequence[Job]:
    return ()


class _Batch(NamedTuple):
    """Jobs that go to the engine in one call."""

    jobs: list[Job]
    options: DecodingOptions


class Busy:
    """Counts the wall time in which at least one thread is inside."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._inside = 0
        self._since = 0.0
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._since = time.monotonic()
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                self.seconds += time.monotonic() - self._since


@dataclass(slots=True)
class Recall:
    """Decodes what is not remembered, batch by batch, and remembers each batch at once."""

    engine: TranslationEngine
    memory: Remembers | None
    batch_tokens: int
    stop: threading.Event
    on_batch: Callable[[int, int], None]
    """Told the number of segments and source words of each batch."""
    decoded: set[Job] = field(default_factory=set)
    """Everything that came out of the engine in this run."""
    waited: float = 0.0
    """Wall time in which nothing was done but waiting for the engine."""
    words: int = 0
    """Source words decoded."""
    _busy: Busy = field(default_factory=Busy)

    @property
    def seconds(self) -> float:
        """Wall time in which the engine worked, other work at the same time included."""
        return self._busy.seconds

    def many(self, jobs: Sequence[Job]) -> dict[Job, list[Hypothesis]]:
        """Return the n-best list of each job. After a stop, jobs that were not reached are missing."""
        return {job: hypotheses for found in self.stream(jobs) for job, hypotheses in found.items()}

    def stream(self, jobs: Sequence[Job], more: More = _no_more) -> Iterator[dict[Job, list[Hypothesis]]]:
        """Yield the n-best lists of all jobs as they come: what is remembered, then batch by batch.

        Meanwhile the engine goes on with the next batches. *more* is asked for further jobs, which go first, after each
        of them; with True when no batch waits any more. After a stop, jobs that were not reached never come.
        """
        fresh = jobs
        waiting: deque[_Batch] = deque()
        running: deque[tuple[_Batch, Future[list[list[Hypothesis]]]]] = deque()
        with ThreadPoolExecutor(self.engine.calls, thread_name_prefix="decoding") as threads:
            while True:
                if fresh:
                    found, batches = self._planned(fresh)
                    waiting.extendleft(reversed(batches))
                    if found:
                        yield found
                if self.stop.is_set():
                    waiting.clear()
                    running = deque(one for one in running if not one[1].cancel())
                while waiting and len(running) <= AHEAD:
                    batch = waiting.popleft()
                    running.append((batch, threads.submit(self._raw, batch.jobs, batch.options)))
                fresh = [] if self.stop.is_set() else more(not waiting)
                if fresh:
                    continue
                if not running:
                    return
                batch, answer = running.popleft()
                begun = time.monotonic()
                answers = answer.result()
                self.waited += time.monotonic() - begun
                yield self._kept(batch.jobs, batch.options, answers)

    def _planned(self, jobs: Sequence[Job]) -> tuple[dict[Job, list[Hypothesis]], list[_Batch]]:
        """Return what is remembered of *jobs*, and the rest in batches."""
        known: dict[Job, list[Hypothesis]] = {}
        batches = []
        for options in dict.fromkeys(job.options for job in jobs):
            group = list(dict.fromkeys(job for job in jobs if job.options == options))
            found = self._remembered(group, options)
            known |= found
            batches += [_Batch(batch, options) for batch in self._batches([job for job in group if job not in found])]
        return known, batches

    def one(self, text: str, options: DecodingOptions, prefix: str = "") -> list[Hypothesis]:
        """Return the n-best list of one text, even after a stop."""
        job = Job(text, options, prefix)
        found = self._remembered([job], options).get(job)
        if found:
            return found
        begun = time.monotonic()
        answers = self._raw([job], options)
        self.waited += time.monotonic() - begun
        return self._kept([job], options, answers)[job]

    def _signature(self, options: DecodingOptions) -> Signature:
        return self.engine.signature.plus(
            beam=options.beam,
            nbest=options.nbest,
            length_penalty=options.length_penalty,
            repetition_penalty=options.repetition_penalty,
            no_repeat_ngram=options.no_repeat_ngram,
        )

    def _remembered(self, jobs: Sequence[Job], options: DecodingOptions) -> dict[Job, list[Hypothesis]]:
        if self.memory is None:
            return {}
        rows = self.memory.recall_requests(self._signature(options), [(job.text, job.prefix) for job in jobs])
        return {Job(text, options, prefix): hypotheses for (text, prefix), hypotheses in rows.items()}

    def _raw(self, jobs: Sequence[Job], options: DecodingOptions) -> list[list[Hypothesis]]:
        prefixes = [job.prefix for job in jobs] if any(job.prefix for job in jobs) else None
        with self._busy:
            return raw([job.text for job in jobs], self.engine, options, prefixes)

    def _kept(
        self, jobs: Sequence[Job], options: DecodingOptions, answers: Sequence[list[Hypothesis]]
    ) -> dict[Job, list[Hypothesis]]:
        """Remember what the engine said, and return it as a later run will find it."""
        found = dict(zip(jobs, answers, strict=True))
        if self.memory is not None:
            rows = {(job.text, job.prefix): hypotheses for job, hypotheses in found.items()}
            stored = self.memory.remember_requests(self._signature(options), rows)
            found = {Job(text, options, prefix): hypotheses for (text, prefix), hypotheses in stored.items()}
        self.decoded |= found.keys()
        words = sum(len(job.text.split()) for job in jobs)
        self.words += words
        self.on_batch(len(jobs), words)
        return found

    def _batches(self, jobs: Sequence[Job]) -> Iterator[list[Job]]:
        """Group jobs of similar length, longest first, so that little of a batch is padding."""
        sizes = self.engine.count_tokens([job.text for job in jobs])
        order = sorted(range(len(jobs)), key=lambda i: (-sizes[i], i))
        batch: list[Job] = []
        longest = 0
        for i in order:
            longest = longest or sizes[i]
            if batch and longest * (len(batch) + 1) > self.batch_tokens:
                yield batch
                batch, longest = [], sizes[i]
            batch.append(jobs[i])
        if batch:
            yield batch
