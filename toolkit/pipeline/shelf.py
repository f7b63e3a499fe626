"""The translated articles of an outputs folder, one by one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from toolkit.errors import InputError, StorageError
from toolkit.storage.documents import Input, Loaded, read
from toolkit.storage.manifest import NAME as MANIFEST
from toolkit.storage.manifest import read_entries
from toolkit.storage.outputs import Outputs

SEGMENTS: Final = ".segments.jsonl"


@dataclass(frozen=True, slots=True)
class Shelved:
    """A translated article in an outputs folder."""

    id: str
    side: str
    """Stem of everything written about it."""
    translation: str
    """Name of the translated file."""
    language: str
    """Target language, ISO 639-1."""
    digest: str
    """SHA-256 of the segment records."""
    path: str
    """Where the source was read from, relative to the outputs folder."""
    source: str
    """SHA-256 of the source file."""

    @property
    def segments(self) -> str:
        """Name of the segment records."""
        return self.side + SEGMENTS

    @property
    def page(self) -> str:
        """Name of the review page."""
        return f"{self.side}.review.html"


def read_manifest(outputs: Outputs) -> dict[str, Any]:
    """Return the manifest. Raises StorageError when there is none: nothing was translated here yet."""
    path = outputs.path(MANIFEST)
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise _nothing_here(outputs) from None
    except (OSError, ValueError) as error:
        raise StorageError(f"{path} cannot be read ({error}). Translate again to write it anew.") from error
    return content


def _nothing_here(outputs: Outputs) -> StorageError:
    return StorageError(
        f"{outputs.folder} holds no translations ({MANIFEST} is missing). Run: toolkit translate FOLDER "
        f"-o {outputs.folder}"
    )


def shelf(outputs: Outputs) -> list[Shelved]:
    """Return the translated articles in the order of their ids. Raises StorageError."""
    return list(each_shelved(outputs))


def each_shelved(outputs: Outputs) -> Iterator[Shelved]:
    """Yield the translated articles in the order of their ids. Raises StorageError when nothing was translated here."""
    path = outputs.path(MANIFEST)
    if not path.exists():
        raise _nothing_here(outputs)
    for entry in read_entries(path):
        records = next((name for name in entry.outputs if name.endswith(SEGMENTS)), None)
        translation = next((name for name in entry.outputs if name != records), None)
        if records and translation:
            language = Path(translation).suffixes[-2].lstrip(".")
            side = records.removesuffix(SEGMENTS)
            yield Shelved(entry.id, side, translation, language, entry.outputs[records], entry.path, entry.source)


def records_of(outputs: Outputs, article: Shelved) -> list[dict[str, Any]]:
    """Return the segment records of an article. Raises StorageError."""
    return list(segment_file(outputs, article))


@dataclass(frozen=True, slots=True)
class SegmentFile:
    """Segment records on disk, read one by one as often as they are asked for. Reading raises StorageError."""

    path: Path

    def __iter__(self) -> Iterator[dict[str, Any]]:
        try:
            with self.path.open(encoding="utf-8") as lines:
                for line in lines:
                    yield json.loads(line)
        except (OSError, ValueError) as error:
            raise StorageError(f"{self.path} cannot be read ({error}). Translate again to write it anew.") from error


def segment_file(outputs: Outputs, article: Shelved) -> SegmentFile:
    """Return the segment records of an article, which stay on disk."""
    return SegmentFile(outputs.path(article.segments))


def source_of(outputs: Outputs, article: Shelved) -> Loaded:
    """Read the source of an article again. Raises InputError when it is gone or has changed since."""
    path = (outputs.folder / article.path).resolve()
    loaded = read(Input(article.id, path, article.side, article.side))
    if loaded.digest != article.source:
        raise InputError(f"{path} has changed since it was translated. Run toolkit translate again.")
    return loaded


def page_facts(outputs: Outputs) -> dict[str, str]:
    """Return the facts of the last run that pages show. Raises StorageError."""
    manifest = read_manifest(outputs)
    run = manifest["run"]
    return {
        "model": f"{run.get('model', '')} ({run.get('model_digest', '')})",
        "engine": run.get("engine", ""),
        "signature": manifest["signature"]["facts"],
    }
