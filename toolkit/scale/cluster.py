"""Workers as actors of a Ray cluster.

Ray starts actors where there is room and tells when one is lost; nothing else of it is used. What is done is known from
the results that exist, never from Ray: a cluster may vanish with everything it knows. Ray Core and not Ray Data,
because order, retries and the end of a shard must be ours, and Ray Core needs no more packages than Ray itself.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from toolkit import errors
from toolkit.errors import EngineError, OptionsError, ToolkitError
from toolkit.scale.actor import Actor
from toolkit.scale.work import ATTEMPTS, Opener, Outcome, Plain, Unit, Waiting

POLL_SECONDS: Final = 0.5
"""How soon a stop is seen while every worker is busy."""
LOOK_SECONDS: Final = 5.0
"""How often the size of the cluster is looked at, when the number of workers follows from it."""
CONNECT_SECONDS: Final = 30
"""How long to wait for a cluster that does not answer."""

Library: TypeAlias = Any
"""ray, which is imported late, or an object of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Workers of one kind."""

    description: Plain
    """What they open."""
    workers: int = 0
    """How many; 0: as many as the cluster has room for, now and when it grows."""
    cpus: float = 1.0
    """CPUs that each takes."""
    gpus: float = 0.0
    """GPUs that each takes; 0.25: four workers share one."""


@dataclass(slots=True)
class _Worker:
    group: Group
    actor: Library
    waits: Library
    """Reference to the answer that is awaited; None: idle."""
    unit: Unit | None = None
    opened: bool = False


class RayExecutor:
    """Actors in one or more groups. See `work.Executor`."""

    def __init__(self, opener: Opener, groups: Sequence[Group], address: str | None = None) -> None:
        """Prepare; nothing is started yet. *address* is that of a running cluster; None: one on this machine."""
        self._opener = opener
        self._groups = groups
        self._address = address
        self._ray: Library = None
        self._workers: list[_Worker] = []
        self._waiting = Waiting(())
        self._stillborn = 0
        self._looked = float("-inf")
        self._room: dict[str, float] = {}
        self._stopping = False

    def run(
        self, units: Iterable[Unit], told: Callable[[Unit, Plain], None], stop: threading.Event
    ) -> Iterator[Outcome]:
        """Yield the outcome of every unit; see `work.Executor`. What workers say is told when their unit is done."""
        ours = self._connect()
        self._waiting = waiting = Waiting(units)
        try:
            while True:
                if stop.is_set():
                    self._tell_to_stop()
                else:
                    self._start_workers(waiting)
                    self._hand_out(waiting)
                if not any(worker.unit for worker in self._workers) and (stop.is_set() or not waiting):
                    return
                for worker in self._ready():
                    yield from self._heard(worker, told, stop)
        finally:
            for worker in self._workers:
                self._kill(worker)
            self._workers.clear()
            if ours:
                self._ray.shutdown()

    def _connect(self) -> bool:
        """Connect to the cluster; tell whether it was done here."""
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere; read when Ray is imported
        try:
            import ray
        except ImportError as error:
            raise OptionsError(
                "--executor ray needs Ray, which is not installed: pip install '.[ray]', on every node."
            ) from error
        self._ray = ray
        if ray.is_initialized():
            return False
        if self._address:
            _knock(self._address)
        try:
            # Ray makes a cluster of this machine where there is no address.
            ray.init(address=self._address or "local", log_to_driver=False, logging_level=logging.ERROR,
                     configure_logging=False, include_dashboard=None if self._address else False,
                     _node_ip_address=None if self._address else "127.0.0.1")  # fmt: skip
        except (ConnectionError, RuntimeError, ValueError, TimeoutError) as error:
            raise EngineError(
                f"The Ray cluster at {self._address or 'this machine'} cannot be joined ({error}). Is it running, with "
                "the same versions of Ray and Python? `ray status` tells."
            ) from error
        return True

    def _start_workers(self, waiting: Waiting) -> None:
        for group in self._groups:
            alive = sum(worker.group is group for worker in self._workers)
            for _ in range(self._wanted(group) - alive):
                idle = sum(worker.unit is None for worker in self._workers)
                if not waiting.more_than(idle):
                    return
                kind = self._ray.remote(num_cpus=group.cpus, num_gpus=group.gpus, max_restarts=0, max_concurrency=2)(
                    Actor
                )  # two calls at a time: the unit in hand, and the order to stop it
                actor = kind.remote(self._opener, group.description)
                self._workers.append(_Worker(group, actor, actor.open.remote()))

    def _wanted(self, group: Group) -> int:
        if group.workers:
            return group.workers
        if time.monotonic() - self._looked > LOOK_SECONDS:
            self._room = dict(self._ray.cluster_resources())
            self._looked = time.monotonic()
        shares = [(self._room.get("CPU", 0.0), group.cpus), (self._room.get("GPU", 0.0), group.gpus)]
        # At least one, which waits for a node to come.
        return max(1, min(int(room / share + 1e-9) for room, share in shares if share))

    def _hand_out(self, waiting: Waiting) -> None:
        for worker in self._workers:
            if worker.opened and worker.unit is None:
                worker.unit = waiting.take()
                if worker.unit is None:
                    return
                worker.waits = worker.actor.work.remote(worker.unit.data)

    def _tell_to_stop(self) -> None:
        if not self._stopping:
            self._stopping = True
            for worker in self._workers:
                worker.actor.stop.remote()

    def _ready(self) -> list[_Worker]:
        awaited = [worker.waits for worker in self._workers if worker.waits is not None]
        if not awaited:
            time.sleep(POLL_SECONDS)
            return []
        found, _ = self._ray.wait(awaited, num_returns=1, timeout=POLL_SECONDS)
        return [worker for worker in self._workers if worker.waits in found]

    def _heard(self, worker: _Worker, told: Callable[[Unit, Plain], None], stop: threading.Event) -> Iterator[Outcome]:
        try:
            answer = self._ray.get(worker.waits)
        except self._ray.exceptions.RayError as error:
            # A lost actor, a lost node, memory that ran out: all that matters is that there is no answer.
            yield from self._buried(worker, error, stop)
            return
        worker.waits, unit = None, worker.unit
        if unit is None:
            if answer:
                raise getattr(errors, answer[0], ToolkitError)(answer[1])
            worker.opened, self._stillborn = True, 0
            return
        worker.unit = None
        for said in answer["told"]:
            told(unit, said)
        yield Outcome(unit, answer.get("result"), answer.get("reason", ""))

    def _buried(self, worker: _Worker, error: Exception, stop: threading.Event) -> Iterator[Outcome]:
        """Take a lost worker's unit back: to be given to another, or given up."""
        self._workers.remove(worker)
        self._kill(worker)
        how, unit = f"with {type(error).__name__}", worker.unit
        if not worker.opened:
            self._stillborn += 1
            if self._stillborn >= ATTEMPTS * max(1, len(self._workers)):
                raise EngineError(
                    f"No worker can be started: {self._stillborn} in a row were lost while they loaded the model, the "
                    f"last {how}: {error}."
                )
        if unit is not None and not stop.is_set():
            yield from self._waiting.give_back(unit, how)

    def _kill(self, worker: _Worker) -> None:
        # A worker that was only thought lost may still be at it; its result would be the same, but nobody waits for it.
        self._ray.kill(worker.actor)


def _knock(address: str) -> None:
    """Raise EngineError when nobody listens at ``host:port``: Ray itself would try for minutes."""
    host, _, port = address.rpartition(":")
    if address == "auto":
        return
    if not host or "/" in host or not port.isdecimal():
        raise OptionsError(f"{address!r} is no address of a Ray cluster: give HOST:PORT of its head node, or auto.")
    try:
        socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS).close()
    except (OSError, OverflowError) as error:
        raise EngineError(
            f"The Ray cluster at {address} cannot be joined ({error}). Is its head node running there? `ray start "
            "--head` starts one and says its address."
        ) from error
