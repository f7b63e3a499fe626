"""translate for tables: parquet and JSON Lines in, parts of the same format out, each done once and for all.

A part is done when its file exists. Its name holds a digest of its rows and of everything else its content depends on,
so a part that exists is right, whoever made it, and a run that was ended in any way goes on with what is missing.
"""

from __future__ import annotations

import base64
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

from toolkit.errors import InputError, OptionsError
from toolkit.options import TranslateOptions
from toolkit.pipeline.crew import crew, run_key, workers_of
from toolkit.pipeline.desk import Desk
from toolkit.pipeline.journal import Journal
from toolkit.pipeline.observer import DocumentReport, Observer, RunReport, Silent
from toolkit.pipeline.plain import Plain, to_slice
from toolkit.pipeline.rows import joined, to_plain, translate_rows
from toolkit.pipeline.session import Session, open_session
from toolkit.pipeline.slices import shared_out
from toolkit.scale.work import Outcome, Tell, Unit, Work
from toolkit.storage.documents import Input
from toolkit.storage.formats.rows import SCHEMA, SUFFIXES, Columns, Shard, read, shards
from toolkit.storage.parts import Parts
from toolkit.text.printable import printable
from toolkit.types import Skipped

MOST_PROBLEMS: Final = 100
"""Rows of a table that could not be used, as many as are told one by one."""


class Table(NamedTuple):
    """A table to translate."""

    path: Path
    files: tuple[Path, ...]
    """The file itself, or the files of a folder in the order of their names."""
    folder: str
    """Where the parts go, relative to the outputs folder."""


def is_table(path: Path) -> bool:
    """Tell whether *path* is a table by its name; a folder ``x.parquet/`` holds the parts of one."""
    return path.suffix.lower() in SUFFIXES


def translate_tables(
    paths: Sequence[Path],
    options: TranslateOptions,
    observer: Observer | None = None,
    stop: threading.Event | None = None,
) -> RunReport:
    """Translate the tables *paths* into ``options.outputs`` and report what was done.

    Each becomes a folder of parts of the same format (`storage.formats.rows` has the columns), with counts and a
    summary beside them. After *stop* what is complete is kept. Raises ToolkitError when nothing can be done at all.
    """
    observer, stop, begun = observer or Silent(), stop or threading.Event(), time.monotonic()
    tables = _tables(paths, options.target_language)
    inputs = [Input(table.path.name, table.path, table.folder, table.folder) for table in tables]
    size = sum(file.stat().st_size for table in tables for file in table.files)
    with open_session(options, inputs, size, observer, stop) as session:
        journal = Journal(RunReport(session.facts), session.manifest, observer)
        for notice in session.notices():
            journal.skip(notice)
        key = run_key(session)
        runs = [_Run(table, session, key, journal, observer) for table in tables]
        for outcome in crew(session, _own(session.desk), writes=False).run(_units(runs, workers_of(options)), stop):
            runs[outcome.unit.data["table"]].take(outcome)
        for run in runs:
            run.finish(stopped=stop.is_set())
        journal.report.interrupted = stop.is_set()
        journal.report.seconds = round(time.monotonic() - begun, 3)
        session.manifest.log_run(
            {"command": "translate", "tables": [printable(str(table.path)) for table in tables],
             "signature": session.facts.signature.digest, "seconds": journal.report.seconds,
             "interrupted": stop.is_set()}
        )  # fmt: skip
    return journal.report


def _tables(paths: Sequence[Path], language: str) -> list[Table]:
    tables: list[Table] = []
    taken: set[str] = set()
    for path in paths:
        if not path.exists():
            raise InputError(f"{path} does not exist. Check the spelling, or give another table.")
        if not is_table(path):
            raise OptionsError(
                f"{path} is no table. Translate tables ({', '.join(SUFFIXES)}) and articles in two runs."
            )
        files = tuple(filter(_is_part, sorted(path.iterdir()))) if path.is_dir() else (path,)
        stem, suffix, number = printable(path.stem), path.suffix.lower(), 1
        while (folder := f"{stem}{f'~{number}' if number > 1 else ''}.{language}{suffix}") in taken:
            number += 1
        taken.add(folder)
        tables.append(Table(path, files, folder))
    return tables


def _is_part(file: Path) -> bool:
    return is_table(file) and file.is_file() and not file.name.startswith((".", "_"))


def _own(desk: Desk) -> Work:
    def work(data: Plain, _tell: Tell, _stop: threading.Event) -> Plain:
        desk.recall.decoded.clear()  # of earlier shards; what comes again is remembered
        return translate_rows(data, desk)

    return work


def _units(runs: Sequence[_Run], workers: int) -> Iterator[Unit]:
    numbers = count()
    for index, run in enumerate(runs):
        for data in run.units(workers):
            yield Unit(next(numbers), data | {"table": index})


