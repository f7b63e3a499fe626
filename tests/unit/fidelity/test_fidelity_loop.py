"""The loop against a checker made of plain strings, so that each step shows on its own."""

import pytest

from toolkit.fidelity.edits import replay
from toolkit.fidelity.loop import Request, refine
from toolkit.fidelity.report import Report, Wanted
from toolkit.options import FidelityOptions
from toolkit.types import Finding, Hypothesis, Link, Span

SOURCE = "Acme lève 3 M€"


def _check(target):
    """Want "Acme" and "€3 million" in the target."""
    wanted, names = [], []
    for form, span in (("Acme", Span(0, 4)), ("€3 million", Span(10, 14))):
        at = target.find(form)
        if at < 0:
            wrong = target.find("€4 million")
            place = Span(wrong, wrong + 10) if form.startswith("€") and wrong >= 0 else None
            wanted.append(Wanted(Finding("missing", "error", 0, span, place, f"no {form}"), form, "test.write"))
        else:
            names.append((span, Span(at, at + len(form))))
    return Report(tuple(w.finding for w in wanted), tuple(wanted), names=tuple(names))


def _run(hypotheses, options=None, answers=()):
    """Run the loop and return the outcome and the requests of each round."""
    loop = refine(SOURCE, hypotheses, _check, options or FidelityOptions())
    asked, rounds = [], iter(answers)
    try:
        requests = next(loop)
        while True:
            asked.append(requests)
            answer = next(rounds, {})
            requests = loop.send([answer.get(r.method, []) for r in requests])
    except StopIteration as end:
        return end.value, asked


def test_a_clean_hypothesis_is_not_touched():
    """A segment without findings costs one check: no edit, no attempt, no request."""
    outcome, asked = _run([Hypothesis("Acme raises €3 million", -0.1), Hypothesis("better €3 million Acme", -0.0)])
    assert outcome.chosen.text == "Acme raises €3 million"
    assert (outcome.chosen.edits, outcome.attempts, asked) == ((), (), [])


def test_a_lower_hypothesis_that_holds_wins():
    """Of the n-best list the best hypothesis without findings is taken, and the choice is recorded."""
    outcome, _ = _run([Hypothesis("Acne raises €3 millions", -0.1), Hypothesis("Acme gets €3 million", -0.3)])
    assert outcome.chosen.text == "Acme gets €3 million"
    assert outcome.attempts[0].method == "next hypothesis"


def test_a_wrong_figure_is_replaced_where_it_stands():
    """A finding that knows its place is repaired by an edit that replays."""
    first = Hypothesis("Acme raises €4 million", -0.1)
    outcome, asked = _run([first])
    assert outcome.chosen.text == "Acme raises €3 million"
    assert replay(first.text, outcome.chosen.edits) == outcome.chosen.text
    assert asked == []


def test_a_garbled_name_is_found_by_alignment():
    """A missing name is written over the target word that attention ties to it."""
    first = Hypothesis("Acmo raises €3 million", -0.1, (Link(Span(0, 4), Span(0, 4), 0.9),))
    outcome, _ = _run([first])
    assert outcome.chosen.text == "Acme raises €3 million"


def test_what_is_right_is_never_overwritten():
    """A range that holds a matched figure is no place for a missing name, whatever the attention says."""
    first = Hypothesis("Someone raises €3 million", -0.1, (Link(Span(0, 4), Span(15, 25), 0.9),))
    outcome, _ = _run([first], FidelityOptions(redecode=False, split=False))
    assert outcome.chosen.text == first.text
    assert outcome.chosen.report.penalty == 1


def test_decoding_again_from_the_fault():
    """What cannot be repaired in place is decoded again: in clauses if it has some, then behind a right beginning."""
    first = Hypothesis("They raise €3 million", -0.1)
    better = Hypothesis("Acme raises €3 million today", -0.4)
    outcome, asked = _run([first], answers=[{}, {"prefix": [better]}])
    assert asked == [[Request(SOURCE, "split")], [Request(SOURCE, "prefix", "Acme")]]
    assert outcome.chosen.text == better.text
    assert [attempt.accepted for attempt in outcome.attempts] == [True]


