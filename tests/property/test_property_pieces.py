from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.decoding.pieces import clauses, combine, split
from toolkit.types import Hypothesis, Link, Span

texts = st.text(st.sampled_from("abc .,;:!?\u2026-\u2013()\u00ab\u00bb'\u00e9 et mais\U0001f389\u4e2d"), max_size=200)


def _count(items):
    return [len(item) // 2 + 1 for item in items]


@settings(max_examples=200, deadline=None)
@given(texts, st.integers(2, 30), st.integers(1, 12))
def test_pieces_are_the_text(text, tokens, words):
    """The pieces one after the other are the text, none is empty, and all fit or are a single character."""
    pieces = split(text, _count, tokens, words)
    assert "".join(piece.of(text) for piece in pieces) == text
    if text:
        assert all(piece.end > piece.start for piece in pieces)
    for piece in pieces:
        source = piece.of(text).strip()
        assert len(source) <= 1 or (_count([source])[0] <= tokens and len(source.split()) <= words)


@settings(max_examples=100, deadline=None)
@given(texts)
def test_clauses_are_the_text(text):
    """Cutting into clauses loses nothing either."""
    assert "".join(span.of(text) for span in clauses(text)) == text


@settings(max_examples=150, deadline=None)
@given(texts, st.integers(2, 20))
def test_alignment_survives_combining(text, tokens):
    """A link of a piece points at the same characters after the pieces were put together."""
    pieces = split(text, _count, tokens)
    rows = []
    for piece in pieces:
        source = piece.of(text).strip()
        links = tuple(Link(Span(at, at + 1), Span(at, at + 1), 1.0) for at in range(len(source)))
        rows.append([Hypothesis(source, -1.0, links)])
    [whole] = combine(text, pieces, rows)
    for link in whole.alignment:
        assert link.source.of(text).lower() == link.target.of(whole.text).lower()
