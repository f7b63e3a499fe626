"""translate: read, segment, recall or decode, choose and repair, check, join, write."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from toolkit.errors import InputError, StorageError
from toolkit.options import TranslateOptions
from toolkit.pipeline.observer import Observer, RunReport, Silent
from toolkit.pipeline.segments import Prepared, prepare
from toolkit.pipeline.session import Session, open_session
from toolkit.pipeline.window import translate_window
from toolkit.pipeline.write import finish_run, write_document
from toolkit.storage.discover import discover
from toolkit.storage.documents import Input
from toolkit.text.printable import printable
from toolkit.types import Skipped

WINDOW_BYTES: Final = 256 * 1024
"""Source bytes whose segments are decoded together: enough for full batches of like lengths, little enough that memory
does not grow with the folder. Windows follow from the inputs alone, so that a continued run repeats them."""


@dataclass(frozen=True, slots=True)
class _Sized:
    source: Input
    size: int


def translate(
    paths: Sequence[Path],
    options: TranslateOptions,
    observer: Observer | None = None,
    stop: threading.Event | None = None,
) -> RunReport:
    """Translate the documents under *paths* into ``options.outputs`` and report what was done.

    *stop* may be set from elsewhere: the running batch is finished, what is complete is written, and the report says
    ``interrupted``. A document that cannot be read is skipped with its reason; the others are done.
    Raises ToolkitError when nothing can be done at all: no such path, no such model, outputs that cannot be written.
    """
    observer = observer or Silent()
    stop = stop or threading.Event()
    begun = time.monotonic()
    inputs, skipped = discover(paths, options.outputs)
    if not inputs and not skipped:
        raise InputError(f"No articles in {', '.join(map(str, paths))}. See toolkit translate --help for the formats.")
    sized = [_Sized(source, _size(source.path)) for source in inputs]
    with open_session(options, inputs, sum(item.size for item in sized), observer, stop) as session:
        report = RunReport(session.facts)
        opening = session.notices()
        for item in [*skipped, *opening]:
            _skip(report, observer, item, 0)
        for window in _windows(sized):
            if stop.is_set():
                break
            _do_window(window, session, report, observer)
        for notice in session.notices()[len(opening) :]:
            _skip(report, observer, notice, 0)
        report.interrupted = stop.is_set()
        report.seconds = time.monotonic() - begun
        finish_run(report, session)
    return report


def _do_window(window: Sequence[_Sized], session: Session, report: RunReport, observer: Observer) -> None:
    """Translate and write the documents of one window; one that cannot be written is skipped with its reason."""
    begun = time.monotonic()
    documents = list(_prepared(window, session, report, observer))
    words = max(1, sum(_words(document) for document in documents))
    shared: float | None = None
    for document, translations in translate_window(documents, session.desk, report):
        started = time.monotonic()
        shared = started - begun if shared is None else shared  # everything was decoded before the first came out
        try:
            done = write_document(document, translations, session)
        except StorageError as error:
            _skip(report, observer, Skipped(str(document.source.path), f"It was not written. {error}"), document.size)
            continue
        done = replace(done, seconds=shared * _words(document) / words + time.monotonic() - started)
        report.documents.append(done)
        observer.finished(done, document.size)


def _words(document: Prepared) -> int:
    return sum(len(segment.text.split()) for segment in document.segments)


def _windows(sized: Sequence[_Sized]) -> Iterator[list[_Sized]]:
    window: list[_Sized] = []
    for item in sized:
        if window and sum(other.size for other in window) + item.size > WINDOW_BYTES:
            yield window
            window = []
        window.append(item)
    if window:
        yield window


def _prepared(window: Sequence[_Sized], session: Session, report: RunReport, observer: Observer) -> Iterator[Prepared]:
    for item in window:
        try:
            document = prepare(
                item.source, item.size, session.desk.pair[0], detect=session.desk.options.source_language == "auto"
            )
        except InputError as error:
            _skip(report, observer, Skipped(str(item.source.path), str(error)), item.size)
            continue
        for note in document.notes:
            _skip(report, observer, note, 0)
        yield document


def _skip(report: RunReport, observer: Observer, skipped: Skipped, size: int) -> None:
    skipped = replace(skipped, what=printable(skipped.what), reason=printable(skipped.reason))
    report.skipped.append(skipped)
    observer.skipped(skipped, size)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # reading it will say why
