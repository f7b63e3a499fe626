"""Where the time of a run goes: a thread looks at the stacks of the others, many times a second.

What passed since the last look, wall time and the processor time of each thread, is put down to the stage each thread
is in now. Nothing in the product's code takes part. Runs in a child process.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

from toolkit.pipeline import bench_own
from toolkit.pipeline.bench_order import Order
from toolkit.pipeline.bench_stages import REST, calls, is_waiting, place_of, stage_of

Values: TypeAlias = dict[str, Any]

EVERY: Final = 0.002
"""Seconds between two looks; Python lets the thread look at most every 5 ms while another one computes."""
_FUNCTIONS: Final = 20
"""Functions that are told."""


class Profiler(threading.Thread):
    """Looks at all threads until it is stopped."""

    def __init__(self) -> None:
        """Begin to count now; the thread that makes it is the main one."""
        super().__init__(name="profiler", daemon=True)
        self.wall: dict[str, float] = defaultdict(float)
        """Seconds of the main thread by stage."""
        self.main: dict[str, float] = defaultdict(float)
        """Processor seconds of the main thread by stage."""
        self.others: dict[str, float] = defaultdict(float)
        """Processor seconds of the other threads that run Python, by stage."""
        self.functions: dict[str, float] = defaultdict(float)
        """Processor seconds of the main thread by innermost function of the toolkit."""
        self.looks = 0
        self.own = 0.0
        """Processor seconds of this thread itself."""
        self._watched = threading.get_ident()
        self._at = time.perf_counter()
        self._used: dict[int, float] = {}
        for thread in threading.enumerate():
            self._since(thread.native_id)
        self._end = threading.Event()

    def run(self) -> None:
        """Look until `stop`."""
        while not self._end.wait(EVERY):
            self._look()
        self._look()
        self.own = time.thread_time()

    def stop(self) -> None:
        """End, after a last look."""
        self._end.set()
        self.join()

    def _look(self) -> None:
        frames = sys._current_frames()  # noqa: SLF001 - documented, and the only way to see other threads
        now = time.perf_counter()
        passed, self._at = now - self._at, now
        self.looks += 1
        for thread in threading.enumerate():
            frame = frames.get(thread.ident or 0)
            if thread is self or frame is None:
                continue
            stack = calls(frame)
            # A thread of the engine that waits for its next work has no toolkit in its stack.
            stage, used = stage_of(stack), self._since(thread.native_id)
            if thread.ident == self._watched:
                self.wall[stage] += passed
                self.main[stage] += used
                if stage != REST and not is_waiting(stage):
                    self.functions[place_of(stack)] += used
            else:
                self.others[stage] += used

    def _since(self, thread: int | None) -> float:
        """Return the processor seconds of a thread since this was last asked; 0 where the system does not tell."""
        try:
            read = Path(f"/proc/self/task/{thread}/schedstat").read_text(encoding="ascii").split()
            used = int(read[0]) / 1e9
        except (OSError, ValueError, IndexError):
            return 0.0
        before = self._used.get(thread or 0, 0.0)
        self._used[thread or 0] = used
        return max(0.0, used - before)


def profile(order: Order, warm_up: Sequence[str]) -> Values:
    """Run over the sample once, watched from the beginning of the run to its end."""
    bench_own.warm(order, warm_up)
    before, main_before = time.process_time(), time.thread_time()
    profiler = Profiler()
    profiler.start()
    try:
        values = bench_own.run(order, Path(order.articles), Path(order.work) / "outputs")
    finally:
        profiler.stop()
    process = time.process_time() - before - profiler.own
    main = time.thread_time() - main_before
    names = [*profiler.wall, *profiler.main, *profiler.others]
    functions = sorted(profiler.functions.items(), key=lambda item: -item[1])[:_FUNCTIONS]
    return {
        **values,
        "wall": sum(profiler.wall.values()),
        "process": process,
        "main": main,
        "libraries": max(0.0, process - main - sum(profiler.others.values())),
        "looks": profiler.looks,
        "stages": {
            name: [profiler.wall.get(name, 0.0), profiler.main.get(name, 0.0), profiler.others.get(name, 0.0)]
            for name in dict.fromkeys([*names, REST])
        },
        "functions": functions,
    }
