"""The cache of converted weights: whole or absent, and never half of it."""

from dataclasses import replace

import pytest

from toolkit.checkpoints import convert as module
from toolkit.checkpoints.convert import NEEDED, convert, converted_path
from toolkit.checkpoints.verify import verify
from toolkit.checkpoints.workshop import Workshop
from toolkit.errors import CheckpointError


@pytest.fixture
def checkpoint(model):
    """Return a made-up checkpoint."""
    return verify(model, name="my-model", source="local")


def _fill(folder):
    for name in NEEDED:
        (folder / name).write_text(name, encoding="utf-8")


@pytest.fixture
def writer(monkeypatch):
    """Replace the conversion itself, and count it."""
    calls = []
    monkeypatch.setattr(module, "_write", lambda _checkpoint, head, work: (calls.append(head), _fill(work)))
    return calls


def test_conversion_is_done_once(checkpoint, writer):
    """A second call finds the first one's result, and no working folder is left behind."""
    first = convert(checkpoint)
    assert convert(checkpoint) == first
    assert len(writer) == 1
    assert [path.name for path in first.parent.iterdir()] == [first.name]


def test_key_follows_content_and_alignment(checkpoint):
    """Other weights or another alignment head have another place."""
    other = replace(checkpoint, digest="f" * 16)
    places = {converted_path(checkpoint, (-1, 1)), converted_path(checkpoint, (-1, 0)), converted_path(other, (-1, 1))}
    assert len(places) == 3


def test_half_a_conversion_is_replaced(checkpoint, writer):
    """What an interrupted copy left is not taken for a conversion."""
    path = converted_path(checkpoint, (-1, 1))
    path.mkdir(parents=True)
    (path / "config.json").write_text("{}", encoding="utf-8")
    assert all((convert(checkpoint) / name).is_file() for name in NEEDED)


def test_two_at_once_end_with_one_result(checkpoint, monkeypatch):
    """When another process finished first, its result is used and one's own is dropped."""

    def write(_checkpoint, head, work):
        rival = converted_path(checkpoint, head)
        rival.mkdir(parents=True)
        _fill(rival)
        (rival / "origin.json").write_text("rival", encoding="utf-8")
        _fill(work)

    monkeypatch.setattr(module, "_write", write)
    found = convert(checkpoint)
    assert (found / "origin.json").read_text(encoding="utf-8") == "rival"
    assert [path.name for path in found.parent.iterdir()] == [found.name]


def test_failed_conversion_leaves_nothing(checkpoint, monkeypatch):
    """A conversion that fails leaves no folder, and a full disk is a CheckpointError with a way out."""

    def write(_checkpoint, _head, work):
        (work / "model.bin").write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "_write", write)
    with pytest.raises(CheckpointError, match=r"No space left.*TOOLKIT_CACHE"):
        convert(checkpoint)
    assert list(converted_path(checkpoint, (-1, 1)).parent.iterdir()) == []


def test_unusable_cache_names_a_way_out(checkpoint, own_cache):
    """A cache that is no folder is a CheckpointError that names the variable to set."""
    own_cache.mkdir(exist_ok=True)
    (own_cache / "converted").write_text("a file", encoding="utf-8")
    with pytest.raises(CheckpointError, match="TOOLKIT_CACHE"):
        convert(checkpoint)


def test_proofs_are_remembered(own_cache):
    """A passed proof is known to the next process, under a name that cannot leave the cache."""
    workshop = Workshop()
    assert not workshop.proved("../x")
    workshop.remember("../x")
    assert Workshop().proved("../x")
    assert [path.parent.name for path in own_cache.rglob("*x")] == ["proofs"]
