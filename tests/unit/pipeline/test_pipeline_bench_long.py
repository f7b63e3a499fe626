"""Long benchmarks at tiny sizes: what is asked of child processes, what they answer, what a profile sees."""

import subprocess
import sys
import time
from dataclasses import replace

import pytest

from toolkit.errors import EngineError, InputError, OptionsError
from toolkit.pipeline import bench_child, bench_runs, bench_sample, bench_watch
from toolkit.pipeline.bench_long import FILE_BYTES, MOST_SEGMENTS, memory, scaling, soak
from toolkit.pipeline.bench_order import Order
from toolkit.pipeline.bench_place import EVERY, BenchOptions
from toolkit.pipeline.bench_profile import profile
from toolkit.pipeline.bench_profile_run import Profiler
from toolkit.pipeline.bench_stages import (
    ASSEMBLE,
    CHECK,
    GUARD,
    OPEN,
    READ,
    REMEMBER,
    REPAIR,
    REST,
    STAGES,
    TOKENISE,
    WAIT,
    WRITE,
    Call,
    calls,
    place_of,
    stage_of,
)
from toolkit.pipeline.bench_table import BEAMS, COMPUTE_TYPES, table

ARTICLE = "Le conseil a voté un budget de 12 millions d'euros. Il entre en vigueur lundi.\n"
MOMENT = {"seconds": 1.0, "memory": 10**8, "processes": 1, "documents": 1, "segments": 10, "words": 100}


pytestmark = pytest.mark.usefixtures("own_cache")


@pytest.fixture
def order(article, tmp_path):
    """Return a function that makes an order for the embedded model on a sample of two sentences, beam 1."""
    bench_sample.write_sample([article], tmp_path / "sample", "fr", 2)

    def make(task, **changes):
        plain = Order(
            task=task, articles=str(tmp_path / "sample"), work=str(tmp_path / "work"), model="fr-en-small",
            revision=None, language="fr", target="en", threads=1, beam=1,
        )  # fmt: skip
        return replace(plain, **changes)

    return make


def fake(seen, fails=lambda _order: False, texts=("A.", "B.")):
    """Return a runner that measures nothing and keeps the orders but those that prepare."""

    def run(wanted):
        if wanted.task == "prepare":
            return {}
        seen.append(wanted)
        if fails(wanted):
            raise EngineError(f"no {wanted.task} here")
        return {
            "seconds": 2.0, "loading": 1.0, "cpu": 3.0, "peak": 10**8, "segments": 20, "words": 400, "processes": 1,
            "target_words": 9, "peak_of_all": 2 * 10**8, "notes": ["one window"], "texts": list(texts),
            "moments": [MOMENT, MOMENT | {"seconds": 2.0}], "stopping": 0.1, "errors": 0, "reasons": [],
            "wall": 2.0, "process": 3.0, "libraries": 1.0, "looks": 9, "stages": {READ: [1.0, 0.5, 0.0]},
            "functions": [["text.segment:cut", 0.5]],
        }  # fmt: skip

    return run


OPTIONS = BenchOptions(sentences=EVERY, beam=1)


def test_a_soak_makes_three_times_the_documents_its_speed_allows(article):
    """A short run tells the speed; 20 segments in 2 s are 600 in a minute, 60 documents, and three times as many."""
    seen = []
    found = soak([article], OPTIONS, 1.0, lambda _: None, workers=2, run=fake(seen))
    assert [(wanted.task, wanted.size, wanted.seconds, wanted.workers) for wanted in seen] == [
        ("pipeline", 0, 0.0, 0),
        ("soak", 180, 60.0, 2),
    ]
    assert (found.last.seconds, found.documents, found.peak, found.stopping) == (2.0, 180, 2 * 10**8, 0.1)


@pytest.mark.parametrize("minutes", [0, -1.0, float("inf"), float("nan")])
def test_a_soak_needs_a_time(article, minutes):
    """No time, and time without end, are refused before anything is done."""
    with pytest.raises(OptionsError, match="more than 0"):
        soak([article], OPTIONS, minutes, lambda _: None, run=fake([]))


def test_scaling_measures_every_size_with_one_and_two_workers(article):
    """Each worker has a thread; the greatest size comes with the full level only; idle workers are noted once."""
    seen = []
    found = scaling([article], OPTIONS, lambda _: None, fake(seen))
    asked = [(wanted.size, wanted.workers, wanted.threads) for wanted in seen]
    assert asked == [(size, n, n) for size in (100, 1000, 10_000) for n in (1, 2)]
    assert [load.cpu for load in found.loads] == [3.0] * 6
    (note,) = [note for note in found.notes if "one window" in note]
    assert "100 segments, 2 workers; 1,000 segments, 2 workers; 10,000 segments, 2 workers" in note
    seen.clear()
    scaling([article], replace(OPTIONS, level="full"), lambda _: None, fake(seen))
    assert max(wanted.size for wanted in seen) == MOST_SEGMENTS


