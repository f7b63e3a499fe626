import json
from pathlib import Path

import pytest

from toolkit.text.segment import LONGEST, join, segment, sentences
from toolkit.types import Block, Document

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "cases/segmentation.jsonl").read_text(encoding="utf-8").splitlines()
]


def _document(text):
    blocks, at = [], 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip("\r\n")
        if body.strip():
            blocks.append(Block(len(blocks), "paragraph", at, at + len(body), boilerplate=body.startswith("Lire")))
        at += len(line)
    return Document("d.txt", Path("d.txt"), "fr", text, tuple(blocks))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_labelled_sentences(case):
    """Each labelled text is cut into exactly its sentences."""
    text = case["text"]
    assert [span.of(text) for span in sentences(text, "fr")] == case["sentences"]


def test_own_rules_beat_the_library_alone():
    """Sentencex alone gets fewer labelled texts right: the reason to keep own rules on top of it."""
    from sentencex import segment as library

    alone = sum([s.strip() for s in library("fr", case["text"])] == case["sentences"] for case in CASES)
    assert alone < 0.75 * len(CASES)


def test_join_replaces_segments_and_keeps_the_rest():
    """Targets take the places of their segments; markers, blank lines, line ends and untranslated text stay."""
    document = _document("Un. Deux.\r\n\r\n  - Trois\n\nLire plus")
    segments = segment(document)
    assert [s.text for s in segments] == ["Un.", "Deux.", "Trois", "Lire plus"]
    assert [s.boilerplate for s in segments] == [False, False, False, True]
    assert join(document, segments, {0: "One.", 2: "Three"}) == "One. Deux.\r\n\r\n  - Three\n\nLire plus"


def test_line_break_in_a_target_cannot_change_the_line_structure():
    """A target with a line break, which byte-level pieces can produce, keeps the document's number of lines."""
    document = _document("Un.\nDeux.")
    assert join(document, segment(document), {0: "One\nor so."}) == "One or so.\nDeux."


def test_language_of_a_segment_is_that_of_its_block():
    """A block's own language wins over the document's."""
    text = "Bonjour.\nHello."
    document = Document(
        "d", Path("d"), "fr", text, (Block(0, "paragraph", 0, 8), Block(1, "paragraph", 9, 15, language="en"))
    )
    assert [s.language for s in segment(document)] == ["fr", "en"]


@pytest.mark.parametrize("text", ["", "   ", "\u00a0\t", "\n\n"])
def test_blank_block_has_no_segments(text):
    """Nothing to translate gives no segment."""
    assert sentences(text, "fr") == []


@pytest.mark.parametrize("text", ["***", "\u2014", "100 %", "\U0001f389", "\ud800", "\x00"])
def test_block_of_symbols_is_one_segment(text):
    """Symbols are kept as one segment, which the guards copy."""
    assert [span.of(text) for span in sentences(text, "fr")] == [text]


def test_other_scripts_end_sentences_too():
    """The library's full stops of other scripts are used, spaces or not."""
    text = "\u3053\u3093\u306b\u3061\u306f\u3002\u5143\u6c17\u3067\u3059\u304b\uff1f"
    assert len(sentences(text, "ja")) == 2


@pytest.mark.parametrize(
    ("unit", "length"),
    [
        ("Il dort. ", 1_000_000),
        ("a", 1_000_000),
        ("! ", 100_000),
        ("\u00ab a. ", 100_000),
        ("M. ", 100_000),
        ("(\u201c", 100_000),
    ],
)
def test_one_enormous_line(unit, length):
    """A line of a megabyte is cut without cost out of proportion and without losing a character."""
    text = unit * (length // len(unit))
    found = sentences(text, "fr")
    assert found[0].start == 0
    assert found[-1].end == len(text.rstrip())


@pytest.mark.parametrize(
    "text",
    [
        "mot " * 5000,
        "mot, " * 5000,
        "a" * 30000,
        "e\u0301" * 9000,
        "mot" + " " * 9000 + "mot" * 3000,
        "un. deux " * 2000,
    ],
)
def test_endless_text_is_cut(text):
    """Text without stops is cut into bounded segments; only spaces are lost, and no letter leaves its accent."""
    spans = sentences(text, "fr")
    assert len(spans) > 1
    assert all(0 < end - start <= LONGEST for start, end in spans)
    assert "".join(span.of(text) for span in spans).replace(" ", "") == text.replace(" ", "")
    assert not any(text[span.start] in " \u0301" for span in spans)


def test_endless_text_is_cut_at_the_best_place():
    """A comma in the second half of what fits is a better place than the last space."""
    text = "mot " * 600 + "mot, " + "mot " * 2000
    assert sentences(text, "fr")[0].of(text).endswith("mot,")
