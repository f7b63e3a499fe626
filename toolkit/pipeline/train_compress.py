"""The task ``compress`` of ``train``: what its sources are made of, and the proof that its model condenses."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from toolkit.errors import CheckpointError, InputError, OptionsError
from toolkit.options import EngineOptions
from toolkit.pipeline.condenser import open_condenser
from toolkit.storage import parallel
from toolkit.training import compress
from toolkit.training.curriculum import SLOT, fill_all
from toolkit.training.prepare import Material
from toolkit.training.recipe import Recipe, Source
from toolkit.types import Checkpoint

_SAMPLE: Final = "The bank, which is old, lent money."


def material(source: Source, files: Sequence[Path], recipe: Recipe) -> Material:
    """Open one source of a recipe for condensing. Raises InputError or OptionsError."""
    language = recipe.pair[0]
    if source.alignments:
        raise OptionsError(f"{source.label}: alignments serve translation; drop them.")
    if source.kind == "templates":
        if language != "en":
            raise OptionsError(f"Templates for condensing are English; the recipe trains {language}.")
        found = [line for file in files for line in compress.templates(parallel.lines(file), str(file), language)]
        if not found:
            raise InputError(f"{source.label} has no templates.")
        return Material(source, templates=tuple(found[: source.limit or None]))
    return Material(source, pairs=lambda: _rows(source.kind, files, language, recipe.seed))


def dev(files: Sequence[Path], recipe: Recipe) -> Iterator[tuple[str, str]]:
    """Yield the pairs of the dev set: long and condensed forms; slots in them are filled, the same in every run."""
    rng = random.Random(recipe.seed)  # noqa: S311 - no secrets
    for file in files:
        for before, after in _rows("pairs", [file], recipe.pair[0], recipe.seed):
            if recipe.pair[0] == "en" and SLOT.search(before):
                lines = [(1, f"{before}\t{after}")]
                for filled in fill_all(compress.templates(lines, str(file), "en"), rng):
                    yield filled.french, filled.english
            else:
                yield before, after


def prove(checkpoint: Checkpoint) -> str | None:
    """Let the exported model condense a sentence; return what is wrong, or None."""
    try:
        condenser = open_condenser(checkpoint, (checkpoint.pair or ("en", "en"))[0], EngineOptions(threads=1))
        if condenser.count_tokens([_SAMPLE])[0] > condenser.max_source_tokens:
            return f"it reads {condenser.max_source_tokens} tokens only"
        answers = condenser.condense([_SAMPLE], words=12, beams=1)
    except CheckpointError as error:
        return str(error)
    return None if answers[0] and answers[0][0].text.strip() else "it writes nothing"


def _rows(kind: str, files: Iterable[Path], language: str, seed: int) -> Iterator[tuple[str, str]]:
    for file in files:
        yield from compress.READERS[kind](parallel.lines(file), str(file), language, seed)
