"""What models are on this disk, what they take, and how to be rid of them. Nothing here prints or uses the network."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from toolkit.checkpoints.card import licence_in_words, read_card
from toolkit.checkpoints.places import converted_folder, embedded_models, fetched_models, hub_folder, size_of
from toolkit.checkpoints.verify import verify
from toolkit.errors import CheckpointError
from toolkit.types import Checkpoint


@dataclass(frozen=True, slots=True)
class Entry:
    """A model on this disk."""

    name: str
    """As `find` takes it."""
    source: Literal["embedded", "hub"]
    directory: Path
    revision: str | None
    """Commit of a hub model."""
    size: int
    """Bytes of the model's files."""
    licence: str
    """As its card says; empty: it says nothing."""
    removable: bool
    """False for models that come with the toolkit or lie in a cache that other programs use."""


@dataclass(frozen=True, slots=True)
class Details:
    """A verified model with what was made from it."""

    entry: Entry
    checkpoint: Checkpoint
    conversions: tuple[Path, ...]
    """Directories with its converted weights."""
    conversion_size: int
    """Bytes of those directories."""
    facts: dict[str, str] = field(default_factory=dict)
    """Header of the model card."""

    @property
    def licence(self) -> str:
        """Return the licence in words, with the place of terms that have no name."""
        return licence_in_words(self.checkpoint.directory, self.facts)


def models() -> list[Entry]:
    """Return the embedded and the fetched models, one entry a revision; nothing is verified."""
    found = [
        Entry(name, "embedded", path, None, size_of(path), read_card(path).get("license", ""), removable=False)
        for name, path in embedded_models().items()
    ]
    for repo, place in fetched_models():
        for path in sorted((place / "snapshots").glob("*")):
            if (path / "config.json").is_file():
                licence = read_card(path).get("license", "")
                own = hub_folder() in path.parents
                found.append(Entry(repo, "hub", path, path.name, size_of(path), licence, removable=own))
    return found


def info(name: str) -> list[Details]:
    """Return the details of each revision of the model *name* on this disk. Raises CheckpointError."""
    entries = [entry for entry in models() if entry.name == name]
    if not entries:
        known = ", ".join(entry.name for entry in models()) or "none"
        raise CheckpointError(f"There is no model {name!r} on this disk (there are: {known}).")
    details = []
    for entry in entries:
        checkpoint = verify(entry.directory, name=name, source=entry.source, revision=entry.revision)
        made = conversions(checkpoint.digest)
        details.append(Details(entry, checkpoint, made, sum(map(size_of, made)), checkpoint.facts))
    return details


def conversions(digest: str) -> tuple[Path, ...]:
    """Return the directories with converted weights of the model with this digest."""
    return tuple(sorted(path for path in converted_folder().glob(f"{digest}-*") if path.is_dir()))


def remove(name: str) -> int:
    """Delete a fetched model, all its revisions and conversions, from the toolkit's cache; return the bytes freed.

    Raises CheckpointError for models that are not in that cache.
    """
    entries = [entry for entry in models() if entry.name == name]
    own = [entry for entry in entries if entry.removable]
    if not own:
        where = f"it lies in {entries[0].directory}" if entries else "there is no such model on this disk"
        raise CheckpointError(f"{name} is not in the toolkit's own cache, so it is not removed: {where}.")
    places = [place for repo, place in fetched_models() if repo == name and hub_folder() in place.parents]
    places += [path for path in converted_folder().glob("*-*") if _origin(path) == name]
    freed = sum(_real_size(place) for place in places)
    try:
        for place in places:
            shutil.rmtree(place)
    except OSError as error:
        raise CheckpointError(
            f"{name} could not be removed completely ({error}): delete its folder yourself."
        ) from error
    return freed


def _origin(converted: Path) -> str | None:
    try:
        value = json.loads((converted / "origin.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    name = value.get("name") if isinstance(value, dict) else None
    return name if isinstance(name, str) else None


def _real_size(place: Path) -> int:
    """Return the bytes of the files themselves; links in the hub's layout point to files of the same folder."""
    return sum(path.stat().st_size for path in place.rglob("*") if path.is_file() and not path.is_symlink())
