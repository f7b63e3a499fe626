"""Numbers written in words, French and English.

The grammar is that of the reference grammars: Grevisse, *Le Bon Usage* §§ 595-602 (with the 1990 spelling that puts
hyphens everywhere, and septante, huitante, octante, nonante), and Huddleston & Pullum, *Cambridge Grammar* ch. 5.

Why this is not left to text2num (3.1.0, ``alpha2digit(..., threshold=0)``): it rewrites the text without saying where
a number stood, and of the figures in words of the labelled cases (tests/cases) it gives the value of 194 in 327 French
and 192 in 329 English ones. Bare cardinals are all right; "une vingtaine", "deux tiers", "un demi-milliard", "two
dozen", "one in three" and "doubled" are not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.records import Token

_THOUSAND: Final = 1000
_HUNDRED: Final = 100

FR_UNITS: Final = {
    "zéro": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
    "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
}  # fmt: skip
FR_TENS: Final = {
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "huitante": 80,
    "octante": 80, "nonante": 90,
}  # fmt: skip
EN_UNITS: Final = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
EN_TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip

_FR_LARGE: Final = {
    "mille": 3, "mil": 3, "millier": 3, "million": 6, "milliard": 9, "billion": 12, "billiard": 15, "trillion": 18,
}  # fmt: skip
_EN_LARGE: Final = {
    "thousand": 3, "lakh": 5, "million": 6, "crore": 7, "billion": 9, "trillion": 12, "quadrillion": 15,
    "quintillion": 18, "milliard": 9,
}  # fmt: skip
SCALES: Final[dict[str, dict[str, Decimal]]] = {
    language: {
        word + plural: Decimal(10) ** power
        for word, power in table.items()
        for plural in ("", "s")
        if not (plural and word in {"mille", "mil"})
    }
    for language, table in (("fr", _FR_LARGE), ("en", _EN_LARGE))
}
"""Scale words. French uses the long scale (décret n° 61-501 of 1961), English the short one."""

COLLECTIVES: Final[dict[str, int]] = {
    "huitaine": 8, "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
    "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000,
}  # fmt: skip
"""French nouns for "about so many"."""


_STARTERS: Final = {
    "fr": frozenset({*FR_UNITS, *FR_TENS, "cent", "cents", "mille", "mil", "-"}),
    "en": frozenset({*EN_UNITS, *EN_TENS, "hundred", "thousand", "a", "an", "-"}),
}


_EN_ROUND: Final = frozenset({"hundred", "thousand", "million", "billion", "trillion"})
_STRESSING: Final = frozenset({"good", "full", "whole", "cool", "round", "mere", "further", "record", "staggering"})
"""Adjectives inside a number: "a good thousand", "a cool million"."""


class _Cursor:
    """Reads the words of one number from left to right, over hyphens."""

    def __init__(self, tokens: Sequence[Token], index: int) -> None:
        self.tokens = tokens
        self.index = index
        self.size = len(tokens)

    def word(self, ahead: int = 0) -> str:
        """Return the next word; a hyphen between two words that touch it counts as a space."""
        at = self.index + ahead
        if at >= self.size:
            return ""
        token = self.tokens[at]
        if token.kind == "w":
            return token.norm
        at = self._skip(at)
        return self.tokens[at].norm if self.tokens[at].kind == "w" else ""

    def after(self) -> str:
        """Return the word after the next one."""
        at = self._skip(self.index) + 1
        at = self._skip(at)
        return self.tokens[at].norm if at < len(self.tokens) else ""

    def take(self) -> None:
        self.index = self._skip(self.index) + 1

    def _skip(self, at: int) -> int:
        tokens = self.tokens
        if (
            0 < at < self.size - 1
            and tokens[at].text in {"-", "‑"}
            and tokens[at].start == tokens[at - 1].end
            and tokens[at + 1].start == tokens[at].end
        ):
            return at + 1
        return at


def _french_below_hundred(cursor: _Cursor) -> int | None:
    word = cursor.word()
    if word == "quatre" and cursor.after() in {"vingt", "vingts"}:
        cursor.take()
        cursor.take()
        return 80 + _french_rest(cursor, 19)
    if word in FR_TENS:
        cursor.take()
        return FR_TENS[word] + _french_rest(cursor, 19 if word == "soixante" else 9)
    if word in FR_UNITS:
        cursor.take()
        if word == "dix" and cursor.word() in {"sept", "huit", "neuf"}:
            value = 10 + FR_UNITS[cursor.word()]
            cursor.take()
            return value
        return FR_UNITS[word]
    return None


def _french_rest(cursor: _Cursor, most: int) -> int:
    """Read what follows a ten: "et un", "et onze", "-deux", "-dix-sept"."""
    start = cursor.index
    if cursor.word() == "et":
        if cursor.after() not in {"un", "une", "onze"}:
            return 0
        cursor.take()
    word = cursor.word()
    if word in FR_UNITS and word != "zéro":
        value = _french_below_hundred(cursor)
        if value is not None and value <= most:
            return value
    cursor.index = start
    return 0


def _french_group(cursor: _Cursor) -> int | None:
    """Read a number below one thousand, or "dix-neuf cent" as it is said in years."""
    start = cursor.index
    value = 1
    if cursor.word() not in {"cent", "cents"}:
        below = _french_below_hundred(cursor)
        if below is None or cursor.word() not in {"cent", "cents"}:
            return below
        value = below
        if not 1 < value < 20:  # noqa: PLR2004  "deux cent" to "dix-neuf cent"
            return value
    cursor.take()
    if cursor.tokens[cursor.index - 1].norm == "cent" and start == cursor.index - 1 and cursor.word() == "pour":
        return _HUNDRED
    rest = _french_below_hundred(cursor) if cursor.word() not in {"zéro", ""} else None
    return value * _HUNDRED + (rest or 0)


def _english_below_hundred(cursor: _Cursor) -> int | None:
    word = cursor.word()
    if word in EN_TENS:
        cursor.take()
        unit = EN_UNITS.get(cursor.word(), 0)
        if 0 < unit < 10:  # noqa: PLR2004  "twenty-one" to "ninety-nine"
            cursor.take()
            return EN_TENS[word] + unit
        return EN_TENS[word]
    if word in EN_UNITS:
        cursor.take()
        return EN_UNITS[word]
    return None


def _english_group(cursor: _Cursor) -> int | None:
    """Read a number below one thousand, "twelve hundred", or a year said in two halves ("nineteen eighty-four")."""
    value: int | None = 1
    if cursor.word() in {"a", "an"}:
        if cursor.after() in _STRESSING and cursor.word(2) in _EN_ROUND:
            cursor.take()
        elif cursor.after() not in _EN_ROUND:
            return None
        cursor.take()
    elif cursor.word() != "hundred":
        value = _english_below_hundred(cursor)
        if value is None:
            return None
        if 17 <= value <= 20 and cursor.word() in EN_TENS:  # noqa: PLR2004  seventeen to twenty open a year
            return value * _HUNDRED + (_english_below_hundred(cursor) or 0)
    if value is not None and cursor.word() == "hundred":
        cursor.take()
        return value * _HUNDRED + _english_rest(cursor)
    return value


def _english_rest(cursor: _Cursor) -> int:
    """Read "and fifty" or "fifty" after a hundred or a thousand, unless it opens a number of its own."""
    start = cursor.index
    if cursor.word() == "and":
        cursor.take()
    rest = _english_below_hundred(cursor)
    if rest is None or cursor.word() == "hundred":
        cursor.index = start
        return 0
    return rest


def spelled(tokens: Sequence[Token], index: int, language: str) -> tuple[Decimal, int] | None:
    """Read the cardinal in words that starts at *index*: its value and the index after it, or None.

    "mille" and "thousand" inside a number are read here; a final million, milliard … is left to the caller, so that it
    can serve as the scale of the figure. "un", "une" and "one" alone are read; the caller decides what they are.
    """
    if index >= len(tokens) or tokens[index].norm not in _STARTERS[language]:
        return None
    cursor = _Cursor(tokens, index)
    group, thousand = (_french_group, {"mille", "mil"}) if language == "fr" else (_english_group, {"thousand"})
    value: int | None = 1 if cursor.word() in thousand and language == "fr" else group(cursor)
    if value is None:
        return None
    if cursor.word() in thousand and not (language == "fr" and value == 1 and tokens[index].norm in {"un", "une"}):
        cursor.take()
        value *= _THOUSAND
        start = cursor.index
        if language == "fr":
            rest = _french_group(cursor) if cursor.word() != "zéro" else None
        elif cursor.word() == "and":
            rest = _english_rest(cursor)
        else:
            rest = _english_group(cursor) if cursor.word() not in {"a", "an"} else None
        if rest is None or cursor.word() in thousand:
            cursor.index = start
            rest = 0
        value += rest
    return Decimal(value), cursor.index
