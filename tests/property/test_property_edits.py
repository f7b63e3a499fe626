import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.fidelity.edits import apply, move, realign, replay
from toolkit.types import Edit, Link, Span

TEXT = st.text(st.sampled_from("ab $3,é\u202f"), min_size=1, max_size=30)


@st.composite
def _edited(draw):
    text = draw(TEXT)
    edits = []
    now = text
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(now)))
        end = draw(st.integers(start, len(now)))
        edit = Edit("test", now[start:end], draw(st.text("xyz", max_size=5)), Span(start, end))
        edits.append(edit)
        now = apply(now, edit)
    return text, edits, now


@given(_edited())
@settings(deadline=None, max_examples=200)
def test_replaying_the_edits_gives_the_final_text(case):
    """A record of edits is complete: applied in order to the hypothesis they give what was written."""
    text, edits, final = case
    assert replay(text, edits) == final


@given(TEXT, st.data())
@settings(deadline=None, max_examples=200)
def test_untouched_ranges_keep_their_characters(text, data):
    """A range that an edit does not touch holds the same characters at its new place."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    edit = Edit("test", text[start:end], data.draw(st.text("xyz", max_size=5)), Span(start, end))
    a = data.draw(st.integers(0, len(text)))
    b = data.draw(st.integers(a, len(text)))
    if b <= start or a >= end:
        moved = move(Span(a, b), edit)
        if a < b:
            assert moved.of(apply(text, edit)) == text[a:b]


def test_links_into_a_replaced_range_point_at_the_new_text():
    """The aligned source of a repaired word stays aligned to the repair, and later words move along."""
    text = "raised 3 million now"
    links = (Link(Span(0, 1), Span(7, 8), 0.9), Link(Span(2, 3), Span(9, 16), 0.8), Link(Span(4, 5), Span(17, 20), 0.7))
    edit = Edit("figure.value", "3 million", "$3.4 billion", Span(7, 16))
    after = apply(text, edit)
    moved = realign(links, edit)
    assert [link.target.of(after) for link in moved] == ["$3.4 billion", "$3.4 billion", "now"]


def test_an_edit_that_does_not_fit_is_refused():
    """Replaying a record onto another text fails instead of writing nonsense."""
    with pytest.raises(ValueError, match="expects 'x'"):
        apply("abc", Edit("test", "x", "y", Span(0, 1)))
