"""A Ray cluster of two nodes on this machine, with the real model: what dies costs at most the shard it had in hand."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from kill_runs import tree

from toolkit.options import EngineOptions, ScaleOptions, TranslateOptions
from toolkit.pipeline import work
from toolkit.pipeline.observer import Silent
from toolkit.pipeline.tables import translate_tables
from toolkit.pipeline.translate import translate
from toolkit.storage.formats import rows

ray = pytest.importorskip("ray", reason="Ray is not installed: pip install '.[ray]'")
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("ray")]

LINES = [f"La société numéro {n} a levé {n * 7} millions de dollars à Paris en 20{n:02}." for n in range(10, 34)]
SMALL = {"LEAST_BYTES": 150, "MOST_BYTES": 400, "_CUT": 150}

DRIVER = """
import sys
from pathlib import Path
from toolkit.options import EngineOptions, ScaleOptions, TranslateOptions
from toolkit.pipeline.tables import translate_tables
from toolkit.storage.formats import rows
for name, value in {small}.items():
    setattr(rows, name, value)
scale = ScaleOptions(executor="ray", ray_address=sys.argv[1])
translate_tables([Path(sys.argv[2])], TranslateOptions(outputs=Path(sys.argv[3]), scale=scale))
"""


@pytest.fixture
def cluster(monkeypatch):
    """Return a function that starts two nodes of one CPU each; they end with the test."""
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    from ray.cluster_utils import Cluster

    started = []

    def start():
        node = {"num_cpus": 1, "object_store_memory": 80_000_000}
        nodes = Cluster(initialize_head=True, head_node_args=node | {"include_dashboard": False})
        nodes.second = nodes.add_node(**node)
        started.append(nodes)
        return nodes

    yield start
    ray.shutdown()
    for nodes in started:
        with contextlib.suppress(Exception):
            nodes.shutdown()


@pytest.fixture
def small_windows(monkeypatch):
    """Cut the work into windows of a few lines."""
    monkeypatch.setattr(work, "WINDOW_BYTES", 200)
    for name, value in SMALL.items():
        monkeypatch.setattr(rows, name, value)


@pytest.fixture
def table(tmp_path):
    """Return a table of two dozen sentences."""
    path = tmp_path / "corpus.jsonl"
    path.write_text("".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(LINES)), "utf-8")
    return path


def options(outputs, address=None):
    """Return options for the cluster at *address*; None: this process alone."""
    scale = ScaleOptions(executor="ray", ray_address=address) if address else ScaleOptions()
    return TranslateOptions(outputs=outputs, scale=scale, engine=EngineOptions(threads=1))


def content(outputs):
    """Return every output of a table by name."""
    return {path.name: path.read_bytes() for path in outputs.glob("*.en.*/*")}


def parts(outputs):
    """Return the parts of a table with the times they were written at."""
    return {path.name: path.stat().st_mtime_ns for path in outputs.glob("*.en.*/part-*")}


def when(condition, act):
    """Do *act* in a thread as soon as *condition* holds."""

    def watch():
        while not condition():
            time.sleep(0.05)
        act()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    return thread


def test_a_lost_node_changes_no_byte(cluster, small_windows, table, tmp_path):
    """A node that vanishes in the middle of a table loses nothing, and the table is that of one process."""
    nodes, out = cluster(), tmp_path / "out"
    watching = when(lambda: len(parts(out)) >= 2, lambda: nodes.remove_node(nodes.second, allow_graceful=False))
    report = translate_tables([table], options(out, nodes.address))
    watching.join()
    assert not report.skipped
    translate_tables([table], options(tmp_path / "alone"))
    assert content(out) == content(tmp_path / "alone")
    assert len(parts(out)) >= 5


def test_a_killed_worker_changes_no_byte(cluster, small_windows, table, tmp_path):
    """A worker that is killed in the middle of a table loses nothing."""
    nodes, out = cluster(), tmp_path / "out"
    killed = []

    def kill():
        for status in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                if status.read_bytes().startswith(b"ray::Actor") and not killed:
                    killed.append(int(status.parent.name))
                    os.kill(killed[0], signal.SIGKILL)

    watching = when(lambda: len(parts(out)) >= 1, kill)
    report = translate_tables([table], options(out, nodes.address))
    watching.join()
    assert killed
    assert not report.skipped
    translate_tables([table], options(tmp_path / "alone"))
    assert content(out) == content(tmp_path / "alone")


def test_a_restarted_head_repeats_at_most_what_was_in_hand(cluster, small_windows, table, tmp_path):
    """Driver and whole cluster are killed in the middle; the next run on a new cluster makes the missing parts only."""
    nodes, out = cluster(), tmp_path / "out"
    program = DRIVER.replace("{small}", repr(SMALL))
    driver = subprocess.Popen([sys.executable, "-c", program, nodes.address, str(table), str(out)])
    when(lambda: len(parts(out)) >= 3, lambda: None).join(120)
    driver.kill()
    driver.wait()
    nodes.shutdown()
    before = parts(out)
    assert len(before) >= 3
    report = translate_tables([table], options(out, cluster().address))
    after = parts(out)
    assert {name: after[name] for name in before} == before
    translate_tables([table], options(tmp_path / "alone"))
    assert content(out) == content(tmp_path / "alone")
    assert 0 < report.documents[0].decoded < len(LINES)


def test_articles_on_a_cluster(cluster, small_windows, articles, tmp_path):
    """Articles on a shared disk give the outputs of one process; what is done is not done again unless it is gone."""
    folder = articles({f"{n}.txt": f"{line}\n" for n, line in enumerate(LINES[:8])})
    nodes, out = cluster(), tmp_path / "out"
    translate([folder], options(out, nodes.address))
    translate([folder], options(tmp_path / "alone"))
    assert tree(out) == tree(tmp_path / "alone")

    class Batches(Silent):
        count = 0

        def decoded(self, _segments, _words):
            self.count += 1

    again = Batches()
    ray.shutdown()
    assert len(translate([folder], options(out, nodes.address), again).documents) == 8
    assert again.count == 0
    (out / "3.en.txt").unlink()
    ray.shutdown()
    translate([folder], options(out, nodes.address), again)
    assert again.count > 0
    assert tree(out) == tree(tmp_path / "alone")


def test_articles_need_a_shared_disk(cluster, small_windows, articles, tmp_path, monkeypatch):
    """A worker that does not see the outputs folder refuses, with what to do."""
    from toolkit.errors import EngineError
    from toolkit.pipeline import crew

    folder = articles({f"{n}.txt": f"{line}\n" for n, line in enumerate(LINES[:4])})
    monkeypatch.setattr(crew, "_marked", lambda _session: ".toolkit/shared-elsewhere")
    with pytest.raises(EngineError, match="does not see the outputs folder"):
        translate([folder], options(tmp_path / "out", cluster().address))
