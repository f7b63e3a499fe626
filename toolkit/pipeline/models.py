"""models: what is on this disk and what can be had; fetched, verified, converted, chosen for a project."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from toolkit.checkpoints import project, shelf
from toolkit.checkpoints.content import FileState, file_states
from toolkit.checkpoints.fetch import HUB_ID, cached
from toolkit.checkpoints.find import find
from toolkit.checkpoints.known import KNOWN, Known, known
from toolkit.checkpoints.places import cache_root, converted_folder, embedded_models, hub_folder, size_of
from toolkit.checkpoints.verify import stated_pair
from toolkit.checkpoints.workshop import Workshop
from toolkit.engines.attention import alignment_head
from toolkit.engines.open import open_engine
from toolkit.errors import CheckpointError, ToolkitError
from toolkit.languages import EMBEDDED
from toolkit.options import DecodingOptions, EngineOptions
from toolkit.types import Checkpoint

Progress = Callable[[int, int], None]
PROBE = "Le centre de données coûte 3 millions de dollars."
"""An ordinary sentence with a figure, translated to prove that a model works."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list."""

    name: str
    place: Literal["embedded", "fetched", "hub"]
    """``hub``: not on this disk."""
    languages: str
    """``fr-en`` or the like; "" when nothing states it."""
    size: int | None
    """Bytes; None: not known."""
    licence: str
    revision: str | None
    """Commit of a fetched model."""
    directory: Path | None
    fact: Known | None
    """What the table of known models says."""
    default: bool
    """True for the model that is used when none is named."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Every model, and the disk they take."""

    models: tuple[Listed, ...]
    cache: Path
    fetched: int
    """Bytes of the toolkit's own fetched models, parts of unfinished downloads included."""
    converted: int
    """Bytes of converted weights."""
    unfinished: int
    """Bytes of unfinished downloads, which `pull` continues."""
    choice: project.Choice | None


@dataclass(frozen=True, slots=True)
class Verified:
    """The result of verifying one model."""

    checkpoint: Checkpoint
    files: tuple[FileState, ...]
    translation: str | None
    """What the model made of the probe; None: not a translation model, or not tried."""
    seconds: float

    @property
    def damaged(self) -> tuple[str, ...]:
        """Names of the damaged files."""
        return tuple(file.name for file in self.files if file.state == "damaged")


def listing() -> Listing:
    """Return the embedded, the fetched and the known models. Uses no network and verifies nothing."""
    choice = project.chosen()
    default = choice.model if choice else EMBEDDED[("fr", "en")]
    here = [_here(entry, default) for entry in shelf.models()]
    names = {model.name for model in here}
    absent = [
        Listed(k.name, "hub", k.languages, k.size, k.licence, None, None, k, k.name == default)
        for k in KNOWN
        if k.name not in names
    ]
    own = hub_folder()
    return Listing(
        (*here, *absent),
        cache_root(),
        _bytes(own, "*"),
        size_of(converted_folder()) if converted_folder().is_dir() else 0,
        _bytes(own, "*.incomplete"),
        choice,
    )


def _here(entry: shelf.Entry, default: str) -> Listed:
    fact = known(entry.name)
    pair = stated_pair(entry.directory)
    languages = "-".join(pair) if pair else fact.languages if fact else ""
    place: Literal["embedded", "fetched"] = "embedded" if entry.source == "embedded" else "fetched"
    licence = entry.licence or (fact.licence if fact else "")
    return Listed(
        entry.name, place, languages, entry.size, licence, entry.revision, entry.directory, fact, entry.name == default
    )


def _bytes(folder: Path, pattern: str) -> int:
    return sum(path.stat().st_size for path in folder.rglob(pattern) if path.is_file() and not path.is_symlink())


def details(name: str) -> tuple[list[shelf.Details], Known | None]:
    """Return what is known of a model: its revisions on this disk, and its line in the table.

    Raises CheckpointError when it is neither on this disk nor in the table.
    """
    fact = known(name)
    try:
        return shelf.info(name), fact
    except CheckpointError:
        if fact is None or any(entry.name == name for entry in shelf.models()):
            raise
        return [], fact


def pull(name: str, revision: str | None = None, progress: Progress | None = None) -> Checkpoint:
    """Fetch a hub model, continuing a broken-off download, and return it verified. Raises CheckpointError.

    A model that is on this disk already is not fetched again.
    """
    if name in embedded_models():
        raise CheckpointError(f"{name} comes with the toolkit: there is nothing to fetch. See toolkit models list.")
    if Path(name).is_dir():
        raise CheckpointError(f"{name} is a directory on this disk: use it as it is, with --model {name}.")
    return find(name, None, revision=revision, progress=progress)


def verify(name: str, revision: str | None = None, *, translate: bool = True) -> Verified:
    """Hash every file anew, check the model's structure and let it translate a sentence; no network.

    Raises CheckpointError or EngineError when structure or translation fail; damaged files are in the result.
    """
    begun = time.monotonic()
    directory = _directory(name, revision)
    files = tuple(file_states(directory)) if directory else ()
    if any(file.state == "damaged" for file in files) and directory:
        checkpoint = _unchecked(name, directory)
        return Verified(checkpoint, files, None, time.monotonic() - begun)
    checkpoint = _on_disk(name, revision)
    said = None
    if translate and checkpoint.architecture == "marian" and checkpoint.pair == ("fr", "en"):
        engine = open_engine(checkpoint, EngineOptions(), Workshop())
        said = engine.translate([PROBE], DecodingOptions())[0][0].text
    return Verified(checkpoint, files or tuple(file_states(checkpoint.directory)), said, time.monotonic() - begun)


def _directory(name: str, revision: str | None) -> Path | None:
    """Return where the model's files lie before anything is known of their state."""
    if name in embedded_models():
        return embedded_models()[name]
    if Path(name).is_dir():
        return Path(name)
    try:
        found = cached(name, revision)
    except ToolkitError:
        return None
    return found.directory if found else None


def _on_disk(name: str, revision: str | None) -> Checkpoint:
    """Return a verified model that needs no network; the message says how to get one that does."""
    if HUB_ID.fullmatch(name) and _directory(name, revision) is None:
        which = f" --revision {revision}" if revision else ""
        raise CheckpointError(f"{name} is not on this disk: fetch it first, with toolkit models pull {name}{which}.")
    return find(name, None, revision=revision, fetch=False)


def _unchecked(name: str, directory: Path) -> Checkpoint:
    return Checkpoint(name, directory, "hub", "", None, "", directory.name, size_of(directory))


def names_here() -> Sequence[str]:
    """Return the names of the models on this disk, each once."""
    return list(dict.fromkeys(entry.name for entry in shelf.models()))


def convert(name: str, revision: str | None = None) -> tuple[Path, int]:
    """Convert a model for CTranslate2 ahead of its first use; return folder and bytes. Raises CheckpointError."""
    checkpoint = _on_disk(name, revision)
    folder = Workshop().converted(checkpoint, alignment_head(checkpoint.directory))
    return folder, size_of(folder)


def use(name: str | None, revision: str | None = None) -> Path:
    """Make a model on this disk the project's; None: the embedded one again. Return the file that says so.

    Raises CheckpointError when the model is not here or damaged, OptionsError when the file cannot be changed.
    """
    if name is not None:
        _on_disk(name, revision)
    return project.choose(name, revision)
