from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.text.segment import join, layout, segment
from toolkit.types import Block, Document

awkward = st.text(
    st.one_of(
        st.sampled_from(
            "aB . ! ? \u2026 \u00ab \u00bb \u201c \u201d \" ' ( ) \u2013 - 1 \u00a0 \u202f \u3002 M J C e t c \u2022"
        ),
        st.characters(),
    ),
    max_size=60,
)


def _document(texts, gaps):
    text, blocks = gaps[0], []
    for body, gap in zip(texts, gaps[1:], strict=False):
        blocks.append(Block(len(blocks), "paragraph", len(text), len(text) + len(body)))
        text += body + gap
    return Document("d.txt", Path("d.txt"), "fr", text, tuple(blocks))


@settings(max_examples=150, deadline=None)
@given(st.lists(awkward, max_size=4), st.lists(st.text(max_size=4), min_size=5, max_size=5))
def test_untouched_segments_give_the_document_back(texts, gaps):
    """Joining the segments as they are gives the document character for character, and every offset is exact."""
    document = _document(texts, gaps)
    segments = segment(document)
    assert join(document, segments, {}) == document.text
    assert join(document, segments, {s.index: s.text for s in segments}) == document.text
    assert all(document.text[s.start : s.end] == s.text for s in segments)
    assert all(s.text and s.text == s.text.strip() for s in segments)
    assert all(document.blocks[s.block].start <= s.start <= s.end <= document.blocks[s.block].end for s in segments)
    assert [s.index for s in segments] == list(range(len(segments)))
    assert all(layout(document, segments))


@settings(max_examples=60, deadline=None)
@given(awkward)
def test_no_word_is_outside_of_the_segments(text):
    """What stands between segments is blank, or a list marker at the start of the block."""
    document = _document([text], ["", ""])
    segments = segment(document)
    gaps = [part for part in layout(document, segments) if isinstance(part, str)]
    at_start = segments and segments[0].start > 0
    assert all(not gap.strip() for gap in (gaps[1:] if at_start else gaps))
