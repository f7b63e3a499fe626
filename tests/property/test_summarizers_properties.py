"""What holds for any text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.options import SummaryOptions
from toolkit.summarizers.base import Article, Sentence
from toolkit.summarizers.digest import digest
from toolkit.summarizers.extractive import Extractive
from toolkit.summarizers.planning import clauses, pack
from toolkit.summarizers.render import digest_markdown, escaped, summary_markdown, summary_text
from toolkit.summarizers.words import count

WORDS = st.sampled_from(
    [
        "Crusoe",
        "raised",
        "$686",
        "million",
        "in",
        "Texas",
        ".",
        "«",
        "OpenAI",
        "»",
        "said",
        "“",
        "that",
        "”",
        "it's",
        "27",
        "%",
        "of",
        "the",
        "l’IA",
        ",",
        "et",
        "3,4",
        "milliards",
        "He",
        "This",
        "(",
        ")",
        "?",
        ":",
        "2024",
    ]
)
SENTENCE = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=25).map(" ".join))
KIND = st.sampled_from(["paragraph", "heading", "list_item", "quote", "cell", "caption"])
LENGTH = st.sampled_from(["short", "medium", "long", "10", "35 words", "400"])


@st.composite
def articles(draw, language=None):
    """Draw an article of any sentences in any layout."""
    rows = draw(st.lists(st.tuples(SENTENCE, KIND, st.booleans(), st.booleans()), max_size=14))
    block, made = 0, []
    for index, (text, kind, boilerplate, fresh) in enumerate(rows):
        block += fresh
        made.append(Sentence(index, text, block, kind, boilerplate and index % 5 == 0))
    return Article("a.txt", language or draw(st.sampled_from(["en", "fr", "de"])), tuple(made))


@settings(max_examples=80, deadline=None)
@given(articles(), LENGTH)
def test_selected_sentences_are_segments_within_the_length(article, length):
    """Any text is condensed to segments of its own, in order, without repeats, within the length."""
    options = SummaryOptions(length=length)
    summary = Extractive().summarize(article, options)
    rows = {s.index: s for s in article.sentences}
    indexes = [s.sources[0] for s in summary.sentences]
    assert indexes == sorted(set(indexes))
    assert all(s.text == rows[s.sources[0]].text.strip() for s in summary.sentences)
    assert not any(rows[i].boilerplate or rows[i].kind == "heading" for i in indexes)
    if options.words:
        assert len(indexes) <= 1 or sum(count(s.text) for s in summary.sentences) <= options.words
    else:
        assert len(indexes) <= options.sentences
    assert summary.findings == ()
    assert summary_text(summary).endswith("\n")
    assert summary_markdown(summary).endswith("\n")


@settings(max_examples=30, deadline=None)
@given(st.lists(articles("en"), min_size=1, max_size=3))
def test_a_digest_cites_what_stands_there(group):
    """Whatever the articles say, each citation of a digest is a sentence of the article it names."""
    told = digest(group, SummaryOptions())
    for fact in told.facts:
        for cited in fact.citations:
            assert group[cited.article - 1].sentences[cited.segment].text.strip() == cited.text
    assert digest_markdown(told).endswith("\n")


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(st.integers(1, 60), max_size=8), max_size=8), st.integers(1, 50))
def test_packing_loses_nothing(groups, limit):
    """Parts hold every item once, in order, within the limit where that is possible."""
    parts = pack(groups, lambda item: item, limit)
    assert [item for part in parts for item in part] == [item for group in groups for item in group]
    assert all(sum(part) <= limit or len(part) == 1 for part in parts)


@settings(max_examples=80, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=30).map(" ".join), st.integers(1, 12))
def test_clauses_lose_no_word(text, limit):
    """The pieces of a sentence together have its words in order, each piece within the limit."""
    pieces = clauses(text, lambda piece: len(piece.split()), limit)
    assert " ".join(pieces).split() == text.split()
    assert all(len(piece.split()) <= limit for piece in pieces)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60))
def test_escaping_leaves_no_markup(text):
    """After escaping no character that opens markup stands bare, and there is one line."""
    safe = escaped(text)
    assert "\n" not in safe
    bare = safe.replace("\\\\", "")
    for mark in "`*_[]<>#|":
        assert bare.count(mark) == bare.count("\\" + mark)
