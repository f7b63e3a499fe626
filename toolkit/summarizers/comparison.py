"""Where the sources agree on a figure, and where they do not.

Three ways to disagree are looked for among the amounts of different articles:

- ``value``: the same thing of the same subject with another amount;
- ``description``: the same amount of the same subject, called another thing ("available funds" and "funds raised");
- ``certainty``: the same amount, a fact in one article, planned or conditional in the other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Final, Literal

from toolkit.summarizers.base import Sentence
from toolkit.summarizers.evidence import fold, names_of
from toolkit.summarizers.key_figures import as_written, labelled
from toolkit.summarizers.words import terms
from toolkit.types import Figure

ROUNDED: Final = Decimal("0.05")
"""Relative difference up to which a rounded figure and an exact one agree."""
_CONDITIONAL: Final = {
    "en": r"would|could|may|might|should|if|plans? to|hopes? to|expects?|expected|aims? to|in talks|"
    r"reportedly|reported|seeks?|seeking|raising|forecasts?|estimates?",
    "fr": r"\w+(?:er|ir|dr|ttr|ur|rr|devr)ai(?:t|ent)|devrai(?:t|ent)|si|s['’]il|prévoit|espère|en pourparlers|"
    r"présumée?s?|compte|vise|en train de|envisage|souhaite",
}
"""Words of plans and conditions. French conditionals are infinitive stems with -ait: "porterait", not "entrait"."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one article says about one amount."""

    article: int
    """Number of the article, from 1."""
    segment: int
    """Index of the sentence in its document."""
    figure: str
    """As written."""
    label: str
    """What it is the figure of."""
    sentence: str
    """The whole sentence."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """An amount that several articles give."""

    figure: str
    label: str
    claims: tuple[Claim, ...]
    """One for each article, at least two."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Claims that cannot all be taken for the same thing."""

    kind: Literal["value", "description", "certainty"]
    subject: str
    """The name the claims are about; empty when there is none in common."""
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """A claim with what it is compared by."""

    claim: Claim
    figure: Figure
    nouns: frozenset[str]
    """Stems of the label without the subject in brackets."""
    names: frozenset[str]
    conditional: bool


def amounts(article: int, sentences: Sequence[Sentence], language: str) -> list[Amount]:
    """Return the labelled amounts of the sentences of one article."""
    found = []
    for sentence in sentences:
        held = frozenset(fold(name.text) for name in names_of(sentence.text, language))
        said = 0
        for figure, label in labelled(sentence, language):
            # What stands before the amount and after the one before it says how certain it is.
            before, said = sentence.text[said : figure.span.start], figure.span.end
            claim = Claim(article, sentence.index, as_written(sentence.text, figure), label, sentence.text.strip())
            nouns = frozenset(terms(re.sub(r"\([^)]*\)$", "", label), language))
            found.append(Amount(claim, figure, nouns, held, _conditional(before, label, language)))
    return found


def compare(
    found: Sequence[Amount], facts: Sequence[frozenset[tuple[int, int]]] = ()
) -> tuple[list[Agreement], list[Disagreement]]:
    """Return where amounts of different articles agree and disagree, in order of the first article.

    *facts* are groups of sentences, as article number and segment, that are known to say the same thing.
    """
    fact = {place: number for number, group in enumerate(facts) for place in group}
    groups: dict[tuple[Decimal, str | None], list[Amount]] = defaultdict(list)
    for amount in found:
        groups[(amount.figure.value, amount.figure.unit)].append(amount)
    agreements: list[Agreement] = []
    disagreements: list[Disagreement] = []
    for group in groups.values():
        once = _one_each(group, fact)
        if len(once) < 2:  # noqa: PLR2004 - one article alone agrees with nobody
            continue
        difference = _difference(once)
        if difference:
            disagreements.append(Disagreement(difference, _common(once), tuple(a.claim for a in once)))
        agreements.append(_agreement(once))
    for one, other in _rivals(found):
        if _rounded(one.figure, other.figure):
            agreements.append(_agreement([one, other]))
        else:
            disagreements.append(Disagreement("value", _common([one, other]), (one.claim, other.claim)))
    return sorted(agreements, key=_first_claim), sorted(disagreements, key=_first_claim)


def _agreement(once: Sequence[Amount]) -> Agreement:
    best = max(once, key=lambda amount: ("(" in amount.claim.label, -len(amount.claim.label)))
    return Agreement(best.claim.figure, best.claim.label, tuple(amount.claim for amount in once))


