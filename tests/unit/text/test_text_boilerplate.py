import json
from pathlib import Path

import pytest

from toolkit.text.boilerplate import is_furniture, mark
from toolkit.types import Block, Document

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "cases/boilerplate.jsonl").read_text(encoding="utf-8").splitlines()
]


def _document(*lines):
    text, blocks, at = "\n".join(lines), [], 0
    for line in lines:
        blocks.append(Block(len(blocks), "paragraph", at, at + len(line)))
        at += len(line) + 1
    return Document("d.txt", Path("d.txt"), "fr", text, tuple(blocks))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_labelled_blocks(case):
    """Page furniture is recognised; sentences, headlines and credits with the same words are not."""
    assert is_furniture(case["text"]) is case["boilerplate"]


def test_headline_after_a_link_label_is_furniture_too():
    """The headline that "article suivant" leads to is part of the page, not of the article."""
    document = mark(
        _document(
            "Il pleut.",
            "article pr\u00e9c\u00e9dent",
            "",
            "Mobilit\u00e9 : des textes imminents",
            "Article suivant",
            "Revue du web",
        )
    )
    assert [block.boilerplate for block in document.blocks] == [False, True, False, True, True, True]


def test_only_one_headline_and_no_paragraph_follows_a_label():
    """A paragraph after the label, or a second headline, belongs to the article."""
    document = mark(
        _document("Article suivant", "Il pleut sur Nantes.", "Un titre", "Article suivant", "Un lien", "Un titre")
    )
    assert [block.boilerplate for block in document.blocks] == [True, False, False, True, True, False]


def test_marks_are_decided_anew():
    """A mark that a reader set wrongly does not survive, and marking twice changes nothing."""
    document = _document("Il pleut.")
    wrong = Document("d", Path("d"), "fr", document.text, (Block(0, "paragraph", 0, 9, boilerplate=True),))
    assert mark(wrong).blocks[0].boilerplate is False
    assert mark(mark(wrong)) == mark(wrong)


def test_long_blocks_are_never_furniture():
    """A block longer than any notice is an article's, whatever it begins with."""
    assert is_furniture("Nous utilisons des cookies " + "et du sucre " * 20)
    assert not is_furniture("Nous utilisons des cookies " + "et du sucre " * 100)
