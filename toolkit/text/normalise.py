"""The form of text that engines and the translation memory see, with a way back to the original characters.

The rules are those the embedded model was trained with (its card, "Input"): NFC, plain spaces, straight apostrophes,
nothing invisible; quotation marks stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from toolkit.types import Span

_APOSTROPHES: Final = "\u2018\u2019\u201b\u02bc\uff07"
_REPLACEMENT: Final = "\ufffd"
_ASSIGNED: Final = (range(0x20000), range(0xE0000, 0xE1000))
"""Where Unicode has formatting characters and spaces; the planes between hold ideographs only."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """Text in normal form, each of its characters tied to the original characters it stands for."""

    text: str
    offsets: tuple[Span, ...] | None
    """Original range of each character of *text*, in order, not overlapping; None: character *i* is original *i*."""

    def to_original(self, span: Span) -> Span:
        """Return the smallest original range that holds the characters of *span*.

        An empty span gives the empty range where its next character begins (at the end: where the last one ends).
        """
        if self.offsets is None or not self.offsets:
            return span if self.offsets is None else Span(0, 0)
        if span.start >= len(self.offsets):
            return Span(self.offsets[-1].end, self.offsets[-1].end)
        start = self.offsets[span.start].start
        return Span(start, self.offsets[span.end - 1].end if span.end > span.start else start)


def normalise(text: str) -> Normalised:
    """Return *text* in the form engines were trained on.

    Unicode NFC; every kind of space becomes a plain one and runs of spaces one space, none at the ends; typographic
    apostrophes become straight; soft hyphens, zero-width, control and formatting characters vanish; a lone surrogate
    becomes U+FFFD. The result can always be encoded. Normalising again changes nothing.
    """
    if not _reshapes().search(text):
        plain = text.translate(_same_length())
        if unicodedata.is_normalized("NFC", plain):
            return Normalised(plain, None)
    return _with_offsets(text)


def _with_offsets(text: str) -> Normalised:
    visible, spans = _visible(text)
    composed: list[str] = []
    origins: list[Span] = []
    for start, end, cluster in _clusters(visible):
        composed.append(cluster)
        if len(cluster) == end - start:
            origins += spans[start:end]
        else:
            origins += _share(spans[start].start, spans[end - 1].end, len(cluster))
    return Normalised("".join(composed), tuple(origins))


def _visible(text: str) -> tuple[str, list[Span]]:
    """Drop what is invisible, collapse and trim spaces; return the text and the original range of each character."""
    kept: list[str] = []
    spans: list[Span] = []
    table, invisible = _same_length(), _invisible()
    for at, char in enumerate(text):
        if char in invisible:
            continue
        if not char.isspace():
            kept.append(char.translate(table))
            spans.append(Span(at, at + 1))
        elif kept and kept[-1] == " ":
            spans[-1] = Span(spans[-1].start, at + 1)
        elif kept:
            kept.append(" ")
            spans.append(Span(at, at + 1))
    if kept and kept[-1] == " ":
        kept.pop()
        spans.pop()
    return "".join(kept), spans


def _clusters(text: str) -> Iterator[tuple[int, int, str]]:
    """Cut *text* where composition cannot reach across; yield start, end and the composed characters."""
    if unicodedata.is_normalized("NFC", text):
        yield 0, len(text), text
        return
    # Below U+0300 every character is a starter that composes with nothing before it (Unicode Annex 15).
    for match in re.finditer(r".[^\x00-\u02ff]*", text, re.DOTALL):
        yield from _compose(match.group(), match.start())


def _compose(run: str, offset: int) -> Iterator[tuple[int, int, str]]:
    """Compose one ordinary character and the extraordinary ones after it."""
    if len(run) == 1 or unicodedata.is_normalized("NFC", run):
        yield offset, offset + len(run), unicodedata.normalize("NFC", run)
        return
    parts: list[tuple[int, int, str]] = []
    start = 0
    for at in range(1, len(run)):
        if unicodedata.combining(run[at]) == 0 and not _joins(run[start:at], run[at]):
            parts.append((offset + start, offset + at, unicodedata.normalize("NFC", run[start:at])))
            start = at
    parts.append((offset + start, offset + len(run), unicodedata.normalize("NFC", run[start:])))
    whole = unicodedata.normalize("NFC", run)
    if "".join(part for _, _, part in parts) == whole:
        yield from parts
    else:
        yield offset, offset + len(run), whole


def _joins(before: str, char: str) -> bool:
    nfc = unicodedata.normalize
    return nfc("NFC", before + char) != nfc("NFC", before) + nfc("NFC", char)


def _share(start: int, end: int, count: int) -> list[Span]:
    """Tie *count* characters to one original range: the first carries all of it, the rest its empty end."""
    return [Span(start, end), *(Span(end, end) for _ in range(count - 1))]


@cache
def _invisible() -> frozenset[str]:
    """Characters without width or shape: controls, formats (soft hyphen, zero-width, bidi), variation selectors."""
    return frozenset(
        char
        for plane in _ASSIGNED
        for char in map(chr, plane)
        if (unicodedata.category(char) in ("Cc", "Cf") and not char.isspace()) or "\ufe00" <= char <= "\ufe0f"
    )


@cache
def _same_length() -> dict[int, str]:
    """Return the replacements of one character by one character."""
    table = dict.fromkeys(map(ord, _APOSTROPHES), "'")
    table |= {code: " " for code in _ASSIGNED[0] if chr(code).isspace()}
    return table | dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT)


@cache
def _reshapes() -> re.Pattern[str]:
    """Match where normal form has fewer characters: something invisible, runs of spaces, spaces at the ends."""
    invisible = re.escape("".join(sorted(_invisible())))
    return re.compile(rf"[{invisible}]|\s\s|^\s|\s\Z")
