"""Sentences with exact positions, and the way back from sentences to the document.

After the marks of Latin script (. ! ? …) the rules of ``boundaries`` decide; the library sentencex gives the boundaries
at the full stops of other scripts and at blank lines.
Of the texts in tests/cases/segmentation.jsonl the library alone gets two thirds right, see test_text_segment.py.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from toolkit.text.boundaries import opens_sentence, proposals
from toolkit.types import Block, Document, Segment, Span

_MASKED: Final = {ord(char): " " for char in '«»“”„‟‘’"()[]{}‹›\n\r\t\x00'} | dict.fromkeys(
    range(0xD800, 0xE000), "\ufffd"
)
"""sentencex keeps quoted and bracketed text whole, whatever its length; without the marks it splits inside."""
_OTHER_STOPS: Final = "。！？．।॥؟۔።။៖៕᙮᠃꓿"
_MARKER: Final = re.compile(r"\s*(?:[-–—•●▪■◦‣·*✓✔➤►→]|\(?\d{1,2}[.)]|\(?[a-z]\))[ \t\u00a0\u202f]+(?=\S)")
"""Bullet, dialogue dash or list number at the start of a block."""
LONGEST: Final = 4000
"""Characters of the longest segment. Sentences of the press stay below 1,500; what is longer is text without any stops,
such as data and lists, and is cut so that its cost stays in proportion to its length."""
_GOOD_CUTS: Final = (re.compile(r"[.!?…;:][»”\"')\]]{0,3}\s"), re.compile(r",\s"), re.compile(r"\s"))
"""Where an endless text is cut, best first."""
_BLANK: Final = re.compile(r"\s+")
_LINE_BREAKS: Final = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def segment(document: Document) -> list[Segment]:
    """Cut each block of *document* into sentences; see `each_segment`."""
    return list(each_segment(document))


def each_segment(document: Document) -> Iterator[Segment]:
    """Yield the sentences of each block of *document*, one block after the other.

    ``document.text[s.start:s.end] == s.text`` holds for every segment. Spaces around sentences and list markers at the
    start of a block are layout and belong to no segment. A blank block has no segments; a block of symbols is one.
    """
    index = 0
    for block in document.blocks:
        text = document.text[block.start : block.end]
        language = block.language or document.language
        for span in sentences(text, language):
            yield _segment(index, block, span, text, language)
            index += 1


def sentences(text: str, language: str) -> list[Span]:
    """Return the ranges of the sentences of one block of text, without the spaces around them.

    *language* is an ISO 639-1 code; sentencex falls back to general rules for those it does not know.
    """
    marker = _MARKER.match(text)
    first = marker.end() if marker else 0
    starts = [first, *_cuts(text, first, language)]
    spans = (_trimmed(text, a, b) for a, b in zip(starts, [*starts[1:], len(text)], strict=True))
    return [piece for span in spans if span.end > span.start for piece in _bounded(text, span)]


def layout(document: Document, segments: Sequence[Segment]) -> list[str | Segment]:
    """Return the document as the segments, in order, and the characters between them (never empty strings)."""
    parts: list[str | Segment] = []
    at = 0
    for piece in segments:
        if piece.start > at:
            parts.append(document.text[at : piece.start])
        parts.append(piece)
        at = piece.end
    if at < len(document.text):
        parts.append(document.text[at:])
    return parts


def join(document: Document, segments: Sequence[Segment], targets: Mapping[int, str]) -> str:
    """Return the document's text with each segment replaced by ``targets[segment.index]``.

    Segments without a target stay as they are. Everything between segments is kept character for character, and a line
    break inside a new text becomes a space, so that the result has the line structure of the document.
    """
    return "".join(part if isinstance(part, str) else _target(part, targets) for part in layout(document, segments))


def _target(piece: Segment, targets: Mapping[int, str]) -> str:
    target = targets.get(piece.index, piece.text)
    return target if target == piece.text else _LINE_BREAKS.sub(" ", target)


def _segment(index: int, block: Block, span: Span, text: str, language: str) -> Segment:
    return Segment(
        index=index,
        block=block.index,
        start=block.start + span.start,
        end=block.start + span.end,
        text=span.of(text),
        language=language,
        boilerplate=block.boilerplate,
    )


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    return Span(left, max(left, start + len(piece.rstrip())))


def _bounded(text: str, span: Span) -> Iterator[Span]:
    """Cut a range that is longer than `LONGEST` into shorter ones, without the spaces around them."""
    start, end = span
    while end - start > LONGEST:
        cut = _cut_before(text, start + LONGEST // 2, start + LONGEST)
        piece = _trimmed(text, start, cut)
        if piece.end > piece.start:
            yield piece
        blank = _BLANK.match(text, cut, end)
        start = blank.end() if blank else cut
    yield Span(start, end)


def _cut_before(text: str, first: int, last: int) -> int:
    """Return the best place for a cut from *first* to *last*, the last one of its kind."""
    for good in _GOOD_CUTS:
        found = [match.end() for match in good.finditer(text, first, last)]
        if found:
            return found[-1]
    # No space at all: anywhere, but not before an accent that belongs to the letter before it.
    return next((at for at in range(last, first, -1) if not unicodedata.combining(text[at])), last)


def _cuts(text: str, first: int, language: str) -> list[int]:
    """Return where new sentences begin, in order."""
    lowercase_opens = text.islower()
    latin = {proposal.next: proposal for proposal in proposals(text)}
    found = {
        at
        for at, proposal in latin.items()
        if proposal.end > first and opens_sentence(text, proposal, lowercase_opens=lowercase_opens)
    }
    found |= {at for at in _library(text, language) if at > first and at not in latin and _ends_elsewhere(text, at)}
    return sorted(found)


def _library(text: str, language: str) -> Iterator[int]:
    """Yield the boundaries sentencex finds."""
    from sentencex import get_sentence_boundaries

    for boundary in get_sentence_boundaries(language, text.translate(_MASKED)):
        yield boundary["start_index"]


def _ends_elsewhere(text: str, at: int) -> bool:
    """Tell whether a blank line or the full stop of another script stands before *at*; Latin marks have their rules."""
    end = at
    while end and text[end - 1].isspace():
        end -= 1
    if end == 0 or at == len(text):
        return False
    return text.count("\n", end, at) > 1 or text[end - 1] in _OTHER_STOPS
