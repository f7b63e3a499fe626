"""What a run tells while it works, and what it leaves behind. The pipeline decides; observers print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, astuple, dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

from toolkit.storage.spool import Spool
from toolkit.types import Signature, Skipped

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RunFacts:
    """Facts of a run that hold for every document."""

    command: str
    model: str
    """Name of the model as the user knows it, "" when none is used."""
    model_digest: str
    engine: str
    """``ctranslate2 int8, cpu, 2 threads`` or the like."""
    signature: Signature
    documents: int
    """Documents found."""
    size: int
    """Their bytes on disk."""
    outputs: Path
    glossary: str = ""
    """File of the glossary and its number of entries, "" when there is none."""
    chosen_in: str = ""
    """File that named the model when no option did, "" for the embedded one or an option."""


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What was done for one document."""

    document: str
    outputs: tuple[Path, ...]
    segments: int
    remembered: int
    """Segments whose hypotheses came from the translation memory."""
    decoded: int
    """Segments that were decoded in this run."""
    copied: int
    """Segments in another language, or without words, that were copied through."""
    words: int
    """Source words."""
    edits: int
    """Recorded changes to the model's output."""
    findings: dict[str, int]
    """Number of findings by severity: error, warning, info."""
    seconds: float
    """Wall time from reading to writing, shared decoding included by share of words."""


def _values(report: DocumentReport) -> dict[str, Any]:
    return {**asdict(report), "outputs": [str(path) for path in report.outputs]}


def _document(values: dict[str, Any]) -> DocumentReport:
    return DocumentReport(**{**values, "outputs": tuple(map(Path, values["outputs"]))})


class Growing(Protocol[T]):
    """What a run adds to: a list, or one that does not stay in memory."""

    def append(self, item: T, /) -> None:
        """Add *item* at the end."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[T]: ...
    def __getitem__(self, at: int, /) -> T: ...


@dataclass(slots=True)
class RunReport:
    """What a whole run did."""

    facts: RunFacts
    documents: Growing[DocumentReport] = field(default_factory=lambda: Spool(_values, _document))
    skipped: Growing[Skipped] = field(default_factory=lambda: Spool(astuple, lambda values: Skipped(*values)))
    notes: list[str] = field(default_factory=list)
    """Things worth knowing that concern no single document, e.g. near-duplicate names, unused glossary entries."""
    seconds: float = 0.0
    interrupted: bool = False
    decoded_words: int = 0
    decoding_seconds: float = 0.0
    """Wall time spent inside the engine."""
    fidelity_seconds: float = 0.0
    """Wall time spent checking and repairing, extra decoding excluded."""

    @property
    def errors(self) -> int:
        """Number of documents or parts that could not be done."""
        return sum(s.severity == "error" for s in self.skipped)

    def findings(self, severity: str) -> int:
        """Return the number of findings of one severity over all documents."""
        return sum(d.findings.get(severity, 0) for d in self.documents)


class Observer(Protocol):
    """Receives the events of a run, in order."""

    def fetching(self, done: int, total: int) -> None:
        """Take note of a model that is being fetched: bytes done, and in all (0: not known)."""

    def started(self, facts: RunFacts) -> None:
        """Take the facts of the run: the model is known and the documents are counted."""

    def decoded(self, segments: int, words: int) -> None:
        """Take note of a batch that came out of the engine or out of the translation memory."""

    def finished(self, report: DocumentReport, size: int) -> None:
        """Take note of a document of *size* bytes that is written."""

    def skipped(self, skipped: Skipped, size: int) -> None:
        """Take note of a document of *size* bytes, or a part of one, that was not done."""

    def note(self, message: str) -> None:
        """Take note of something worth knowing."""


class Silent:
    """Observes and says nothing."""

    def fetching(self, done: int, total: int) -> None:
        """Say nothing."""

    def started(self, facts: RunFacts) -> None:
        """Say nothing."""

    def decoded(self, segments: int, words: int) -> None:
        """Say nothing."""

    def finished(self, report: DocumentReport, size: int) -> None:
        """Say nothing."""

    def skipped(self, skipped: Skipped, size: int) -> None:
        """Say nothing."""

    def note(self, message: str) -> None:
        """Say nothing."""