def test_a_size_that_fails_ends_the_curve_of_its_workers(article):
    """One worker goes on when two cannot; what is missing is told with its reason."""
    seen = []
    fails = fake(seen, lambda wanted: wanted.workers == 2)
    found = scaling([article], OPTIONS, lambda _: None, fails, sizes=(10, 20))
    assert [(load.workers, load.size) for load in found.loads] == [(1, 10), (1, 20)]
    assert [item.reason for item in found.skipped] == ["no scaling here"]


def test_memory_is_measured_over_documents_and_one_file(article):
    """Every number of documents is run; the file comes with the full level only, and a failure leaves a reason."""
    seen = []
    found = memory([article], OPTIONS, lambda _: None, fake(seen), counts=(1, 2))
    assert [(wanted.task, wanted.size) for wanted in seen] == [("documents", 1), ("documents", 2)]
    assert found.file is None
    fails = fake(seen, lambda wanted: wanted.task == "one_file")
    found = memory([article], replace(OPTIONS, level="full"), lambda _: None, fails, counts=(1,))
    assert (seen[-1].task, seen[-1].size) == ("one_file", FILE_BYTES)
    assert [item.reason for item in found.skipped] == ["no one_file here"]


@pytest.fixture
def texts(tmp_path):
    """Write two lines of French with their references."""
    source, reference = tmp_path / "a.fr", tmp_path / "a.en"
    source.write_text("Il dort.\nElle lit.\n", encoding="utf-8")
    reference.write_text("He sleeps.\nShe reads.\n", encoding="utf-8")
    return source, reference


def test_a_table_has_every_compute_type_with_every_beam(texts):
    """Rounds alternate, translations are scored, and a compute type that cannot run is told once."""
    seen = []
    run = fake(seen, lambda wanted: wanted.compute_type == "bfloat16", ("He sleeps.", "She reads."))
    found = table(*texts, replace(OPTIONS, repeats=2), lambda _: None, run=run)
    pairs = [(kind, beam) for kind in COMPUTE_TYPES if kind != "bfloat16" for beam in BEAMS]
    assert [(one.compute_type, one.beam) for one in found.cells] == pairs
    assert [(w.compute_type, w.beam) for w in seen if w.compute_type != "bfloat16"] == pairs + pairs[::-1]
    assert [item.what for item in found.skipped] == ["bfloat16"]
    assert {score.value for one in found.cells for score in one.scores if score.metric == "chrF2"} == {100.0}
    assert (found.lines, found.words) == (2, 4)


def test_a_table_notices_translations_that_differ(texts):
    """Rounds that do not give the same words are a fault of the system, and told."""
    turns = iter(["A.", "B."] * 100)

    def run(wanted):
        return fake([], texts=(next(turns), "x"))(wanted) if wanted.task != "prepare" else {}

    found = table(*texts, replace(OPTIONS, repeats=2), lambda _: None, run=run)
    assert any("two rounds gave different translations" in note for note in found.notes)


def test_a_table_needs_words(texts):
    """Empty texts are refused before a model is loaded."""
    for path in texts:
        path.write_text("\n\n", encoding="utf-8")
    with pytest.raises(InputError, match="no words"):
        table(*texts, OPTIONS, lambda _: None, run=fake([]))


def test_a_profile_has_every_stage(article):
    """Stages come in the order of a run, those that were never seen with nothing."""
    found = profile([article], OPTIONS, lambda _: None, fake([]))
    assert [stage.name for stage in found.stages] == list(STAGES)
    assert sum(stage.wall for stage in found.stages) == 1.0
    assert found.functions == (("text.segment:cut", 0.5),)


def test_a_soak_is_stopped_and_leaves_its_curve(order, monkeypatch):
    """The run ends soon after its time, long before its documents do, and the readings go from beginning to end."""
    monkeypatch.setattr(bench_runs, "_OFTEN", 0.05)
    found = bench_child.measure(order("soak", size=60, seconds=0.3))
    assert found["stopping"] is not None
    assert (found["errors"], found["reasons"]) == (0, [])
    times = [moment["seconds"] for moment in found["moments"]]
    assert times == sorted(times)
    assert len(times) > 2
    assert found["moments"][-1]["segments"] < 600


def test_a_soak_that_breaks_keeps_what_it_saw(order, monkeypatch):
    """A defect in the run is a failure with its words; the readings until then are returned."""

    def broken(*_):
        raise RuntimeError("a defect")

    monkeypatch.setattr(bench_runs, "translate", broken)
    found = bench_child.measure(order("soak", size=2, seconds=5.0))
    assert found["reasons"] == ["the run ended with RuntimeError: a defect"]
    assert found["stopping"] is None
    assert len(found["moments"]) >= 2


def test_sizes_and_files_are_run_whole(order, tmp_path):
    """As many segments as asked for are translated, and a file of so many bytes, with time, cost and memory."""
    found = bench_child.measure(order("scaling", size=20, workers=1))
    assert found["segments"] >= 20
    assert found["words"] > found["segments"]
    assert found["cpu"] > 0 < found["seconds"]
    file = bench_child.measure(order("one_file", size=1500, work=str(tmp_path / "other")))
    assert file["segments"] >= 20
    assert (tmp_path / "other" / "articles" / "one.txt").stat().st_size >= 1500


