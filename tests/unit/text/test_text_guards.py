import json
from pathlib import Path

import pytest

from toolkit.text import guards
from toolkit.types import Hypothesis, Link, Span

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "cases/guards.jsonl").read_text(encoding="utf-8").splitlines()
]


def _links(rows):
    return None if rows is None else tuple(Link(Span(a, b), Span(c, d), 1.0) for a, b, c, d in rows)


def _alarm(case):
    source, target = case["source"], case["target"]
    match case["guard"]:
        case "incomplete":
            return guards.incomplete(source, target, _links(case["linked"]))
        case "other_language":
            return guards.other_language(target)
        case "is_copyable":
            return guards.is_copyable(source) or None
        case name:
            return getattr(guards, name)(source, target)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_labelled_outputs(case):
    """Each guard fires on the failure it is for and stays silent on legitimate text that resembles it."""
    assert (_alarm(case) is not None) is case["alarm"]


def test_alarms_point_at_what_is_wrong():
    """The span of a loop covers the repetitions, and the message quotes the unit."""
    target = "He said that it was late that it was late that it was late and left."
    alarm = guards.repetition("Il a dit qu'il \u00e9tait tard.", target)
    assert alarm.target_span.of(target).count("that it was late") == 3
    assert "that it was late" in alarm.message


def test_check_names_every_failure_of_a_hypothesis():
    """An empty or unfinished hypothesis raises its own alarm, a good one none."""
    source = "Il a refus\u00e9 de laisser un commentaire."
    assert [a.code for a in guards.check(source, Hypothesis(" ", -1.0))] == ["empty_output"]
    assert [a.code for a in guards.check(source, Hypothesis("He refused to leave a", -1.0, None, truncated=True))] == [
        "truncated"
    ]
    assert guards.check(source, Hypothesis("He refused to leave a comment.", -1.0)) == []
    assert [a.code for a in guards.check(source, Hypothesis(source, -1.0))] == ["source_copied", "other_language"]
