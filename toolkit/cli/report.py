"""Observers that print: a progress bar on a terminal, plain lines elsewhere, one JSON object for programs."""

from __future__ import annotations

import heapq
import json
import sys
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TextIO

from toolkit.cli.interrupt import INTERRUPTED
from toolkit.pipeline.observer import DocumentReport, Growing, Observer, RunFacts, RunReport, Silent
from toolkit.types import Skipped

if TYPE_CHECKING:
    from rich.progress import Progress

SCHEMA = 1
"""Version of the object that ``--json`` prints."""
BYTES_A_WORD = 6
"""Bytes of French text for one word, space included, where only words are counted yet."""
MOST_ROWS = 100
"""Documents in the table at the end of a run at most."""
LOG_WIDTH = 1000
"""Characters of a table's line at most where there is no terminal; ids of documents are no longer."""


class PlainLines(Silent):
    """One line an event, for logs and pipes."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._tenths = -1
        self._command = ""

    def fetching(self, done: int, total: int) -> None:
        """Print a line for each tenth of a model that has arrived."""
        tenths = done * 10 // total if total else 0
        if tenths != self._tenths:
            self._tenths = tenths
            self._say(f"fetching the model: {done / 1e6:,.0f} MB")

    def _say(self, line: str) -> None:
        print(line, file=self._stream, flush=True)

    def started(self, facts: RunFacts) -> None:
        """Print the model and the number of documents."""
        self._command = facts.command
        for line in heading(facts):
            self._say(line)

    def finished(self, report: DocumentReport, size: int) -> None:  # noqa: ARG002 - the protocol's signature
        """Print the document's counts."""
        self._say(f"done {report.document}: {counts(report, self._command)}")

    def skipped(self, skipped: Skipped, size: int) -> None:  # noqa: ARG002 - the protocol's signature
        """Print what was not done and why."""
        self._say(problem(skipped))

    def note(self, message: str) -> None:
        """Print the note."""
        self._say(f"note: {message}")


class Bar:
    """A live progress bar with documents, segments, words a second and the time that is left."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._progress: Progress | None = None
        self._documents = self._segments = self._words = self._total = self._size = self._done = 0
        self._place = 0.0
        self._begun = time.monotonic()

    def fetching(self, done: int, total: int) -> None:
        """Write how much of a model has arrived, over the same line."""
        share = f"{done / 1e6:,.0f} of {total / 1e6:,.0f} MB" if total else f"{done / 1e6:,.0f} MB"
        print(f"\rfetching the model: {share}", end="\n" if done == total else "", file=self._stream, flush=True)

    def started(self, facts: RunFacts) -> None:
        """Print the heading and start the bar; its length is the bytes of all documents."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        console = Console(file=self._stream)
        for line in heading(facts):
            console.print(line, highlight=False, markup=False, soft_wrap=True)
        self._total, self._size = facts.documents, facts.size
        self._begun = time.monotonic()
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f}%"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._task = self._progress.add_task(self._line(), total=facts.size or None)
        self._progress.start()

    def _line(self) -> str:
        rate = self._words / max(time.monotonic() - self._begun, 0.1)
        return f"{self._documents}/{self._total} documents  {self._segments:,} segments  {rate:,.0f} words/s"

    def _update(self, size: int = 0) -> None:
        self._done += size
        # Documents are written after their decoding, many at once: until then the words tell how far it is.
        ahead = min(self._words * BYTES_A_WORD, 0.98 * self._size)
        self._place = max(self._place, self._done, ahead)
        if self._progress:
            self._progress.update(self._task, description=self._line(), completed=self._place)

    def decoded(self, segments: int, words: int) -> None:
        """Move the counters."""
        self._segments += segments
        self._words += words
        self._update()

    def finished(self, report: DocumentReport, size: int) -> None:  # noqa: ARG002 - the protocol's signature
        """Move the bar by the document's size."""
        self._documents += 1
        self._update(size)

    def skipped(self, skipped: Skipped, size: int) -> None:
        """Print the problem above the bar."""
        self.note(problem(skipped))
        self._update(size)

    def note(self, message: str) -> None:
        """Print the note above the bar."""
        if self._progress:
            self._progress.console.print(message, highlight=False, markup=False, soft_wrap=True)
        else:
            print(message, file=self._stream)

    def close(self) -> None:
        """Take the bar off the screen."""
        if self._progress:
            self._progress.stop()


def observer(*, quiet: bool, as_json: bool) -> Observer:
    """Return the observer that suits the options and the terminal; everything it prints goes to standard error."""
    if quiet or as_json:
        return Silent()
    return Bar(sys.stderr) if sys.stderr.isatty() else PlainLines(sys.stderr)


def close(watching: Observer) -> None:
    """End whatever *watching* keeps on the screen."""
    if isinstance(watching, Bar):
        watching.close()


