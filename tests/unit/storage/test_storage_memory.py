"""The translation memory: exact recall, sharing, and every accident a file can have."""

import contextlib
import itertools
import os
import random
import signal
import sqlite3
import subprocess
import sys
import textwrap
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import StorageError
from toolkit.storage import database, hypotheses
from toolkit.storage.memory import Memory
from toolkit.storage.migrations import MIGRATIONS, Migration, migrate
from toolkit.types import Hypothesis, Link, Signature, Span

SIGNATURE = Signature((("engine", "scripted"), ("beam", "4")))


def _nbest(text, score=-0.25):
    alignment = (Link(Span(0, 2), Span(1, 4), 0.875), Link(Span(3, 5), Span(5, 9), 0.125))
    return [Hypothesis(text, score, alignment), Hypothesis(f"{text} encore", score - 1 / 3, None, truncated=True)]


@pytest.fixture
def path(tmp_path):
    """Return the usual place of a memory that does not exist yet."""
    return tmp_path / ".toolkit" / "memory.sqlite"


def test_recall_gives_back_what_was_remembered(path):
    """Hypotheses come back equal, in order, in a later run, and only for sources that were stored."""
    with Memory.open(path) as memory:
        memory.remember(SIGNATURE, {"un": _nbest("one"), "deux": []})
    with Memory.open(path) as memory:
        assert memory.recall(SIGNATURE, ["deux", "un", "trois"]) == {"un": _nbest("one"), "deux": []}
        assert memory.notices == ()


def test_signature_and_its_text_are_one_key(path):
    """A Signature and its string form address the same entries; another signature sees nothing."""
    with Memory.open(path) as memory:
        memory.remember(SIGNATURE, {"un": _nbest("one")})
        assert memory.recall(str(SIGNATURE), ["un"])
        assert memory.recall(SIGNATURE.plus(model="other"), ["un"]) == {}


def test_prefix_is_part_of_the_key(path):
    """A forced continuation is remembered apart from the free translation of the same source."""
    with Memory.open(path) as memory:
        memory.remember(SIGNATURE, {"un": _nbest("one")})
        memory.remember_requests(SIGNATURE, {("un", "An"): _nbest("An one")})
        assert memory.recall(SIGNATURE, ["un"])["un"][0].text == "one"
        found = memory.recall_requests(SIGNATURE, [("un", "An"), ("un", "A")])
        assert found == {("un", "An"): _nbest("An one")}


def test_first_entry_stays(path):
    """Two runs that decode the same source leave the first result, so both go on alike."""
    with Memory.open(path) as memory:
        memory.remember(SIGNATURE, {"un": _nbest("one")})
        items = {"deux": _nbest("two"), "un": _nbest("uno")}
        assert memory.remember(SIGNATURE, items) == {"deux": _nbest("two"), "un": _nbest("one")}
        assert memory.recall(SIGNATURE, ["un"])["un"] == _nbest("one")


def test_more_sources_than_a_query_can_name(path):
    """Recall of thousands of sources works across query limits."""
    items = {f"phrase {i}": _nbest(f"sentence {i}") for i in range(2500)}
    with Memory.open(path) as memory:
        memory.remember(SIGNATURE, items)
        assert memory.recall(SIGNATURE, [*items, "absent"]) == items


@pytest.fixture(scope="module")
def shared_memory(tmp_path_factory):
    """Return one memory for many examples and a signature for each."""
    with Memory.open(tmp_path_factory.mktemp("memory") / "memory.sqlite") as memory:
        yield memory, (f"example {number}" for number in itertools.count())


_text = st.text(st.characters(), max_size=30)
_spans = st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda pair: Span(*pair))
_links = st.builds(Link, _spans, _spans, st.integers(0, 1000).map(lambda n: n / 1000))
_hypotheses = st.builds(
    Hypothesis,
    _text,
    st.floats(max_value=0, allow_nan=False),
    st.none() | st.lists(_links, max_size=3).map(tuple),
    st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(_text, st.lists(_hypotheses, max_size=3), max_size=5))
