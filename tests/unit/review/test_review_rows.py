import json
from itertools import pairwise
from pathlib import Path

import pytest

from toolkit.review.rows import block_views, counts, edit_spans, page_parts, row, source_digest
from toolkit.types import Block, Document, Span

DATA = Path(__file__).parents[2] / "data" / "review"


def records(name="001_2e594218bdbc95af.txt"):
    """Return the records of a fixture."""
    lines = (DATA / f"{name}.segments.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_pairs_have_the_same_badge_and_hue_on_both_sides():
    """A matched figure carries one key, one badge and one hue in source and target."""
    shown = row(records()[20])
    (source,) = [p for p in shown.source if "f0" in p.keys.split()]
    (target,) = [p for p in shown.target if "f0" in p.keys.split()]
    assert (source.text, target.text) == ("12,7 milliards de dollars", "$12.7 billion")
    assert source.badge == target.badge == "1"
    assert source.classes == target.classes == "m figure hue0"


def test_finding_lies_on_its_exact_span():
    """A finding marks its characters on both sides and explains itself in a note of the same key."""
    shown = row(records()[8])
    for pieces, text in ((shown.source, "1,5 milliard de dollars"), (shown.target, "$1.5 million")):
        assert [p.text for p in pieces if "error" in p.classes.split()] == [text]
    (note,) = shown.notes
    assert (note.kind, note.key, note.code) == ("error", "x0", "figure_changed")
    assert shown.worst == "error"


def test_edits_are_found_in_the_final_text():
    """The result of every edit of the fixtures stands in the final text where edit_spans says."""
    for record in records():
        for edit, span in zip(record["edits"], edit_spans(record["edits"]), strict=True):
            assert span is not None
            assert span.of(record["target"]) == edit["after"]


def test_a_later_edit_hides_the_one_it_rewrote():
    """An edit whose result was rewritten has no place; the ones beside it move."""
    edits = [
        {"before": "b", "after": "BBB", "span": [2, 3]},
        {"before": "c", "after": "C", "span": [6, 7]},
        {"before": "BBB", "after": "x", "span": [2, 5]},
    ]
    assert edit_spans(edits) == [None, Span(4, 5), Span(2, 3)]


@pytest.mark.parametrize(
    ("text", "gap"), [("A\nB", False), ("A\r\nB", False), ("A\n\nB", True), ("A\r\n\r\nB", True), ("A\n- B", False)]
)
def test_blank_lines_are_those_of_the_document(text, gap):
    """Only an empty line between two blocks is shown as a gap, whatever the line endings."""
    base = {**records()[3], "figures": [], "names": [], "terms": [], "edits": [], "findings": []}
    end = len(text)
    pair = [
        {**base, "index": 0, "block": 0, "source": "A", "target": "A", "start": 0, "end": 1},
        {**base, "index": 1, "block": 1, "source": "B", "target": "B", "start": end - 1, "end": end},
    ]
    layout = Document("d", Path("d"), "fr", text, (Block(0, "paragraph", 0, 1), Block(1, "paragraph", end - 1, end)))
    assert [view.gap for view in block_views(pair, layout)] == [False, gap]


def test_rows_stand_in_document_order():
    """Records given in any order come out by index, grouped by block."""
    views = block_views(list(reversed(records())))
    assert [r.index for view in views for r in view.rows] == list(range(32))
    assert [view.kind for view in views[:3]] == ["heading", "paragraph", "heading"]


def test_long_documents_are_cut_between_blocks():
    """Parts hold whole blocks in order; only a block longer than a page is cut; nothing is lost."""
    parts = list(page_parts(records(), most=5))
    assert [r["index"] for part in parts for r in part] == list(range(32))
    assert all(1 <= len(part) <= 5 for part in parts)
    for before, after in pairwise(parts):
        assert before[-1]["block"] != after[0]["block"]
    one_block = [{**r, "block": 0} for r in records()]
    assert [len(part) for part in page_parts(one_block, most=10)] == [10, 10, 10, 2]
    assert list(page_parts([])) == [[]]


def test_what_a_reviewer_said_stays_visible():
    """A record that decisions were applied to shows the comment and who made it."""
    review = {"decision": "correct", "comment": "it is billion", "time": "2026-01-01T00:00:00Z", "reviewer": "AB"}
    note = row({**records()[0], "review": review}).notes[-1]
    assert (note.kind, note.code, note.message, note.before) == ("review", "corrected", "it is billion", "AB")


def test_counts_of_the_fixture():
    """The counts are those of the records."""
    total = counts(records())
    assert (total["all"], total["findings"], total["edited"], total["boilerplate"]) == (32, 5, 3, 0)
    assert (total["error"], total["warning"], total["info"]) == (2, 1, 2)


def test_labels_say_what_sight_shows():
    """The accessible name has number, findings with the worst severity, and repairs."""
    assert row(records()[8]).label == "Segment 9, 1 finding, worst: error"
    assert row(records()[2]).label == "Segment 3, repaired"
    assert row(records("000_adb1b0d48812fcbf.txt")[11]).label == "Segment 12, web-page furniture"


def test_digest_is_sha256_of_utf8():
    """The digest is the published SHA-256 of the empty string, and lone surrogates have one too."""
    assert source_digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert source_digest("\ud800") != source_digest("\ufffd")
