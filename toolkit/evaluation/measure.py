"""Everything that is measured of a system's translations, in one record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from toolkit.evaluation.metrics import METRICS, QUICK, Comparison, MetricName, Score, compare, scores, sentence_chrf
from toolkit.evaluation.preservation import Inventory, Preservation, inventory, preservation
from toolkit.evaluation.published import SIZES, Published, published
from toolkit.evaluation.statistics import Statistics, statistics
from toolkit.fidelity.check import Checker
from toolkit.fidelity.names import Ledger
from toolkit.fidelity.report import Report
from toolkit.fidelity.terms import Glossary

Pair = tuple[str, str]

CHECKED: Final = (("fr", "en"),)
"""Pairs whose figures and names can be compared."""


@dataclass(frozen=True, slots=True)
class Item:
    """One sentence with its translation and reference."""

    document: str
    id: str
    """Line number or name of the unit."""
    hypothesis: str
    reference: str
    source: str | None = None
    baseline: str | None = None
    """Translation by the system that is compared with."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the list of the worst."""

    item: Item
    chrf: float
    """chrF2 of the sentence, 0 to 100."""
    findings: tuple[str, ...]
    """Messages of the check, when there is a source."""


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """One row of the table by document."""

    document: str
    sentences: int
    scores: tuple[Score, ...]
    preservation: Preservation | None


@dataclass(frozen=True, slots=True)
class Measured:
    """The result of an evaluation."""

    system: str
    pair: Pair
    scores: tuple[Score, ...]
    statistics: Statistics
    preservation: Preservation | None
    """None without sources, or for a pair that cannot be checked."""
    of_references: Preservation | None
    """What the same check says of the human references."""
    of_baseline: Preservation | None
    comparisons: tuple[Comparison, ...]
    """Against the baseline, when there is one."""
    documents: tuple[DocumentScore, ...]
    """Worst chrF first; empty when there is one document only."""
    worst: tuple[Sentence, ...]
    """Lowest chrF first."""
    test_set: str | None
    anchors: tuple[Published, ...]
    """Published figures for the test set."""
    notes: tuple[str, ...] = ()
    """Things a reader has to know: what was left out, which options were used."""

    @property
    def is_whole_set(self) -> bool:
        """Tell whether as many sentences were scored as the test set has."""
        return self.test_set is not None and SIZES[self.test_set] == self.statistics.sentences


def measure(
    system: str,
    items: Sequence[Item],
    pair: Pair,
    *,
    metrics: Sequence[MetricName] = METRICS,
    test_set: str | None = None,
    worst: int = 10,
    glossary: Glossary | None = None,
) -> Measured:
    """Score *items*, check them where they have sources, and compare with their baselines where all have one.

    Raises InputError when there are none, OptionsError without sacrebleu.
    """
    hypotheses, references = [item.hypothesis for item in items], [item.reference for item in items]
    sources = [item.source for item in items if item.source is not None]
    baseline = [item.baseline for item in items if item.baseline is not None]
    whole = sources if len(sources) == len(items) else None
    checks = _Checks.of(whole, pair, glossary or Glossary()) if whole and pair in CHECKED else None
    reports = checks.reports(hypotheses) if checks else None
    paired = len(baseline) == len(items)
    return Measured(
        system=system,
        pair=pair,
        scores=scores(hypotheses, references, metrics),
        statistics=statistics(hypotheses, references, whole),
        preservation=checks.rates(reports) if checks and reports else None,
        of_references=checks.rates(checks.reports(references)) if checks else None,
        of_baseline=checks.rates(checks.reports(baseline)) if checks and paired else None,
        comparisons=compare(baseline, {system: hypotheses}, references) if paired else (),
        documents=_documents(items, checks, reports),
        worst=_worst(items, reports, worst),
        test_set=test_set,
        anchors=published(test_set, pair) if test_set else (),
    )


@dataclass(frozen=True, slots=True)
class _Checks:
    """The sources of a corpus, ready to check translations of them."""

    checker: Checker
    sources: tuple[str, ...]
    own: tuple[Inventory, ...]

    @classmethod
    def of(cls, sources: Sequence[str], pair: Pair, glossary: Glossary) -> _Checks:
        ledger = Ledger()
        for source in sources:
            ledger.add(source, pair[0])
        own = tuple(inventory(source, pair[0], ledger) for source in sources)
        return cls(Checker(pair, glossary, ledger), tuple(sources), own)

    def reports(self, targets: Sequence[str]) -> list[Report]:
        return [self.checker.against(s)(t) for s, t in zip(self.sources, targets, strict=True)]

    def rates(self, reports: Sequence[Report], at: Sequence[int] | None = None) -> Preservation:
        rows = range(len(reports)) if at is None else at
        return preservation((self.own[row], reports[row]) for row in rows)


def _documents(
    items: Sequence[Item], checks: _Checks | None, reports: Sequence[Report] | None
) -> tuple[DocumentScore, ...]:
    groups: dict[str, list[int]] = {}
    for at, item in enumerate(items):
        groups.setdefault(item.document, []).append(at)
    if len(groups) == 1:
        return ()
    rows = [
        DocumentScore(
            name,
            len(rows),
            scores([items[at].hypothesis for at in rows], [items[at].reference for at in rows], QUICK),
            checks.rates(reports, rows) if checks and reports else None,
        )
        for name, rows in groups.items()
    ]
    return tuple(sorted(rows, key=lambda row: row.scores[0].value))


def _worst(items: Sequence[Item], reports: Sequence[Report] | None, number: int) -> tuple[Sentence, ...]:
    chrf = sentence_chrf([item.hypothesis for item in items], [item.reference for item in items])
    order = sorted(range(len(items)), key=lambda at: (chrf[at], at))[:number]
    return tuple(
        Sentence(items[at], chrf[at], tuple(f.message for f in reports[at].findings) if reports else ()) for at in order
    )
