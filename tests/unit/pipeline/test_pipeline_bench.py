"""Measuring: the sample, the orders, the rounds, what a child process answers. No time is asserted anywhere."""

import json
import os
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from toolkit.engines.scripted import ScriptedEngine
from toolkit.errors import EngineError, InputError, OptionsError, StorageError
from toolkit.evaluation.bench import LIMIT, NAIVE, OURS, WHOLE
from toolkit.evaluation.bench_chart import REMEMBERED
from toolkit.options import DecodingOptions
from toolkit.pipeline import bench as benching
from toolkit.pipeline import bench_child, bench_own, bench_sample
from toolkit.pipeline.bench import bench, sheet
from toolkit.pipeline.bench_machine import run_in_child
from toolkit.pipeline.bench_order import Order
from toolkit.pipeline.bench_place import BenchOptions, write_sheet
from toolkit.pipeline.bench_replay import Replay

ARTICLE = (
    "Le conseil a voté un budget de 12 millions d'euros. Il entre en vigueur lundi.\n\n"
    "La ministre est arrivée à Lyon hier matin.\n\n"
    "La ministre est arrivée à Lyon hier matin.\n\n"
    "Le maire a remercié tous les habitants de la ville.\n"
)


pytestmark = pytest.mark.usefixtures("own_cache")


@pytest.fixture
def sample(article, tmp_path):
    """Return the folder of a sample of two sentences."""
    folder = tmp_path / "sample"
    bench_sample.write_sample([article], folder, "fr", 2)
    return folder


def order(task, sample, work, **changes):
    """Return an order for the embedded model on one thread."""
    plain = Order(
        task=task, articles=str(sample), work=str(work), model="fr-en-small", revision=None, language="fr", target="en",
        threads=1,
    )  # fmt: skip
    return replace(plain, **changes)


def test_a_sample_takes_whole_paragraphs_until_there_are_enough(article, sample):
    """Two sentences wanted are the two of the first paragraph; the file read again has exactly those."""
    assert bench_sample.texts(sample) == [
        "Le conseil a voté un budget de 12 millions d'euros.", "Il entre en vigueur lundi."
    ]  # fmt: skip
    (document,) = bench_sample.documents(sample, "fr")
    assert [segment.text for segment in document.segments] == bench_sample.texts(sample)


def test_a_sample_has_no_sentence_twice(article, tmp_path):
    """A paragraph that was taken already, or is too long for every peer, is left out; a glossary comes along."""
    article.write_text(f"{ARTICLE}\n{'Le maire a remercié la ville, ' * 30}enfin.\n", encoding="utf-8")
    (article.parent / "glossary.tsv").write_text("source\ttarget\nmaire\tmayor\n", encoding="utf-8")
    text = bench_sample.write_sample([article], tmp_path / "all", "fr", 100)
    assert (text.documents, text.sentences, text.words) == (1, 4, 33)
    assert (tmp_path / "all" / "glossary.tsv").is_file()


def test_articles_without_text_are_refused(tmp_path):
    """Articles in another language cannot be measured with, and the message says what can."""
    path = tmp_path / "english.txt"
    path.write_text("The council has voted for the budget of this year.\nIt will be in force on Monday.\n", "utf-8")
    with pytest.raises(InputError, match="no sentence in 'fr'"):
        bench_sample.write_sample([path], tmp_path / "sample", "fr", 5)


def test_documents_for_memory_are_all_different(tmp_path):
    """No sentence occurs twice, however many documents are made of few sentences."""
    bench_sample.write_distinct(tmp_path / "many", ["Un chat dort.", "Il pleut"], 5, 3)
    lines = [line for path in sorted((tmp_path / "many").iterdir()) for line in path.read_text("utf-8").splitlines()]
    assert len(lines) == len(set(lines)) == 15
    assert lines[:3] == ["Un chat dort (1).", "Il pleut (1).", "Un chat dort (2)."]


def test_a_replayed_engine_is_asked_once():
    """The same answers come back in the order asked, and only new texts and prefixes reach the engine."""
    scripted = ScriptedEngine({"un": "one", "deux": "two"})
    replay, options = Replay(scripted), DecodingOptions(beam=1, nbest=1)
    assert replay.translate(["un", "deux", "un"], options) == scripted.translate(["un", "deux", "un"], options)
    asked = len(scripted.asked)
    replay.translate(["deux", "un"], options, ["", ""])
    assert len(scripted.asked) == asked
    replay.translate(["un"], options, ["one"])
    assert len(scripted.asked) == asked + 1
    assert (replay.pair, replay.count_tokens(["un"])) == (("fr", "en"), scripted.count_tokens(["un"]))


def fake(failing=(), seen=None):
    """Return a runner that measures nothing and fails the given tasks; *seen* collects the orders."""

    def run(wanted):
        if seen is not None:
            seen.append(wanted)
        assert Path(wanted.articles).is_dir()
        if wanted.task in failing:
            raise EngineError(f"no {wanted.task} here")
        return {
            "seconds": 2.0, "loading": 1.0, "target_words": 9, "peak": 10**8, "segments": max(1, wanted.size),
            "first": 3.0,
        }  # fmt: skip

    return run


@pytest.fixture
def quick(monkeypatch):
    """Leave out the start of new processes."""
    monkeypatch.setattr(benching, "wall_time", lambda _command: 0.5)


