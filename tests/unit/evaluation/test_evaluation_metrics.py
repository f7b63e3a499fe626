"""Quality metrics: sacrebleu's figures with its signatures, its bootstrap, and clear words where it is missing."""

import sys

import pytest
import sacrebleu

from toolkit.errors import InputError, OptionsError
from toolkit.evaluation.metrics import compare, scores, sentence_chrf

REFERENCES = [
    f"The {word} rose by {n} percent in June." for n, word in enumerate(["price", "tax", "rent", "rate"] * 10)
]
CLOSE = [text.replace("rose", "grew") for text in REFERENCES]
FAR = [text.replace("rose by", "fell to").replace("June", "the month of May") for text in REFERENCES]


def test_scores_are_those_of_sacrebleu():
    """Values and signatures are the library's own at its defaults."""
    found = {score.metric: score for score in scores(CLOSE, REFERENCES)}
    assert found["BLEU"].value == pytest.approx(sacrebleu.corpus_bleu(CLOSE, [REFERENCES]).score)
    assert found["chrF2"].value == pytest.approx(sacrebleu.corpus_chrf(CLOSE, [REFERENCES]).score)
    assert found["TER"].value == pytest.approx(sacrebleu.corpus_ter(CLOSE, [REFERENCES]).score)
    assert all(f"version:{sacrebleu.__version__}" in score.signature for score in found.values())


def test_a_perfect_translation_has_perfect_scores():
    """The references themselves score 100, and a TER of 0."""
    assert [round(score.value, 6) for score in scores(REFERENCES, REFERENCES)] == [100, 100, 0]
    assert sentence_chrf(["same words"], ["same words"]) == [100.0]


def test_bootstrap_tells_better_from_worse_and_equal():
    """A system nearer to the references is better, the other way round worse, the same output no different."""
    found = compare(FAR, {"close": CLOSE, "same": FAR}, REFERENCES, samples=200)
    assert {(c.system, c.verdict) for c in found} == {("close", "better"), ("same", "no difference")}
    (worse, *_) = compare(CLOSE, {"far": FAR}, REFERENCES, samples=200)
    assert worse.verdict == "worse"
    assert worse.difference == pytest.approx(worse.value - worse.baseline)
    assert "bs:200" in worse.signature


def test_lower_ter_is_better():
    """TER counts errors: the system with fewer is the better one."""
    (found,) = compare(FAR, {"close": CLOSE}, REFERENCES[:40], metrics=("ter",), samples=100)
    assert (found.metric, found.verdict) == ("TER", "better")


def test_bootstrap_is_repeatable():
    """The same input gives the same probabilities: the seed is fixed."""
    first, second = (compare(FAR, {"close": CLOSE}, REFERENCES, samples=100) for _ in range(2))
    assert first == second


def test_lists_of_different_length_are_refused():
    """A lost line is an error that names both counts, not a shifted comparison."""
    with pytest.raises(InputError, match="39 translations and 40 references"):
        scores(CLOSE[:-1], REFERENCES)
    with pytest.raises(InputError, match="nothing to score"):
        scores([], [])


def test_without_sacrebleu_the_message_says_what_to_install(monkeypatch):
    """Sacrebleu is optional: without it the error names the extra."""
    monkeypatch.setitem(sys.modules, "sacrebleu", None)
    with pytest.raises(OptionsError, match=r"pip install 'toolkit\[evaluate\]'"):
        scores(CLOSE, REFERENCES)
