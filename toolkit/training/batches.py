"""The order of training: epochs, batches of similar length, one after the other and the same in every process.

Nothing is drawn but from the seed and the number of the epoch, so that a run resumed anywhere sees the same batches.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from toolkit.errors import InputError
from toolkit.training.alignment import spans_to_pieces
from toolkit.training.corpus import Corpus, CorpusWriter
from toolkit.training.curriculum import Template, fill_all
from toolkit.training.vocabulary import Vocabulary

Array: TypeAlias = Any
"""numpy.ndarray or a generator of numpy."""

POOL: Final = 100_000
"""Pairs that are sorted by length together: enough for dense batches, few enough to mix the sources."""


class Row(NamedTuple):
    """One pair of a batch."""

    source: Array
    """Source ids, [length]."""
    target: Array
    """Target ids, [length]."""
    links: Array
    """Source and target tokens that belong together, [links, 2]."""


class Place(NamedTuple):
    """Where a run stands: the next update takes group *group* of epoch *epoch*."""

    epoch: int = 0
    group: int = 0


class Stream:
    """Yields the batches of all processes in groups, one group an update."""

    def __init__(
        self,
        corpus: Corpus,
        templates: Sequence[tuple[Sequence[Template], float]],
        vocabulary: Vocabulary,
        *,
        seed: int,
        batch_tokens: int,
        group: int,
        longest: int,
        short_first: float = 0.0,
    ) -> None:
        """Take what batches are made of.

        *templates*: lists of templates with their weights, filled anew in every epoch. *batch_tokens*: padded tokens a
        batch at most, one pair at least. *group*: batches an update. *longest*: pairs with more tokens are left out.
        *short_first*: share of the first epoch over which long sentences come in.
        """
        self._corpus, self._templates, self._vocabulary = corpus, templates, vocabulary
        self._seed, self._batch_tokens, self._group, self._longest = seed, batch_tokens, group, longest
        self._short_first = short_first

    def groups(self, place: Place) -> Iterator[tuple[Place, list[list[Row]]]]:
        """Yield endlessly the place after each group and the group's batches, from *place* on.

        Raises InputError when there is nothing to train on.
        """
        epoch, first = place
        while True:
            parts = self._epoch(epoch)
            batches = self._batches(parts, epoch)
            if not batches:
                raise InputError(
                    f"No pair of at most {self._longest} tokens is left to train on: check the sources and the "
                    "rules of cleaning."
                )
            # The last group is filled up from the beginning, so that every process has as many batches.
            batches += [batches[k % len(batches)] for k in range(-len(batches) % self._group)]
            for index in range(first, len(batches) // self._group):
                chosen = batches[index * self._group : (index + 1) * self._group]
                yield Place(epoch, index + 1), [[_row(parts, at) for at in batch] for batch in chosen]
            epoch, first = epoch + 1, 0

    def _epoch(self, epoch: int) -> tuple[Corpus, Corpus]:
        return self._corpus, self._filled(epoch)

    def _filled(self, epoch: int) -> Corpus:
        """Fill the templates for one epoch; their weights are spent here, so each pair stands once."""
        rng = random.Random(f"{self._seed}:{epoch}")  # noqa: S311 - training data, no secrets
        writer = CorpusWriter()
        for templates, weight in self._templates:
            for pair in fill_all(templates, rng, weight):
                source, here = self._vocabulary.encode_located(pair.french)
                target, there = self._vocabulary.encode_located(pair.english, target=True)
                links = spans_to_pieces(pair.links, (pair.french, pair.english), (here, there))
                writer.add(source, target, 1.0, links)
        return writer.corpus()

    def _batches(self, parts: tuple[Corpus, Corpus], epoch: int) -> list[Array]:
        import numpy as np

        rng = np.random.default_rng([self._seed, epoch])
        weight = np.concatenate([part.weight for part in parts])
        source, target = (
            np.concatenate([getattr(part, f"{side}_lengths") for part in parts]) for side in ("source", "target")
        )
        copies = np.floor(weight + rng.random(len(weight))).astype(np.int64)
        copies *= np.maximum(source, target) <= self._longest
        order = np.repeat(np.arange(len(weight)), copies)
        rng.shuffle(order)
        batches: list[Array] = []
        for start in range(0, len(order), POOL):
            pool = order[start : start + POOL]
            # Pairs of one source length stand in random order of nearly equal target lengths.
            pool = pool[np.lexsort((target[pool] + rng.random(len(pool)) * 3, source[pool] // 2))]
            cut = _cut(pool, np.maximum(source, target)[pool], self._batch_tokens)
            batches += [cut[k] for k in rng.permutation(len(cut))]
        if self._short_first and not epoch:
            lengths = np.array([source[batch].max() for batch in batches])
            batches = [batches[k] for k in _by_competence(lengths, self._short_first, rng)]
        return batches


COMPETENCE: Final = 0.01
"""Share of the shortest batches that may come at once (c0 of Platanios et al. 2019)."""


def _by_competence(lengths: Array, share: float, rng: Array) -> Array:
    """Return an order of batches of these *lengths* in which long ones come late, over *share* of all batches.

    With the competence of Platanios et al. (2019), c(t) = sqrt(t (1 - c0^2) + c0^2), a batch may come from the time on
    at which c reaches the rank of its length; its place is drawn among what is left then. All batches come once.
    """
    import numpy as np

    rank = np.empty(len(lengths))
    rank[np.lexsort((rng.random(len(lengths)), lengths))] = np.arange(1, len(lengths) + 1) / len(lengths)
    first = share * np.clip((rank**2 - COMPETENCE**2) / (1 - COMPETENCE**2), 0, 1)
    return np.argsort(first + (1 - first) * rng.random(len(lengths)), kind="stable")


def _cut(order: Array, lengths: Array, budget: int) -> list[Array]:
    """Cut *order* into runs whose longest pair times their number stays within *budget*."""
    cuts, longest, size = [0], 0, 0
    for index, length in enumerate(lengths.tolist()):
        longest, size = max(longest, length), size + 1
        if longest * size > budget and size > 1:
            cuts.append(index)
            longest, size = length, 1
    return [order[a:b] for a, b in zip(cuts, [*cuts[1:], len(order)], strict=True) if b > a]


def _row(parts: tuple[Corpus, Corpus], index: int) -> Row:
    part, at = (parts[0], index) if index < len(parts[0]) else (parts[1], index - len(parts[0]))
    return Row(part.source(at), part.target(at), part.links(at))