@pytest.mark.usefixtures("quick")
def test_rounds_alternate_and_every_system_is_in_each(article):
    """Each round runs every system once, the second in reverse order, each in a folder of its own."""
    seen = []
    found = bench([article], BenchOptions(sentences=2, repeats=2, level="quick"), lambda _: None, fake(seen=seen))
    keys = [m.system.key for m in found.systems]
    assert keys == [NAIVE, WHOLE, LIMIT, "unchecked", OURS, REMEMBERED]
    tasks = [wanted.task for wanted in seen if wanted.task != "prepare"]
    assert tasks[:6] == tasks[6:12][::-1] == ["naive", "whole", "bare", "unchecked", "pipeline", "remembered"]
    assert {len(m.runs) for m in found.systems} == {2}
    assert len({wanted.work for wanted in seen}) == len(seen)
    assert not [wanted.work for wanted in seen if Path(wanted.work).exists()]


@pytest.mark.usefixtures("quick")
def test_levels_add_systems_and_sizes(article):
    """Each level measures what the one before did and more; every order names the same weights and threads."""
    found, seen = {}, []
    for level in benching.LEVELS:
        options = BenchOptions(sentences=2, repeats=1, level=level, threads=1)
        found[level] = bench([article], options, lambda _: None, fake(seen=seen))
    keys = {level: {m.system.key for m in one.systems} for level, one in found.items()}
    assert keys["quick"] < keys["normal"] < keys["full"]
    assert [point.size for point in found["full"].fidelity] == [1000, 10_000, 100_000]
    assert [point.size for point in found["full"].documents] == [10, 100, 1000]
    assert not found["quick"].fidelity
    assert {(wanted.model, wanted.threads) for wanted in seen} == {("fr-en-small", 1)}


@pytest.mark.usefixtures("quick")
def test_a_system_that_cannot_run_is_left_out_with_its_reason(article):
    """The others are measured; a series ends at the size that fails; nothing is silently missing."""
    options = BenchOptions(sentences=2, repeats=2, fidelity_sizes=(1, 2), document_counts=())
    found = bench([article], options, lambda _: None, fake(failing={"naive", "fidelity", "conversion"}))
    assert NAIVE not in {m.system.key for m in found.systems}
    assert found.fidelity == ()
    assert [item.reason for item in found.skipped] == ["no naive here", "no conversion here", "no fidelity here"]


@pytest.mark.parametrize("wrong", [{"sentences": 0}, {"repeats": 0}, {"beam": 0}])
def test_sizes_below_one_are_refused(wrong):
    """Nothing can be measured with no sentence, round or beam."""
    with pytest.raises(OptionsError, match="at least 1"):
        BenchOptions(**wrong)


@pytest.mark.usefixtures("quick")
def test_files_are_written(article, tmp_path):
    """JSON and a well-formed chart are written; a folder that cannot be made is an error with what to do."""
    found = bench([article], BenchOptions(sentences=2, repeats=1, level="quick"), lambda _: None, fake())
    data, drawing = write_sheet(sheet(found), tmp_path / "a" / "b")
    assert json.loads(data.read_text(encoding="utf-8"))["schema"] == 1
    ET.parse(drawing)
    with pytest.raises(StorageError, match="--out"):
        write_sheet(sheet(found), article)


@pytest.mark.parametrize("task", ["bare", "engine", "pipeline", "unchecked", "remembered"])
def test_every_way_translates_the_sample(sample, tmp_path, task):
    """Each way that runs CTranslate2 gives a time and about as many words, in a folder that did not exist."""
    found = bench_child.measure(order(task, sample, tmp_path / "work", beam=1))
    assert found["seconds"] > 0
    assert found["cpu"] > 0
    assert found["loading"] > 0
    assert 8 <= found["target_words"] <= 30
    assert found["peak"] is None or found["peak"] > 10**7
    if task == "remembered":
        assert found["decoding"] == 0


def test_peers_of_transformers_translate_the_sample(sample, tmp_path):
    """One by one and in padded batches the same weights write about as many words."""
    naive, padded = (bench_child.measure(order(task, sample, tmp_path, beam=1)) for task in ("naive", "padded"))
    assert naive["target_words"] == pytest.approx(padded["target_words"], abs=3)
    assert naive["cpu"] > 0 < padded["cpu"]


def test_the_fidelity_pass_decodes_nothing_twice(sample, tmp_path, monkeypatch):
    """However often the sample is repeated, the engine hears each request once."""
    scripted = ScriptedEngine({})
    monkeypatch.setattr(bench_own, "load_model", lambda _options: (None, scripted))
    found = bench_own.fidelity(order("fidelity", sample, tmp_path, size=11))
    assert found["segments"] == 12
    assert len(scripted.asked) == len(set(scripted.asked)) > 0


def test_documents_and_conversion_are_measured(sample, tmp_path):
    """Made documents are all translated, and the conversion leaves the user's cache as it was."""
    found = bench_child.measure(order("documents", sample, tmp_path / "documents", size=2))
    assert found["segments"] >= 20
    before = os.environ["TOOLKIT_CACHE"]
    converted = bench_child.measure(order("conversion", sample, tmp_path / "conversion"))
    assert 0 < converted["seconds"] < converted["first"]
    assert os.environ["TOOLKIT_CACHE"] == before


def test_a_child_process_answers(sample, tmp_path):
    """An order that travels to a new process comes back as plain values, a refusal as EngineError with its words."""
    assert run_in_child(order("bare", sample, tmp_path / "work", beam=1))["target_words"] > 5
    with pytest.raises(EngineError, match="no-such-model"):
        run_in_child(order("engine", sample, tmp_path / "other", model="./no-such-model"))
    with pytest.raises(EngineError, match="ended early"):
        run_in_child(order("nonsense", sample, tmp_path / "third"))
