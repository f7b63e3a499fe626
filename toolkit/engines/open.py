"""From a checkpoint and options to a running engine."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Final, NamedTuple

from toolkit.engines.attention import alignment_head
from toolkit.engines.base import Decoder, Workshop, translated_pair
from toolkit.engines.batching import Limits, longest_input
from toolkit.engines.ct2 import Ct2Engine
from toolkit.engines.marian import MarianEngine
from toolkit.engines.proof import prove, try_sharing
from toolkit.errors import CheckpointError, EngineError, OptionsError
from toolkit.options import EngineOptions
from toolkit.types import Checkpoint, TranslationEngine

DEFAULT_POSITIONS: Final = 512
"""Size of the position table of published Marian models."""


class Usable(NamedTuple):
    """Whether an engine can run here."""

    engine: str
    ok: bool
    reason: str
    """Versions when it can, what is missing when it cannot."""


def open_engine(checkpoint: Checkpoint, options: EngineOptions, workshop: Workshop) -> TranslationEngine:
    """Return an engine that runs *checkpoint* and has proved that it translates.

    ``auto`` is CTranslate2, or transformers when the model cannot be converted; the engine's signature says which.
    Raises EngineError, CheckpointError or OptionsError.
    """
    if options.engine == "scripted":
        raise OptionsError(
            "The scripted engine has no model: construct toolkit.engines.scripted.ScriptedEngine in Python."
        )
    engine = _load(checkpoint, options, workshop)
    prove(engine, checkpoint.name, workshop)
    try_sharing(engine, workshop)
    return engine


def _load(checkpoint: Checkpoint, options: EngineOptions, workshop: Workshop) -> Decoder:
    translated_pair(checkpoint)  # before anything heavy is loaded
    head, lengths = alignment_head(checkpoint.directory), limits(checkpoint)
    if options.engine == "transformers":
        return MarianEngine(checkpoint, options, head, lengths)
    try:
        _require("ctranslate2")
        return Ct2Engine(checkpoint, workshop.converted(checkpoint, head), options, head, lengths)
    except (CheckpointError, EngineError):
        if options.engine == "ctranslate2" or options.compute_type.startswith("int8"):
            raise
    return MarianEngine(checkpoint, options, head, lengths)


def usable() -> list[Usable]:
    """Tell which engines can run here, by what is installed; nothing heavy is imported."""
    needs = {
        "ctranslate2": ("ctranslate2", "sentencepiece"),
        "transformers": ("transformers", "torch", "sentencepiece"),
    }
    return [*(_state(engine, packages) for engine, packages in needs.items()), Usable("scripted", True, "built in")]


def _state(engine: str, packages: tuple[str, ...]) -> Usable:
    absent = [package for package in packages if find_spec(package) is None]
    if absent:
        return Usable(engine, False, f"{' and '.join(absent)} not installed: pip install {' '.join(absent)}")
    return Usable(engine, True, ", ".join(f"{package} {_version(package)}" for package in packages))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "of unknown version"


def _require(engine: str) -> None:
    state = next(state for state in usable() if state.engine == engine)
    if not state.ok:
        raise EngineError(f"The {engine} engine cannot run: {state.reason}.")


def limits(checkpoint: Checkpoint) -> Limits:
    """Return what the checkpoint's files say about the lengths it can deal with.

    The number of positions is the smaller of the position table and the tokenizer's limit.
    """
    found = [
        _stated(checkpoint, name, key)
        for name, key in (("config.json", "max_position_embeddings"), ("tokenizer_config.json", "model_max_length"))
    ]
    positions = min((value for value in found if value is not None), default=DEFAULT_POSITIONS)
    source = _stated(checkpoint, "generation_config.json", "max_source_length")
    return Limits(positions, min(source or positions, longest_input(positions)))


def _stated(checkpoint: Checkpoint, name: str, key: str) -> int | None:
    try:
        value = json.loads((checkpoint.directory / name).read_text(encoding="utf-8"))[key]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    # Tokenizers without a limit write 1e30.
    return value if isinstance(value, int) and 0 < value < _UNLIMITED else None


_UNLIMITED: Final = 100_000
