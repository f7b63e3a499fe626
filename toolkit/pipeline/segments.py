"""From a file to segments that are ready to be decoded or copied."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from toolkit.storage.documents import Input, Loaded, read
from toolkit.text import boilerplate, language
from toolkit.text.guards import is_copyable
from toolkit.text.normalise import Normalised, normalise
from toolkit.text.segment import each_segment
from toolkit.types import Document, Segment, Skipped

LONG: Final = 256 * 1024
"""Characters beyond which the sentences of a document are cut anew whenever they are needed: as objects they take many
times the memory of the text."""


class Ready(NamedTuple):
    """A sentence that is ready to be decoded or copied."""

    segment: Segment
    text: Normalised | None
    """What the engine gets; None: the segment is copied through."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document cut into segments."""

    source: Input
    loaded: Loaded
    document: Document
    language: str
    """What is translated, ISO 639-1; segments in other languages are copied."""
    notes: tuple[Skipped, ...]
    size: int
    """Bytes of the file."""
    seconds: float
    """Time of reading and cutting."""
    kept: tuple[Ready, ...] | None
    """The sentences; None: there are too many to hold at once."""

    def each(self) -> Iterator[Ready]:
        """Yield the sentences in order."""
        return iter(self.kept) if self.kept is not None else _cut(self.document, self.language)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All segments at once."""
        return tuple(ready.segment for ready in self.each())

    @property
    def normalised(self) -> tuple[Normalised | None, ...]:
        """Text for the engine, by segment; None: the segment is copied through."""
        return tuple(ready.text for ready in self.each())


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
    """Do what `prepare` does for a document that is read already; reading began at the monotonic time *begun*."""
    marked = boilerplate.mark(loaded.document)
    document = language.detect(marked, language=None if detect else source_language)
    kept = tuple(_cut(document, source_language)) if len(document.text) <= LONG else None
    others = _other_languages(source, source_language, document, (r.segment for r in kept or _cut(document, None)))
    notes, seconds = (*loaded.notes, *others), time.monotonic() - begun
    return Prepared(source, loaded, document, source_language, notes, size, seconds, kept)


def _cut(document: Document, source_language: str | None) -> Iterator[Ready]:
    """Yield the sentences of *document*; without *source_language* none is made ready for the engine."""
    for item in each_segment(document):
        copied = item.language != source_language or is_copyable(item.text)
        yield Ready(item, None if copied else normalise(item.text))


def _other_languages(
    source: Input, source_language: str, document: Document, segments: Iterable[Segment]
) -> list[Skipped]:
    """Report text in another language, which is copied through and never dropped silently."""
    counts: Counter[str] = Counter()
    starts: dict[str, int] = {}
    for item in segments:
        if item.language != source_language:
            counts[item.language] += 1
            starts.setdefault(item.language, item.start)
    notes = []
    for code in sorted(counts):
        first = document.text.count("\n", 0, starts[code]) + 1
        what = f"in {code!r}" if code else "in no language (addresses, figures)"
        number = counts[code]
        reason = f"{number} segment{'s' * (number > 1)} {what}, the first at line {first}: copied through."
        notes.append(Skipped(source.id, reason, "info"))
    return notes