def test_any_text_survives(shared_memory, items):
    """Every text, lone surrogates and NUL included, is a key and a value; scores come back exactly."""
    memory, signatures = shared_memory
    signature = next(signatures)
    assert memory.remember(signature, items) == items
    assert memory.recall(signature, list(items)) == items


def test_remember_returns_what_recall_will():
    """Weights are rounded in storage, and the caller gets the rounded ones at once."""
    raw = [Hypothesis("one", -0.123456789, (Link(Span(0, 1), Span(0, 1), 0.87654321),))]
    kept = hypotheses.canonical(raw)
    assert kept[0].alignment[0].weight == 0.877
    assert kept[0].score == raw[0].score
    assert hypotheses.canonical(kept) == kept


def test_reviewed_translation_newest_wins_and_nothing_is_lost(path):
    """The newest human translation counts, the same one twice is stored once, earlier ones stay in the file."""
    with Memory.open(path) as memory:
        assert memory.reviewed("un") is None
        assert memory.remember_reviewed("un", "one", "seen")
        assert not memory.remember_reviewed("un", "one")
        assert memory.remember_reviewed("un", "a")
        assert memory.reviewed("un").target == "a"
        assert memory.reviewed("un", ("fr", "de")) is None
        assert [r.target for r in memory.all_reviewed()] == ["a"]
        assert memory.stats().reviewed == 1
    rows = sqlite3.connect(path).execute("SELECT target, note FROM reviewed ORDER BY id").fetchall()
    assert rows == [("one", "seen"), ("a", "")]


def test_stats_count_entries_and_uses_by_signature(path):
    """Statistics name each signature with its entries and how often they were recalled."""
    with Memory.open(path, clock=lambda: 1000) as memory:
        memory.remember("old", {"un": _nbest("one")})
    with Memory.open(path, clock=lambda: 2000) as memory:
        memory.remember("new", {"un": _nbest("one"), "deux": _nbest("two")})
        memory.recall("new", ["un", "deux"])
        memory.recall("new", ["un"])
        stats = memory.stats()
    assert [(s.signature, s.entries, s.uses, s.used) for s in stats.signatures] == [
        ("new", 2, 3, 2000),
        ("old", 1, 0, 1000),
    ]
    assert stats.entries == 3
    assert stats.size > 0


@pytest.mark.parametrize(
    ("conditions", "left"),
    [
        ({}, {"a old", "b old", "a new"}),
        ({"keep_signature": "new"}, {"a new"}),
        ({"older_than": timedelta(seconds=500)}, {"a old", "a new"}),
        ({"unused": True}, {"a old"}),
        ({"unused": True, "keep_signature": "new"}, {"a old", "a new"}),
        ({"keep_signature": "new", "older_than": timedelta(seconds=500), "unused": True}, {"a old", "a new"}),
    ],
)
def test_prune_deletes_what_meets_every_condition(path, conditions, left):
    """Conditions are joined with AND; none deletes nothing; reviewed translations stay."""
    with Memory.open(path, clock=lambda: 1000) as memory:
        memory.remember("old", {"a": _nbest("a"), "b": _nbest("b")})
        memory.remember_reviewed("a", "A")
    with Memory.open(path, clock=lambda: 2000) as memory:
        memory.recall("old", ["a"])
        memory.remember("new", {"a": _nbest("a")})
        gone = memory.prune(**conditions)
        kept = {f"{s} {sig}" for sig in ("old", "new") for s in memory.recall(sig, ["a", "b"])}
        assert kept == left
        assert gone == 3 - len(left)
        assert memory.reviewed("a").target == "A"
        assert memory.remember("old", {"b": _nbest("b")})


def test_best_pages_through_a_signature(path):
    """The export walks all entries of one signature and skips prefixed ones."""
    with Memory.open(path) as memory:
        memory.remember(SIGNATURE, {f"s{i}": _nbest(f"t{i}") for i in range(2300)})
        memory.remember_requests(SIGNATURE, {("s1", "x"): _nbest("x1")})
        assert list(memory.best(SIGNATURE)) == [(f"s{i}", f"t{i}") for i in range(2300)]


