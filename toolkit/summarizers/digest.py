"""One summary over several articles that tell the same story."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from toolkit.errors import InputError
from toolkit.options import SummaryOptions
from toolkit.summarizers.base import Article, Sentence
from toolkit.summarizers.clustering import Statement, clusters, likeness, statement, weights
from toolkit.summarizers.cohesion import Standing, standings
from toolkit.summarizers.comparison import Agreement, Disagreement, amounts, compare
from toolkit.summarizers.evidence import Evidence
from toolkit.summarizers.extractive import PART, salient
from toolkit.summarizers.headline import headline
from toolkit.summarizers.planning import body, title_of
from toolkit.summarizers.ranking import measure, weigh
from toolkit.summarizers.selection import Budget
from toolkit.summarizers.words import count
from toolkit.types import Skipped, SummarySentence

SENTENCES: Final = {"short": 4, "medium": 8, "long": 16}
"""Facts of a digest of each named length: twice a summary's, it covers several articles."""
TRADE_OFF: Final = 0.7
"""Lambda of maximal marginal relevance among facts."""
TOLD: Final = 0.5
"""What a fact gains each time the number of articles that tell it doubles."""
STORY: Final = 1.0
"""What a sentence gains when all its words are in all the articles: it is at the heart of the common story."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a fact stands."""

    article: int
    """Number of the article in the digest, from 1."""
    segment: int
    """Index of the sentence in its document."""
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """What one or more articles say."""

    text: str
    """The sentence that says it best, unchanged."""
    citations: tuple[Citation, ...]
    """The sentence the text is from comes first."""


@dataclass(frozen=True, slots=True)
class Digest:
    """One summary over several articles."""

    language: str
    documents: tuple[str, ...]
    """Ids of the articles; article 1 is the first one."""
    headline: str
    facts: tuple[Fact, ...]
    """In order of the articles and of their sentences."""
    agreements: tuple[Agreement, ...]
    disagreements: tuple[Disagreement, ...]
    clusters: tuple[Fact, ...] = ()
    """Every fact that two or more articles tell, also those beyond the length of the digest."""
    dropped: tuple[Skipped, ...] = ()


def digest(articles: Sequence[Article], options: SummaryOptions) -> Digest:
    """Summarise *articles*, which are in one language, together.

    Takes linear time in the length of each article; only its most salient sentences, at most PART, are compared with
    the other articles'. Raises InputError when there is no article or their languages differ.
    """
    languages = {article.language for article in articles}
    if len(languages) != 1:
        found = ", ".join(sorted(languages)) or "no article"
        raise InputError(f"A digest needs articles in one language, found {found}: name one with --lang.")
    language = languages.pop()
    dropped: list[Skipped] = []
    rows = [_usable(article, dropped) for article in articles]
    statements = [
        each for number, found in enumerate(rows, 1) for each in _statements(number, found, articles[number - 1])
    ]
    groups = clusters(statements)
    facts = [(group, _fact(group)) for group in groups]
    told = [fact for group, fact in facts if len({each.article for each in group}) > 1]
    chosen = _choose(facts, statements, options, len(articles))
    amounts_found = [each for number, found in enumerate(rows, 1) for each in amounts(number, found, language)]
    agreements, disagreements = compare(amounts_found, [_places(group) for group in groups])
    return Digest(
        language=language,
        documents=tuple(article.id for article in articles),
        headline=_headline(articles, chosen),
        facts=tuple(chosen),
        agreements=tuple(agreements),
        disagreements=tuple(disagreements),
        clusters=tuple(told),
        dropped=tuple(dropped),
    )


def _usable(article: Article, dropped: list[Skipped]) -> list[Sentence]:
    """Return the sentences of an article that can be relied on, at most PART; the rest is recorded."""
    evidence = Evidence(article)
    rows = body(article)
    if len(rows) > PART:
        kept = salient(article, Budget(sentences=PART))
        note = f"{len(rows) - len(kept)} of {len(rows)} sentences are less salient and were not compared."
        dropped.append(Skipped(article.id, note, "info"))
        rows = kept
    sound = []
    for sentence in rows:
        faults = evidence.translation_faults(sentence)
        if faults:
            note = f"Not used in the digest because its translation is in doubt: {faults[0].message}"
            dropped.append(Skipped(f"{article.id}, sentence {sentence.index + 1}", note, "info"))
        else:
            sound.append(sentence)
    if not sound:
        dropped.append(Skipped(article.id, "Not in the digest: it has no usable sentence.", "info"))
    return sound


