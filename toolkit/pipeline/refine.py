"""Drive the fidelity loops of many segments side by side, so that their extra decodings share batches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from toolkit.fidelity.loop import Loop, Outcome, Request
from toolkit.types import Hypothesis

K = TypeVar("K")


def run_together(
    loops: Mapping[K, Loop],
    answer: Callable[[Sequence[Request]], list[list[Hypothesis]]],
    stopped: Callable[[], bool] = lambda: False,
) -> dict[K, Outcome]:
    """Run every loop to its end and return the outcomes by key.

    In each round the requests of all loops that still ask go to *answer* as one list. When *stopped*, loops that still
    ask are left without an outcome.
    """
    done: dict[K, Outcome] = {}
    asking: dict[K, list[Request]] = {}
    for key, loop in loops.items():
        if stopped():
            return done
        _advance(key, loop, None, asking, done)
    while asking:
        answers = answer([request for requests in asking.values() for request in requests])
        if stopped():
            break  # some requests may not have been answered
        current, asking = asking, {}
        at = 0
        for key, requests in current.items():
            _advance(key, loops[key], answers[at : at + len(requests)], asking, done)
            at += len(requests)
    return done


def _advance(
    key: K,
    loop: Loop,
    answers: list[list[Hypothesis]] | None,
    asking: dict[K, list[Request]],
    done: dict[K, Outcome],
) -> None:
    try:
        asking[key] = next(loop) if answers is None else loop.send(answers)
    except StopIteration as end:
        done[key] = end.value
