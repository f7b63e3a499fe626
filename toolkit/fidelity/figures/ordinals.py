"""Ordinals: "2e", "XXIe siècle", "vingt et unième", "21st", "twenty-first".

The key of a century is ``C21``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.context import Context, Step
from toolkit.fidelity.figures.numerals import spelled
from toolkit.fidelity.figures.records import ONE, Level
from toolkit.fidelity.figures.words import (
    EN_ORDINAL_SUFFIXES,
    EN_ORDINALS,
    FR_ORDINAL_SUFFIXES,
    FR_ORDINALS,
    MONTHS,
    roman,
)

_EN_TENS: Final = frozenset({20, 30, 40, 50, 60, 70, 80, 90})
_WEAK: Final = frozenset(
    {"premier", "première", "premiers", "premières", "first", "second", "seconde", "seconds", "secondes"}
)
_CENTURY: Final = frozenset({"siècle", "siècles", "siecle", "century", "centuries"})


def ordinal_at(context: Context, index: int) -> Step | None:
    """Read "2e", "1er", "XXIe siècle", "vingt et unième", "21st", "twenty-first"."""
    token = context.at(index)
    found = None
    if token.kind == "n":
        suffixes = FR_ORDINAL_SUFFIXES if context.language == "fr" else EN_ORDINAL_SUFFIXES
        at = index + 1
        stoppage = _stoppage(context, index)
        if stoppage is not None:
            return stoppage
        if token.text.isdecimal() and context.word(at) in suffixes and context.glued(at):
            if token.text == "1" and context.word(at) == "er" and _is_king(context, index):
                return [context.reading(index, at + 1, ONE, kind="ordinal", level=Level.SILENT)], at + 1
            found = int(token.text), at + 1
        elif context.language == "en" and context.word(at) in suffixes and context.glued(at):
            found = int(token.text.replace(",", "").split(".")[0]), at + 1
    elif context.language == "fr":
        found = _roman(context, index) or _french_ordinal(context, index)
    else:
        found = _english_ordinal(context, index)
    if found is None:
        return None
    number, last = found
    century = context.over_hyphen(last)
    if context.word(century) in _CENTURY:
        return [context.reading(index, century + 1, Decimal(number), kind="ordinal", key=f"C{number}")], century + 1
    if context.word(index - 2) in {"tournant", "charnière"} and context.word(last) == "et":
        # "au tournant des XIXe et XXe siècles" is "at the turn of the twentieth century"
        return [context.reading(index, last, Decimal(number), kind="ordinal", level=Level.WEAK)], last
    weak = token.norm in _WEAK or token.norm.endswith(("ment", "ly")) or _has_own_word(context, last)
    level = Level.WEAK if weak else Level.STRONG
    return [context.reading(index, last, Decimal(number), kind="ordinal", level=level)], last


_HALVES: Final = frozenset({"45", "90", "105", "120"})
"""Minutes at which football adds time (IFAB, Laws of the Game, law 7)."""


def _stoppage(context: Context, index: int) -> Step | None:
    """Read "90e+4" and "90+4" as the 94th minute, or the fourth of the time added."""
    at = index + 1
    if context.word(at) in {"e", "ᵉ", "ème", "th", "'", "’", "′"} and context.glued(at):
        at += 1
    half, added = context.at(index), context.at(at + 1)
    if half.text not in _HALVES or context.word(at) != "+" or not context.glued(at) or not added.text.isdecimal():
        return None
    last = at + 2
    minute = Decimal(half.text) + Decimal(added.text)
    extra = context.figure(index, last, Decimal(added.text), kind="ordinal")
    key = f"{half.text}+{added.text}"
    return [context.reading(index, last, minute, kind="ordinal", key=key, others=(extra,))], last


def _has_own_word(context: Context, after: int) -> bool:
    """Tell ordinals of things that English has a word for: "troisième ligne" (back row), "quatrième de couverture"."""
    return context.word(after) in {"ligne", "lignes"} or (context.word(after), context.word(after + 1)) == (
        "de", "couverture",
    )  # fmt: skip


def _is_king(context: Context, index: int) -> bool:
    """Tell "François 1er", a name, from "Article 1er" and "Le 1er mai"."""
    before, after = context.at(index - 1), context.at(index + 2)
    if len(before.text) < 5 or not before.text[0].isupper() or before.text.isupper():  # noqa: PLR2004
        return False
    return before.norm not in {"article", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
        "alinéa", "chapitre", "titre", "depuis"} and after.norm not in MONTHS["fr"]  # fmt: skip


def _roman(context: Context, index: int) -> tuple[int, int] | None:
    """Read "XXIe", "IIIème", "Ier"; a regnal "Ier" after a name is part of the name."""
    token = context.at(index)
    if token.kind != "w" or token.text[0] not in "IVX":
        return None
    for suffix in ("ème", "eme", "er", "re", "e", "ᵉ"):
        if token.text.endswith(suffix):
            number = roman(token.text.removesuffix(suffix)) if token.text.removesuffix(suffix).isupper() else None
            if number is None:
                continue
            if suffix in {"er", "re"} and context.at(index - 1).text[:1].isupper():
                return None
            return number, index + 1
    if token.text.isupper() and context.word(index + 1) in _CENTURY:
        number = roman(token.text)
        return (number, index + 1) if number else None
    return None


def _french_ordinal(context: Context, index: int) -> tuple[int, int] | None:  # noqa: PLR0911  one line for each form
    token = context.at(index)
    simple = FR_ORDINALS.get(token.norm)
    if simple is not None:
        return simple, index + 1
    found = spelled(context.tokens, index, "fr")
    if found is None:
        return None
    value, last = found
    at = context.over_hyphen(last)
    at = at + 1 if context.word(at) == "et" else at
    at = context.over_hyphen(at)
    ending = FR_ORDINALS.get(context.word(at))
    if ending is None or context.word(at) in {
        "premier",
        "première",
        "premiers",
        "premières",
        "second",
        "seconde",
        "secondes",
    }:
        return None
    if ending in {100, 1000, 1000000, 10**9}:
        return int(value * ending), at + 1
    if value == 4 and ending == 20:  # noqa: PLR2004  quatre-vingtième
        return 80, at + 1
    base = int(value)
    if base % 10 == 0 and ending < 20 and (at > last or base % 100 == 0):  # noqa: PLR2004
        return base + ending, at + 1
    return None


def _english_ordinal(context: Context, index: int) -> tuple[int, int] | None:  # noqa: PLR0911  one line for each form
    token = context.at(index)
    simple = EN_ORDINALS.get(token.norm)
    if simple is not None:
        if token.norm == "second" and context.word(index - 1) in {"per", "every", "each", "/"}:
            return None
        return simple, index + 1
    found = spelled(context.tokens, index, "en")
    if found is None:
        return None
    value, last = found
    at = context.over_hyphen(last)
    if context.word(at) == "and":
        at += 1
    ending = EN_ORDINALS.get(context.word(at))
    if ending is None:
        return None
    base = int(value)
    if ending in {100, 1000, 1000000}:
        return base * ending, at + 1
    if base in _EN_TENS or (base % 100 in _EN_TENS) or (base % 100 == 0 and base > 0):
        return base + ending, at + 1
    return None