@pytest.mark.parametrize(
    "content",
    [b"not a database at all, but long enough to be read as a header" * 20, b"SQLite format 3\0" + b"\xff" * 5000],
)
def test_file_that_is_no_database_is_set_aside(path, content):
    """A broken file is kept under another name, reported, and the run goes on with a fresh memory."""
    path.parent.mkdir()
    path.write_bytes(content)
    path.with_name("memory.sqlite.broken-1").write_bytes(b"earlier")
    with Memory.open(path) as memory:
        memory.remember(SIGNATURE, {"un": _nbest("one")})
        assert memory.recall(SIGNATURE, ["un"])
        (notice,) = memory.notices
    assert "memory.sqlite.broken-2" in notice.reason
    assert notice.severity == "warning"
    assert path.with_name("memory.sqlite.broken-2").read_bytes() == content
    assert path.with_name("memory.sqlite.broken-1").read_bytes() == b"earlier"


def _filled(path, count=400):
    with Memory.open(path) as memory:
        memory.remember(SIGNATURE, {f"phrase {i}": _nbest(f"sentence {i}" * 20) for i in range(count)})


@pytest.mark.parametrize("seed", range(12))
def test_damaged_pages_never_give_wrong_text(path, seed):
    """Overwritten or cut-off pages cost entries, never a run and never a changed translation."""
    _filled(path)
    content = bytearray(path.read_bytes())
    rng = random.Random(seed)
    if seed % 3 == 0:
        del content[rng.randrange(100, len(content)) :]
    else:
        for _ in range(rng.randrange(1, 12)):
            at = rng.randrange(100, len(content) - 64)
            content[at : at + 64] = rng.randbytes(64)
    path.write_bytes(bytes(content))
    with Memory.open(path) as memory:
        found = memory.recall(SIGNATURE, [f"phrase {i}" for i in range(400)])
        for source, nbest in found.items():
            assert nbest == _nbest(f"sentence {source.split()[1]}" * 20)
        memory.remember(SIGNATURE, {"neuf": _nbest("new")})
        assert memory.recall(SIGNATURE, ["neuf"])


def test_reviewed_translations_are_rescued(path):
    """Decisions of reviewers move from a damaged file into the new one and stay in order."""
    _filled(path)
    with Memory.open(path) as memory:
        rows = [(f"source {i} \ud800" if i == 7 else f"source {i}", f"target {i} " * 40, "") for i in range(300)]
        memory.remember_all_reviewed([("source 5", "older", ""), *rows])
        page = memory._database.read(
            lambda c: c.execute("SELECT rootpage FROM sqlite_master WHERE name = 'decoded'").fetchone()[0]
        )
        size = memory._database.read(lambda c: c.execute("PRAGMA page_size").fetchone()[0])
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : page * size] = b"\xee" * size
    path.write_bytes(bytes(content))
    with Memory.open(path) as memory:
        assert memory.recall(SIGNATURE, ["phrase 1"]) == {}
        assert "301 reviewed translations were saved" in memory.notices[0].reason
        assert {r.source: r.target for r in memory.recall_reviewed([row[0] for row in rows]).values()} == {
            source: target for source, target, _ in rows
        }
        assert memory.reviewed("source 5").target == rows[5][1]


def test_flipped_bit_is_noticed(path):
    """One changed letter in a stored translation drops that entry, with a notice."""
    _filled(path, 3)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE decoded SET hypotheses = replace(hypotheses, 'sentence 1', 'sentence 7')")
    connection.commit()
    connection.close()
    with Memory.open(path) as memory:
        assert set(memory.recall(SIGNATURE, ["phrase 0", "phrase 1", "phrase 2"])) == {"phrase 0", "phrase 2"}
        assert "1 damaged" in memory.notices[0].reason
        memory.remember(SIGNATURE, {"phrase 1": _nbest("again")})
        assert memory.recall(SIGNATURE, ["phrase 1"])


