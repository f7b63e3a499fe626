"""Open a sequence-to-sequence summariser: converted once and kept, or run by transformers."""

from __future__ import annotations

import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

from toolkit.checkpoints.places import converted_folder
from toolkit.errors import CheckpointError, EngineError
from toolkit.options import EngineOptions
from toolkit.summarizers.base import Condenser
from toolkit.summarizers.seq2seq import TransformersCondenser
from toolkit.summarizers.seq2seq_ct2 import Ct2Condenser, convert
from toolkit.types import Checkpoint


def open_condenser(checkpoint: Checkpoint, language: str, options: EngineOptions) -> Condenser:
    """Return what runs *checkpoint*: CTranslate2 where the architecture converts, else transformers.

    Raises CheckpointError and EngineError; with ``--engine auto`` a model that does not convert falls back.
    """
    if options.engine == "transformers":
        return TransformersCondenser(checkpoint, options, language)
    try:
        return Ct2Condenser(checkpoint, _converted(checkpoint), options, language)
    except (CheckpointError, EngineError):
        if options.engine == "ctranslate2":
            raise
    return TransformersCondenser(checkpoint, options, language)


def _converted(checkpoint: Checkpoint) -> Path:
    """Return the converted weights, made on first use; two processes at once leave one of their equal results."""
    place = converted_folder() / f"summary-{checkpoint.digest}-ct2-{version('ctranslate2')}"
    if (place / "model.bin").is_file():
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".converting-", dir=place.parent))
    try:
        convert(checkpoint, work / "model")
        try:
            (work / "model").rename(place)
        except OSError:
            if not (place / "model.bin").is_file():
                raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return place
