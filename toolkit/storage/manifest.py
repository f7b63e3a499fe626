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
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from toolkit.errors import StorageError
from toolkit.storage.formats.base import Input
from toolkit.storage.outputs import Outputs
from toolkit.text.printable import printable
from toolkit.types import Finding, Signature

SCHEMA: Final = 1
NAME: Final = "manifest.json"
RUNS: Final = ".toolkit/runs.jsonl"
LOCK: Final = ".toolkit/manifest.lock"
_SAVE_SECONDS: Final = 1.0


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


def count_findings(findings: Sequence[Finding]) -> dict[str, dict[str, int]]:
    """Return the number of findings by severity and code, in the order error, warning, info and then of the code."""
    counts: dict[str, dict[str, int]] = {}
    for severity in ("error", "warning", "info"):
        codes = sorted(finding.code for finding in findings if finding.severity == severity)
        if codes:
            counts[severity] = {code: codes.count(code) for code in codes}
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
        self._known = {entry.id: entry for entry in _read(outputs.path(NAME))}
        self._done: dict[str, Entry] = {}
        self._saved = 0.0

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Finished documents of this and earlier runs in the order of their ids."""
        with self._lock:
            known = self._known | self._done
        return tuple(known[key] for key in sorted(known))

    def fresh(self, source: Input, digest: str, language: str) -> Entry | None:
        """Return the entry of a document that need not be done again, else None.

        It is fresh when its source (SHA-256 *digest*), the signature and every output file are unchanged.
        """
        with self._lock:
            entry = (self._known | self._done).get(source.id)
        if entry is None or (entry.source, entry.signature) != (digest, self._signature.digest):
            return None
        if not {source.translation(language), source.segments} <= entry.outputs.keys():
            return None
        same = all(_digest(self._outputs, name) == written for name, written in entry.outputs.items())
        return entry if same else None

    def finish(
        self,
        source: Input,
        digest: str,
        written: Sequence[str],
        counts: dict[str, int],
        findings: Sequence[Finding],
    ) -> Entry:
        """Record a document whose outputs *written* are on disk. Raises StorageError.

        The manifest is written at most once a second: what a killed run did not record is only written again from the
        memory, to the same bytes. Call *save* at the end.
        """
        outputs: dict[str, str] = {}
        for name in sorted(written):
            found = _digest(self._outputs, name)
            if found is None:
                raise StorageError(f"{self._outputs.path(name)} vanished after it was written. Run again.")
            outputs[name] = found
        entry = Entry(
            id=source.id,
            source=digest,
            path=printable(Path(os.path.relpath(source.path, self._outputs.folder)).as_posix()),
            signature=self._signature.digest,
            outputs=outputs,
            counts=dict(sorted(counts.items())),
            findings=count_findings(findings),
        )
        with self._lock:
            self._done[source.id] = entry
            due = time.monotonic() - self._saved >= _SAVE_SECONDS
        if due:
            self.save()
        return entry

    def save(self) -> None:
        """Write the manifest: documents of this run, and those on disk whose outputs are still there."""
        with self._lock, self._outputs.lock(LOCK):
            known = {entry.id: entry for entry in _read(self._outputs.path(NAME))} | self._done
            documents = [
                known[key]
                for key in sorted(known)
                if key in self._done or any(self._outputs.path(name).exists() for name in known[key].outputs)
            ]
            content: dict[str, Any] = {
                "schema": SCHEMA,
                "run": self._run,
                "signature": {"digest": self._signature.digest, "facts": str(self._signature)},
                "documents": [asdict(entry) for entry in documents],
            }
            self._outputs.write(NAME, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())
            self._saved = time.monotonic()

    def log_run(self, facts: dict[str, object]) -> None:
        """Add one line about this run (dates, seconds) to ``.toolkit/runs.jsonl``. Raises StorageError."""
        self._outputs.append(RUNS, json.dumps(facts, ensure_ascii=False))


def _read(path: Path) -> list[Entry]:
    """Return the entries of a manifest; none when it is absent, damaged or of another schema: work is done again."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return [Entry(**entry) for entry in content["documents"]] if content["schema"] == SCHEMA else []
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return []
    except OSError as error:
        raise StorageError(f"{path} cannot be read: {error.strerror}. Check its permissions.") from error


def _digest(outputs: Outputs, name: str) -> str | None:
    try:
        return hashlib.sha256(outputs.path(name).read_bytes()).hexdigest()
    except OSError:
        return None
