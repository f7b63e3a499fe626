"""Segment records to what the page shows: blocks of rows, each with marked text and notes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from toolkit.review.marks import COLOURS, Mark, Piece, badge_letter, cut, showable
from toolkit.types import Document, Span

Record = Mapping[str, Any]
"""A segment record of schema 1, as it stands in a ``.segments.jsonl`` file."""

SEVERITIES: Final = ("error", "warning", "info")

COUNTED: Final = ("all", "findings", "edited", "boilerplate", "reviewed", *SEVERITIES)
"""What `counts` counts."""

_GAP: Final = 2
"""Line breaks between two blocks that make a blank line."""


@dataclass(frozen=True, slots=True)
class Note:
    """One line under a row: a finding or an edit."""

    kind: str
    """``error``, ``warning`` or ``info`` for findings; ``edit``; ``review`` for what a reviewer said before."""
    key: str
    """Key of the marks that this note explains."""
    code: str
    """Code of the finding, rule of the edit, or the reviewer's decision."""
    message: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One segment, both sides."""

    index: int
    source: list[Piece]
    target: list[Piece]
    language: str
    origin: str
    boilerplate: bool
    notes: list[Note] = field(default_factory=list)

    @property
    def worst(self) -> str:
        """Highest severity among the findings; empty: none."""
        kinds = {note.kind for note in self.notes}
        return next((severity for severity in SEVERITIES if severity in kinds), "")

    @property
    def edited(self) -> bool:
        """True when the final text differs from what the model wrote."""
        return any(note.kind == "edit" for note in self.notes)

    @property
    def label(self) -> str:
        """What a screen reader says of the row, without its state of review."""
        found = sum(note.kind in SEVERITIES for note in self.notes)
        parts = [f"Segment {self.index + 1}"]
        if found:
            parts.append(f"{found} finding{'s' if found > 1 else ''}, worst: {self.worst}")
        if self.edited:
            parts.append("repaired")
        if self.boilerplate:
            parts.append("web-page furniture")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class BlockView:
    """One block of the layout with its rows."""

    kind: str
    rows: list[Row]
    gap: bool
    """True when the source has a blank line before the block."""


def source_digest(text: str) -> str:
    """Return the SHA-256 of a source text in UTF-8, hexadecimal, 64 digits. It ties a decision to what was read."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def block_views(records: Sequence[Record], layout: Document | None = None) -> list[BlockView]:
    """Group *records* by block, in document order.

    With *layout*, blank lines are those of the document; without it, two or more characters between the segments of
    two blocks count as one.
    """
    blocks = layout.blocks if layout else ()
    views: list[BlockView] = []
    last_end: int | None = None
    for number, group in groupby(sorted(records, key=lambda r: r["index"]), key=lambda r: r["block"]):
        members = list(group)
        start, end = members[0]["start"], members[-1]["end"]
        if number < len(blocks):
            start, end = blocks[number].start, blocks[number].end
        gap = last_end is not None and _is_gap(layout.text if layout else None, last_end, start)
        views.append(BlockView(members[0]["kind"], [row(member) for member in members], gap))
        last_end = end
    return views


def page_parts(records: Iterable[Record], most: int = 5000) -> Iterator[list[Record]]:
    """Cut the records of a very long document, in their order, into parts of at most *most* segments, one page each.

    Blocks stay whole unless one alone is longer. A page knows its segments by index, so decisions taken on several
    pages of one document are kept and exported together. There is always at least one part.
    """
    part: list[Record] = []
    block: list[Record] = []
    for record in records:
        if block and (record["block"] != block[0]["block"] or len(block) == most):
            if len(part) + len(block) > most:
                yield part
                part = []
            part += block
            block = []
        block.append(record)
    if part and len(part) + len(block) > most:
        yield part
        part = []
    yield part + block


def _is_gap(text: str | None, start: int, end: int) -> bool:
    if text is None:
        return end - start >= _GAP
    between = text[start:end].replace("\r\n", "\n").replace("\r", "\n")
    return between.count("\n") >= _GAP


def row(record: Record) -> Row:
    """Return the row of one record."""
    source, target = list(_pairs(record, 0)), list(_pairs(record, 2))
    notes = []
    for number, finding in enumerate(record["findings"]):
        key = f"x{number}"
        notes.append(Note(finding["severity"], key, finding["code"], showable(finding["message"])))
        if finding["source_span"]:
            source.append(Mark(Span(*finding["source_span"]), finding["severity"], key, "!"))
        if finding["target_span"]:
            target.append(Mark(Span(*finding["target_span"]), finding["severity"], key, "!"))
    for number, (edit, span) in enumerate(zip(record["edits"], edit_spans(record["edits"]), strict=True)):
        key = f"e{number}"
        before, after = showable(edit["before"]), showable(edit["after"])
        notes.append(Note("edit", key, edit["rule"], showable(edit["reason"]), before, after))
        if span is not None:
            target.append(Mark(span, "edit", key, "✎"))
    if review := record.get("review"):
        verdict = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}.get(
            review["decision"], "comment"
        )
        notes.append(Note("review", "", verdict, showable(review["comment"]), showable(review["reviewer"])))
    return Row(
        index=record["index"],
        source=cut(record["source"], source),
        target=cut(record["target"], target),
        language=record["language"],
        origin=record["origin"],
        boilerplate=bool(record["boilerplate"]),
        notes=notes,
    )


def _pairs(record: Record, side: int) -> Iterable[Mark]:
    """Yield the marks of matched figures, names and terms; *side* 0 is the source, 2 the target."""
    for number, pair in enumerate(record["figures"]):
        yield Mark(Span(*pair[side : side + 2]), "figure", f"f{number}", str(number + 1), number % COLOURS)
    for number, pair in enumerate(record["names"]):
        hue = (number + len(record["figures"])) % COLOURS
        yield Mark(Span(*pair[side : side + 2]), "name", f"n{number}", badge_letter(number), hue)
    for number, pair in enumerate(record["terms"]):
        yield Mark(Span(*pair[side : side + 2]), "term", f"t{number}")


def edit_spans(edits: Sequence[Mapping[str, Any]]) -> list[Span | None]:
    """Return where the result of each edit stands in the final text; None where a later edit rewrote it.

    Edits are applied in order, and each span is in the text as it stood then; so later edits move earlier results.
    """
    placed: list[Span | None] = []
    for edit in edits:
        changed = Span(*edit["span"])
        by = len(edit["after"]) - len(edit["before"])
        placed = [_moved(span, changed, by) for span in placed]
        placed.append(Span(changed.start, changed.start + len(edit["after"])))
    return placed


def _moved(span: Span | None, changed: Span, by: int) -> Span | None:
    if span is None or span.overlaps(changed):
        return None
    return span.shift(by) if changed.end <= span.start else span


def words(text: str) -> int:
    """Return the number of words of *text*: runs of characters between white space."""
    return len(text.split())


def counts(records: Iterable[Record]) -> dict[str, int]:
    """Count what the filters of the page offer: ``all``, ``findings``, ``edited``, ``boilerplate``, and severities."""
    total = dict.fromkeys(COUNTED, 0)
    for record in records:
        total["all"] += 1
        total["findings"] += bool(record["findings"])
        total["edited"] += bool(record["edits"])
        total["boilerplate"] += bool(record["boilerplate"])
        total["reviewed"] += record["origin"] == "reviewed"
        for finding in record["findings"]:
            total[finding["severity"]] += 1
    return total
