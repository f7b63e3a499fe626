"""What crosses between processes comes back as it was, through JSON; a worker that differs from the run refuses."""

import json
import platform
from importlib.metadata import version
from pathlib import Path

import pytest

from toolkit.errors import EngineError, OptionsError
from toolkit.fidelity.names.ledger import Variant
from toolkit.options import DecodingOptions, EngineOptions, FidelityOptions, ScaleOptions, TranslateOptions
from toolkit.pipeline import plain, station
from toolkit.pipeline.observer import DocumentReport, RunFacts
from toolkit.pipeline.slices import Slice
from toolkit.pipeline.window import Spent
from toolkit.pipeline.work import Ended, Failed, Sized
from toolkit.pipeline.write import Done
from toolkit.review.index import ArticleEntry
from toolkit.storage.documents import Input
from toolkit.storage.manifest import Entry
from toolkit.types import Signature, Skipped, Term

TERMS = (Term("puce", "chip", line=2), Term("PDG", "CEO", case_sensitive=True, line=3))


def crossed(values):
    """Return values as another process gets them."""
    return json.loads(json.dumps(values))


def test_options_and_facts_cross():
    """Options and facts of a run are the same on the other side."""
    options = TranslateOptions(
        model="m",
        outputs=Path("out"),
        glossary=Path("g.tsv"),
        engine=EngineOptions(threads=2),
        decoding=DecodingOptions(beam=2, nbest=2),
        fidelity=FidelityOptions.without(["split"], "keep"),
        scale=ScaleOptions(executor="ray", gpus_per_worker=0.25, cpu_workers=1),
        id_column="key",
    )
    assert plain.to_options(crossed(plain.of_options(options))) == options
    assert plain.to_options(crossed(plain.of_options(TranslateOptions()))) == TranslateOptions()
    facts = RunFacts("translate", "m", "d", "e", Signature((("a", "b"), ("c", "d"))), 3, 99, Path("out"), "g", "f")
    assert plain.to_facts(crossed(plain.of_facts(facts))) == facts


def test_windows_and_events_cross():
    """Windows and everything that happens in them are the same on the other side; lone surrogates of names too."""
    window = (Sized(Input("a/é.txt", Path("in/\udce9.txt"), "a/é", "a/é.txt"), 12),)
    unit = crossed(plain.of_window(window, Slice(1, 3, 0, 1)))
    assert plain.to_window(unit) == window
    assert plain.to_slice(unit) == Slice(1, 3, 0, 1)
    report = DocumentReport("a", (Path("o/a.en.txt"),), 3, 1, 2, 0, 40, 1, {"error": 1}, 0.5)
    entry = Entry(id="a", source="s", path="p", signature="x", outputs={"a": "b"}, counts={"words": 40}, findings={})
    events = [
        Done(report, entry, 12, ArticleEntry("a", "Title", "a.review.html", 40, 3, 0, 1, {"error": 1})),
        Done(report, entry, 12),
        Failed(Skipped("a", "why", "info"), 0),
        Ended(Spent(1.5, 2.5, 40), (Variant("Dupond", "Dupont", 1, 3, "letter"),), frozenset(TERMS[1:])),
    ]
    assert [plain.to_event(crossed(plain.of_event(event, TERMS)), TERMS) for event in events] == events
    assert plain.to_terms(crossed(plain.of_terms(TERMS))) == TERMS


class Engine:
    """As much of an engine as is compared."""

    pair = ("fr", "en")

    def __init__(self, **facts):
        """Have a signature."""
        self.signature = Signature(tuple(facts.items()))


def description(**changes):
    """Return what a run on CPU says of itself."""
    known = {"engine": "engine:x|compute:int8|device:cpu", "version": version("toolkit"), "ner": False, "mixed": False}
    return known | changes


@pytest.mark.parametrize(
    ("said", "engine", "what"),
    [
        (description(version="0.0"), {"engine": "x", "compute": "int8", "device": "cpu"}, "toolkit"),
        (description(), {"engine": "y", "compute": "int8", "device": "cpu"}, "engine"),
        (description(), {"engine": "x", "compute": "float16", "device": "cuda"}, "engine"),
        (description(mixed=True), {"engine": "y", "compute": "float16", "device": "cuda"}, "engine"),
        (description(ner=True), {"engine": "x", "compute": "int8", "device": "cpu"}, "--ner"),
    ],
)
def test_a_worker_that_differs_refuses(said, engine, what):
    """Another version, engine, model, arithmetic or finder of names is an error that names the node and both."""
    with pytest.raises(EngineError, match=f"{platform.node()} has another {what} than the run"):
        station._same(said, Engine(**engine), TranslateOptions())


def test_workers_of_two_kinds_may_differ_in_their_device():
    """Beside GPU workers one without may compute otherwise, and nothing else."""
    station._same(description(), Engine(engine="x", compute="int8", device="cpu"), TranslateOptions())
    station._same(description(mixed=True), Engine(engine="x", compute="float16", device="cuda"), TranslateOptions())


@pytest.mark.parametrize(
    "given",
    [
        {"ray_address": "head:6379"},
        {"gpus_per_worker": 0.5},
        {"executor": "ray", "cpu_workers": 2},
        {"executor": "ray", "gpus_per_worker": 1.5},
        {"workers": -1},
    ],
)
def test_options_that_make_no_sense(given):
    """Flags of a cluster without a cluster, and shares that no card has, are errors of usage."""
    with pytest.raises(OptionsError):
        ScaleOptions(**given)
