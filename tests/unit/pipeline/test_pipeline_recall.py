"""Recall yields what is remembered and decodes the rest ahead of its caller; loops share the decodings they ask for."""

import threading
import time

import pytest

from toolkit.engines.scripted import ScriptedEngine
from toolkit.fidelity.loop import Request
from toolkit.options import DecodingOptions
from toolkit.pipeline.recall import AHEAD, Busy, Job, Recall
from toolkit.pipeline.refine import Loops
from toolkit.storage.memory import Memory
from toolkit.types import Hypothesis

OPTIONS = DecodingOptions()


def _recall(engine=None, memory=None, tokens=4, stop=None):
    return Recall(engine or ScriptedEngine(), memory, tokens, stop or threading.Event(), lambda _segments, _words: None)


def _jobs(count):
    return [Job(f"mot {number}", OPTIONS) for number in range(count)]


def test_remembered_lists_come_before_decoded_ones(tmp_path):
    """What the memory has is not decoded again and does not wait for what is."""
    with Memory.open(tmp_path / "memory.sqlite") as memory:
        _recall(memory=memory).many(_jobs(2))
        engine = ScriptedEngine()
        found = list(_recall(engine, memory).stream(_jobs(4)))
    assert set(found[0]) == set(_jobs(2))
    assert {text for text, _, _ in engine.asked} == {"mot 2", "mot 3"}


def test_engine_works_ahead_of_its_caller():
    """While the caller is busy with one batch, the next ones are decoded, but no more than a few."""
    engine = ScriptedEngine()
    stream = _recall(engine).stream(_jobs(12))
    next(stream)
    for _ in range(200):
        if len(engine.asked) > 1:
            break
        time.sleep(0.01)
    assert 1 < len(engine.asked) <= 1 + AHEAD
    assert len(list(stream)) == 11


def test_stop_ends_the_stream_after_running_batches():
    """After a stop no further batch begins; what was running still comes out and nothing else."""
    stop, engine = threading.Event(), ScriptedEngine()
    stream = _recall(engine, stop=stop).stream(_jobs(20))
    next(stream)
    stop.set()
    assert len(list(stream)) <= AHEAD
    assert len(engine.asked) <= 1 + AHEAD


def test_failure_of_the_engine_reaches_the_caller():
    """An error in a decoding thread is raised where the results are read."""

    class Broken(ScriptedEngine):
        def translate(self, *_):
            raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        _recall(Broken()).many(_jobs(3))


def test_busy_time_counts_overlapping_calls_once():
    """Two calls at the same time are one stretch of time."""
    busy = Busy()
    with busy:
        with busy:
            time.sleep(0.02)
        assert busy.seconds == 0
    assert 0.02 <= busy.seconds < 2


def _asking(*rounds):
    """Ask for the sources of each round, and end with all answers as the outcome."""
    answers = []
    for sources in rounds:
        answers += yield [Request(source, "split") for source in sources]
    return answers


def test_loops_go_on_as_their_answers_come():
    """Each round is one list for all loops; a loop that has its answers asks again in the next round, in its order."""
    loops, lists = Loops(), []
    loops.start("a", _asking(["x", "y"], ["z"]))
    loops.start("b", _asking(["v"]))

    def answers(requests):
        lists.append([request.source for request in requests])
        for number in reversed(range(len(requests))):
            yield number, [Hypothesis(requests[number].source, 0.0)]

    outcomes = loops.finish(answers)
    assert lists == [["x", "y", "v"], ["z"]]
    assert {key: [nbest[0].text for nbest in found] for key, found in outcomes.items()} == {
        "a": ["x", "y", "z"],
        "b": ["v"],
    }


def test_unanswered_loops_have_no_outcome():
    """Loops whose requests were not reached are left out, and those without requests are done."""
    loops = Loops()
    loops.start("a", _asking(["x"]))
    loops.start("b", _asking())
    assert loops.finish(lambda _: ()) == {"b": []}
