"""Texts longer than a model was made for: cut into pieces at clause boundaries, and their translations put together.

No character is lost: the pieces of a text, one after the other, are the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from toolkit.fidelity.names.grammar import is_common
from toolkit.text.function_words import function_words
from toolkit.types import Hypothesis, Link, Span

MAX_WORDS: Final = 120
"""Longest input in words that the embedded model was trained on (its model card)."""
MAX_TOKENS: Final = 180
"""Longest input in tokens that its training data had."""

_CLAUSE: Final = 18
"""Longest clause in words of a second attempt: shorter than the pieces in which the first one takes long texts."""

_BOUNDARIES: Final = (
    re.compile(r"[.!?…;][»”\"')\]]*\s+|:\s+"),
    re.compile(r",\s+|\s+(?=[–—(«])|[)»]\s+|\s+(?=(?:et|mais|ou|car|donc|puis|tandis|alors|lorsque|qui|dont|où)\s)"),
    re.compile(r"\s+"),
)
"""Where to cut, best first: after a full stop, semicolon or colon; at a comma, dash, bracket or before a conjunction;
at a space."""
_CENTRAL: Final = 0.25
"""A cut lies at least this share of the text from its ends."""
_REACH: Final = 2000
"""Characters around the middle in which a boundary is looked for."""
_CHARACTERS_PER_TOKEN: Final = 12
"""Text with more characters a token than this does not exist; it spares counting the tokens of enormous texts."""
_ENDS: Final = (".", "!", "?", "…")


def split(text: str, count: Callable[[Sequence[str]], list[int]], tokens: int, words: int = MAX_WORDS) -> list[Span]:
    """Cut *text* into the fewest ranges, about, of at most *tokens* tokens and *words* words.

    *count* returns the number of tokens of each text it is given (``TranslationEngine.count_tokens``). A single
    character is never cut, even if it has more tokens.
    """
    pieces = _halve([Span(0, len(text))], text, lambda span: _is_long(span.of(text), tokens, words))
    while True:
        sizes = count([piece.of(text).strip() for piece in pieces])
        too_long = {piece for piece, size in zip(pieces, sizes, strict=True) if size > tokens}
        smaller = _halve(pieces, text, too_long.__contains__)
        if smaller == pieces:
            return pieces
        pieces = smaller


def clauses(text: str) -> list[Span]:
    """Cut *text* at clause boundaries, for a second attempt in shorter pieces; may return it whole."""
    words = max(6, min(len(text.split()) // 2 + 1, _CLAUSE))
    return _halve([Span(0, len(text))], text, lambda span: len(span.of(text).split()) > words)


def combine(text: str, pieces: Sequence[Span], translated: Sequence[Sequence[Hypothesis]]) -> list[Hypothesis]:
    """Put the hypotheses of the pieces of *text* together: the best of each, the second best of each, and so on.

    A piece with fewer hypotheses gives its last one again. Scores are averaged by length in words; alignments get the
    coordinates of *text* and of the joined translation, and are dropped when a piece has none. Returns no hypothesis
    when a piece has none.
    """
    if not all(translated):
        return []
    depth = max(len(nbest) for nbest in translated)
    return [_joined(text, pieces, [nbest[min(rank, len(nbest) - 1)] for nbest in translated]) for rank in range(depth)]


def _joined(text: str, pieces: Sequence[Span], parts: Sequence[Hypothesis]) -> Hypothesis:
    target = ""
    links: list[Link] = []
    weight = score = 0.0
    for at, (piece, part) in enumerate(zip(pieces, parts, strict=True)):
        source = piece.of(text)
        fitted = fit(source, part, first=at == 0, last=at == len(pieces) - 1)
        if target and fitted.text and (text[piece.start - 1].isspace() or source[:1].isspace()):
            target += " "
        indent = piece.start + len(source) - len(source.lstrip())
        links += [
            Link(link.source.shift(indent), link.target.shift(len(target)), link.weight)
            for link in fitted.alignment or ()
        ]
        target += fitted.text
        length = max(1, len(fitted.text.split()))
        weight, score = weight + length, score + part.score * length
    whole = all(part.alignment is not None for part in parts)
    return Hypothesis(target, score / weight, tuple(links) if whole else None, any(part.truncated for part in parts))


def fit(source: str, part: Hypothesis, *, first: bool, last: bool) -> Hypothesis:
    """Return the translation of a piece as part of a sentence.

    A model closes every input like a sentence and opens it with a capital: a full stop that the piece does not have is
    taken off inside the text, and a common word that opens a later piece loses its capital.
    """
    target, links = part.text, part.alignment
    if not last and target.endswith(".") and not target.endswith("..") and not _is_closed(source):
        target = target[:-1]
        links = links and tuple(link for link in links if link.target.end <= len(target))
    opening = re.match(r"[A-Z][a-z]*\b", target)
    if not first and opening and source.lstrip()[:1].islower():
        word = opening.group()
        if word != "I" and (
            word.lower() in function_words("en") or (is_common(word.lower(), "en") and word not in source)
        ):
            target = word.lower() + target[opening.end() :]
    return Hypothesis(target, part.score, links, part.truncated)


def _is_closed(source: str) -> bool:
    return source.rstrip().rstrip("»”\"')] ").endswith(_ENDS)


def _is_long(text: str, tokens: int, words: int) -> bool:
    return len(text) > tokens * _CHARACTERS_PER_TOKEN or len(text.split()) > words


def _halve(pieces: Sequence[Span], text: str, is_long: Callable[[Span], bool]) -> list[Span]:
    """Cut every piece that is too long in two, again and again."""
    done: list[Span] = []
    waiting = list(reversed(pieces))
    while waiting:
        piece = waiting.pop()
        cut = _cut(text, piece) if is_long(piece) else None
        if cut is None:
            done.append(piece)
        else:
            waiting += [Span(cut, piece.end), Span(piece.start, cut)]
    return done


def _cut(text: str, piece: Span) -> int | None:
    """Return the best place to cut a range in two, None when nothing of it can be cut."""
    body = Span(piece.start + _blank(text, piece), piece.end)
    length = body.end - body.start
    middle = body.start + length // 2
    for boundary in _BOUNDARIES:
        window = min(int(length * (0.5 - _CENTRAL)), _REACH) if boundary is not _BOUNDARIES[-1] else _REACH
        left, right = max(body.start + 1, middle - window), min(body.end - 1, middle + window)
        found = [match.end() for match in boundary.finditer(text, left, right)]
        if found:
            return min(found, key=lambda at: abs(at - middle))
    return middle if length > 1 else None


def _blank(text: str, piece: Span) -> int:
    source = piece.of(text)
    return len(source) - len(source.lstrip())
