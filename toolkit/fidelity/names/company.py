"""Two names that are both there, each in the company of the words that stand around the other one in the source.

A name takes its neighbours with it wherever a good translation moves it. Compared are the nearest content words,
figures and other names: a pair counts as exchanged when the neighbours of each stand nearer to the other one in the
translation, and none of them stays.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from toolkit.fidelity.names import gazetteer, grammar
from toolkit.fidelity.names.mentions import Matched, Pair, placed_once
from toolkit.fidelity.names.reader import Reader
from toolkit.fidelity.names.target import Target
from toolkit.fidelity.names.tokens import Token
from toolkit.types import Span

MAX_COMPARED: Final = 12
"""Names of one segment up to which all pairs are compared."""
MAX_WORDS: Final = 120
"""Words of a text up to which the company of names is compared."""
REACH: Final = 7.0
"""Words away that a neighbour stands at most."""
MARGIN: Final = 3.0
"""Words by which a neighbour is nearer to its name than to the other one, at least."""
BESIDE: Final = 1.5
"""The same for a word right beside a name. All three were chosen on references of news texts and
parliamentary debates, and on the same with two names exchanged: 1 more alarm in 1,000 references with several names."""
_GENITIVE: Final = frozenset({"de", "d", "du", "des"})
_CLITIC: Final = re.compile(r"['’]s?\b|['’]\s|-[a-z]")
_LINKED: Final = re.compile(r"(?:\b(?:de|du|des|par|à|au|aux|en)\s|\bd['’])(?:la\s|le\s|les\s|l['’])?$")
_AGENT: Final = re.compile(r"\b(?:is|are|was|were|be|been|being)\s(?:\w+\s){1,2}by\b")
_PAR: Final = re.compile(r"\bpar\b")
"""The agent of a passive: a good translation that only one of two texts has it in turns subject and object round."""
_STOPS: Final = {",": 2.0, "(": 2.0, ")": 2.0, ";": 4.0, ":": 3.0, "–": 2.0, "—": 2.0, ".": 8.0, "?": 8.0, "!": 8.0}
"""Words that a mark between a word and a name counts for."""


class _Place(NamedTuple):
    """Where a name stands: its first word, the word after its last one."""

    first: int
    after: int


class _Tie(NamedTuple):
    """A word of the source and the word of the translation that stands for it."""

    source: int
    target: int


class _Text:
    """The words of one text, with distances that marks lengthen."""

    def __init__(self, tokens: Sequence[Token], language: str, spans: Sequence[Span]) -> None:
        self._tokens, self._language = tokens, language
        starts = [token.start for token in tokens]
        self.places = [_Place(bisect_left(starts, span.start), bisect_left(starts, span.end)) for span in spans]
        self._at: list[float] = []
        far = 0.0
        for token in tokens:
            far += 1.0 + max((weight for mark, weight in _STOPS.items() if mark in token.gap), default=0.0)
            self._at.append(far)

    def inside(self, index: int) -> bool:
        """Tell whether a word is part of one of the names."""
        return any(place.first <= index < place.after for place in self.places)

    def between(self, one: int, other: int) -> tuple[int, bool]:
        """Return how many content words stand between two names, names aside, and whether ``de`` does."""
        first, second = sorted((self.places[one], self.places[other]))
        words = [k for k in range(first.after, second.first) if not self.inside(k)]
        content = sum(not grammar.is_function(self._tokens[k], self._language) for k in words)
        return content, any(self._tokens[k].fold in _GENITIVE for k in words)

    def distance(self, index: int, name: int) -> float:
        """Return how far word *index* is from a name, in words."""
        place = self.places[name]
        if index < place.first:
            return self._at[place.first] - self._at[index]
        return self._at[index] - self._at[place.after - 1]


def exchanged(reader: Reader, there: Target, matched: Matched) -> list[tuple[Pair, Pair]]:
    """Return two names of which each has the company that the source gives the other one."""
    single = placed_once(matched)
    if all(one[1].start <= other[1].start for one, other in pairwise(single)):
        return []  # most translations keep the order
    times = Counter(m.folds for m, _ in matched)
    single = [pair for pair in single if times[pair[0].folds] == 1 and not _adjective(pair[1], there)]
    if not 1 < len(single) <= MAX_COMPARED or max(len(reader.tokens), len(there.tokens)) > MAX_WORDS:
        return []
    pairs = [
        (i, j)
        for i in range(len(single))
        for j in range(i + 1, len(single))
        if single[i][0].folds != single[j][0].folds and single[j][1].end <= single[i][1].start
    ]
    if not pairs:
        return []
    ours = _Text(reader.tokens, "fr", [m.span for m, _ in single])
    theirs = _Text(there.tokens, "en", [span for _, span in single])
    ties = list(_ties(reader, there, ours, theirs))
    turned = bool(_AGENT.search(there.text)) and not _PAR.search(reader.text)
    for i, j in pairs if not turned else ():
        votes = {_vote(ours, theirs, i, j, tie) for tie in ties}
        crossed = votes >= {"ij", "ji"} and "=" not in votes
        if crossed and not _free(ours, theirs, i, j) and not _owner(single[j], reader, there):
            return [(single[i], single[j])]
    return []


def _free(ours: _Text, theirs: _Text, i: int, j: int) -> bool:
    """Tell whether the order of two names is free: in a list, and in a genitive (de: 's)."""
    content, owned = ours.between(i, j)
    other, _ = theirs.between(i, j)
    return max(content, other) <= (1 if owned else 0)


def _owner(pair: Pair, reader: Reader, there: Target) -> bool:
    """Tell whether a name after a French preposition stands before its noun in English (la stratégie du Canada)."""
    mention, span = pair
    return bool(_CLITIC.match(there.text, span.end) and _LINKED.search(reader.text, 0, mention.span.start))


def _adjective(span: Span, there: Target) -> bool:
    """Tell whether a name of a place is rendered by its adjective, which stands with other words."""
    return all(fold in gazetteer.english_demonyms() for fold in gazetteer.folds(span.of(there.text)))


def _vote(ours: _Text, theirs: _Text, i: int, j: int, tie: _Tie) -> str:
    """Return from which name to which a neighbour changes: ``ij``, ``ji``, ``=``; nothing where it is near neither."""
    if tie.source in (ours.places[i].first, ours.places[j].first):
        return ""
    a, b = _nearer(ours, tie.source, i, j), _nearer(theirs, tie.target, i, j)
    if not a or not b:
        return ""
    return "=" if a == b else a + b


def _nearer(text: _Text, word: int, i: int, j: int) -> str:
    one, other = text.distance(word, i), text.distance(word, j)
    least = min(one, other)
    if least > REACH or abs(one - other) < (BESIDE if least <= 1 else MARGIN):
        return ""
    return "i" if one < other else "j"


def _ties(reader: Reader, there: Target, ours: _Text, theirs: _Text) -> Iterator[_Tie]:
    """Yield the names of the source, and its content words that have one place of their translation."""
    for own, other in zip(ours.places, theirs.places, strict=True):
        yield _Tie(own.first, other.first)
    for index, token in enumerate(reader.tokens):
        if grammar.is_function(token, "fr") or ours.inside(index):
            continue
        forms = (
            (token.fold,) if token.number or token.alphanumeric else (token.fold, *grammar.lexicon().get(token.fold))
        )
        places = {place for form in dict.fromkeys(forms) for place in there.places(form)}
        if len(places) == 1:
            place = places.pop()
            if not theirs.inside(place) and not grammar.is_function(there.tokens[place], "en"):
                yield _Tie(index, place)
