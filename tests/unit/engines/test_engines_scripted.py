"""The engine without a model answers as it was told."""

from toolkit.engines.scripted import ScriptedEngine, align
from toolkit.options import DecodingOptions
from toolkit.types import Hypothesis


def test_script_gives_nbest_in_order():
    """A scripted text gets its answers, best first, as many as asked for."""
    engine = ScriptedEngine({"Bonjour.": ["Hello.", "Good day.", Hypothesis("Hi.", -3.0, None, truncated=True)]})
    found = engine.translate(["Bonjour."], DecodingOptions(beam=4, nbest=3))[0]
    assert [hypothesis.text for hypothesis in found] == ["Hello.", "Good day.", "Hi."]
    assert found[2].truncated
    assert len(engine.translate(["Bonjour."], DecodingOptions(beam=2, nbest=2))[0]) == 2


def test_other_texts_go_word_for_word():
    """Texts outside the script are translated with the word table, figures and signs are kept."""
    engine = ScriptedEngine(words={"et": "and"})
    assert engine.translate(["1,5 et 2."], DecodingOptions())[0][0].text == "1,5 and 2."


def test_prefix_prefers_an_answer_that_has_it():
    """A prefix picks the answer that starts with it, else it replaces the words at the beginning."""
    engine = ScriptedEngine({"x": ["A cat", "The cat"]})
    assert [h.text for h in engine.translate(["x"], DecodingOptions(), ["The"])[0]] == ["The cat"]
    assert engine.translate(["x"], DecodingOptions(), ["My"])[0][0].text == "My cat"


def test_questions_are_recorded():
    """What was asked, with which options and prefix, can be looked up."""
    engine = ScriptedEngine()
    options = DecodingOptions(no_repeat_ngram=3)
    engine.translate(["a"], options, ["b"])
    assert engine.asked == [("a", options, "b")]


def test_equal_words_are_aligned():
    """Figures and names are linked to themselves wherever they stand."""
    source, target = "Paris compte 3,4 millions", "3,4 million in Paris"
    found = {(link.source.of(source), link.target.of(target)) for link in align(source, target)}
    assert {("3,4", "3,4"), ("Paris", "Paris")} <= found


def test_signature_follows_the_script():
    """Another script has another signature."""
    assert ScriptedEngine({"a": "b"}).signature != ScriptedEngine({"a": "c"}).signature
    assert ScriptedEngine({"a": "b"}).signature == ScriptedEngine({"a": ["b"]}).signature
