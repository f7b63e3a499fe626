"""Names that both stand in the translation, each with what the source says of the other one.

Compared are closest ties only: the verb a name is the subject of, the noun it belongs to, the preposition before it.
Ties of other words change with the order of words, which a good translation is free to choose.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from toolkit.fidelity.data.tables import rows
from toolkit.fidelity.names import gazetteer, grammar
from toolkit.fidelity.names.mentions import Pair
from toolkit.fidelity.names.reader import Reader
from toolkit.fidelity.names.target import Target
from toolkit.fidelity.names.tokens import Token, fold
from toolkit.types import Span

MAX_COMPARED: Final = 30
"""Names of one segment up to which all pairs are compared."""
MAX_AUXILIARIES: Final = 4
"""Words between a subject and its verb, at most."""
MAX_NEAR: Final = 4
"""Words between a name and a noun that may belong to it, at most."""
_ARTICLES: Final = frozenset({"le", "la", "les", "l", "the", "un", "une", "a", "an"})
_LISTING: Final = frozenset({"et", "ou", "and", "or", "de", "d", "du", "des", "s", "of", "m", "mme"})

_CLEFT: Final = {
    "fr": (
        frozenset({("c", "est"), ("c", "etait"), ("ce", "fut"), ("ce", "sera"), ("ce", "sont")}),
        frozenset({"qui"}),
    ),
    "en": (
        frozenset({("it", "is"), ("it", "was"), ("it", "will"), ("it", "s"), ("will", "be")}),
        frozenset({"who", "that", "which"}),
    ),
}
"""What stands before and after a name that a sentence singles out, by language."""
_PARTICIPLES: Final = {
    "fr": ("e", "ee", "es", "ees", "i", "ie", "is", "u", "ue", "us", "ant"),
    "en": ("ed", "en", "ing"),
}
"""Endings of participles, folded, by language."""


class _Side:
    """One text with the places of its names."""

    def __init__(self, text: str, tokens: Sequence[Token], language: str, spans: Sequence[Span]) -> None:
        self.text = text
        self.tokens = tokens
        self.language = language
        starts = [token.start for token in tokens]
        self.first = [bisect_left(starts, span.start) for span in spans]
        self.after = [bisect_left(starts, span.end) for span in spans]

    def verb(self, name: int) -> Token | None:
        """Return the verb that follows a name that is its only subject, in the active voice; None: it has none."""
        index = self.after[name]
        if not self._subject(name):
            return None
        for place, token in enumerate(self.tokens[index : index + MAX_AUXILIARIES], index + 1):
            if token.gap not in {" ", "'", "’", "-"} or token.fold in grammar.words("passive", self.language):
                return None
            if token.fold not in grammar.words("helpers", self.language):
                plain = token.text.islower() and not grammar.is_function(token, self.language)
                ahead = self.tokens[place : place + 1]  # finished ahead of
                return ahead[0] if plain and ahead and ahead[0].fold == "ahead" else token if plain else None
        return None

    def _subject(self, name: int) -> bool:
        index = self.first[name]
        while index and self.tokens[index].gap in {" ", "'", "’", ". "}:
            token = self.tokens[index - 1]
            owner = self._origin(index - 1)
            if owner is None and token.fold not in _ARTICLES and token.fold not in grammar.words("titles"):
                return token.fold not in grammar.words("before_subject", self.language) and not token.capital
            index = index - 1 if owner is None else owner
        return True

    def _origin(self, index: int) -> int | None:
        """Return where what tells the origin of a person starts, which ends at *index*; None: nothing tells it.

        ``le Danois``, ``the Dane``, ``Denmark's``, ``South Africa's``.
        """
        token = self.tokens[index]
        if self.language == "fr":
            if not token.capital or token.fold not in gazetteer.demonyms():
                return None
            return index - 1 if index and token.gap == "-" else index
        if token.capital and token.fold in gazetteer.english_demonyms():
            return index
        if token.fold != "s" or token.gap not in {"'", "’"} or not index or not self.tokens[index - 1].capital:
            return None
        start = index - 1
        while start and self.tokens[start].gap in {" ", "-"} and self.tokens[start - 1].capital:
            start -= 1
        return start

    def cleft(self, name: int) -> bool:
        """Tell whether the sentence singles the name out: ``C'est A qui``, ``It was A who``."""
        before = [token.fold for token in self.tokens[max(0, self.first[name] - 3) : self.first[name]]]
        after = self.tokens[self.after[name] : self.after[name] + 1]
        while before and (before[-1] in _ARTICLES or before[-1] in grammar.words("titles")):
            before.pop()
        opening, pronouns = _CLEFT[self.language]
        return tuple(before[-2:]) in opening and bool(after) and after[0].gap == " " and after[0].fold in pronouns

    def passive(self, name: int) -> bool:
        """Tell whether an auxiliary of the passive voice follows soon."""
        after = self.tokens[self.after[name] : self.after[name] + MAX_AUXILIARIES]
        return any(token.fold in grammar.words("passive", self.language) for token in after)

    def clause(self, name: int) -> Token | None:
        """Return the verb of the relative clause, or the participle, that follows a name after a comma."""
        index = self.after[name]
        if index >= len(self.tokens) or self.tokens[index].gap != ", ":
            return None
        pronoun = self.tokens[index].fold in _CLEFT[self.language][1]
        for token in self.tokens[index + pronoun : index + pronoun + MAX_AUXILIARIES]:
            if (token.gap != " " and token is not self.tokens[index]) or not token.text.islower():
                return None
            linking = token.fold in grammar.words("helpers", self.language) | grammar.words("passive", self.language)
            if not linking:
                verbal = pronoun or token.fold.endswith(_PARTICIPLES[self.language])
                return token if verbal and not grammar.is_function(token, self.language) else None
        return None

    def listed(self, one: int, other: int) -> bool:
        """Tell whether two names are parts of one enumeration, whose order is free."""
        first, second = sorted((one, other), key=lambda k: self.first[k])
        between = self.tokens[self.after[first] : self.first[second]]
        return len(between) < MAX_NEAR and all(t.fold in _LISTING or t.fold in _ARTICLES for t in between)

    def beside(self, name: int, token: Token) -> bool:
        """Tell whether a word stands so near a name that it may belong to it."""
        place = bisect_left(self.tokens, token.start, key=lambda other: other.start)
        return self.first[name] - MAX_NEAR <= place <= self.after[name] + MAX_NEAR

    def near(self, name: int) -> Sequence[Token]:
        """Return the words that stand so near a name that they may belong to it."""
        return self.tokens[max(0, self.first[name] - MAX_NEAR) : self.after[name] + MAX_NEAR + 1]

    def nouns(self, name: int) -> Iterator[Token]:
        """Yield the nouns that a name belongs to or is explained by: before it, after ``'s``, after a comma."""
        index = self.first[name]
        while index and self.tokens[index].gap in {" ", "'", "’"}:
            token = self.tokens[index - 1]
            if token.fold not in _ARTICLES and token.fold not in {"de", "d", "du", "des", "of"}:
                if token.text.islower() and not grammar.is_function(token, self.language):
                    yield token
                break
            index -= 1
        yield from self._behind(self.after[name])

    def _behind(self, index: int) -> Iterator[Token]:
        if index >= len(self.tokens):
            return
        opening = self.tokens[index]
        if self.language == "en" and opening.gap in {"'", "’"} and opening.fold == "s":
            yield from (t for t in self.tokens[index + 1 : index + 3] if t.gap == " " and t.text.islower())
        elif opening.gap == ", " and opening.text.islower():
            yield from self._apposition(index)

    def _apposition(self, index: int) -> Iterator[Token]:
        for place, token in enumerate(self.tokens[index : index + 5]):
            if place and token.gap != " ":
                return
            if not token.text.islower():
                return
            if not grammar.is_function(token, self.language):
                yield token


