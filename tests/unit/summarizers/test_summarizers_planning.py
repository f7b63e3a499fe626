"""Cutting articles up without losing anything."""

import pytest
from article_of import as_article

from toolkit.summarizers.planning import body, clauses, pack, sections, title_of


def test_the_title_is_found_and_is_no_body(article):
    """A first line without a final stop is the title; the byline after it is none of the body."""
    assert title_of(article).text.startswith("Crusoe, a data-centre builder")
    assert all(s.index != 0 for s in body(article))


def test_an_article_that_starts_with_a_sentence_has_no_title():
    """A paragraph is no title, however short."""
    assert title_of(as_article("Oracle leased a campus.\nIt is in Texas.")) is None


def test_sections_hold_the_body_once_in_order(article):
    """No sentence of the body is lost or doubled, and each is under its heading."""
    found = sections(article)
    assert [s.index for section in found for s in section.sentences] == [s.index for s in body(article)]
    assert [section.heading for section in found][:2] == ["", "From flared gas to AI"]


@pytest.mark.parametrize("limit", [1, 7, 30, 1000])
def test_parts_hold_every_item_within_the_limit(limit):
    """Parts are within the limit, save single items that are larger, and in order."""
    groups = [[3, 4, 5], [10], [2, 2], [40], []]
    parts = pack(groups, lambda item: item, limit)
    assert [item for part in parts for item in part] == [3, 4, 5, 10, 2, 2, 40]
    assert all(sum(part) <= limit or len(part) == 1 for part in parts)


def test_a_group_that_fits_is_not_cut():
    """A section starts a new part when it would not fit into the rest of the last one."""
    assert pack([[6], [3, 4]], lambda item: item, 8) == [[6], [3, 4]]


def test_clauses_keep_every_word():
    """A sentence beyond the limit is cut at its strongest joints, words whole."""
    text = "The first point is long, as everyone knows; the second, which is short, follows: it ends here."
    pieces = clauses(text, lambda piece: len(piece.split()), 6)
    assert " ".join(pieces).split() == text.split()
    assert all(len(piece.split()) <= 6 for piece in pieces)
    assert len(clauses("word " * 50, len, 9)) >= 20
