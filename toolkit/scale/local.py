"""Workers as processes of this machine.

Every worker has one pipe to the parent and one unit in hand. There is no queue that workers share: a process that is
killed while it holds the lock of a shared queue would stop all the others.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Final

from toolkit import errors
from toolkit.errors import EngineError, ToolkitError
from toolkit.scale import child
from toolkit.scale.work import ATTEMPTS, Opener, Outcome, Plain, Unit, Waiting

POLL_SECONDS: Final = 0.2
"""How soon a stop that was asked for is seen while every worker is busy."""
GRACE_SECONDS: Final = 5.0
"""How long idle workers have to end by themselves before they are killed."""


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    connection: Connection
    unit: Unit | None = None
    """In hand; None: idle."""
    opened: bool = False
    told_to_stop: bool = False


class LocalExecutor:
    """At most *workers* processes, each started when there is a unit for it. See `work.Executor`."""

    def __init__(self, opener: Opener, description: Plain, workers: int) -> None:
        """Prepare; nothing is started yet. *workers* is 1 or more."""
        self._opener = opener
        self._description = description
        self._most = workers
        self._workers: list[_Worker] = []
        self._waiting = Waiting(())
        self._stillborn = 0
        """Workers that died while opening since the last one that opened."""

    def run(
        self, units: Iterable[Unit], told: Callable[[Unit, Plain], None], stop: threading.Event
    ) -> Iterator[Outcome]:
        """Yield the outcome of every unit; see `work.Executor`."""
        self._waiting = Waiting(units)
        try:
            while True:
                if stop.is_set():
                    self._tell_to_stop()
                else:
                    self._hand_out()
                busy = [worker for worker in self._workers if worker.unit]
                if not busy:
                    break
                for worker in self._ready():
                    yield from self._heard(worker, told, stop)
            self._end()
        finally:
            self._kill()

    @property
    def processes(self) -> tuple[int, ...]:
        """Process ids of the workers that are alive."""
        return tuple(worker.process.pid for worker in self._workers if worker.process.pid)

    def _hand_out(self) -> None:
        while True:
            idle = next((worker for worker in self._workers if worker.unit is None), None)
            if idle is None and len(self._workers) >= self._most:
                return
            unit = self._waiting.take()
            if unit is None:
                return
            worker = idle or self._started()
            worker.unit = unit
            with suppress(OSError):  # a worker that has just died is noticed by `_ready`
                child.send(worker.connection, "unit", unit.data)

    def _started(self) -> _Worker:
        # Not fork: threads of the engine and open databases must not be copied into a child.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=child.main, args=(theirs, self._opener, self._description), daemon=True)
        with _undisturbed():
            process.start()
        theirs.close()  # so that the end of the process is the end of the pipe
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _tell_to_stop(self) -> None:
        for worker in self._workers:
            if not worker.opened:  # nothing was begun
                worker.unit = None
                worker.process.kill()
            elif not worker.told_to_stop:
                worker.told_to_stop = True
                with suppress(OSError):
                    child.send(worker.connection, "stop")

    def _ready(self) -> list[_Worker]:
        found = wait([worker.connection for worker in self._workers], POLL_SECONDS)
        return [worker for worker in self._workers if worker.connection in found]

    def _heard(self, worker: _Worker, told: Callable[[Unit, Plain], None], stop: threading.Event) -> Iterator[Outcome]:
        """Take one message: one, so that no worker is heard at the cost of another."""
        try:
            kind, content = child.receive(worker.connection)
        except (EOFError, OSError):
            yield from self._buried(worker, stop)
            return
        unit = worker.unit
        if kind == "opened":
            worker.opened, self._stillborn = True, 0
        elif kind == "refused":
            name, message = content
            raise getattr(errors, name, ToolkitError)(message)
        elif unit is not None and kind == "told":
            told(unit, content)
        elif unit is not None:
            worker.unit = None
            yield Outcome(unit, content) if kind == "done" else Outcome(unit, None, content)

    def _buried(self, worker: _Worker, stop: threading.Event) -> Iterator[Outcome]:
        """Take a dead worker's unit back: to be given to another, or given up."""
        self._workers.remove(worker)
        worker.process.join(GRACE_SECONDS)
        how, unit = _how(worker.process.exitcode), worker.unit
        worker.connection.close()
        if not worker.opened:
            self._stillborn += 1
            if self._stillborn >= ATTEMPTS:
                raise EngineError(
                    f"No worker can be started: {self._stillborn} in a row died while they loaded the model, the last "
                    f"{how}. Most likely memory is short: use fewer --workers."
                )
        if unit is not None and not stop.is_set():
            yield from self._waiting.give_back(unit, how)

    def _end(self) -> None:
        for worker in self._workers:
            with suppress(OSError):
                child.send(worker.connection, "end")
        for worker in self._workers:
            worker.process.join(GRACE_SECONDS)

    def _kill(self) -> None:
        """End every worker at once: what they write is whole or absent, so there is nothing to wait for."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.connection.close()
        self._workers.clear()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let processes that are started here be born deaf to Ctrl-C, which the terminal sends to all of the group.

    A blocked signal stays blocked in the new process; in this one it is delivered at the end. Where signals cannot be
    blocked a worker may end with a trace on the screen, when Ctrl-C falls into its first moments.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # starting it unblocks signals
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _how(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            return f"killed by {signal.Signals(-code).name}"
        return f"killed by signal {-code}"
    return f"with exit code {code}"
