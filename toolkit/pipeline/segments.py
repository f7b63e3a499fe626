"""From a file to segments that are ready to be decoded or copied."""

from __future__ import annotations

import time
from dataclasses import dataclass

from toolkit.storage.documents import Input, Loaded, read
from toolkit.text import boilerplate, language
from toolkit.text.guards import is_copyable
from toolkit.text.normalise import Normalised, normalise
from toolkit.text.segment import segment
from toolkit.types import Document, Segment, Skipped


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document cut into segments."""

    source: Input
    loaded: Loaded
    document: Document
    segments: tuple[Segment, ...]
    normalised: tuple[Normalised | None, ...]
    """Text for the engine, by segment; None: the segment is copied through."""
    notes: tuple[Skipped, ...]
    size: int
    """Bytes of the file."""
    begun: float
    """Monotonic time when reading began, seconds."""


def prepare(source: Input, size: int, source_language: str, *, detect: bool) -> Prepared:
    """Read, mark boilerplate and cut into segments; what is not in *source_language* is to be copied.

    Without *detect* the document is taken to be in *source_language*; single blocks may still be in another one.
    Raises InputError.
    """
    begun = time.monotonic()
    return prepare_loaded(source, read(source), size, source_language, detect=detect, begun=begun)


def prepare_loaded(
    source: Input, loaded: Loaded, size: int, source_language: str, *, detect: bool, begun: float
) -> Prepared:
    """Do what `prepare` does for a document that is read already."""
    marked = boilerplate.mark(loaded.document)
    document = language.detect(marked, language=None if detect else source_language)
    segments = tuple(segment(document))
    normalised = tuple(_for_engine(item, source_language) for item in segments)
    notes = (*loaded.notes, *_other_languages(source, source_language, document, segments))
    return Prepared(source, loaded, document, segments, normalised, notes, size, begun)


def _for_engine(item: Segment, source_language: str) -> Normalised | None:
    if item.language != source_language or is_copyable(item.text):
        return None
    return normalise(item.text)


def _other_languages(
    source: Input, source_language: str, document: Document, segments: tuple[Segment, ...]
) -> list[Skipped]:
    """Report text in another language, which is copied through and never dropped silently."""
    notes = []
    for code in sorted({item.language for item in segments} - {source_language}):
        lines = [item for item in segments if item.language == code]
        first = document.text.count("\n", 0, lines[0].start) + 1
        what = f"in {code!r}" if code else "in no language (addresses, figures)"
        reason = f"{len(lines)} segment{'s' * (len(lines) > 1)} {what}, the first at line {first}: copied through."
        notes.append(Skipped(source.id, reason, "info"))
    return notes
