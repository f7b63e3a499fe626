"""A candidate for a name, with how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from toolkit.fidelity.names import grammar
from toolkit.fidelity.names.gazetteer import Entry
from toolkit.fidelity.names.tokens import Token
from toolkit.types import NameKind, Span


@dataclass(frozen=True, eq=False)
class Mention:
    """A candidate for a name."""

    tokens: tuple[Token, ...]
    kind: NameKind
    strong: bool
    """True when it is a name in all likelihood; False when it may be a common word with a capital."""
    language: str
    entry: Entry | None = None
    """Its entry in the list of names that have another form in the other language."""

    @property
    def span(self) -> Span:
        """Return the characters of the name."""
        return Span(self.tokens[0].start, self.tokens[-1].end)

    @cached_property
    def folds(self) -> tuple[str, ...]:
        """Return the folded words, articles, particles and legal forms left out unless nothing else is there."""
        kept = tuple(
            t.fold for k, t in enumerate(self.tokens) if not optional(t) or self._initial(k) or self._designator(k)
        )
        return kept or tuple(t.fold for t in self.tokens)

    @cached_property
    def proper(self) -> tuple[str, ...]:
        """Return the folded words that are no common word of the language."""
        return tuple(
            t.fold
            for t in self.tokens
            if (not optional(t) or (t is self.tokens[-1] and self._designator(len(self.tokens) - 1)))
            and (t.mixed or t.alphanumeric or not grammar.is_common(t.fold, self.language) or self._part(t))
        )

    def _initial(self, index: int) -> bool:
        """Tell whether a word is one of several initials and no elision: ``J. D. Vance``, not ``D'Artagnan``."""
        token, following = self.tokens[index], self.tokens[index + 1 : index + 2]
        beside = (*self.tokens[max(0, index - 1) : index], *following)
        several = any(len(other.text) == 1 and other.capital for other in beside)
        return len(token.text) == 1 and several and any(other.gap.startswith(".") for other in following)

    def _designator(self, index: int) -> bool:
        """Tell whether a word is the letter that tells the last name of a row from the others: ``RER D``, ``TGV L``."""
        token = self.tokens[index]
        last = bool(index) and index == len(self.tokens) - 1
        return last and len(token.text) == 1 and token.capital and token.gap == " " and self.tokens[index - 1].upper

    def _part(self, token: Token) -> bool:
        """Tell whether a short word tells the name from others: ``Series X``, ``Hut 8``, ``Henri IV``."""
        return (
            len(self.tokens) > 1
            and token is not self.tokens[0]
            and (token.number or (token.text.isupper() and token.gap not in {"'", "’"}))
        )


def optional(token: Token) -> bool:
    """Tell whether a name is the same without this word: particles, articles, legal forms, elisions."""
    text = token.text
    return (
        (text.islower() and (token.fold in grammar.words("particles") or token.fold in grammar.words("function", "en")))
        or (token.fold in grammar.words("company") and not text.islower())
        or token.fold in {"the", "le", "la", "les", "l", "d"}
    )


Matched: TypeAlias = Sequence[tuple[Mention, Sequence[Span]]]
"""Names of the source with the places of the translation that stand for each, one or more."""
Pair: TypeAlias = tuple[Mention, Span]
"""A name of the source with its one place in the translation."""


def placed_once(matched: Matched) -> list[Pair]:
    """Return the strong names that have one place: those whose company and order can be compared."""
    return [(mention, spans[0]) for mention, spans in matched if len(spans) == 1 and mention.strong]
