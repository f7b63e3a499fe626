"""Recorded changes to a hypothesis: apply, replay, and keep the alignment true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from toolkit.types import Edit, Link, Span


def apply(text: str, edit: Edit) -> str:
    """Return *text* with one edit applied. Raises ValueError when ``edit.before`` does not stand at its span."""
    if edit.span.of(text) != edit.before:
        raise ValueError(f"edit {edit.rule} expects {edit.before!r} at {edit.span}, found {edit.span.of(text)!r}")
    return text[: edit.span.start] + edit.after + text[edit.span.end :]


def replay(text: str, edits: Iterable[Edit]) -> str:
    """Return *text* with all edits applied in order."""
    for edit in edits:
        text = apply(text, edit)
    return text


def move(span: Span, edit: Edit) -> Span:
    """Return where *span* of the text before the edit lies after it; a span that was touched grows to the new text."""
    shift = len(edit.after) - len(edit.before)
    if span.end <= edit.span.start and not (span.start == span.end == edit.span.start):
        return span
    if span.start >= edit.span.end:
        return span.shift(shift)
    return Span(min(span.start, edit.span.start), max(span.end + shift, edit.span.start + len(edit.after)))


def realign(alignment: Sequence[Link] | None, edit: Edit) -> Sequence[Link] | None:
    """Return the alignment of the text after the edit; links into the replaced range point at the new text."""
    if alignment is None:
        return None
    best: dict[tuple[Span, Span], float] = {}
    for link in alignment:
        target = move(link.target, edit)
        if target.start < target.end:
            key = (link.source, target)
            best[key] = max(best.get(key, 0.0), link.weight)
    return tuple(Link(source, target, weight) for (source, target), weight in best.items())