def _statements(number: int, rows: Sequence[Sentence], article: Article) -> list[Statement]:
    if not rows:
        return []
    title = title_of(article)
    ranking = weigh(measure(rows, article.language, title.text if title else ""))
    top = max(ranking.scores) or 1.0
    judged = standings(rows, article.language)
    return [
        statement(number, sentence, article.language, _worth(score / top, standing))
        for sentence, score, standing in zip(rows, ranking.scores, judged, strict=True)
        if standing.usable
    ]


def _worth(score: float, standing: Standing) -> float:
    return score * (1 - standing.penalty) * (0.5 if standing.dependent else 1.0)


def _fact(group: Sequence[Statement]) -> Fact:
    """Return the statement that stands best for a group, and where all of them are."""
    best = max(group, key=lambda each: (each.salience, -each.article))
    rest = [each for each in group if each is not best]
    return Fact(best.sentence.text.strip(), tuple(_citation(each) for each in (best, *rest)))


def _places(group: Sequence[Statement]) -> frozenset[tuple[int, int]]:
    return frozenset((each.article, each.sentence.index) for each in group)


def _citation(each: Statement) -> Citation:
    return Citation(each.article, each.sentence.index, each.sentence.text.strip())


def _choose(
    facts: Sequence[tuple[Sequence[Statement], Fact]],
    statements: Sequence[Statement],
    options: SummaryOptions,
    articles: int,
) -> list[Fact]:
    """Choose facts by salience and by how many articles tell them, against redundancy, within the length."""
    weight = weights(statements)
    shared = _spread(statements, articles)
    worth = [
        max(each.salience + STORY * shared(each) for each in group)
        + TOLD * math.log2(len({each.article for each in group}))
        for group, _ in facts
    ]
    heads = [max(group, key=lambda each: (each.salience, -each.article)) for group, _ in facts]
    budget = Budget(SENTENCES[options.length] if options.sentences else None, options.words)
    if options.style == "headline":
        budget = Budget(sentences=1)
    chosen: list[int] = []
    left = set(range(len(facts)))
    while left:
        sizes = [count(facts[row][1].text) for row in chosen]
        fitting = [row for row in sorted(left) if budget.admits(sizes, count(facts[row][1].text))]
        if not fitting:
            break
        near = {row: max((likeness(heads[row], heads[c], weight) for c in chosen), default=0.0) for row in fitting}
        best = max(fitting, key=lambda row: TRADE_OFF * worth[row] - (1 - TRADE_OFF) * near[row])
        left.remove(best)
        if near[best] < 0.6:  # noqa: PLR2004 - the digest has said most of it
            chosen.append(best)
    order = sorted(chosen, key=lambda row: (heads[row].article, heads[row].sentence.index))
    return [facts[row][1] for row in order]


def _spread(statements: Sequence[Statement], articles: int) -> Callable[[Statement], float]:
    """Return a function that tells how much of a statement's words the other articles use too, 0 to 1."""
    holders: dict[str, set[int]] = {}
    for each in statements:
        for stem in each.stems:
            holders.setdefault(stem, set()).add(each.article)

    def share(each: Statement) -> float:
        if articles < 2 or not each.stems:  # noqa: PLR2004 - nobody else tells anything
            return 0.0
        return sum(len(holders[stem]) - 1 for stem in each.stems) / (len(each.stems) * (articles - 1))

    return share


def _headline(articles: Sequence[Article], facts: Sequence[Fact]) -> str:
    """Return the headline of the article the leading fact is from."""
    if not facts:
        return ""
    lead = facts[0].citations[0]
    article = articles[lead.article - 1]
    sentence = SummarySentence(facts[0].text, (lead.segment,), "extractive")
    return headline(article, [sentence], Evidence(article))
