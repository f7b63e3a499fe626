"""translate: the straight line from folders of articles to outputs, window by window."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path

from toolkit.errors import InputError
from toolkit.options import ScaleOptions, TranslateOptions
from toolkit.pipeline.dispatch import events
from toolkit.pipeline.journal import Journal
from toolkit.pipeline.observer import Observer, RunReport, Silent
from toolkit.pipeline.session import open_session
from toolkit.pipeline.work import sized
from toolkit.pipeline.write import finish_run
from toolkit.storage.discover import discover
from toolkit.text import language


def translate(
    paths: Sequence[Path],
    options: TranslateOptions,
    observer: Observer | None = None,
    stop: threading.Event | None = None,
) -> RunReport:
    """Translate the documents under *paths* into ``options.outputs`` and report what was done.

    The work is done here, by other processes or on a cluster, as ``options.scale`` says; outputs are the same bytes.
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
    documents = list(sized(inputs))
    size = sum(document.size for document in documents)
    if options.scale == ScaleOptions():
        language.prepare()  # workers do it themselves
    with open_session(options, inputs, size, observer, stop) as session:
        journal = Journal(RunReport(session.facts), session.manifest, observer)
        for item in [*skipped, *session.notices()]:
            journal.skip(item)
        opening = len(session.notices())
        for event in events(documents, session, journal.report, stop):
            journal.take(event)
        for notice in session.notices()[opening:]:
            journal.skip(notice)
        report = journal.report
        report.interrupted = stop.is_set()
        report.seconds = time.monotonic() - begun
        finish_run(report, session, journal.variants(), journal.articles)
    return report
