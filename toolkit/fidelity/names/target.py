"""The English side: where words stand, and which of its names the source accounts for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

from toolkit.fidelity.names import forms, gazetteer, grammar
from toolkit.fidelity.names.mentions import Mention, Reader, optional
from toolkit.fidelity.names.tokens import Token
from toolkit.types import Span

MAX_SKIPPED = 2
"""Articles, particles and legal forms that may stand between two words of a name."""


class Target:
    """Looks up names in one English text."""

    def __init__(self, text: str, *, known: Collection[str] = (), title: bool = False) -> None:
        self.text = text
        self.reader = Reader(text, "en", known=known, title=title)
        self.tokens: Sequence[Token] = self.reader.tokens
        self._at: dict[str, list[int]] = defaultdict(list)
        for index, token in enumerate(self.tokens):
            self._at[token.fold].append(index)
            plural = token.fold[:-1]
            if token.fold.endswith("s") and (token.alphanumeric or token.text[:-1].isupper()) and len(plural) > 1:
                self._at[plural].append(index)

    @cached_property
    def mentions(self) -> list[Mention]:
        """Return the candidates for names."""
        return self.reader.mentions()

    def has(self, word: str) -> bool:
        """Tell whether the folded *word* is in the text."""
        return word in self._at

    def places(self, word: str) -> Sequence[int]:
        """Return the positions of the folded *word*."""
        return self._at.get(word, ())

    def _cased(self, index: int) -> bool:
        """Tell whether a word is written as a name: a common word must have its capital."""
        token = self.tokens[index]
        if token.fold not in grammar.common_words("en"):
            return True
        return token.capital or token.mixed or token.alphanumeric or token.number

    def find(self, phrase: Sequence[str]) -> list[Span]:
        """Return where the folded words of *phrase* stand in a row, small words apart."""
        found = []
        for first in self._at.get(phrase[0], ()) if phrase else ():
            last = self._follow(phrase, first)
            if last is not None:
                found.append(Span(self.tokens[first].start, self.tokens[last].end))
        return found

    def _follow(self, phrase: Sequence[str], first: int) -> int | None:
        positions = [first]
        for word in phrase[1:]:
            index = positions[-1] + 1
            for _ in range(MAX_SKIPPED):
                if index < len(self.tokens) and not self._is(index, word) and self._skipped(index):
                    index += 1
            if index >= len(self.tokens) or not self._is(index, word):
                return None
            positions.append(index)
        if len(phrase) == 1 and not self._cased(first):
            return None
        return positions[-1]

    def _is(self, index: int, word: str) -> bool:
        return index in self._at.get(word, ())

    def _skipped(self, index: int) -> bool:
        token = self.tokens[index]
        return optional(token) or token.fold == "s"

    def word(self, fold: str) -> int | None:
        """Return the position of an English form of one folded word of a French name, or None."""
        for form in forms.words(fold):
            for index in self._at.get(form, ()):
                if self._cased(index):
                    return index
        for index, token in enumerate(self.tokens):
            if token.capital and forms.same_sound(fold, token.fold):
                return index
        return None

    def translated(self, fold: str) -> int | None:
        """Return the position of a dictionary translation of one folded French word, or None."""
        for form in grammar.lexicon().get(fold, ()):
            for index in self._at.get(form, ()):
                return index
        return None


def explained(reader: Reader, mentions: Iterable[Mention]) -> set[str]:
    """Return the folded English words that the words of a French text account for."""
    words: set[str] = set(grammar.ENGLISH_ACRONYMS)
    lexicon, demonyms = grammar.lexicon(), gazetteer.demonyms()
    for token in reader.tokens:
        words.add(token.fold)
        words.update(lexicon.get(token.fold, ()))
        words.update(demonyms.get(token.fold, ()))
        words.update(forms.words(token.fold))
    names = gazetteer.french()
    for index in range(len(reader.tokens)):
        entry = names.at(reader.tokens, index, caps=True)
        if entry:
            words.update(word for other in entry.others for word in other)
    for mention in mentions:
        for phrase in forms.phrases(mention):
            words.update(phrase)
    return words
