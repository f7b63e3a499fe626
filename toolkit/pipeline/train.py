"""train: from a recipe and parallel text to a model directory that every command can use."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Protocol

from toolkit.checkpoints.find import find
from toolkit.checkpoints.verify import verify
from toolkit.checkpoints.workshop import Workshop
from toolkit.engines.attention import alignment_head
from toolkit.engines.open import open_engine
from toolkit.errors import CheckpointError, EngineError, InputError, OptionsError, StorageError
from toolkit.options import EngineOptions
from toolkit.pipeline import train_compress as condensing
from toolkit.storage import parallel
from toolkit.training import alignment, run
from toolkit.training.curriculum import Template, read_templates
from toolkit.training.export import export, made_here
from toolkit.training.prepare import Material, prepare
from toolkit.training.recipe import Recipe, Source, from_tables, load
from toolkit.training.run import Plan
from toolkit.training.state import State
from toolkit.training.trainer import Watcher
from toolkit.types import Checkpoint


class TrainObserver(Watcher, Protocol):
    """Receives the events of a training run, in order."""

    def note(self, message: str) -> None:
        """Take note of something worth knowing."""


@dataclass(frozen=True, slots=True)
class Trained:
    """What a training run did."""

    reason: str
    """Why it ended: ``steps``, ``minutes``, ``patience`` or ``stopped``."""
    state: State
    checkpoint: Checkpoint | None
    """The exported model, verified; None: training was stopped before its end."""
    folder: Path
    """Where the checkpoints lie."""


WORK: Final = ".training"
"""Added to the output's name for the folder of the run."""


def recipe_from(path: Path | None, overrides: Mapping[str, Any]) -> tuple[Recipe, Path]:
    """Return the recipe in *path* with *overrides* laid over it, and the folder its paths are relative to.

    *overrides* has the shape of the file; the table ``training`` is merged, everything else replaced. Raises InputError
    or OptionsError.
    """
    tables = load(path) if path else {}
    for key, value in overrides.items():
        tables[key] = {**tables.get(key, {}), **value} if isinstance(value, Mapping) else value
    if path is None and not tables.get("source"):
        wanted = "--templates, --sentences, --documents or --pairs" if tables.get("task") == "compress" else "--pairs"
        raise OptionsError(f"Give a recipe file, or text to learn from with {wanted}.")
    if tables.get("task") == "compress":
        tables.setdefault("languages", ["en", "en"])
    return from_tables(tables, str(path) if path else "options"), path.parent if path else Path()


def train(
    recipe: Recipe,
    root: Path,
    observer: TrainObserver,
    stop: Callable[[], bool] = lambda: False,
    *,
    restart: bool = False,
    fetch: bool = True,
) -> Trained:
    """Make or resume the run of *recipe*; export and verify the model when it is over.

    *root*: folder the recipe's paths are relative to. *stop* is asked after every update; a run it ends is not
    exported. *restart*: forget what was trained before. Raises ToolkitError.
    """
    output = Path(recipe.output)
    if not made_here(output):
        raise OptionsError(f"{output} exists and was not made by toolkit train: choose another output.")
    folder = output.with_name(output.name + WORK)
    if restart and folder.exists():
        _remove(folder)
    plan = run.read_plan(folder)
    if plan is not None and run.is_prepared(folder):
        run.agree(plan, recipe, folder)
        observer.note(f"going on with the run in {folder}")
        plan = replace(plan, recipe=recipe)
    else:
        plan = _planned(recipe, fetch=fetch)
        _prepare(plan, root, folder, observer, stop)
    run.write_plan(folder, plan)
    with run.trained(folder, observer, stop) as (trainer, reason):
        if reason == "stopped":
            return Trained(reason, trainer.state, None, folder)
        export(trainer, run.vocabulary_of(folder, recipe), plan, run.read_account(folder), output)
        state = trainer.state
    checkpoint = verify(output.resolve(), name=str(output), source="local", pair=recipe.pair)
    _prove(checkpoint, observer)
    return Trained(reason, state, checkpoint, folder)


def _remove(folder: Path) -> None:
    if not (folder / run.PLAN).is_file():
        raise OptionsError(f"{folder} holds no run of toolkit train: delete it yourself, or choose another output.")
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise StorageError(f"{folder} cannot be deleted ({error}).") from error


