"""Drive the fidelity loops of many segments side by side: what they ask for is decoded along with everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from toolkit.decoding.decode import split
from toolkit.decoding.pieces import clauses
from toolkit.decoding.retries import in_original
from toolkit.fidelity.loop import Loop, Outcome, Request
from toolkit.options import DecodingOptions
from toolkit.pipeline.recall import Job
from toolkit.text.normalise import normalise
from toolkit.types import Hypothesis

K = TypeVar("K")

TOGETHER: Final = 16
"""Jobs that are worth a call of the engine while other text waits: one worker's batch."""


@dataclass(frozen=True, slots=True)
class _Asking:
    """A loop that waits for answers."""

    loop: Loop
    requests: Sequence[Request]
    jobs: Sequence[Sequence[Job]]
    """What each request needs decoded."""
    known: dict[Job, list[Hypothesis]] = field(default_factory=dict)

    @property
    def missing(self) -> list[Job]:
        """Jobs that are not decoded yet, each once."""
        return [job for job in dict.fromkeys(job for each in self.jobs for job in each) if job not in self.known]


@dataclass(slots=True)
class Loops(Generic[K]):
    """Loops under way, by key; one goes on as soon as it has all it asked for."""

    options: DecodingOptions
    done: dict[K, Outcome] = field(default_factory=dict)
    """Outcomes; the caller takes them out."""
    _asking: dict[K, _Asking] = field(default_factory=dict)
    _waiting: dict[Job, list[K]] = field(default_factory=dict)
    _wanted: list[Job] = field(default_factory=list)

    def start(self, key: K, loop: Loop) -> None:
        """Run a loop to its end or to its first requests."""
        self._go_on(key, loop, None)

    def wanted(self, last: bool) -> Sequence[Job]:
        """Return what is to be decoded for the loops, once; unless *last*, only when it is worth a call."""
        if not last and len(self._wanted) < TOGETHER:
            return ()
        jobs, self._wanted = self._wanted, []
        return jobs

    def take(self, found: Mapping[Job, list[Hypothesis]]) -> None:
        """Give n-best lists to the loops that wait for them; others are passed over."""
        for job in [job for job in found if job in self._waiting]:
            for key in self._waiting.pop(job):
                asking = self._asking[key]
                asking.known[job] = found[job]
                if not asking.missing:
                    del self._asking[key]
                    self._go_on(key, asking.loop, _answers(asking))

    def _go_on(self, key: K, loop: Loop, answers: list[list[Hypothesis]] | None) -> None:
        while True:
            try:
                requests = next(loop) if answers is None else loop.send(answers)
            except StopIteration as end:
                self.done[key] = end.value
                return
            asking = _Asking(loop, requests, [_jobs(request, self.options) for request in requests])
            if asking.missing:
                self._wait(key, asking)
                return
            answers = _answers(asking)  # nothing can be decoded: texts of one clause

    def _wait(self, key: K, asking: _Asking) -> None:
        self._asking[key] = asking
        for job in asking.missing:
            if job not in self._waiting:
                self._wanted.append(job)
            self._waiting.setdefault(job, []).append(key)


def _jobs(request: Request, options: DecodingOptions) -> list[Job]:
    """Return what to decode for one request; nothing for a text of one clause."""
    text = normalise(request.source).text
    if request.method == "prefix":
        return [Job(text, options, normalise(request.prefix).text)]
    spans = clauses(text)
    return [Job(span.of(text).strip(), options) for span in spans] if len(spans) > 1 else []


def _answers(asking: _Asking) -> list[list[Hypothesis]]:
    """Return the n-best list of each request, in the coordinates of its source."""
    return [_answer(request, jobs, asking.known) for request, jobs in zip(asking.requests, asking.jobs, strict=True)]


def _answer(request: Request, jobs: Sequence[Job], known: Mapping[Job, list[Hypothesis]]) -> list[Hypothesis]:
    if not jobs:
        return []
    text = normalise(request.source)
    if request.method == "prefix":
        found = known[jobs[0]]
    else:
        found = split(text.text, lambda piece, options, prefix: known[Job(piece, options, prefix)], jobs[0].options)
    return [in_original(one, text) for one in found]
