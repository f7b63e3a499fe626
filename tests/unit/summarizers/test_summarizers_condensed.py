"""What a shortened sentence may lose and what it may not."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.summarizers.base import Sentence
from toolkit.summarizers.choice import unit_of
from toolkit.summarizers.condensed import losses
from toolkit.summarizers.deletion import gaps, rebuilt
from toolkit.types import Checkpoint

WORDS = ["the", "bank", "may", "lend", "about", "20", "million", "euros", "to", "Boston", "in", "May", ",", "said"]
CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "cases" / "condensed.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["short"][:40])
def test_labelled_short_forms(case):
    """A labelled short form is accepted or refused for the reason it is labelled with."""
    found = losses(case["short"], Sentence(3, case["long"]), "en")
    if case["refused"] is None:
        assert found == []
    else:
        assert any(case["refused"] in finding.message for finding in found)
        assert {finding.segment for finding in found} == {3}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1))
def test_a_sentence_is_never_more_than_itself(words):
    """A text is a faithful form of itself, unless it ends in the middle of a phrase."""
    text = " ".join(words) + "."
    assert all(f.message.startswith("It ends with") for f in losses(text, Sentence(0, text), "en"))


@pytest.mark.parametrize(
    ("architecture", "pair", "unit"),
    [("marian", ("en", "en"), "sentence"), ("marian", ("fr", "en"), "article"), ("bart", None, "article")],
)
def test_a_marian_model_of_one_language_shortens_sentences(architecture, pair, unit):
    """Every other model is given passages."""
    assert unit_of(Checkpoint("m", Path(), "local", architecture, pair, "0" * 16)) == unit


def test_a_short_form_is_given_in_the_words_of_its_source():
    """Capitals, accents and apostrophes a model has lost come back; marks and other words stay the model's."""
    source = "The film “Gone With the Wind” won the café’s prize, according to Élodie Müller, who saw it."
    short = 'the film "Gone with the Wind" won the cafe\'s prize, according to Elodie Muller.'
    assert rebuilt(short, source) == "The film “Gone With the Wind” won the café’s prize, according to Élodie Müller."
    assert rebuilt("The film was good.", source) == "The film was good."


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=14), st.sets(st.integers(0, 13), min_size=1))
def test_gaps_are_what_was_left_out(words, kept):
    """The words outside the gaps are the short form, however often a word comes again."""
    short = [word for at, word in enumerate(words) if at in kept]
    found = gaps(" ".join(short), " ".join(words))
    if short:
        assert found is not None
        inside = {at for gap in found for at in range(gap.start, gap.end)}
        outside = [word for at, word in enumerate(words) if at not in inside]
        assert [word.lower() for word in outside] == [word.lower() for word in short]
    else:
        assert gaps("other", " ".join(words)) is None
