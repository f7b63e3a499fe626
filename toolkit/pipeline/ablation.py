"""What each step of the fidelity loop contributes: the same sentences with one more step switched on in each row."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, NamedTuple

from toolkit.errors import OptionsError
from toolkit.evaluation.metrics import Comparison, Score, compare, scores
from toolkit.evaluation.preservation import Preservation, inventory, preservation
from toolkit.evaluation.texts import SCHEMA, columns, comparison_values, kept, rates_values, scores_values
from toolkit.fidelity.check import Checker
from toolkit.fidelity.names import Ledger
from toolkit.fidelity.terms import Glossary
from toolkit.options import FidelityOptions, TranslateOptions
from toolkit.pipeline.desk import CHOSEN_IN, Desk, load_model
from toolkit.pipeline.lines import joined, prepared_lines, translate_lines
from toolkit.pipeline.observer import Observer, RunFacts, RunReport, Silent
from toolkit.pipeline.recall import Job, Recall
from toolkit.pipeline.segments import Prepared
from toolkit.storage.glossaries import load as load_glossary
from toolkit.storage.memory import Memory
from toolkit.storage.outputs import Outputs
from toolkit.types import Signature, Translation

MEMORY: Final = ".toolkit/evaluation.sqlite"
"""Place in the outputs folder of the memory that evaluations decode into. It is not the translation memory: what a
reviewer approved there would be scored as if the model had said it."""


class Step(NamedTuple):
    """One row: its name and the options that make it; None: the engine's first hypothesis, untouched."""

    name: str
    fidelity: FidelityOptions | None


STEPS: Final = (
    Step("raw", None),
    Step("+ guards", FidelityOptions.without(("choose", "repair", "redecode", "split"), "keep")),
    Step("+ choose", FidelityOptions.without(("repair", "redecode", "split"), "keep")),
    Step("+ repair", FidelityOptions.without(("redecode", "split"), "keep")),
    Step("+ redecode", FidelityOptions.without(("split",), "keep")),
    Step("+ split", FidelityOptions.without((), "keep")),
    Step("+ english figures", FidelityOptions.without((), "english")),
)
"""Each adds one step to the row before; the last is what ``toolkit translate`` does by default."""


@dataclass(frozen=True, slots=True)
class Row:
    """The measures of one step."""

    name: str
    lines: tuple[str, ...]
    """The translations, line by line."""
    scores: tuple[Score, ...]
    preservation: Preservation
    changed: int
    """Lines that differ from the raw output."""
    seconds: float
    """Time of checking and repairing, extra decoding excluded."""


@dataclass(frozen=True, slots=True)
class Ablation:
    """A table of rows, and what the paired bootstrap says of each against the first."""

    rows: tuple[Row, ...]
    comparisons: tuple[Comparison, ...]
    reference: Preservation
    """What the same check says of the human references."""
    signature: Signature
    """Of the engine and the search."""
    decoding_seconds: float
    """Time in the engine in this run, 0 when everything was remembered."""


def ablate(
    sources: Sequence[str],
    references: Sequence[str],
    options: TranslateOptions,
    steps: Sequence[Step] = STEPS,
    observer: Observer | None = None,
) -> Ablation:
    """Translate *sources* with each of *steps* and score every row against *references*, line by line.

    Raises ToolkitError when the model cannot be loaded, OptionsError when ``steps`` do not begin with the raw row.
    """
    if not steps or steps[0].fidelity is not None:
        raise OptionsError("An ablation begins with the raw row, which the others are compared with.")
    with open_desk(options, observer or Silent()) as (desk, report):
        documents = prepared_lines(sources, desk.pair[0])
        check = line_checker(sources, desk.pair, desk.glossary)
        rows: list[Row] = []
        for step in steps:
            report.fidelity_seconds = 0.0
            lines = translate_step(documents, desk, report, step.fidelity)
            changed = sum(a != b for a, b in zip(lines, rows[0].lines, strict=True)) if rows else 0
            spent, rates = report.fidelity_seconds, check(lines)
            rows.append(
                Row(step.name, tuple(lines), scores(lines, references, ("chrf", "bleu")), rates, changed, spent)
            )
        tested = compare(rows[0].lines, {row.name: row.lines for row in rows[1:]}, references) if rows[1:] else ()
        return Ablation(tuple(rows), tested, check(references), _signature(desk), desk.recall.seconds)


def translate_step(
    documents: Sequence[Prepared], desk: Desk, report: RunReport, fidelity: FidelityOptions | None
) -> list[str]:
    """Return the lines of all *documents*, translated with the steps of *fidelity*; None: raw."""
    steps = fidelity or STEPS[1].fidelity
    assert steps is not None
    own = replace(desk, options=replace(desk.options, fidelity=steps))
    translated = translate_lines(documents, own, report)
    if fidelity is None:
        translated = [_raw(document, done, own) for document, done in zip(documents, translated, strict=True)]
    return [line for document, done in zip(documents, translated, strict=True) for line in joined(document, done)]


