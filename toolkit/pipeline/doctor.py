"""Look at the installation as a user's machine has it, and say what to do about each problem."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final, Literal

from toolkit.checkpoints.find import find
from toolkit.checkpoints.places import cache_root, embedded_folder, embedded_models, hub_folder
from toolkit.checkpoints.project import chosen
from toolkit.checkpoints.workshop import Workshop
from toolkit.engines.batching import usable_cores
from toolkit.engines.open import open_engine, usable
from toolkit.errors import StorageError, ToolkitError
from toolkit.options import DecodingOptions, EngineOptions
from toolkit.storage.outputs import Outputs

PACKAGES: Final = (
    "torch", "transformers", "ctranslate2", "sentencepiece", "sentencex", "py3langid", "babel", "lxml", "python-docx",
)  # fmt: skip
PROBE: Final = "Le centre de données coûte 3 millions de dollars."
"""An ordinary sentence with a figure, for the self-test."""

State = Literal["ok", "warning", "problem"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    topic: str
    state: State
    found: str
    remedy: str = ""
    """What to do; "" when there is nothing to do."""


def examine(outputs: Path, model: str | None = None) -> Iterator[Check]:
    """Yield the checks one by one, the slow self-test last.

    *model*: for the self-test; None: the one that commands use here, chosen in ``toolkit.toml`` or else embedded.
    """
    yield Check("python", "ok", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    yield from map(_package, PACKAGES)
    for engine in usable():
        remedy = "" if engine.ok else engine.reason
        yield Check(f"engine {engine.engine}", "ok" if engine.ok else "warning", engine.reason, remedy)
    yield _threads()
    yield from _places(outputs)
    yield from _models()
    yield _self_test(model)


def _package(name: str) -> Check:
    try:
        return Check(name, "ok", version(name))
    except PackageNotFoundError:
        return Check(name, "problem", "not installed", f"pip install {name}, or install the toolkit again.")


def _threads() -> Check:
    cores, asked = usable_cores(), os.environ.get("OMP_NUM_THREADS")
    found = f"{cores} usable cores" + (f", OMP_NUM_THREADS={asked}" if asked else "")
    if asked and asked.isdigit() and int(asked) > cores:
        return Check("threads", "warning", found, "More threads than cores are slower than one: unset OMP_NUM_THREADS.")
    return Check("threads", "ok", found)


def _places(outputs: Path) -> Iterator[Check]:
    for topic, folder, remedy in (
        ("cache", cache_root(), "Set TOOLKIT_CACHE to a folder you may write."),
        ("outputs", outputs, "Choose another folder with --outputs."),
    ):
        existing = next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.exists())
        if os.access(existing, os.W_OK) and existing.is_dir():
            yield Check(topic, "ok", str(folder))
        else:
            yield Check(topic, "problem", f"{folder} cannot be written", remedy)
    yield Check("fetched models", "ok", str(hub_folder()))
    if outputs.is_dir():
        yield _outputs(outputs)


def _outputs(outputs: Path) -> Check:
    try:
        Outputs(outputs).prepare()
    except StorageError as error:
        return Check("write test", "problem", str(error), "Choose another folder with --outputs.")
    return Check("write test", "ok", f"{outputs} can be written")


def _models() -> Iterator[Check]:
    if embedded_folder() is None or not embedded_models():
        yield Check("embedded models", "problem", "none found", "Install the toolkit again: its models are missing.")
    for name in embedded_models():
        try:
            found = find(name, None)
        except ToolkitError as error:
            yield Check(f"model {name}", "problem", str(error), "Install the toolkit again, or name another --model.")
        else:
            yield Check(f"model {name}", "ok", f"digest {found.digest}, {found.size / 1e6:.0f} MB, {found.directory}")


def _self_test(model: str | None) -> Check:
    begun, where = time.monotonic(), ""
    try:
        choice = chosen() if model is None else None
        where = f" ({choice.model}, chosen in {choice.file})" if choice else f" ({model})" if model else ""
        checkpoint = find(choice.model, revision=choice.revision) if choice else find(model)
        engine = open_engine(checkpoint, EngineOptions(), Workshop())
        target = engine.translate([PROBE], DecodingOptions())[0][0].text
    except ToolkitError as error:
        remedy = "Try --engine transformers, or another --model."
        if where and model is None:
            remedy = "Choose another model with toolkit models use, or the embedded one again with --reset."
        return Check(f"self-test{where}", "problem", str(error), remedy)
    except (ImportError, OSError) as error:  # a package that is there and does not load
        return Check("self-test", "problem", f"{type(error).__name__}: {error}", "Install the toolkit again.")
    seconds = time.monotonic() - begun
    return Check(f"self-test{where}", "ok", f"“{PROBE}” -> “{target}” in {seconds:.1f} s")
