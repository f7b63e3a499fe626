"""Web-page furniture that scraping leaves in articles: comment forms, share buttons, links, cookie and other notices.

A block is furniture only as a whole: every pattern has to match all of it. A sentence of the article that uses the same
words ("Il refuse de partager cet article.") is none. Credits ("Source : CNBC", "Par Jean Dupont") say whose work the
article is and are never furniture.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Final

from toolkit.text.furniture import FURNITURE
from toolkit.text.normalise import normalise
from toolkit.types import Block, Document

_LONGEST: Final = 600
"""Characters of the longest furniture; cookie notices are the long ones."""
_LONGEST_TITLE: Final = 180
"""Characters of the longest linked headline."""

_TO_NEIGHBOUR: Final = re.compile(
    r"(?:articles?|posts?|billets?|publications?) (?:précédente?|suivante?)|(?:previous|next) (?:article|post|story)"
)
"""Labels of a link; the block after them is the headline it leads to."""
_EDGES: Final = " \t:;,.!?…*>›»«‹<←→↑↓▶►•·|+–—-✓✔×\u2709\u2b07\u27a1\u25b8\u25ba"
_ENDS_SENTENCE: Final = re.compile(r"[.!…]['\"”»]?$")


def mark(document: Document) -> Document:
    """Return *document* with ``boilerplate`` set on the blocks that are web-page furniture, and cleared on the rest."""
    texts = (document.text[block.start : min(block.end, block.start + _LONGEST + 1)] for block in document.blocks)
    blocks = (_marked(block, flag) for block, flag in zip(document.blocks, _flags(texts), strict=True))
    return replace(document, blocks=tuple(blocks))


def is_furniture(text: str) -> bool:
    """Tell whether *text*, a whole block, is web-page furniture in French or English."""
    return _matches(_key(text))


def _flags(texts: Iterable[str]) -> Iterator[bool]:
    after_label = False
    for text in texts:
        if not text.strip():
            yield False
            continue
        key = _key(text)
        furniture = _matches(key) or (after_label and _is_title(text))
        after_label = _TO_NEIGHBOUR.fullmatch(key) is not None
        yield furniture


def _marked(block: Block, flag: bool) -> Block:
    return block if block.boilerplate == flag else replace(block, boilerplate=flag)


def _key(text: str) -> str:
    """Return the words of a block without case and without the arrows, bullets and stops around them."""
    return "" if len(text) > _LONGEST else normalise(text).text.strip(_EDGES).lower()


def _matches(key: str) -> bool:
    return bool(key) and _pattern().fullmatch(key) is not None


def _is_title(text: str) -> bool:
    """Tell whether a block is a linked headline rather than a paragraph: short, and no sentence with a full stop."""
    title = text.strip()
    return len(title) <= _LONGEST_TITLE and not _ENDS_SENTENCE.search(title)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in FURNITURE))
