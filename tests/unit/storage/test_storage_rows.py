"""Tables of texts: rows in, shards that follow from content, translated rows out."""

import hashlib
import json
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.storage.formats import rows as table
from toolkit.storage.formats.rows import Columns, Row, Shard, read, render, shards
from toolkit.types import Skipped

TRANSLATED = {
    "schema": 1,
    "id": "a",
    "source": "Il pleut\u2028\udc80.",
    "translation": "It rains.",
    "segments": 1,
    "copied": 0,
    "findings": [
        {"segment": 0, "code": "name_missing", "severity": "error", "message": "m", "source": "s", "translation": ""}
    ],
    "edits": [{"segment": 0, "rule": "r", "before": "b", "after": "a", "reason": "why"}],
}


@pytest.fixture
def jsonl(tmp_path):
    """Return a function that writes lines to a JSON Lines file."""

    def make(*lines, name="t.jsonl"):
        path = tmp_path / name
        path.write_bytes(b"".join(line if isinstance(line, bytes) else line.encode() + b"\n" for line in lines))
        return path

    return make


@pytest.fixture
def parquet(tmp_path):
    """Return a function that writes columns to a parquet file."""
    arrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install '.[parquet]'")
    from pyarrow import parquet as pq

    def make(columns, **options):
        path = tmp_path / "t.parquet"
        pq.write_table(arrow.table(columns), path, **options)
        return path

    return make


def test_jsonl_rows(jsonl):
    """Rows have their id and text; blank lines count for the numbers only, and a byte order mark for nothing."""
    path = jsonl(b'\xef\xbb\xbf{"id": "a", "text": "un"}\n', "", '{"text": "deux\\u2028", "id": 7, "more": []}')
    assert list(read(path, Columns())) == [Row(1, "a", "un"), Row(3, "7", "deux\u2028")]


