"""Opening an engine: the choice of engine, and what is said when it cannot run."""

from dataclasses import replace

import pytest

from toolkit.checkpoints.find import find
from toolkit.engines import open as module
from toolkit.engines.open import open_engine, usable
from toolkit.errors import CheckpointError, EngineError, OptionsError
from toolkit.options import EngineOptions


class Unconverted:
    """A workshop that cannot convert."""

    def converted(self, *_):
        """Refuse."""
        raise CheckpointError("cannot be converted")

    def proved(self, _key):
        """Know everything."""
        return True

    def remember(self, key):
        """Forget it."""


@pytest.fixture
def checkpoint(tmp_path, monkeypatch):
    """Return the embedded checkpoint."""
    monkeypatch.setenv("TOOLKIT_CACHE", str(tmp_path))
    return find(None)


def test_auto_falls_back_to_the_reference(checkpoint, monkeypatch):
    """What cannot be converted runs with transformers under auto, and fails when CTranslate2 is asked for."""
    monkeypatch.setattr(module, "MarianEngine", lambda *_: "reference")
    monkeypatch.setattr(module, "prove", lambda *_: None)
    monkeypatch.setattr(module, "try_sharing", lambda *_: None)
    assert open_engine(checkpoint, EngineOptions(), Unconverted()) == "reference"
    for options in (EngineOptions(engine="ctranslate2"), EngineOptions(compute_type="int8")):
        with pytest.raises(CheckpointError, match="cannot be converted"):
            open_engine(checkpoint, options, Unconverted())


def test_scripted_engine_is_not_opened_from_weights(checkpoint):
    """The scripted engine has no weights, so asking for it by option is an error that says what to do."""
    with pytest.raises(OptionsError, match="ScriptedEngine"):
        open_engine(checkpoint, EngineOptions(engine="scripted"), Unconverted())


def test_other_architectures_are_refused(checkpoint):
    """A summariser is no translation model."""
    with pytest.raises(EngineError, match="is a bart model"):
        module._load(replace(checkpoint, architecture="bart"), EngineOptions(), Unconverted())


def test_missing_package_is_named(monkeypatch):
    """An engine whose package is missing is reported with the command that installs it."""
    monkeypatch.setattr(module, "find_spec", lambda name: None if name == "ctranslate2" else object())
    states = {state.engine: state for state in usable()}
    assert not states["ctranslate2"].ok
    assert "pip install ctranslate2" in states["ctranslate2"].reason
    assert states["transformers"].ok


@pytest.mark.parametrize(("positions", "expected"), [(512, 512), (64, 64), (10**30, 512), (None, 512)])
def test_positions_come_from_the_model(positions, expected, tmp_path, checkpoint):
    """The smallest limit a model states counts; one without limits gets that of published models."""
    (tmp_path / "config.json").write_text('{"max_position_embeddings": 512}', encoding="utf-8")
    text = "{}" if positions is None else f'{{"model_max_length": {positions}}}'
    (tmp_path / "tokenizer_config.json").write_text(text, encoding="utf-8")
    assert module.limits(replace(checkpoint, directory=tmp_path)).positions == expected


@pytest.mark.parametrize(("stated", "expected"), [("50", 50), ("null", 248), ('"50"', 248), ("0", 248), ("900", 248)])
def test_longest_source_comes_from_the_model(stated, expected, tmp_path, checkpoint):
    """A model may state the longest source it translates well; otherwise, and at most, its positions decide."""
    (tmp_path / "generation_config.json").write_text(f'{{"max_source_length": {stated}}}', encoding="utf-8")
    assert module.limits(replace(checkpoint, directory=tmp_path)).source == expected
