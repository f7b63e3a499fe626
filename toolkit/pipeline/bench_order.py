"""What the benchmark asks of a child process."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.options import EngineName


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a child process is to measure. Plain values: it travels as JSON."""

    task: str
    articles: str
    """Folder of the sample; for the task ``lines`` a JSON file with a list of texts."""
    work: str
    """Folder that may be written; it does not exist yet."""
    model: str
    revision: str | None
    language: str
    target: str
    engine: EngineName = "ctranslate2"
    compute_type: str = "int8"
    beam: int = 4
    threads: int = 0
    steps: bool = True
    """False: everything is checked, nothing is repaired."""
    size: int = 0
    """Segments, documents or bytes, for tasks with sizes."""
    workers: int = 0
    """Processes that share the work; 0: that of the task alone."""
    seconds: float = 0.0
    """When a soak is stopped."""
