"""No workers: the units are done here, one after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from toolkit.scale.work import Outcome, Plain, Unit, Work


class InlineExecutor:
    """Does the work in this process. Errors of the work are raised, not reported. See `work.Executor`."""

    def __init__(self, work: Work) -> None:
        """Take what does the work; it is open already."""
        self._work = work

    def run(
        self, units: Iterable[Unit], told: Callable[[Unit, Plain], None], stop: threading.Event
    ) -> Iterator[Outcome]:
        """Yield the outcome of every unit, in order; see `work.Executor`."""
        for unit in units:
            if stop.is_set():
                return
            yield Outcome(unit, self._work(unit.data, partial(told, unit), stop))
