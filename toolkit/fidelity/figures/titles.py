"""Number words inside names: "the Six-Day War", "la guerre de Cent Ans", "the Ninth Symphony"."""

from __future__ import annotations

from typing import Final

from toolkit.fidelity.figures.context import HYPHENS, Context, Step
from toolkit.fidelity.figures.records import Level
from toolkit.fidelity.figures.words import MONTHS, word_set

_ARTICLES: Final = word_set("the le la les l' du des de d' aux au à of")
_NO_TITLES: Final = frozenset({"date", "time", "money", "percent", "identifier"})


def in_title(context: Context, index: int, step: Step) -> bool:
    """Tell a number word with a capital inside a sentence and a capitalised noun after it, which is part of a name."""
    token, before = context.tokens[index], context.at(index - 1)
    if token.kind != "w" or not token.text[0].isupper() or not token.text[1:].islower():
        return False
    joined = before.text in HYPHENS and context.glued(index) and context.glued(index - 1)
    if joined and context.at(index - 2).text[:1].isupper() and context.at(index - 2).kind == "w":
        return True  # "Pont-Neuf"
    if before.kind != "w" or not (before.norm in _ARTICLES or before.text.islower()):
        return False
    if any(reading.figure.kind in _NO_TITLES for reading in step[0]):
        return False
    words = context.text[token.start : context.tokens[step[1] - 1].end].replace("-", " ").split()
    if len(words) > 1 and words[-1][0].isupper():
        return True
    noun = context.at(context.over_hyphen(step[1]))
    return noun.text[:1].isupper() and noun.norm not in MONTHS[context.language]


def weakened(step: Step) -> Step:
    """Return the same figures as ones that are compared but not missed: the name says whether it was kept."""
    return [reading._replace(level=max(reading.level, Level.WEAK)) for reading in step[0]], step[1]
