"""A directory is a checkpoint only when everything a model needs is there and whole."""

import json
import os
import struct

import pytest

from toolkit.checkpoints.card import read_card
from toolkit.checkpoints.verify import digest_of, stated_pair, verify
from toolkit.checkpoints.weights import check_weights
from toolkit.errors import CheckpointError


def test_whole_model_is_described(model):
    """Pair, kind, licence, size and a digest of 16 hexadecimal digits come from the files."""
    found = verify(model, name="my-model", source="local")
    assert found.pair == ("fr", "en")
    assert found.architecture == "marian"
    assert found.facts == {"license": "apache-2.0", "language": "fr, en"}
    assert found.size == sum(path.stat().st_size for path in model.iterdir())
    assert len(found.digest) == 16
    assert int(found.digest, 16) >= 0


@pytest.mark.parametrize(
    "name", ["config.json", "vocab.json", "source.spm", "model.safetensors", "tokenizer_config.json"]
)
def test_digest_follows_every_file_that_matters(name, model):
    """Changing a file that can change what the model says changes the digest; the model card does not."""
    files = [model / "config.json", model / "vocab.json", model / "source.spm", model / "model.safetensors"]
    files.append(model / "tokenizer_config.json")
    before = digest_of(files)
    (model / "README.md").write_text("other", encoding="utf-8")
    assert digest_of(files) == before
    data = (model / name).read_bytes()
    (model / name).write_bytes(data + b" ")
    assert digest_of(files) != before


def test_digest_is_remembered_by_size_and_time(model, own_cache):
    """A file with the same size and modification time is not hashed again, so that start-up stays fast."""
    path = model / "vocab.json"
    first = digest_of([path])
    stat = path.stat()
    path.write_text("[]", encoding="utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert digest_of([path]) == first
    (own_cache / "digests.json").write_text("broken", encoding="utf-8")
    assert digest_of([path]) != first


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("config.json", "no config.json"),
        ("vocab.json", r"lacks vocab\.json"),
        ("source.spm", r"lacks source\.spm"),
        ("model.safetensors", r"no model\.safetensors"),
    ],
)
def test_missing_file_is_named(name, expected, model):
    """A missing file is named."""
    (model / name).unlink()
    with pytest.raises(CheckpointError, match=expected):
        verify(model, name="m", source="local")


def test_pickled_weights_are_refused(model):
    """Weights that are only there as a pickle are refused, and the way to safetensors is named."""
    (model / "model.safetensors").rename(model / "pytorch_model.bin")
    with pytest.raises(CheckpointError, match="refs/pr/NN"):
        verify(model, name="m", source="local")


@pytest.mark.parametrize("cut", [1, 40, 86])
def test_truncated_weights_are_refused(cut, model, writing):
    """Weights that are some bytes short are refused, wherever they end."""
    (model / "model.safetensors").write_bytes(writing[2]({"model.shared.weight": (10, 4), "bias": (3,)}, cut=cut))
    with pytest.raises(CheckpointError, match="fetch or copy the model again"):
        verify(model, name="m", source="local")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"short",
        struct.pack("<Q", 10**12) + b"{}",
        struct.pack("<Q", 2) + b"[]",
        struct.pack("<Q", 2) + b"{{",
        struct.pack("<Q", 12) + b'{"a": "b"}  ',
        struct.pack("<Q", 60) + b'{"a":{"dtype":"F16","shape":[1],"data_offsets":[1,3]}}'.ljust(60) + b"abc",
        b"PK\x03\x04 pickled archive of some length",
    ],
)
def test_damaged_header_is_refused(content, tmp_path):
    """Whatever stands where the header should be, the answer is a CheckpointError and nothing else."""
    path = tmp_path / "model.safetensors"
    path.write_bytes(content)
    with pytest.raises(CheckpointError):
        check_weights(path)


def test_weights_of_another_model_are_refused(model, writing):
    """Embeddings of another size than the configuration says are refused."""
    (model / "model.safetensors").write_bytes(writing[2]({"model.shared.weight": (12, 4)}))
    with pytest.raises(CheckpointError, match="different models"):
        verify(model, name="m", source="local")


def test_shards_are_read_and_stay_in_their_directory(model, writing):
    """Sharded weights are verified shard by shard, and an index that points elsewhere is refused."""
    (model / "model.safetensors").unlink()
    (model / "a.safetensors").write_bytes(writing[2]({"model.shared.weight": (10, 4)}))
    index = model / "model.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": {"model.shared.weight": "a.safetensors"}}), encoding="utf-8")
    assert verify(model, name="m", source="local").architecture == "marian"
    index.write_text(json.dumps({"weight_map": {"x": "../../etc/passwd"}}), encoding="utf-8")
    with pytest.raises(CheckpointError, match="own directory"):
        verify(model, name="m", source="local")


def test_unsupported_kind_is_refused(model):
    """A model of another type is refused with the types that run."""
    (model / "config.json").write_text(json.dumps({"model_type": "gpt2"}), encoding="utf-8")
    with pytest.raises(CheckpointError, match="marian, bart, t5"):
        verify(model, name="m", source="local")


@pytest.mark.parametrize(
    ("facts", "directory", "expected"),
    [
        ({"source_lang": "fr", "target_lang": "en"}, "x", ("fr", "en")),
        ({"source_lang": "fra", "target_lang": "eng"}, "x", ("fr", "en")),
        ({}, "opus-mt-tc-big-fr-en", ("fr", "en")),
        ({}, "fr-en-small", ("fr", "en")),
        ({"source_lang": "ROMANCE", "target_lang": "en"}, "opus", None),
        ({}, "my-model", None),
        ({}, "is-it-a-model", None),
    ],
)
def test_pair_is_read_not_guessed(facts, directory, expected, tmp_path):
    """Languages come from the tokenizer or a directory name that spells them; else they are not stated."""
    path = tmp_path / directory
    path.mkdir()
    (path / "tokenizer_config.json").write_text(json.dumps(facts), encoding="utf-8")
    assert stated_pair(path) == expected


def test_card_without_header_has_no_facts(tmp_path):
    """A model card without a header, or none at all, gives no facts."""
    assert read_card(tmp_path) == {}
    (tmp_path / "README.md").write_text("# Title\nlicense: x\n", encoding="utf-8")
    assert read_card(tmp_path) == {}
