"""How an article is cut up so that any length can be condensed: title, sections, parts within a limit.

Nothing is lost here: the parts of an article together hold every sentence of its body once, in order, whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from toolkit.summarizers.base import Article, Sentence
from toolkit.summarizers.cohesion import BODY, is_credit
from toolkit.summarizers.words import count

TITLE_WORDS: Final = 30
"""A first line longer than this is a paragraph, not a title."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Section:
    """The sentences under one heading."""

    heading: str
    """Empty for what stands before the first heading."""
    sentences: tuple[Sentence, ...]


def title_of(article: Article) -> Sentence | None:
    """Return the title: the first line when it is a heading, or one short unfinished sentence alone in its block."""
    rows = [s for s in article.sentences if not s.boilerplate and s.text.strip() and not is_credit(s.text.strip())]
    if not rows:
        return None
    first = rows[0]
    alone = len(rows) == 1 or rows[1].block != first.block
    short = 2 <= count(first.text) <= TITLE_WORDS  # noqa: PLR2004 - one word is a rubric
    unfinished = not re.search(r"[.!?…:][\"”»)\s]*$", first.text)
    is_title = first.kind == "heading" or (first.kind in BODY and alone and unfinished and len(rows) > 1)
    return first if is_title and short else None


def body(article: Article) -> list[Sentence]:
    """Return the sentences that are text to summarise: no title, headings, captions, table cells or furniture."""
    title = title_of(article)
    return [
        sentence
        for sentence in article.sentences
        if sentence is not title and sentence.kind in BODY and not sentence.boilerplate and sentence.text.strip()
    ]


def sections(article: Article) -> list[Section]:
    """Return the body cut at its headings, in order; sections without a sentence are left out."""
    title = title_of(article)
    wanted = {sentence.index for sentence in body(article)}
    found: list[tuple[str, list[Sentence]]] = [("", [])]
    for sentence in article.sentences:
        heading = sentence.kind == "heading" and not sentence.boilerplate and not is_credit(sentence.text.strip())
        if heading and sentence is not title:
            found.append((sentence.text.strip(), []))
        elif sentence.index in wanted:
            found[-1][1].append(sentence)
    return [Section(heading, tuple(rows)) for heading, rows in found if rows]


def pack(groups: Sequence[Sequence[Item]], size: Callable[[Item], int], limit: int) -> list[list[Item]]:
    """Return the items in parts of at most *limit*, in order; a part ends at the end of a group where that can be.

    A group that fits is never cut; small neighbours share a part. An item larger than *limit* is a part of its own,
    for the caller to cut or record. Takes linear time.
    """
    parts: list[list[Item]] = []
    room = 0
    for group in groups:
        whole = sum(map(size, group))
        fresh = whole > room
        for item in group:
            needed = size(item)
            if fresh or needed > room or not parts:
                parts.append([])
                room = limit
                fresh = False
            parts[-1].append(item)
            room -= needed
    return [part for part in parts if part]


def clauses(text: str, size: Callable[[str], int], limit: int) -> list[str]:
    """Return *text* in pieces of at most *limit*, cut after ``;``, ``:``, ``,`` or dashes, else between words.

    Joined with one space the pieces have every word of the text. A word larger than *limit* is cut in characters.
    """
    for pattern in (r"(?<=[;:])\s+", r"(?<=[,–—])\s+", r"\s+"):
        if size(text) <= limit:
            return [text]
        pieces = re.split(pattern, text)
        if len(pieces) > 1:
            return [part for piece in _merged(pieces, size, limit) for part in clauses(piece, size, limit)]
    if size(text) <= limit or len(text) <= 1:
        return [text]
    middle = len(text) // 2
    return [*clauses(text[:middle], size, limit), *clauses(text[middle:], size, limit)]


def _merged(pieces: Sequence[str], size: Callable[[str], int], limit: int) -> list[str]:
    merged: list[str] = []
    for piece in pieces:
        # Counted joined: tokens and characters of a text are not the sum of its pieces'.
        if merged and size(f"{merged[-1]} {piece}") <= limit:
            merged[-1] += f" {piece}"
        else:
            merged.append(piece)
    return merged
