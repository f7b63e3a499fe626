"""Drive the fidelity loops of many segments side by side, so that their extra decodings share batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from toolkit.fidelity.loop import Loop, Outcome, Request
from toolkit.types import Hypothesis

K = TypeVar("K")

Answers = Callable[[Sequence[Request]], Iterable[tuple[int, list[Hypothesis]]]]
"""Yields the n-best list of each request with its number, in any order; after a stop some never come."""


@dataclass(slots=True)
class Loops(Generic[K]):
    """Loops under way, by key."""

    done: dict[K, Outcome] = field(default_factory=dict)
    _asking: dict[K, tuple[Loop, list[Request]]] = field(default_factory=dict)

    def start(self, key: K, loop: Loop) -> None:
        """Run a loop to its end or to its first requests."""
        self._advance(key, loop, None)

    def finish(self, answers: Answers) -> dict[K, Outcome]:
        """Run every loop to its end and return the outcomes by key.

        In each round the requests of all loops that still ask go to *answers* as one list; a loop goes on as soon as it
        has all its own. Loops whose requests are not answered are left without an outcome.
        """
        while self._asking:
            current, self._asking = self._asking, {}
            asked = [(key, request) for key, (_, requests) in current.items() for request in requests]
            got: dict[K, dict[int, list[Hypothesis]]] = {key: {} for key in current}
            for number, hypotheses in answers([request for _, request in asked]):
                key = asked[number][0]
                got[key][number] = hypotheses
                loop, requests = current[key]
                if len(got[key]) == len(requests):
                    self._advance(key, loop, [found for _, found in sorted(got[key].items())])
        return self.done

    def _advance(self, key: K, loop: Loop, answers: list[list[Hypothesis]] | None) -> None:
        try:
            requests = next(loop) if answers is None else loop.send(answers)
            self._asking[key] = loop, requests
        except StopIteration as end:
            self.done[key] = end.value
