"""Labelled cases are scored by overlap."""

import json

import pytest

from toolkit.errors import InputError
from toolkit.evaluation.cases import Score, load_cases, measure
from toolkit.types import Finding, Span


def finding(code, source, target):
    """Make a finding."""
    return Finding(code, "error", 0, source, target, "")


@pytest.fixture
def cases(tmp_path):
    """Return two cases, one with a fault."""
    path = tmp_path / "cases.jsonl"
    labels = [{"code": "figure_changed", "source": "45 M€", "target": "€45 billion"}]
    rows = [
        {"id": "a", "fr": "Elle a levé 45 M€.", "en": "It raised €45 billion.", "findings": labels, "tags": ["money"]},
        {"id": "b", "fr": "Rien.", "en": "Nothing.", "findings": []},
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", encoding="utf-8")
    return load_cases(path)


def test_a_finding_is_right_when_code_and_both_spans_meet_a_label(cases):
    """Overlap suffices; the exact borders of a span do not matter."""
    scores = measure(cases, lambda s, _: [finding("figure_changed", Span(12, 14), Span(10, 13))] if "45" in s else [])
    assert scores.total == Score(right=1, wrong=0, missed=0)
    assert scores.faults == ()


def test_other_places_and_codes_are_false_alarms_and_misses(cases):
    """A finding elsewhere counts as wrong and its label as missed; codes outside the measure do not count."""
    answers = [finding("figure_changed", Span(0, 4), Span(0, 2)), finding("name_changed", Span(0, 4), Span(0, 2))]
    scores = measure(cases, lambda *_: answers)
    assert scores.total == Score(right=0, wrong=2, missed=1)
    assert [fault.case.id for fault in scores.faults] == ["a", "b"]
    assert scores.codes["figure_changed"].f1 == 0


def test_rates_of_nothing_are_one():
    """Without findings and labels there is nothing wrong."""
    assert (Score(0, 0, 0).precision, Score(0, 0, 0).recall, Score(0, 0, 0).f1) == (1.0, 1.0, 1.0)
    assert Score(1, 1, 0).precision == pytest.approx(0.5)


def test_a_broken_line_is_named(tmp_path):
    """The message gives file and line."""
    path = tmp_path / "bad.jsonl"
    path.write_text('{"id": "a"}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.jsonl, line 1"):
        load_cases(path)
