"""Summaries as text, Markdown and JSON."""

import json

from toolkit.summarizers.headline import clean, shorten
from toolkit.summarizers.render import escaped, summary_markdown, summary_record, summary_text
from toolkit.types import KeyFigure, Summary, SummarySentence

SUMMARY = Summary(
    "a.txt",
    "en",
    "Crusoe secures funds",
    (
        SummarySentence("Crusoe secured $686 million.", (2,), "extractive"),
        SummarySentence("Oracle_leases *it*.", (4, 5), "seq2seq", ("Candidate 2 taken instead.",)),
    ),
    (KeyFigure("$686 million", "secured funds (Crusoe)", 2),),
)


def test_text_has_headline_sentences_and_figures():
    """Plain text needs no markup; lines count from 1."""
    assert summary_text(SUMMARY) == (
        "Crusoe secures funds\n\nCrusoe secured $686 million. Oracle_leases *it*.\n\n"
        "Key figures\n$686 million – secured funds (Crusoe) – line 3\n"
    )


def test_styles():
    """Bullets give a line a sentence; the headline style gives no sentence."""
    assert "\n- Crusoe secured $686 million.\n- Oracle" in summary_text(SUMMARY, "bullets")
    assert "Oracle" not in summary_text(SUMMARY, "headline")


def test_markdown_escapes_what_articles_say():
    """Stars, underscores and tags of an article stay characters."""
    assert r"Oracle\_leases \*it\*. \[line 5, 6\]" in summary_markdown(SUMMARY)
    assert escaped("<script>\n# x") == r"\<script\> \# x"
    assert escaped("- no list") == r"\- no list"


def test_the_record_is_json_with_sources():
    """The record names schema, sources and decisions."""
    record = json.loads(json.dumps(summary_record(SUMMARY)))
    assert record["schema"] == 1
    assert record["sentences"][1]["sources"] == [4, 5]
    assert record["sentences"][1]["decisions"] == ["Candidate 2 taken instead."]


def test_the_name_of_the_site_is_no_part_of_a_headline():
    """What stands after the last bar is cut off, a dash inside a title is not."""
    assert clean("Crusoe has secured $686 million | TechCrunch") == "Crusoe has secured $686 million"
    assert clean("Crusoe – a bet on gas") == "Crusoe – a bet on gas"


def test_a_headline_is_shortened_by_leaving_out():
    """Asides and trailing clauses go, attributions stay, nothing is reworded."""
    long = (
        "Crusoe Energy, which builds data centres for artificial intelligence in the state of Texas, is raising $818 "
        "million from investors, according to a filing."
    )
    assert shorten(long) == "Crusoe Energy, is raising $818 million from investors, according to a filing"
