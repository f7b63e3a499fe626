"""The work of one window of documents: read, translate, write. What was done comes out as plain data.

A window is all that one process needs at a time: it follows from the inputs alone, and what `work` yields can be
pickled, so that another process may do it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from toolkit.errors import InputError, StorageError
from toolkit.fidelity.names.ledger import Variant
from toolkit.pipeline.segments import Prepared, prepare
from toolkit.pipeline.session import Session
from toolkit.pipeline.slices import Slice
from toolkit.pipeline.window import Settled, Spent, WindowRead, translate_parts
from toolkit.pipeline.write import DocumentWriter, Done
from toolkit.storage.documents import Input
from toolkit.types import Skipped, Term

WINDOW_BYTES: Final = 256 * 1024
"""Source bytes of the documents that share a ledger of names; a larger document is a window of its own."""


class Sized(NamedTuple):
    """A document to translate."""

    source: Input
    size: int
    """Bytes of the file, 0 when it cannot be told."""


Window: TypeAlias = tuple[Sized, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """A document, or a part of one, that was not done."""

    skipped: Skipped
    size: int
    """Bytes of the document; 0 for a part of one."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of a window: what concerns no single document."""

    spent: Spent
    """Seconds and words in the engine are those of the process so far."""
    variants: tuple[Variant, ...]
    """Names of the window that look like two spellings of one."""
    terms: frozenset[Term]
    """Glossary entries that the process has met so far."""


Event: TypeAlias = Done | Failed | Ended


def sized(inputs: Iterable[Input]) -> Iterator[Sized]:
    """Yield the inputs with their sizes."""
    for source in inputs:
        yield Sized(source, _size(source.path))


def windows(documents: Iterable[Sized]) -> Iterator[Window]:
    """Cut the documents, in their order, into windows of at most `WINDOW_BYTES`; a larger document stands alone."""
    window: list[Sized] = []
    total = 0
    for document in documents:
        if window and total + document.size > WINDOW_BYTES:
            yield tuple(window)
            window, total = [], 0
        window.append(document)
        total += document.size
    if window:
        yield tuple(window)


def work(
    window: Window, session: Session, part: Slice | None = None, read: WindowRead[Prepared | Failed] | None = None
) -> Iterator[Event]:
    """Translate and write the documents of *window*, or a slice of them, and yield what happened, one by one.

    *read* is filled, or used if it has the same window. A document that cannot be read or written is skipped with its
    reason; the others are done. After a stop the documents that were not complete leave nothing behind but what the
    memory has. Raises StorageError when the memory cannot be used, EngineError when the engine fails.
    """
    desk, spent, read = session.desk, Spent(), read or WindowRead()
    part = part or Slice.whole(len(window))
    read.become(window, lambda: _read(window, session), desk.stop.is_set)
    documents: list[Prepared] = []
    for found in read.documents[part.begin : part.end]:
        if isinstance(found, Failed):
            yield found
        else:
            documents.append(found)
            yield from (Failed(note, 0) for note in found.notes)
    names = read.names
    writing = _Writing(documents, session)
    try:
        for settled in translate_parts(documents, desk, names, spent, writing.given_up):
            yield from writing.take(settled)
    finally:
        writing.close()
    yield Ended(spent, tuple(names.variants()) if part.is_last else (), frozenset(desk.used_terms))


def _read(window: Window, session: Session) -> list[Prepared | Failed]:
    found: list[Prepared | Failed] = []
    for item in window:
        try:
            found.append(prepare(item.source, item.size, session.desk.pair[0], detect=session.detects))
        except InputError as error:
            found.append(Failed(Skipped(str(item.source.path), str(error)), item.size))
    return found


class _Writing:
    """Writes the documents of a window as their translations come, one document open at a time."""

    def __init__(self, documents: Sequence[Prepared], session: Session) -> None:
        self.given_up: set[int] = set()
        """Numbers of the documents that cannot be written."""
        self._documents = documents
        self._session = session
        self._writer: DocumentWriter | None = None

    def take(self, settled: Settled) -> Iterator[Event]:
        """Write a part of a document; yield the document when it is whole."""
        if settled.number in self.given_up:
            return
        document = self._documents[settled.number]
        try:
            self._writer = self._writer or DocumentWriter(document, self._session)
            self._writer.add(settled.translations, settled.seconds)
            if settled.is_last:
                writer, self._writer = self._writer, None
                try:
                    yield writer.finish()
                finally:
                    writer.close()
        except StorageError as error:
            self.close()
            self.given_up.add(settled.number)
            yield Failed(Skipped(str(document.source.path), f"It was not written. {error}"), document.size)

    def close(self) -> None:
        """Give up the document that is not whole."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # reading it will say why
