"""What the translation memory tells about itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


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
