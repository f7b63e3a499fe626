"""The windows of a run of documents, done here or by a crew; what happened comes out in the order of the windows."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from toolkit.pipeline import plain
from toolkit.pipeline.crew import clear_marks, crew, run_key, workers_of
from toolkit.pipeline.observer import RunReport
from toolkit.pipeline.plain import Plain
from toolkit.pipeline.session import Session
from toolkit.pipeline.slices import LEAST_BYTES, shared_out
from toolkit.pipeline.window import Spent
from toolkit.pipeline.work import Ended, Event, Failed, Sized, windows, work
from toolkit.scale.work import Outcome, Unit
from toolkit.storage.done import Done as DoneSet
from toolkit.types import Skipped

NOTHING_TO_SHARE: Final = (
    "the articles are too little to share ({size:,} KB in {documents}; workers share {least:,} KB and two documents or "
    "more): one process did all of it, --workers changed nothing."
)


def events(documents: Sequence[Sized], session: Session, report: RunReport, stop: threading.Event) -> Iterator[Event]:
    """Yield what happens in all windows of *documents*; add to the report's notes when workers were of no use.

    Raises ToolkitError when no worker can be opened, or memory and outputs cannot be used.
    """
    scale = session.desk.options.scale
    size = sum(document.size for document in documents)
    if scale.executor == "local" and scale.workers > 1 and (size < 2 * LEAST_BYTES or len(documents) == 1):
        count = f"{len(documents)} document{'s' * (len(documents) != 1)}"
        report.notes.append(
            NOTHING_TO_SHARE.format(size=-(-size // 1024), documents=count, least=2 * LEAST_BYTES // 1024)
        )
    elif scale.executor == "ray" or scale.workers > 1:
        yield from _Shared(session, stop).events(documents)
        return
    for window in windows(documents):
        yield from work(window, session)
        if stop.is_set():
            return


class _Shared:
    """A run whose windows are done by a crew."""

    def __init__(self, session: Session, stop: threading.Event) -> None:
        self._session, self._stop = session, stop
        self._spent = Spent()
        self._held: dict[int, list[Event]] = {}
        """Events of units that ended before an earlier one."""
        self._due = 0
        cluster = session.desk.options.scale.executor == "ray"
        self._done = DoneSet(session.outputs, run_key(session)) if cluster else None

    def events(self, documents: Iterable[Sized]) -> Iterator[Event]:
        try:
            for outcome in crew(self._session, None, writes=True).run(self._units(documents), self._stop):
                self._take(outcome)
                yield from self._released()
        finally:
            clear_marks(self._session)
        yield from self._released()
        for number in sorted(self._held):  # after a gap, which a stop leaves
            yield from self._counted(self._held[number])

    def _units(self, documents: Iterable[Sized]) -> Iterator[Unit]:
        """Yield what is to be done of the windows; hold what is known of the others."""
        cut = ((window, [item.size for item in window]) for window in windows(documents))
        shares = shared_out(cut, workers_of(self._session.desk.options))
        for number, (window, part) in enumerate((window, part) for window, parts in shares for part in parts):
            unit = Unit(number, plain.of_window(window, part))
            if self._done is not None:
                unit.data["key"] = self._done.key(item.source for item in window)
                known = self._done.recall(unit.data["key"])
                if known is not None and (found := self._standing(known, self._done)) is not None:
                    self._held[number] = found
                    continue
            yield unit

    def _standing(self, known: Plain, done: DoneSet) -> list[Event] | None:
        """Return the events of a window that was done, None when an output of it is gone or has been changed."""
        try:
            written: dict[str, str] = {}
            for event in known["events"]:
                if event["kind"] == "done":
                    written |= event["entry"]["outputs"]
            return self._rebuilt(known) if done.stands(written) else None
        except (KeyError, TypeError, IndexError):
            return None

    def _rebuilt(self, result: Plain) -> list[Event]:
        terms = self._session.desk.glossary.terms
        return [plain.to_event(event, terms) for event in result["events"]]

    def _take(self, outcome: Outcome) -> None:
        data, result = outcome.unit.data, outcome.result
        if result is None:
            part = plain.to_slice(data)
            self._held[outcome.unit.number] = [
                Failed(Skipped(str(item.source.path), f"It was not translated. {outcome.reason}"), item.size)
                for item in plain.to_window(data)[part.begin : part.end]
            ]
            return
        self._held[outcome.unit.number] = found = self._rebuilt(result)
        if self._done is not None and result["whole"] and not any(map(_is_failure, found)):
            self._done.remember(data["key"], result)

    def _released(self) -> Iterator[Event]:
        while (found := self._held.pop(self._due, None)) is not None:
            self._due += 1
            yield from self._counted(found)

    def _counted(self, found: Iterable[Event]) -> Iterator[Event]:
        """Pass events on; of seconds and terms each worker knows its own, the run knows all."""
        for event in found:
            if isinstance(event, Ended):
                self._spent.fidelity_seconds = event.spent.fidelity_seconds
                self._spent.decoding_seconds += event.spent.decoding_seconds
                self._spent.decoded_words += event.spent.decoded_words
                self._session.desk.used_terms |= event.terms
                yield Ended(self._spent, event.variants, event.terms)
            else:
                yield event


def _is_failure(event: Event) -> bool:
    return isinstance(event, Failed) and event.skipped.severity == "error"
