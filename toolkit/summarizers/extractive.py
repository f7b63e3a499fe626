"""Summaries made of sentences of the article, unchanged: the default that needs no model.

Every summary sentence is a segment of the article, so its figures, names and quotations are the article's by
construction. What a translated sentence says is still checked against the sentence it was translated from.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from toolkit.options import SummaryOptions
from toolkit.summarizers.assembly import assemble
from toolkit.summarizers.base import Article, Sentence
from toolkit.summarizers.cohesion import Standing, standings
from toolkit.summarizers.evidence import Evidence
from toolkit.summarizers.planning import body, pack, sections, title_of
from toolkit.summarizers.ranking import WEIGHTS, measure, weigh
from toolkit.summarizers.selection import Budget, select
from toolkit.summarizers.words import count
from toolkit.types import Signature, Skipped, Summary, SummarySentence

PART: Final = 200
"""Sentences compared at once; longer articles are ranked part by part, then the best of all parts once more."""
KEPT: Final = 0.25
"""Share of a part that goes on to the next round."""
SECTION_BONUS: Final = 0.2
"""What the first sentence under a heading gains: it introduces its section."""
NEWS: Final = 40
"""Sentences of a news article, which puts the essential first; the longer a text is, the less its beginning says."""
VERSION: Final = "1"
"""Raised when the same article and options may give another summary."""


@dataclass(frozen=True, slots=True)
class Extractive:
    """Selects sentences by salience, or the first ones (``lead``). Satisfies ``Summarizer``."""

    method: str = "extractive"
    """``extractive`` or ``lead``."""

    @property
    def signature(self) -> Signature:
        """Method and version; nothing else changes the output for given options."""
        return Signature((("summarizer", self.method), ("version", VERSION)))

    def summarize(self, article: Article, options: SummaryOptions) -> Summary:
        """Select sentences of *article*; works for any length in time linear in the number of sentences."""
        evidence = Evidence(article)
        chosen, dropped = supported(article, budget_of(article, options), self.method, evidence)
        method = "lead" if self.method == "lead" else "extractive"
        sentences = [SummarySentence(s.text.strip(), (s.index,), method) for s in chosen]  # type: ignore[arg-type]
        return assemble(article, sentences, dropped, evidence)


def budget_of(article: Article, options: SummaryOptions) -> Budget:
    """Return the budget asked for; a summary by sentences is at most half of the article."""
    if options.style == "headline":
        return Budget(sentences=1)
    if options.sentences is None:
        return Budget(words=options.words)
    return Budget(sentences=max(1, min(options.sentences, (len(body(article)) + 1) // 2)))


def supported(
    article: Article, budget: Budget, method: str, evidence: Evidence
) -> tuple[list[Sentence], list[Skipped]]:
    """Select sentences that keep the figures and names they were translated from; record those left out for that."""
    banned: set[int] = set()
    dropped: list[Skipped] = []
    while True:
        chosen = lead(article, budget, banned) if method == "lead" else salient(article, budget, banned)
        doubtful = [(s, evidence.translation_faults(s)) for s in chosen]
        wrong = [(s, faults) for s, faults in doubtful if faults]
        if not wrong:
            return chosen, dropped
        for sentence, faults in wrong:
            banned.add(sentence.index)
            dropped.append(
                Skipped(
                    f"{article.id}, sentence {sentence.index + 1}",
                    f"Not used in the summary because its translation is in doubt: {faults[0].message}",
                    "info",
                )
            )


def lead(article: Article, budget: Budget, banned: Collection[int] = ()) -> list[Sentence]:
    """Return the first usable sentences within the budget."""
    rows = body(article)
    judged = standings(rows, article.language)
    taken: list[Sentence] = []
    for sentence, standing in zip(rows, judged, strict=True):
        if not standing.usable or sentence.index in banned:
            continue
        if not budget.admits([count(each.text) for each in taken], count(sentence.text)):
            break
        taken.append(sentence)
    return taken


def salient(article: Article, budget: Budget, banned: Collection[int] = ()) -> list[Sentence]:
    """Return the most salient sentences within the budget, in reading order.

    An article of more than PART sentences is ranked in parts cut at its sections; the best sentences of each part are
    ranked again until they fit into one.
    """
    title = title_of(article)
    heading = title.text if title else ""
    groups: list[Sequence[Sentence]] = [section.sentences for section in sections(article)]
    openers = {group[0].index for group in groups} if len(groups) > 1 else set()
    rows = [sentence for group in groups for sentence in group]
    judged = dict(zip((s.index for s in rows), standings(rows, article.language), strict=True))
    for index in banned:
        judged[index] = judged[index]._replace(usable=False)
    choose = _Chooser(article.language, heading, judged, openers)
    while len(rows) > PART:
        parts = pack(groups, lambda _: 1, PART)
        groups = [choose(part, Budget(sentences=max(1, int(KEPT * len(part))))) for part in parts]
        rows = [sentence for group in groups for sentence in group]
    return choose(rows, budget, merged=len(judged) > PART)


@dataclass(frozen=True, slots=True)
class _Chooser:
    language: str
    heading: str
    judged: dict[int, Standing]
    openers: Collection[int]

    def __call__(self, rows: Sequence[Sentence], budget: Budget, *, merged: bool = False) -> list[Sentence]:
        features = measure(rows, self.language, self.heading)
        # Within a part its beginning counts; among the best of all parts only what they say.
        share = 0.0 if merged else min(1.0, (NEWS / max(1, len(self.judged))) ** 0.5)
        ranking = weigh(features, replace(WEIGHTS, position=share * WEIGHTS.position, opening=share * WEIGHTS.opening))
        bonus = [SECTION_BONUS if row.index in self.openers else 0.0 for row in rows]
        ranking = replace(ranking, scores=tuple(a + b for a, b in zip(ranking.scores, bonus, strict=True)))
        place = {row.index: number for number, row in enumerate(rows)}

        def before(number: int) -> int | None:
            return place.get(rows[number].index - 1)

        chosen = select(
            ranking,
            [self.judged[row.index] for row in rows],
            [count(row.text) for row in rows],
            budget,
            follows=before,
        )
        return [rows[number] for number in chosen]