def related(reader: Reader, there: Target, single: Sequence[Pair]) -> list[tuple[Pair, Pair]]:
    """Return two names of which each has the verb or the noun that the source gives the other one."""
    if not 1 < len(single) <= MAX_COMPARED or len({m.folds for m, _ in single}) < len(single):
        return []
    source = _Side(reader.text, reader.tokens, "fr", [m.span for m, _ in single])
    target = _Side(there.text, there.tokens, "en", [span for _, span in single])
    names = len(single)
    sure = [*_clefts(source, target, names), *_clauses(source, target, names)]
    ties = sure or [*_subjects(source, target, names), *_owners(source, target, names)]
    straight = {a for a, b in ties if a == b}
    for a, b in ties:
        apart = a != b and a not in straight and b not in straight and not single[a][1].overlaps(single[b][1])
        if apart and not source.listed(a, b) and not target.listed(a, b):
            return [(single[a], single[b])]
    return []


def _subjects(source: _Side, target: _Side, names: int) -> Iterator[tuple[int, int]]:
    """Yield which name has in the translation the verb that each name has in the source."""
    verbs = [(k, token) for k in range(names) if (token := target.verb(k)) is not None]
    for k in range(names):
        verb = source.verb(k)
        if (
            verb is None
            or verb.fold in grammar.words("symmetric_verbs", "fr")
            or verb.fold in grammar.words("inverted_verbs", "fr")
        ):
            continue
        yield from ((k, other) for other, token in verbs if _translates(verb, token))