def test_jsonl_without_ids(jsonl):
    """Rows without an id are numbered; another column can be named for either."""
    path = jsonl('{"text": "un", "key": "k"}')
    assert list(read(path, Columns())) == [Row(1, "1", "un")]
    assert list(read(path, Columns(text="key", id="text"))) == [Row(1, "un", "k")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "no JSON"),
        ("[1]", "no JSON object"),
        ('{"body": "x"}', "no 'text'"),
        ('{"text": null}', "missing"),
        ('{"text": 3}', "type int"),
        ('{"text": "x", "id": true}', "type bool"),
        (b'{"text": "\xff"}\n', "no JSON"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_bad_lines_are_told_and_left_out(jsonl, line, reason):
    """A line that is no row is reported with file and number, and the next rows are read."""
    path = jsonl(line, '{"text": "deux"}')
    problem, row = read(path, Columns())
    assert problem.what == f"{path}: row 1"
    assert reason in problem.reason
    assert row == Row(2, "2", "deux")


def test_parquet_rows(parquet):
    """Rows are read over all row groups, ids of whole numbers as text, nulls reported."""
    path = parquet({"text": ["un", None, "trois"], "id": [10, 11, 12], "other": [1.0, 2.0, 3.0]}, row_group_size=1)
    first, problem, last = read(path, Columns())
    assert (first, last) == (Row(1, "10", "un"), Row(3, "12", "trois"))
    assert problem == Skipped(f"{path}: row 2", "Its text is missing, not a string; the row was left out.")


def test_parquet_columns(parquet):
    """Columns can be named; one that is not there is an error that lists those that are."""
    path = parquet({"body": ["un"], "key": ["k"]})
    assert list(read(path, Columns("body", "key"))) == [Row(1, "k", "un")]
    assert list(read(path, Columns("body"))) == [Row(1, "1", "un")]
    with pytest.raises(InputError, match=r"no column 'text'; it has body, key"):
        list(read(path, Columns()))
    with pytest.raises(InputError, match="no column 'nr'"):
        list(read(path, Columns("body", "nr")))


def test_parquet_is_read_bit_by_bit(tmp_path):
    """Of a row group that holds a whole table only a small part is in memory at a time."""
    arrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install '.[parquet]'")
    from pyarrow import parquet as pq

    rows = 20_000
    texts = [f"{n} " + hashlib.sha256(str(n).encode()).hexdigest() * 8 for n in range(rows)]
    pq.write_table(arrow.table({"text": texts}), tmp_path / "t.parquet", row_group_size=rows, use_dictionary=False)
    before = arrow.default_memory_pool()
    watched = arrow.proxy_memory_pool(before)
    arrow.set_memory_pool(watched)
    try:
        assert sum(1 for _ in read(tmp_path / "t.parquet", Columns())) == rows
    finally:
        arrow.set_memory_pool(before)
    assert watched.max_memory() < sum(map(len, texts)) / 2


def test_files_that_are_no_tables(tmp_path, parquet):
    """A damaged parquet file, and a file that is not there, are errors with the path."""
    path = parquet({"text": ["un"]})
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(InputError, match=r"t\.parquet cannot be read"):
        list(read(path, Columns()))
    with pytest.raises(InputError, match=r"none\.jsonl cannot be read"):
        list(read(tmp_path / "none.jsonl", Columns()))


def test_without_pyarrow(tmp_path, monkeypatch):
    """Where pyarrow is not installed the message says how to get it."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"\[parquet\]"):
        next(read(tmp_path / "t.parquet", Columns()))


def test_translated_rows_as_jsonl():
    """A row is one line whatever it holds; equal rows give equal bytes."""
    lines = render([TRANSLATED, TRANSLATED], ".jsonl").decode()
    assert lines.count("\n") == len(lines.splitlines()) == 2
    assert json.loads(lines.splitlines()[0]) == TRANSLATED | {"source": "Il pleut\u2028?."}


def test_translated_rows_as_parquet(tmp_path):
    """Rows come back from parquet as they were written, also when every list is empty; the schema has a version."""
    pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install '.[parquet]'")
    from pyarrow import parquet as pq

    for row in (TRANSLATED, TRANSLATED | {"findings": [], "edits": []}):
        data = render([row], ".parquet")
        assert data == render([row], ".parquet")
        (tmp_path / "p.parquet").write_bytes(data)
        found = pq.read_table(tmp_path / "p.parquet")
        assert found.schema.metadata[b"toolkit.schema"] == b"1"
        assert found.to_pylist() == [row | {"source": "Il pleut\u2028?."}]


ROWS = st.lists(st.text(max_size=40), max_size=60).map(
    lambda texts: [Row(number, f"r{number}", text) for number, text in enumerate(texts, 1)]
)


@pytest.fixture(scope="module", autouse=True)
def small_shards():
    """Cut after some hundred bytes, so that short lists make many shards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "LEAST_BYTES", 128)
        patch.setattr(table, "MOST_BYTES", 384)
        patch.setattr(table, "_CUT", 128)
        yield


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_shards_lose_nothing(rows):
    """Rows of all shards one after the other are the rows, and no shard is beyond its size but for a single row."""
    cut = list(shards(rows))
    assert [row for shard in cut for row in shard.rows] == rows
    for shard in cut:
        size = sum(len(row.text.encode()) + table.ROW_BYTES for row in shard.rows)
        assert size <= 384 or len(shard.rows) == 1


def test_shards_follow_from_content():
    """A row put in front changes the shards around it; all later ones stay what they were."""
    rows = [Row(n, f"r{n}", f"phrase {n} " * (n % 7)) for n in range(1, 400)]
    before = [shard.key() for shard in shards(rows)]
    after = [shard.key() for shard in shards([Row(0, "new", "Une phrase de plus, assez longue."), *rows])]
    assert len(before) > 30
    assert len(set(after) - set(before)) <= 8


def test_problems_pass_through_in_place():
    """What is no row comes out between the shards."""
    problem = Skipped("t.jsonl: row 2", "no JSON")
    found = list(shards([Row(1, "a", "x" * 500), problem, Row(3, "b", "y")]))
    assert problem in found
    assert [row.id for item in found if isinstance(item, Shard) for row in item.rows] == ["a", "b"]


def test_keys_tell_rows_apart():
    """Ids, texts, their borders and the facts of the run are in the key; numbers of rows are not."""
    keys = [
        Shard((Row(1, "a", "bc"),)).key("f"),
        Shard((Row(1, "ab", "c"),)).key("f"),
        Shard((Row(1, "a", "b"), Row(2, "c", ""))).key("f"),
        Shard((Row(1, "a", "bc"),)).key("g"),
        Shard((Row(1, "a", "bc"),)).key("f", ""),
    ]
    assert len(set(keys)) == len(keys)
    assert Shard((Row(9, "a", "bc"),)).key("f") == keys[0]
