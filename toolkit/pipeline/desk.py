"""What translating needs, wherever the text comes from and goes to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from toolkit.checkpoints.find import find
from toolkit.checkpoints.project import chosen
from toolkit.checkpoints.workshop import Workshop
from toolkit.engines.open import open_engine
from toolkit.errors import OptionsError
from toolkit.fidelity.terms import Glossary
from toolkit.options import TranslateOptions
from toolkit.pipeline.recall import Recall
from toolkit.storage.memory_records import Remembers
from toolkit.types import Checkpoint, Term, TranslationEngine

CHOSEN_IN: Final = "chosen in"
"""Fact of a checkpoint: the file that named it, when no option did."""


@dataclass(slots=True)
class Desk:
    """A loaded model with glossary, memory and options."""

    options: TranslateOptions
    engine: TranslationEngine
    glossary: Glossary
    recall: Recall
    used_terms: set[Term] = field(default_factory=set)
    """Glossary entries that some source has."""

    @property
    def pair(self) -> tuple[str, str]:
        """Source and target language."""
        return self.engine.pair

    @property
    def memory(self) -> Remembers | None:
        """The translation memory, None when there is none."""
        return self.recall.memory

    @property
    def stop(self) -> threading.Event:
        """Set when work should end after the running batch."""
        return self.recall.stop


def load_model(
    options: TranslateOptions, progress: Callable[[int, int], None] | None = None
) -> tuple[Checkpoint, TranslationEngine]:
    """Find, verify and load the model that *options* ask for, else the one that ``toolkit.toml`` chooses, if any.

    *progress* is told bytes done and in all while a hub model is fetched. Raises CheckpointError, EngineError, and
    OptionsError when the model is of another language pair.
    """
    asked = "fr" if options.source_language == "auto" else options.source_language
    choice = chosen() if options.model is None else None
    model = choice.model if choice else options.model
    revision = options.revision or (choice.revision if choice else None)
    pair = None if model and options.source_language == "auto" else (asked, options.target_language)
    checkpoint = find(model, pair, revision=revision, progress=progress)
    if choice:
        checkpoint = replace(checkpoint, facts={**checkpoint.facts, CHOSEN_IN: choice.file.as_posix()})
    engine = open_engine(checkpoint, options.engine, Workshop())
    source, target = engine.pair
    if options.source_language not in {"auto", source} or options.target_language != target:
        raise OptionsError(
            f"The model {checkpoint.name} translates from {source} to {target}, not from {options.source_language} to "
            f"{options.target_language}. Name another model with --model, or drop --from and --to."
        )
    return checkpoint, engine
