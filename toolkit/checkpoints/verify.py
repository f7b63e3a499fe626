"""Make sure that a directory holds a whole model the toolkit can run, and name it by its content."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Literal

from toolkit import languages
from toolkit.checkpoints.card import read_card
from toolkit.checkpoints.places import cache_root, size_of, write_atomically
from toolkit.checkpoints.weights import REMEDY, check_weights, weight_files
from toolkit.errors import CheckpointError
from toolkit.types import Checkpoint

TOKENIZERS: Final[dict[str, Sequence[Sequence[str]]]] = {
    "marian": [("source.spm", "target.spm", "vocab.json")],
    "bart": [("tokenizer.json",), ("vocab.json", "merges.txt")],
    "t5": [("tokenizer.json",), ("spiece.model",)],
    "pegasus": [("tokenizer.json",), ("spiece.model",)],
    "mbart": [("tokenizer.json",), ("sentencepiece.bpe.model",)],
}
"""For each supported ``model_type`` the sets of tokenizer files of which one must be complete."""

HASHED: Final = (
    "added_tokens.json", "config.json", "generation_config.json", "merges.txt", "sentencepiece.bpe.model", "source.spm",
    "special_tokens_map.json", "spiece.model", "target.spm", "target_vocab.json", "tokenizer.json",
    "tokenizer_config.json", "vocab.json",
)  # fmt: skip
"""Files besides the weights that can change what a model says."""

_CODES: Final = {"fra": "fr", "fre": "fr", "eng": "en", "deu": "de", "ger": "de", "spa": "es", "ita": "it", "nld": "nl",
                 "por": "pt"}  # fmt: skip
"""ISO 639-2/3 codes of the languages the toolkit names, as some model cards write them."""

_EMBEDDINGS: Final = ("model.shared.weight", "shared.weight", "model.encoder.embed_tokens.weight")


def verify(
    directory: Path,
    *,
    name: str,
    source: Literal["embedded", "local", "hub"],
    revision: str | None = None,
    pair: tuple[str, str] | None = None,
) -> Checkpoint:
    """Return the checkpoint in *directory*. *pair* stands in when a translation model does not state its languages.

    Raises CheckpointError when a file is missing or damaged, or the model is of a kind the toolkit cannot run.
    """
    if not directory.is_dir():
        raise CheckpointError(f"{directory} is no directory: give the folder that holds the model's config.json.")
    config = read_config(directory / "config.json")
    kind = _kind(directory, config)
    _check_tokenizer(directory, kind)
    weights = weight_files(directory)
    shapes: dict[str, tuple[int, ...]] = {}
    for path in weights:
        shapes |= check_weights(path)
    _check_embeddings(directory, config, shapes)
    hashed = [directory / file for file in HASHED if (directory / file).is_file()]
    return Checkpoint(
        name=name,
        directory=directory,
        source=source,
        architecture=kind,
        pair=(stated_pair(directory) or pair) if kind == "marian" else None,
        digest=digest_of([*hashed, *weights]),
        revision=revision,
        size=size_of(directory),
        facts=read_card(directory),
    )


def read_config(path: Path) -> dict[str, Any]:
    """Return the JSON object in *path*. Raises CheckpointError."""
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CheckpointError(f"{path.parent} has no {path.name}: it is no model directory.") from None
    except (OSError, ValueError, RecursionError) as error:
        raise CheckpointError(f"{path} cannot be read ({error}). {REMEDY}") from error
    if not isinstance(config, dict):
        raise CheckpointError(f"{path} holds no JSON object. {REMEDY}")
    return config


def _kind(directory: Path, config: dict[str, Any]) -> str:
    kind = config.get("model_type")
    if isinstance(kind, str) and kind in TOKENIZERS:
        return kind
    raise CheckpointError(
        f"{directory} is a model of type {kind!r}; the toolkit runs {', '.join(TOKENIZERS)}. Choose a model of these "
        "types."
    )


def _check_tokenizer(directory: Path, kind: str) -> None:
    lacking = [[file for file in files if not (directory / file).is_file()] for files in TOKENIZERS[kind]]
    if all(lacking):
        raise CheckpointError(f"{directory} lacks {', '.join(lacking[0])}, which a {kind} model needs. {REMEDY}")


def _check_embeddings(directory: Path, config: dict[str, Any], shapes: dict[str, tuple[int, ...]]) -> None:
    wanted = (config.get("vocab_size"), config.get("d_model"))
    for name in _EMBEDDINGS:
        if name in shapes and None not in wanted and shapes[name] != wanted:
            raise CheckpointError(
                f"{name} in {directory} has the shape {shapes[name]}, but config.json says {wanted}: weights and "
                "configuration come from different models."
            )


def stated_pair(directory: Path) -> tuple[str, str] | None:
    """Return the languages a translation model states, in its tokenizer or its directory's name; None: nowhere."""
    with suppress(OSError, ValueError, AttributeError):
        config = json.loads((directory / "tokenizer_config.json").read_text(encoding="utf-8"))
        source, target = _code(config.get("source_lang")), _code(config.get("target_lang"))
        if source and target:
            return source, target
    # In the hub's layout the name stands above snapshots/<commit>.
    name = directory.parents[1].name if directory.parent.name == "snapshots" else directory.name
    parts = [_code(part) for part in name.split("-")]
    pairs = [pair for pair in itertools.pairwise(parts) if pair[0] in languages.NAMES and pair[1] in languages.NAMES]
    return next(((source, target) for source, target in reversed(pairs) if source and target), None)


def _code(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    value = _CODES.get(value.lower(), value.lower())
    return value if re.fullmatch("[a-z]{2}", value) else None


def digest_of(files: Sequence[Path]) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 over names and contents of *files*.

    Each file's own hash is kept in the user cache as long as size and modification time stay, because hashing large
    weights would delay every start.
    """
    memo = cache_root() / "digests.json"
    known = _read_memo(memo)
    total, changed = hashlib.sha256(), False
    for path in sorted(files, key=lambda file: file.name):
        try:
            # The hub's cache links snapshots to files named by content: the link's target is what is hashed.
            stat = path.stat()
            key = f"{path.resolve()}|{stat.st_size}|{stat.st_mtime_ns}"
            if key not in known:
                known[key], changed = _hash(path), True
        except OSError as error:
            raise CheckpointError(f"{path} cannot be read ({error}). {REMEDY}") from error
        total.update(f"{path.name}\0{known[key]}\0".encode())
    if changed:
        with suppress(OSError):  # a cache that cannot be written costs time, nothing else
            write_atomically(memo, json.dumps(dict(list(known.items())[-_REMEMBERED:]), indent=0))
    return total.hexdigest()[:16]


_REMEMBERED: Final = 500
"""File hashes kept."""


def _read_memo(path: Path) -> dict[str, str]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(value, dict):
        return {}
    return {
        key: value[key] for key in value if isinstance(value[key], str) and re.fullmatch("[0-9a-f]{64}", value[key])
    }


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
