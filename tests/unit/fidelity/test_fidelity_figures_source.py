"""A source is read once for many targets; texts without figures are told cheaply."""

import importlib
import json
from pathlib import Path

import pytest

from toolkit.errors import InputError
from toolkit.fidelity.figures import SourceFigures, check_figures, parse
from toolkit.fidelity.figures.check import FigureReport

CASES = [
    json.loads(line)
    for name in ("figures.jsonl", "fidelity.jsonl", "figures_unseen.jsonl")
    for line in (Path(__file__).parents[2] / "cases" / name).read_text(encoding="utf-8").splitlines()
]


def test_a_source_read_once_gives_the_findings_of_single_checks():
    """What one target leaves behind does not change the report on the next."""
    source = "Le groupe a levé 3,4 milliards de dollars le 17 juin 2024 auprès de douze fonds."
    targets = [
        "The group raised $3.4 billion on June 17, 2024 from a dozen funds.",
        "The group raised $3.4 million on June 17, 2024 from twelve funds.",
        "The group raised money.",
        "",
    ]
    figures = SourceFigures(source)
    for target in (*targets, *reversed(targets)):
        assert figures.check(target, segment=3) == check_figures(source, target, segment=3)


def test_two_texts_without_figures_have_an_empty_report():
    """Nothing is matched, missing or invented between words."""
    assert SourceFigures("Le conseil a voté.").check("The council voted.") == FigureReport((), (), ())


def test_an_unknown_language_is_refused_even_without_figures():
    """The languages are checked before the text is looked at."""
    with pytest.raises(InputError):
        SourceFigures("Nichts.", "de")
    with pytest.raises(InputError):
        SourceFigures("Rien.").check("Nichts.", "de")


def test_the_cheap_look_hides_no_figure(monkeypatch):
    """Every labelled text is read the same with and without the look for digits and number words."""
    texts = [(case[language], language) for case in CASES for language in ("fr", "en")]
    quick = [parse(*text) for text in texts]
    module = importlib.import_module("toolkit.fidelity.figures.parse")
    monkeypatch.setattr(module, "may_have_figures", lambda *_: True)
    assert [parse(*text) for text in texts] == quick
