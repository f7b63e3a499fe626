"""Labels of key figures, on labelled cases."""

import json
from pathlib import Path

import pytest

from toolkit.summarizers.evidence import names_of
from toolkit.summarizers.labels import label
from toolkit.types import Span

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "cases" / "key_figure_labels.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


def _label(case):
    start = case["text"].index(case["figure"])
    names = [name.span for name in names_of(case["text"], case["language"])]
    percent = "%" in case["figure"]
    return label(case["text"], Span(start, start + len(case["figure"])), case["language"], names, percent=percent)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["figure"])
def test_labels(case):
    """A label says what the figure is the figure of, in a few words."""
    found = _label(case)
    if case.get("label"):
        assert found == case["label"]
    assert all(words in found for words in case.get("words", [])), found
    assert 0 < len(found.split()) <= 10


def test_other_languages_have_no_labels():
    """Where the grammar is not known, no label is made up."""
    assert label("Die Firma hat 5 Millionen Euro.", Span(14, 30), "de") == ""
