"""Propose glossary entries from the segments of a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One proposed entry."""

    source: str
    targets: tuple[tuple[str, int], ...]
    """English renderings seen in translations with their counts, most frequent first; empty when there is none."""
    count: int
    """Occurrences in the source."""
    reason: Literal["term", "name", "inconsistent"]


def suggest() -> list[Suggestion]:
    return []
