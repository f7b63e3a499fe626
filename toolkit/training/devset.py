"""What decides which weights are kept: chrF, loss and figures on pairs that are never trained on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from toolkit.fidelity.figures import check_figures
from toolkit.training import chrf
from toolkit.training.batches import Row
from toolkit.training.cleaning import READABLE, added
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
    probes: Mapping[str, float] = field(default_factory=dict)
    """Loss of pairs held out of each source and of trained ones: ``<source>, held out`` and ``<source>, trained``."""


class DevSet:
    """Sentences and their references."""

    def __init__(
        self,
        pairs: Sequence[tuple[str, str]],
        vocabulary: Vocabulary,
        pair: tuple[str, str],
        beam: int,
        *,
        probes: Mapping[str, Sequence[tuple[str, str]]] | None = None,
        baseline: bool = False,
    ) -> None:
        """Take normalised pairs.

        *probes*: further pairs by name, of which only the loss is measured. *baseline*: measure before the
        first update, so that training without gain ends with what it began with.
        """
        self.baseline = baseline
        self._pairs, self._vocabulary, self._languages, self._beam = list(pairs), vocabulary, pair, beam
        self._rows = self._encoded(pairs)
        self._probes = {name: self._encoded(found) for name, found in (probes or {}).items()}

    def _encoded(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[int, Row]]:
        """Return number and ids of each pair, short ones first."""
        import numpy as np

        sources = self._vocabulary.encode([source for source, _ in pairs])
        targets = self._vocabulary.encode([target for _, target in pairs], target=True)
        none = np.zeros((0, 2), np.uint16)
        rows = [Row(np.array(s), np.array(t), none) for s, t in zip(sources, targets, strict=True)]
        return sorted(enumerate(rows), key=lambda item: len(item[1].source))

    def measure(self, network: Network, ring: Ring) -> Measures:
        """Translate the sentences, each process its share, and compare. The model must be in evaluation mode."""
        import torch

        sums = [0.0] * (3 * chrf.ORDER + 4)
        mine = self._share(self._rows, network, ring)
        for start in range(0, len(mine), _BATCH):
            part = self._sums(mine[start : start + _BATCH], network)
            sums = [a + b for a, b in zip(sums, part, strict=True)]
        total: list[float] = ring.total(torch.tensor(sums, dtype=torch.float64)).tolist()
        entropy, tokens, right, asked = total[3 * chrf.ORDER :]
        return Measures(
            chrf.score(total[: 3 * chrf.ORDER]),
            entropy / max(tokens, 1),
            right / asked if asked else None,
            {name: self._loss(rows, network, ring) for name, rows in self._probes.items()},
        )

    def _share(self, rows: Sequence[tuple[int, Row]], network: Network, ring: Ring) -> list[tuple[int, Row]]:
        """Return what one process measures of *rows*."""
        usable = [(k, row) for k, row in rows if max(len(row.source), len(row.target)) <= network.longest]
        return usable[ring.rank :: ring.size]

    def _loss(self, rows: Sequence[tuple[int, Row]], network: Network, ring: Ring) -> float:
        import torch

        mine = [row for _, row in self._share(rows, network, ring)]
        parts = [network.entropy(mine[start : start + _BATCH]) for start in range(0, len(mine), _BATCH)]
        sums = [float(sum(part[side] for part in parts)) for side in (0, 1)]
        entropy, tokens = ring.total(torch.tensor(sums, dtype=torch.float64)).tolist()
        return float(entropy / max(tokens, 1))

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
        if self._languages[0] == self._languages[1]:  # a condensed sentence may leave figures out
            return added(source, output, self._languages[0]) != "figures"
        report = check_figures(source, output, *self._languages)
        return not any(finding.severity == "error" for finding in report.findings)