def heading(facts: RunFacts) -> list[str]:
    """Return the lines that say what is about to run."""
    lines = [f"{facts.command}: {facts.documents} document{'s' * (facts.documents != 1)} -> {facts.outputs}"]
    if facts.model:
        why = f", chosen in {facts.chosen_in}" if facts.chosen_in else ""
        lines.append(f"model {facts.model} ({facts.model_digest}){why}, engine {facts.engine}")
    if facts.glossary:
        lines.append(f"glossary {facts.glossary}")
    return lines


def counts(report: DocumentReport, command: str = "translate") -> str:
    """Return a document's counts in words, those of the command."""
    parts = [f"{report.segments} segment{'s' * (report.segments != 1)}"]
    if command == "summarize":
        parts.append("summary unchanged" if report.remembered else "summarised")
    else:
        parts += [f"{report.decoded} decoded", f"{report.remembered} from memory"]
    if report.copied:
        parts.append(f"{report.copied} copied")
    if report.edits:
        parts.append(f"{report.edits} edits")
    found = [f"{n} {severity}" for severity, n in report.findings.items() if n]
    return ", ".join(parts) + (f", findings: {', '.join(found)}" if found else "") + f", {report.seconds:.1f} s"


def problem(skipped: Skipped) -> str:
    """Return one line about work that was not done; a reason that names the file already stands alone."""
    named = skipped.reason.startswith(skipped.what)
    return f"{skipped.severity}: {skipped.reason if named else f'{skipped.what}: {skipped.reason}'}"


def closing(report: RunReport, *, quiet: bool, as_json: bool) -> None:
    """Print the end of a run to standard output: a table, or one JSON object."""
    if as_json:
        print(json.dumps(to_json(report), indent=2))  # ASCII: whatever the encoding of standard output
        return
    if quiet:
        for skipped in report.skipped:
            if skipped.severity == "error":
                print(problem(skipped), file=sys.stderr)
        return
    _table(report)
    for note in report.notes:
        print(f"note: {note}")
    print(_last_line(report))


def _table(report: RunReport) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    if not report.documents:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("document", overflow="fold")
    made = ("unchanged", "read") if report.facts.command == "summarize" else ("memory", "decoded")
    for column in ("segments", *made, "seconds", "edits", "errors", "warnings"):
        table.add_column(column, justify="right")
    rows = _shown(report.documents)
    for row in rows:
        table.add_row(
            escape(row.document),
            str(row.segments),
            str(row.remembered),
            str(row.decoded),
            f"{row.seconds:.1f}",
            str(row.edits),
            str(row.findings.get("error", 0)),
            str(row.findings.get("warning", 0)),
        )
    # Where no terminal gives the width, the longest name does: a log is searched by name.
    Console(width=None if sys.stdout.isatty() else LOG_WIDTH).print(table)
    if (more := len(report.documents) - len(rows)) > 0:
        print(f"… and {more:,} more with fewer findings or none: all are in {report.facts.outputs / 'manifest.json'}")


def _shown(documents: Growing[DocumentReport]) -> list[DocumentReport]:
    """Return the documents that the table shows, in their order: of many, those that need a look most."""
    if len(documents) <= MOST_ROWS:
        return list(documents)
    worst = heapq.nsmallest(
        MOST_ROWS,
        ((-row.findings.get("error", 0), -row.findings.get("warning", 0), at) for at, row in enumerate(documents)),
    )
    return [documents[at] for at in sorted(at for _, _, at in worst)]


def _last_line(report: RunReport) -> str:
    done = len(report.documents)
    words = sum(d.words for d in report.documents)
    line = f"{done} document{'s' * (done != 1)}, {words:,} words in {report.seconds:.1f} s"
    if report.decoding_seconds > 0 and report.decoded_words:
        line += f" ({report.decoded_words / report.decoding_seconds:,.0f} words/s decoding)"
    if report.errors:
        line += f"; {report.errors} not done, see above"
    if report.interrupted:
        line += "; interrupted: run the same command again to go on"
    elif done:
        index = report.facts.outputs / "index.html"  # tables have none
        line += f". Review: {index}" if index.exists() else f". Written to {report.facts.outputs}"
    return line


def exit_code(report: RunReport, *, strict: bool) -> int:
    """Return 130 after an interruption, 1 when something was not done or *strict* and errors remain, else 0."""
    if report.interrupted:
        return INTERRUPTED
    return int(bool(report.errors or (strict and report.findings("error"))))


def to_json(report: RunReport) -> dict[str, Any]:
    """Return the run as plain values (schema 1, stable)."""
    facts = asdict(report.facts)
    facts["signature"] = str(report.facts.signature)
    facts["outputs"] = str(report.facts.outputs)
    return {
        "schema": SCHEMA,
        "run": facts,
        "documents": [{**asdict(d), "outputs": [str(p) for p in d.outputs]} for d in report.documents],
        "skipped": [asdict(s) for s in report.skipped],
        "notes": report.notes,
        "seconds": round(report.seconds, 3),
        "decoding_seconds": round(report.decoding_seconds, 3),
        "fidelity_seconds": round(report.fidelity_seconds, 3),
        "interrupted": report.interrupted,
    }
