"""Kill `toolkit translate` at random instants, continue it, and compare with a run that nobody disturbed.

    python tests/e2e/kill_runs.py --kills 30 seeds

A kill falls at a random instant between the start of the work and its end as the undisturbed run took it; a run that
ends before its kill is compared, its outputs are thrown away, and the next begins from nothing. So kills fall on first
runs and on continued ones. Prints one line; exits with 1 when a byte differs.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

DATE = re.compile(rb"\d{4}-\d\d-\d\d")


@dataclass
class Result:
    """What was seen."""

    kills: int
    """Runs that were ended by SIGKILL."""
    compared: int
    """Runs that came to their end after kills, or before one, and were compared."""
    differences: list[str]
    """Outputs that were not those of the undisturbed run."""


def tree(outputs: Path) -> dict[str, bytes]:
    """Return every output by name; what `.toolkit/` and half-written hidden files hold is no output.

    The index carries the day of the run, which is left out.
    """
    found = {}
    for path in sorted(outputs.rglob("*")):
        name = path.relative_to(outputs).as_posix()
        if path.is_file() and not name.startswith(".toolkit/") and not path.name.startswith(".toolkit-"):
            content = path.read_bytes()
            found[name] = DATE.sub(b"", content) if name == "index.html" else content
    return found


def start(articles: Path, outputs: Path, *flags: str) -> subprocess.Popen[str]:
    """Start a run in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "toolkit",
        "translate",
        str(articles),
        "-o",
        str(outputs),
        "--threads",
        "1",
        *flags,
    ]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8")


def wait_for_work(process: subprocess.Popen[str]) -> None:
    """Return when the model is loaded and the work begins."""
    assert process.stderr is not None
    line = process.stderr.readline()
    assert line.startswith("translate:"), line + process.stderr.read()


def finish(process: subprocess.Popen[str]) -> str:
    """Wait for a run to end well and return what it told."""
    _, told = process.communicate(timeout=600)
    assert process.returncode == 0, told
    return told


def disturb(articles: Path, place: Path, kills: int, draw: random.Random) -> Result:
    """Kill runs on *articles* until *kills* of them died, and compare every one that came to its end."""
    undisturbed, outputs = place / "undisturbed", place / "disturbed"
    process = start(articles, undisturbed)
    wait_for_work(process)
    begun = time.monotonic()
    finish(process)
    span, wanted = time.monotonic() - begun, tree(undisturbed)
    result = Result(0, 0, [])
    while result.kills < kills:
        process = start(articles, outputs)
        wait_for_work(process)
        try:
            process.wait(draw.uniform(0, span))
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
        told = process.communicate(timeout=600)[1]
        if process.returncode == -signal.SIGKILL:
            result.kills += 1
        else:
            assert process.returncode == 0, told
            _compare(wanted, outputs, result)
            shutil.rmtree(outputs)
    finish(start(articles, outputs))
    _compare(wanted, outputs, result)
    return result


def _compare(wanted: dict[str, bytes], outputs: Path, result: Result) -> None:
    found = tree(outputs)
    result.compared += 1
    result.differences += sorted(name for name in wanted | found if wanted.get(name) != found.get(name))


def main() -> int:
    """Run from the shell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=None, help="of the instants; default: a new one")
    asked = parser.parse_args()
    seed = random.SystemRandom().randrange(10**6) if asked.seed is None else asked.seed
    with tempfile.TemporaryDirectory() as place:
        result = disturb(asked.articles, Path(place), asked.kills, random.Random(seed))
    print(  # noqa: T201 - this is a script
        f"{result.kills} runs killed (seed {seed}), {result.compared} compared with an undisturbed one, "
        f"{len(result.differences)} outputs differ {result.differences[:5] or ''}"
    )
    return int(bool(result.differences))


if __name__ == "__main__":
    sys.exit(main())
