"""Memory and processor time of a process and its children, read while it works. Runs in a child process."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

Values: TypeAlias = dict[str, Any]

PROC = Path("/proc")


class Resident(NamedTuple):
    """Memory of a process and all its descendants."""

    size: int
    """Resident bytes, summed; pages that processes share, as those of libraries, are counted once for each."""
    processes: int


def resident(root: int | None = None) -> Resident | None:
    """Return what the process *root*, by default this one, and its descendants hold now; None without ``/proc``."""
    root = root or os.getpid()
    if (own := _resident(root)) is None:
        return None
    found, waiting = [own], [root]
    children = _children()
    while waiting:
        below = children.get(waiting.pop(), [])
        waiting += below
        found += [size for child in below if (size := _resident(child)) is not None]
    return Resident(sum(found), len(found))


def _resident(process: int) -> int | None:
    try:
        pages = (PROC / str(process) / "statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return None  # it ended, or there is no such place
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _children() -> dict[int, list[int]]:
    """Return the processes of this machine by their parents."""
    found: dict[int, list[int]] = defaultdict(list)
    for entry in PROC.iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            line = (entry / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue  # it ended meanwhile
        # The name of the program stands in parentheses and may contain anything; state and parent follow it.
        found[int(line.rpartition(")")[2].split()[1])].append(int(entry.name))
    return found


def peak_memory() -> int | None:
    """Return the greatest resident memory of this process so far in bytes; None where the system does not tell."""
    try:
        # Not ru_maxrss where it can be had: Linux lets a child begin with the peak of the process that started it.
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        pass
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def processor_time() -> float:
    """Return the processor seconds, user and system, of all threads and of the children that have ended."""
    used = os.times()
    return time.process_time() + used.children_user + used.children_system


class Watch:
    """Reads memory in a thread, again and again, beside numbers that say how far the work is."""

    def __init__(self, every: float, progress: Callable[[], tuple[int, int, int]]) -> None:
        """Read *every* so many seconds; *progress* returns documents, segments and words that are done."""
        self.moments: list[Values] = []
        self._every = every
        self._progress = progress
        self._end = threading.Event()
        self._begun = time.perf_counter()

    def note(self) -> None:
        """Take down this moment."""
        documents, segments, words = self._progress()
        now = resident()
        self.moments.append(
            {
                "seconds": round(time.perf_counter() - self._begun, 3),
                "memory": now.size if now else None,
                "processes": now.processes if now else 1,
                "documents": documents,
                "segments": segments,
                "words": words,
            }
        )

    @property
    def peak(self) -> int | None:
        """Greatest memory that was read, or that this process alone ever had, bytes."""
        read = [moment["memory"] for moment in self.moments if moment["memory"] is not None]
        own = peak_memory()
        return max([*read, *([own] if own else [])], default=None)

    @property
    def processes(self) -> int:
        """Most processes at one time."""
        return max((int(moment["processes"]) for moment in self.moments), default=1)

    @contextmanager
    def watching(self) -> Iterator[Watch]:
        """Read now, in between, and at the end."""
        self._begun = time.perf_counter()
        thread = threading.Thread(target=self._watch, name="watch", daemon=True)
        self.note()
        thread.start()
        try:
            yield self
        finally:
            self._end.set()
            thread.join()
            self.note()

    def _watch(self) -> None:
        while not self._end.wait(self._every):
            self.note()
