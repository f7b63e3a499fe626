"""ROUGE with fixed settings."""

import pytest

from toolkit.errors import InputError
from toolkit.evaluation.rouge import difference, rouge

pytest.importorskip("rouge_score")
TEXT = "Crusoe raised funds. Oracle leases the campus."


def test_the_same_text_scores_100_and_another_one_0():
    """The ends of the scale."""
    found = rouge([TEXT, "Nothing here."], [[TEXT], [TEXT]])
    assert found.each[0] == pytest.approx((100, 100, 100))
    assert found.each[1] == (0, 0, 0)
    assert found.rouge1 == pytest.approx(50)


def test_the_best_reference_counts_and_stems_match():
    """Of several references the nearest one is taken; inflection is stemmed away."""
    found = rouge(["Crusoe raises fund"], [["Something else", "Crusoe raised funds"]])
    assert found.rouge1 == pytest.approx(100)
    assert "stemmer:porter" in str(found.signature)


def test_difference_has_an_interval_around_it():
    """The mean difference lies in its bootstrap interval; equal lists differ by nothing."""
    one, other = rouge([TEXT] * 4, [[TEXT]] * 4), rouge([TEXT, TEXT, "x", "Crusoe raised it."], [[TEXT]] * 4)
    mean, low, high = difference(one, other)
    assert low <= mean <= high
    assert difference(one, one) == (0, 0, 0)


def test_lists_of_other_lengths_are_refused():
    """A summary without reference cannot be scored."""
    with pytest.raises(InputError, match="reference"):
        rouge([TEXT], [])
