"""Rounds of a knockout tournament: "huitièmes de finale" is "round of 16", "demi-finale" is "semi-final".

The value is the number of matches of the round: 1/8 de finale has eight.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.context import Context, Step
from toolkit.fidelity.figures.records import Level
from toolkit.fidelity.figures.words import word_set

_FRENCH: Final = {
    "demi": 2, "demie": 2, "demies": 2, "demis": 2, "quart": 4, "quarts": 4, "huitième": 8, "huitièmes": 8,
    "seizième": 16, "seizièmes": 16, "trente": 32,
}  # fmt: skip
_ENGLISH: Final = {"semi": 2, "semis": 2, "half": 2, "quarter": 4, "quarters": 4, "eighth": 8, "sixteenth": 16}
_PLAYERS: Final = {
    "4": 4, "8": 8, "16": 16, "32": 32, "64": 64, "four": 4, "eight": 8, "sixteen": 16, "thirty": 32,
}  # fmt: skip
_FINAL: Final = frozenset({"finale", "finales", "final", "finals", "finalist", "finalists", "finaliste", "finalistes"})
_WHOLE: Final = {
    word + plural: matches
    for word, matches in (
        ("semifinal", 2), ("semifinalist", 2), ("quarterfinal", 4), ("quarterfinalist", 4),
    )
    for plural in ("", "s")
}  # fmt: skip
HEADS: Final = {
    "fr": frozenset({*_FRENCH}),
    "en": frozenset({*_ENGLISH, *_WHOLE, "round", "last"}),
}
"""Words that a round can begin with, but for digits."""
_DIGITS: Final = re.compile(r"[248]|16|32")


def round_at(context: Context, index: int) -> Step | None:
    """Read the name of a knockout round; it is weak: compared with another round, never reported alone."""
    word = context.word(index)
    if context.at(index).kind == "n" or word in HEADS[context.language]:
        found = _french(context, index, word) if context.language == "fr" else _english(context, index, word)
        if found is not None:
            matches, last = found
            reading = context.reading(
                index, last, Decimal(matches), kind="ordinal", key=f"R{matches}", level=Level.WEAK
            )
            return [reading], last
    return None


def _french(context: Context, index: int, word: str) -> tuple[int, int] | None:
    at, matches = index + 1, _FRENCH.get(word)
    if word == "trente":
        if context.word(at) not in {"-", "‑"} or not context.word(at + 1).startswith("deuxième"):
            return None
        at += 2
    elif matches is None and _DIGITS.fullmatch(word):
        matches = int(word)
        if context.word(at) not in {"e", "es", "ème", "èmes", "emes", "eme"} or not context.glued(at):
            return None
        at += 1
    elif word == "1" and context.word(at) == "/" and _DIGITS.fullmatch(context.word(at + 1)):
        matches, at = int(context.word(at + 1)), at + 2
    if matches is None:
        return None
    if matches == 2:  # noqa: PLR2004  "demi-finale"; "demi de finale" is not said
        at = context.over_hyphen(at)
        if context.word(at) == "de":
            return None
    elif context.word(at) in {"de", "-"}:
        at += 1
    else:
        return None
    return (matches, at + 1) if context.word(at) in _FINAL else None


def _english(context: Context, index: int, word: str) -> tuple[int, int] | None:  # noqa: PLR0911  one line for each form
    if word in _WHOLE:
        return _WHOLE[word], index + 1
    if word in {"round", "last"}:
        at = index + 2 if word == "round" else index + 1
        if word == "round" and context.word(index + 1) != "of":
            return None
        players = _PLAYERS.get(context.word(at))
        after = context.at(at + 1)
        if players is None or (word == "last" and after.kind == "w" and after.norm not in _AFTER_LAST):
            return None
        if word == "last" and context.word(index - 1) != "the":
            return None
        return players // 2, at + 1
    at = context.over_hyphen(index + 1)
    if word in _ENGLISH and context.word(at) in _FINAL:
        return _ENGLISH[word], at + 1
    return None


_AFTER_LAST: Final = word_set(
    """
    match matches tie ties game games clash berth place of in on at with after and by against for when where to stage
    """
)
