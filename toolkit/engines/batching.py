"""Which texts are decoded together.

A text's result must not depend on its neighbours, or a killed run that continues with other neighbours would end
differently. Measured with CTranslate2 4.8, beam 4, one thread, newstest2013:

- int8: among texts of other lengths a text can get another translation; among texts of exactly its length, without
  prefixes, it got the same translations, scores and attention to the last bit (1,492 texts, groups of 16 against
  groups of 7). So on a CPU texts of one length share a batch: 4.4 s instead of 6.5 s of processor time for 400 texts,
  where any lengths together take 4.8 s. With prefixes CTranslate2 mixes up the attention of the texts' prefixes.
  Another processor or release may compute differently: each installation tries it once (`proof.try_sharing`).
- float32: neighbours change last digits of scores at any length. So every text is decoded alone, and so is everything
  with transformers on a CPU, where batches gain little.

On a GPU, where single texts would waste the machine, texts share batches within a length class, with prefixes of one
length: then at least the limit on output length is a text's own.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

STEP: Final = 16
"""Width of a length class, in source tokens."""

EXTRA: Final = 16
"""Output tokens allowed beyond twice the source: short inputs need room."""


class Batch(NamedTuple):
    """Texts that are decoded at once."""

    members: tuple[int, ...]
    """Positions among the texts given."""
    limit: int
    """Most target tokens to produce, the end-of-sentence token included, the prefix not."""


class Limits(NamedTuple):
    """Lengths that a model can deal with, in tokens."""

    positions: int
    """Size of the position table."""
    source: int
    """Longest source, the end-of-sentence token included."""


def longest_input(positions: int) -> int:
    """Return the longest source whose output limit still fits the model's *positions*."""
    return max(1, (positions - EXTRA) // 2)


def output_limit(source_tokens: int, positions: int) -> int:
    """Return how many target tokens a source of this many tokens may become: twice its length class, and some."""
    rounded = -(-source_tokens // STEP) * STEP
    return min(2 * rounded + EXTRA, positions)


@dataclass(frozen=True, slots=True)
class Sharing:
    """Which texts may share a batch."""

    rows: int = 1
    """Most texts in a batch."""
    tokens: int = 0
    """Most source tokens in a batch of several texts, padding included; 0: no limit."""
    exact: bool = False
    """Only texts of exactly one length, and none with a prefix."""

    def room(self, length: int, prefix: int) -> int:
        """Return how many texts of this many tokens fit into a batch."""
        if self.exact and prefix:
            return 1
        return max(1, min(self.rows, self.tokens // length if self.tokens else self.rows))


ALONE: Final = Sharing()
"""Every text is decoded by itself."""

SAME_LENGTH: Final = Sharing(rows=16, exact=True)
"""See above; larger batches are no faster."""


def within(tokens: int) -> Sharing:
    """Let texts share a batch of at most *tokens* source tokens; with 0 every text is decoded by itself."""
    return Sharing(rows=tokens, tokens=tokens) if tokens else ALONE


def plan(lengths: Sequence[int], prefixes: Sequence[int], sharing: Sharing, positions: int) -> list[Batch]:
    """Split texts into batches as *sharing* allows; the longest texts come first.

    *lengths* and *prefixes* count tokens; *positions* is the size of the model's position table.
    """
    classes: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for index, (length, prefix) in enumerate(zip(lengths, prefixes, strict=True)):
        exact = length if sharing.exact else 0
        classes[exact, output_limit(length, positions - prefix), prefix].append(index)
    batches = []
    for (_, limit, prefix), members in sorted(classes.items(), reverse=True):
        ordered = sorted(members, key=lambda index: (-lengths[index], index))
        start = 0
        while start < len(ordered):
            rows = sharing.room(lengths[ordered[start]], prefix)
            batches.append(Batch(tuple(ordered[start : start + rows]), limit))
            start += rows
    return batches


def usable_cores() -> int:
    """Return the number of physical cores this process may run on, at least 1.

    Hyper-threads of one core are counted once where the system tells them apart (Linux).
    """
    if not hasattr(os, "sched_getaffinity"):
        return max(1, (os.cpu_count() or 2) // 2)
    cpus = os.sched_getaffinity(0)
    cores = {_core(cpu) for cpu in cpus}
    return max(1, len(cores))


def _core(cpu: int) -> str:
    path = f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list"
    try:
        with open(path, encoding="ascii") as file:  # noqa: PTH123 - a system file, read without building a Path
            return file.read().strip()
    except OSError:
        return str(cpu)
