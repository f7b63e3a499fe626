"""Parts of a translated table, and the done-set of windows: done when they exist, whatever killed the run."""

import json

import pytest

from toolkit.errors import StorageError
from toolkit.storage.documents import Input
from toolkit.storage.done import Done
from toolkit.storage.outputs import Outputs
from toolkit.storage.parts import COUNTS, SUMMARY, Parts

A, B, C = ("a" * 32, "b" * 32, "c" * 32)
COUNT = {
    "rows": 2,
    "segments": 3,
    "words": 9,
    "copied": 0,
    "edits": 1,
    "findings": {"error": 1, "warning": 0, "info": 0},
}


def parts(folder):
    """Return the parts of a table as a new run sees them."""
    return Parts(Outputs(folder), "t.en.jsonl", ".jsonl")


def names(folder):
    """Return the names of the parts on disk."""
    return sorted(path.name for path in (folder / "t.en.jsonl").glob("part-*"))


def test_a_part_that_exists_is_done(tmp_path):
    """A new run sees the parts of the last one and their counts."""
    first = parts(tmp_path)
    assert not first.is_done(A)
    first.add(0, A, b"1\n", COUNT)
    second = parts(tmp_path)
    assert second.is_done(A)
    second.keep(0, A)
    assert second.finish({}, complete=True)["words"] == 9


def test_a_kill_between_log_and_part(tmp_path):
    """Counts without the part, the part without counts, and half a line of the log are not done."""
    parts(tmp_path).add(0, A, b"1\n", COUNT)
    folder = tmp_path / "t.en.jsonl"
    line = (folder / COUNTS).read_text(encoding="utf-8")
    (folder / COUNTS).write_text(line.replace(A, B) + line[:20] + "\n[]\n3\n", encoding="utf-8")
    found = parts(tmp_path)
    assert not found.is_done(A)
    assert not found.is_done(B)


def test_parts_move_with_their_rows(tmp_path):
    """A part whose place in the table has changed gets the name of its new place, and nothing else happens to it."""
    first = parts(tmp_path)
    first.add(0, A, b"1\n", COUNT)
    first.add(1, B, b"2\n", COUNT)
    second = parts(tmp_path)
    second.add(0, C, b"0\n", COUNT)
    second.keep(1, A)
    second.keep(2, B)
    second.finish({}, complete=True)
    assert names(tmp_path) == [f"part-000000-{C}.jsonl", f"part-000001-{A}.jsonl", f"part-000002-{B}.jsonl"]


def test_stale_parts_go_when_the_table_is_complete(tmp_path):
    """Parts of other rows or options are removed by a complete run only; files of others stay."""
    first = parts(tmp_path)
    first.add(0, A, b"1\n", COUNT)
    (tmp_path / "t.en.jsonl" / "part-1.jsonl").write_bytes(b"mine")
    second = parts(tmp_path)
    second.add(0, B, b"2\n", COUNT)
    second.finish({}, complete=False)
    assert len(names(tmp_path)) == 3
    second.finish({}, complete=True)
    assert names(tmp_path) == [f"part-000000-{B}.jsonl", "part-1.jsonl"]


def test_the_summary_follows_from_the_parts(tmp_path):
    """Summary and counts are the same bytes in whatever order the parts were made."""
    found = []
    for order in ([(0, A), (1, B)], [(1, B), (0, A)]):
        folder = tmp_path / str(len(found))
        made = parts(folder)
        for number, key in order:
            made.add(number, key, b"x", COUNT)
        made.finish({"source": "t.jsonl"}, complete=True)
        found.append([(folder / "t.en.jsonl" / name).read_bytes() for name in (COUNTS, SUMMARY)])
    assert found[0] == found[1]
    summary = json.loads(found[0][1])
    assert (summary["parts"], summary["rows"], summary["findings"]["error"]) == (2, 4, 2)


def test_places_that_cannot_be_written(tmp_path):
    """A file where the folder should be is an error with what to do."""
    (tmp_path / "t.en.jsonl").write_bytes(b"")
    with pytest.raises(StorageError, match="cannot be written"):
        parts(tmp_path).add(0, A, b"", COUNT)


def test_done_windows(tmp_path):
    """A window is done for one run, these names and these bytes; a damaged record of it counts for nothing."""
    article = tmp_path / "a.txt"
    article.write_bytes(b"un")
    source = Input("a.txt", article, "a", "a")
    outputs = Outputs(tmp_path / "out")
    done = Done(outputs, "run")
    key = done.key([source])
    assert done.recall(key) is None
    done.remember(key, {"events": []})
    assert Done(outputs, "run").recall(key) == {"events": []}
    assert Done(outputs, "other").key([source]) != key
    assert done.key([Input("b.txt", article, "b", "b")]) != key
    article.write_bytes(b"deux")
    assert done.key([source]) != key
    next(outputs.path(".toolkit/done").rglob("*.json")).write_bytes(b"{")
    assert done.recall(key) is None


def test_done_outputs_must_stand(tmp_path):
    """Outputs that are gone or have other bytes make their window undone."""
    outputs = Outputs(tmp_path)
    outputs.write("a.en.txt", b"one")
    digest = "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
    done = Done(outputs, "run")
    assert done.stands({"a.en.txt": digest})
    assert not done.stands({"a.en.txt": digest, "b.en.txt": digest})
    outputs.write("a.en.txt", b"two")
    assert not done.stands({"a.en.txt": digest})
