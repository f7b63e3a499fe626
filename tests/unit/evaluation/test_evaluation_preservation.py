"""Fidelity rates and the statistics of length and repetition."""

import pytest

from toolkit.evaluation.measure import Item, measure
from toolkit.evaluation.preservation import Rate
from toolkit.evaluation.published import PUBLISHED, SIZES, published
from toolkit.evaluation.published import test_set_of as set_of
from toolkit.evaluation.statistics import statistics

SOURCES = ["Crusoe a levé 686 millions de dollars.", "Le 17 juin 2024, Scott Liu a vendu 12 usines.", "Merci à tous."]
REFERENCES = ["Crusoe raised $686 million.", "On June 17, 2024, Scott Liu sold 12 plants.", "Thank you all."]


def rates(hypotheses):
    """Return what translations of the sources keep."""
    rows = zip(hypotheses, REFERENCES, SOURCES, strict=True)
    items = [Item("a", str(n), *row) for n, row in enumerate(rows, 1)]
    return measure("system", items, ("fr", "en"), metrics=("chrf",))


def test_right_translations_keep_everything():
    """References with right figures and names have full rates and no inventions."""
    found = rates(REFERENCES).preservation
    assert (found.figures, found.names) == (Rate(3, 3), Rate(2, 2))
    assert (found.figures_invented, found.names_invented, found.clean) == (0, 0, Rate(3, 3))


def test_rates_of_all_translations_have_the_same_total():
    """What is to be kept is read from the source: a wrong translation changes the part, never the whole."""
    measured = rates(["Cruise raised $686 billion.", "On June 17, 2024, he sold 12 plants.", "Thank you all."])
    assert measured.preservation.figures == Rate(2, 3)
    assert measured.preservation.names == Rate(0, 2)
    assert measured.preservation.clean == Rate(1, 3)
    assert (measured.of_references.figures.total, measured.of_references.names.total) == (3, 2)


def test_invented_figures_are_counted_apart():
    """A figure without a source is no loss of the source's figures, and is counted."""
    found = rates([*REFERENCES[:2], "Thank you all 4,200 of you."]).preservation
    assert (found.figures, found.figures_invented) == (Rate(3, 3), 1)


def test_only_a_full_count_reads_100_percent():
    """Rates round down, so that one loss in two thousand shows."""
    assert Rate(1999, 2000).percent == "99.9%"
    assert Rate(2000, 2000).percent == "100.0%"
    assert (Rate(0, 0).percent, Rate(0, 0).share) == ("-", None)


def test_fidelity_needs_sources_and_a_pair_that_can_be_checked():
    """Without sources, or for another pair, rates are absent instead of wrong."""
    without = [Item("a", "1", "Hello", "Hello")]
    assert measure("s", without, ("fr", "en"), metrics=("chrf",)).preservation is None
    german = [Item("a", "1", "3 houses", "3 houses", "3 Häuser")]
    assert measure("s", german, ("de", "en"), metrics=("chrf",)).preservation is None


def test_statistics_see_loops_cuts_and_empty_output():
    """Loops, empty and much too short or long translations are counted one by one."""
    reference = "The committee will meet again on Monday morning."
    hypotheses = ["", "The committee.", "of the the of the the " * 8, reference]
    found = statistics(hypotheses, [reference] * 4, None)
    assert (found.sentences, found.empty, found.short, found.long, found.loops) == (4, 1, 2, 1, 1)
    assert found.repeated > 0.5 > found.repeated_in_references == 0
    assert statistics([reference], [reference], None).length_ratio == 1


def test_documents_and_sentences_come_worst_first():
    """The table by document and the list of sentences begin with the lowest chrF."""
    items = [
        Item("good", "1", "All is well today.", "All is well today."),
        Item("bad", "1", "Nothing like it.", "Rain fell on Tuesday."),
        Item("bad", "2", "Rain fell.", "Rain fell on Wednesday."),
    ]
    found = measure("s", items, ("fr", "en"), metrics=("chrf",), worst=2)
    assert [row.document for row in found.documents] == ["bad", "good"]
    assert [(s.item.document, s.item.id) for s in found.worst] == [("bad", "1"), ("bad", "2")]


def test_published_figures_name_their_page():
    """Every published figure has an address, a known test set and scores in range."""
    for entry in PUBLISHED:
        assert entry.source.startswith("https://")
        assert entry.test_set in SIZES
        assert all(0 < score < 100 for score in (entry.bleu, entry.chrf) if score is not None)
        assert entry.bleu is not None or entry.chrf is not None


@pytest.mark.parametrize(
    ("name", "expected"),
    [("newstest2013.en", "newstest2013"), ("ref.newsdiscusstest2015.txt", "newsdiscusstest2015"), ("article.en", None)],
)
def test_test_sets_are_told_by_file_names(name, expected):
    """A known test set is recognised in the name of its file, others are not guessed."""
    assert set_of(name) == expected


def test_anchors_are_of_the_set_and_pair_asked_for():
    """Figures of another direction or test set never stand beside ours."""
    assert {entry.test_set for entry in published("newstest2013", ("fr", "en"))} == {"newstest2013"}
    assert published("newstest2013", ("en", "fr")) == ()