def _first_claim(each: Agreement | Disagreement) -> tuple[int, int]:
    return each.claims[0].article, each.claims[0].segment


def _one_each(group: Sequence[Amount], fact: dict[tuple[int, int], int]) -> list[Amount]:
    """Return one amount an article, the one most related to the other articles'; unrelated ones are left out."""
    best: dict[int, tuple[int, Amount]] = {}
    for amount in group:
        kin = max((_kinship(amount, o, fact) for o in group if o.claim.article != amount.claim.article), default=0)
        if kin > best.get(amount.claim.article, (0, amount))[0]:
            best[amount.claim.article] = (kin, amount)
    return [best[number][1] for number in sorted(best)]


def _kinship(one: Amount, other: Amount, fact: dict[tuple[int, int], int]) -> int:
    """Return how much speaks for two equal amounts being one: the same fact, common names, common nouns."""
    mine = fact.get((one.claim.article, one.claim.segment))
    same = mine is not None and mine == fact.get((other.claim.article, other.claim.segment))
    return 3 * same + len(one.names & other.names) + len(one.nouns & other.nouns)


def _difference(once: Sequence[Amount]) -> Literal["description", "certainty"] | None:
    if len({amount.conditional for amount in once}) > 1:
        return "certainty"
    if any(a.nouns - b.nouns and b.nouns - a.nouns for a, b in combinations(once, 2)):
        return "description"
    return None


def _rivals(found: Sequence[Amount]) -> list[tuple[Amount, Amount]]:
    """Return pairs of amounts of two articles that differ although subject, unit and noun are the same."""
    held = {(amount.claim.article, amount.figure.value, amount.figure.unit) for amount in found}
    by_noun: dict[str, list[Amount]] = defaultdict(list)
    for amount in found:
        for noun in amount.nouns:
            by_noun[noun].append(amount)
    pairs: dict[tuple[Claim, Claim], tuple[Amount, Amount]] = {}
    for rows in by_noun.values():
        for pair in combinations(rows, 2):
            one, other = sorted(pair, key=lambda amount: amount.claim.article)
            if _contradict(one, other, held):
                pairs[(one.claim, other.claim)] = (one, other)
    return list(pairs.values())


def _contradict(one: Amount, other: Amount, held: set[tuple[int, Decimal, str | None]]) -> bool:
    a, b = one.figure, other.figure
    if one.claim.article == other.claim.article or a.kind != b.kind or a.unit != b.unit or a.value == b.value:
        return False
    subjects = [re.search(r"\(([^)]*)\)$", each.claim.label) for each in (one, other)]
    if not all(subjects) or len({fold(s[1]) for s in subjects if s}) != 1:
        return False
    if 2 * len(one.nouns & other.nouns) < len(one.nouns | other.nouns) or one.conditional != other.conditional:
        return False
    # An article that gives the other's amount too tells of two things.
    return (one.claim.article, b.value, b.unit) not in held and (other.claim.article, a.value, a.unit) not in held


def _rounded(one: Figure, other: Figure) -> bool:
    """Tell whether two amounts agree once one of them is rounded: one significant digit, or said to be approximate."""
    close = abs(one.value - other.value) <= ROUNDED * max(abs(one.value), abs(other.value))
    digits = min(len(f"{f.value.normalize():e}".split("e")[0].replace(".", "").strip("-")) for f in (one, other))
    return close and (one.approximate or other.approximate or digits == 1)


def _common(group: Sequence[Amount]) -> str:
    """Return the longest name that all amounts have beside them, as it is written in a label or sentence."""
    shared = frozenset.intersection(*(amount.names for amount in group))
    for amount in group:
        inside = re.search(r"\(([^)]*)\)$", amount.claim.label)
        if inside and fold(inside[1]) in shared:
            return inside[1]
    text = group[0].claim.sentence
    for name in sorted(shared, key=lambda each: (-len(each), each)):
        place = fold(text).find(name) if len(fold(text)) == len(text) else -1
        if place >= 0:
            return text[place : place + len(name)]
    return ""


def _conditional(text: str, label: str, language: str) -> bool:
    planned = re.search(
        r"\b(?:planned|expected|to be raised|sought|prévue?s?|à lever|attendus?|visée|à obtenir)\b", label
    )
    pattern = _CONDITIONAL.get(language)
    return bool(planned) or bool(pattern and re.search(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE))
