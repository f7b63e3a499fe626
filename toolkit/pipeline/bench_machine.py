"""The machine a benchmark runs on: processes of their own for what is measured, and the facts times depend on."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeAlias

from toolkit.errors import EngineError
from toolkit.pipeline.bench_order import Order

Values: TypeAlias = Mapping[str, Any]
"""What a child process measured, as plain values."""


def run_in_child(order: Order) -> Values:
    """Measure *order* in a new process. Raises EngineError with what it said when it fails."""
    ran = subprocess.run(
        [sys.executable, "-m", "toolkit.pipeline.bench_child"],
        input=json.dumps(asdict(order)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    last = ran.stdout.strip().rpartition("\n")[2]
    try:
        values = json.loads(last) if ran.returncode == 0 else None
    except ValueError:
        values = None
    if not isinstance(values, dict):
        said = ran.stderr.strip().rpartition("\n")[2] or f"exit code {ran.returncode}"
        raise EngineError(f"The process that measured {order.task} ended early: {said}")
    if "error" in values:
        raise EngineError(str(values["error"]))
    return values


def wall_time(command: Sequence[str]) -> float:
    """Return the seconds from start to end of a command. Raises EngineError when it fails."""
    begun = time.perf_counter()
    ran = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - this interpreter, our arguments
    seconds = time.perf_counter() - begun
    if ran.returncode:
        said = ran.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise EngineError(f"A start-up measurement failed ({said}). toolkit doctor says what is wrong.")
    return seconds


def version_of(package: str) -> str:
    """Return the installed version of a package, or that it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def load_average() -> float | None:
    """Return the load average over the last minute, None where there is none."""
    try:
        return os.getloadavg()[0]
    except (AttributeError, OSError):
        return None


def processor() -> str:
    """Return the model name of the processor, else its architecture."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
