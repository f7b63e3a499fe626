"""What a condensation model learns from."""

import json
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.training import compress
from toolkit.training.cleaning import Cleaner, added
from toolkit.training.compress_noise import lengthen, pair_of, phrases, trim
from toolkit.training.curriculum import fill, template
from toolkit.training.recipe import CleaningOptions

LONG = "However, the bank (founded in 1998) lent 20 million euros to Boston, which needs money for its schools."
DONOR = "The minister met the unions in Paris after weeks of protest, while shops stayed closed across the country."
SENTENCES = [
    LONG,
    DONOR,
    "In a statement on Tuesday, Google said that it would open two plants in Ohio, including one for chips.",
    "Shares of Oracle, whose founder lives in Hawaii, rose 4% on Friday because profits were higher than expected.",
    "It really rained.",
]


def _words(text):
    return re.findall(r"\w+", text.lower())


def _within(short, long):
    rest = iter(long)
    return all(word in rest for word in short)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(SENTENCES), st.sampled_from(SENTENCES), st.integers(0, 10_000))
def test_the_short_form_is_the_long_one_with_words_left_out(sentence, donor, seed):
    """No made pair asks a model to add, change or move a word."""
    made = pair_of(sentence, donor, random.Random(seed))
    if made is not None:
        assert _within(_words(made.short), _words(made.long))
        assert made.short[-1] in ".!?"
        assert made.short[0].isupper()


def test_what_grammar_allows_is_trimmed():
    """Connectives, brackets and clauses that only add something go; the statement stays whole."""
    assert trim(LONG) == "The bank lent 20 million euros to Boston."
    assert trim("Oracle, which is based in Texas, said “we grow (a lot)” today.").startswith("Oracle said")
    assert trim("He paid 30 euros.") == "He paid 30 euros."


def test_phrases_of_another_sentence_are_put_in():
    """A lengthened sentence holds a phrase of its donor; a donor without phrases changes little."""
    long = lengthen("The bank lent money to Boston.", DONOR, random.Random(3))
    assert any(phrase.lower() in long.lower() for phrase in phrases(DONOR))
    assert phrases("It rained.") == []


def test_pairs_depend_on_the_seed_alone():
    """The same sentences and seed give the same pairs; slots are filled before."""
    texts = [*SENTENCES, "{ORG1} of {CITY1} raised {MONEY1} in {YEAR1}, according to a filing with the regulator."]
    first, again, other = (list(compress.made_of_sentences(texts, seed)) for seed in (1, 1, 2))
    assert first == again != other
    assert not any("{" in text for pair in first for text in pair)


def test_summary_sentences_are_paired_with_what_they_condense():
    """A sentence that is shorter than its source makes a pair; one taken over, or about something else, does not."""
    body = (
        "The agency opened a new office in Denver, which will employ forty engineers from next spring.\n"
        "Its budget was approved by the council on Monday. The weather was fine."
    )
    summary = (
        "The agency opened a new office in Denver. Its budget was approved by the council on Monday. Nobody knows why."
    )
    rows = list(compress.documents([(1, json.dumps({"body": body, "summary": summary}))], "d", "en"))
    assert rows == [(body.split("\n", maxsplit=1)[0], "The agency opened a new office in Denver.")]


def test_a_summary_cut_to_a_length_makes_no_pair():
    """A sentence that ends where its source goes on was cut by a machine."""
    body = ["The agency opened a new office in Denver for forty engineers from Ohio, after a long search."]
    assert list(compress.found_in(body, ["The agency opened a new office in Denver for forty."])) == []


@pytest.mark.parametrize(
    ("reader", "line", "message"),
    [
        ("pairs", "one column", "1 columns"),
        ("pairs", '{"a": 1}', "expected src and tgt"),
        ("pairs", '{"src', "no JSON"),
        ("documents", '{"body": "x"}', "expected body and summary"),
        ("documents", "[1]", "no JSON object"),
    ],
)
def test_bad_rows_are_named(reader, line, message):
    """The error says the file and the line, and what was expected."""
    with pytest.raises(InputError, match=r"file, line 7.*" + message):
        list(compress.READERS[reader]([(7, line)], "file", "en", 1))


def test_templates_for_condensing_have_english_on_both_sides():
    """The short side may leave slots out, never add one; both sides hold the same values."""
    pattern = template(
        "A {ORG1} deal worth {MONEY1} closed in {MONTH1}.\tA {ORG1} deal closed in {MONTH1}.", language="en"
    )
    filled = fill(pattern, random.Random(5), plain=True)
    assert _within(_words(filled.english), _words(filled.french))
    with pytest.raises(InputError, match="MONEY1"):
        template("{ORG1} grew.\t{ORG1} grew to {MONEY1}.", language="en")


def test_a_short_form_with_something_new_is_left_out():
    """Figures, names and words beyond the long form are counted by rule; what is left out is no fault."""
    assert added("Oracle paid $20 million in May.", "Oracle paid in May.", "en") is None
    assert added("Oracle paid $20 million.", "Oracle paid $30 million.", "en") == "figures"
    assert added("The firm paid $20 million to Oracle.", "The firm paid Google.", "en") == "names"
    cleaner = Cleaner(CleaningOptions(language=False, ratio=6.0), ("en", "en"))
    rows = [
        ("The firm paid Oracle 30 dollars, twice as much as before.", "The firm paid Oracle 30 dollars."),
        ("The firm paid Oracle 30 dollars.", "The firm paid Oracle 40 dollars."),
        ("The firm paid Oracle.", "The firm has paid Oracle at last."),
    ]
    assert [number for number, *_ in cleaner.clean(rows)] == [0]
    assert cleaner.dropped == {"figures": 1, "longer": 1}
