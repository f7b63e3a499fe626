"""evaluate: measure translations that are there, or that the toolkit makes for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit.errors import InputError, OptionsError
from toolkit.evaluation import comet
from toolkit.evaluation.measure import Item, Measured, measure
from toolkit.evaluation.metrics import METRICS, MetricName
from toolkit.evaluation.page import page
from toolkit.evaluation.published import test_set_of
from toolkit.options import TranslateOptions
from toolkit.pipeline.ablation import open_desk, translate_step
from toolkit.pipeline.lines import prepared_lines
from toolkit.pipeline.observer import Observer, Silent
from toolkit.pipeline.references import read_lines, read_pairs, read_system, with_baseline
from toolkit.storage.glossaries import load as load_glossary
from toolkit.storage.outputs import Outputs


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateOptions:
    """What is measured."""

    pair: tuple[str, str] = ("fr", "en")
    """Languages of translations that are there; the toolkit's own have the pair of their model."""
    metrics: tuple[MetricName, ...] = METRICS
    test_set: str | None = None
    """None: told from the name of the reference."""
    worst: int = 10
    """Sentences in the list of the worst, 0 or more."""
    comet: Path | None = None
    """Checkpoint of a COMET model on this disk; None: not measured."""

    def __post_init__(self) -> None:
        """Validate the number, and that COMET can run, before time is spent on anything else."""
        if self.worst < 0:
            raise OptionsError(f"worst must be at least 0, got {self.worst}.")
        if self.comet:
            comet.require(self.comet)


def evaluate_files(
    system: Path,
    reference: Path,
    options: EvaluateOptions,
    *,
    source: Path | None = None,
    baseline: Path | None = None,
    glossary: Path | None = None,
) -> Measured:
    """Measure the translations in *system* against *reference*.

    *system*: a text, line by line; a bilingual file; or an outputs folder. *reference*: a text with as many lines, a
    bilingual file whose units are found by their source, or, for an outputs folder, a folder with texts of the same
    names. *baseline*: a text as *system*. Raises InputError when the files do not fit together.
    """
    read = read_system(system, reference, source, options.pair)
    items = with_baseline(read.items, read_lines(baseline), baseline) if baseline else read.items
    measured = measure(
        system.as_posix(),
        items,
        options.pair,
        metrics=options.metrics,
        test_set=options.test_set or test_set_of(reference.name),
        worst=options.worst,
        glossary=load_glossary(glossary) if glossary else None,
    )
    return _with_comet(replace(measured, notes=tuple(read.notes)), items, options.comet)


def evaluate_translation(
    source: Path,
    reference: Path,
    translating: TranslateOptions,
    options: EvaluateOptions,
    *,
    lines: int | None = None,
    observer: Observer | None = None,
) -> Measured:
    """Translate *source* line by line and measure it; the baseline is the raw output of the same model.

    *lines*: how many lines to take from the beginning; None: all. Raises like `evaluate_files` and `load_model`.
    """
    sources, references = read_pairs(source, reference, lines)
    with open_desk(translating, observer or Silent()) as (desk, report):
        documents = prepared_lines(sources, desk.pair[0])
        raw = translate_step(documents, desk, report, None)
        final = translate_step(documents, desk, report, translating.fidelity)
        items = [
            Item(source.as_posix(), str(number), *row)
            for number, row in enumerate(zip(final, references, sources, raw, strict=True), 1)
        ]
        measured = measure(
            report.facts.model,
            items,
            desk.pair,
            metrics=options.metrics,
            test_set=options.test_set or test_set_of(reference.name),
            worst=options.worst,
            glossary=desk.glossary,
        )
        where = f"model chosen in {report.facts.chosen_in}; " if report.facts.chosen_in else ""
        notes = (f"{where}{report.facts.signature}", "the baseline is the raw output of the same model")
        return _with_comet(replace(measured, notes=notes), items, options.comet)


def write_page(measured: Measured, path: Path) -> None:
    """Write the report as an HTML page at once. Raises StorageError."""
    Outputs(path.absolute().parent).write(path.name, page(measured).encode("utf-8"))


def _with_comet(measured: Measured, items: Sequence[Item], checkpoint: Path | None) -> Measured:
    if checkpoint is None:
        return measured
    sources = [item.source for item in items if item.source is not None]
    if len(sources) != len(items):
        raise InputError("COMET reads the source of every sentence: give it with --source.")
    hypotheses, references = [item.hypothesis for item in items], [item.reference for item in items]
    score = comet.comet(checkpoint, sources, hypotheses, references)
    return replace(measured, scores=(*measured.scores, score))
