"""Overlapping ranges of a text, cut into pieces that markup can show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from toolkit.types import Span

MarkKind = Literal["figure", "name", "term", "edit", "error", "warning", "info"]

COLOURS: Final = 6
"""Hues of the colour-blind-safe palette of Okabe and Ito (2008, "Color Universal Design") that matched pairs go
through. The page shows the same badge on both sides too, so that colour is never the only cue."""

_UNSHOWABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to show on a range of a text."""

    span: Span
    kind: MarkKind
    key: str
    """The same on both sides of a pair, e.g. ``f0``; unique in the segment otherwise."""
    badge: str = ""
    """Short label after the range: a digit for figures, a letter for names."""
    colour: int = 0
    """Index of the hue, 0 to COLOURS - 1."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text over which the set of marks does not change."""

    text: str
    classes: str = ""
    """CSS classes, made of fixed words only; empty: plain text."""
    keys: str = ""
    """Keys of the marks, separated by spaces."""
    badge: str = ""
    """Label of the mark that ends with this piece."""


def showable(text: str) -> str:
    """Return *text* with characters that HTML cannot carry replaced one for one, so that positions still hold.

    Control characters become their Unicode control pictures (U+2400 block), lone surrogates and non-characters U+FFFD.
    """
    return _UNSHOWABLE.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code == 0x7F:  # noqa: PLR2004 - DEL, the one control character outside U+0000 to U+001F
        return "\u2421"
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"  # noqa: PLR2004 - end of the C0 controls


def badge_letter(number: int) -> str:
    """Return A for 0, B for 1 … Z, AA, AB …, as spreadsheets name columns."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cut(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """Cut *text* at every border of a mark. Joined, the pieces are ``showable(text)``.

    Ranges that reach outside the text are clipped; empty ones are left out.
    """
    kept = [m for m in (_clipped(mark, len(text)) for mark in marks) if m.span.start < m.span.end]
    shown = showable(text)
    borders = sorted({0, len(text)} | {edge for m in kept for edge in m.span})
    pieces = []
    for start, end in pairwise(borders):
        over = [m for m in kept if m.span.start <= start and end <= m.span.end]
        pieces.append(_piece(shown[start:end], end, over))
    return pieces


def _clipped(mark: Mark, length: int) -> Mark:
    start, end = (min(max(edge, 0), length) for edge in mark.span)
    return Mark(Span(start, end), mark.kind, mark.key, mark.badge, mark.colour)


def _piece(text: str, end: int, over: Sequence[Mark]) -> Piece:
    if not over:
        return Piece(text)
    classes = ["m"]
    for mark in over:
        classes.append(mark.kind)
        if mark.kind in {"figure", "name"} and not any(c.startswith("hue") for c in classes):
            classes.append(f"hue{mark.colour % COLOURS}")
    badge = " ".join(m.badge for m in over if m.badge and m.span.end == end)
    keys = " ".join(m.key for m in over)
    return Piece(text, " ".join(dict.fromkeys(classes)), keys, badge)
