"""chrF, BLEU and TER by sacrebleu (Post 2018), with its signatures, and its paired bootstrap (Koehn 2004).

Settings are sacrebleu's defaults, so that figures can be compared with published ones of the same signature.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from toolkit.errors import InputError, OptionsError

MetricName = Literal["chrf", "bleu", "ter"]
METRICS: Final[tuple[MetricName, ...]] = ("chrf", "bleu", "ter")
QUICK: Final[tuple[MetricName, ...]] = ("chrf", "bleu")
"""Metrics that take a second for thousands of sentences; TER takes many."""

SAMPLES: Final = 1000
"""Resamples of the bootstrap, sacrebleu's default."""

HIGHER_IS_BETTER: Final = {"chrF2": True, "BLEU": True, "TER": False}

Library: TypeAlias = Any
"""A metric of sacrebleu, which is untyped here."""


@dataclass(frozen=True, slots=True)
class Score:
    """One metric over a whole corpus."""

    metric: str
    """``chrF2``, ``BLEU`` or ``TER``, as sacrebleu calls it."""
    value: float
    """0 to 100; TER may exceed 100."""
    signature: str
    """Everything that defines the metric, in sacrebleu's form."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One metric of a system against that of the baseline on the same sentences."""

    system: str
    metric: str
    value: float
    """Score of the system."""
    baseline: float
    """Score of the baseline."""
    p: float
    """Probability of a difference at least as large when both were equally good; below 0.05 it is held for real."""
    interval: tuple[float, float]
    """95 % bootstrap interval of the system's score."""
    signature: str

    @property
    def difference(self) -> float:
        """Score of the system less that of the baseline."""
        return self.value - self.baseline

    @property
    def verdict(self) -> Literal["better", "worse", "no difference"]:
        """What the test says at the level of 5 %."""
        if self.p >= _LEVEL or self.difference == 0:
            return "no difference"
        return "better" if (self.difference > 0) == HIGHER_IS_BETTER.get(self.metric, True) else "worse"


_LEVEL: Final = 0.05


def scores(
    hypotheses: Sequence[str], references: Sequence[str], metrics: Sequence[MetricName] = METRICS
) -> tuple[Score, ...]:
    """Score *hypotheses* against one reference each.

    Raises InputError when there are none or the lists differ in length, OptionsError without sacrebleu.
    """
    _same_length(hypotheses, references)
    found = []
    for name in metrics:
        metric = _metric(name)
        result = metric.corpus_score(list(hypotheses), [list(references)])
        found.append(Score(str(result.name), float(result.score), str(metric.get_signature())))
    return tuple(found)


def sentence_chrf(hypotheses: Sequence[str], references: Sequence[str]) -> list[float]:
    """Return chrF2 of each sentence, 0 to 100. Raises like `scores`."""
    _same_length(hypotheses, references)
    metric = _metric("chrf")
    return [
        float(metric.sentence_score(hypothesis, [reference]).score)
        for hypothesis, reference in zip(hypotheses, references, strict=True)
    ]


def compare(
    baseline: Sequence[str],
    systems: Mapping[str, Sequence[str]],
    references: Sequence[str],
    metrics: Sequence[MetricName] = QUICK,
    samples: int = SAMPLES,
) -> tuple[Comparison, ...]:
    """Test each of *systems* against *baseline* by paired bootstrap with a fixed seed (``SACREBLEU_SEED``, 12345).

    Comparisons come by system, then by metric. Raises like `scores`.
    """
    for texts in (baseline, *systems.values()):
        _same_length(texts, references)
    library = _sacrebleu()
    named = [("baseline", list(baseline)), *((name, list(texts)) for name, texts in systems.items())]
    instances = {name: _metric(name, references) for name in metrics}
    test = library.significance.PairedTest(named, instances, None, test_type="bs", n_samples=samples)
    signatures, results = test()
    return tuple(
        Comparison(
            system=str(name),
            metric=metric,
            value=float(rows[at].score),
            baseline=float(rows[0].score),
            p=float(rows[at].p_value),
            interval=(float(rows[at].mean - rows[at].ci), float(rows[at].mean + rows[at].ci)),
            signature=str(signatures[metric]),
        )
        for at, name in enumerate(results["System"])
        if at
        for metric, rows in results.items()
        if metric != "System"
    )


def seed() -> str:
    """Return the seed of the resampling."""
    return os.environ.get("SACREBLEU_SEED", "12345")


def _same_length(hypotheses: Sequence[str], references: Sequence[str]) -> None:
    if not references:
        raise InputError("There is nothing to score: the references are empty.")
    if len(hypotheses) != len(references):
        raise InputError(
            f"{len(hypotheses)} translations and {len(references)} references cannot be compared one by one: give as "
            "many lines in both files."
        )


def _metric(name: MetricName, references: Sequence[str] | None = None) -> Library:
    library = _sacrebleu()
    kind = {"chrf": library.metrics.CHRF, "bleu": library.metrics.BLEU, "ter": library.metrics.TER}[name]
    return kind(references=[list(references)]) if references is not None else kind()


def _sacrebleu() -> Library:
    try:
        import sacrebleu
        import sacrebleu.metrics
        import sacrebleu.significance
    except ImportError as error:
        raise OptionsError(
            "Scoring needs the package sacrebleu, which is not installed: pip install 'toolkit[evaluate]', or pip "
            "install sacrebleu."
        ) from error
    return sacrebleu
