"""`toolkit doctor` says what works here and what to do about what does not."""

import json
import re
import shutil
from importlib.metadata import PackageNotFoundError

import pytest

from toolkit.checkpoints import places
from toolkit.engines import open as opening
from toolkit.pipeline import doctor


def failures(ran):
    """Return each problem with its remedy."""
    return re.findall(r"^FAIL +(.*)\n +-> (.*)$", ran.out, re.MULTILINE)


def test_sound_installation(toolkit, outputs):
    """Everything is looked at, a sentence is translated, and nothing is wrong."""
    ran = toolkit("doctor", "-o", outputs)
    assert ran.code == 0, ran.out
    assert failures(ran) == []
    topics = re.findall(r"^(?:ok|warn) +([^:]+):", ran.out, re.MULTILINE)
    for topic in ("python", "torch", "ctranslate2", "engine ctranslate2", "engine transformers", "threads", "cache",
                  "outputs", "model fr-en-small", "self-test"):  # fmt: skip
        assert topic in topics
    assert re.search(r"self-test: “.+” -> “.+” in \d+\.\d s", ran.out)
    assert not outputs.exists()


def test_json(toolkit, outputs):
    """--json prints the same as one list."""
    ran = toolkit("doctor", "-o", outputs, "--json")
    assert ran.code == 0
    assert {tuple(check) for check in json.loads(ran.out)} == {("topic", "state", "found", "remedy")}


def test_missing_package(toolkit, outputs, monkeypatch):
    """A package that is not installed is a problem, with the command that installs it."""
    version = doctor.version

    def absent(name):
        if name == "lxml":
            raise PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(doctor, "version", absent)
    ran = toolkit("doctor", "-o", outputs)
    assert ran.code == 1
    assert failures(ran) == [("lxml: not installed", "pip install lxml, or install the toolkit again.")]


def test_missing_engine(toolkit, outputs, monkeypatch):
    """An engine that cannot run is a warning with what to install; the other still translates."""
    find_spec = opening.find_spec
    monkeypatch.setattr(opening, "find_spec", lambda name: None if name == "ctranslate2" else find_spec(name))
    ran = toolkit("doctor", "-o", outputs)
    assert ran.code == 0, ran.out
    assert re.search(r"^warn +engine ctranslate2: .*\n +-> .*pip install ctranslate2", ran.out, re.MULTILINE)
    assert re.search(r"^ok +self-test", ran.out, re.MULTILINE)


def test_package_that_does_not_load(toolkit, outputs, monkeypatch):
    """A package that is there and cannot be loaded is a problem of the self-test, not a traceback."""

    def broken(*_):
        raise ImportError("libgomp.so.1: cannot open shared object file")

    monkeypatch.setattr(doctor, "open_engine", broken)
    ran = toolkit("doctor", "-o", outputs)
    assert ran.code == 1
    ((found, remedy),) = failures(ran)
    assert "libgomp.so.1" in found
    assert "Install the toolkit again" in remedy


@pytest.mark.parametrize("damage", ["cut", "no models"])
def test_damaged_model(toolkit, outputs, monkeypatch, tmp_path, damage):
    """A damaged or missing embedded model is named, with what to do."""
    models = tmp_path / "models"
    shutil.copytree(places.embedded_models()["fr-en-small"], models / "fr-en-small")
    weights = models / "fr-en-small" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1_000_000])
    if damage == "no models":
        shutil.rmtree(models / "fr-en-small")
    monkeypatch.setattr(places, "embedded_folder", lambda: models)
    ran = toolkit("doctor", "-o", outputs)
    assert ran.code == 1
    told = dict(failures(ran))
    model = next(found for found in told if "model" in found.split(":")[0])
    assert "Install the toolkit again" in told[model]
    assert ("model.safetensors" if damage == "cut" else "none found") in model
    assert any(found.startswith("self-test") for found in told)


def test_unknown_model(toolkit, outputs):
    """The self-test of a model that is not there says which are."""
    ran = toolkit("doctor", "-o", outputs, "--model", "./nowhere")
    assert ran.code == 1
    ((found, remedy),) = failures(ran)
    assert "There is no directory ./nowhere" in found
    assert "--model" in remedy


def test_the_model_of_the_project_is_tested(toolkit, outputs, monkeypatch, tmp_path):
    """The self-test runs the model that toolkit.toml chooses, names the file, and --model goes before it."""
    model = tmp_path / "mine"
    shutil.copytree(places.embedded_models()["fr-en-small"], model)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "toolkit.toml").write_text('[toolkit]\nmodel = "./mine"\n', encoding="utf-8")
    ran = toolkit("doctor", "-o", outputs)
    assert re.search(r"^ok +self-test \(\./mine, chosen in toolkit\.toml\): “.+” -> “.+”", ran.out, re.MULTILINE)
    (model / "model.safetensors").write_bytes(b"broken")
    ran = toolkit("doctor", "-o", outputs)
    assert ran.code == 1
    ((found, remedy),) = failures(ran)
    assert "chosen in toolkit.toml" in found
    assert "toolkit models use" in remedy
    ran = toolkit("doctor", "-o", outputs, "--model", "fr-en-small")
    assert ran.code == 0, ran.out
    assert re.search(r"^ok +self-test \(fr-en-small\)", ran.out, re.MULTILINE)


def test_outputs_that_cannot_be_written(toolkit, outputs):
    """Outputs that are a file are a problem, with the remedy."""
    outputs.write_text("", encoding="utf-8")
    ran = toolkit("doctor", "-o", outputs)
    assert ran.code == 1
    assert failures(ran) == [(f"outputs: {outputs} cannot be written", "Choose another folder with --outputs.")]


def test_too_many_threads(toolkit, outputs, monkeypatch):
    """More threads than cores, asked for from outside, are a warning."""
    monkeypatch.setenv("OMP_NUM_THREADS", "4096")
    ran = toolkit("doctor", "-o", outputs)
    assert re.search(r"^warn +threads: .*OMP_NUM_THREADS=4096\n +-> .*unset OMP_NUM_THREADS", ran.out, re.MULTILINE)
