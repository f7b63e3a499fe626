"""Which of the ranked sentences are taken: salience against redundancy, within a budget, readable in a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from toolkit.summarizers.cohesion import Standing
from toolkit.summarizers.ranking import Ranking

TRADE_OFF: Final = 0.75
"""Lambda of maximal marginal relevance (Carbonell and Goldstein 1998): 1 ignores redundancy."""
DUPLICATE: Final = 0.75
"""Cosine from which two sentences say the same and the second one is never taken."""
DEPENDENT: Final = 0.45
"""What a sentence that leans on the one before is worth when that one is not in the summary."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How much may be taken. One sentence is always taken, even when it is longer than the words allow."""

    sentences: int | None = None
    words: int | None = None

    def admits(self, sizes: Sequence[int], more: int) -> bool:
        """Tell whether a sentence of *more* words still fits beside sentences of *sizes* words."""
        if self.sentences is not None and len(sizes) >= self.sentences:
            return False
        return not sizes or self.words is None or sum(sizes) + more <= self.words


def select(
    ranking: Ranking,
    standings: Sequence[Standing],
    sizes: Sequence[int],
    budget: Budget,
    *,
    trade_off: float = TRADE_OFF,
    follows: Callable[[int], int | None] = lambda row: row - 1 if row else None,
) -> list[int]:
    """Return the rows taken, ascending. *follows* gives the row before a row in the same passage, or None.

    Greedy maximal marginal relevance. Sentences that cannot stand alone count little until their predecessor is taken.
    """
    chosen: list[int] = []
    taken: list[int] = []
    closest = [0.0] * len(standings)
    left = [row for row, each in enumerate(standings) if each.usable]
    top = max((ranking.scores[row] for row in left), default=0.0) or 1.0
    base = [score / top * (1 - each.penalty) for score, each in zip(ranking.scores, standings, strict=True)]
    while left:
        fitting = [row for row in left if closest[row] < DUPLICATE and budget.admits(taken, sizes[row])]
        if not fitting:
            break
        leaning = {row for row in fitting if standings[row].dependent and follows(row) not in chosen}
        worth = {row: base[row] * (DEPENDENT if row in leaning else 1.0) for row in fitting}
        for row in leaning:
            # A sentence that makes a strong one readable shares in its worth.
            before = follows(row)
            if before in worth and budget.admits([*taken, sizes[before]], sizes[row]):
                worth[before] = max(worth[before], (base[before] + base[row]) / 2)
        best = max(fitting, key=lambda row: (trade_off * worth[row] - (1 - trade_off) * closest[row], -row))
        chosen.append(best)
        taken.append(sizes[best])
        left.remove(best)
        closest = [max(near, float(value)) for near, value in zip(closest, ranking.similarity[best], strict=True)]
    return sorted(chosen)
