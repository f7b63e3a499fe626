import pytest

from toolkit.text.normalise import normalise
from toolkit.types import Span


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L\u2019\u00e9t\u00e9 d\u2018or", "L'\u00e9t\u00e9 d'or"),
        ("50\u202f000\u00a0\u20ac", "50 000 \u20ac"),
        ("e\u0301te\u0301", "\u00e9t\u00e9"),
        ("in\u00adter\u200bnet\ufeff", "internet"),
        ("\u00ab\u00a0Oui\u00a0\u00bb \u201cnon\u201d", "\u00ab Oui \u00bb \u201cnon\u201d"),
        ("  a \n\t b  ", "a b"),
        ("a\x00b\ud83d", "ab\ufffd"),
        ("", ""),
        ("\u00a0\u200b", ""),
    ],
)
def test_normal_form(text, expected):
    """Spaces, apostrophes, accents and invisible characters take the one form that the model was trained on."""
    assert normalise(text).text == expected


def test_span_maps_back_across_removed_and_composed_characters():
    """A word keeps its original range although accents were composed and soft hyphens removed before and in it."""
    text = "L\u2019e\u0301te\u0301  in\u00adter\u00adnet fini"
    whole = normalise(text)
    at = whole.text.index("internet")
    assert whole.to_original(Span(at, at + 8)).of(text) == "in\u00adter\u00adnet"


def test_empty_span_maps_to_an_empty_span():
    """Nothing maps to nothing, also at the end and in empty text."""
    assert normalise(" a  b ").to_original(Span(2, 2)) == Span(4, 4)
    assert normalise(" a  b ").to_original(Span(3, 3)) == Span(5, 5)
    assert normalise(" ").to_original(Span(0, 0)) == Span(0, 0)


def test_ordinary_text_needs_no_offsets():
    """Replacing one character by one keeps positions, and then no table is built."""
    assert normalise("C\u2019est l\u2019\u00e9t\u00e9\u00a0!").offsets is None
