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
from toolkit.pipeline.plain import to_slice
from toolkit.pipeline.segments import Prepared, prepare_loaded
from toolkit.pipeline.slices import Slice
from toolkit.pipeline.window import WindowRead, translate_window
from toolkit.storage.documents import Input, read_string
from toolkit.storage.formats.rows import SCHEMA, Row, Shard, render
from toolkit.storage.parts import total
from toolkit.types import Span, Translation

UNFINISHED: Final[dict[str, Any]] = {}
"""Result of a shard that a stop has cut short: it is done again by the next run, from memory where there is one."""

COUNTED: Final = ("rows", "segments", "words", "copied", "edits")


def to_plain(shard: Shard, part: Slice, suffix: str) -> dict[str, Any]:
    """Return a slice of the shard as a unit of work; *suffix* is the format of the part."""
    return {"suffix": suffix, "rows": [list(row) for row in shard.rows], "slice": list(part)}


def translate_rows(data: dict[str, Any], desk: Desk, read: WindowRead[Prepared] | None = None) -> dict[str, Any]:
    """Translate a shard and return ``part`` (the file, base64), ``counts`` and facts of the run.

    Of a slice the translated rows come instead, as ``table``: see `joined`. *read* is filled, or used if it has the
    same rows. Counts follow from rows and options alone. Returns `UNFINISHED` after a stop.
    """
    part, read = to_slice(data), read or WindowRead()
    read.become(data["rows"], lambda: [_prepared(Row(*row), desk) for row in data["rows"]], desk.stop.is_set)
    rows = [Row(*row) for row in data["rows"][part.begin : part.end]]
    documents = read.documents[part.begin : part.end]
    seconds, words = desk.recall.seconds, desk.recall.words
    table: list[dict[str, Any]] = []
    counts, findings, origins = Counter(rows=len(rows)), Counter[str](), Counter[str]()
    for row, (document, translations) in zip(rows, translate_window(documents, desk, ledger=read.names), strict=False):
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
    content = {"table": table} if part.total > 1 else {"part": _file(table, data["suffix"])}
    return content | {
        "counts": {name: counts[name] for name in COUNTED} | {"findings": found},
        "decoded": origins["engine"],
        "remembered": origins["memory"],
        "seconds": [desk.recall.seconds - seconds, desk.recall.words - words],
    }


def joined(slices: Sequence[dict[str, Any]], suffix: str) -> dict[str, Any]:
    """Return the result of a shard from those of its slices, in their order."""
    return {
        "part": _file([row for one in slices for row in one["table"]], suffix),
        "counts": total([one["counts"] for one in slices]),
    }


def _file(table: Sequence[dict[str, Any]], suffix: str) -> str:
    return base64.b64encode(render(table, suffix)).decode("ascii")


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