def test_damaged_decision_is_told(path):
    """A damaged reviewed translation is not used, nor the older one behind it, and the user is told."""
    with Memory.open(path) as memory:
        memory.remember_reviewed("un", "a")
        memory.remember_reviewed("un", "one")
        memory.remember_reviewed("deux", "two")
    connection = sqlite3.connect(path)
    connection.execute("UPDATE reviewed SET target = 'ona' WHERE target = 'one'")
    connection.commit()
    connection.close()
    with Memory.open(path) as memory:
        assert memory.reviewed("un") is None
        assert [r.target for r in memory.all_reviewed()] == ["two"]
        (notice,) = memory.notices
        assert "review these segments again" in notice.reason
        assert memory.remember_reviewed("un", "one")
        assert memory.reviewed("un").target == "one"


def test_file_deleted_while_open(path):
    """A run whose memory file was deleted starts a new one instead of writing into nothing."""
    with Memory.open(path) as memory:
        memory.remember(SIGNATURE, {"un": _nbest("one")})
        for file in path.parent.iterdir():
            file.unlink()
        memory.remember(SIGNATURE, {"deux": _nbest("two")})
    with Memory.open(path) as memory:
        assert set(memory.recall(SIGNATURE, ["un", "deux"])) == {"deux"}


def test_newer_schema_is_refused(path):
    """A file of a newer version is left as it is, and the message says what to do."""
    _filled(path, 1)
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO migrations (name) VALUES ('9999_future')")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StorageError, match=r"newer version.*9999_future.*Upgrade"):
        Memory.open(path)
    assert path.read_bytes() == before


def test_another_programs_database_is_left_alone(path):
    """A database that is not ours is neither changed nor moved."""
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE decoded (x)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StorageError, match="another program"):
        Memory.open(path)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == ["memory.sqlite"]


def test_migration_is_all_or_nothing(tmp_path):
    """A step that fails leaves no trace, and the steps before it stay."""
    connection = sqlite3.connect(tmp_path / "m.sqlite", isolation_level=None)
    steps = (*MIGRATIONS, Migration("9000_bad", ("CREATE TABLE half (x)", "CREATE TABLE half (x)")))
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, "m", steps)
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert "half" not in tables
    assert {row[0] for row in connection.execute("SELECT name FROM migrations")} == {m.name for m in MIGRATIONS}
    assert migrate(connection, "m") == []


def test_migration_names_are_sorted_and_unique():
    """Steps are appended in order, so that the names tell which file is newer."""
    names = [step.name for step in MIGRATIONS]
    assert names == sorted(set(names))


def test_folder_that_cannot_be_made(tmp_path):
    """A file where the folder should be gives a StorageError that names the folder."""
    (tmp_path / "outputs").write_text("", encoding="utf-8")
    with pytest.raises(StorageError, match="outputs"):
        Memory.open(tmp_path / "outputs" / "memory.sqlite")


