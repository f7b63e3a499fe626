"""Measure workers: processor time and wall time for the same table with 1, 2 … workers, and whether bytes differ.

    python tests/e2e/scaling.py corpus.fr --workers 1 2 --segments 2000 --executor local

*corpus.fr* is text, one sentence a line. Processor time is that of the command and all its workers, user and system; it
is the fair measure on a machine that others use too. Prints one line a number of workers, then bytes a segment.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import NamedTuple


class Measure(NamedTuple):
    """One run."""

    workers: int
    segments: int
    processor: float
    """Seconds, all processes together."""
    wall: float
    peak: float
    """Greatest resident memory of one process, MB."""

    def line(self) -> str:
        """Return the row of the table; a document is 20 segments long."""
        thousand = self.processor * 1000 / self.segments
        hours = self.processor / 3600
        return (
            f"{self.workers:7} {self.segments:8} {self.wall:8.1f} {self.segments / self.wall:11.1f} "
            f"{self.processor:9.1f} {thousand:17.1f} {self.segments / hours:16,.0f} "
            f"{self.segments / 20 / hours:17,.0f} {self.peak:8.0f}"
        )


HEADING = "workers segments   wall s  segments/s  proc. s  proc. s per 1,000  segm./core-hour  docs/core-hour  peak MB"


def measure(table: Path, outputs: Path, workers: int, flags: list[str]) -> Measure:
    """Translate *table* with this many workers in processes of its own."""
    command = [sys.executable, "-m", "toolkit", "translate", str(table), "-o", str(outputs), "--json",
               "--workers", str(workers), *flags]  # fmt: skip
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    assert process.stdout is not None
    told = process.stdout.read()
    # wait4 and not communicate: it gives the times of the process and of all its children that have ended.
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - begun
    assert process.returncode == 0, told
    segments = json.loads(told)["documents"][0]["segments"]
    return Measure(workers, segments, used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def parts(outputs: Path) -> dict[str, bytes]:
    """Return the files of the translated table by name."""
    (folder,) = outputs.glob("*.en.*")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def main() -> int:
    """Run from the shell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--segments", type=int, default=2000)
    parser.add_argument("--format", choices=["jsonl", "parquet"], default="jsonl")
    asked, flags = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as place, asked.corpus.open(encoding="utf-8") as lines:
        table = Path(place, f"corpus.{asked.format}")
        texts = [line.strip() for line in islice(lines, asked.segments)]
        write(table, texts)
        print(HEADING)  # noqa: T201 - this is a script
        trees = []
        for workers in asked.workers:
            outputs = Path(place, f"out{workers}")
            print(measure(table, outputs, workers, flags).line(), flush=True)  # noqa: T201
            trees.append(parts(outputs))
        differ = [
            name for tree in trees[1:] for name in tree.keys() | trees[0].keys() if tree.get(name) != trees[0].get(name)
        ]
        size = sum(map(len, trees[0].values()))
        source = sum(len(text.encode()) for text in texts)
        told = f"{size / len(texts):.0f} bytes out for {source / len(texts):.0f} in, a segment"
        print(f"{len(differ)} files differ; {told}")  # noqa: T201
        memory = Path(place, f"out{asked.workers[0]}", ".toolkit", "memory.sqlite")
        if memory.exists():
            print(f"translation memory: {memory.stat().st_size / len(texts):.0f} bytes a segment")  # noqa: T201
    return int(bool(differ))


def write(table: Path, texts: list[str]) -> None:
    """Write one text a row."""
    if table.suffix == ".parquet":
        import pyarrow as pa
        from pyarrow import parquet

        parquet.write_table(pa.table({"text": texts}), table)
        return
    with table.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)


if __name__ == "__main__":
    sys.exit(main())
