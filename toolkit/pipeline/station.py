"""Where a worker works: a model of its own, glossary and memory as the run has them. Opened once for many windows."""

from __future__ import annotations

import os
import platform
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Final

from toolkit.errors import EngineError
from toolkit.fidelity.names.ner import installed
from toolkit.fidelity.terms import Glossary
from toolkit.options import TranslateOptions
from toolkit.pipeline import plain
from toolkit.pipeline.desk import Desk, load_model
from toolkit.pipeline.observer import RunFacts
from toolkit.pipeline.plain import Plain
from toolkit.pipeline.recall import Recall
from toolkit.pipeline.rows import translate_rows
from toolkit.pipeline.segments import Prepared
from toolkit.pipeline.session import Session
from toolkit.pipeline.window import WindowRead
from toolkit.pipeline.work import Failed, work
from toolkit.storage.manifest import Manifest
from toolkit.storage.memory_borrowed import BorrowedMemory, Rows
from toolkit.storage.outputs import Outputs
from toolkit.types import Signature, TranslationEngine

_OF_DEVICE: Final = frozenset({"compute", "device"})
"""Facts of an engine's signature that differ between workers with and without a GPU."""

Tell = Callable[[Plain], None]


def describe(
    session: Session, options: TranslateOptions, memory: Path | None, reviewed: list[tuple[str, str]], mark: str | None
) -> Plain:
    """Return what a worker needs to know, as plain data.

    *options* name the model that was found, not the one that was asked for: a worker must not choose anew. *memory* is
    the file that workers read; *reviewed* are rows given to those who cannot. *mark* is a file in the outputs that
    workers must see; None: they write nothing there.
    """
    facts = session.facts
    return {
        "options": plain.of_options(options),
        "facts": plain.of_facts(facts),
        "terms": plain.of_terms(session.desk.glossary.terms),
        "engine": str(session.desk.engine.signature),
        "version": version("toolkit"),
        "ner": options.fidelity.ner and installed(session.desk.pair[0]),
        "memory": str(memory) if memory else None,
        "reviewed": [list(row) for row in reviewed],
        "mark": mark,
        "folder": str(Path.cwd()),
        "mixed": False,
    }


def open_station(description: Plain) -> Callable[[Plain, Tell, threading.Event], Plain]:
    """Load the model and return what does the work. Raises ToolkitError, also when this place is not as the run's."""
    with suppress(OSError):  # tables need no folder; for documents its absence is found below
        os.chdir(description["folder"])  # names of files are those the user gave; this process has no other work
    options = plain.to_options(description["options"])
    outputs = Outputs(options.outputs)
    if description["mark"] and not outputs.path(description["mark"]).exists():
        raise EngineError(
            f"The worker on {platform.node()} does not see the outputs folder {options.outputs}. Workers read articles "
            "and write translations themselves: put both on a disk that all nodes share, or translate a parquet or "
            "JSON Lines table, whose rows are sent to the workers."
        )
    _, engine = load_model(options)
    _same(description, engine, options)
    glossary = Glossary(plain.to_terms(description["terms"]))
    return Station(options, engine, glossary, plain.to_facts(description["facts"]), outputs, description).work


def _same(description: Plain, engine: TranslationEngine, options: TranslateOptions) -> None:
    """Raise EngineError when this worker would not write what the others write."""
    ours, theirs = str(engine.signature), description["engine"]
    if description["mixed"]:
        ours, theirs = _without_device(ours), _without_device(theirs)
    found = {
        "toolkit": (version("toolkit"), description["version"]),
        "engine": (ours, theirs),
        "--ner": (options.fidelity.ner and installed(engine.pair[0]), description["ner"]),
    }
    for what, (own, wanted) in found.items():
        if own != wanted:
            raise EngineError(
                f"The worker on {platform.node()} has another {what} than the run: {own} instead of {wanted}. Install "
                "the same versions and the same model on every node."
            )


def _without_device(signature: str) -> str:
    return "|".join(fact for fact in signature.split("|") if fact.partition(":")[0] not in _OF_DEVICE)


@dataclass(frozen=True, slots=True)
class Station:
    """What a worker has open."""

    options: TranslateOptions
    engine: TranslationEngine
    glossary: Glossary
    facts: RunFacts
    outputs: Outputs
    description: Plain
    window: WindowRead[Prepared | Failed] = field(default_factory=WindowRead)
    shard: WindowRead[Prepared] = field(default_factory=WindowRead)

    def work(self, data: Plain, tell: Tell, stop: threading.Event) -> Plain:
        """Do one unit: documents of a window, which are written here, or rows of a shard, which are returned."""
        memory = self._memory(tell)
        try:
            recall = Recall(
                self.engine, memory, self.options.engine.batch_tokens, stop,
                lambda segments, words: tell({"decoded": [segments, words]}),
            )  # fmt: skip
            desk = Desk(self.options, self.engine, self.glossary, recall)
            result = translate_rows(data, desk, self.shard) if "rows" in data else self._documents(data, desk)
            if memory is not None and memory.uses:
                tell({"uses": list(memory.uses.items())})
            return result
        finally:
            if memory is not None:
                memory.close()

    def _documents(self, data: Plain, desk: Desk) -> Plain:
        manifest = Manifest(self.outputs, {}, self.facts.signature)  # names entries; it is never saved here
        session = Session(self.facts, desk, self.outputs, manifest)
        found = work(plain.to_window(data), session, plain.to_slice(data), self.window)
        events = [plain.of_event(event, self.glossary.terms) for event in found]
        return {"events": events, "whole": not desk.stop.is_set()}

    def _memory(self, tell: Tell) -> BorrowedMemory | None:
        if not self.options.use_memory:
            return None
        file = self.description["memory"]

        def hand_over(signature: str | Signature, rows: Rows) -> None:
            if file:  # else nobody takes them: the results are what is kept
                tell({"remember": [str(signature), rows]})

        reviewed = [(source, target) for source, target in self.description["reviewed"]]
        return BorrowedMemory(Path(file) if file else None, hand_over, reviewed)
