"""Words with their position, a folded form to compare by, and what stands before them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from toolkit.types import Span

_DOMAINS: Final = "com|fr|org|net|io|ai|gov|edu|eu|de|uk|co|info|tv|ca|be|ch|dev|app"
WORD: Final = re.compile(
    rf"(?:https?://|www\.)[^\s<>\"»]{{1,300}}(?<![.,;:!?)\]])"
    rf"|(?<![\w.])[\w+-]{{1,64}}(?:\.[\w+-]{{1,64}}){{0,4}}@[\w-]{{1,64}}(?:\.[\w-]{{1,64}}){{1,4}}"
    rf"|[@#]\w{{2,64}}"
    rf"|(?<![\w.])[\w-]{{1,64}}(?:\.[\w-]{{1,64}}){{0,3}}\.(?:{_DOMAINS})\b(?!\.\w)"
    r"|(?<![\w.])(?:[^\W\d_]\.){1,7}[^\W\d_](?!\w)\.?"
    r"|\d+(?:[.,]\d+)+(?![^\W_])"
    r"|[^\W_]+"
)
"""Addresses, domains, dotted acronyms (``U.S.``), decimal numbers, else runs of letters and digits. Repetitions that
could backtrack are bounded."""

_SPLIT: Final = re.compile(f"({WORD.pattern})")
_PLAIN: Final = re.compile(r"(\d+(?:[.,]\d+)+(?![^\W_])|[^\W_]+)")
"""The words of a text without addresses and dotted acronyms: what `WORD` finds there, several times faster."""
_SPECIAL: Final = re.compile(r"[@#]|\.[^\W\d_]|://|www\.")
"""What a text has when `WORD` may find more than `_PLAIN`."""
_FOLD: Final = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "ð": "d", "þ": "th"}
)
ENDS: Final = re.compile(r"[.!?…]|\n")
_WEAK_ENDS: Final = re.compile(r"[:;«“\"‘|•–—]|(?:^|\s)[-*]\s")


@lru_cache(maxsize=16384)
def fold(word: str) -> str:
    """Return *word* without case and accents, ligatures written out, dots and apostrophes dropped."""
    plain = word.casefold()
    if not plain.isascii():
        plain = "".join(
            c for c in unicodedata.normalize("NFKD", plain.translate(_FOLD)) if not unicodedata.combining(c)
        )
    return plain.replace(".", "").replace("’", "").replace("'", "") if not plain.isalnum() else plain


class Shape(NamedTuple):
    """What the letters of a word look like."""

    fold: str
    capital: bool
    """The first letter is a capital."""
    upper: bool
    """Two letters or more, all capitals."""
    mixed: bool
    """A capital stands after a small letter (iPhone, OpenAI, xAI)."""
    alphanumeric: bool
    """Both letters and digits (H100, 3M)."""
    number: bool
    """Digits only."""


@lru_cache(maxsize=16384)
def shape(word: str) -> Shape:
    """Return what *word* looks like; words recur, so that this is looked up more often than computed."""
    letters = word.isalpha()
    digits = not letters and any(c.isdigit() for c in word)
    letters = letters or any(c.isalpha() for c in word)
    plain = word.islower() or word.istitle() or word.isupper()
    return Shape(
        fold(word),
        word[0].isupper(),
        len(word) > 1 and word.isupper(),
        not plain and any(b.isupper() and a.islower() for a, b in pairwise(word)),
        digits and letters,
        word[0].isdigit() and not letters,
    )


class Token(NamedTuple):
    """One word."""

    text: str
    start: int
    end: int
    gap: str
    """The characters between the word before and this one."""
    initial: bool
    """True at the start of a sentence, where a capital says nothing."""
    semi: bool
    """True after a colon, an opening quotation mark or a bullet, where a capital says little."""
    fold: str
    capital: bool
    upper: bool
    mixed: bool
    alphanumeric: bool
    number: bool

    @property
    def span(self) -> Span:
        """Return the word's range."""
        return Span(self.start, self.end)


@lru_cache(maxsize=128)
def tokenise(text: str) -> tuple[Token, ...]:
    """Return the words of *text* in order; the last texts read are remembered."""
    return read(text)


def read(text: str) -> tuple[Token, ...]:
    """Return the words of *text* in order. Linear in the length of the text."""
    tokens: list[Token] = []
    parts = (_SPLIT if _SPECIAL.search(text) else _PLAIN).split(text)  # gap, word, gap, word, gap
    end, make, looks, add = 0, tuple.__new__, shape, tokens.append
    for gap, word in zip(parts[::2], parts[1::2], strict=False):
        start = end + len(gap)
        end = start + len(word)
        if gap == " " and tokens:
            add(make(Token, (word, start, end, gap, False, False) + looks(word)))  # noqa: RUF005 - twice as fast
            continue
        ended = bool(ENDS.search(gap)) and not (tokens and _abbreviates(tokens[-1], gap))
        semi = bool(_WEAK_ENDS.search(gap))
        add(make(Token, (word, start, end, gap, not tokens or ended, semi, *looks(word))))
    return tuple(tokens)


_ABBREVIATED: Final = {
    "m",
    "mm",
    "mr",
    "mrs",
    "ms",
    "dr",
    "st",
    "ste",
    "me",
    "inc",
    "ltd",
    "corp",
    "co",
    "vs",
    "no",
    "jr",
    "sr",
    "prof",
    "gen",
    "sen",
    "rep",
    "gov",
    "cf",
    "lt",
    "col",
    "maj",
    "capt",
    "sgt",
    "brig",
    "rev",
    "hon",
    "av",
    "apr",
}


def _abbreviates(token: Token, gap: str) -> bool:
    """Tell whether the dot after *token* marks an abbreviation or an initial and not the end of a sentence."""
    if gap != ". ":
        return gap.startswith(".") and gap in {".", ".-"}
    return (len(token.text) == 1 and token.text.isupper()) or token.fold in _ABBREVIATED
