"""One measure in a process of its own: an order as JSON on standard input, the result as JSON on standard output.

A new process has cold caches, its own threads and a peak of memory that is its own. Not for users.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

from toolkit.errors import EngineError, ToolkitError
from toolkit.pipeline import bench_own, bench_peers, bench_profile_run, bench_runs, bench_sample
from toolkit.pipeline.bench_order import Order
from toolkit.pipeline.bench_watch import peak_memory
from toolkit.scale.allocator import collect_seldom

Values: TypeAlias = dict[str, Any]
"""A result: plain values, see `evaluation.bench.Run` and `Point`."""

WARM_UP: Final = ("Le conseil municipal a adopté le budget lundi soir.", "La ministre a présenté 12 mesures à Lyon.")
"""Translated before the clock starts: libraries load much of themselves at the first use."""


def measure(order: Order) -> Values:
    """Do what *order* says. Raises ToolkitError when it cannot be done here."""
    return {**_TASKS[order.task](order), "peak": peak_memory()}


def _naive(order: Order) -> Values:
    return _peer(order, lambda: bench_peers.naive(bench_own.checkpoint(order), order.beam, order.threads))


def _padded(order: Order) -> Values:
    return _peer(order, lambda: bench_peers.padded(bench_own.checkpoint(order), order.beam, order.threads))


def _bare(order: Order, *, cut: bool) -> Values:
    weights = bench_own.checkpoint(order)
    return _peer(order, lambda: bench_peers.bare(weights, order.beam, order.threads, order.compute_type, cut=cut))


def _peer(order: Order, load: Callable[[], bench_peers.Peer]) -> Values:
    sentences = bench_sample.texts(Path(order.articles))
    begun = time.perf_counter()
    peer = load()
    loading = time.perf_counter() - begun
    spent, found = bench_peers.timed(peer, sentences, WARM_UP)
    return {"seconds": spent.seconds, "cpu": spent.cpu, "loading": loading, "target_words": _words(found)}


def _engine(order: Order) -> Values:
    return bench_own.engine(order, WARM_UP)


def _pipeline(order: Order) -> Values:
    return bench_own.pipeline(order, WARM_UP)


def _words(texts: Sequence[str]) -> int:
    return sum(len(text.split()) for text in texts)


_TASKS: Final[Mapping[str, Callable[[Order], Values]]] = {
    "prepare": bench_own.prepare,
    "naive": _naive,
    "padded": _padded,
    "bare": lambda order: _bare(order, cut=True),
    "whole": lambda order: _bare(order, cut=False),
    "engine": _engine,
    "pipeline": _pipeline,
    "unchecked": lambda order: bench_own.unchecked(order, WARM_UP),
    "remembered": bench_own.remembered,
    "conversion": bench_own.conversion,
    "fidelity": bench_own.fidelity,
    "documents": bench_own.many_documents,
    "soak": bench_runs.soak,
    "scaling": bench_runs.scaling,
    "one_file": bench_runs.one_file,
    "lines": lambda order: bench_runs.lines(order, WARM_UP),
    "profile": lambda order: bench_profile_run.profile(order, WARM_UP),
}


def main() -> None:
    """Read an order, measure, and write the result or the reason why there is none."""
    collect_seldom()  # as the command line does
    order = Order(**json.load(sys.stdin))
    try:
        result = measure(order)
    except ToolkitError as error:
        result = {"error": str(error)}
    except ImportError as error:
        result = {"error": str(EngineError(f"{error.name} is not installed: pip install {error.name}."))}
    sys.stdout.write("\n" + json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
