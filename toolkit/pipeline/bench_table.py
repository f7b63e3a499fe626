"""Quality against speed: every compute type with every beam on a test set, in alternating rounds."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from toolkit.errors import EngineError, InputError
from toolkit.evaluation.bench import Run, Text
from toolkit.evaluation.bench_table import Cell, Table
from toolkit.evaluation.metrics import QUICK, scores
from toolkit.pipeline.bench_machine import Values, load_average, run_in_child
from toolkit.pipeline.bench_place import EVERY, BenchOptions, Place, Runner, Say, model_of
from toolkit.pipeline.references import read_pairs
from toolkit.types import Skipped

COMPUTE_TYPES: Final = ("int8", "float32", "bfloat16")
BEAMS: Final = (4, 2, 1)
"""The first of both is the default of ``toolkit translate`` on a CPU, which the others are compared with."""


def table(
    sources: Path,
    references: Path,
    options: BenchOptions,
    say: Say,
    *,
    lines: int | None = None,
    run: Runner | None = None,
) -> Table:
    """Translate the first *lines* lines of *sources*, None: all, with every pair and score them by *references*.

    A pair that cannot run here is left out with its reason. Raises InputError when the files do not fit together or
    have no words, OptionsError without sacrebleu, ToolkitError when there is no model.
    """
    texts, wanted = read_pairs(sources, references, lines)
    words = sum(len(text.split()) for text in texts)
    if not words:
        raise InputError(f"{sources} has no words to translate.")
    scores(wanted[:1], wanted[:1], QUICK)  # before hours are spent, so that a missing package is told at once
    checkpoint, options = model_of(replace(options, sentences=EVERY))
    with tempfile.TemporaryDirectory(prefix="toolkit-bench-") as folder:
        text = Text(1, len(texts), words, "")
        place = Place(Path(folder), options, text, run or run_in_child, say, checkpoint, load_average())
        place.prepare()
        file = Path(folder) / "lines.json"
        file.write_text(json.dumps(texts), encoding="utf-8")
        work = _Work(place, file)
        for turn in range(options.repeats):
            work.round(turn)
        cells = [
            Cell(*pair, tuple(runs), scores(work.said[pair], wanted, QUICK)) for pair, runs in work.runs.items() if runs
        ]
        notes = (*place.notes(), *work.notes)
        return Table(place.facts(), sources.name, len(texts), words, tuple(cells), tuple(work.skipped), notes)


class _Work:
    """Rounds under way."""

    def __init__(self, place: Place, file: Path) -> None:
        self.runs: dict[tuple[str, int], list[Run]] = {(kind, beam): [] for kind in COMPUTE_TYPES for beam in BEAMS}
        self.said: dict[tuple[str, int], Sequence[str]] = {}
        self.skipped: list[Skipped] = []
        self.notes: list[str] = []
        self._place = place
        self._file = file
        self._failed: set[str] = set()

    def round(self, turn: int) -> None:
        """Run every pair once, every other round in reverse order."""
        pairs = list(self.runs)
        for kind, beam in pairs if turn % 2 == 0 else pairs[::-1]:
            if kind in self._failed:
                continue
            order = self._place.order("lines", articles=str(self._file), compute_type=kind, beam=beam)
            try:
                values = self._place.do(order)
            except EngineError as error:
                self.skipped.append(Skipped(kind, str(error), "info"))
                self._failed.add(kind)
                for width in BEAMS:
                    self.runs.pop((kind, width), None)
                continue
            self._take((kind, beam), values)
            self._place.say(f"round {turn + 1}: {kind}, beam {beam}: {values['seconds']:.1f} s")

    def _take(self, pair: tuple[str, int], values: Values) -> None:
        said: Any = values["texts"]
        if self.said.setdefault(pair, said) != said:
            self.notes.append(f"{pair[0]}, beam {pair[1]}: two rounds gave different translations")
        self.runs[pair].append(
            Run(
                seconds=values["seconds"],
                loading=values["loading"],
                target_words=values["target_words"],
                peak=values["peak"],
                cpu=values["cpu"],
            )
        )
