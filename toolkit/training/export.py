"""Trained weights as a standard Hugging Face Marian directory."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from toolkit.errors import EngineError, StorageError
from toolkit.training.card import model_card
from toolkit.training.network import Model
from toolkit.training.prepare import Account
from toolkit.training.run import Plan
from toolkit.training.state import State
from toolkit.training.table import to_toml, values_of
from toolkit.training.trainer import Trainer
from toolkit.training.vocabulary import EOS, PAD, UNKNOWN, Vocabulary

RECIPE: Final = "recipe.toml"
STATE: Final = "training_state.json"
_HALF: Final = 65504.0
"""Largest number of float16."""
_KEPT: Final = ("config.json", "generation_config.json", "tokenizer_config.json", "special_tokens_map.json")
"""Files of the base model that stay as they are, but for what training changes in them."""


def made_here(directory: Path) -> bool:
    """Tell whether *directory* is absent, empty, or an earlier export, which a new one may replace."""
    return not directory.exists() or not any(directory.iterdir()) or (directory / RECIPE).is_file()


def export(trainer: Trainer, vocabulary: Vocabulary, plan: Plan, account: Account, directory: Path) -> Path:
    """Write the model of *trainer* with the weights to keep to *directory*, replaced as a whole, and return it.

    Float16 safetensors, tokenizer, generation settings, model card, recipe, and how much was trained. Raises
    StorageError when it cannot be written, EngineError when a weight does not fit float16.
    """
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=directory.parent, prefix=f".{directory.name}-"))
        try:
            work.chmod(0o755)
            _weights(trainer.network.model, trainer.result(), work)
            vocabulary.copy_to(work)
            _settings(plan, work)
            _facts(plan, trainer.state, account, work)
            if directory.exists():
                shutil.rmtree(directory)
            for path in work.iterdir():
                path.chmod(0o644)  # some libraries write files that only their owner may read
            work.rename(directory)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        raise StorageError(f"The model cannot be written to {directory} ({error}): make room there.") from error
    return directory


def _weights(model: Model, weights: Mapping[str, Any], work: Path) -> None:
    import torch

    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name in weights:
                parameter.copy_(weights[name])
        largest = max(float(parameter.abs().max()) for parameter in model.parameters())
    if not largest <= _HALF:
        raise EngineError(
            f"A weight of {largest:g} does not fit float16: the training went astray. Lower training.learning_rate."
        )
    model.to("cpu").half().save_pretrained(work)
    model.float()


def _settings(plan: Plan, work: Path) -> None:
    """Write the settings of tokenizer and generation; the base model's own stay where there is one."""
    written = _read(work / "config.json")
    pad, eos = written["pad_token_id"], written["eos_token_id"]
    if plan.base:
        for name in _KEPT:
            if (Path(plan.base) / name).is_file():
                shutil.copyfile(Path(plan.base) / name, work / name)
        _update(work / "config.json", {"dtype": "float16"})
    else:
        _update(work / "config.json", {"dropout": 0.0})
        _update(work / "generation_config.json", {
            "num_beams": 4, "max_length": written["max_position_embeddings"], "decoder_start_token_id": pad,
            "eos_token_id": eos, "pad_token_id": pad, "forced_eos_token_id": eos, "bad_words_ids": [[pad]],
        })  # fmt: skip
        _update(work / "tokenizer_config.json", {
            "tokenizer_class": "MarianTokenizer", "source_lang": plan.recipe.pair[0],
            "target_lang": plan.recipe.pair[1], "unk_token": UNKNOWN, "eos_token": EOS, "pad_token": PAD,
            "separate_vocabs": False, "model_max_length": written["max_position_embeddings"],
        })  # fmt: skip
    if plan.recipe.task == "compress":  # the base model may be a translation model
        _update(
            work / "tokenizer_config.json", {"source_lang": plan.recipe.pair[0], "target_lang": plan.recipe.pair[1]}
        )
    layer, heads = alignment_of(plan)
    _update(work / "generation_config.json", {"alignment_layer": layer, "alignment_heads": heads})


def alignment_of(plan: Plan) -> tuple[int, int]:
    """Return the decoder layer and the number of its leading heads that hold the word alignment; 0 heads: all."""
    return (-1, 1) if plan.recipe.training.guide else plan.head


def _facts(plan: Plan, state: State, account: Account, work: Path) -> None:
    size = (work / "model.safetensors").stat().st_size
    config = _read(work / "config.json")
    (work / "README.md").write_text(model_card(plan, state, account, config, size), encoding="utf-8")
    (work / RECIPE).write_text(to_toml(values_of(plan.recipe)), encoding="utf-8")
    step, tokens = state.kept()
    seen = {"step": plan.steps_before + step, "tokens": plan.tokens_before + tokens}
    (work / STATE).write_text(json.dumps(seen), encoding="utf-8")


def _read(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return value if isinstance(value, dict) else {}


def _update(path: Path, values: Mapping[str, Any]) -> None:
    text = json.dumps({**_read(path), **values}, ensure_ascii=False, indent=2)
    path.write_text(f"{text}\n", encoding="utf-8")
