"""One training run: its folder, its processes, its end.

The folder of a run (``<output>.training``) holds ``plan.json``, what `prepare` wrote, the checkpoints, and the log of
every process but the first.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from toolkit.errors import EngineError, OptionsError, StorageError
from toolkit.training import network as networks
from toolkit.training.batches import Stream
from toolkit.training.corpus import Corpus
from toolkit.training.curriculum import template
from toolkit.training.devset import DevSet
from toolkit.training.parallel import Ring, companions, joined, threads
from toolkit.training.prepare import Account
from toolkit.training.recipe import Recipe, differences, from_tables
from toolkit.training.state import write_whole
from toolkit.training.table import values_of
from toolkit.training.trainer import Trainer, Watcher
from toolkit.training.vocabulary import Vocabulary

PLAN: Final = "plan.json"


@dataclass(frozen=True, slots=True)
class Plan:
    """What the processes of a run need to know."""

    recipe: Recipe
    base: str = ""
    """Directory of the model to go on from; empty: a new one."""
    steps_before: int = 0
    """Updates the base model has seen; 0: not known."""
    tokens_before: int = 0
    """Target tokens it has seen; 0: not known."""
    head: tuple[int, int] = (-1, 0)
    """Layer and number of leading heads in which the base model's word alignment is read."""


def write_plan(folder: Path, plan: Plan) -> None:
    """Write the plan of a run. Raises StorageError."""
    values = {
        "recipe": values_of(plan.recipe),
        "base": plan.base,
        "steps_before": plan.steps_before,
        "tokens_before": plan.tokens_before,
        "head": list(plan.head),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / PLAN, json.dumps(values, ensure_ascii=False, indent=1))
    except OSError as error:
        raise StorageError(f"{folder} cannot be written ({error}): choose another output.") from error


def read_plan(folder: Path) -> Plan | None:
    """Return the plan in *folder*, or None when no run was begun there. Raises StorageError when it is damaged."""
    try:
        values = json.loads((folder / PLAN).read_text(encoding="utf-8"))
        recipe = from_tables(values["recipe"], PLAN)
        layer, heads = values["head"]
        return Plan(recipe, values["base"], values["steps_before"], values["tokens_before"], (layer, heads))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, OptionsError) as error:
        raise StorageError(f"{folder / PLAN} is damaged ({error}): use --restart.") from error


def agree(old: Plan, recipe: Recipe, folder: Path) -> None:
    """Make sure that *recipe* may resume the run of the plan *old*. Raises OptionsError that names the differences."""
    if changed := differences(values_of(old.recipe), recipe):
        raise OptionsError(
            f"{folder} holds a run with other settings ({', '.join(changed)}): go on with the old ones, choose another "
            "output, or give --restart to begin anew."
        )


@contextmanager
def opened(folder: Path, ring: Ring) -> Iterator[Trainer]:
    """Yield the trainer of the run in *folder*, resumed when it was begun."""
    plan = read_plan(folder)
    if plan is None:
        raise StorageError(f"{folder} holds no run.")
    options, recipe = plan.recipe.training, plan.recipe
    vocabulary = Vocabulary(folder / "tokenizer", recipe.pair)
    with threads(1 if ring.size > 1 else options.threads):
        network = networks.Network(_model(plan, vocabulary), options, networks.device_of(options.device))
        stream = Stream(
            Corpus.load(folder / "corpus"),
            [
                ([template(line, language=recipe.pair[0]) for line in lines], weight)
                for weight, lines in json.loads((folder / "templates.json").read_text(encoding="utf-8"))
            ],
            vocabulary,
            seed=recipe.seed,
            batch_tokens=options.batch_tokens,
            group=options.processes * options.accumulate,
            longest=network.longest,
            short_first=options.short_first,
        )
        lines = (folder / "dev.jsonl").read_text(encoding="utf-8").splitlines()
        pairs: list[Any] = [json.loads(line) for line in lines]
        rows = [(source, target) for source, target in pairs]
        base = bool(plan.base)
        options_of_dev = (vocabulary, recipe.pair, recipe.dev.beam)
        dev = DevSet(rows, *options_of_dev, probes=_probes(folder), baseline=base) if rows else None
        yield Trainer(
            network, stream, options, ring, folder / "checkpoints",
            seed=recipe.seed, steps_before=plan.steps_before, dev=dev,
        )  # fmt: skip


def _probes(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Return what `prepare.Probes` found, flat, under the names of `devset.Measures.probes`."""
    path = folder / "probes.json"
    found = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {
        f"{label}, {side}": [(source, target) for source, target in pairs]
        for label, sides in found.items()
        for side, pairs in sides.items()
        if pairs
    }


def _model(plan: Plan, vocabulary: Vocabulary) -> networks.Model:
    options = plan.recipe.training
    if plan.base:
        model = networks.load_model(Path(plan.base), options)
        if model.config.vocab_size < len(vocabulary):
            raise OptionsError(f"{plan.base} has fewer embeddings than its vocabulary: it cannot be trained on.")
        return model
    ids = (vocabulary.eos, vocabulary.pad)
    return networks.new_model(plan.recipe.model, len(vocabulary), ids, options, plan.recipe.seed)


@contextmanager
def trained(folder: Path, watcher: Watcher, stop: Callable[[], bool]) -> Iterator[tuple[Trainer, str]]:
    """Train the run in *folder* with all its processes; yield the trainer and why it ended (`Trainer.run`)."""
    plan = read_plan(folder)
    size = plan.recipe.training.processes if plan else 1
    if plan and size > 1 and networks.device_of(plan.recipe.training.device) == "cuda":
        raise EngineError('On a GPU one process is used: set training.processes = 1, or training.device = "cpu".')
    for stale in folder.glob("meeting-*"):  # left by a run that was killed
        stale.unlink(missing_ok=True)
    meeting = folder / f"meeting-{secrets.token_hex(4)}"
    try:
        with (
            companions([str(folder), meeting.name, str(size)], size, folder),
            joined(0, size, meeting) as ring,
            opened(folder, ring) as trainer,
        ):
            reason = trainer.run(watcher, stop)
        yield trainer, reason
    finally:
        meeting.unlink(missing_ok=True)


def read_account(folder: Path) -> Account:
    """Return what became of the sources of the run in *folder*. Raises StorageError."""
    try:
        return Account(**json.loads((folder / "account.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise StorageError(f"{folder} is no whole run ({error}): use --restart.") from error


def is_prepared(folder: Path) -> bool:
    """Tell whether `prepare` has finished in *folder*."""
    return (folder / "account.json").is_file()


def vocabulary_of(folder: Path, recipe: Recipe) -> Vocabulary:
    """Return the vocabulary of the run in *folder*."""
    return Vocabulary(folder / "tokenizer", recipe.pair)
