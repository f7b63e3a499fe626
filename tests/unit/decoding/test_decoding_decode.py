import dataclasses
import re

import pytest

from toolkit.decoding.decode import decode, guarded, raw, split
from toolkit.engines.scripted import ScriptedEngine
from toolkit.options import DecodingOptions
from toolkit.text.normalise import normalise
from toolkit.types import Hypothesis, Link, Span

OPTIONS = DecodingOptions()
LOOP = "the data centre of the data centre of the data centre of the data centre of"


class Moody:
    """An engine whose answers depend on the options; it counts its calls."""

    pair = ("fr", "en")
    max_source_tokens = 512

    def __init__(self, answer):
        self.answer = answer
        self.calls = []

    def count_tokens(self, texts):
        """Count words and the end."""
        return [len(text.split()) + 1 for text in texts]

    def translate(self, texts, options, prefixes=None):  # noqa: ARG002 - the protocol's signature
        """Answer, and remember the call."""
        self.calls.append((list(texts), options))
        return [self.answer(text, options) for text in texts]


def _one(text, score=-1.0, **more):
    return [Hypothesis(text, score, (), **more)]


def test_good_output_is_left_alone():
    """Without an alarm the hypotheses are the engine's and nothing is decoded twice."""
    engine = ScriptedEngine({"Il dort.": ["He sleeps.", "He is asleep."]})
    [result] = decode(["Il dort."], engine, OPTIONS)
    assert [h.text for h in result.hypotheses] == ["He sleeps.", "He is asleep."]
    assert (result.attempts, result.alarms) == ((), ())
    assert len(engine.asked) == 1


@pytest.mark.parametrize("text", ["", " ", "***", "12,7 %", "https://example.org/a", "\U0001f389", "\u200b", "\ud800"])
def test_text_without_words_is_copied_not_decoded(text):
    """The engine never sees symbols, figures and addresses alone."""
    engine = ScriptedEngine()
    [result] = decode([text], engine, OPTIONS)
    assert result.copied
    assert engine.asked == []


def test_clean_hypothesis_of_the_nbest_comes_first():
    """A loop in the best hypothesis is answered from the n-best, without another decoding."""
    engine = Moody(lambda _text, _options: _one(LOOP) + _one("The data centre.", -2.0))
    [result] = decode(["Le centre de donn\u00e9es."], engine, OPTIONS)
    assert [h.text for h in result.hypotheses] == ["The data centre.", LOOP]
    assert [(a.reason, a.method, a.accepted) for a in result.attempts] == [("repetition", "next hypothesis", True)]
    assert len(engine.calls) == 1


def test_ladder_stops_at_the_first_clean_output():
    """When the n-best is all loops, the text is decoded again with other options until it is clean."""
    engine = Moody(lambda _text, options: _one("The data centre." if options.repetition_penalty > 1 else LOOP))
    [result] = decode(["Le centre de donn\u00e9es."], engine, OPTIONS)
    assert result.hypotheses[0].text == "The data centre."
    assert [(a.method, a.accepted) for a in result.attempts] == [
        ("no_repeat_ngram=3", False),
        ("repetition_penalty=1.2", True),
    ]
    assert [options for _, options in engine.calls] == [
        OPTIONS,
        dataclasses.replace(OPTIONS, no_repeat_ngram=3),
        dataclasses.replace(OPTIONS, repetition_penalty=1.2),
    ]


@pytest.mark.parametrize(
    ("source", "bad", "code"),
    [
        ("Le centre sera construit au Texas.", LOOP, "repetition"),
        ("Le centre sera construit au Texas.", "", "empty_output"),
        ("Le centre sera construit au Texas.", "Le centre sera construit au Texas.", "source_copied"),
        (
            "Carte Nvidia",
            "This is a map of the area in which the company has its seat and it is very large.",
            "length_ratio",
        ),
    ],
)
def test_each_failure_asks_for_a_second_attempt(source, bad, code):
    """Loops, nothing, copies and absurd lengths are all decoded again, and the reason is recorded."""
    engine = Moody(lambda _text, options: _one("A good translation." if options.no_repeat_ngram else bad))
    [result] = decode([source], engine, OPTIONS)
    assert result.hypotheses[0].text == "A good translation."
    assert (result.attempts[0].reason, result.attempts[0].accepted) == (code, True)
    assert result.alarms == ()


def test_unfinished_output_asks_for_a_second_attempt():
    """A hypothesis cut off at the length limit is not accepted while another way gives a whole one."""
    engine = Moody(lambda _text, options: _one("It is good.", truncated=not options.no_repeat_ngram))
    [result] = decode(["Ceci est bon."], engine, OPTIONS)
    assert not result.hypotheses[0].truncated
    assert result.attempts[0].reason == "truncated"


