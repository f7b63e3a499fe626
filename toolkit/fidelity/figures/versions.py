"""Numbers that are counted part by part: version 1.10 comes after 1.9, and article 1.10 is not article 1.1."""

from __future__ import annotations

import re
from typing import Final

from toolkit.fidelity.figures.context import Context
from toolkit.fidelity.figures.words import word_set

_DOTTED: Final = re.compile(r"\d{1,4}\.\d{1,4}")
_NUMBERED: Final = word_set(
    """
    version versions release releases update updates build firmware révision revision article articles section sections
    clause clauses paragraphe paragraphes paragraph paragraphs chapitre chapitres chapter chapters §
    """
)
"""Words before a number whose parts are whole numbers of their own."""
_JOINING: Final = word_set("à to et and ou or de du d' from la le les the en puis then , - –")
_REACH: Final = 8
"""How many tokens before a number such a word is looked for, over other numbers: "de la version 1.9 à la 1.10"."""
_MARK: Final = "v"


def version_key(context: Context, index: int) -> str | None:
    """Return ``v1.10`` for the number token at *index* if its parts count on their own, or None."""
    if not _DOTTED.fullmatch(context.at(index).text):
        return None
    key = _MARK + context.at(index).text
    if context.word(index - 1) == _MARK and context.glued(index):
        return key
    at = index - 1
    while index - at <= _REACH and (context.at(at).kind == "n" or context.word(at) in _JOINING):
        at -= 1
    updated = (context.word(at - 2), context.word(at - 1), context.word(at)) == ("mise", "à", "jour")
    return key if updated or context.word(at) in _NUMBERED else None


def same_version(one: str | None, other: str | None) -> bool | None:
    """Tell whether two keys have equal parts, zeros at the end left out; None unless both are keys of versions."""
    if one is None or other is None or not (one.startswith(_MARK) and other.startswith(_MARK)):
        return None
    return _parts(one) == _parts(other)


def _parts(key: str) -> list[int]:
    parts = [int(part) for part in key.removeprefix(_MARK).split(".")]
    while parts and not parts[-1]:
        parts.pop()
    return parts
