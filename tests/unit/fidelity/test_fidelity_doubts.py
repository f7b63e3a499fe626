"""Findings about what the checks cannot see."""

import pytest

from toolkit.fidelity.doubts import UNSURE, alike, doubts
from toolkit.fidelity.loop import Candidate
from toolkit.fidelity.report import Report
from toolkit.types import Edit, Hypothesis, Span


def _candidate(text, score=-0.2, edits=()):
    hypothesis = Hypothesis(text, score)
    return Candidate(hypothesis, text, None, Report(), tuple(edits))


def test_a_name_over_an_unlike_word_is_doubted_where_it_stands_now():
    """The finding points at the name in the final text, also after a later edit moved it."""
    final = "$5 from Salesforce came"
    edits = (
        Edit("name.restore", "AI", "Salesforce", Span(9, 11)),
        Edit("figure.format", "5 $", "$5", Span(0, 3)),
    )
    (finding,) = doubts(_candidate(final, edits=edits), 7)
    assert (finding.code, finding.severity, finding.segment) == ("repair_unsure", "warning", 7)
    assert finding.target_span.of(final) == "Salesforce"


@pytest.mark.parametrize(
    ("before", "after"), [("Cruso", "Crusoe"), ("JecCaleb", "Jed McCaleb"), ("Scientific", "Core Scientific")]
)
def test_a_garbled_name_is_restored_without_doubt(before, after):
    """What resembles the name, or is a piece of it, was the name."""
    assert alike(before, after)
    assert doubts(_candidate(after, edits=[Edit("name.restore", before, after, Span(0, len(before)))]), 0) == ()


@pytest.mark.parametrize(("score", "count"), [(UNSURE - 0.01, 1), (UNSURE + 0.01, 0)])
def test_a_guess_is_called_one(score, count):
    """A sentence below the threshold gets a remark, one above it none."""
    found = doubts(_candidate("Some text", score), 0)
    assert [f.code for f in found] == ["low_confidence"] * count
