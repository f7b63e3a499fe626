"""One summary over several articles."""

import json

import pytest
from article_of import as_article

from toolkit.errors import InputError
from toolkit.options import SummaryOptions
from toolkit.summarizers.digest import digest
from toolkit.summarizers.render import digest_markdown, digest_record, digest_text

FIRST = (
    "Crusoe secures $686 million\n"
    "Crusoe has secured $686 million from investors. CoreWeave says it has $12.7 billion of available funds, "
    "including nearly $10 billion of debt. If Crusoe raises everything, this would bring the total "
    "funds raised by the start-up to "
    "$1.5 billion."
)
SECOND = (
    "Crusoe bets on green AI\n"
    "Crusoe has secured $686 million from seventy investors. CoreWeave raised $12.7 billion for its GPU "
    "infrastructure. The total funds raised by Crusoe have reached $1.5 billion. Microsoft offered "
    "$900 million for a campus in Abilene."
)
THIRD = (
    "A campus in Texas\nMicrosoft offered $700 million for a campus in Abilene. The campus opens in 2026, Lancium says."
)


@pytest.fixture
def told():
    """Return the digest of three short articles."""
    texts = {"a.txt": FIRST, "b.txt": SECOND, "c.txt": THIRD}
    return digest([as_article(text, name=name) for name, text in texts.items()], SummaryOptions())


def test_a_fact_of_two_articles_is_told_once_and_cites_both(told):
    """The same sentence of two articles is one fact with two citations."""
    facts = [fact for fact in told.facts if "$686 million" in fact.text]
    assert [{c.article for c in fact.citations} for fact in facts] == [{1, 2}]


def test_agreement_is_by_value(told):
    """A figure of several articles is listed with all of them."""
    found = {each.figure: {claim.article for claim in each.claims} for each in told.agreements}
    assert found["$686 million"] == {1, 2}


def test_the_same_figure_called_another_thing_is_pointed_out(told):
    """Funds that are available and funds that were raised are not the same claim."""
    found = next(each for each in told.disagreements if each.kind == "description" and each.subject == "CoreWeave")
    assert [(c.article, c.label) for c in found.claims] == [
        (1, "available funds (CoreWeave)"),
        (2, "funds raised (CoreWeave)"),
    ]


def test_a_condition_against_a_fact_is_pointed_out(told):
    """What would be reached in one article has been reached in the other."""
    found = next(each for each in told.disagreements if each.kind == "certainty")
    assert {claim.figure for claim in found.claims} == {"$1.5 billion"}


def test_different_figures_for_the_same_thing_are_pointed_out(told):
    """Two offers of one bidder for one campus contradict each other."""
    found = next(each for each in told.disagreements if each.kind == "value")
    assert [(claim.article, claim.figure) for claim in found.claims] == [(2, "$900 million"), (3, "$700 million")]


def test_every_citation_is_a_sentence_of_its_article(told):
    """Nothing is quoted that does not stand there."""
    articles = [as_article(text) for text in (FIRST, SECOND, THIRD)]
    for fact in (*told.facts, *told.clusters):
        for cited in fact.citations:
            assert articles[cited.article - 1].sentences[cited.segment].text.strip() == cited.text


def test_unrelated_articles_share_nothing():
    """Articles with nothing in common agree and disagree on nothing."""
    texts = ["Wheat grew well in Kansas, farmers said.", "The museum in Lyon opens on Sunday, the city says."]
    told = digest([as_article(text) for text in texts], SummaryOptions())
    assert (told.agreements, told.disagreements, told.clusters) == ((), (), ())
    assert len(told.facts) == 2


def test_articles_in_two_languages_are_refused():
    """The message says how to name one."""
    with pytest.raises(InputError, match="--lang"):
        digest([as_article("One text."), as_article("Un texte.", "fr")], SummaryOptions())


def test_renderings_cite_article_and_line(told):
    """Text and Markdown show the citations; the record is JSON."""
    assert "[article 1, line 2; article 2, line 2]" in digest_text(told)
    assert "Where the articles differ" in digest_markdown(told)
    assert json.loads(json.dumps(digest_record(told)))["disagreements"][0]["claims"][0]["article"] == 1