def test_long_sentence_is_tried_in_clauses():
    """When other options do not help, the sentence is decoded in clauses."""
    source = "Le centre de donn\u00e9es sera construit au Texas, mais la mairie refuse de donner son accord."
    engine = Moody(lambda text, _options: _one(LOOP if len(text) > 60 else f"Clause {len(text)}"))
    [result] = decode([source], engine, OPTIONS)
    assert re.fullmatch(r"Clause \d+ clause \d+", result.hypotheses[0].text)
    assert result.attempts[-1].method == "split"
    assert result.attempts[-1].accepted


def test_headline_in_capitals_is_tried_in_lower_case():
    """Capitals that come back garbled are decoded in lower case, with the first letter capital."""
    source = "LE PREMIER MINISTRE D\u00c9MISSIONNE"
    engine = Moody(
        lambda text, _o: _one("LE PREMIER MINISTRE DMISSIONE" if text.isupper() else "The prime minister resigns")
    )
    [result] = decode([source], engine, OPTIONS)
    assert result.hypotheses[0].text == "The prime minister resigns"
    assert engine.calls[1][0] == ["Le premier ministre d\u00e9missionne"]


def test_least_bad_output_is_kept_with_its_alarms():
    """When nothing helps, the least bad hypothesis is kept and says what is wrong with it."""
    engine = Moody(lambda _text, _options: _one(LOOP))
    [result] = decode(["Le centre."], engine, OPTIONS)
    assert result.hypotheses[0].text == LOOP
    assert "repetition" in [alarm.code for alarm in result.alarms]
    assert not any(attempt.accepted for attempt in result.attempts)


def test_no_hypothesis_at_all_becomes_an_empty_one():
    """An engine without an answer gives an empty translation with an alarm, not an exception."""
    [result] = decode(["Le centre."], Moody(lambda _text, _options: []), OPTIONS)
    assert [h.text for h in result.hypotheses] == [""]
    assert [alarm.code for alarm in result.alarms] == ["empty_output"]


def test_alignment_points_into_the_text_of_the_document():
    """Links are given in coordinates of the raw text, across removed and composed characters."""
    source = "L\u2019e\u0301te\u0301\u00a0in\u00adternet"
    hypothesis = Hypothesis("summer internet", -1.0, (Link(Span(6, 14), Span(7, 15), 1.0),))
    result = guarded(normalise(source), [hypothesis], lambda *_: [], OPTIONS)
    assert result.hypotheses[0].alignment[0].source.of(source) == "in\u00adternet"


def test_raw_decodes_long_texts_in_pieces_in_one_call():
    """Texts beyond the limit go to the engine in pieces, together with the short ones, and come back whole."""
    engine = ScriptedEngine(words={"chat": "cat", "noir": "black"}, max_source_tokens=12)
    long = "chat noir, chat noir, chat noir, chat noir, chat noir"
    [first, second] = raw([long, "chat"], engine, OPTIONS)
    assert first[0].text == long.replace("chat", "cat").replace("noir", "black")
    assert second[0].text == "cat"
    assert all(link.source.of(long) in {"chat", "noir", ","} for link in first[0].alignment)
    assert all(engine.count_tokens([text])[0] <= 12 for text, _, _ in engine.asked)


def test_raw_continues_a_prefix_that_ends_in_a_later_piece():
    """With a prefix over several pieces, the piece in which it ends is decoded with the rest of it."""
    engine = ScriptedEngine(words={"chat": "cat", "noir": "black"}, max_source_tokens=12)
    long = "chat noir, chat noir, chat noir, chat noir, chat noir"
    whole = raw([long], engine, OPTIONS)[0][0].text
    prefix = whole[: whole.rindex("cat")] + "tom"
    answers = raw([long], engine, OPTIONS, [prefix])[0]
    assert answers
    assert all(answer.text.startswith(prefix) for answer in answers)
    assert raw([long], engine, OPTIONS, ["something else " * 4])[0] == []


def test_raw_gives_prefixes_of_short_texts_to_the_engine():
    """A text in one piece is decoded with its prefix as it is."""
    engine = ScriptedEngine({"Il dort.": ["He sleeps.", "She sleeps."]})
    assert raw(["Il dort.", ""], engine, OPTIONS, ["She", ""])[0][0].text == "She sleeps."
    assert engine.asked[0][2] == "She"


def test_encoded_data_inside_a_long_text_is_copied():
    """Pieces without words are not decoded but stand for themselves."""
    blob = "QUJD" * 100
    engine = ScriptedEngine(words={"Voir": "See"}, max_source_tokens=40)
    text = " ".join(["Voir le fichier"] * 20) + " " + " ".join([blob] * 30)
    answer = raw([text], engine, OPTIONS)[0][0].text
    assert answer.count(blob) == 30
    assert answer.startswith("See le fichier")


def test_split_decodes_clauses():
    """The clause-wise decoding asked for by other rooms returns one n-best for the whole text."""
    text = "Le centre sera construit au Texas, mais la mairie refuse son accord."
    asked = []

    def again(part, options, prefix):
        asked.append(part)
        return _one(part.upper())

    [whole] = split(text, again, OPTIONS)
    assert len(asked) > 1
    assert whole.text == text.upper()
