"""One text with what decides whether its capitals mean names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from typing import Final

from toolkit.fidelity.names import grammar
from toolkit.fidelity.names.tokens import Token, tokenise
from toolkit.types import Span

CAPS_SHARE: Final = 0.6
"""A text is written in capitals throughout when a larger share of its words is."""
TITLE_SHARE: Final = 0.85
"""An English text is in title case when a larger share of its content words has a capital."""
LEAST_LETTERS: Final = 3
"""Shorter words say nothing about the case a text is written in."""
LEAST_TITLE: Final = 3
"""Content words a text in title case has at least."""
MAX_PRICE: Final = 12
"""Characters before the last digits of a price in which its currency is looked for."""
_SCALED: Final = re.compile(r"\d+[BbKkMmTt]n?")
_PRICED: Final = re.compile(r"[$€£¥]\s?(?:\d+[.,])*$")
_SCALES: Final = frozenset(
    {"million", "millions", "milliard", "milliards", "billion", "billions", "trillion"}
    | {"franc", "francs", "dollar", "dollars", "livre", "livres", "couronne", "couronnes", "peso", "pesos", "euros"}
)
"""What stands between a number and the name of a currency: scale words, and the currency's common name."""


class Context:
    """A text with its words, its language and its case."""

    def __init__(
        self, text: str, language: str, *, known: Collection[str] = (), title: bool = False, extra: Sequence[Span] = ()
    ) -> None:
        self.text = text
        self.language = language
        self.tokens: Sequence[Token] = tokenise(text)
        self.known = known
        """Folded words that are names elsewhere in the run."""
        self.extra = extra
        """Ranges that another source of evidence holds for names."""
        self.caps = self._shouted()
        """The text is written in capitals throughout."""
        self.title = title or (language == "en" and self._titled())
        """Every word has a capital, which then says nothing."""

    def _shouted(self) -> bool:
        """Tell whether most words are in capitals."""
        raised = [t for t in self.tokens if t.upper]
        upper = sum(len(t.text) >= LEAST_LETTERS and t.text.isalpha() for t in raised)
        if not upper:
            return False
        words = sum(len(t.text) >= LEAST_LETTERS and t.text.isalpha() for t in self.tokens)
        return words > 1 and upper > CAPS_SHARE * words

    def _titled(self) -> bool:
        """Tell whether nearly all content words have a capital. Most texts show soon that they have not."""
        small = 0
        content = [t for t in self.tokens if t.capital and len(t.text) >= LEAST_LETTERS and t.text.isalpha()]
        raised = sum(not grammar.is_function(t, self.language) for t in content)
        most = raised * (1 - TITLE_SHARE) / TITLE_SHARE
        for t in self.tokens:
            if not t.capital and len(t.text) >= LEAST_LETTERS and t.text.isalpha():
                small += not grammar.is_function(t, self.language)
                if small > most + 1:
                    return False
        return raised + small >= LEAST_TITLE and raised > TITLE_SHARE * (raised + small)

    def common(self, token: Token) -> bool:
        """Tell whether running text writes the word in lower case."""
        return grammar.is_common(token.fold, self.language)

    def small(self, token: Token) -> bool:
        """Tell whether the word is a function word or a word cut short before an apostrophe (``L'``, ``qu'``)."""
        return grammar.is_function(token, self.language) or (
            token.fold in grammar.words("elisions") and self.text[token.end : token.end + 1] in {"'", "’"}
        )

    def held(self, token: Token) -> bool:
        """Tell whether another source of evidence holds the word for part of a name.

        It decides in doubt only: between a name and a common word with a capital. Statistical finders also mark
        numerals, units, titles, and verbs that open a sentence.
        """
        if not self.extra or self.caps or not (token.capital or token.mixed or token.alphanumeric):
            return False
        if self.small(token) or self.dated(token) or grammar.figure_like(token) or grammar.ROMAN.match(token.text):
            return False
        if token.semi or any(token.fold in grammar.words(name) for name in ("titles", "institutions")):
            return False
        if token.fold in grammar.heads() or (
            token.initial and grammar.DERIVED[self.language].fullmatch(token.text.lower())
        ):
            return False
        return any(span.start <= token.start and token.end <= span.end for span in self.extra)

    def dated(self, token: Token) -> bool:
        """Tell whether the word is a month or a day."""
        return token.text.lower() in grammar.words("calendar", self.language)

    def subject(self, index: int) -> bool:
        """Tell whether a French word is followed by a verb, and has no article: such a subject is a name."""
        following = self.at(index + 1)
        if self.language != "fr" or following is None:
            return False
        if following.gap == ", " or following.text == "et":
            other = following if following.gap == ", " else self.at(index + 2)
            return other is not None and other.capital and not self.small(other) and not self.common(other)
        if following.gap != " " or not following.text.islower():
            return False
        return grammar.is_verb(following.fold)

    def at(self, index: int) -> Token | None:
        """Return the word at *index*, or None beyond either end."""
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def before(self, token: Token) -> Token | None:
        """Return the word before one of the text's words, or None."""
        return self.at(bisect_left(self.tokens, token.start, key=lambda other: other.start) - 1)

    def measures(self, index: int) -> bool:
        """Tell whether the word at *index* is a unit or currency: its symbol after a number or a scale word."""
        token, before = self.tokens[index], self.at(index - 1)
        if token.gap.endswith("°"):
            return True
        if token.alphanumeric and _SCALED.fullmatch(token.text):
            return _PRICED.search(self.text[max(0, token.start - MAX_PRICE) : token.start]) is not None
        if before is None or token.fold not in grammar.words("units"):
            return False
        priced = before.alphanumeric or before.text.isupper() or token.gap.strip() in {"$", "€", "£"}
        return before.number or before.text[-1].isdigit() or before.fold in _SCALES or (priced and "$" in token.gap)
