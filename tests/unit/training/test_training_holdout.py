"""What is held out is never trained on, and its loss is told beside that of what is."""

import json
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import OptionsError
from toolkit.training import run
from toolkit.training.curriculum import template
from toolkit.training.holdout import PROBE, Probes
from toolkit.training.prepare import Material, prepare
from toolkit.training.recipe import Source, from_tables
from toolkit.training.vocabulary import Vocabulary

TEMPLATES = [template(f"Le groupe {k} a vendu {{INT1}} pièces.\tGroup {k} sold {{INT1}} parts.") for k in range(60)]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(min_size=1), min_size=1, max_size=80, unique=True), st.floats(0.01, 0.5))
def test_a_sentence_is_always_on_the_same_side(sentences, share):
    """The side of a sentence depends on itself alone: not on the order, the source's name or what came before."""
    one, other = Source(path=("a",), held_out=share), Source(path=("b",), held_out=share)
    first, second = Probes(), Probes()
    sides = [first.takes(one, text, (text, text)) for text in sentences]
    assert sides == [second.takes(other, text, (text, text)) for text in sentences[::-1]][::-1]
    assert not any(Probes().takes(Source(path=("a",)), text, (text, text)) for text in sentences)


def test_as_many_trained_pairs_are_measured():
    """Of each source pairs held out and as many trained ones are kept for measuring, never more than PROBE."""
    probes, source = Probes(), Source(path=("a",), held_out=0.1)
    held = sum(probes.takes(source, f"phrase {k}", (f"phrase {k}", f"sentence {k}")) for k in range(5000))
    assert 400 < held < 600
    sides = probes.found["a"]
    assert {side: len(pairs) for side, pairs in sides.items()} == {"held out": PROBE, "trained": PROBE}
    assert not set(sides["held out"]) & set(sides["trained"])


@pytest.fixture
def held(pairs, recipe_of, prepared, tmp_path):
    """Prepare a run that samples pairs and holds out some of them and some templates."""
    folder = tmp_path / "run"
    tables = {"source": [{"path": ["tiny"], "sample": 80, "held_out": 0.2},
                         {"kind": "templates", "path": ["templates"], "held_out": 0.3}]}  # fmt: skip
    recipe = from_tables({**run.values_of(recipe_of()), **tables})
    materials = [
        Material(recipe.source[0], pairs=lambda: pairs[:100]),
        Material(recipe.source[1], templates=tuple(TEMPLATES)),
    ]
    run.write_plan(folder, run.Plan(recipe))
    return folder, recipe, prepare(recipe, materials, pairs[100:106], None, folder)


def test_held_out_pairs_are_not_in_the_corpus(held, pairs):
    """A sample is drawn; what is held out is neither in the corpus nor among the templates of the run."""
    folder, recipe, account = held
    assert account.kept["tiny"] + account.held_out["tiny"] == 80
    assert account.held_out["tiny"] > 0
    assert account.kept["templates"] + account.held_out["templates"] == len(TEMPLATES)
    vocabulary = Vocabulary(folder / "tokenizer", recipe.pair)
    corpus = run.Corpus.load(folder / "corpus")
    trained = {vocabulary.decode(corpus.source(index).tolist()) for index in range(len(corpus))}
    probes = json.loads((folder / "probes.json").read_text(encoding="utf-8"))
    assert len(trained) == account.kept["tiny"]
    assert trained.isdisjoint(source for source, _ in probes["tiny"]["held out"])
    assert trained.issuperset(source for source, _ in probes["tiny"]["trained"])
    ((_, lines),) = json.loads((folder / "templates.json").read_text(encoding="utf-8"))
    sides = probes["templates"]
    groups = {side: {source.split()[2] for source, _ in sides[side]} for side in sides}
    left = {line.split()[2] for line in lines}
    assert left.isdisjoint(groups["held out"])
    assert left >= groups["trained"]


def test_the_history_tells_both_losses(held, train, tmp_path):
    """Every evaluation tells the loss of pairs held out and of trained ones, and the training loss since the last."""
    folder, recipe, _ = held
    shutil.copytree(folder, tmp_path / "again")
    _, _, trainer = train(tmp_path / "again", recipe)
    names = {f"{label}, {side}" for label in ("tiny", "templates") for side in ("held out", "trained")}
    assert [entry["step"] for entry in trainer.state.history] == [3, 6]
    for entry in trainer.state.history:
        assert names < entry.keys()
        assert all(entry[name] > 0 for name in (*names, "training"))


@pytest.mark.parametrize(("key", "value"), [("held_out", 0.6), ("held_out", -0.1), ("sample", -1)])
def test_shares_out_of_range_are_refused(key, value):
    """A share above one half, or a number below 0, is a wrong option."""
    with pytest.raises(OptionsError, match=key):
        Source(path=("a",), **{key: value})