def _clefts(source: _Side, target: _Side, names: int) -> Iterator[tuple[int, int]]:
    """Yield the names that both sentences single out: ``C'est A qui …``, ``It was A who …``, in one voice."""
    ours = [k for k in range(names) if source.cleft(k)]
    theirs = [k for k in range(names) if target.cleft(k)]
    if len(ours) == len(theirs) == 1 and source.passive(ours[0]) == target.passive(theirs[0]):
        yield ours[0], theirs[0]


def _clauses(source: _Side, target: _Side, names: int) -> Iterator[tuple[int, int]]:
    """Yield which name has the relative clause or participle that each name has in the source."""
    theirs = [(k, token) for k in range(names) if (token := target.clause(k)) is not None]
    for k in range(names) if len(theirs) > 1 else ():
        verb = source.clause(k)
        if verb is not None and verb.fold not in grammar.words("symmetric_verbs", "fr"):
            yield from ((k, other) for other, token in theirs if _translates(verb, token))


def _owners(source: _Side, target: _Side, names: int) -> Iterator[tuple[int, int]]:
    nouns = [(k, token) for k in range(names) for token in target.nouns(k)]
    verbs_ = {verb.start for k in range(names) if (verb := source.verb(k)) is not None}
    for k in range(names):
        for noun in source.nouns(k):
            if noun.start in verbs_:
                continue  # the verb before an object
            found = {other for other, token in nouns if _translates(noun, token) and not target.beside(k, token)}
            found = {other for other in found if other == k or not source.beside(other, noun)}
            if any(_translates(noun, token) for token in target.near(k)):
                yield k, k
            elif len(found) == 1:
                yield k, found.pop()


def _translates(french: Token, english: Token) -> bool:
    return (
        english.fold == french.fold
        or english.fold in grammar.lexicon().get(french.fold, ())
        or english.fold.startswith(verbs(french.fold))
    )


@lru_cache(maxsize=4096)
def verbs(word: str) -> tuple[str, ...]:
    """Return the first letters of the English verbs for a folded form of a French verb that is listed."""
    return tuple(
        fold(other)
        for forms, others in rows("verbs.tsv")
        if word.startswith(tuple(fold(form) for form in forms.split("|")))
        for other in others.split("|")
    )
