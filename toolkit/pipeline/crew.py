"""Who does the work of a run: this process, other processes, or a cluster. One process writes memory and manifest."""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, NoReturn

from toolkit.checkpoints.project import chosen
from toolkit.engines.batching import usable_cores
from toolkit.options import EngineOptions, TranslateOptions
from toolkit.pipeline.memory import MEMORY
from toolkit.pipeline.plain import Plain
from toolkit.pipeline.session import Session
from toolkit.pipeline.station import describe, open_station
from toolkit.scale.cluster import Group, RayExecutor
from toolkit.scale.inline import InlineExecutor
from toolkit.scale.local import LocalExecutor
from toolkit.scale.work import Executor, Outcome, Unit, Work
from toolkit.storage.memory import Memory
from toolkit.types import Hypothesis, Signature

MARK: Final = ".toolkit/shared-"
"""Beginning of the name of the file by which workers recognise the outputs folder."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Gives units of a run to whoever does them."""

    session: Session
    executor: Executor

    def run(self, units: Iterable[Unit], stop: threading.Event) -> Iterator[Outcome]:
        """Yield the outcomes as they come; see `scale.work.Executor`. Raises StorageError for the memory."""
        return self.executor.run(units, self._told, stop)

    def _told(self, _unit: Unit, said: Plain) -> None:
        desk = self.session.desk
        if "decoded" in said:
            desk.recall.on_batch(*said["decoded"])
        elif isinstance(desk.memory, Memory) and "remember" in said:
            signature, rows = said["remember"]
            desk.memory.remember_encoded(signature, [(source, prefix, text) for source, prefix, text in rows])
        elif isinstance(desk.memory, Memory) and "uses" in said:
            desk.memory.count_uses(dict(said["uses"]))


def crew(session: Session, own: Work | None, *, writes: bool) -> Crew:
    """Return who does the work that the options ask for; *own* does it in this process when that is possible.

    *writes*: workers write into the outputs folder.
    """
    options = session.desk.options
    scale = options.scale
    if scale.executor == "local" and workers_of(options) == 1 and own is not None:
        return Crew(session, InlineExecutor(own))
    options = _pinned(options, session)
    mark = _marked(session) if writes else None
    if scale.executor == "ray":
        executor: Executor = _cluster(session, options, mark)
    else:
        workers = workers_of(options)
        share = max(1, (options.engine.threads or usable_cores()) // workers)
        engine = replace(options.engine, threads=share)
        memory = session.outputs.path(MEMORY) if options.use_memory else None
        description = describe(session, replace(options, engine=engine), memory, [], mark)
        executor = LocalExecutor(open_station, description, workers)
    _unload(session)
    return Crew(session, executor)


def workers_of(options: TranslateOptions) -> int:
    """Return how many workers share a window: one on a cluster, whose done-set has whole windows."""
    return max(1, options.scale.workers) if options.scale.executor == "local" else 1


def _cluster(session: Session, options: TranslateOptions, mark: str | None) -> Executor:
    scale = options.scale
    threads = options.engine.threads or 1
    reviewed = reviewed_rows(session)

    def described(engine: EngineOptions) -> Plain:
        return describe(session, replace(options, engine=replace(engine, threads=threads)), None, reviewed, mark)

    groups = [
        Group(description=described(options.engine), workers=scale.workers, cpus=threads, gpus=scale.gpus_per_worker)
    ]
    if scale.cpu_workers:
        plain = described(replace(options.engine, device="cpu", compute_type="auto"))
        groups.append(Group(description=plain | {"mixed": True}, workers=scale.cpu_workers, cpus=threads))
    return RayExecutor(open_station, groups, scale.ray_address)


def reviewed_rows(session: Session) -> list[tuple[str, str]]:
    """Return what people decided, source and target, for workers that cannot read the memory."""
    memory = session.desk.memory
    if not isinstance(memory, Memory):
        return []
    return [(row.source, row.target) for row in memory.all_reviewed(session.desk.pair)]


def run_key(session: Session) -> str:
    """Return a digest of all that a result depends on besides its sources."""
    facts = [session.facts.signature.facts, sorted(reviewed_rows(session)), session.desk.options.scale.cpu_workers > 0]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


def _pinned(options: TranslateOptions, session: Session) -> TranslateOptions:
    """Return options that name the model of this run, so that no worker chooses anew."""
    choice = chosen() if options.model is None else None
    return replace(
        options, model=session.facts.model, revision=options.revision or (choice.revision if choice else None)
    )


def _marked(session: Session) -> str:
    name = f"{MARK}{secrets.token_hex(8)}"
    session.outputs.write(name, b"")
    return name


def clear_marks(session: Session) -> None:
    """Remove the files by which workers recognised the outputs folder."""
    for path in session.outputs.path(MARK).parent.glob(f"{Path(MARK).name}*"):
        path.unlink(missing_ok=True)


def _unload(session: Session) -> None:
    """Give the memory of the model back: from here on workers do the decoding."""
    engine = session.desk.engine
    gone = _Unloaded(engine.pair, engine.signature, engine.max_source_tokens)
    session.desk.engine = session.desk.recall.engine = gone


@dataclass(frozen=True, slots=True)
class _Unloaded:
    """What is still known of an engine whose model was given back."""

    pair: tuple[str, str]
    signature: Signature
    max_source_tokens: int
    calls: int = 1

    def count_tokens(self, texts: Any) -> NoReturn:  # noqa: ANN401 - never answered
        """Never called: workers do this."""
        raise NotImplementedError(texts)

    def translate(self, texts: Any, options: Any, prefixes: Any = None) -> list[list[Hypothesis]]:  # noqa: ANN401
        """Never called: workers do this."""
        raise NotImplementedError(texts, options, prefixes)
