"""bench: measure the toolkit against the programs people would write without it, in one run, on the same text.

Every run is made in a process of its own, model loaded and a short text translated before the clock starts. Systems
alternate: each round runs all of them, every other round in reverse order, so that a machine that grows slower or
busier does so for all.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from toolkit.errors import EngineError
from toolkit.evaluation.bench import LIMIT, NAIVE, OURS, WHOLE, Bench, Group, Measured, Point, Run, Start, System
from toolkit.evaluation.bench_chart import REMEMBERED, chart
from toolkit.evaluation.bench_sheet import Sheet
from toolkit.evaluation.bench_texts import report_lines, to_values
from toolkit.options import EngineName
from toolkit.pipeline.bench_machine import Values, wall_time
from toolkit.pipeline.bench_order import Order
from toolkit.pipeline.bench_place import BenchOptions, Level, Place, Runner, Say, open_place
from toolkit.types import Skipped

LEVELS: Final[tuple[Level, ...]] = ("quick", "normal", "full")
SIZES: Final[Mapping[Level, tuple[int, ...]]] = {"quick": (), "normal": (1000, 10_000), "full": (1000, 10_000, 100_000)}
"""Segments of the fidelity series."""
DOCUMENTS: Final[Mapping[Level, tuple[int, ...]]] = {"quick": (), "normal": (10, 100), "full": (10, 100, 1000)}
"""Documents of the memory series; `bench_memory` goes further."""
_FIRST: Final = "import sys, toolkit; print(toolkit.Translator(sys.argv[1] or None).translate(sys.argv[2]))"
_SENTENCE: Final = "Le conseil municipal a adopté le budget lundi soir."


@dataclass(frozen=True, slots=True)
class _Plan:
    """A system and the order that measures it."""

    system: System
    order: Order


def bench(paths: Sequence[Path], options: BenchOptions, say: Say, run: Runner | None = None) -> Bench:
    """Measure on text from the articles under *paths*; *say* is told the progress in short lines.

    *run* measures one order, by default in a new process. A system that cannot run here is left out with its reason.
    Raises ToolkitError when there is no text or no model.
    """
    with open_place(paths, options, say, run) as place:
        text = place.text
        say(f"{text.sentences} sentences, {text.words} words; {options.repeats} rounds")
        work = _Work(place)
        systems, skipped = work.systems()
        return Bench(
            text=text,
            systems=tuple(systems),
            starts=tuple(work.starts(skipped)),
            fidelity=tuple(work.series("fidelity", skipped)),
            documents=tuple(work.series("documents", skipped)),
            skipped=tuple(skipped),
            facts=place.facts(),
            notes=place.notes(),
        )


def sheet(found: Bench) -> Sheet:
    """Return a benchmark as it is shown and kept."""
    return Sheet("bench", report_lines(found), to_values(found), chart(found))


class _Work:
    """One benchmark under way."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._options = place.options
        self._order = place.order
        self._do = place.do
        self._say = place.say

    def systems(self) -> tuple[list[Measured], list[Skipped]]:
        """Run all systems in alternating rounds; one that fails is left out of the rounds that follow."""
        plans = [plan for plan in self._plans() if self._options.level in LEVELS[_least(plan.system) :]]
        skipped: list[Skipped] = []
        runs: dict[str, list[Run]] = {plan.system.key: [] for plan in plans}
        self._prepare(plans)
        for turn in range(self._options.repeats):
            for plan in plans if turn % 2 == 0 else plans[::-1]:
                key = plan.system.key
                if key not in runs:
                    continue
                try:
                    values = self._do(plan.order)
                except EngineError as error:
                    skipped.append(Skipped(plan.system.label, str(error), "info"))
                    del runs[key]
                    continue
                runs[key].append(_as_run(values))
                self._say(f"round {turn + 1}: {plan.system.label}: {values['seconds']:.1f} s")
        return [Measured(p.system, tuple(runs[p.system.key])) for p in plans if p.system.key in runs], skipped

    def _prepare(self, plans: Sequence[_Plan]) -> None:
        for engine in dict.fromkeys(plan.order.engine for plan in plans):
            self._place.prepare(engine, "float32" if engine == "transformers" else "int8")

    def _plans(self) -> list[_Plan]:
        return [
            self._plan(NAIVE, "naive", "peer", "transformers, one sentence at a time", "transformers", "float32"),
            self._plan("padded", "padded", "peer", "transformers, padded batches", "transformers", "float32"),
            self._plan(WHOLE, "whole", "peer", "CTranslate2 alone, int8, whole sentences"),
            self._plan(LIMIT, "bare", "limit", "CTranslate2 alone, int8, cut as here"),
            self._plan("bare-float32", "bare", "limit", "CTranslate2 alone, float32, cut as here", compute="float32"),
            self._plan("engine-transformers-float32", "engine", "engine", "toolkit engine: transformers",
                       "transformers", "float32"),
            self._plan("engine-ctranslate2-int8", "engine", "engine", "toolkit engine: CTranslate2, int8"),
            self._plan("unchecked", "unchecked", "pipeline", "toolkit, int8, without fidelity"),
            self._plan("checked", "pipeline", "pipeline", "toolkit, int8, checks without repairs", steps=False),
            self._plan(OURS, "pipeline", "pipeline", "toolkit, int8"),
            self._plan("pipeline-ctranslate2-float32", "pipeline", "pipeline", "toolkit, float32", compute="float32"),
            self._plan("pipeline-ctranslate2-bfloat16", "pipeline", "pipeline", "toolkit, bfloat16",
                       compute="bfloat16"),
            self._plan("pipeline-transformers-float32", "pipeline", "pipeline", "toolkit, transformers, float32",
                       "transformers", "float32"),
            self._plan("pipeline-beam-2", "pipeline", "pipeline", "toolkit, int8, beam 2", beam=2),
            self._plan("pipeline-beam-1", "pipeline", "pipeline", "toolkit, int8, beam 1", beam=1),
            self._plan(REMEMBERED, "remembered", "pipeline", "toolkit, int8, second run from memory"),
        ]  # fmt: skip

    def _plan(
        self,
        key: str,
        task: str,
        group: Group,
        label: str,
        engine: EngineName = "ctranslate2",
        compute: str = "int8",
        *,
        beam: int | None = None,
        steps: bool = True,
    ) -> _Plan:
        width = beam or self._options.beam
        system = System(key, group, label, engine, compute, width)
        return _Plan(system, self._order(task, engine=engine, compute_type=compute, beam=width, steps=steps))

    def starts(self, skipped: list[Skipped]) -> list[Start]:
        """Time what a user waits for before anything is translated."""
        model = self._options.model or ""
        python = [sys.executable, "-c"]
        commands = {
            ("python", "python, for comparison"): [*python, "pass"],
            ("import", "import toolkit"): [*python, "import toolkit"],
            ("help", "toolkit --help"): [sys.executable, "-m", "toolkit", "--help"],
            ("first", "first translated sentence"): [*python, _FIRST, model, _SENTENCE],
        }
        if self._options.revision:
            del commands["first", "first translated sentence"]
        times: dict[tuple[str, str], list[float]] = {key: [] for key in commands}
        try:
            for _ in range(self._options.repeats):
                for key, command in commands.items():
                    times[key].append(wall_time(command))
        except EngineError as error:
            skipped.append(Skipped("start-up", str(error), "info"))
        self._say("start-up measured")
        found = [Start(key, label, tuple(seconds)) for (key, label), seconds in times.items() if seconds]
        try:
            values = self._do(self._order("conversion"))
        except EngineError as error:
            skipped.append(Skipped("conversion", str(error), "info"))
            return found
        return [
            *found,
            Start("conversion", "conversion of the model, once", (values["seconds"],)),
            Start("first-ever", "conversion, proof and first sentence", (values["first"],)),
        ]

    def series(self, task: Literal["fidelity", "documents"], skipped: list[Skipped]) -> list[Point]:
        """Measure one size after the other."""
        options = self._options
        sizes = {
            "fidelity": SIZES[options.level] if options.fidelity_sizes is None else options.fidelity_sizes,
            "documents": DOCUMENTS[options.level] if options.document_counts is None else options.document_counts,
        }[task]
        points = []
        for size in sizes:
            name = f"fidelity alone, {size} segments" if task == "fidelity" else f"{size} documents"
            self._say(f"{name} …")
            try:
                values = self._do(self._order(task, size=size))
            except EngineError as error:
                skipped.append(Skipped(name, str(error), "info"))
                break
            points.append(Point(size, values["segments"], values["seconds"], values["peak"]))
        return points


def _least(system: System) -> int:
    """Return the least level, as a number, at which a system is measured."""
    if system.key in {NAIVE, WHOLE, LIMIT, "unchecked", OURS, REMEMBERED}:
        return 0
    return 2 if "beam" in system.key or system.compute_type == "bfloat16" else 1


def _as_run(values: Values) -> Run:
    return Run(
        seconds=values["seconds"],
        loading=values["loading"],
        target_words=values["target_words"],
        peak=values["peak"],
        decoding=values.get("decoding"),
        fidelity=values.get("fidelity"),
        cpu=values.get("cpu"),
    )
