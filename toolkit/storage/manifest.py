"""``manifest.json``: what the outputs are and what they were made with, so that unchanged work is recognised.

Schema 1. The manifest holds only what follows from inputs, options and model; a run that was killed and continued ends
in the same bytes. Facts about a run (dates, seconds, words per second) go to ``.toolkit/runs.jsonl``, one line a run.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from heapq import merge
from pathlib import Path
from typing import Any, Final, TextIO

from toolkit.errors import StorageError
from toolkit.storage.formats.base import Input
from toolkit.storage.outputs import Outputs
from toolkit.storage.spool import Spool
from toolkit.text.printable import printable
from toolkit.types import Signature

SCHEMA: Final = 1
NAME: Final = "manifest.json"
RUNS: Final = ".toolkit/runs.jsonl"
LOCK: Final = ".toolkit/manifest.lock"
_DOCUMENTS: Final = ' "documents": ['
"""The line before the first entry."""
_SAVE_SECONDS: Final = 1.0
_SAVE_SHARE: Final = 20
"""Times the last writing took that pass at least until the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One finished document."""

    id: str
    source: str
    """SHA-256 of the source file, hexadecimal, 64 digits."""
    path: str
    """Where the source was read from, relative to the outputs folder, with forward slashes."""
    signature: str
    """Digest of the signature it was made with: model, options, glossary, versions."""
    outputs: dict[str, str] = field(default_factory=dict)
    """Name of each output, relative to the outputs folder, and the SHA-256 of its bytes."""
    counts: dict[str, int] = field(default_factory=dict)
    """Segments, words, segments copied, boilerplate … as the pipeline counts them. No timings."""
    findings: dict[str, dict[str, int]] = field(default_factory=dict)
    """Number of findings by severity and code."""


def by_severity(counted: Mapping[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    """Return counts by (severity, code) in the order error, warning, info and then of the code."""
    counts: dict[str, dict[str, int]] = {}
    for severity in ("error", "warning", "info"):
        codes = {code: count for (kind, code), count in sorted(counted.items()) if kind == severity and count}
        if codes:
            counts[severity] = codes
    return counts


class Manifest:
    """The manifest of an outputs folder. It may be used from several threads, and by two runs at once."""

    def __init__(self, outputs: Outputs, run: dict[str, str], signature: Signature) -> None:
        """Read the manifest of *outputs*, if there is one this version understands. Raises StorageError.

        *run* holds facts that every document shares (tool version, model, model digest, engine).
        """
        self._outputs = outputs
        self._run = run
        self._signature = signature
        self._lock = threading.Lock()
        self._done: Spool[Entry] = Spool(asdict, lambda values: Entry(**values), keep=0)
        self._places: dict[str, int] = {}
        """Place in the spool of each document of this run, by id."""
        self._due = 0.0
        next(read_entries(outputs.path(NAME)), None)  # a manifest that cannot be read is told before any work

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Finished documents of this and earlier runs in the order of their ids."""
        with self._lock:
            return tuple(self._merged())

    def is_empty(self) -> bool:
        """Tell whether no document is finished."""
        with self._lock:
            return next(self._merged(), None) is None

    def fresh(self, source: Input, digest: str, language: str) -> Entry | None:
        """Return the entry of a document that need not be done again, else None.

        It is fresh when its source (SHA-256 *digest*), the signature and every output file are unchanged.
        """
        with self._lock:
            entry = next((entry for entry in self._merged() if entry.id == source.id), None)
        if entry is None or (entry.source, entry.signature) != (digest, self._signature.digest):
            return None
        if not {source.translation(language), source.segments} <= entry.outputs.keys():
            return None
        same = all(_digest(self._outputs, name) == written for name, written in entry.outputs.items())
        return entry if same else None

    def entry(
        self,
        source: Input,
        digest: str,
        written: Mapping[str, str],
        counts: Mapping[str, int],
        findings: dict[str, dict[str, int]],
    ) -> Entry:
        """Return the entry of a document that was done with this run's signature.

        *digest* is the SHA-256 of its source, *written* the names and digests of its outputs, *findings* as
        `by_severity` returns them.
        """
        return Entry(
            id=source.id,
            source=digest,
            path=printable(Path(os.path.relpath(source.path, self._outputs.folder)).as_posix()),
            signature=self._signature.digest,
            outputs=dict(sorted(written.items())),
            counts=dict(sorted(counts.items())),
            findings=findings,
        )

    def add(self, entry: Entry) -> None:
        """Record a document whose outputs are on disk. Raises StorageError.

        The manifest is written now and then, at least a second apart and in a twentieth of the time at most: what a
        killed run did not record is only written again from the memory, to the same bytes. Call *save* at the end.
        """
        with self._lock:
            self._places[entry.id] = len(self._done)
            self._done.append(entry)
            due = time.monotonic() >= self._due
        if due:
            self.save()

    def save(self) -> None:
        """Write the manifest: documents of this run, and those on disk whose outputs are still there."""
        begun = time.monotonic()
        with self._lock, self._outputs.lock(LOCK):
            draft = self._outputs.draft(NAME)
            try:
                for text in self._text():
                    draft.write(text.encode())
                draft.commit()
            except BaseException:
                draft.discard()
                raise
        ended = time.monotonic()
        self._due = ended + max(_SAVE_SECONDS, _SAVE_SHARE * (ended - begun))

    def _text(self) -> Iterator[str]:
        """Yield the manifest bit by bit, as ``json.dumps(…, indent=1)`` would write it."""
        head: dict[str, Any] = {
            "schema": SCHEMA,
            "run": self._run,
            "signature": {"digest": self._signature.digest, "facts": str(self._signature)},
        }
        yield json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}") + f",\n{_DOCUMENTS}"
        empty = True
        for entry in self._merged():
            if entry.id in self._places or any(self._outputs.path(name).exists() for name in entry.outputs):
                lines = json.dumps(asdict(entry), ensure_ascii=False, indent=1).replace("\n", "\n  ")
                yield ("" if empty else ",") + f"\n  {lines}"
                empty = False
        yield "]\n}\n" if empty else "\n ]\n}\n"

    def _merged(self) -> Iterator[Entry]:
        """Yield the entries on disk and those of this run by id; this run's win."""
        own = (self._done[self._places[key]] for key in sorted(self._places))
        last = ""
        for entry in merge(own, read_entries(self._outputs.path(NAME)), key=lambda entry: entry.id):
            if entry.id != last:
                yield entry
            last = entry.id

    def log_run(self, facts: dict[str, object]) -> None:
        """Add one line about this run (dates, seconds) to ``.toolkit/runs.jsonl``. Raises StorageError."""
        self._outputs.append(RUNS, json.dumps(facts, ensure_ascii=False))


