"""ROUGE of summaries against human ones (Lin 2004), with the package rouge-score of Google Research.

Settings are fixed and part of the signature: F1, Porter stemmer for English, ROUGE-Lsum over sentences, several
references taken by the best one.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final

from toolkit.errors import InputError, OptionsError
from toolkit.text.segment import sentences
from toolkit.types import Signature

METRICS: Final = ("rouge1", "rouge2", "rougeLsum")


@dataclass(frozen=True, slots=True)
class Rouge:
    """Scores of a list of summaries."""

    rouge1: float
    """Mean F1 of unigrams, 0 to 100."""
    rouge2: float
    """Mean F1 of bigrams, 0 to 100."""
    rouge_lsum: float
    """Mean F1 of the longest common subsequence by sentences, 0 to 100."""
    each: tuple[tuple[float, float, float], ...]
    """The three scores of every summary, in order, 0 to 100."""
    signature: Signature

    @property
    def mean(self) -> float:
        """Mean of the three scores, 0 to 100."""
        return (self.rouge1 + self.rouge2 + self.rouge_lsum) / 3


def rouge(summaries: Sequence[str], references: Sequence[Sequence[str]], language: str = "en") -> Rouge:
    """Score *summaries*, each against one or more *references*; the reference with the best mean counts.

    Raises InputError when the lists differ in length or a summary has no reference, OptionsError when rouge-score is
    not installed.
    """
    if len(summaries) != len(references) or not summaries or not all(references):
        raise InputError(
            f"{len(summaries)} summaries and {len(references)} lists of references: give at least one for each."
        )
    scorer = _scorer(stem=language == "en")
    rows = tuple(
        max((_score(scorer, text, other, language) for other in others), key=sum)
        for text, others in zip(summaries, references, strict=True)
    )
    means = [sum(row[at] for row in rows) / len(rows) for at in range(len(METRICS))]
    facts = Signature((
        ("rouge-score", version("rouge-score")),
        ("f", "1"),
        ("stemmer", "porter" if language == "en" else "none"),
        ("references", "best"),
        ("number", str(len(rows))),
    ))  # fmt: skip
    return Rouge(means[0], means[1], means[2], rows, facts)


def difference(one: Rouge, other: Rouge, samples: int = 2000, seed: int = 1) -> tuple[float, float, float]:
    """Return the mean of *one* minus that of *other*, and its 95 % interval by paired bootstrap (Koehn 2004).

    Raises InputError when they are not scores of the same number of summaries.
    """
    if len(one.each) != len(other.each):
        raise InputError(f"{len(one.each)} and {len(other.each)} summaries cannot be compared in pairs.")
    gaps = [(sum(a) - sum(b)) / len(METRICS) for a, b in zip(one.each, other.each, strict=True)]
    draw = random.Random(seed)  # noqa: S311 - resampling, no secret
    means = sorted(sum(draw.choices(gaps, k=len(gaps))) / len(gaps) for _ in range(samples))
    return sum(gaps) / len(gaps), means[int(0.025 * samples)], means[int(0.975 * samples)]


def _scorer(*, stem: bool) -> Any:  # noqa: ANN401 - the library is untyped
    try:
        from rouge_score.rouge_scorer import RougeScorer  # type: ignore[import-untyped]  # noqa: PLC0415 - optional
    except ImportError as error:
        raise OptionsError("ROUGE needs the package rouge-score: pip install rouge-score.") from error
    return RougeScorer(list(METRICS), use_stemmer=stem)


def _score(scorer: Any, text: str, reference: str, language: str) -> tuple[float, float, float]:  # noqa: ANN401 - untyped
    found = scorer.score(_lines(reference, language), _lines(text, language))
    one, two, lsum = (100 * float(found[name].fmeasure) for name in METRICS)
    return one, two, lsum


def _lines(text: str, language: str) -> str:
    """Return *text* with one sentence a line, which ROUGE-Lsum asks for."""
    return "\n".join(span.of(line) for line in text.split("\n") for span in sentences(line, language))
