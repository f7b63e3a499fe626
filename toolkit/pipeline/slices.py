"""Shares of a window or shard, so that workers end at the same time although windows are large and few.

A ledger of names covers a whole window, so what is in a window must not follow from the number of workers. Who does it
may: several workers can do documents of one window, each with the ledger of all of it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TypeVar

T = TypeVar("T")

LEAST_BYTES: Final = 32 * 1024
"""A slice is about as large at least, if its window allows: some 250 sentences, six seconds of processor time. Fewer
leave batches half empty: measured, a sentence in slices of 120 took 40 % more processor time than in slices of 800."""
ROUNDS: Final = 2
"""Of what is left, a slice takes one part in this many for each worker (guided self-scheduling, Polychronopoulos and
Kuck 1987): large slices while there is much, small ones at the end."""


class Slice(NamedTuple):
    """Neighbouring members of a window."""

    number: int
    """Place among the slices of the window, from 0."""
    total: int
    """Slices of the window."""
    begin: int
    end: int
    """First member, and one past the last."""

    @classmethod
    def whole(cls, members: int) -> Slice:
        """Return all of a window of so many members."""
        return cls(0, 1, 0, members)

    @property
    def is_last(self) -> bool:
        """Whether no slice follows."""
        return self.number == self.total - 1


def shared_out(windows: Iterable[tuple[T, Sequence[int]]], workers: int) -> Iterator[tuple[T, list[Slice]]]:
    """Yield the windows with their slices: one each, and several for the last windows, as many as there are workers.

    A window comes with the sizes of its members in bytes. Looks ahead by one window a worker.
    """
    ahead: deque[tuple[T, Sequence[int]]] = deque()
    for window in windows:
        ahead.append(window)
        if len(ahead) > workers or workers == 1:
            given, sizes = ahead.popleft()
            yield given, [Slice.whole(len(sizes))]
    left = sum(sum(sizes) for _, sizes in ahead)
    while ahead:
        given, sizes = ahead.popleft()
        yield given, _cut(sizes, left, ROUNDS * workers)
        left -= sum(sizes)


def _cut(sizes: Sequence[int], left: int, parts: int) -> list[Slice]:
    """Cut one window; *left* is what is left to do from its beginning."""
    bounds, size = [0], 0
    for at, more in enumerate(sizes):
        size += more
        if size >= max(LEAST_BYTES, left // parts):
            bounds.append(at + 1)
            left, size = left - size, 0
    if bounds[-1] < len(sizes):
        if size < LEAST_BYTES // 2 and len(bounds) > 1:
            bounds.pop()
        bounds.append(len(sizes))
    total = len(bounds) - 1
    return [Slice(number, total, bounds[number], bounds[number + 1]) for number in range(total)]
