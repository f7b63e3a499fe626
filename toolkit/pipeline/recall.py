"""Hypotheses for normalised text, from the translation memory where it has them, else from the engine."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from toolkit.decoding.decode import raw
from toolkit.options import DecodingOptions
from toolkit.storage.memory import Memory
from toolkit.types import Hypothesis, Signature, TranslationEngine


class Job(NamedTuple):
    """One text to decode."""

    text: str
    """Normalised source."""
    options: DecodingOptions
    prefix: str = ""


@dataclass(slots=True)
class Recall:
    """Decodes what is not remembered, batch by batch, and remembers each batch at once."""

    engine: TranslationEngine
    memory: Memory | None
    batch_tokens: int
    stop: threading.Event
    on_batch: Callable[[int, int], None]
    """Told the number of segments and source words of each batch."""
    decoded: set[Job] = field(default_factory=set)
    """Everything that came out of the engine in this run."""
    seconds: float = 0.0
    """Wall time in the engine."""
    words: int = 0
    """Source words decoded."""

    def many(self, jobs: Sequence[Job]) -> dict[Job, list[Hypothesis]]:
        """Return the n-best list of each job. After a stop, jobs that were not reached are missing."""
        found: dict[Job, list[Hypothesis]] = {}
        for options in dict.fromkeys(job.options for job in jobs):
            group = list(dict.fromkeys(job for job in jobs if job.options == options))
            found |= self._remembered(group, options)
            for batch in self._batches([job for job in group if job not in found]):
                if self.stop.is_set():
                    break
                found |= self._decode(batch, options)
        return found

    def one(self, text: str, options: DecodingOptions, prefix: str = "") -> list[Hypothesis]:
        """Return the n-best list of one text, even after a stop."""
        job = Job(text, options, prefix)
        return self._remembered([job], options).get(job) or self._decode([job], options)[job]

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

    def _decode(self, jobs: Sequence[Job], options: DecodingOptions) -> dict[Job, list[Hypothesis]]:
        begun = time.monotonic()
        prefixes = [job.prefix for job in jobs] if any(job.prefix for job in jobs) else None
        answers = raw([job.text for job in jobs], self.engine, options, prefixes)
        self.seconds += time.monotonic() - begun
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
