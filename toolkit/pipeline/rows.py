"""Translate the rows of one shard: plain data in, a finished part of the table out."""

from __future__ import annotations

import base64
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from toolkit.pipeline.compose import block_targets
from toolkit.pipeline.desk import Desk
from toolkit.pipeline.segments import Prepared, prepare_loaded
from toolkit.pipeline.window import translate_window
from toolkit.storage.documents import Input, read_string
from toolkit.storage.formats.rows import SCHEMA, Row, Shard, render
from toolkit.types import Span, Translation

UNFINISHED: Final[dict[str, Any]] = {}
"""Result of a shard that a stop has cut short: it is done again by the next run, from memory where there is one."""

COUNTED: Final = ("rows", "segments", "words", "copied", "edits")


def to_plain(shard: Shard, suffix: str) -> dict[str, Any]:
    """Return the shard as a unit of work; *suffix* is the format of the part."""
    return {"suffix": suffix, "rows": [list(row) for row in shard.rows]}


def translate_rows(data: dict[str, Any], desk: Desk) -> dict[str, Any]:
    """Translate a shard and return ``part`` (the file, base64), ``counts`` and facts of the run.

    Counts follow from rows and options alone. Returns `UNFINISHED` after a stop.
    """
    rows = [Row(*row) for row in data["rows"]]
    seconds, words = desk.recall.seconds, desk.recall.words
    documents = [_prepared(row, desk) for row in rows]
    table: list[dict[str, Any]] = []
    counts, findings, origins = Counter(rows=len(rows)), Counter[str](), Counter[str]()
    for row, (document, translations) in zip(rows, translate_window(documents, desk), strict=False):
        table.append(_translated(row, document, translations, desk))
        counts.update(
            segments=len(translations),
            words=sum(len(t.segment.text.split()) for t in translations),
            copied=sum(t.origin == "copied" for t in translations),
            edits=sum(len(t.edits) for t in translations),
        )
        findings.update(finding.severity for t in translations for finding in t.findings)
        origins.update(t.origin for t in translations)
    if len(table) < len(rows):
        return UNFINISHED
    found = {severity: findings[severity] for severity in ("error", "warning", "info")}
    return {
        "part": base64.b64encode(render(table, data["suffix"])).decode("ascii"),
        "counts": {name: counts[name] for name in COUNTED} | {"findings": found},
        "decoded": origins["engine"],
        "remembered": origins["memory"],
        "seconds": [desk.recall.seconds - seconds, desk.recall.words - words],
    }


def _prepared(row: Row, desk: Desk) -> Prepared:
    source = Input(row.id, Path("row.txt"), "row", "row")
    # A single sentence says too little about its language to overrule the owner of the table.
    detect = desk.options.source_language == "auto" and "\n" in row.text.strip()
    loaded = read_string(source, row.text)
    return prepare_loaded(source, loaded, 0, desk.pair[0], detect=detect, begun=time.monotonic())


def _translated(row: Row, document: Prepared, translations: Sequence[Translation], desk: Desk) -> dict[str, Any]:
    """Return the row of the translated table; see `storage.formats.rows`."""
    targets = block_targets(document.document, translations, drop_boilerplate=desk.options.drop_boilerplate)
    rendered = document.loaded.render(list(targets), desk.options.target_language)
    return {
        "schema": SCHEMA,
        "id": row.id,
        "source": row.text,
        "translation": rendered.decode("utf-8", "replace"),
        "segments": len(translations),
        "copied": sum(t.origin == "copied" for t in translations),
        "findings": [
            {
                "segment": t.segment.index,
                "code": finding.code,
                "severity": finding.severity,
                "message": finding.message,
                "source": _words(finding.source_span, t.segment.text),
                "translation": _words(finding.target_span, t.final),
            }
            for t in translations
            for finding in t.findings
        ],
        "edits": [
            {"segment": t.segment.index, "rule": edit.rule, "before": edit.before, "after": edit.after,
             "reason": edit.reason}
            for t in translations for edit in t.edits
        ],
    }  # fmt: skip


def _words(span: Span | None, text: str) -> str:
    return span.of(text) if span else ""
