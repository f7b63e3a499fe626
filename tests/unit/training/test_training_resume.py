"""A run that was interrupted ends exactly as one that was not."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch
from transformers import MarianMTModel, MarianTokenizer

from toolkit.checkpoints.verify import verify
from toolkit.engines.attention import alignment_head
from toolkit.errors import StorageError
from toolkit.training import run
from toolkit.training.export import export
from toolkit.training.state import folders, load


@pytest.fixture(scope="module")
def straight(prepared, recipe_of, train, tmp_path_factory):
    """Six updates in one go."""
    folder = tmp_path_factory.mktemp("straight") / "run"
    shutil.copytree(prepared, folder)
    return folder, *train(folder, recipe_of())


def same(one, other):
    """Tell whether two sets of tensors are equal bit by bit."""
    return one.keys() == other.keys() and all(one[key].equal(other[key]) for key in one)


def test_a_resumed_run_is_the_same_run(straight, prepared, recipe_of, train, tmp_path):
    """Three updates, a stop and three more give the losses, measures, weights and averages of six in one go."""
    folder, whole, reason, _ = straight
    assert reason == "steps"
    shutil.copytree(prepared, tmp_path / "run")
    first, why, _ = train(tmp_path / "run", recipe_of(), Counter(3))
    assert (why, first.losses) == ("stopped", whole.losses[:4])
    second, why, _ = train(tmp_path / "run", recipe_of())
    assert why == "steps"
    assert first.losses + second.losses == whole.losses
    assert [m[:2] for m in first.measures + second.measures] == [m[:2] for m in whole.measures]
    (state, parts), (other, others) = (load(folders(place / "checkpoints")[-1]) for place in (folder, tmp_path / "run"))
    state.seconds = other.seconds = 0.0
    assert state == other
    assert parts.keys() == {"weights", "optimiser", "average", "best"} == others.keys()
    assert all(same(parts[name], others[name]) for name in parts)


TRAIN = """
import sys
from pathlib import Path
from toolkit.training.run import trained
from toolkit.training.worker import Silent
with trained(Path(sys.argv[1]), Silent(), lambda: False):
    pass
