"""Which texts are decoded together.

A text's result must not depend on its neighbours, or a killed run that continues with other neighbours would end
differently. Measured on 1,000 sentences of newstest2013 (CTranslate2 4.8, int8, beam 4): another composition of the
batches changed the best translation of up to 5 of them and some bit of the results of nearly all; with transformers in
float32 it changed last digits of scores. Decoding one text at a time cost CTranslate2 no speed that could be measured
(44 against 45 sentences a second on one thread). So on a CPU every text is decoded alone. On a GPU, where that would
waste the machine, texts share batches, but only texts of one length class, with prefixes of one length: then at least
the limit on output length is a text's own.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Sequence
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


def longest_input(positions: int) -> int:
    """Return the longest source whose output limit still fits the model's *positions*."""
    return max(1, (positions - EXTRA) // 2)


def output_limit(source_tokens: int, positions: int) -> int:
    """Return how many target tokens a source of this many tokens may become: twice its length class, and some."""
    rounded = -(-source_tokens // STEP) * STEP
    return min(2 * rounded + EXTRA, positions)


def plan(lengths: Sequence[int], prefixes: Sequence[int], tokens: int, positions: int) -> list[Batch]:
    """Split texts into batches of at most *tokens* source tokens, padding included; the longest texts come first.

    *lengths* and *prefixes* count tokens; *positions* is the size of the model's position table. With *tokens* of 0
    every text is a batch of its own.
    """
    classes: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, (length, prefix) in enumerate(zip(lengths, prefixes, strict=True)):
        classes[output_limit(length, positions - prefix), prefix].append(index)
    batches = []
    for (limit, _), members in sorted(classes.items(), reverse=True):
        ordered = sorted(members, key=lambda index: (-lengths[index], index))
        start = 0
        while start < len(ordered):
            rows = max(1, tokens // lengths[ordered[start]])
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
