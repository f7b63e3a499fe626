"""Weights in CTranslate2's format, converted once from the checkpoint into the user cache.

The conversion keeps the checkpoint's own precision; CTranslate2 quantises while it loads, so one conversion serves
every compute type.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, TypeAlias

from toolkit.checkpoints.places import converted_folder
from toolkit.checkpoints.verify import read_config
from toolkit.errors import CheckpointError
from toolkit.types import Checkpoint

Model: TypeAlias = Any
"""A model or specification of a library without types."""

RULES: Final = "2"
"""Version of this module's conversion; part of the cache key."""

UNKNOWN: Final = "<unk>"

NEVER: Final = -1e4
"""Added to the logit of a token that must not be produced; within the range of float16."""

NEEDED: Final = ("config.json", "model.bin", "shared_vocabulary.json")


def converted_path(checkpoint: Checkpoint, head: tuple[int, int]) -> Path:
    """Return where the converted weights belong; *head* is the alignment layer and its number of leading heads."""
    key = f"{checkpoint.digest}-ct{version('ctranslate2')}-a{head[0]}.{head[1]}-r{RULES}"
    return converted_folder() / key


def convert(checkpoint: Checkpoint, head: tuple[int, int] = (-1, 1)) -> Path:
    """Return the directory with the converted weights, converting them when they are not there.

    Two processes may convert at once: each works in its own folder and the first to finish wins. Raises CheckpointError
    when the model cannot be converted or the cache not be written.
    """
    path = converted_path(checkpoint, head)
    if all((path / name).is_file() for name in NEEDED):
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=path.parent, prefix=".converting-"))
    except OSError as error:
        raise CheckpointError(
            f"Converted weights cannot be kept in {path.parent} ({error}): set TOOLKIT_CACHE to a folder that can be "
            "written, or use --engine transformers."
        ) from error
    try:
        _write(checkpoint, head, work)
        _move(work, path)
    except OSError as error:
        raise CheckpointError(
            f"Writing converted weights to {path} failed ({error}): make room, or set TOOLKIT_CACHE."
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return path


def _move(work: Path, path: Path) -> None:
    """Put the finished folder in its place; another process may have been faster, its result is the same."""
    if path.exists() and not all((path / name).is_file() for name in NEEDED):
        shutil.rmtree(path)
    try:
        work.rename(path)
    except OSError:
        if not all((path / name).is_file() for name in NEEDED):
            raise


def _write(checkpoint: Checkpoint, head: tuple[int, int], work: Path) -> None:
    import torch
    import transformers

    if checkpoint.architecture != "marian":
        raise CheckpointError(f"{checkpoint.name} is no Marian model: use --engine transformers.")
    if (checkpoint.directory / "target_vocab.json").is_file():
        raise CheckpointError(
            f"{checkpoint.name} has two vocabularies, which the conversion does not cover: use --engine transformers."
        )
    transformers.logging.disable_progress_bar()
    try:
        model = transformers.MarianMTModel.from_pretrained(
            checkpoint.directory, dtype="auto", local_files_only=True, use_safetensors=True
        )
        with torch.no_grad():
            _forbid(model, read_config(checkpoint.directory / "vocab.json"))
            spec = _specification(model, read_config(checkpoint.directory / "vocab.json"))
            spec.decoder.alignment_layer = spec.decoder.alignment_layer.dtype.type(head[0])
            spec.decoder.alignment_heads = spec.decoder.alignment_heads.dtype.type(head[1])
            spec.validate()
            spec.optimize(quantization=None)
            spec.save(str(work))
    except (KeyError, NotImplementedError, RuntimeError, ValueError) as error:
        raise CheckpointError(
            f"{checkpoint.name} cannot be converted for CTranslate2 ({error!r}): use --engine transformers."
        ) from error
    origin = {"name": checkpoint.name, "digest": checkpoint.digest, "revision": checkpoint.revision}
    (work / "origin.json").write_text(json.dumps(origin), encoding="utf-8")


def _forbid(model: Model, vocabulary: dict[str, int]) -> None:
    """Make the tokens that are no words impossible: the decoder's start, and the unknown one, which tells nothing.

    The transformers engine does the same, so that both give the same probabilities.
    """
    for number in (model.config.decoder_start_token_id, vocabulary.get(UNKNOWN)):
        if number is not None:
            model.final_logits_bias[..., number] = NEVER


def _specification(model: Model, vocabulary: dict[str, int]) -> Model:
    """Return CTranslate2's specification of *model*.

    CTranslate2 drops the padding token of Marian models and starts the decoder from zeros, because Marian does. In a
    model trained with transformers the decoder starts with the padding token's embedding, which need not be zero:
    dropping it changes translations. Then the token is kept.
    """
    from ctranslate2.converters.transformers import MarianMTLoader

    pad = model.config.decoder_start_token_id
    tokens = [token for token, _ in sorted(vocabulary.items(), key=lambda item: item[1])][: model.config.vocab_size]

    class Loader(MarianMTLoader):  # type: ignore[misc]  # the library is untyped
        def get_vocabulary(self, model: Model, tokenizer: object) -> list[str]:  # noqa: ARG002 - the library's signature
            return tokens[:-1] if drops else tokens

        def set_config(self, config: Model, model: Model, tokenizer: object) -> None:  # noqa: ARG002 - the same
            config.eos_token = tokens[model.config.eos_token_id]
            config.unk_token = UNKNOWN
            config.decoder_start_token = config.eos_token if drops else tokens[pad]

        def set_decoder(self, spec: Model, decoder: Model) -> None:
            super().set_decoder(spec, decoder)
            spec.start_from_zero_embedding = drops

        def _remove_pad_weights(self, spec: Model) -> None:
            if drops:
                super()._remove_pad_weights(spec)

    start = model.get_input_embeddings().weight[pad]
    drops = pad == len(tokens) - 1 == model.config.vocab_size - 1 and not start.any()
    return Loader()(model, None)