def read_entries(path: Path) -> Iterator[Entry]:
    """Yield the entries of a manifest by id; none when it is absent, damaged or of another schema: work is done again.

    One entry at a time is in memory, in a file as this module writes them.
    """
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            head = "".join(iter(lambda: _line_before_documents(file), ""))
            if json.loads(f"{head}{_DOCUMENTS}]}}").get("schema") == SCHEMA:
                while entry := _next_entry(file):
                    yield entry
    except (FileNotFoundError, ValueError, TypeError, AttributeError):
        return
    except OSError as error:
        raise StorageError(f"{path} cannot be read: {error.strerror}. Check its permissions.") from error


def _line_before_documents(file: TextIO) -> str:
    line = file.readline()
    return "" if line.startswith(_DOCUMENTS) else line


def _next_entry(file: TextIO) -> Entry | None:
    """Return the next entry, None after the last. Raises ValueError or TypeError when it is damaged."""
    if file.readline() != "  {\n":
        return None
    lines = ["{"]
    for line in file:
        if line.startswith("  }"):
            return Entry(**json.loads("".join([*lines, "}"])))
        lines.append(line)
    raise ValueError(file.name)


def _digest(outputs: Outputs, name: str) -> str | None:
    try:
        with outputs.path(name).open("rb") as file:
            digest = hashlib.sha256()
            while chunk := file.read(1 << 20):
                digest.update(chunk)
            return digest.hexdigest()
    except OSError:
        return None
