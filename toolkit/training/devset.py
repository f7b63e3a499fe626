"""What decides which weights are kept: chrF, loss and figures on pairs that are never trained on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from toolkit.fidelity.figures import check_figures
from toolkit.training import chrf
from toolkit.training.batches import Row
from toolkit.training.cleaning import READABLE
from toolkit.training.network import Network
from toolkit.training.parallel import Ring
from toolkit.training.vocabulary import Vocabulary

_DIGIT: Final = re.compile(r"\d")
_BATCH: Final = 32
"""Sentences decoded at once."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Quality on the dev set."""

    chrf: float
    """chrF2, 0 to 100."""
    loss: float
    """Cross-entropy in nats per target token, without label smoothing; rising while the training loss falls: the model
    learns its training data by heart."""
    figures: float | None
    """Share of the sentences with figures whose output has every figure right, 0 to 1; None: no such sentences."""


class DevSet:
    """Sentences and their references."""

    def __init__(
        self,
        pairs: Sequence[tuple[str, str]],
        vocabulary: Vocabulary,
        pair: tuple[str, str],
        beam: int,
        *,
        baseline: bool = False,
    ) -> None:
        """Take normalised pairs.

        *baseline*: measure before the first update, so that training without gain ends with what it began with.
        """
        import numpy as np

        self.baseline = baseline
        self._pairs, self._vocabulary, self._languages, self._beam = list(pairs), vocabulary, pair, beam
        sources = vocabulary.encode([source for source, _ in pairs])
        targets = vocabulary.encode([target for _, target in pairs], target=True)
        none = np.zeros((0, 2), np.uint16)
        rows = [Row(np.array(s), np.array(t), none) for s, t in zip(sources, targets, strict=True)]
        self._rows = sorted(enumerate(rows), key=lambda item: len(item[1].source))

    def measure(self, network: Network, ring: Ring) -> Measures:
        """Translate the sentences, each process its share, and compare. The model must be in evaluation mode."""
        import torch

        sums = [0.0] * (3 * chrf.ORDER + 4)
        usable = [(k, row) for k, row in self._rows if max(len(row.source), len(row.target)) <= network.longest]
        mine = usable[ring.rank :: ring.size]
        for start in range(0, len(mine), _BATCH):
            part = self._sums(mine[start : start + _BATCH], network)
            sums = [a + b for a, b in zip(sums, part, strict=True)]
        total: list[float] = ring.total(torch.tensor(sums, dtype=torch.float64)).tolist()
        entropy, tokens, right, asked = total[3 * chrf.ORDER :]
        return Measures(chrf.score(total[: 3 * chrf.ORDER]), entropy / max(tokens, 1), right / asked if asked else None)

    def _sums(self, batch: Sequence[tuple[int, Row]], network: Network) -> list[float]:
        rows = [row for _, row in batch]
        entropy, tokens = network.entropy(rows)
        outputs = [self._vocabulary.decode(ids) for ids in network.write([row.source for row in rows], self._beam)]
        pairs: list[Any] = [self._pairs[index] for index, _ in batch]
        readable = set(self._languages) <= READABLE
        both = zip(pairs, outputs, strict=True)
        asked = [(source, output) for (source, _), output in both if readable and _DIGIT.search(source)]
        right = sum(self._right(source, output) for source, output in asked)
        return [*chrf.counts(outputs, [target for _, target in pairs]), entropy, tokens, right, len(asked)]

    def _right(self, source: str, output: str) -> bool:
        report = check_figures(source, output, *self._languages)
        return not any(finding.severity == "error" for finding in report.findings)
