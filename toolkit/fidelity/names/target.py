"""The English side: where words stand, and which of its names the source accounts for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from toolkit.fidelity.names import feasts, forms, gazetteer, grammar
from toolkit.fidelity.names.mentions import Mention, optional
from toolkit.fidelity.names.reader import Reader
from toolkit.fidelity.names.tokens import Token
from toolkit.types import Span

LEAST_ROOT = 5
"""Letters that a source word and an English name must share at their start to be one word in two languages."""
LEAST_NAME = 4
"""Letters of an English name that a source word may be derived from."""
MAX_SCAN = 400
"""Words of a text up to which a name is also sought by sound and in other cuts, at the cost of words times names."""
MAX_SKIPPED = 2
"""Articles, particles and legal forms that may stand between two words of a name."""


class Cover:
    """Ranges of a text, merged where they overlap, to be asked in logarithmic time."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans: list[Span] = []
        for span in sorted(set(spans)):
            if self._spans and span.start < self._spans[-1].end:
                self._spans[-1] = Span(self._spans[-1].start, max(span.end, self._spans[-1].end))
            else:
                self._spans.append(span)

    def holds(self, span: Span) -> bool:
        """Tell whether *span* lies within a range."""
        place = bisect_right(self._spans, span.start, key=lambda other: other.start) - 1
        return place >= 0 and span.end <= self._spans[place].end

    def touches(self, span: Span) -> bool:
        """Tell whether *span* overlaps a range."""
        place = bisect_right(self._spans, span.end - 1, key=lambda other: other.start) - 1
        return place >= 0 and span.start < self._spans[place].end


class Target:
    """Looks up names in one English text."""

    def __init__(self, text: str, *, known: Collection[str] = (), title: bool = False) -> None:
        self.text = text
        self.reader = Reader(text, "en", known=known, title=title)
        self.tokens: Sequence[Token] = self.reader.tokens
        self.short = len(self.tokens) <= MAX_SCAN
        self._at: dict[str, list[int]] = {}
        at = self._at
        for index, token in enumerate(self.tokens):
            fold = token.fold
            if fold in at:
                at[fold].append(index)
            else:
                at[fold] = [index]
            if fold[-1:] == "s" and len(fold) > 2 and (token.alphanumeric or token.mixed or token.text[:-1].isupper()):  # noqa: PLR2004 - one letter has no plural
                self._at.setdefault(fold[:-1], []).append(index)

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
        if not grammar.is_common(token.fold, "en"):
            return True
        return token.capital or token.mixed or token.alphanumeric or token.number

    def find(self, phrase: Sequence[str], *, plain: bool = False) -> list[Span]:
        """Return where the folded words of *phrase* stand in a row, small words apart.

        A common word alone must have a capital, unless *plain*.
        """
        found = []
        for first in self._at.get(phrase[0], ()) if phrase else ():
            last = first if plain and len(phrase) == 1 else self._follow(phrase, first)
            if last is not None:
                found.append(Span(self.tokens[first].start, self.tokens[last].end))
        return found

    def split(self, phrase: Sequence[str]) -> list[Span]:
        """Return where one folded word is written as two, or where the words of an acronym are spelled out."""
        found = []
        if self.short and len(phrase) == 1 and len(phrase[0]) > 1:
            for one, two in pairwise(self.tokens):
                if phrase[0].startswith(one.fold) and one.fold + two.fold == phrase[0]:
                    found.append(Span(one.start, two.end))
        return found

    def spelled(self, acronym: str) -> list[Span]:
        """Return the words with a capital that the folded *acronym* is made of; empty when they are not there."""
        if not self.short:
            return []
        raised = [t for t in self.tokens if t.capital and not t.upper and t.fold not in grammar.words("function", "en")]
        place = "".join(t.fold[0] for t in raised).find(acronym)
        if place < 0:
            return []
        words = raised[place : place + len(acronym)]
        span = Span(words[0].start, words[-1].end)
        return [span] if len(span.of(self.text).split()) <= 2 * len(acronym) else []

    def longer(self, span: Span) -> Mention | None:
        """Return the listed name that *span* is only a part of (Sudan in South Sudan), or None."""
        place = bisect_right(self.mentions, span.start, key=lambda mention: mention.tokens[0].start) - 1
        mention = self.mentions[place] if place >= 0 else None
        if mention is None or not mention.entry or mention.span == span or span.end > mention.span.end:
            return None
        return mention

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
        token = self.tokens[index]
        plural = token.alphanumeric or token.mixed or token.text[:-1].isupper()
        return token.fold == word or (plural and token.fold == word + "s")

    def _skipped(self, index: int) -> bool:
        token = self.tokens[index]
        return optional(token) or token.fold == "s"

    def word(self, fold: str) -> int | None:
        """Return the position of an English form of one folded word of a French name, or None."""
        for form in forms.words(fold):
            for index in self._at.get(form, ()):
                if self._cased(index):
                    return index
        for index, token in enumerate(self.tokens if self.short else ()):
            if token.capital and (forms.same_sound(fold, token.fold) or forms.same_root(fold, token.fold)):
                return index
        return None

    def exact(self, fold: str) -> int | None:
        """Return the position of a word of a person's name, which is not translated, or None."""
        for form in forms.exonyms(fold):
            for index in self._at.get(form, ()):
                if self._cased(index):
                    return index
        for index, token in enumerate(self.tokens if self.short else ()):
            if token.capital and forms.same_sound(fold, token.fold):
                return index
        return None

    def translated(self, fold: str) -> int | None:
        """Return the position of a dictionary translation of one folded French word, or None."""
        for form in grammar.lexicon().get(fold, ()):
            for index in self._at.get(form, ()):
                return index
        root = fold[: max(LEAST_ROOT, len(fold) - 2)]
        near = (
            i
            for i, token in enumerate(self.tokens)
            if token.fold.startswith(root) and len(token.fold) < len(fold) + 3 and grammar.is_common(token.fold, "en")
        )
        return next(near, None) if self.short and len(fold) > LEAST_ROOT else None