"""


def test_a_killed_run_goes_on_as_if_it_had_not_been(prepared, recipe_of, train, tmp_path):
    """After SIGKILL at an arbitrary instant, the run gives the losses, measures and weights of one that never died."""
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    shutil.copytree(prepared, killed)
    shutil.copytree(prepared, whole)
    run.write_plan(killed, run.Plan(recipe_of(steps=100_000, save_minutes=0.0)))
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(Path(run.__file__).parents[2])}
    with subprocess.Popen([sys.executable, "-c", TRAIN, str(killed)], env=environment) as process:
        while process.poll() is None and not any(
            path.name > "step-00000003" for path in folders(killed / "checkpoints")
        ):
            time.sleep(0.01)
        process.kill()
    assert process.returncode == -signal.SIGKILL
    at = load(folders(killed / "checkpoints")[-1])[0].step
    rest, *_ = train(killed, recipe_of(steps=at + 4, save_minutes=0.0))
    straight, *_ = train(whole, recipe_of(steps=at + 4))
    assert [step for step, *_ in rest.losses] == list(range(at + 1, at + 5))
    assert rest.losses == straight.losses[at:]
    (state, parts), (other, others) = (load(folders(place / "checkpoints")[-1]) for place in (killed, whole))
    state.seconds = other.seconds = 0.0
    assert state == other
    assert all(same(parts[name], others[name]) for name in parts | others)


class Counter:
    """Says stop after some updates."""

    def __init__(self, updates):
        self.left = updates

    def __call__(self):
        """Count one update."""
        self.left -= 1
        return self.left < 0


def test_a_finished_run_is_not_trained_again(straight, recipe_of, train):
    """Running the same command once more changes nothing; more steps go on."""
    folder = straight[0]
    log, reason, _ = train(folder, recipe_of())
    assert (log.losses, reason) == ([], "steps")
    log, reason, _ = train(folder, recipe_of(steps=7))
    assert ([step for step, *_ in log.losses], reason) == ([7], "steps")


def test_early_stopping_keeps_the_best_weights(prepared, recipe_of, train, tmp_path):
    """When the dev set shows no gain, training ends, and the best weights are the result."""
    shutil.copytree(prepared, tmp_path / "run")
    recipe = recipe_of(learning_rate=1e-9, patience=2, evaluate_every=1, steps=50)
    log, reason, trainer = train(tmp_path / "run", recipe)
    assert reason == "patience"
    assert [best for *_, best in log.measures] == [True, False, False]
    assert trainer.state.best_step == 1
    assert trainer.result() is trainer.best


def test_the_export_is_a_model_for_transformers_and_for_us(straight, prepared, recipe_of, tmp_path):
    """The exported directory loads in transformers, tokenises as in training, and names its alignment head."""
    trainer = straight[3]
    recipe = recipe_of()
    vocabulary = run.vocabulary_of(prepared, recipe)
    account = run.read_account(prepared)
    out = tmp_path / "model"
    export(trainer, vocabulary, run.Plan(recipe), account, out)
    model, tokenizer = MarianMTModel.from_pretrained(out, dtype=torch.float32), MarianTokenizer.from_pretrained(out)
    text = "La banque vend 1 234 maisons à Čapek."
    assert tokenizer(text).input_ids == vocabulary.encode([text])[0]
    learnt = {name: tensor for name, tensor in trainer.result().items() if "embed_positions" not in name}
    for name, tensor in learnt.items():
        assert torch.equal(model.state_dict()[name], tensor.half().float()), name
    found = verify(out, name="model", source="local")
    assert (found.pair, found.architecture) == (("fr", "en"), "marian")
    assert alignment_head(out) == (-1, 1)
    card = (out / "README.md").read_text(encoding="utf-8")
    assert "| tiny | 100 | none | not stated |" in card
    assert "| updates | target tokens | chrF2 | loss | figures | training loss |" in card
    assert (out / "training_state.json").is_file()


@pytest.mark.slow
def test_two_processes_learn_what_one_does(prepared, recipe_of, train, tmp_path):
    """Two processes with one batch each make the updates of one process with two batches."""
    logs = []
    for processes in (1, 2):
        folder = tmp_path / f"run{processes}"
        shutil.copytree(prepared, folder)
        recipe = recipe_of(processes=processes, accumulate=2 // processes, dropout=0.0, precision="float32")
        logs.append(train(folder, recipe)[0])
    one, two = logs
    assert len(one.losses) == len(two.losses) == 6
    for (step, loss, guide), (other, another, guided) in zip(one.losses, two.losses, strict=True):
        assert step == other
        assert (loss, guide) == pytest.approx((another, guided), rel=1e-4)
    assert one.measures[-1][1].chrf == pytest.approx(two.measures[-1][1].chrf, abs=0.5)


def test_the_time_limit_ends_with_a_measured_model(prepared, recipe_of, train, tmp_path):
    """When the minutes are over, the weights are measured and saved, and the run can go on."""
    shutil.copytree(prepared, tmp_path / "run")
    log, reason, trainer = train(tmp_path / "run", recipe_of(minutes=1e-6, steps=50))
    assert (reason, trainer.state.step) == ("minutes", 1)
    assert [step for step, *_ in log.measures] == [1]
    assert folders(tmp_path / "run" / "checkpoints")
    log, reason, trainer = train(tmp_path / "run", recipe_of(minutes=1e-6, steps=50))
    assert (reason, trainer.state.step) == ("minutes", 2)


def test_a_damaged_checkpoint_is_refused_and_an_unfinished_one_ignored(straight, tmp_path):
    """A folder without its state, left by a kill, does not count; a cut file is told."""
    root = tmp_path / "checkpoints"
    shutil.copytree(straight[0] / "checkpoints", root)
    (root / "step-00000099").mkdir()
    found = folders(root)
    assert [path.name for path in found] != ["step-00000099"]
    assert len(found) == 1
    weights = found[0] / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(StorageError, match="damaged"):
        load(found[0])


def test_training_without_gain_keeps_the_base_model(straight, prepared, recipe_of, train, tmp_path):
    """The base model is measured first; when no update betters it, its weights are the result, bit by bit."""
    recipe = recipe_of(learning_rate=1e-9, steps=3, evaluate_every=1)
    vocabulary, account = run.vocabulary_of(prepared, recipe), run.read_account(prepared)
    base = export(straight[3], vocabulary, run.Plan(recipe), account, tmp_path / "base")
    shutil.copytree(prepared, tmp_path / "run")
    log, reason, trainer = train(tmp_path / "run", recipe, base=base)
    assert reason == "steps"
    assert [(step, best) for step, _, best in log.measures] == [(0, True), (1, False), (2, False), (3, False)]
    assert trainer.state.best_step == 0
    again = export(trainer, vocabulary, run.Plan(recipe, str(base)), account, tmp_path / "again")
    assert (again / "model.safetensors").read_bytes() == (base / "model.safetensors").read_bytes()
    assert "no update has bettered" in (again / "README.md").read_text(encoding="utf-8")
