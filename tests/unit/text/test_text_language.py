import json
from pathlib import Path

import pytest

from toolkit.text.language import detect, language_of
from toolkit.types import Block, Document

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "cases/language.jsonl").read_text(encoding="utf-8").splitlines()
]


def _document(*lines, language="und"):
    text, blocks = "\n".join(lines), []
    at = 0
    for line in lines:
        blocks.append(Block(len(blocks), "paragraph", at, at + len(line)))
        at += len(line) + 1
    return Document("d.txt", Path("d.txt"), language, text, tuple(blocks))


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case["id"],
            marks=[pytest.mark.xfail(strict=True, reason=case["known_failure"])] if "known_failure" in case else [],
        )
        for case in CASES
    ],
)
def test_labelled_lines(case):
    """A line in a document of the expected language gets its own language."""
    assert language_of(case["text"], expected=case["expected"]) == case["language"]


def test_document_and_blocks():
    """The main language comes from the whole text, and a paragraph in another one is told apart."""
    document = detect(
        _document(
            "Le gouvernement a pr\u00e9sent\u00e9 une loi.",
            "Lancium",
            "",
            "Generated with a machine for you",
            "Il pleut.",
        )
    )
    assert document.language == "fr"
    assert [block.language for block in document.blocks] == ["fr", "fr", "fr", "en", "fr"]


def test_given_language_is_not_questioned():
    """A main language the user named stays, and only clear exceptions among the blocks differ."""
    document = detect(_document("Lancium", "This is what they said about the weather."), language="fr")
    assert document.language == "fr"
    assert [block.language for block in document.blocks] == ["fr", "en"]


@pytest.mark.parametrize("text", ["", "   ", "123 456", "***", "\ud800", "https://example.org/the-of-and"])
def test_nothing_to_go_by(text):
    """Without words there is no guess: the expected language stays, and the document keeps the one it came with."""
    assert language_of(text, expected="fr") == "fr"
    assert language_of(text) is None
    assert detect(_document(text, language="nl")).language == "nl"


def test_boilerplate_does_not_decide_the_main_language():
    """Page furniture in another language, however long, does not outvote the article."""
    document = _document(
        "Il pleut sur la ville.", "We and our partners store and access information on your device. " * 9
    )
    furniture = Block(1, "paragraph", document.blocks[1].start, document.blocks[1].end, boilerplate=True)
    document = Document("d", Path("d"), "und", document.text, (document.blocks[0], furniture))
    assert detect(document).language == "fr"