def test_clauses_that_hold_save_the_prefixes():
    """When the text decoded in clauses has no findings, nothing more is asked; the attempt is recorded."""
    first = Hypothesis("They raise €3 million", -0.1)
    better = Hypothesis("Acme raises €3 million today", -0.4)
    outcome, asked = _run([first], answers=[{"split": [better]}])
    assert asked == [[Request(SOURCE, "split")]]
    assert outcome.chosen.text == better.text
    assert [attempt.method for attempt in outcome.attempts] == ["split"]


@pytest.mark.parametrize("answer", [Hypothesis("Acme €3 million", -9.0), Hypothesis("Acme", -0.1)])
def test_a_second_decoding_must_be_credible(answer):
    """An output that is far less likely, or much shorter, does not win by having fewer findings."""
    first = Hypothesis("They raise some €3 million today", -0.1)
    outcome, _ = _run([first], answers=[{"split": [answer]}])
    assert outcome.chosen.text == first.text
    assert not any(attempt.accepted for attempt in outcome.attempts)


def test_every_step_can_be_switched_off():
    """With all steps off the loop only reports."""
    off = FidelityOptions.without(["choose", "repair", "redecode", "split"])
    first = Hypothesis("Acme raises €4 million", -0.1)
    outcome, asked = _run([first, Hypothesis("Acme raises €3 million", -0.2)], off)
    assert outcome.chosen.text == first.text
    assert (outcome.chosen.edits, asked) == ((), [])


def test_a_repair_at_the_start_of_a_sentence_has_its_capital():
    """A common word that replaces the first word of a sentence is capitalised like it."""
    finding = Finding("term_missing", "warning", 0, Span(0, 5), Span(0, 4), "no chips")

    def check(target):
        return (
            Report() if target.startswith("Chips") else Report((finding,), (Wanted(finding, "chips", "term.replace"),))
        )

    loop = refine("Puces rares", [Hypothesis("Flea are rare", -0.1)], check, FidelityOptions())
    with pytest.raises(StopIteration) as end:
        next(loop)
    assert end.value.value.chosen.text == "Chips are rare"


def test_a_name_over_a_price_takes_its_sign():
    """A name that replaces a wrong price leaves no currency sign behind."""
    first = "more than $100 wanted"
    place = Span(first.index("100"), first.index("100") + 3)
    finding = Finding("name_missing", "error", 0, Span(0, 4), place, "no H100")

    def check(target):
        return Report() if "H100" in target else Report((finding,), (Wanted(finding, "H100", "name.restore"),))

    loop = refine("H100 demandée", [Hypothesis(first, -0.1)], check, FidelityOptions())
    with pytest.raises(StopIteration) as end:
        next(loop)
    assert end.value.value.chosen.text == "more than H100 wanted"


def test_a_misspelt_name_is_replaced_within_a_longer_one():
    """Where the wrong range holds more than the misspelling, only the words that resemble the name are written over."""

    def check(target):
        findings = [Finding("missing", "error", 0, None, None, "no fund")] if "Founders Fund" not in target else []
        wanted = []
        if "Peter Thiel " not in target:
            place = Span(4, target.index("Fund") + 4) if "Fund" in target else None
            finding = Finding("changed", "error", 0, Span(0, 11), place, "no Thiel")
            wanted.append(Wanted(finding, "Peter Thiel", "name.restore"))
            findings.append(finding)
        return Report(tuple(findings), tuple(wanted))

    loop = refine("le Founders Fund de Peter Thiel", [Hypothesis("the Peter Thield Founders Fund", -0.1)], check,
                  FidelityOptions(redecode=False, split=False))  # fmt: skip
    with pytest.raises(StopIteration) as ended:
        next(loop)
    assert ended.value.value.chosen.text == "the Peter Thiel Founders Fund"
