"""Ctrl-C, once and twice, while the engine is in the middle of something."""

import os
import signal
import sqlite3
import subprocess
import sys

import pytest
from kill_runs import finish, start, tree

ARTICLES = {f"{n}.txt": "".join(f"Le chat a mangé {n + k} souris.\n" for k in range(12)) for n in range(0, 60, 12)}

STUCK = """
import itertools, sys, threading
from toolkit.cli.app import run
from toolkit.engines.base import Decoder
from toolkit.pipeline import dispatch, work
work.WINDOW_BYTES, dispatch.LEAST_BYTES = 300, 100
calls, whole = itertools.count(1), Decoder.translate

def translate(engine, texts, options, prefixes=None):
    if next(calls) > LATER:
        print("stuck", file=sys.stderr, flush=True)
        threading.Event().wait()  # as a decoding thread that takes its time
    return whole(engine, texts, options, prefixes)

Decoder.translate = translate
if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
"""
"""The command line with an engine that works for a while and then never comes back."""


@pytest.fixture
def stuck(tmp_path, articles):
    """Return a function that starts a run whose engine gets stuck, and returns the process when it is."""
    processes = []

    def begin(*flags, calls=3):
        script = tmp_path / "stuck.py"
        script.write_text(STUCK.replace("LATER", str(calls)), encoding="utf-8")
        given = [sys.executable, str(script), "translate", str(articles(ARTICLES)), "-o", str(tmp_path / "out"),
                 "--batch-tokens", "64", *flags]  # fmt: skip
        process = subprocess.Popen(
            given, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8",
            start_new_session=True,
        )  # fmt: skip
        processes.append(process)
        wait_for(process, "stuck")
        return process

    yield begin
    for process in processes:
        process.kill()
        process.communicate()


def wait_for(process, word):
    """Read what a process tells until a line has *word*."""
    lines = []
    while word not in (line := process.stderr.readline()):
        assert line, lines
        lines.append(line)


@pytest.mark.parametrize("flags", [(), ("--workers", "2")], ids=["alone", "workers"])
def test_second_interrupt_does_not_wait_for_the_engine(stuck, flags, articles, tmp_path):
    """A second Ctrl-C ends a run whose engine never comes back, workers too; the next run ends in the same bytes."""
    process = stuck(*flags)
    os.killpg(process.pid, signal.SIGINT)
    wait_for(process, "finishing")
    os.killpg(process.pid, signal.SIGINT)
    # The end of the error output is the end of every process that had it, workers included.
    told = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert told.splitlines()[-1].endswith("Run the same command again to go on.")
    assert "Traceback" not in told
    with sqlite3.connect(tmp_path / "out" / ".toolkit" / "memory.sqlite") as memory:
        assert memory.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert memory.execute("SELECT count(*) FROM decoded").fetchone()[0] > 0
    memory.close()
    folder = articles(ARTICLES)
    finish(start(folder, tmp_path / "single"))
    script = tmp_path / "stuck.py"
    script.write_text(STUCK.replace("LATER", "10**9"), encoding="utf-8")
    again = [sys.executable, str(script), "translate", str(folder), "-q", "-o", str(tmp_path / "out"), *flags]
    subprocess.run(again, check=True)
    assert tree(tmp_path / "out") == tree(tmp_path / "single")


def test_first_interrupt_keeps_what_is_decoded(toolkit, articles, outputs, monkeypatch):
    """What the engine has in hand at a Ctrl-C is remembered, although its document is not finished."""
    from toolkit.pipeline.recall import Recall

    kept = Recall._kept
    counted = []

    def stop_then_keep(recall, jobs, *others):
        if not counted:
            signal.raise_signal(signal.SIGINT)
        counted.append(len(jobs))
        return kept(recall, jobs, *others)

    monkeypatch.setattr(Recall, "_kept", stop_then_keep)
    folder = articles({"a.txt": "".join(f"Le chat a mangé {k} souris.\n" for k in range(40))})
    assert toolkit("translate", folder, "-o", outputs, "-q", "--batch-tokens", "64").code == 130
    assert len(counted) > 1
    assert not (outputs / "a.en.txt").exists()
    with sqlite3.connect(outputs / ".toolkit" / "memory.sqlite") as memory:
        assert memory.execute("SELECT count(*) FROM decoded").fetchone() == (sum(counted),)
    memory.close()
