"""The last step: figures in English form, articles that agree with what repairs put in."""

import pytest

from toolkit.fidelity.check import Checker
from toolkit.fidelity.edits import replay
from toolkit.fidelity.finish import finish
from toolkit.fidelity.loop import refine
from toolkit.fidelity.names import Ledger
from toolkit.fidelity.terms import Glossary, Row, build
from toolkit.options import FidelityOptions
from toolkit.types import Hypothesis, Link, Span


def _settled(source, target, links=(), glossary=None):
    """Run loop and last step on one hypothesis."""
    check = Checker(("fr", "en"), glossary or Glossary(), Ledger()).against(source)
    hypothesis = Hypothesis(target, -0.1, tuple(links))
    loop = refine(source, [hypothesis], check, FidelityOptions(redecode=False, split=False))
    with pytest.raises(StopIteration) as end:
        next(loop)
    done = finish(end.value.value.chosen, check)
    assert replay(target, done.edits) == done.text
    return done


def _link(source, target, word, rendering):
    return Link(Span(source.index(word), source.index(word) + len(word)),
                Span(target.index(rendering), target.index(rendering) + len(rendering)), 0.9)  # fmt: skip


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("It costs 3,4 billion dollars.", "It costs $3.4 billion."),
        ("It costs $3.4 billion.", "It costs $3.4 billion."),
    ],
)
def test_a_right_figure_gets_its_english_form(target, expected):
    """A right value is written in English conventions as a recorded edit; a right form is left alone."""
    assert _settled("Cela coûte 3,4 milliards de dollars.", target).text == expected


def test_a_misspelt_unit_is_replaced_with_its_number():
    """The unit the model garbled beside the number goes, the right one comes."""
    done = _settled("Un centre de 200 mégawatts.", "A center of 200 megawattts.")
    assert done.text == "A center of 200 megawatts."


def test_a_term_takes_neither_the_preposition_nor_the_stop_with_it():
    """What attention adds at the ends of a word - "of", a comma, the full stop - stays in the sentence."""
    glossary = build([Row(1, {"source": "centre de données", "target": "data center"})])
    source, target = "Le centre de données du projet.", "The website of the project."
    done = _settled(source, target, [_link(source, target, "centre de données", "website of")], glossary)
    assert done.text == "The data center of the project."


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("IPO", "An IPO came."),
        ("GPU", "A GPU came."),
        ("equity round", "An equity round came."),
        ("unit", "A unit came."),
    ],
)
def test_the_article_agrees_with_a_term_that_was_put_in(term, expected):
    """A and an follow the sound of the new word, acronyms that of their first letter."""
    glossary = build([Row(1, {"source": "fonds", "target": term})])
    source = "Un fonds est venu."
    for article in ("A", "An"):
        target = f"{article} deal came."
        done = _settled(source, target, [_link(source, target, "fonds", "deal")], glossary)
        assert done.text == expected
