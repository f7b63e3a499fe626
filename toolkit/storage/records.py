"""One JSON object for each segment: the stable, versioned form of everything the review page shows.

Schema 1. Positions are code points. ``start``/``end`` locate the source in ``Document.text``; spans inside a record are
relative to its ``source`` and ``target``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from toolkit.types import Attempt, Block, Edit, Finding, Hypothesis, Link, Segment, Span, Translation

SCHEMA: Final = 1
_LINE_BREAKS: Final = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""Characters that JSON allows raw and that line-splitting readers such as ``str.splitlines`` break at."""


def to_record(document: str, block: Block, translation: Translation) -> dict[str, Any]:
    """Return the record of one translated segment of the document with id *document*."""
    segment = translation.segment
    return {
        "schema": SCHEMA,
        "document": document,
        "index": segment.index,
        "block": segment.block,
        "kind": block.kind,
        "start": segment.start,
        "end": segment.end,
        "language": segment.language,
        "boilerplate": segment.boilerplate,
        "source": segment.text,
        "target": translation.final,
        "origin": translation.origin,
        "chosen": translation.chosen,
        "hypotheses": [
            {"text": h.text, "score": round(h.score, 4), "truncated": h.truncated} for h in translation.hypotheses
        ],
        "alignment": [[*link.source, *link.target, round(link.weight, 3)] for link in translation.alignment or ()],
        "figures": _rows(translation.figures),
        "names": _rows(translation.names),
        "terms": _rows(translation.terms),
        "edits": [
            {"rule": e.rule, "before": e.before, "after": e.after, "span": list(e.span), "reason": e.reason}
            for e in translation.edits
        ],
        "findings": [_finding(finding) for finding in translation.findings],
        "attempts": [{"reason": a.reason, "method": a.method, "accepted": a.accepted} for a in translation.attempts],
    }


def with_report(
    record: dict[str, Any],
    findings: Sequence[Finding],
    figures: Sequence[tuple[Span, Span]],
    names: Sequence[tuple[Span, Span]],
) -> dict[str, Any]:
    """Return *record* with the result of another check."""
    fresh = {"findings": [_finding(finding) for finding in findings], "figures": _rows(figures), "names": _rows(names)}
    return record | fresh


def from_record(record: dict[str, Any]) -> Translation:
    """Rebuild the translation of a record. Hypotheses come back without alignment, which records do not keep.

    Raises KeyError or TypeError when *record* is not of schema 1.
    """
    return Translation(
        segment=Segment(
            index=record["index"],
            block=record["block"],
            start=record["start"],
            end=record["end"],
            text=record["source"],
            language=record["language"],
            boilerplate=record["boilerplate"],
        ),
        hypotheses=tuple(Hypothesis(h["text"], h["score"], None, h["truncated"]) for h in record["hypotheses"]),
        chosen=record["chosen"],
        final=record["target"],
        origin=record["origin"],
        edits=tuple(Edit(e["rule"], e["before"], e["after"], Span(*e["span"]), e["reason"]) for e in record["edits"]),
        findings=tuple(
            Finding(
                f["code"],
                f["severity"],
                record["index"],
                _span(f["source_span"]),
                _span(f["target_span"]),
                f["message"],
            )
            for f in record["findings"]
        ),
        attempts=tuple(Attempt(a["reason"], a["method"], a["accepted"]) for a in record["attempts"]),
        alignment=tuple(Link(Span(a, b), Span(c, d), w) for a, b, c, d, w in record["alignment"]) or None,
        figures=_pairs(record["figures"]),
        names=_pairs(record["names"]),
        terms=_pairs(record["terms"]),
    )


def to_line(record: dict[str, Any]) -> str:
    """Return the record as one line of JSON with its line ending; equal records give equal lines."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).translate(_LINE_BREAKS) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "source_span": list(finding.source_span) if finding.source_span else None,
        "target_span": list(finding.target_span) if finding.target_span else None,
        "message": finding.message,
    }


def _rows(pairs: Sequence[tuple[Span, Span]]) -> list[list[int]]:
    return [[*source, *target] for source, target in pairs]


def _span(value: list[int] | None) -> Span | None:
    return Span(*value) if value else None


def _pairs(rows: list[list[int]]) -> tuple[tuple[Span, Span], ...]:
    return tuple((Span(a, b), Span(c, d)) for a, b, c, d in rows)