class _Run:
    """One table in one run."""

    def __init__(self, table: Table, session: Session, key: str, journal: Journal, observer: Observer) -> None:
        self._table, self._session, self._key = table, session, key
        self._journal, self._observer = journal, observer
        self._suffix = table.path.suffix.lower()
        self._parts = Parts(session.outputs, table.folder, self._suffix)
        self._begun = time.monotonic()
        self._run: Counter[str] = Counter()
        """Facts of this run: segments decoded and remembered, shards that failed, rows that are none."""
        self._slices: dict[int, dict[int, Plain]] = {}
        """Results of slices by their numbers, by the number of the part, until all of its slices are there."""
        self._open = True
        """Whether there are rows that were not read."""

    def units(self, workers: int) -> Iterator[Plain]:
        """Yield units of work: shards whose parts do not exist, the last ones in slices for several *workers*."""
        found = ((each, [len(row.text.encode("utf-8", "surrogatepass")) for row in each[0].rows])
                 for each in self._missing())  # fmt: skip
        for (shard, place), slices in shared_out(found, workers):
            for part in slices:
                yield to_plain(shard, part, self._suffix) | place

    def _missing(self) -> Iterator[tuple[Shard, Plain]]:
        """Yield the shards whose parts do not exist, with their places; what cannot be read is told and left out."""
        options = self._session.desk.options
        columns = Columns(options.text_column, options.id_column)
        again: Counter[str] = Counter()
        number = 0
        for file in self._table.files:
            try:
                for shard in shards(read(file, columns)):
                    if isinstance(shard, Skipped):
                        self._problem(shard)
                        continue
                    key = shard.key(self._key, str(SCHEMA))
                    again[key] += 1
                    if again[key] > 1:  # the same rows once more are a part of their own
                        key = shard.key(self._key, str(SCHEMA), str(again[key]))
                    if self._parts.is_done(key):
                        self._parts.keep(number, key)
                    else:
                        yield shard, {"key": key, "part": number, "file": str(file)}
                    number += 1
            except InputError as error:
                self._run["failed"] += 1
                self._journal.skip(Skipped(str(file), str(error)))
        self._open = False

    def _problem(self, skipped: Skipped) -> None:
        self._run["problems"] += 1
        if self._run["problems"] <= MOST_PROBLEMS:
            self._journal.skip(skipped)

    def take(self, outcome: Outcome) -> None:
        """Write the part that a shard became, or tell why it did not. Raises StorageError."""
        data, result = outcome.unit.data, outcome.result
        if result is None:
            self._run["failed"] += 1
            part = to_slice(data)
            first, last = data["rows"][part.begin], data["rows"][part.end - 1]
            what = f"{data['file']}: rows {first[0]} to {last[0]}"
            self._journal.skip(Skipped(what, f"They were not translated. {outcome.reason}"))
        elif result:
            self._put(data, result)
            self._run.update(decoded=result["decoded"], remembered=result["remembered"])
            self._journal.report.decoding_seconds += result["seconds"][0]
            self._journal.report.decoded_words += result["seconds"][1]

    def _put(self, data: Plain, result: Plain) -> None:
        """Write the part, when all its slices are there."""
        part = to_slice(data)
        if part.total > 1:
            there = self._slices.setdefault(data["part"], {})
            there[part.number] = result
            if len(there) < part.total:
                return
            result = joined([one for _, one in sorted(self._slices.pop(data["part"]).items())], self._suffix)
        self._parts.add(data["part"], data["key"], base64.b64decode(result["part"]), result["counts"])

    def finish(self, *, stopped: bool) -> None:
        """Write the summary and report the table. Raises StorageError."""
        complete = not (stopped or self._open or self._run["failed"])
        if (more := self._run["problems"] - MOST_PROBLEMS) > 0:
            self._journal.skip(Skipped(str(self._table.path), f"{more} more rows were left out."))
        facts = {
            "source": self._table.path.name,
            "run": {"version": version("toolkit"), "model": self._session.facts.model,
                    "model_digest": self._session.facts.model_digest, "engine": self._session.facts.engine},
            "signature": str(self._session.facts.signature),
            "left_out": self._run["problems"],
        }  # fmt: skip
        totals = self._parts.finish(facts, complete=complete)
        report = DocumentReport(
            document=self._table.path.name,
            outputs=(self._parts.path,),
            segments=totals["segments"],
            remembered=self._run["remembered"],
            decoded=self._run["decoded"],
            copied=totals["copied"],
            words=totals["words"],
            edits=totals["edits"],
            findings=totals["findings"],
            seconds=time.monotonic() - self._begun,
        )
        self._journal.report.documents.append(report)
        self._observer.finished(report, sum(file.stat().st_size for file in self._table.files))
