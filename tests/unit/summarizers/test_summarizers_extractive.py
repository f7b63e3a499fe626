"""Selected summaries: what is selected, how much, and what never is."""

import pytest
from article_of import as_article

from toolkit.errors import OptionsError
from toolkit.options import SummaryOptions
from toolkit.summarizers.base import Article, Sentence, Summarizer
from toolkit.summarizers.extractive import Extractive
from toolkit.summarizers.words import count


def _indexes(summary):
    return [index for sentence in summary.sentences for index in sentence.sources]


def test_sentences_are_the_articles_own(article):
    """Every sentence of the summary is a segment of the article, unchanged, and says which."""
    rows = {s.index: s.text for s in article.sentences}
    summary = Extractive().summarize(article, SummaryOptions())
    assert isinstance(Extractive(), Summarizer)
    assert len(summary.sentences) == 4
    assert all(s.text == rows[s.sources[0]].strip() for s in summary.sentences)
    assert _indexes(summary) == sorted(_indexes(summary))
    assert summary.findings == ()


def test_headings_furniture_and_bylines_are_never_selected(article):
    """Even the longest summary holds only sentences of the body."""
    summary = Extractive().summarize(article, SummaryOptions(length="5000 words"))
    texts = " ".join(s.text for s in summary.sentences)
    assert "Share this article" not in texts
    assert "Photo:" not in texts
    assert "A campus in Texas" not in texts


@pytest.mark.parametrize(("length", "sentences"), [("short", 2), ("medium", 4), ("long", 8)])
def test_named_lengths(article, length, sentences):
    """Named lengths are numbers of sentences."""
    assert len(Extractive().summarize(article, SummaryOptions(length=length)).sentences) == sentences


@pytest.mark.parametrize("words", [40, 80, 160])
def test_a_number_of_words_is_kept(article, words):
    """The summary stays within the words asked for and uses most of them."""
    summary = Extractive().summarize(article, SummaryOptions(length=f"{words} words"))
    used = sum(count(s.text) for s in summary.sentences)
    assert words / 2 <= used <= words


def test_a_short_article_gives_at_most_half_of_itself():
    """Three sentences are condensed to two, whatever the named length."""
    article = as_article(
        "Oracle leased a campus in Texas. The lease runs for ten years. Analysts in London praised it."
    )
    assert len(Extractive().summarize(article, SummaryOptions(length="long")).sentences) == 2


def test_lead_takes_the_first_sentences(article):
    """The lead method is the baseline: first come, first served."""
    summary = Extractive("lead").summarize(article, SummaryOptions(method="lead", length="short"))
    assert _indexes(summary) == [2, 3]
    assert {s.method for s in summary.sentences} == {"lead"}


def test_a_sentence_that_leans_on_another_is_not_taken_alone():
    """A pronoun without its antecedent is left out when something else is there to say."""
    article = as_article(
        "Crusoe raised $686 million from seventy investors in Denver.\n"
        "Blue Owl Capital joined the venture in October with $3.4 billion.\n"
        "He said it would be good for them.\n"
        "Oracle will lease the campus in Abilene from next summer."
    )
    assert 2 not in _indexes(Extractive().summarize(article, SummaryOptions(length="short")))


def test_a_cut_quotation_is_never_selected():
    """Sentences inside a quotation that runs over several of them stay out."""
    article = as_article(
        "The chief executive of Crusoe spoke in Denver on Monday.\n“We reinvent the infrastructure of AI. "
        "Everything about data centres changes. Oracle knows that,” he said.\nThe campus opens in 2026, Crusoe said."
    )
    texts = [s.text for s in Extractive().summarize(article, SummaryOptions(length="300 words")).sentences]
    assert not any("Everything" in text or "Oracle knows" in text for text in texts)


def test_the_same_news_is_told_once():
    """Two sentences that say the same do not both stand in a summary."""
    article = as_article(
        "Crusoe has raised $686 million for its data centres.\nOracle leases a campus in Abilene, Texas.\n"
        "Crusoe raised $686 million for its data centres.\nThe campus needs 1.2 gigawatts of power, Lancium says."
    )
    assert len({0, 2} & set(_indexes(Extractive().summarize(article, SummaryOptions(length="300 words"))))) == 1


def test_a_sentence_whose_translation_is_in_doubt_is_left_out_on_the_record():
    """A figure that the French source does not have keeps a sentence out of the summary, with the reason."""
    english = [
        "Crusoe raised $686 billion in October.",
        "Oracle leases the campus in Abilene.",
        "The campus opens in 2026.",
    ]
    french = [
        "Crusoe a levé 686 millions de dollars en octobre.",
        "Oracle loue le campus d’Abilene.",
        "Le campus ouvre en 2026.",
    ]
    article = as_article("\n".join(english), sources=french)
    summary = Extractive().summarize(article, SummaryOptions(length="short"))
    assert _indexes(summary) == [1, 2]
    assert any("686" in note.reason and note.severity == "info" for note in summary.dropped)
    assert not any("billion" in row.figure for row in summary.key_figures)


def test_an_article_without_sentences_says_so():
    """An empty article gives an empty summary and a reason, not an error."""
    summary = Extractive().summarize(Article("empty.txt", "en", ()), SummaryOptions())
    assert summary.sentences == ()
    assert "no complete sentence" in summary.dropped[0].reason


def test_a_language_without_rules_is_summarised_all_the_same():
    """Where figures and names cannot be read, selection still works."""
    rows = ["Die Firma baut Rechenzentren in Texas.", "Sie gehört zu Denver.", "Oracle mietet den Campus ab Sommer."]
    article = Article("de.txt", "de", tuple(Sentence(i, text, i) for i, text in enumerate(rows)))
    assert len(Extractive().summarize(article, SummaryOptions(length="short")).sentences) == 2


def test_french_is_summarised_with_french_rules():
    """A French title is not a sentence, and figures are read as French."""
    text = (
        "Crusoe lève 686 M$ pour ses centres de données\n"
        "Crusoe a levé 686 millions de dollars auprès de soixante-dix investisseurs. Elle compte lever davantage. "
        "Le campus d’Abilene sera loué à Oracle en 2026."
    )
    summary = Extractive().summarize(as_article(text, "fr"), SummaryOptions(length="short"))
    assert summary.headline == "Crusoe lève 686 M$ pour ses centres de données"
    assert summary.key_figures[0].label == "fonds levés (Crusoe)"


def test_a_long_article_is_covered_whole():
    """An article of many parts is told from several of them; nothing is cut off by position."""
    topics = [
        "river traffic",
        "school budgets",
        "wheat harvests",
        "railway tunnels",
        "museum visitors",
        "hospital beds",
    ]
    rows = [
        f"Officials in Denver reviewed {topics[i // 150]} in district {i % 150} and met {i % 13} experts about it."
        for i in range(900)
    ]
    article = Article("long.txt", "en", tuple(Sentence(i, text, i // 10) for i, text in enumerate(rows)))
    told = {index // 150 for index in _indexes(Extractive().summarize(article, SummaryOptions(length="long")))}
    assert len(told) >= 4


@pytest.mark.parametrize("length", ["huge", "5", "9 words", "12345 words", "-3"])
def test_bad_lengths_are_refused(length):
    """The message says which lengths there are."""
    with pytest.raises(OptionsError, match="short, medium, long"):
        SummaryOptions(length=length)
