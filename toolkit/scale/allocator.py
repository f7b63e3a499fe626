"""The memory that a process holds without using it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from functools import cache


def give_back() -> None:
    """Return free memory to the system, where the C library can (glibc); elsewhere do nothing.

    Decoding makes and frees millions of small objects between a few that stay, and glibc keeps the pages in between:
    measured, a run held 100 MB more than it used, and the longer it ran the more. Takes a few milliseconds.
    """
    _trim()(0)


@cache
def _trim() -> Callable[[int], object]:
    if sys.platform != "linux":
        return _nothing
    import ctypes  # noqa: PLC0415 - only where the work is done, the command line starts without it

    trim: Callable[[int], object] = getattr(ctypes.CDLL(None), "malloc_trim", _nothing)
    return trim


def _nothing(_padding: int) -> None:
    """Stand in for what other C libraries lack."""


def collect_seldom() -> None:
    """Look for circles of dead objects less often, for a process that is all the toolkit's own.

    A run makes hundreds of thousands of small records and hardly a circle: at the interpreter's default, looking for
    them took a twentieth of the processor time of 1,000 sentences, and more memory was not used without.
    """
    gc.set_threshold(20_000, 10, 10)
