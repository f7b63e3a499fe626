"""Where a benchmark works: its options, the sample of the text, and orders that are measured in their own processes."""

from __future__ import annotations

import json
import platform
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from toolkit.checkpoints.find import find
from toolkit.checkpoints.project import chosen
from toolkit.engines.batching import usable_cores
from toolkit.errors import EngineError, OptionsError, StorageError
from toolkit.evaluation.bench import Text
from toolkit.evaluation.bench_sheet import Sheet
from toolkit.pipeline.bench_machine import Values, load_average, processor, run_in_child, version_of
from toolkit.pipeline.bench_order import Order
from toolkit.pipeline.bench_sample import write_sample
from toolkit.types import Checkpoint

Level = Literal["quick", "normal", "full"]
Runner: TypeAlias = Callable[[Order], Values]
"""Measures one order; raises EngineError when it cannot be done here."""
Say: TypeAlias = Callable[[str], None]
Facts: TypeAlias = tuple[tuple[str, str], ...]

EVERY: Final = 10_000
"""Sentences asked for when all that the articles have are wanted."""
_BUSY: Final = 0.5
"""Load a core before the benchmark above which the machine counts as busy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchOptions:
    """What is measured, and how often."""

    model: str | None = None
    revision: str | None = None
    pair: tuple[str, str] = ("fr", "en")
    sentences: int = 60
    """About how many sentences are translated by each system, 1 or more."""
    repeats: int = 3
    """Rounds, 1 or more."""
    level: Level = "normal"
    """``quick`` leaves out what is not needed for the main comparison; ``full`` adds compute types, beams and the
    greatest sizes, and takes long."""
    threads: int = 0
    """CPU threads of every system; 0: as many as there are physical cores to use."""
    beam: int = 4
    fidelity_sizes: tuple[int, ...] | None = None
    """Segments of the fidelity series; None: those of the level."""
    document_counts: tuple[int, ...] | None = None
    """Documents of the memory series; None: those of the level."""

    def __post_init__(self) -> None:
        """Validate ranges."""
        for name in ("sentences", "repeats", "beam"):
            if getattr(self, name) < 1:
                raise OptionsError(f"{name} must be at least 1, got {getattr(self, name)}.")


@dataclass(frozen=True, slots=True)
class Place:
    """A benchmark under way: a folder, the text in it, and who measures."""

    folder: Path
    options: BenchOptions
    text: Text
    run: Runner
    say: Say
    checkpoint: Checkpoint
    load: float | None
    """Load of the machine before."""

    def order(self, task: str, **changes: Any) -> Order:  # noqa: ANN401 - fields of Order
        """Return an order on the sample with the options of the benchmark."""
        options = self.options
        assert options.model is not None
        plain = Order(
            task=task, articles=str(self.folder / "articles"), work="", model=options.model, revision=options.revision,
            language=options.pair[0], target=options.pair[1], threads=options.threads, beam=options.beam,
        )  # fmt: skip
        return replace(plain, **changes)

    def do(self, order: Order) -> Values:
        """Measure *order* in a folder of its own, which is removed afterwards. Raises EngineError."""
        with tempfile.TemporaryDirectory(dir=self.folder, prefix="run-") as place:
            return self.run(replace(order, work=str(Path(place) / "work")))

    def prepare(self, engine: str = "ctranslate2", compute_type: str = "int8") -> None:
        """Convert and prove the model, so that no timed run does it. A failure is left to the run that meets it."""
        try:
            self.do(self.order("prepare", engine=engine, compute_type=compute_type))
        except EngineError:
            return

    def facts(self) -> Facts:
        """Return model, versions, processor, threads and load."""
        options, after = self.options, load_average()
        packages = {name: version_of(name) for name in ("toolkit", "ctranslate2", "transformers", "torch")}
        facts = {
            "model": f"{self.checkpoint.name} ({self.checkpoint.digest})",
            "beam": str(options.beam),
            "processor": processor(),
            "threads": str(options.threads or usable_cores()),
            "load": f"{self.load:.1f} before, {after:.1f} after"
            if self.load is not None and after is not None
            else "unknown",
            "python": platform.python_version(),
            **packages,
        }
        return tuple(facts.items())

    def notes(self) -> tuple[str, ...]:
        """Return what a reader of the times should know of the machine and the text."""
        notes = []
        if self.load is not None and self.load > _BUSY * usable_cores():
            notes.append(
                f"The machine was busy before the benchmark began (load {self.load:.1f}): systems that use several "
                "threads for one operation suffer most from that. Read the ratios by processor time, or measure again "
                "when it is idle."
            )
        if self.text.sentences < self.options.sentences != EVERY:
            notes.append(
                f"The articles have {self.text.sentences} sentences to measure with, {self.options.sentences} were "
                "asked for."
            )
        return tuple(notes)


@contextmanager
def open_place(paths: Sequence[Path], options: BenchOptions, say: Say, run: Runner | None) -> Iterator[Place]:
    """Find the model and write the sample; everything is removed afterwards.

    *run* measures one order, by default in a new process. Raises ToolkitError when there is no text or no model.
    """
    checkpoint, options = model_of(options)
    load = load_average()
    with tempfile.TemporaryDirectory(prefix="toolkit-bench-") as folder:
        text = write_sample(paths, Path(folder) / "articles", options.pair[0], options.sentences)
        yield Place(Path(folder), options, text, run or run_in_child, say, checkpoint, load)


def model_of(options: BenchOptions) -> tuple[Checkpoint, BenchOptions]:
    """Return the weights all systems run, and the options with their name."""
    choice = chosen() if options.model is None else None
    model = choice.model if choice else options.model
    revision = options.revision or (choice.revision if choice else None)
    checkpoint = find(model, options.pair, revision=revision)
    return checkpoint, replace(options, model=model or checkpoint.name, revision=revision)


def write_sheet(sheet: Sheet, folder: Path) -> list[Path]:
    """Write the values as JSON, and the chart or else the table, into *folder*; return their paths.

    Raises StorageError.
    """
    content = {".json": json.dumps(sheet.values, ensure_ascii=False, indent=2) + "\n"}
    if sheet.drawing is None:
        content[".txt"] = "\n".join(sheet.lines) + "\n"
    else:
        content[".svg"] = sheet.drawing
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for suffix, text in content.items():
            path = folder / f"{sheet.name}{suffix}"
            path.write_text(text, encoding="utf-8")
            written.append(path)
    except OSError as error:
        raise StorageError(f"The benchmark cannot be written to {folder} ({error}): give another --out.") from error
    return written
