"""Files of fetched models compared with the hashes the hub gave, and the table of known models."""

import hashlib

import pytest

from toolkit.checkpoints.content import file_states
from toolkit.checkpoints.fetch import HUB_ID
from toolkit.checkpoints.known import KNOWN, known
from toolkit.errors import CheckpointError


def linked(folder, name, content, blob):
    """Write a file as the hub's cache does: a link to a blob named by its content."""
    (folder / "blobs").mkdir(exist_ok=True)
    (folder / "snapshot").mkdir(exist_ok=True)
    (folder / "blobs" / blob).write_bytes(content)
    (folder / "snapshot" / name).symlink_to(folder / "blobs" / blob)


def test_hashes_of_the_hub_are_checked(tmp_path):
    """Large files are named by SHA-256, small ones by git's SHA-1; a changed byte is damage."""
    weights, config = b"weights", b"{}"
    linked(tmp_path, "model.safetensors", weights, hashlib.sha256(weights).hexdigest())
    git = hashlib.sha1(f"blob {len(config)}\0".encode() + config, usedforsecurity=False).hexdigest()
    linked(tmp_path, "config.json", config, git)
    assert {state.name: state.state for state in file_states(tmp_path / "snapshot")} == {
        "config.json": "right",
        "model.safetensors": "right",
    }
    (tmp_path / "snapshot" / "model.safetensors").resolve().write_bytes(b"weighty")
    (tmp_path / "snapshot" / "config.json").resolve().write_bytes(b"[]")
    assert {state.state for state in file_states(tmp_path / "snapshot")} == {"damaged"}


def test_files_without_a_record_say_so(model):
    """For local files nothing states what they should be; their hash is given all the same."""
    states = list(file_states(model))
    assert {state.state for state in states} == {"unrecorded"}
    (config,) = [state for state in states if state.name == "config.json"]
    assert config.sha256 == hashlib.sha256((model / "config.json").read_bytes()).hexdigest()


def test_a_broken_link_is_an_error(tmp_path):
    """A snapshot whose blob is gone is reported with what to do."""
    (tmp_path / "config.json").symlink_to(tmp_path / "gone")
    with pytest.raises(CheckpointError, match="again"):
        list(file_states(tmp_path))


def test_known_models_state_their_source():
    """Every known model is a hub id with a licence and a page; published scores name their test set."""
    assert len({model.name for model in KNOWN}) == len(KNOWN)
    for model in KNOWN:
        assert HUB_ID.fullmatch(model.name)
        assert model.licence
        assert model.source.startswith("https://")
        assert bool(model.test_set) == (model.bleu is not None or model.chrf is not None)
    assert known("someone/else") is None
