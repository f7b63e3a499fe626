"""chrF2 (Popović 2015) from counts that add up, so that processes can share a dev set.

As sacrebleu (Post 2018) computes it by default: character 1- to 6-grams without spaces, beta 2, averaged over the
orders that occur.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

ORDER: Final = 6
BETA: Final = 2


def counts(hypotheses: Iterable[str], references: Iterable[str]) -> list[int]:
    """Return for each order the n-grams of hypotheses, of references, and of both: 18 sums."""
    total = [0] * (3 * ORDER)
    for hypothesis, reference in zip(hypotheses, references, strict=True):
        for order, ours, theirs in zip(range(ORDER), _grams(hypothesis), _grams(reference), strict=True):
            total[3 * order] += ours.total() if theirs else 0
            total[3 * order + 1] += theirs.total()
            total[3 * order + 2] += (ours & theirs).total()
    return total


def score(sums: Sequence[float]) -> float:
    """Return chrF2, 0 to 100, of the sums of `counts`."""
    precision = recall = 0.0
    orders = 0
    for ours, theirs, both in zip(sums[::3], sums[1::3], sums[2::3], strict=True):
        if ours > 0 and theirs > 0:
            precision += both / ours
            recall += both / theirs
            orders += 1
    if not orders or precision + recall == 0:
        return 0.0
    precision, recall = precision / orders, recall / orders
    return 100 * (1 + BETA**2) * precision * recall / (BETA**2 * precision + recall)


def _grams(text: str) -> list[Counter[str]]:
    plain = "".join(text.split())
    return [Counter(plain[at : at + n] for at in range(len(plain) - n + 1)) for n in range(1, ORDER + 1)]