def test_lines_come_back_as_many_as_they_were(order, tmp_path):
    """Empty lines stay empty, and figures are right."""
    (tmp_path / "lines.json").write_text('["Il a 12 ans.", "", "Il dort."]', encoding="utf-8")
    found = bench_child.measure(order("lines", articles=str(tmp_path / "lines.json")))
    assert [bool(text) for text in found["texts"]] == [True, False, True]
    assert "12" in found["texts"][0]
    assert found["seconds"] > 0 < found["cpu"]


def test_a_run_is_profiled(order):
    """All of the time is put down to stages, and most processor time of a run is told."""
    found = bench_child.measure(order("profile"))
    assert set(found["stages"]) <= set(STAGES)
    assert found["wall"] == pytest.approx(sum(wall for wall, _, _ in found["stages"].values()))
    assert found["looks"] > 1
    assert found["process"] > 0


def test_a_profiler_sees_what_its_thread_does():
    """Work that is no part of the toolkit is the rest, and its processor time is counted."""
    profiler = Profiler()
    profiler.start()
    end = time.thread_time() + 0.05
    while time.thread_time() < end:
        pass
    profiler.stop()
    assert set(profiler.wall) == {REST}
    assert not profiler.functions
    if sys.platform == "linux":
        assert profiler.main[REST] > 0.02


WINDOW = Call("toolkit.pipeline.window", "_refined")
RECALL = Call("toolkit.pipeline.recall", "_decoded")
RESULT = Call("concurrent.futures._base", "result")


@pytest.mark.parametrize(
    ("stack", "stage"),
    [
        ([Call("re", "sub"), Call("toolkit.text.segment", "cut"), Call("toolkit.pipeline.segments", "prepare")], READ),
        ([Call("toolkit.engines.base", "count_tokens"), RECALL, WINDOW], TOKENISE),
        ([Call("toolkit.pipeline.recall", "_kept"), WINDOW], TOKENISE),
        ([Call("threading", "wait"), RESULT, RECALL, WINDOW], WAIT),
        ([Call("toolkit.engines.ct2", "_search"), RECALL, Call("toolkit.decoding.retries", "guarded")], REPAIR),
        ([Call("toolkit.engines.attention", "links"), Call("toolkit.engines.base", "translate")], ASSEMBLE),
        ([Call("toolkit.engines.pieces", "encode"), Call("toolkit.engines.base", "translate")], TOKENISE),
        ([Call("toolkit.text.loops", "loops"), Call("toolkit.decoding.retries", "guarded"), WINDOW], GUARD),
        ([Call("toolkit.text.numbers", "x"), Call("toolkit.fidelity.loop", "refine"), WINDOW], CHECK),
        ([Call("sqlite3", "x"), Call("toolkit.storage.memory_records", "rows"), RECALL, WINDOW], REMEMBER),
        ([Call("toolkit.text.x", "y"), Call("toolkit.review.page", "page"), Call("toolkit.pipeline.write", "_page")],
         WRITE),
        ([Call("toolkit.storage.memory", "open"), Call("toolkit.pipeline.session", "open_session")], OPEN),
        ([WINDOW], ASSEMBLE),
        ([Call("toolkit.pipeline.translate", "translate")], REST),
        ([], REST),
    ],
)  # fmt: skip
def test_a_stack_belongs_to_a_stage(stack, stage):
    """The room that was entered for a purpose decides, whatever it calls; waiting is told from working."""
    assert stage_of(stack) == stage


def test_the_place_is_the_innermost_function_of_the_toolkit():
    """Time in libraries is put down to who called them; a stack without the toolkit has no place."""
    stack = [Call("re", "sub"), Call("toolkit.text.segment", "cut"), Call("toolkit.cli.app", "run")]
    assert place_of(stack) == "text.segment:cut"
    assert place_of([Call("toolkits.x", "y")]) == ""
    assert calls(sys._getframe())[0] == Call(__name__, "test_the_place_is_the_innermost_function_of_the_toolkit")


@pytest.mark.skipif(sys.platform != "linux", reason="memory of other processes is read from /proc")
def test_children_count_as_memory_of_their_parent():
    """A process that is started adds its memory, one that has ended does not."""
    before = bench_watch.resident()
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        during = bench_watch.resident()
        assert during.processes == before.processes + 1
        assert bench_watch.resident(child.pid).processes == 1
    finally:
        child.communicate(b"\n")
    assert bench_watch.resident().processes == before.processes


def test_without_proc_memory_is_unknown(monkeypatch, tmp_path):
    """On a system that does not tell, moments still say how far the work is."""
    monkeypatch.setattr(bench_watch, "PROC", tmp_path)
    watch = bench_watch.Watch(10.0, lambda: (1, 2, 3))
    with watch.watching():
        pass
    assert [(m["memory"], m["documents"], m["words"]) for m in watch.moments] == [(None, 1, 3)] * 2
    assert watch.processes == 1