@dataclass(frozen=True, slots=True)
class Explained:
    """What the words of a French text account for in English."""

    names: frozenset[str]
    """Folded words of demonyms and acronyms, and the source's own words."""
    words: frozenset[str]
    """Folded dictionary translations."""
    roots: tuple[str, ...]
    """First letters of the source's longer words in lower case (``salafis`` for salafistes, which gives Salafist)."""
    folds: tuple[str, ...]
    """The folded words of the source."""
    starts: tuple[int, ...]
    """Where each word of the source starts."""
    found: frozenset[str] = frozenset()
    """Folded words of the English forms of the names that hold."""
    lost: frozenset[int] = frozenset()
    """Where the words start that do not account for the names they contain (Guinée-Bissau: Guinea)."""

    def has(self, token: Token) -> bool:
        """Tell whether an English word is accounted for. An acronym is no translation of common words."""
        if len(token.text) == 1 and token.text.isupper():
            return True
        forms = (token.fold, token.fold.removesuffix("s"), token.fold + "s")
        if any(form in self.names or form in self.found for form in forms):
            return True
        if not (token.upper and not token.number) and any(form in self.words for form in forms):
            return True
        return len(token.fold) >= LEAST_NAME and not token.upper and token.fold.startswith(self.roots)

    def holds(self, phrase: Sequence[str]) -> bool:
        """Tell whether the source has the folded French words of *phrase* in a row, outside of lost names."""
        if not phrase or phrase[0] not in self.folds:
            return False
        size, wanted = len(phrase), tuple(phrase)
        return any(
            self.folds[k : k + size] == wanted and not self.lost.intersection(self.starts[k : k + size])
            for k in range(len(self.folds) - size + 1)
        )

    def given(self, found: Iterable[frozenset[str]], lost: Iterable[Mention]) -> Explained:
        """Return this account for one translation: the forms of the names it holds, and the names it lost."""
        parts = (mention.tokens for mention in lost if mention.entry and len(mention.tokens) > 1)
        return replace(
            self,
            found=frozenset().union(*found),
            lost=frozenset(token.start for tokens in parts for token in tokens),
        )


def accounted(mention: Mention) -> frozenset[str]:
    """Return the folded English words that a French name accounts for where it holds."""
    phrases = {word for phrase in forms.phrases(mention) for word in phrase}
    return frozenset(phrases.union(*(forms.words(word) for word in mention.folds)))


@lru_cache(maxsize=16384)
def _given(text: str, fold: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], bool]:
    """Return what one French word accounts for: folded names, folded translations, first letters of names.

    Last: whether what stands around it may account for more.
    """
    low, common = text.islower(), grammar.is_common(fold, "fr")
    roots: tuple[str, ...] = ()
    if text.isalpha() and (low or common):
        roots = (fold[: max(LEAST_ROOT, len(fold) - 4)],) if len(fold) > LEAST_ROOT else ()
        roots += forms.stems(fold) if low and not common else ()
    more = not text.isalpha() or len(text) == 1 or (low and gazetteer.french().opens(fold))
    return (fold, *gazetteer.demonyms().get(fold, ())), grammar.lexicon().get(fold, ()), roots, more


def explain(reader: Reader, extra: Collection[str] = ()) -> Explained:
    """Return what a French text accounts for before its names are looked up; *extra* are further English words."""
    given = [_given(token.text, token.fold) for token in reader.tokens]
    names: set[str] = set(extra).union(*(one[0] for one in given))
    words: frozenset[str] = frozenset().union(*(one[1] for one in given))
    roots = {root for one in given for root in one[2]}
    listed = gazetteer.french()
    for index, token in enumerate(reader.tokens):
        if token.gap == "-" and index:
            names.update(gazetteer.compound_demonym(reader.tokens, index - 1)[1])
        if not given[index][3]:
            continue
        if not token.text.isalpha():
            names.update(feasts.named(reader.tokens, index))
        if len(token.text) == 1 and index and len(reader.tokens[index - 1].text) == 1:
            names.add(reader.tokens[index - 1].fold + token.fold)
        if token.text.islower() and listed.opens(token.fold):
            entry = listed.at(reader.tokens, index)
            if entry:
                names.update(word for form in entry.others for word in form)
    return Explained(
        grammar.words("english_acronyms") | names,
        words,
        tuple(roots),
        tuple(token.fold for token in reader.tokens),
        tuple(token.start for token in reader.tokens),
    )
