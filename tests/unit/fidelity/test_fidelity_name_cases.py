"""Labelled cases: precision and recall of the findings on names."""

import json
from pathlib import Path

import pytest

from toolkit.fidelity.names import check_names
from toolkit.types import Span

CASES = Path(__file__).parents[2] / "cases"
FLOORS = {
    "names.jsonl": 0.98,
    "names_unseen.jsonl": 0.97,
    "cases_first.jsonl": 0.95,
    "cases_second.jsonl": 0.95,
    "cases_third.jsonl": 0.97,
    "cases_fourth.jsonl": 0.97,
    "cases_sixth.jsonl": 0.97,
    "cases_seventh.jsonl": 0.97,
    "cases_eighth.jsonl": 0.97,
    "cases_ninth.jsonl": 0.97,
    "cases_tenth.jsonl": 0.97,
    "cases_eleventh.jsonl": 0.96,
    "cases_twelfth.jsonl": 0.9,
    "cases_fifth.jsonl": 0.97,
    "names_classes.jsonl": 0.98,
    "names_wide.jsonl": 0.92,
}
"""Least F1 over the cases of a file. May rise, never fall."""


def _spans(text, part):
    start = text.find(part)
    while start >= 0:
        yield Span(start, start + len(part))
        start = text.find(part, start + 1)


def _fits(case, want, finding):
    sides = ((finding.source_span, case["fr"], want["source"]), (finding.target_span, case["en"], want["target"]))
    return finding.code == want["code"] and all(
        part is None or (span is not None and any(span.overlaps(s) for s in _spans(text, part)))
        for span, text, part in sides
    )


@pytest.mark.parametrize(("file", "floor"), FLOORS.items())
def test_labelled_cases_reach_the_floor(file, floor):
    """F1 of name_changed, name_missing and name_invented, by overlap of spans, is at least the floor."""
    hit = wanted = raised = 0
    for line in (CASES / file).read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        left = list(check_names(case["fr"], case["en"]).findings)
        raised += len(left)
        labels = [want for want in case["findings"] if want["code"].startswith("name_")]
        wanted += len(labels)
        for want in labels:
            match = next((f for f in left if _fits(case, want, f)), None)
            if match:
                left.remove(match)
                hit += 1
    assert 2 * hit / (wanted + raised) >= floor