def _planned(recipe: Recipe, *, fetch: bool) -> Plan:
    """Find the base model and what it says of its own training."""
    if not recipe.base:
        return Plan(recipe)
    base = find(recipe.base, recipe.pair if recipe.task == "translate" else None, fetch=fetch)
    if base.architecture != "marian":
        raise CheckpointError(f"{recipe.base} is a {base.architecture} model; Marian models can be trained.")
    if base.pair is not None and base.pair[1] != recipe.pair[1]:
        raise CheckpointError(
            f"{recipe.base} writes {base.pair[1]}, the recipe trains {recipe.pair[1]}: name a model that writes it."
        )
    head = alignment_head(base.directory)
    seen: dict[str, Any] = {}
    with suppress(OSError, ValueError):  # published models do not say
        seen = json.loads((base.directory / "training_state.json").read_text(encoding="utf-8"))
    if recipe.training.continued and not seen.get("step"):
        raise OptionsError(
            f"{recipe.base} does not say how long it was trained (training_state.json): training.continued cannot be "
            "used with it."
        )
    return Plan(
        recipe, str(base.directory), int(seen.get("step", 0)), int(seen.get("tokens", 0)), (head.layer, head.heads)
    )


def _prepare(plan: Plan, root: Path, folder: Path, observer: TrainObserver, stop: Callable[[], bool]) -> None:
    recipe = plan.recipe
    materials = [_material(source, root, recipe, stop) for source in recipe.source]
    dev: list[tuple[str, str]] = []
    if recipe.dev.path:
        files = _files(recipe.dev.path, root)
        rows = condensing.dev(files, recipe) if recipe.task == "compress" else parallel.read(files, recipe.pair)
        dev = [row for row in rows if row[0].strip() and row[1].strip()][: recipe.dev.limit or None]
        if not dev:
            raise InputError(f"The dev set {', '.join(recipe.dev.path)} is empty.")
    run.write_plan(folder, plan)
    prepare(recipe, materials, dev, Path(plan.base) if plan.base else None, folder, observer.note)


def _material(source: Source, root: Path, recipe: Recipe, stop: Callable[[], bool]) -> Material:
    files, pair = _files(source.path, root), recipe.pair
    if recipe.task == "compress":
        made = condensing.material(source, files, recipe)
        opened = made.pairs
        return made if opened is None else replace(made, pairs=lambda: _until(stop, opened()))
    if source.kind == "templates":
        if pair != ("fr", "en"):
            raise OptionsError(f"Templates are French and English; the recipe trains {pair[0]}-{pair[1]}.")
        templates: list[Template] = [line for file in files for line in read_templates(file)]
        if not templates:
            raise InputError(f"{source.label} has no templates.")
        return Material(source, templates=tuple(templates[: source.limit or None]))
    links = alignment.read_pharaoh(root / source.alignments) if source.alignments else None
    return Material(source, pairs=lambda: _until(stop, parallel.read(files, pair)), links=links)


def _until(stop: Callable[[], bool], rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield *rows*; nothing is worth keeping yet when the user stops while they are read."""
    for row in rows:
        if stop():
            raise KeyboardInterrupt
        yield row


def _files(patterns: Sequence[str], root: Path) -> list[Path]:
    """Return the files that *patterns* name, those of one pattern in alphabetic order. Raises InputError."""
    found: list[Path] = []
    for pattern in patterns:
        path = Path(pattern).expanduser()
        whole = path if path.is_absolute() else root / path
        # A name without a star stands for itself; characters that glob treats specially are part of it.
        named = sorted(whole.parent.glob(whole.name)) if "*" in whole.name else [whole]
        files = [file for file in named if file.is_file()]
        if not files:
            raise InputError(f"There is no file {whole}: paths are relative to the recipe.")
        found += files
    return found


def _prove(checkpoint: Checkpoint, observer: TrainObserver) -> None:
    """Let the exported model prove that it translates, as every model must before it is used."""
    if checkpoint.pair and checkpoint.pair[0] == checkpoint.pair[1]:
        if fault := condensing.prove(checkpoint):
            observer.note(f"the exported model is whole but not ready for use: {fault}")
        return
    try:
        open_engine(checkpoint, EngineOptions(threads=1), Workshop())
    except (EngineError, CheckpointError) as error:
        observer.note(f"the exported model is whole but not ready for use: {error}")
