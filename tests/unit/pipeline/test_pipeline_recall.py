"""Recall yields what is remembered and decodes the rest ahead of its caller; loops share the decodings they ask for."""

import threading
import time

import pytest

from toolkit.engines.scripted import ScriptedEngine
from toolkit.fidelity.loop import Request
from toolkit.options import DecodingOptions
from toolkit.pipeline.recall import AHEAD, Busy, Job, Recall
from toolkit.pipeline.refine import TOGETHER, Loops
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
        answers += yield [Request(source, "prefix", "Oh") for source in sources]
    return answers


def _once(requests):
    return (yield requests)


def _answered(loops, jobs):
    loops.take({job: [Hypothesis(f"{job.prefix} {job.text}", 0.0)] for job in jobs})


def test_loops_go_on_as_their_answers_come():
    """A loop that has its answers asks again at once, whatever others wait for, and gets them in its order."""
    loops = Loops(OPTIONS)
    loops.start("a", _asking(["x", "y"], ["z"]))
    loops.start("b", _asking(["v", "x"]))
    asked = loops.wanted(last=True)
    assert [job.text for job in asked] == ["x", "y", "v"]
    _answered(loops, asked[1::-1])
    assert [job.text for job in loops.wanted(last=True)] == ["z"]
    assert not loops.done
    _answered(loops, [Job("z", OPTIONS, "Oh"), asked[2]])
    assert {key: [nbest[0].text for nbest in found] for key, found in loops.done.items()} == {
        "a": ["Oh x", "Oh y", "Oh z"],
        "b": ["Oh v", "Oh x"],
    }


def test_few_requests_wait_for_company():
    """Requests go to the engine when they fill a call, or when nothing else is to be decoded."""
    loops = Loops(OPTIONS)
    loops.start("a", _asking([str(number) for number in range(TOGETHER - 1)]))
    assert not loops.wanted(last=False)
    loops.start("b", _asking(["x"]))
    assert len(loops.wanted(last=False)) == TOGETHER
    assert not loops.wanted(last=True)


def test_unanswered_loops_have_no_outcome():
    """Loops whose requests were not reached have no outcome; those without requests, or of one clause, are done."""
    loops = Loops(OPTIONS)
    loops.start("a", _asking(["x"]))
    loops.start("b", _asking())
    loops.start("c", _once([Request("Oui.", "split")]))
    assert loops.done == {"b": [], "c": [[]]}


def test_what_comes_up_meanwhile_goes_first():
    """Jobs that are asked for during a stream go before those that wait, and all of them come."""
    later = [[Job("sept", OPTIONS)], [Job("huit", OPTIONS)]]
    stream = _recall().stream(_jobs(40), lambda _: later.pop() if later else ())
    seen = [job.text for found in stream for job in found]
    assert len(seen) == len(set(seen)) == 42
    assert seen.index("huit") < 30


def test_jobs_are_asked_for_until_there_are_none():
    """Nothing to begin with, and what comes up after the last batch is still decoded."""
    later = [[Job("sept", OPTIONS)]]
    asked = []

    def more(last):
        asked.append(last)
        return later.pop() if later and last else ()

    assert [job.text for found in _recall().stream([], more) for job in found] == ["sept"]
    assert asked[-1] is True
