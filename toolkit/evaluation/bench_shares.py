"""Where the time of a run goes, by stage. Pure; `pipeline.bench_profile_run` looks."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

from toolkit.evaluation.bench import Text
from toolkit.evaluation.bench_sheet import Sheet, heading, paragraphs, remarks, seconds
from toolkit.evaluation.texts import columns

SCHEMA: Final = 1


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a run."""

    name: str
    wall: float
    """Seconds in which the main thread was in it."""
    main: float
    """Processor seconds of the main thread in it."""
    others: float
    """Processor seconds of other threads that run Python in it."""


@dataclass(frozen=True, slots=True)
class Shares:
    """A profile of one run."""

    facts: tuple[tuple[str, str], ...]
    text: Text
    seconds: float
    """Wall time of the whole run, opening included."""
    process: float
    """Processor seconds of all threads, the profile's own left out."""
    libraries: float
    """Processor seconds of threads that run no Python: the decoding itself, above all."""
    looks: int
    """How often the threads were looked at."""
    stages: tuple[Stage, ...]
    functions: tuple[tuple[str, float], ...]
    """``module:function`` of the toolkit and processor seconds of the main thread in it and in libraries it calls, the
    greatest first; waiting is left out."""
    notes: tuple[str, ...] = ()


def shares_sheet(found: Shares) -> Sheet:
    """Return a profile as it is shown and kept."""
    lines = paragraphs(
        heading(found.text, found.facts),
        _stages(found),
        columns([("function, main thread", "cpu s"), *((name, seconds(used)) for name, used in found.functions)]),
        remarks((), found.notes),
    )
    own = asdict(found) | {"facts": dict(found.facts)}
    functions = [{"function": name, "main": used} for name, used in found.functions]
    return Sheet("profile", lines, {"schema": SCHEMA, **own, "functions": functions})


def _stages(found: Shares) -> list[str]:
    rows = [
        (stage.name, seconds(stage.wall), _share(stage.wall, found.seconds), seconds(stage.main), seconds(stage.others),
         _share(stage.main + stage.others, found.process))
        for stage in found.stages
    ]  # fmt: skip
    rows.append(
        ("threads of libraries (decoding)", "-", "-", "-", seconds(found.libraries),
         _share(found.libraries, found.process))
    )  # fmt: skip
    main, others = sum(s.main for s in found.stages), sum(s.others for s in found.stages) + found.libraries
    rows.append(
        ("all", seconds(found.seconds), _share(found.seconds, found.seconds), seconds(main), seconds(others),
         _share(main + others, found.process))
    )  # fmt: skip
    head = ("stage", "s", "of time", "cpu s, main thread", "cpu s, other threads", "of cpu")
    return [
        *columns([head, *rows]),
        f"{found.looks} looks; s: where the main thread was; the rest: its processor seconds and those of others",
    ]


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "-"