def test_folder_in_place_of_the_file(path):
    """A folder under the file's name gives a StorageError with a remedy."""
    path.mkdir(parents=True)
    with pytest.raises(StorageError, match=r"cannot be used.*writable"):
        Memory.open(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_read_only_folder(path):
    """A folder without write permission gives a StorageError with a remedy."""
    path.parent.mkdir(mode=0o500)
    with pytest.raises(StorageError, match="writable"):
        Memory.open(path)


def test_read_only_file_system_is_reported(path, monkeypatch):
    """SQLite's read-only error becomes a StorageError with a remedy (also where tests run as root)."""
    _filled(path, 1)
    real = sqlite3.connect

    def read_only(file, **options):
        return real(f"file:{file}?mode=ro&immutable=1", uri=True, **options)

    monkeypatch.setattr(database.sqlite3, "connect", read_only)
    with pytest.raises(StorageError, match="writable"), Memory.open(path) as memory:
        memory.remember(SIGNATURE, {"deux": _nbest("two")})


def test_full_disk(path):
    """A full disk gives a StorageError; the batch is not stored in part, and what was there stays."""
    with Memory.open(path) as memory:
        memory.remember(SIGNATURE, {"un": _nbest("one")})
        pages = memory._database.read(lambda c: c.execute("PRAGMA page_count").fetchone()[0])
        memory._database.read(lambda c: c.execute(f"PRAGMA max_page_count = {pages + 3}").fetchone())
        with pytest.raises(StorageError, match=r"disk is full.*free some space"):
            memory.remember(SIGNATURE, {f"s{i}": _nbest("long " * 500) for i in range(50)})
        assert set(memory.recall(SIGNATURE, ["un", *(f"s{i}" for i in range(50))])) == {"un"}


def test_locked_for_too_long(path):
    """A file that another program holds is waited for, then reported."""
    _filled(path, 1)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    memory = Memory(database.Database(path, busy_seconds=0.1))
    with pytest.raises(StorageError, match="Another run has held it"):
        memory.remember(SIGNATURE, {"deux": _nbest("two")})
    connection.execute("ROLLBACK")
    memory.remember(SIGNATURE, {"deux": _nbest("two")})
    memory.close()


WRITER = textwrap.dedent("""
    import sys
    from pathlib import Path
    from toolkit.storage.memory import Memory
    from toolkit.types import Hypothesis
    path, name, batches = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    with Memory.open(path, run=name) as memory:
        for batch in range(batches):
            items = {f"{name} {batch} {i}": [Hypothesis(f"{batch} {i} " * 30, -1.0)] for i in range(20)}
            shared = {f"shared {batch} {i}": [Hypothesis(f"{batch} {i} " * 30, -1.0)] for i in range(20)}
            memory.remember("s", items | shared)
            memory.recall("s", list(items))
            print(batch, flush=True)
        assert not memory.notices, memory.notices
""")


def _start(path, name, batches):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(batches)], stdout=subprocess.PIPE, text=True
    )


def _integrity(path):
    return sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone()[0]


def test_two_runs_at_once(path):
    """Two processes that create and fill the same file at the same time both finish, and nothing is missing."""
    runs = [_start(path, name, 25) for name in ("a", "b", "c")]
    assert [run.communicate()[1] or run.returncode for run in runs] == [0, 0, 0]
    assert _integrity(path) == "ok"
    with Memory.open(path) as memory:
        assert memory.stats().entries == 4 * 25 * 20
        assert memory.notices == ()


def test_killed_at_any_instant(path):
    """SIGKILL at random instants costs at most the batch being written, and the file stays sound."""
    rng = random.Random(7)
    with Memory.open(path):
        pass
    for attempt in range(12):
        run = _start(path, f"run{attempt}", 10_000)
        done = -1
        for _ in range(rng.randrange(1, 25)):
            done = int(run.stdout.readline())
        # The kill falls somewhere in the next batches.
        with contextlib.suppress(subprocess.TimeoutExpired):
            run.wait(rng.uniform(0, 0.02))
        run.send_signal(signal.SIGKILL)
        said = [int(line) for line in run.stdout.read().splitlines() if line]
        run.wait()
        done = max([done, *said])
        with Memory.open(path) as memory:
            assert memory.notices == ()
            for batch in range(done + 2):
                found = memory.recall("s", [f"run{attempt} {batch} {i}" for i in range(20)])
                # All batches reported as done are there; the one after is there as a whole or not at all.
                assert len(found) == 20 if batch <= done else len(found) in {0, 20}
    assert _integrity(path) == "ok"


def test_two_runs_find_the_same_broken_file(path):
    """Of two runs that meet a broken file one sets it aside, both go on with the same new one."""
    path.parent.mkdir()
    path.write_bytes(b"broken" * 2000)
    runs = [_start(path, name, 5) for name in ("a", "b")]
    for run in runs:
        run.communicate()
    with Memory.open(path) as memory:
        assert memory.stats().entries == 3 * 5 * 20
    assert len(list(path.parent.glob("*.broken-*"))) == 1