def _raw(document: Prepared, translations: Sequence[Translation], desk: Desk) -> list[Translation]:
    """Return *translations* with what the engine said first, before any guard looked at it."""
    decoding = desk.options.decoding
    jobs = {text.text: Job(text.text, decoding) for text in document.normalised if text is not None}
    found = desk.recall.many(list(jobs.values()))
    result = []
    for translation, text in zip(translations, document.normalised, strict=True):
        nbest = found.get(jobs[text.text]) if text is not None else None
        said = translation.final if text is None else nbest[0].text if nbest else ""
        result.append(replace(translation, final=said))
    return result


def line_checker(
    sources: Sequence[str], pair: tuple[str, str], glossary: Glossary
) -> Callable[[Sequence[str]], Preservation]:
    """Return a function that measures what translations of *sources* keep of them; it gives one result a list."""
    ledger = Ledger()
    for source in sources:
        ledger.add(source, pair[0])
    checker = Checker(pair, glossary, ledger)
    checks = [(inventory(source, pair[0], ledger), checker.against(source)) for source in sources]
    return lambda targets: preservation(
        (own, check(target)) for (own, check), target in zip(checks, targets, strict=True)
    )


@contextmanager
def open_desk(options: TranslateOptions, observer: Observer) -> Iterator[tuple[Desk, RunReport]]:
    """Open model, glossary and the memory of evaluations; without memory a temporary one holds this run's decoding."""
    glossary = load_glossary(options.glossary) if options.glossary else Glossary()
    checkpoint, engine = load_model(options, observer.fetching)
    with tempfile.TemporaryDirectory(prefix="toolkit-") as folder:
        if options.use_memory:
            outputs = Outputs(options.outputs)
            outputs.prepare()
            place = outputs.path(MEMORY)
        else:
            place = Path(folder) / "memory.sqlite"
        with Memory.open(place) as memory:
            recall = Recall(engine, memory, options.engine.batch_tokens, threading.Event(), observer.decoded)
            desk = Desk(options, engine, glossary, recall)
            facts = RunFacts(
                "evaluate",
                checkpoint.name,
                checkpoint.digest,
                "",
                _signature(desk),
                0,
                0,
                options.outputs,
                chosen_in=checkpoint.facts.get(CHOSEN_IN, ""),
            )
            yield desk, RunReport(facts)


def _signature(desk: Desk) -> Signature:
    options = desk.options.decoding
    return desk.engine.signature.plus(beam=options.beam, nbest=options.nbest)


def table(found: Ablation) -> list[str]:
    """Return the table as lines of text."""
    tests = {(c.system, c.metric): c for c in found.comparisons}
    rows: list[tuple[str, ...]] = [
        ("step", "chrF2", "p", "BLEU", "p", "figures kept", "invented", "names kept", "invented", "lines changed")
    ]
    for row in found.rows:
        cells = []
        for score in row.scores:
            test = tests.get((row.name, score.metric))
            cells += [f"{score.value:.2f}", f"{test.p:.3f}" if test else ""]
        rows.append((row.name, *cells, *_rates(row.preservation), str(row.changed)))
    rows.append(("references", "", "", "", "", *_rates(found.reference), ""))
    signatures = [score.signature for score in found.rows[0].scores]
    lines = [*columns(rows), "", f"{len(found.rows[0].lines)} lines; {found.signature}", *signatures]
    if found.comparisons:
        lines.append(f"p: paired bootstrap against the raw row, {found.comparisons[0].signature}")
    lines.append(
        "Kept and invented are told by the toolkit's own check, which also steers the loop; the last row shows what it "
        "says of human translations."
    )
    return lines


def _rates(kept_of: Preservation) -> tuple[str, str, str, str]:
    return kept(kept_of.figures), str(kept_of.figures_invented), kept(kept_of.names), str(kept_of.names_invented)


def to_values(found: Ablation) -> dict[str, Any]:
    """Return the table as plain values (schema 1)."""
    return {
        "schema": SCHEMA,
        "signature": str(found.signature),
        "sentences": len(found.rows[0].lines),
        "decoding_seconds": round(found.decoding_seconds, 3),
        "rows": [
            {"step": row.name, "scores": scores_values(row.scores), "fidelity": rates_values(row.preservation),
             "lines_changed": row.changed, "fidelity_seconds": round(row.seconds, 3)}
            for row in found.rows
        ],
        "comparisons": comparison_values(found.comparisons),
        "references": rates_values(found.reference),
    }  # fmt: skip
