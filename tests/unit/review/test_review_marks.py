from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.review.marks import Mark, badge_letter, cut, showable
from toolkit.types import Span

TEXTS = st.text(st.characters(exclude_categories=()), max_size=40)
KINDS = st.sampled_from(["figure", "name", "term", "edit", "error", "warning", "info"])


@st.composite
def marked(draw):
    """Draw a text with marks anywhere, also outside it."""
    text = draw(TEXTS)
    edges = st.integers(-3, len(text) + 3)
    spans = draw(st.lists(st.tuples(edges, edges, KINDS), max_size=6))
    return text, [Mark(Span(a, b), kind, f"k{n}", str(n), n) for n, (a, b, kind) in enumerate(spans)]


@given(marked())
@settings(max_examples=200, deadline=None)
def test_pieces_join_to_the_text(case):
    """Whatever the marks, the pieces are the text again, character for character."""
    text, marks = case
    assert "".join(piece.text for piece in cut(text, marks)) == showable(text)


@given(marked())
@settings(max_examples=200, deadline=None)
def test_every_character_has_its_marks(case):
    """A piece carries exactly the keys of the marks that cover its characters."""
    text, marks = case
    at = 0
    for piece in cut(text, marks):
        for position in range(at, at + len(piece.text)):
            expected = {m.key for m in marks if m.span.start <= position < m.span.end}
            assert set(piece.keys.split()) == expected
        at += len(piece.text)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_showable_keeps_positions(text):
    """Replacing what HTML cannot carry never moves a character, and the result can be encoded."""
    shown = showable(text)
    assert len(shown) == len(text)
    assert shown.encode("utf-8").decode("utf-8") == shown
    assert all(a == b or (b in "\ufffd\u2421" or "\u2400" <= b <= "\u241f") for a, b in zip(text, shown, strict=True))


def test_controls_become_pictures():
    """NUL, escape, carriage return and a lone surrogate are shown; tab and line feed stay."""
    assert showable("a\0b\x1b\r\t\n\ud800") == "a␀b␛␍\t\n\ufffd"


def test_badge_stands_once_at_the_end_of_its_mark():
    """A mark cut in two by another shows its badge after the last part only."""
    pieces = cut("3,4 milliards", [Mark(Span(0, 13), "figure", "f0", "1"), Mark(Span(4, 13), "error", "x0", "!")])
    assert [(p.text, p.badge) for p in pieces] == [("3,4 ", ""), ("milliards", "1 !")]


def test_badge_letters_go_on_after_z():
    """Letters continue as column names do."""
    assert [badge_letter(n) for n in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]
