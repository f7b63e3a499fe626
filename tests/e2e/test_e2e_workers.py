"""Several processes share a run, and nobody can tell from the outputs: not their number, nor who was killed."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from kill_runs import tree

from toolkit.options import EngineOptions, ScaleOptions, TranslateOptions
from toolkit.pipeline import dispatch, slices, work
from toolkit.pipeline.observer import Silent
from toolkit.pipeline.tables import translate_tables
from toolkit.pipeline.translate import translate
from toolkit.scale.work import Outcome
from toolkit.storage.formats import rows

SENTENCES = (
    "Le gouvernement a présenté son budget à Paris.",
    "L'entreprise a levé 686 millions de dollars en 2024.",
    "Marie Dupont dirige la société depuis 12 ans.",
    "Il pleut sur Londres.",
    "Le chat dort.",
    "La centrale produit 27 % de l'électricité du pays.",
)


@pytest.fixture
def small_windows(monkeypatch):
    """Cut the work into windows of a few lines, so that a short test has several."""
    monkeypatch.setattr(work, "WINDOW_BYTES", 150)
    for room in (slices, dispatch):
        monkeypatch.setattr(room, "LEAST_BYTES", 40)
    monkeypatch.setattr(rows, "LEAST_BYTES", 60)
    monkeypatch.setattr(rows, "MOST_BYTES", 200)
    monkeypatch.setattr(rows, "_CUT", 60)


@pytest.fixture
def folder(articles):
    """Return a folder of six articles, which are three windows or more."""
    return articles({f"{n}.txt": f"{SENTENCES[n]}\n\n{SENTENCES[n - 1]}\n" for n in range(6)})


@pytest.fixture
def table(tmp_path):
    """Return a table of the sentences, one of them twice."""
    path = tmp_path / "corpus.jsonl"
    lines = [json.dumps({"id": f"r{n}", "text": text}) for n, text in enumerate((*SENTENCES, SENTENCES[0]))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def options(outputs, workers=0, **changes):
    """Return options for so many workers."""
    scale = ScaleOptions(workers=workers)
    return TranslateOptions(outputs=outputs, scale=scale, engine=EngineOptions(threads=1), **changes)


def content(outputs):
    """Return every output of a table by name; what `.toolkit/` holds is no output."""
    return {path.name: path.read_bytes() for path in outputs.glob("*.en.*/*")}


class Killer(Silent):
    """Kills a worker when the first batch comes out of one; counts batches."""

    def __init__(self, kills=1):
        """Kill so many workers, each at its first batch."""
        self.kills = kills
        self.killed = []

    def decoded(self, _segments, _words):
        """Kill."""
        victims = [child for child in multiprocessing.active_children() if child.pid not in self.killed]
        if len(self.killed) < self.kills and victims:
            self.killed.append(victims[0].pid)
            os.kill(victims[0].pid, signal.SIGKILL)


def test_workers_change_no_byte(small_windows, folder, tmp_path):
    """A folder done by one process, and by two of which one was killed in the middle, has the same outputs."""
    alone = translate([folder], options(tmp_path / "alone"))
    killer = Killer()
    killed = translate([folder], options(tmp_path / "killed", 2), killer)
    assert len(killer.killed) == 1
    wanted = tree(tmp_path / "alone")
    assert len(wanted) == 6 * 3 + 2
    assert tree(tmp_path / "killed") == wanted
    assert [d.document for d in killed.documents] == [d.document for d in alone.documents]
    assert killed.notes == alone.notes
    assert not list((tmp_path / "killed" / ".toolkit").glob("shared-*"))


@pytest.mark.slow
def test_what_workers_decode_is_remembered(small_windows, folder, tmp_path):
    """The one writer stores what workers decode: a second run decodes nothing, whoever does it."""
    first = translate([folder], options(tmp_path / "out", 2))
    again = translate([folder], options(tmp_path / "out", 2))
    alone = translate([folder], options(tmp_path / "out"))
    assert sum(d.decoded for d in first.documents) > 0
    assert sum(d.decoded for d in again.documents) == sum(d.decoded for d in alone.documents) == 0


def test_a_window_that_is_given_up_is_reported(small_windows, folder, tmp_path, monkeypatch):
    """Every document of a window that no worker survived is reported with its path and the reason."""

    class GivenUp:
        def run(self, units, _stop):
            return (Outcome(unit, None, "3 workers died over it.") for unit in units)

    monkeypatch.setattr(dispatch, "crew", lambda *_given, **_named: GivenUp())
    report = translate([folder], options(tmp_path / "out", 2))
    assert [item.what for item in report.skipped] == [str(folder / f"{n}.txt") for n in range(6)]
    assert report.skipped[0].reason == "It was not translated. 3 workers died over it."
    assert report.errors == 6


@pytest.mark.slow
def test_unreadable_articles_are_named(small_windows, folder, tmp_path):
    """An article that cannot be read is reported with its path by whichever worker had it; the others are done."""
    (folder / "3.docx").write_bytes(b"no archive")
    report = translate([folder], options(tmp_path / "out", 2))
    assert [item.what for item in report.skipped] == [str(folder / "3.docx")]
    assert len(report.documents) == 6


def test_too_little_to_share_is_done_here_and_said(folder, tmp_path):
    """Where there is nothing to share no worker is started, and a note says why."""
    report = translate([folder], options(tmp_path / "out", 4))
    assert len(report.documents) == 6
    assert any("too little to share" in note for note in report.notes)


@pytest.mark.slow
def test_a_stop_keeps_what_is_finished(small_windows, folder, tmp_path):
    """After Ctrl-C nothing is begun; the run that follows ends in the bytes of an undisturbed one."""
    stop = threading.Event()

    class Stopper(Silent):
        def decoded(self, _segments, _words):
            stop.set()

    first = translate([folder], options(tmp_path / "out", 2), Stopper(), stop)
    assert first.interrupted
    assert len(first.documents) < 6
    assert not translate([folder], options(tmp_path / "out", 2)).interrupted
    translate([folder], options(tmp_path / "alone"))
    assert tree(tmp_path / "out") == tree(tmp_path / "alone")


@pytest.mark.slow
def test_tables_are_the_same_whoever_makes_them(small_windows, table, tmp_path):
    """A table done by one process, by two, and by two of which one was killed, has the same parts and summary."""
    translate_tables([table], options(tmp_path / "alone"))
    translate_tables([table], options(tmp_path / "shared", 2))
    killer = Killer()
    translate_tables([table], options(tmp_path / "killed", 2), killer)
    assert len(killer.killed) == 1
    wanted = content(tmp_path / "alone")
    assert len(wanted) >= 3 + 2
    assert content(tmp_path / "shared") == content(tmp_path / "killed") == wanted
    found = [
        json.loads(line) for name in sorted(wanted) if name.startswith("part-") for line in wanted[name].splitlines()
    ]
    assert [(row["id"], row["source"]) for row in found] == [
        (f"r{n}", text) for n, text in enumerate((*SENTENCES, SENTENCES[0]))
    ]
    assert "$686 million" in found[1]["translation"]
    summary = json.loads(wanted["_toolkit.json"])
    assert (summary["complete"], summary["rows"], summary["segments"]) == (True, 7, 7)


def test_only_new_rows_are_done_again(small_windows, table, tmp_path):
    """Parts that exist stay untouched; a row that is added costs its own part."""
    first = translate_tables([table], options(tmp_path / "out"))
    before = content(tmp_path / "out")
    second = translate_tables([table], options(tmp_path / "out"))
    assert content(tmp_path / "out") == before
    assert (first.documents[0].decoded, second.documents[0].decoded) == (6, 0)  # one sentence is there twice
    with table.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"id": "new", "text": SENTENCES[4]}) + "\n")
    translate_tables([table], options(tmp_path / "out"))
    after = content(tmp_path / "out")
    parts = [{name for name in tree if name.startswith("part-")} for tree in (before, after)]
    assert len(parts[1] - parts[0]) == 1
    translate_tables([table], options(tmp_path / "fresh"))
    assert content(tmp_path / "fresh") == after


def test_rows_that_are_none_are_reported(toolkit, tmp_path, table):
    """A line that is no JSON is reported with file and number; the others are translated and the exit code is 1."""
    table.write_text(table.read_text(encoding="utf-8") + "{\n", encoding="utf-8")
    ran = toolkit("translate", table, "-o", tmp_path / "out", "--json")
    assert ran.code == 1
    assert [item["what"] for item in ran.report["skipped"]] == [f"{table}: row 8"]
    assert ran.report["documents"][0]["segments"] == 7


def test_parquet_in_and_out(toolkit, tmp_path):
    """A parquet table with columns of other names becomes a folder that readers of parquet read as one table."""
    arrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install '.[parquet]'")
    from pyarrow import parquet

    path = tmp_path / "corpus.parquet"
    parquet.write_table(arrow.table({"body": SENTENCES[:2], "key": ["a", "b"]}), path)
    given = ("translate", path, "-o", tmp_path / "out", "--text-column", "body", "--id-column", "key")
    assert toolkit(*given).code == 0
    found = parquet.read_table(tmp_path / "out" / "corpus.en.parquet").to_pylist()
    assert [(row["id"], row["source"]) for row in found] == [("a", SENTENCES[0]), ("b", SENTENCES[1])]
    assert "$686 million" in found[1]["translation"]
    assert toolkit("translate", path, "-o", tmp_path / "other").code == 1


def test_tables_and_articles_do_not_mix(toolkit, tmp_path, table, folder):
    """Tables and articles in one command are an error of usage."""
    ran = toolkit("translate", table, folder, "-o", tmp_path / "out")
    assert ran.code == 2
    assert "in two runs" in ran.err


COMMAND = """
import sys
from toolkit.cli.app import run
from toolkit.pipeline import dispatch, work
work.WINDOW_BYTES = 150
dispatch.LEAST_BYTES = 40
if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("signals", [1, 2])
def test_interrupted_from_the_keyboard(tmp_path, folder, signals):
    """Ctrl-C reaches the whole process group: the first ends the run in order, a second at once; no worker stays."""
    script = tmp_path / "command.py"
    script.write_text(COMMAND, encoding="utf-8")
    given = [sys.executable, str(script), "translate", str(folder), "-o", str(tmp_path / "out"), "--workers", "2"]
    process = subprocess.Popen(given, stderr=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True)
    told = process.stderr.readline()
    assert told.startswith("translate:"), told + process.stderr.read()
    while not list((tmp_path / "out" / ".toolkit").glob("shared-*")):
        time.sleep(0.02)
    time.sleep(0.5)  # workers are starting, or at work: both must be ended
    for _ in range(signals):
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.02)
    # The end of the error output is the end of every process that had it, workers included.
    told = process.stderr.read()
    assert process.wait(60) == 130
    assert "Traceback" not in told
    with pytest.raises(ProcessLookupError):
        wait_for_end(process.pid)


@pytest.mark.slow
def test_killed_parents_change_no_byte(tmp_path, folder):
    """A run whose parent is killed while workers are at it, and which is then continued, ends in the same bytes."""
    script = tmp_path / "command.py"
    script.write_text(COMMAND, encoding="utf-8")
    given = [sys.executable, str(script), "translate", str(folder), "-q", "-o"]
    process = subprocess.Popen([*given, str(tmp_path / "out"), "--workers", "2"])
    while not list((tmp_path / "out").glob("*.en.txt")):
        time.sleep(0.02)
    process.kill()
    process.wait()
    subprocess.run([*given, str(tmp_path / "out"), "--workers", "2"], check=True)
    subprocess.run([*given, str(tmp_path / "alone")], check=True)
    assert tree(tmp_path / "out") == tree(tmp_path / "alone")


def wait_for_end(group):
    """Return after ten seconds; ProcessLookupError when the group has ended before."""
    for _ in range(200):
        os.killpg(group, 0)
        time.sleep(0.05)  # the interpreter's own helper for spawned processes ends a moment later
