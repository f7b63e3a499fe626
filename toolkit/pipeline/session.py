"""What a run on files opens once, and the signature that names everything its outputs depend on."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from toolkit.fidelity.names.ner import installed
from toolkit.fidelity.terms import Glossary
from toolkit.options import TranslateOptions
from toolkit.pipeline.desk import CHOSEN_IN, Desk, load_model
from toolkit.pipeline.memory import MEMORY
from toolkit.pipeline.observer import Observer, RunFacts
from toolkit.pipeline.recall import Recall
from toolkit.storage.documents import Input
from toolkit.storage.glossaries import load as load_glossary
from toolkit.storage.manifest import Manifest
from toolkit.storage.memory import Memory
from toolkit.storage.outputs import Outputs
from toolkit.types import Checkpoint, Signature, Skipped, TranslationEngine


@dataclass(frozen=True, slots=True)
class Session:
    """Everything that is open during a run."""

    facts: RunFacts
    desk: Desk
    outputs: Outputs
    manifest: Manifest

    @property
    def detects(self) -> bool:
        """Whether the language of documents is told from their text."""
        return self.desk.options.source_language == "auto"

    def notices(self) -> tuple[Skipped, ...]:
        """Return what happened while opening: a broken memory that was set aside."""
        return self.desk.memory.notices if self.desk.memory else ()


@contextmanager
def open_session(
    options: TranslateOptions, inputs: Sequence[Input], size: int, observer: Observer, stop: threading.Event
) -> Iterator[Session]:
    """Open glossary, model, memory and outputs, tell the observer, and close it all at the end. Raises ToolkitError."""
    glossary_path = _glossary_path(options, inputs)
    glossary = load_glossary(glossary_path) if glossary_path else Glossary()
    outputs = Outputs(options.outputs)
    outputs.prepare()
    checkpoint, engine = load_model(options, observer.fetching)
    signature = _signature(engine, options, glossary)
    label = f"{glossary_path} ({len(glossary)} entries)" if glossary_path else ""
    facts = _facts(checkpoint, engine, signature, options, label, len(inputs), size)
    run = {
        "version": version("toolkit"),
        "model": checkpoint.name,
        "model_digest": checkpoint.digest,
        "engine": facts.engine,
        "glossary": glossary_path.name if glossary_path else "none",
    }
    memory = Memory.open(outputs.path(MEMORY)) if options.use_memory else None
    try:
        recall = Recall(engine, memory, options.engine.batch_tokens, stop, observer.decoded)
        observer.started(facts)
        yield Session(facts, Desk(options, engine, glossary, recall), outputs, Manifest(outputs, run, signature))
    finally:
        if memory:
            memory.close()


def _facts(  # noqa: PLR0917 - a record is filled
    checkpoint: Checkpoint,
    engine: TranslationEngine,
    signature: Signature,
    options: TranslateOptions,
    glossary: str,
    documents: int,
    size: int,
) -> RunFacts:
    said = dict(engine.signature.facts)
    return RunFacts(
        command="translate",
        model=checkpoint.name,
        model_digest=checkpoint.digest,
        engine=" ".join(filter(None, (said.get("engine"), said.get("compute"), said.get("device")))),
        signature=signature,
        documents=documents,
        size=size,
        outputs=options.outputs,
        glossary=glossary,
        chosen_in=checkpoint.facts.get(CHOSEN_IN, ""),
    )


def _glossary_path(options: TranslateOptions, inputs: Sequence[Input]) -> Path | None:
    """Return the glossary asked for, else the one beside the articles, nearest the first article."""
    if not options.use_glossary:
        return None
    if options.glossary:
        return options.glossary
    folders = dict.fromkeys(source.path.parents[up] for source in inputs for up in range(source.id.count("/") + 1))
    found = [folder / name for folder in folders for name in ("glossary.tsv", "glossary.csv", "glossary.tbx")]
    return next((path for path in found if path.is_file()), None)


def _signature(engine: TranslationEngine, options: TranslateOptions, glossary: Glossary) -> Signature:
    steps = [name for name in ("choose", "repair", "redecode", "split") if getattr(options.fidelity, name)]
    return engine.signature.plus(
        beam=options.decoding.beam,
        nbest=options.decoding.nbest,
        fidelity="+".join(steps) or "check",
        figures=options.fidelity.figures,
        ner=options.fidelity.ner and installed(engine.pair[0]),
        boilerplate="dropped" if options.drop_boilerplate else "kept",
        glossary=glossary.digest if glossary else "none",
        version=version("toolkit"),
    )
