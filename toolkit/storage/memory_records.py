"""What the translation memory tells about itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from toolkit.types import Hypothesis, Signature, Skipped


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A translation a person stands for."""

    source: str
    target: str
    note: str
    source_language: str
    target_language: str
    created: int
    """Seconds since 1970-01-01 UTC."""


@dataclass(frozen=True, slots=True)
class SignatureStats:
    """What one engine and its options have left in the memory."""

    signature: str
    entries: int
    uses: int
    """How often these entries were recalled."""
    created: int
    """First entry, seconds since 1970-01-01 UTC."""
    used: int
    """Last time an entry was stored or recalled, seconds since 1970-01-01 UTC."""


@dataclass(frozen=True, slots=True)
class MemoryStats:
    """What ``toolkit memory stats`` shows."""

    path: Path
    size: int
    """Bytes on disk, the log included."""
    entries: int
    reviewed: int
    """Sources with a reviewed translation."""
    signatures: tuple[SignatureStats, ...]
    """Most recently used first."""


class Remembers(Protocol):
    """What translating needs of a memory: `memory.Memory`, or the worker's view of it, `memory_borrowed`."""

    @property
    def notices(self) -> tuple[Skipped, ...]:
        """What went wrong and was survived."""

    def recall_requests(
        self, signature: Signature | str, requests: Sequence[tuple[str, str]]
    ) -> dict[tuple[str, str], list[Hypothesis]]:
        """Return the n-best list of every (source, prefix) that was decoded before."""

    def remember_requests(
        self, signature: Signature | str, items: Mapping[tuple[str, str], Sequence[Hypothesis]]
    ) -> dict[tuple[str, str], list[Hypothesis]]:
        """Store n-best lists and return them as they will be recalled."""

    def recall_reviewed(self, sources: Sequence[str], pair: tuple[str, str] = ("fr", "en")) -> dict[str, Reviewed]:
        """Return the newest reviewed translation of every source that has one."""
