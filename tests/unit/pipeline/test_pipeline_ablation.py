"""The ablation: one more step a row, measured on the same decoding."""

from itertools import pairwise
from pathlib import Path

import pytest

from toolkit.engines.scripted import ScriptedEngine
from toolkit.errors import OptionsError
from toolkit.options import FidelityOptions, TranslateOptions
from toolkit.pipeline import ablation, evaluate
from toolkit.pipeline.ablation import MEMORY, STEPS, ablate, table, to_values
from toolkit.pipeline.lines import joined, prepared_lines
from toolkit.storage.memory import Memory
from toolkit.types import Checkpoint

SOURCES = [
    "Crusoe a levé 686 millions de dollars.",
    "Scott Liu a vendu 12 usines.",
    "",
    "Il a plu. Il a neigé.",
    "12 %",
]
REFERENCES = ["Crusoe raised $686 million.", "Scott Liu sold 12 plants.", "", "It rained. It snowed.", "12%"]
SCRIPT = {
    SOURCES[0]: ["Crusoe raised 668 million dollars.", "Crusoe raised 686 million dollars."],
    SOURCES[1]: ["Scot Lu sold 12 plants."],
    "Il a plu.": ["It rained."],
    "Il a neigé.": ["It snowed."],
}


@pytest.fixture
def engine(monkeypatch):
    """Put an engine that answers from a script in the place of the model."""
    scripted = ScriptedEngine(SCRIPT)
    checkpoint = Checkpoint("scripted", Path(), "local", "marian", ("fr", "en"), "0" * 16)
    monkeypatch.setattr(ablation, "load_model", lambda *_: (checkpoint, scripted))
    return scripted


@pytest.fixture
def options(tmp_path):
    """Return options that write below a temporary folder."""
    return TranslateOptions(outputs=tmp_path / "outputs")


def test_rows_add_one_step_at_a_time():
    """Every row has one step more than the row before, and the last is what translating does by default."""
    on = [
        {step for step in ("choose", "repair", "redecode", "split") if getattr(row.fidelity, step)} for row in STEPS[1:]
    ]
    assert STEPS[0].fidelity is None
    assert [len(steps) for steps in on] == [0, 1, 2, 3, 4, 4]
    assert all(before <= after for before, after in pairwise(on))
    assert STEPS[-1].fidelity == FidelityOptions()


def test_steps_contribute_what_they_do(engine, options):
    """Raw keeps the model's faults, choosing finds the right figure, repair the name; nothing else changes."""
    found = ablate(SOURCES, REFERENCES, options)
    rows = {row.name: row for row in found.rows}
    first, second = SCRIPT[SOURCES[0]][0], SCRIPT[SOURCES[1]][0]
    assert list(rows["raw"].lines) == [first, second, "", "It rained. It snowed.", "12 %"]
    assert rows["+ choose"].lines[0] == "Crusoe raised 686 million dollars."
    assert rows["+ repair"].lines[1] == "Scott Liu sold 12 plants."
    figures = [row.preservation.figures.kept for row in found.rows]
    assert figures == sorted(figures)
    assert figures[0] < figures[-1] == rows["raw"].preservation.figures.total
    assert rows["raw"].changed == 0 < rows["+ choose"].changed < rows["+ repair"].changed
    assert {c.system for c in found.comparisons} == set(rows) - {"raw"}


def test_repeats_decode_nothing(engine, options):
    """A second run takes every hypothesis from the memory of evaluations."""
    first = ablate(SOURCES, REFERENCES, options)
    asked = len(engine.asked)
    second = ablate(SOURCES, REFERENCES, options)
    assert len(engine.asked) == asked
    assert [row.lines for row in second.rows] == [row.lines for row in first.rows]
    assert (options.outputs / MEMORY).is_file()


def test_reviewed_translations_are_not_scored(engine, options):
    """What a reviewer approved in the translation memory never stands for the model."""
    options.outputs.mkdir()
    place = options.outputs / ".toolkit"
    place.mkdir()
    with Memory.open(place / "memory.sqlite") as memory:
        memory.remember_reviewed(SOURCES[1], "APPROVED")
    assert "APPROVED" not in {line for row in ablate(SOURCES, REFERENCES, options).rows for line in row.lines}


def test_without_memory_nothing_is_written(engine, tmp_path):
    """The outputs folder is not made when nothing is to be remembered."""
    outputs = tmp_path / "none"
    ablate(SOURCES, REFERENCES, TranslateOptions(outputs=outputs, use_memory=False))
    assert not outputs.exists()


def test_an_ablation_begins_raw(engine, options):
    """Without the raw row there is nothing to compare with."""
    with pytest.raises(OptionsError, match="raw row"):
        ablate(SOURCES, REFERENCES, options, STEPS[1:])


def test_table_and_values_have_a_row_a_step(engine, options):
    """The printed table and the JSON carry every step, the references and the signatures."""
    found = ablate(SOURCES, REFERENCES, options)
    lines = table(found)
    assert [line.split("  ")[0] for line in lines[1 : len(STEPS) + 2]] == [*(step.name for step in STEPS), "references"]
    assert any("bs:1000" in line for line in lines)
    values = to_values(found)
    assert [row["step"] for row in values["rows"]] == [step.name for step in STEPS]
    assert values["sentences"] == len(SOURCES)


def test_translations_are_measured_against_raw(engine, options, tmp_path):
    """Evaluating a source scores the repaired output and compares it with the raw one."""
    source, reference = tmp_path / "s.fr", tmp_path / "s.en"
    source.write_text("\n".join(SOURCES) + "\n", encoding="utf-8")
    reference.write_text("\n".join(REFERENCES) + "\n", encoding="utf-8")
    measured = evaluate.evaluate_translation(source, reference, options, evaluate.EvaluateOptions(metrics=("chrf",)))
    assert measured.system == "scripted"
    assert measured.of_baseline.names.kept < measured.preservation.names.kept == measured.preservation.names.total
    assert {c.metric for c in measured.comparisons} == {"chrF2", "BLEU"}
    part = evaluate.evaluate_translation(source, reference, options, evaluate.EvaluateOptions(), lines=2)
    assert part.statistics.sentences == 2


def test_lines_stay_lines():
    """Any lines come back as many as they were, in order, over several windows."""
    lines = ["Bonjour à tous."] * 3 + ["", "x" * 300_000, "fin"]
    documents = prepared_lines(lines, "fr")
    assert len(documents) > 1
    assert [line for document in documents for line in joined(document, [])] == lines
