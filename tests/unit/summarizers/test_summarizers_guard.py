"""What the guard refuses, what it lets pass, and what happens to a refused sentence."""

import pytest

from toolkit.summarizers.evidence import Evidence
from toolkit.summarizers.guard import examine
from toolkit.summarizers.resolution import settle

SECURED = "Crusoe has already secured $686 million."


@pytest.fixture
def evidence(article):
    """Return the evidence of the example article."""
    return Evidence(article)


def _codes(text, evidence, before=()):
    return {finding.code for finding in examine(text, evidence.sources(text), evidence, before)}


@pytest.mark.parametrize(
    "text",
    [
        SECURED,
        "Crusoe has secured 686 million dollars, the filing shows.",
        "Chase Lochmiller said the centre would reach 1.2 GW.",
        "IDC expects the electricity consumption of data centres to double between 2023 and 2028.",
        "“AI is the tool we were looking for,” Lochmiller said.",
        "Crusoe's joint venture with Blue Owl Capital is worth $3.4 billion.",
    ],
)
def test_what_the_article_says_in_other_words_passes(text, evidence):
    """Another way to write a figure, a possessive, a surname alone are no faults."""
    assert _codes(text, evidence) == set()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Crusoe has already secured $868 million.", "figure_invented"),
        ("Crusoe has already secured $686 billion.", "figure_invented"),
        ("Crusoe has already secured €686 million.", "figure_invented"),
        ("Lambda Labs obtained a financing vehicle of up to $818 million in April.", "figure_invented"),
        ("The filing shows that Google has already secured $686 million.", "name_invented"),
        ("The campus is expected to be leased to Oracle by Sam Altman.", "name_invented"),
        ("“AI is the only tool we need,” Lochmiller said.", "quote_invented"),
        ("The campus will be connected to the public grid before 2026, the company said.", "negation_changed"),
        ("Crusoe has not secured $686 million.", "negation_changed"),
        ("Crusoe has already secured $686 million of the", "incomplete"),
        ("Crusoe secured Crusoe secured Crusoe secured Crusoe secured $686 million.", "repetition"),
        ("Nothing of the kind was ever whispered underwater.", "invented"),
        ("...", "empty_output"),
    ],
)
def test_what_the_article_does_not_say_is_refused(text, code, evidence):
    """Each kind of fault has its code."""
    assert code in _codes(text, evidence)


def test_what_was_said_already_is_refused(evidence):
    """The summary does not repeat itself in other words."""
    assert "repetition" in _codes("Crusoe already has secured $686 million.", evidence, [SECURED])


def test_a_good_sentence_stands_as_it_is(evidence):
    """No decision is needed, and the source is named."""
    settled = settle([SECURED], evidence, [])
    assert settled.sentence.text == SECURED
    assert settled.sentence.decisions == ()
    assert 3 in settled.sentence.sources


def test_another_hypothesis_is_taken_first(evidence):
    """The next beam wins over a repair; the refusal is on the record."""
    settled = settle(["Crusoe has already secured $668 million.", SECURED], evidence, [])
    assert settled.sentence.text == SECURED
    assert "668 million" in settled.sentence.decisions[0]
    assert settled.sentence.decisions[-1] == "Candidate 2 taken instead."


def test_a_misspelt_name_is_repaired(evidence):
    """The name of the source replaces the one that resembles it."""
    settled = settle(["Chase Lochmuller said that the centre would reach a capacity of 1.2 gigawatts."], evidence, [])
    assert settled.sentence.text == "Chase Lochmiller said that the centre would reach a capacity of 1.2 gigawatts."
    assert "Repaired" in settled.sentence.decisions[-1]


def test_a_wrong_figure_is_repaired_when_only_one_can_be_meant(evidence):
    """With one free figure of the same kind in the source there is no doubt which one was meant."""
    settled = settle(["Late last year, Crusoe secured $250 million in debt."], evidence, [])
    assert settled.sentence.text == "Late last year, Crusoe secured $200 million in debt."


def test_invented_quotation_marks_are_taken_off(evidence):
    """A paraphrase loses its marks, not its place."""
    settled = settle(["Investors “seem to want a larger round”."], evidence, [])
    assert settled.sentence.text == "Investors seem to want a larger round."


def test_what_cannot_be_repaired_is_replaced_by_its_source(evidence):
    """The article's own sentence stands instead, and the record says why."""
    settled = settle(["The filing shows that Google secured $686 million of the $818 million."], evidence, [])
    assert settled.sentence.method == "extractive"
    assert settled.sentence.text.startswith("The filing shows that Crusoe has already secured")
    assert settled.sentence.decisions[-1] == "Replaced by its source sentence."


def test_what_rests_on_nothing_is_dropped_with_a_reason(evidence):
    """A sentence without a source has nothing to be replaced by."""
    settled = settle(["Whales sing beautifully under moonlight."], evidence, [])
    assert settled.sentence is None
    assert "Whales" in settled.dropped.reason
