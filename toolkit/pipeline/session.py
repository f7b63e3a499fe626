"""What a run opens once: glossary, model, memory, outputs; and the signature that names them all."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from toolkit.checkpoints.find import find
from toolkit.checkpoints.workshop import Workshop
from toolkit.engines.open import open_engine
from toolkit.errors import OptionsError
from toolkit.fidelity.names import Ledger
from toolkit.fidelity.terms import Glossary
from toolkit.options import TranslateOptions
from toolkit.pipeline.memory import MEMORY
from toolkit.pipeline.observer import Observer, RunFacts
from toolkit.pipeline.recall import Recall
from toolkit.storage.documents import Input
from toolkit.storage.glossaries import load as load_glossary
from toolkit.storage.manifest import Manifest
from toolkit.storage.memory import Memory
from toolkit.storage.outputs import Outputs
from toolkit.types import Checkpoint, Signature, Skipped, Term, TranslationEngine


@dataclass(slots=True)
class Session:
    """Everything that is open during a run."""

    options: TranslateOptions
    facts: RunFacts
    checkpoint: Checkpoint
    engine: TranslationEngine
    recall: Recall
    glossary: Glossary
    memory: Memory | None
    outputs: Outputs
    manifest: Manifest
    observer: Observer
    stop: threading.Event
    ledger: Ledger = field(default_factory=Ledger)
    """Names of the whole run, for the report of variants."""
    used_terms: set[Term] = field(default_factory=set)
    """Glossary entries that some source has."""

    @property
    def pair(self) -> tuple[str, str]:
        """Source and target language."""
        return self.engine.pair

    def notices(self) -> tuple[Skipped, ...]:
        """Return what happened while opening: a broken memory that was set aside."""
        return self.memory.notices if self.memory else ()

    @staticmethod
    @contextmanager
    def open(
        options: TranslateOptions, inputs: Sequence[Input], size: int, observer: Observer, stop: threading.Event
    ) -> Iterator[Session]:
        """Open everything, tell the observer, and close it all at the end. Raises ToolkitError."""
        glossary_path = _glossary_path(options, inputs)
        glossary = load_glossary(glossary_path) if glossary_path else Glossary()
        checkpoint = find(options.model, _pair(options), revision=options.revision)
        engine = open_engine(checkpoint, options.engine, Workshop())
        _check_pair(options, engine)
        outputs = Outputs(options.outputs)
        outputs.prepare()
        signature = _signature(engine, options, glossary)
        facts = RunFacts(
            command="translate",
            model=checkpoint.name,
            model_digest=checkpoint.digest,
            engine=dict(engine.signature.facts).get("engine", ""),
            signature=signature,
            documents=len(inputs),
            size=size,
            outputs=options.outputs,
            glossary=f"{glossary_path} ({len(glossary.terms)} entries)" if glossary_path else "",
        )
        run = {
            "version": version("toolkit"),
            "model": checkpoint.name,
            "model_digest": checkpoint.digest,
            "engine": facts.engine,
        }
        memory = Memory.open(outputs.path(MEMORY)) if options.use_memory else None
        try:
            recall = Recall(engine, memory, options.engine.batch_tokens, stop, observer.decoded)
            observer.started(facts)
            yield Session(
                options,
                facts,
                checkpoint,
                engine,
                recall,
                glossary,
                memory,
                outputs,
                Manifest(outputs, run, signature),
                observer,
                stop,
            )
        finally:
            if memory:
                memory.close()


def _pair(options: TranslateOptions) -> tuple[str, str]:
    return ("fr" if options.source_language == "auto" else options.source_language, options.target_language)


def _check_pair(options: TranslateOptions, engine: TranslationEngine) -> None:
    source, target = engine.pair
    if options.source_language not in {"auto", source} or options.target_language != target:
        raise OptionsError(
            f"The model translates from {source} to {target}, not from {options.source_language} to "
            f"{options.target_language}. Name another model with --model, or drop --from and --to."
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
        boilerplate="dropped" if options.drop_boilerplate else "kept",
        glossary=glossary.digest if glossary.terms else "none",
        version=version("toolkit"),
    )
