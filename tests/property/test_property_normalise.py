import itertools
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.text.normalise import normalise
from toolkit.types import Span

awkward = st.text(
    st.one_of(
        st.sampled_from("aeE '\u2019\u00a0\u202f\u00ad\u200b\u200d\ufeff\u0301\u0327\u0323\n\t\x00\x1c\u2028"),
        st.sampled_from("\u1100\u1161\u11a8\u0958\u0344\u0f71\u0f73\u212b\ud800\udfff\U000e0041\U0001f468\u2000"),
        st.characters(),
    ),
    max_size=40,
)
bounded = settings(max_examples=150, deadline=None)


@bounded
@given(awkward)
def test_normal_form_is_stable_and_can_be_encoded(text):
    """Normal form is NFC, has no stray spaces, can be encoded, and normalising it again changes nothing."""
    once = normalise(text)
    assert normalise(once.text).text == once.text
    assert unicodedata.is_normalized("NFC", once.text)
    assert once.text == " ".join(once.text.split())
    once.text.encode("utf-8")


@bounded
@given(awkward, awkward)
def test_every_span_maps_back_to_the_characters_it_came_from(before, after):
    """The original characters of a span, normalised alone, are the characters of the span, up to spaces at its ends."""
    text = before + "x" + after
    whole = normalise(text)
    for start in range(len(whole.text)):
        for end in (start + 1, len(whole.text)):
            back = whole.to_original(Span(start, end))
            assert 0 <= back.start <= back.end <= len(text)
            if whole.offsets is None or all(span.end > span.start for span in whole.offsets):
                assert normalise(back.of(text)).text == whole.text[start:end].strip()


@bounded
@given(awkward)
def test_ranges_are_in_order_and_do_not_overlap(text):
    """Original ranges never cross, so that spans keep their order when they are mapped back."""
    whole = normalise(text)
    spans = whole.offsets or tuple(Span(i, i + 1) for i in range(len(whole.text)))
    assert len(spans) == len(whole.text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
