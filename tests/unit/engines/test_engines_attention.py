"""Links are sharp, lie on words, and come from the right cells of the attention matrix."""

import json

import pytest

from toolkit.engines.attention import alignment_head, links, opens_alone, words_of
from toolkit.engines.pieces import Pieces
from toolkit.types import Span


def _pieces(text, *parts):
    """Cut *text* into pieces given as they stand in it; "▁" is a space piece, "" the end-of-sentence token."""
    spans, at = [], 0
    for part in parts:
        bare = part.lstrip("▁")
        if not bare:
            at = at if part == "▁" else len(text)
            spans.append(Span(at, at))
            continue
        start = text.index(bare, at)
        at = start + len(bare)
        spans.append(Span(start, at))
    return Pieces(text, parts, tuple(spans))


def _found(attention, source, target):
    return [
        (link.source.of(source.text), link.target.of(target.text))
        for link in links(attention, words_of(source), target)
    ]


def test_pieces_are_merged_to_words():
    """The pieces of a word count together, on both sides."""
    source = _pieces("Crusoe gagne", "▁Cru", "soe", "▁gagne", "")
    target = _pieces("wins Crusoe", "▁wins", "▁C", "rusoe")
    attention = [[0.1, 0.1, 0.7, 0.1], [0.5, 0.4, 0.05, 0.05], [0.3, 0.6, 0.05, 0.05]]
    assert _found(attention, source, target) == [("gagne", "wins"), ("Crusoe", "Crusoe")]
    assert links(attention, words_of(source), target)[1].weight == pytest.approx(0.9)


def test_figure_keeps_its_separators():
    """A number with its decimal separator is one word, and the space piece before it belongs to it."""
    source = _pieces("de 3,4 %", "▁de", "▁", "3", ",", "4", "▁%", "")
    target = _pieces("3.4 %", "▁", "3", ".", "4", "▁%")
    attention = [
        [0.1, 0.8, 0.1, 0, 0, 0, 0],
        [0, 0, 1, 0, 0, 0, 0],
        [0, 0, 0, 1, 0, 0, 0],
        [0, 0, 0, 0, 1, 0, 0],
        [0, 0, 0, 0, 0, 1, 0],
    ]
    assert _found(attention, source, target)[0] == ("3,4", "3.4")
    assert _found(attention, source, target)[-1] == ("%", "%")


def test_word_that_looks_at_the_end_is_not_linked():
    """Mass on the end-of-sentence token links a word to nothing."""
    source, target = _pieces("oui", "▁oui", ""), _pieces("yes indeed", "▁yes", "▁indeed")
    assert _found([[0.9, 0.1], [0.1, 0.9]], source, target) == [("oui", "yes")]


def test_diffuse_attention_gives_the_best_words_only():
    """A row without a peak gives its near-best words, not all of them, and noise gives none."""
    source, target = _pieces("a b c d", "▁a", "▁b", "▁c", "▁d", ""), _pieces("x", "▁x")
    assert _found([[0.45, 0.3, 0.1, 0.05, 0.1]], source, target) == [("a", "x"), ("b", "x")]
    assert _found([[0.05, 0.05, 0.05, 0.05, 0.8]], source, target) == []


def test_left_over_source_word_is_linked_where_it_is_seen_most():
    """A source word that is no row's best is linked to the target word that looks at it most."""
    source, target = _pieces("ne pas", "▁ne", "▁pas", ""), _pieces("do not", "▁do", "▁not")
    assert ("ne", "not") in _found([[0.1, 0.1, 0.8], [0.25, 0.7, 0.05]], source, target)


@pytest.mark.parametrize(
    ("pieces", "alone"),
    [
        (["▁Paris", "▁sold"], True), (["▁Paris", ",", "▁which"], True), (["▁Paris"], True), (["▁Paris", "</s>"], True),
        (["▁Cru", "soe"], False), (["▁", "3"], False), (["▁The", "▁bank"], False), (["▁It", "'", "s"], False),
        (["▁«", "▁Paris"], False), ([], False),
    ],
)  # fmt: skip
def test_first_piece_that_is_a_word_is_told(pieces, alone):
    """Only a first piece that is a whole word, and no small word, needs its own row of attention."""
    assert opens_alone(pieces, frozenset(["the", "it"])) is alone


def test_unused_first_row_says_nothing():
    """Without its first row a word is linked by its other pieces, and a word of that row alone by none."""
    source, target = _pieces("le Crusoe", "▁le", "▁Cru", "soe", ""), _pieces("Crusoe", "▁Cru", "soe")
    found = links([[1.0, 0, 0, 0], [0.1, 0.2, 0.7, 0]], words_of(source), target, first=False)
    assert [(link.source.of(source.text), link.weight) for link in found] == [("Crusoe", pytest.approx(0.9))]
    assert links([[1.0, 0, 0, 0]], words_of(source), _pieces("The", "▁The"), first=False) == ()


def test_empty_texts_have_no_links():
    """Nothing on either side gives no links and no error."""
    empty = Pieces("", ("",), (Span(0, 0),))
    assert links([[1.0]], words_of(empty), _pieces("x", "▁x")) == ()
    assert links([], words_of(_pieces("x", "▁x", "")), Pieces("", (), ())) == ()


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, (-1, 0)),
        ({"README.md": "* model: transformer-align\n"}, (-1, 1)),
        ({"README.md": "* model: transformer\n"}, (-1, 0)),
        ({"config.json": {"alignment_layer": 3, "alignment_heads": 0}}, (3, 0)),
        ({"config.json": {"alignment_layer": 3}, "generation_config.json": {"alignment_layer": -2}}, (-2, 1)),
        ({"config.json": {"alignment_layer": "x"}, "README.md": "guided alignment"}, (-1, 1)),
    ],
)
def test_alignment_head_is_stated_or_follows_the_training(files, expected, tmp_path):
    """The configuration decides; else head 0 when the card tells of guided alignment, else the mean of the heads."""
    for name, content in files.items():
        text = content if isinstance(content, str) else json.dumps(content)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert alignment_head(tmp_path) == expected
