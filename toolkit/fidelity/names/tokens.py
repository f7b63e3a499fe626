"""Words with their position, a folded form to compare by, and what stands before them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from toolkit.types import Span

_DOMAINS: Final = "com|fr|org|net|io|ai|gov|edu|eu|de|uk|co|info|tv|ca|be|ch|dev|app"
WORD: Final = re.compile(
    rf"(?:https?://|www\.)[^\s<>\"»]{{1,300}}"
    rf"|(?<![\w.])[\w+-]{{1,64}}(?:\.[\w+-]{{1,64}}){{0,4}}@[\w-]{{1,64}}(?:\.[\w-]{{1,64}}){{1,4}}"
    rf"|[@#]\w{{2,64}}"
    rf"|(?<![\w.])[\w-]{{1,64}}(?:\.[\w-]{{1,64}}){{0,3}}\.(?:{_DOMAINS})\b(?!\.\w)"
    r"|(?<![\w.])(?:[^\W\d_]\.){2,8}(?!\w)"
    r"|\d+(?:[.,]\d+)+(?![^\W_])"
    r"|[^\W_]+"
)
"""Addresses, domains, dotted acronyms (``U.S.``), decimal numbers, else runs of letters and digits. Repetitions that
could backtrack are bounded."""

_FOLD: Final = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "ð": "d", "þ": "th"})
_ENDS: Final = re.compile(r"[.!?…]|\n")
_WEAK_ENDS: Final = re.compile(r"[:;«“\"‘|•–—]|(?:^|\s)[-*]\s")


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return *word* without case and accents, ligatures written out, dots and apostrophes dropped."""
    plain = word.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain.translate(_FOLD)) if not unicodedata.combining(c))
    return plain.replace(".", "").replace("’", "").replace("'", "") if not plain.isalnum() else plain


@dataclass(frozen=True, slots=True)
class Token:
    """One word."""

    text: str
    start: int
    end: int
    fold: str
    gap: str
    """The characters between the word before and this one."""
    initial: bool
    """True at the start of a sentence, where a capital says nothing."""
    semi: bool
    """True after a colon, an opening quotation mark or a bullet, where a capital says little."""

    @property
    def span(self) -> Span:
        """Return the word's range."""
        return Span(self.start, self.end)

    @property
    def capital(self) -> bool:
        """Tell whether the first letter is a capital."""
        return self.text[0].isupper()

    @property
    def upper(self) -> bool:
        """Tell whether the word has two letters or more and all are capitals."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def mixed(self) -> bool:
        """Tell whether a capital stands after a small letter (iPhone, OpenAI, xAI)."""
        return any(b.isupper() and a.islower() for a, b in zip(self.text, self.text[1:], strict=False))

    @property
    def alphanumeric(self) -> bool:
        """Tell whether the word has both letters and digits (H100, 3M)."""
        return any(c.isdigit() for c in self.text) and any(c.isalpha() for c in self.text)

    @property
    def number(self) -> bool:
        """Tell whether the word is written in digits only."""
        return self.text[0].isdigit() and not any(c.isalpha() for c in self.text)


def tokenise(text: str) -> list[Token]:
    """Return the words of *text* in order. Linear in the length of the text."""
    tokens: list[Token] = []
    last = 0
    for found in WORD.finditer(text):
        word = found.group()
        gap = text[last : found.start()]
        ended = bool(_ENDS.search(gap)) and not (tokens and _abbreviates(tokens[-1], gap))
        initial = not tokens or ended
        semi = bool(_WEAK_ENDS.search(gap))
        tokens.append(Token(word, found.start(), found.end(), fold(word), gap, initial, semi))
        last = found.end()
    return tokens


_ABBREVIATED: Final = {"m", "mm", "mr", "mrs", "ms", "dr", "st", "ste", "me", "inc", "ltd", "corp", "co", "vs", "no", "jr", "sr", "prof", "gen", "sen", "rep", "gov", "cf"}


def _abbreviates(token: Token, gap: str) -> bool:
    """Tell whether the dot after *token* marks an abbreviation or an initial and not the end of a sentence."""
    if not gap.startswith(". ") or len(gap) > 2:
        return gap.startswith(".") and gap in {".", ".-"}
    return (len(token.text) == 1 and token.text.isupper()) or token.fold in _ABBREVIATED
