import pytest

from toolkit.decoding.pieces import MAX_WORDS, clauses, combine, fit, split
from toolkit.types import Hypothesis, Link, Span


def _count(texts):
    return [len(text.split()) + 1 for text in texts]


def _pieces(text, tokens, words=MAX_WORDS):
    return [span.of(text) for span in split(text, _count, tokens, words)]


def test_short_text_is_one_piece():
    """What fits is not cut."""
    assert _pieces("Il dort, et il r\u00eave.", 20) == ["Il dort, et il r\u00eave."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Paris gagne, dit-on ; Lyon perd, dit-on aussi.", ["Paris gagne, dit-on ; ", "Lyon perd, dit-on aussi."]),
        (
            "Paris gagne encore une fois, Lyon perd son match.",
            ["Paris gagne encore une fois, ", "Lyon perd son match."],
        ),
        (
            "Le groupe a vendu sa filiale mais garde son usine.",
            ["Le groupe a vendu sa filiale ", "mais garde son usine."],
        ),
        ("un deux trois quatre cinq six sept huit", ["un deux trois quatre ", "cinq six sept huit"]),
    ],
)
def test_best_boundary_near_the_middle(text, expected):
    """A semicolon is preferred to a comma, a comma or conjunction to a space."""
    assert _pieces(text, 8) == expected


def test_unbroken_string_is_cut_anywhere():
    """A string without spaces is cut where it must be."""
    text = "a" * 1000
    found = split(text, lambda texts: [len(t) for t in texts], 100)
    assert "".join(span.of(text) for span in found) == text
    assert max(span.end - span.start for span in found) <= 100


def test_a_megabyte_is_cut_without_counting_it_whole():
    """The tokens of an enormous text are only counted in pieces."""
    counted = []

    def count(texts):
        counted.extend(map(len, texts))
        return [len(text) // 4 + 1 for text in texts]

    text = "Bonjour le monde, " * 55_000
    found = split(text, count, 180)
    assert "".join(span.of(text) for span in found) == text
    assert max(counted) < 3000


def test_combined_hypotheses():
    """The k-th hypotheses are joined, scores weighted by length, alignments moved, missing ones repeated."""
    text = "Il dort, mais elle part."
    pieces = [Span(0, 9), Span(9, 24)]
    first = [
        Hypothesis("He sleeps,", -1.0, (Link(Span(3, 7), Span(3, 9), 0.9),)),
        Hypothesis("He is asleep,", -2.0, ()),
    ]
    second = [Hypothesis("But she leaves now.", -4.0, (Link(Span(5, 9), Span(4, 7), 0.8),), truncated=True)]
    best, other = combine(text, pieces, [first, second])
    assert best.text == "He sleeps, but she leaves now."
    assert other.text == "He is asleep, but she leaves now."
    assert best.score == pytest.approx((2 * -1.0 + 4 * -4.0) / 6)
    assert [(link.source.of(text), link.target.of(best.text)) for link in best.alignment] == [
        ("dort", "sleeps"),
        ("elle", "she"),
    ]
    assert best.truncated


def test_combining_without_alignment_or_without_hypotheses():
    """One piece without alignment leaves the whole without; a piece without hypotheses leaves no hypothesis."""
    pieces = [Span(0, 2), Span(2, 3)]
    assert combine("a b", pieces, [[Hypothesis("a", -1.0, ())], [Hypothesis("b", -1.0, None)]])[0].alignment is None
    assert combine("a b", pieces, [[Hypothesis("a", -1.0, ())], []]) == []


@pytest.mark.parametrize(
    ("source", "target", "first", "last", "expected"),
    [
        ("Il dort,", "He sleeps.", True, False, "He sleeps"),
        ("Il dort.", "He sleeps.", True, False, "He sleeps."),
        ("mais il part.", "But he leaves.", False, True, "but he leaves."),
        ("et je pars.", "I am leaving.", False, True, "I am leaving."),
        ("et Nvidia part.", "Nvidia leaves.", False, True, "Nvidia leaves."),
        ("Mais il part.", "But he leaves.", False, True, "But he leaves."),
        ("il attend...", "He waits...", False, False, "he waits..."),
    ],
)
def test_a_piece_is_fitted_into_its_sentence(source, target, first, last, expected):
    """Full stops and capitals that the model adds to a piece are undone, those of the source and of names are not."""
    assert fit(source, Hypothesis(target, -1.0), first=first, last=last).text == expected


def test_clauses_of_a_short_text_are_the_text():
    """A few words are not worth cutting."""
    assert clauses("Il dort bien.") == [Span(0, 13)]
