"""Actors of a Ray cluster of two nodes on this machine: a lost worker or node costs at most the shard in hand."""

import contextlib
import os
import sys
import threading
from pathlib import Path

import pytest
from scale_work import open_squares

from toolkit.errors import CheckpointError, EngineError, OptionsError
from toolkit.scale.cluster import Group, RayExecutor
from toolkit.scale.work import ATTEMPTS, Unit

ray = pytest.importorskip("ray", reason="Ray is not installed: pip install '.[ray]'")
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("ray")]


@pytest.fixture
def cluster(monkeypatch):
    """Start two nodes of one CPU each."""
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))  # of the nodes: where the work is found
    from ray.cluster_utils import Cluster

    node = {"num_cpus": 1, "object_store_memory": 80_000_000}
    nodes = Cluster(initialize_head=True, head_node_args=node | {"include_dashboard": False})
    nodes.second = nodes.add_node(**node)
    yield nodes
    ray.shutdown()
    with contextlib.suppress(Exception):
        nodes.shutdown()


def run(cluster, given, groups=None, told=lambda _unit, _said: None, stop=None):
    """Return the outcomes by number."""
    executor = RayExecutor(open_squares, groups or [Group(description={"factor": 1})], cluster.address)
    found = list(executor.run(given, told, stop or threading.Event()))
    assert len({outcome.unit.number for outcome in found}) == len(found)
    return {outcome.unit.number: outcome for outcome in found}


def units(count, **orders):
    """Return numbered units; *orders* maps ``u<number>`` to what that unit asks for besides."""
    return [Unit(n, {"number": n} | orders.get(f"u{n}", {})) for n in range(count)]


def test_every_node_works(cluster):
    """Without a number there are as many workers as the cluster has CPUs, and every unit is done once."""
    pids = {}
    given = [Unit(n, {"number": n, "sleep": 0.2}) for n in range(10)]
    found = run(cluster, given, told=lambda unit, said: pids.setdefault(unit.number, said["pid"]))
    assert {n: outcome.result["square"] for n, outcome in found.items()} == {n: n * n for n in range(10)}
    assert len(set(pids.values())) == 2


def test_a_killed_worker_costs_nothing(cluster, tmp_path):
    """A unit whose worker is killed is done by another; one that kills every worker is given up."""
    orders = {
        "u1": {"deaths": str(tmp_path / "some"), "times": ATTEMPTS - 1},
        "u3": {"deaths": str(tmp_path / "all"), "times": 99},
    }
    found = run(cluster, units(6, **orders))
    assert {n for n, outcome in found.items() if outcome.result} == {0, 1, 2, 4, 5}
    assert "3 workers died" in found[3].reason


def test_a_lost_node_costs_at_most_the_unit_in_hand(cluster, tmp_path):
    """A node that vanishes in the middle takes nothing that was finished along; its unit is done by the other."""
    log = tmp_path / "log"
    given = [Unit(n, {"number": n, "sleep": 0.3, "log": str(log)}) for n in range(12)]
    executor = RayExecutor(open_squares, [Group(description={"factor": 1})], cluster.address)
    outcomes = executor.run(given, lambda _unit, _said: None, threading.Event())
    found = [next(outcomes) for _ in range(3)]
    cluster.remove_node(cluster.second, allow_graceful=False)
    found += outcomes
    assert sorted(outcome.unit.number for outcome in found if outcome.result) == list(range(12))
    begun = [int(line) for line in log.read_text(encoding="utf-8").split()]
    assert len(begun) <= 12 + 1
    assert set(begun) == set(range(12))


def test_groups_of_workers_share_the_work(cluster):
    """Two kinds of workers, as CPU and GPU workers are, take units from one source."""
    groups = [Group(description={"factor": 1}, workers=1), Group(description={"factor": -1}, workers=1, cpus=0.5)]
    given = [Unit(n, {"number": n, "sleep": 0.2}) for n in range(1, 11)]
    found = run(cluster, given, groups)
    assert {abs(outcome.result["square"]) for outcome in found.values()} == {n * n for n in range(1, 11)}
    assert {outcome.result["square"] > 0 for outcome in found.values()} == {True, False}


def test_what_refuses_to_open_ends_the_run(cluster):
    """The error of an actor that cannot open is raised here as what it was there."""
    with pytest.raises(CheckpointError, match="no such model"):
        run(cluster, units(2), [Group(description={"refuse": True})])
    with pytest.raises(EngineError, match="No worker can be started"):
        run(cluster, units(2), [Group(description={"die": True}, workers=1)])


def test_a_stop_ends_what_is_in_hand(cluster, tmp_path):
    """After a stop the unit in hand comes to a quick end, and no other is begun."""
    stop, mark = threading.Event(), tmp_path / "mark"

    def watch():
        while not mark.exists():
            threading.Event().wait(0.05)
        stop.set()

    watching = threading.Thread(target=watch)
    watching.start()
    given = units(4, u0={"wait": str(mark)})
    found = run(cluster, given, [Group(description={"factor": 1}, workers=1)], stop=stop)
    watching.join()
    assert found.keys() == {0}
    assert found[0].result == {"stopped": True}


def test_a_killed_driver_leaves_no_actor(cluster):
    """Actors belong to the run: closing it ends them."""
    pids = []
    executor = RayExecutor(open_squares, [Group(description={"factor": 1}, workers=1)], cluster.address)
    outcomes = executor.run(units(5), lambda _unit, said: pids.append(said["pid"]), threading.Event())
    next(outcomes)
    outcomes.close()
    with pytest.raises(ProcessLookupError):
        _wait_for_end(pids[0])


def _wait_for_end(pid):
    for _ in range(200):
        os.kill(pid, 0)
        threading.Event().wait(0.05)


def test_a_cluster_that_is_not_there(monkeypatch):
    """An address without a cluster is an error with what to do."""
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    executor = RayExecutor(open_squares, [Group(description={"factor": 1})], "127.0.0.1:1")
    with pytest.raises(EngineError, match="cannot be joined"):
        list(executor.run(units(1), lambda _unit, _said: None, threading.Event()))


def test_without_ray(monkeypatch):
    """Where Ray is not installed the message says how to get it."""
    monkeypatch.setitem(sys.modules, "ray", None)
    executor = RayExecutor(open_squares, [Group(description={"factor": 1})])
    with pytest.raises(OptionsError, match=r"\[ray\]"):
        list(executor.run(units(1), lambda _unit, _said: None, threading.Event()))
