"""Facts told by several articles: sentences that say the same, found without comparing every pair.

Two sentences of different articles say the same when they are alike in their words, or when they share a figure and
either a name or some of their words. Only sentences that share a figure or a rare stem are compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from toolkit.summarizers.base import Sentence
from toolkit.summarizers.evidence import figures_of, fold, names_of
from toolkit.summarizers.key_figures import worth_a_row
from toolkit.summarizers.words import terms

ALIKE: Final = 0.5
"""Share of weighted stems (Dice) from which two sentences say the same."""
ALIKE_WITH_FIGURE: Final = 0.12
"""The same for sentences that share a figure but no name."""
ALIKE_WITH_BOTH: Final = 0.05
"""The same for sentences that share a figure and a name."""
COMMON: Final = 12
"""Sentences a stem may stand in to bring them together; more frequent ones say nothing."""

Amount = tuple[str, str]
"""Value and unit of a figure, comparable over articles."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of one article, ready to be compared."""

    article: int
    """Number of the article, from 1."""
    sentence: Sentence
    salience: float
    """Worth within its article, 0 to 1."""
    stems: frozenset[str]
    amounts: frozenset[Amount]
    names: frozenset[str]


def statement(article: int, sentence: Sentence, language: str, salience: float) -> Statement:
    """Read what is compared of a sentence."""
    figures = [figure for figure in figures_of(sentence.text, language) if worth_a_row(figure)]
    return Statement(
        article,
        sentence,
        salience,
        frozenset(terms(sentence.text, language)),
        frozenset((str(figure.value.normalize()), figure.unit or "") for figure in figures),
        frozenset(fold(name.text) for name in names_of(sentence.text, language)),
    )


def clusters(statements: Sequence[Statement]) -> list[list[Statement]]:
    """Return the statements in groups that say the same, each in the order given; most groups hold one.

    Complete linkage within limits: a statement joins a group only when it says the same as one of the group's first
    statements, so that chains of half-alike sentences do not grow.
    """
    weight = _weights(statements)
    links: dict[int, set[int]] = defaultdict(set)
    for one, other in _pairs(statements):
        if same_fact(statements[one], statements[other], weight):
            links[one].add(other)
            links[other].add(one)
    left = set(range(len(statements)))
    found: list[list[Statement]] = []
    for row in sorted(left, key=lambda each: (-len(links[each]), each)):
        if row in left:
            group = sorted({row, *(links[row] & left)})
            left -= set(group)
            found.append([statements[each] for each in group])
    return sorted(found, key=lambda group: (group[0].article, group[0].sentence.index))


def same_fact(one: Statement, other: Statement, weight: dict[str, float]) -> bool:
    """Tell whether two statements say the same thing."""
    if one.article == other.article:
        return False
    alike = likeness(one, other, weight)
    if alike >= ALIKE:
        # The same words about other amounts are another fact, or a contradiction: never one fact.
        return not one.amounts or not other.amounts or bool(one.amounts & other.amounts)
    if not one.amounts & other.amounts:
        return False
    return alike >= (ALIKE_WITH_BOTH if one.names & other.names else ALIKE_WITH_FIGURE)


def likeness(one: Statement, other: Statement, weight: dict[str, float]) -> float:
    """Return the weighted Dice coefficient of the stems of two statements, 0 to 1."""
    shared = sum(weight[stem] for stem in one.stems & other.stems)
    total = sum(weight[stem] for stem in one.stems) + sum(weight[stem] for stem in other.stems)
    return 2 * shared / total if total else 0.0


def _weights(statements: Sequence[Statement]) -> dict[str, float]:
    frequency = Counter(stem for each in statements for stem in each.stems)
    return {stem: 1.0 / times**0.5 for stem, times in frequency.items()}


def weights(statements: Sequence[Statement]) -> dict[str, float]:
    """Return the weight of each stem: one over the root of the number of statements that hold it."""
    return _weights(statements)


def _pairs(statements: Sequence[Statement]) -> Iterator[tuple[int, int]]:
    holders: dict[Hashable, list[int]] = defaultdict(list)
    for row, each in enumerate(statements):
        for key in {*each.amounts, *each.stems}:
            holders[key].append(row)
    seen: set[tuple[int, int]] = set()
    for shared, rows in holders.items():
        if isinstance(shared, str) and len(rows) > COMMON:
            continue
        for pair in combinations(rows, 2):
            if pair not in seen and statements[pair[0]].article != statements[pair[1]].article:
                seen.add(pair)
                yield pair
