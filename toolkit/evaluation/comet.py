"""COMET (Rei et al. 2020) with the package unbabel-comet, when it is installed.

A COMET checkpoint is a pickle, and reading one can run any code. None is ever fetched: the user names a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

from toolkit.errors import InputError, OptionsError
from toolkit.evaluation.metrics import Score

Model: TypeAlias = Any
"""A model of unbabel-comet, which is untyped."""


def require(checkpoint: Path) -> None:
    """Raise OptionsError without unbabel-comet, InputError without *checkpoint*: before time is spent on the rest."""
    if find_spec("comet") is None:
        raise OptionsError(
            "COMET needs the package unbabel-comet, which is not installed: pip install 'toolkit[comet]', or leave "
            "--comet away."
        )
    if not checkpoint.is_file():
        raise InputError(
            f"There is no COMET checkpoint {checkpoint}: give the .ckpt file of a model that lies on this disk, such "
            "as wmt22-comet-da."
        )


def comet(checkpoint: Path, sources: Sequence[str], hypotheses: Sequence[str], references: Sequence[str]) -> Score:
    """Return the score of a corpus, 0 to 100. Raises like `require`."""
    require(checkpoint)
    from comet import load_from_checkpoint  # noqa: PLC0415 - optional

    model: Model = load_from_checkpoint(str(checkpoint), local_files_only=True)
    rows = [{"src": s, "mt": h, "ref": r} for s, h, r in zip(sources, hypotheses, references, strict=True)]
    found = model.predict(rows, batch_size=8, gpus=0, num_workers=0, progress_bar=False)
    signature = f"model:{checkpoint.stem}|nrefs:1|version:{version('unbabel-comet')}"
    return Score("COMET", 100 * float(found.system_score), signature)
