"""What a sequence-to-sequence checkpoint can take, read from its own configuration, whatever its architecture."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from toolkit.errors import CheckpointError
from toolkit.types import Checkpoint

_SOURCE: Final = ("max_encoder_position_embeddings", "max_position_embeddings", "n_positions", "max_source_positions")
"""Keys of the encoder's limit: LED; BART, mBART, PEGASUS, Marian; T5; older BART."""
_TARGET: Final = ("max_decoder_position_embeddings", "max_position_embeddings", "n_positions", "max_target_positions")
_RELATIVE: Final = {"t5": 512, "mt5": 512, "umt5": 512, "longt5": 4096, "switch_transformers": 512}
"""Architectures with relative positions have no hard limit; this is the length they were trained with (Raffel et al.
2020; Guo et al. 2022), beyond which quality falls and memory grows."""
_NO_LIMIT: Final = 100_000
"""Tokenizers without a limit write 1e30."""
_MBART: Final = {
    "ar": "ar_AR", "cs": "cs_CZ", "de": "de_DE", "en": "en_XX", "es": "es_XX", "fr": "fr_XX", "it": "it_IT",
    "nl": "nl_XX", "pt": "pt_XX", "ro": "ro_RO", "ru": "ru_RU",
}  # fmt: skip
"""Language tokens of mBART and mBART-50 (Tang et al. 2020)."""
LANGUAGE_TOKENS: Final = frozenset(_MBART.values())


@dataclass(frozen=True, slots=True)
class Architecture:
    """The facts of one checkpoint that decoding depends on."""

    model_type: str
    source_limit: int
    """Tokens the encoder reads at most, special tokens included."""
    target_limit: int
    """Tokens the decoder writes at most, special tokens included."""
    prefix: str
    """What every input starts with (T5: ``summarize: ``); empty for most."""
    language_token: str | None
    """Language token of multilingual models, which source and target start with; None: they have none. A tokenizer may
    not know it: BARThez has mBART's architecture and one language."""


def architecture(checkpoint: Checkpoint, language: str) -> Architecture:
    """Read the configuration of *checkpoint* for summaries in *language*.

    Raises CheckpointError when the configuration cannot be read or is not of an encoder-decoder.
    """
    config = _read(checkpoint, "config.json")
    tokenizer = _read(checkpoint, "tokenizer_config.json", missing={})
    kind = str(config.get("model_type", checkpoint.architecture))
    if config.get("is_encoder_decoder") is False:
        raise CheckpointError(
            f"{checkpoint.name} is a {kind} model that is no encoder-decoder: name a summarisation model such as "
            "facebook/bart-large-cnn."
        )
    known = tokenizer.get("model_max_length")
    bound = int(known) if isinstance(known, int | float) and 0 < known < _NO_LIMIT else _NO_LIMIT
    source = min(_first(config, _SOURCE) or _RELATIVE.get(kind, bound), bound)
    target = _first(config, _TARGET) or _RELATIVE.get(kind, source)
    if source >= _NO_LIMIT:
        raise CheckpointError(
            f"{checkpoint.name} does not say how much it can read: set model_max_length in its tokenizer."
        )
    task = (config.get("task_specific_params") or {}).get("summarization") or {}
    return Architecture(
        kind, source, target, str(task.get("prefix") or config.get("prefix") or ""), _token(kind, language)
    )


def _token(kind: str, language: str) -> str | None:
    return _MBART.get(language) if kind == "mbart" else None


def _first(config: Mapping[str, Any], keys: tuple[str, ...]) -> int | None:
    return next((int(config[key]) for key in keys if isinstance(config.get(key), int) and config[key] > 0), None)


def _read(checkpoint: Checkpoint, name: str, missing: dict[str, Any] | None = None) -> dict[str, Any]:
    try:
        value = json.loads((checkpoint.directory / name).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        if missing is not None:
            return missing
        raise CheckpointError(f"{checkpoint.name} has no {name}: fetch or copy the model again.") from error
    except (OSError, ValueError) as error:
        raise CheckpointError(
            f"{name} of {checkpoint.name} cannot be read ({error}): fetch the model again."
        ) from error
    if not isinstance(value, dict):
        raise CheckpointError(f"{name} of {checkpoint.name} is no JSON object: fetch or copy the model again.")
    return value
