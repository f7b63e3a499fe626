"""Summaries written by a model, here one that follows a script."""

from dataclasses import dataclass, field, replace

import pytest
from article_of import as_article

from toolkit.options import EngineOptions, SummaryOptions
from toolkit.summarizers.base import Condenser, Summarizer
from toolkit.summarizers.rewriting import Rewriter
from toolkit.summarizers.seq2seq import TransformersCondenser
from toolkit.summarizers.words import count
from toolkit.types import Hypothesis, Signature


@dataclass
class Scripted:
    """Counts a word as a token and writes what *write* makes of a text."""

    write: object
    max_source_tokens: int = 100
    asked: list = field(default_factory=list)
    signature = Signature((("condenser", "scripted"),))

    def count_tokens(self, texts):
        """Count words."""
        return [len(text.split()) for text in texts]

    def condense(self, texts, *, words, beams=4):
        """Follow the script; refuse what is too long to read."""
        assert words > 0
        for text in texts:
            assert len(text.split()) <= self.max_source_tokens, "beyond the limit"
            self.asked.append(text)
        return [[Hypothesis(made, -1.0) for made in self.write(text)][:beams] for text in texts]


SHORT = "Crusoe Energy is raising $818 million, according to a filing with the SEC."


def _first(text):
    return [text.split(". ")[0].rstrip(".") + "."]


def test_an_article_beyond_the_limit_is_read_whole(article):
    """Every sentence of the body reaches the model, in parts it can read, and the result is condensed again."""
    model = Scripted(_first, max_source_tokens=60)
    summary = Rewriter(model).summarize(article, SummaryOptions(length="short"))
    assert isinstance(model, Condenser)
    assert isinstance(Rewriter(model), Summarizer)
    read = " ".join(model.asked)
    for words in ("Seventy investors", "using its chips as collateral", "2.5 billion tonnes", "Salesforce"):
        assert words in read
    assert 1 <= len(summary.sentences) <= 2
    assert all(s.sources for s in summary.sentences)


def test_an_invented_figure_never_reaches_the_summary(article):
    """Whatever the model writes, the summary holds only figures of the article, and says what was done."""
    model = Scripted(lambda _: ["Crusoe has already secured $999 million of the $818 million it hopes to raise."], 5000)
    summary = Rewriter(model).summarize(article, SummaryOptions(length="short"))
    assert "999" not in " ".join(s.text for s in summary.sentences)
    assert any("999" in note for s in summary.sentences for note in s.decisions)
    assert summary.findings == ()


def test_the_other_beams_are_tried(article):
    """A second hypothesis that holds is taken before anything else."""
    good = "Crusoe has already secured $686 million of the $818 million it hopes to raise."
    model = Scripted(lambda _: [good.replace("686", "999"), good], 5000)
    summary = Rewriter(model).summarize(article, SummaryOptions(length="short"))
    assert [s.text for s in summary.sentences] == [good]
    assert summary.sentences[0].method == "seq2seq"


def test_sentences_are_shortened_one_by_one(article):
    """With a sentence model the salient sentences are selected first; a shorter form that holds stands."""

    def write(text):
        return ["Crusoe Energy is raising $818 million.", SHORT] if "is raising" in text else ["Nonsense about Google."]

    summary = Rewriter(Scripted(write, 200), "sentence").summarize(article, SummaryOptions(length="short"))
    assert [s.method for s in summary.sentences] == ["seq2seq", "extractive"]
    assert summary.sentences[0].text == SHORT
    assert "on whose word" in summary.sentences[0].decisions[0]
    assert "Replaced by its source sentence." in summary.sentences[1].decisions


def test_a_sentence_longer_than_the_model_reads_is_left_as_it_is():
    """It is not cut: the selected sentence stands, with a note."""
    long = "Oracle leased " + "a very long campus " * 20 + "in Abilene, Texas."
    text = f"{long}\nMicrosoft opened nine plants near Boston.\nNobody in Denver liked cheap old batteries."
    summary = Rewriter(Scripted(_first, 20), "sentence").summarize(as_article(text), SummaryOptions(length="short"))
    (left,) = [s for s in summary.sentences if s.text == long]
    assert "longer than the model can read" in left.decisions[0]


def test_the_only_sentence_of_a_summary_stays_whole():
    """Nothing is left out of a summary of one sentence, whatever the model proposes."""
    article = as_article("Oracle leased a campus in Abilene, which is in Texas.")
    summary = Rewriter(Scripted(_first, 50), "sentence").summarize(article, SummaryOptions(length="short"))
    assert [(s.text, s.method) for s in summary.sentences] == [(article.sentences[0].text, "extractive")]
    assert "the only sentence" in summary.sentences[0].decisions[0]


def test_a_long_sentence_is_read_in_clauses_on_the_record():
    """A sentence beyond the limit is read piece by piece, and the summary says so."""
    article = as_article("Oracle leased a campus in Texas, " + "which is very large, " * 20 + "from Crusoe of Denver.")
    summary = Rewriter(Scripted(_first, 20)).summarize(article, SummaryOptions(length="short"))
    assert any("pieces" in note.reason for note in summary.dropped)


@pytest.mark.parametrize("checkpoint", ["tiny_bart", "tiny_t5"])
@pytest.mark.parametrize("unit", ["article", "sentence"])
def test_a_model_that_writes_nonsense_gives_a_sound_summary(checkpoint, unit, article, request):
    """Random weights write rubbish: the guard leaves sentences of the article, within the length."""
    model = TransformersCondenser(request.getfixturevalue(checkpoint), EngineOptions(threads=1, device="cpu"))
    article = replace(article, sentences=article.sentences[:6])
    summary = Rewriter(model, unit).summarize(article, SummaryOptions(length="20 words", beams=1))
    known = {s.text.strip() for s in article.sentences}
    assert all(s.text in known for s in summary.sentences if s.method == "extractive")
    assert summary.findings == ()
    assert len(summary.sentences) <= 1 or sum(count(s.text) for s in summary.sentences) <= 20
