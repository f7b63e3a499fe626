"""Summaries in an outputs folder: written beside their article, read back for its page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from toolkit.options import SummaryStyle
from toolkit.storage.outputs import Outputs
from toolkit.summarizers.render import SCHEMA, summary_record, summary_text
from toolkit.types import Finding, KeyFigure, Skipped, Span, Summary, SummarySentence


def names_of(side: str, language: str) -> tuple[str, str]:
    """Return the names of the summary as text and as JSON."""
    return f"{side}.summary.{language}.txt", f"{side}.summary.{language}.json"


def write_summary(
    outputs: Outputs, side: str, summary: Summary, style: SummaryStyle, facts: dict[str, str]
) -> tuple[Path, Path]:
    """Write a summary as text and as JSON and return the paths. *facts* say what it was made from and with.

    The JSON comes last: it vouches for the text. Raises StorageError.
    """
    text, record = names_of(side, summary.language)
    first = outputs.write(text, summary_text(summary, style).encode())
    content = json.dumps(summary_record(summary) | facts, ensure_ascii=False, indent=1) + "\n"
    return first, outputs.write(record, content.encode())


def written_facts(outputs: Outputs, side: str, language: str) -> dict[str, Any] | None:
    """Return the JSON record of a summary, or None when there is none that this version understands."""
    text, record = (outputs.path(name) for name in names_of(side, language))
    try:
        content: dict[str, Any] = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if text.is_file() and content.get("schema") == SCHEMA else None


def read_summary(outputs: Outputs, side: str, language: str, digest: str) -> Summary | None:
    """Return the summary of the article whose records have the SHA-256 *digest*, or None: none, or of other records."""
    content = written_facts(outputs, side, language)
    if content is None or content.get("source") != digest:
        return None
    return Summary(
        document_id=content["document"],
        language=content["language"],
        headline=content["headline"],
        sentences=tuple(
            SummarySentence(s["text"], tuple(s["sources"]), s["method"], tuple(s["decisions"]))
            for s in content["sentences"]
        ),
        key_figures=tuple(KeyFigure(k["figure"], k["label"], k["segment"]) for k in content["key_figures"]),
        findings=tuple(
            Finding(
                f["code"],
                f["severity"],
                f["segment"],
                None,
                Span(*f["target_span"]) if f["target_span"] else None,
                f["message"],
            )
            for f in content["findings"]
        ),
        dropped=tuple(Skipped(d["what"], d["reason"], d["severity"]) for d in content["dropped"]),
    )
