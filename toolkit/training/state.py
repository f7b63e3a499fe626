"""Checkpoints of a run: weights, averaged weights, optimiser and place, without pickles.

Each checkpoint is a folder ``step-00001234``; it counts once its ``state.json``, written last, is there. The newest one
is resumed, older ones are deleted after it is complete: a kill at any instant costs the updates since the last one.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

from toolkit.errors import StorageError

Tensors: TypeAlias = Mapping[str, Any]
"""Named torch tensors."""

Optimiser: TypeAlias = Any
"""torch.optim.Optimizer."""

_FOLDER: Final = re.compile(r"step-(\d{8})")
_STATE: Final = "state.json"


@dataclass(slots=True)
class State:
    """Where a run stands, beside its tensors."""

    step: int = 0
    """Updates so far."""
    tokens: int = 0
    """Target tokens seen so far."""
    epoch: int = 0
    group: int = 0
    """Place in the stream of batches (`batches.Place`)."""
    averaged: int = 0
    """Weights in the running average."""
    seconds: float = 0.0
    """Wall time of training, over all calls."""
    best_score: float | None = None
    """Highest chrF on the dev set."""
    best_step: int = 0
    worse: int = 0
    """Evaluations since then."""
    finished: str = ""
    """Why training is over: ``steps``, ``patience``; empty: it is not."""
    entropy: float = 0.0
    counted: float = 0.0
    """Sum of the training loss and of target tokens since the last evaluation."""
    history: list[dict[str, float]] = field(default_factory=list)
    """One entry an evaluation: step, tokens, chrf, loss, figures, training (the mean loss since the entry before, with
    label smoothing), and the losses of `devset.Measures.probes` by name."""

    def kept(self) -> tuple[int, int]:
        """Return updates and target tokens that the weights to keep have seen."""
        best = [entry for entry in self.history if entry["step"] == self.best_step]
        return (self.best_step, int(best[0]["tokens"])) if best else (self.step, self.tokens)


def folders(root: Path) -> list[Path]:
    """Return the complete checkpoints in *root*, oldest first."""
    if not root.is_dir():
        return []
    found = [path for path in root.iterdir() if _FOLDER.fullmatch(path.name) and (path / _STATE).is_file()]
    return sorted(found)


def save(root: Path, state: State, parts: Mapping[str, Tensors]) -> Path:
    """Write a checkpoint into *root* and delete the older ones. Raises StorageError when it cannot be written."""
    from safetensors.torch import save_file

    path = root / f"step-{state.step:08d}"
    try:
        if path.exists():  # left by a kill, or the same place saved twice
            shutil.rmtree(path)
        path.mkdir(parents=True)
        for name, tensors in parts.items():
            whole = {key: tensor.detach().contiguous().cpu() for key, tensor in tensors.items()}
            save_file(whole, str(path / f"{name}.safetensors"))
        write_whole(path / _STATE, json.dumps(asdict(state)))
        for old in root.iterdir():
            if _FOLDER.fullmatch(old.name) and old != path:
                shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise StorageError(f"The checkpoint {path} cannot be written ({error}): make room there.") from error
    return path


def load(path: Path) -> tuple[State, dict[str, dict[str, Any]]]:
    """Read a checkpoint. Raises StorageError when it is damaged."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        state = State(**json.loads((path / _STATE).read_text(encoding="utf-8")))
        parts = {file.stem: load_file(str(file)) for file in sorted(path.glob("*.safetensors"))}
    except (OSError, ValueError, TypeError, SafetensorError) as error:
        raise StorageError(f"The checkpoint {path} is damaged ({error}): delete it, or use --restart.") from error
    return state, parts


def write_whole(path: Path, text: str) -> None:
    """Write a file that is either whole or not there. Raises OSError."""
    temporary = path.with_name(f".{path.name}.tmp")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def flatten(optimiser: Optimiser) -> dict[str, Any]:
    """Return the optimiser's tensors under the names ``<parameter number>.<name>``."""
    entries = optimiser.state_dict()["state"]
    return {f"{number}.{name}": tensor for number, entry in entries.items() for name, tensor in entry.items()}


def unflatten(optimiser: Optimiser, tensors: Tensors) -> None:
    """Give the optimiser back what `flatten` returned."""
    entries: dict[int, dict[str, Any]] = {}
    for key, tensor in tensors.items():
        number, _, name = key.partition(".")
        entries.setdefault(int(number), {})[name] = tensor
    optimiser.load_state_dict({"state": entries, "param_groups": optimiser.state_dict()["param_groups"]})
