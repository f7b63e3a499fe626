"""Summaries in an outputs folder: written beside their article, read back for its page."""

from __future__ import annotations

from toolkit.storage.outputs import Outputs
from toolkit.types import Summary


def read_summary(outputs: Outputs, side: str, language: str, digest: str) -> Summary | None:
    """Return the summary of the article, or None when there is none, or none of these records."""
    return None
