"""Processes of this machine: everything is done once, whatever happens to a worker."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from scale_work import open_squares

from toolkit.errors import CheckpointError, EngineError
from toolkit.scale.local import LocalExecutor
from toolkit.scale.work import ATTEMPTS, Unit


def units(count, **orders):
    """Return numbered units; *orders* maps ``u<number>`` to what that unit asks for besides."""
    return [Unit(n, {"number": n} | orders.get(f"u{n}", {})) for n in range(count)]


def run(given, workers=2, stop=None, told=lambda _unit, _said: None, **description):
    """Return the outcomes by number."""
    executor = LocalExecutor(open_squares, {"factor": 1} | description, workers)
    found = list(executor.run(given, told, stop or threading.Event()))
    assert not executor.processes
    assert len({outcome.unit.number for outcome in found}) == len(found)
    return {outcome.unit.number: outcome for outcome in found}


def test_every_unit_is_done_by_some_worker():
    """Two workers do all units between them, and what they say arrives with the unit it belongs to."""
    heard = {}
    found = run(units(9), told=lambda unit, said: heard.setdefault(unit.number, said["pid"]), factor=3)
    assert {n: outcome.result["square"] for n, outcome in found.items()} == {n: 3 * n * n for n in range(9)}
    assert heard.keys() == found.keys()
    assert os.getpid() not in heard.values()


def test_text_crosses_unchanged():
    """Line separators, lone surrogates and controls come back as they went."""
    text = "é\u2028\udc80\x00\n\U0001f600"
    assert run(units(1, u0={"text": text}))[0].result["text"] == text


def test_units_are_taken_as_workers_take_them():
    """A source of units is read no further ahead than there are workers."""
    taken = []

    def source():
        for unit in units(20):
            taken.append(unit.number)
            yield unit

    executor = LocalExecutor(open_squares, {"factor": 1}, 2)
    for finished, _ in enumerate(executor.run(source(), lambda _unit, _said: None, threading.Event()), 1):
        assert len(taken) <= finished + 2


def test_a_killed_worker_costs_nothing(tmp_path):
    """A unit whose worker is killed twice is done by a third, and the others are done too."""
    found = run(units(5, u2={"deaths": str(tmp_path / "deaths"), "times": ATTEMPTS - 1}))
    assert {n: outcome.result["square"] for n, outcome in found.items()} == {n: n * n for n in range(5)}
    assert len(list((tmp_path / "deaths").iterdir())) == ATTEMPTS - 1


def test_a_unit_that_kills_every_worker_is_given_up(tmp_path):
    """After three deaths over one unit it is reported with the signal, and all others are done."""
    found = run(units(5, u2={"deaths": str(tmp_path / "deaths"), "times": 99}))
    assert found[2].result is None
    assert "3 workers died" in found[2].reason
    assert "SIGKILL" in found[2].reason
    assert {n for n, outcome in found.items() if outcome.result} == {0, 1, 3, 4}


def test_a_refused_unit_is_told_and_not_tried_again(tmp_path):
    """An error the toolkit raises on purpose is the unit's reason; the worker goes on."""
    log = tmp_path / "log"
    found = run(units(3, u1={"refuse": True, "log": str(log)}), workers=1)
    assert found[1].reason == "page.txt is no text."
    assert found[2].result
    assert log.read_text(encoding="utf-8") == "1\n"


def test_a_defect_over_one_unit_spares_the_others():
    """An error nobody foresaw is told with its place, and the other units are done."""
    found = run(units(3, u1={"break": True}))
    assert "KeyError in scale_work.py, line" in found[1].reason
    assert found[0].result
    assert found[2].result


def test_what_refuses_to_open_ends_the_run():
    """The error of a worker that cannot open is raised here as what it was there."""
    with pytest.raises(CheckpointError, match="no such model"):
        run(units(2), refuse=True)
    with pytest.raises(EngineError, match="RuntimeError in scale_work"):
        run(units(2), **{"break": True})


def test_workers_that_die_while_opening_end_the_run():
    """Workers that are killed before they are open are not started for ever."""
    with pytest.raises(EngineError, match=r"No worker can be started.*SIGKILL"):
        run(units(2), die=True)


def test_a_stop_ends_what_is_in_hand_and_begins_nothing(tmp_path):
    """After a stop the units in hand come to a quick end as results, and no other is begun."""
    stop, mark = threading.Event(), tmp_path / "mark"
    orders = {"u0": {"wait": str(mark)}}

    def told(unit, _said):
        if unit.number == 0:
            stop.set()

    found = run(units(5, **orders), workers=1, stop=stop, told=told)
    assert found.keys() == {0}
    assert found[0].result == {"stopped": True}


def test_closing_ends_the_workers_at_once():
    """Leaving the loop, as a second Ctrl-C does, leaves no process behind."""
    executor = LocalExecutor(open_squares, {"factor": 1}, 2)
    outcomes = executor.run(units(50, u1={"sleep": 60}), lambda _unit, _said: None, threading.Event())
    next(outcomes)
    alive = executor.processes
    assert alive
    outcomes.close()
    for pid in alive:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_workers_end_with_their_parent(tmp_path):
    """A parent that is killed leaves no worker running."""
    mark = tmp_path / "mark"
    program = (
        "import sys, threading\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from scale_work import open_squares\n"
        "from toolkit.scale.local import LocalExecutor\n"
        "from toolkit.scale.work import Unit\n"
        "if __name__ == '__main__':\n"
        f"    given = [Unit(0, {{'number': 0, 'wait': {str(mark)!r}}})]\n"
        "    executor = LocalExecutor(open_squares, {'factor': 1}, 1)\n"
        "    told = lambda unit, said: print(said['pid'], flush=True)\n"
        "    list(executor.run(given, told, threading.Event()))\n"
    )
    script = tmp_path / "parent.py"
    script.write_text(program, encoding="utf-8")
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
    pid = json.loads(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait(30)
    # The worker held the only other end of the parent's output: its end is the end of the file.
    assert parent.stdout.read() == ""
    with pytest.raises(ProcessLookupError):
        _wait_for_end(pid)


def _wait_for_end(pid):
    for _ in range(200):
        os.kill(pid, 0)
        threading.Event().wait(0.05)
