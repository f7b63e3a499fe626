"""Data-parallel processes on one machine: each sees its own batches, all make the same update.

On CPU several processes of one thread are faster than one process of several threads for models of this size. They
meet through gloo and a file, so that no port is needed. The first process is the caller's own; the others end with it.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from toolkit.errors import EngineError

Tensor: TypeAlias = Any
"""torch.Tensor; torch is imported late."""

PATIENCE: Final = dt.timedelta(hours=2)
"""How long a process waits for the others: one of them may be writing a checkpoint to a slow disk."""


@dataclass(frozen=True, slots=True)
class Ring:
    """This process among those of the run."""

    rank: int = 0
    """Number of this process, from 0."""
    size: int = 1
    """Number of processes."""

    def total(self, tensor: Tensor) -> Tensor:
        """Add *tensor* up over all processes, in place, and return it. Raises EngineError when one is gone."""
        if self.size > 1:
            import torch.distributed as dist

            try:
                dist.all_reduce(tensor)
            except RuntimeError as error:
                raise EngineError(
                    "A training process ended before the others; its last words are in the log beside the "
                    "checkpoints. Run the same command again to go on from the last checkpoint."
                ) from error
        return tensor


@contextmanager
def joined(rank: int, size: int, meeting: Path) -> Iterator[Ring]:
    """Join the processes that meet at the file *meeting*, as number *rank* of *size*."""
    if size == 1:
        yield Ring()
        return
    import torch.distributed as dist

    dist.init_process_group(
        "gloo", init_method=meeting.absolute().as_uri(), rank=rank, world_size=size, timeout=PATIENCE
    )
    try:
        yield Ring(rank, size)
    finally:
        with suppress(RuntimeError):
            dist.destroy_process_group()


@contextmanager
def companions(arguments: Sequence[str], size: int, logs: Path) -> Iterator[None]:
    """Run processes 1 to *size* - 1 beside this one: ``python -m toolkit.training.worker <arguments> <rank>``.

    They are ended when the block is left early and waited for otherwise.
    """
    root = str(Path(__file__).parents[2])
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": paths, "HF_HUB_OFFLINE": "1"}
    started: list[subprocess.Popen[bytes]] = []
    try:
        for rank in range(1, size):
            with (logs / f"process-{rank}.log").open("wb") as log:
                command = [sys.executable, "-m", "toolkit.training.worker", *arguments, str(rank)]
                # In a session of its own: Ctrl-C reaches the first process only, which ends the others in step.
                process = subprocess.Popen(  # noqa: S603 - our own module
                    command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
                )
                started.append(process)
        yield
        for process in started:
            process.wait(timeout=PATIENCE.total_seconds())
    finally:
        for process in started:
            if process.poll() is None:
                process.terminate()
                process.wait()


@contextmanager
def threads(count: int) -> Iterator[None]:
    """Let torch use *count* threads in the block."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)
