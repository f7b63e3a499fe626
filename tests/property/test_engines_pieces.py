"""Pieces stand for characters: nothing is lost on the way there and back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.checkpoints.places import embedded_models
from toolkit.engines.pieces import Vocabulary
from toolkit.errors import CheckpointError

PIECES = ["▁", "▁Hello", "<0xC3>", "<0xA9>", "<0xE2>", "12", ",", "</s>", "<pad>", "▁a"]
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), max_size=40)


@pytest.fixture(scope="module")
def vocabulary():
    """Return the embedded model's vocabulary."""
    return Vocabulary(embedded_models()["fr-en-small"], ("fr", "en"))


@given(TEXT)
@settings(max_examples=150, deadline=None)
def test_source_spans_are_ordered_and_inside(vocabulary, text):
    """Source spans never leave the text or run backwards, and together they cover every visible character."""
    found = vocabulary.locate(text, vocabulary.encode(text))
    assert len(found.spans) == len(found.pieces)
    starts = [span.start for span in found.spans]
    assert starts == sorted(starts)
    assert all(0 <= span.start <= span.end <= len(text) for span in found.spans)
    covered = {at for span in found.spans for at in range(span.start, span.end)}
    assert {at for at, char in enumerate(text) if char.isalnum() and char.isascii()} <= covered


@given(TEXT)
@settings(max_examples=150, deadline=None)
def test_decoding_undoes_encoding(vocabulary, text):
    """Target pieces join to what SentencePiece itself makes of them, and their spans tile it without spaces."""
    pieces = vocabulary.encode_target(text)
    found = vocabulary.decode(pieces)
    assert found.text == vocabulary._target.decode(list(pieces)).replace("▁", " ").strip()
    visible = "".join(found.text[span.start : span.end] for span in dict.fromkeys(found.spans))
    assert visible.replace(" ", "") == found.text.replace(" ", "") or not found.text.isascii()


@given(st.lists(st.sampled_from(PIECES), max_size=12))
@settings(max_examples=150, deadline=None)
def test_any_pieces_decode(vocabulary, pieces):
    """Whatever a model produces, broken characters included, decodes to text with spans inside it."""
    found = vocabulary.decode(pieces)
    assert found.text == found.text.strip()
    assert all(0 <= span.start <= span.end <= len(found.text) for span in found.spans)


def test_exact_places():
    """Words, figures and characters written in bytes are found at their place in the source."""
    vocabulary = Vocabulary(embedded_models()["fr-en-small"])
    text = "L’été  😀 coûte 3,4 €"
    found = vocabulary.locate(text, vocabulary.encode(text))
    places = {span.of(text) for span in found.spans}
    assert {"😀", "3", ",", "4", "€", "’"} <= places


def test_damaged_tokenizer_is_a_clear_error(tmp_path):
    """Tokenizer files that cannot be read are a CheckpointError."""
    for name in ("source.spm", "target.spm", "vocab.json", "config.json"):
        (tmp_path / name).write_text("nonsense", encoding="utf-8")
    with pytest.raises(CheckpointError, match="tokenizer files"):
        Vocabulary(tmp_path)
