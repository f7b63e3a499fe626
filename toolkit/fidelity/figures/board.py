"""What is matched and what is left, while the figures of two texts are brought together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from toolkit.fidelity.figures.records import Level, Reading

Outcome = Literal["ok", "reformatted", "changed", "missing", "invented", "unit_changed"]
WINDOW: Final = 40
"""How many ranks apart two figures can be and still be compared, once equal ones are matched."""


@dataclass(slots=True)
class Board:
    """What is still to be matched, by index."""

    source: list[Reading]
    target: list[Reading]
    pairs: list[tuple[int, int, Outcome]]
    left: set[int]
    right: set[int]

    def take(self, i: int, j: int, outcome: Outcome) -> None:
        """Match source figure *i* with target figure *j*."""
        self.pairs.append((i, j, outcome))
        self.left.discard(i)
        self.right.discard(j)

    def place(self, i: int, j: int) -> float:
        """Return how far apart the two stand, 0 to 1, counted in figures from the start."""
        return abs(i / max(1, len(self.source)) - j / max(1, len(self.target)))

    def apart(self, i: int, j: int) -> float:
        """Return how far apart two figures stand; for two weak ones, such as months, articles between do not count."""
        place = self.place(i, j)
        if not self.source[i].level == self.target[j].level == Level.WEAK:
            return place
        return min(place, abs(_rank(self.source, i) - _rank(self.target, j)))


def _rank(readings: list[Reading], index: int) -> float:
    """Return where a figure stands among those that count, 0 to 1."""
    loud = [reading.level < Level.SILENT for reading in readings]
    return sum(loud[:index]) / max(1, sum(loud))


def ordinary(board: Board) -> tuple[list[int], list[int]]:
    """Return what is left on both sides, in order, without the silent ones."""
    left = [i for i in sorted(board.left) if board.source[i].level < Level.SILENT]
    right = [j for j in sorted(board.right) if board.target[j].level < Level.SILENT]
    return left, right


def near(board: Board) -> list[tuple[int, int]]:
    """Return the pairs of what is left whose ranks are close, so that long tables cost linear time."""
    if not board.left or not board.right:
        return []
    left, right = ordinary(board)
    return [(i, j) for rank, i in enumerate(left) for j in right[max(0, rank - WINDOW) : rank + WINDOW + 1]]
