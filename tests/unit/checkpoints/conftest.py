"""Small made-up models: real headers and layouts, no trained content."""

import json
import struct
from pathlib import Path

import pytest

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """Keep every test's caches apart, and the network out."""
    monkeypatch.setenv("TOOLKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hf"))
    monkeypatch.delenv("TRANSFORMERS_OFFLINE", raising=False)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    return tmp_path / "cache"


def safetensors(shapes, *, cut=0):
    """Return the bytes of a float16 safetensors file with zeros of these shapes, *cut* bytes short."""
    header, at = {}, 0
    for name, shape in shapes.items():
        size = 2
        for side in shape:
            size *= side
        header[name] = {"dtype": "F16", "shape": list(shape), "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header).encode()
    return (struct.pack("<Q", len(text)) + text + bytes(at))[: 8 + len(text) + at - cut]


def write_model(directory, *, kind="marian", pair=("fr", "en"), licence="apache-2.0"):
    """Write a model that verifies; its tokenizer files are placeholders."""
    directory.mkdir(parents=True, exist_ok=True)
    config = {"model_type": kind, "vocab_size": 10, "d_model": 4}
    (directory / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (directory / "model.safetensors").write_bytes(safetensors({"model.shared.weight": (10, 4), "bias": (3,)}))
    for name in ("source.spm", "target.spm", "vocab.json", "tokenizer.json"):
        (directory / name).write_text("{}", encoding="utf-8")
    languages = {"source_lang": pair[0], "target_lang": pair[1]} if pair else {}
    (directory / "tokenizer_config.json").write_text(json.dumps(languages), encoding="utf-8")
    card = f"---\nlicense: {licence}\nlanguage:\n- fr\n- en\ntags: [x]\n---\n# A model\n"
    (directory / "README.md").write_text(card, encoding="utf-8")
    return directory


@pytest.fixture
def model(tmp_path):
    """Return the directory of a model that verifies."""
    return write_model(tmp_path / "my-model")


def hub_layout(folder: Path, repo="Helsinki-NLP/opus-mt-fr-en", revision="main", commit=COMMIT, **facts):
    """Write a model as the hub's cache keeps it."""
    place = folder / ("models--" + repo.replace("/", "--"))
    write_model(place / "snapshots" / commit, **facts)
    ref = place / "refs" / revision
    ref.parent.mkdir(parents=True, exist_ok=True)
    ref.write_text(commit, encoding="ascii")
    return place


@pytest.fixture
def hub_model(tmp_path):
    """Return the folder of a fetched model in huggingface_hub's own cache."""
    return hub_layout(tmp_path / "hf")


@pytest.fixture
def writing():
    """Return the writers of made-up models and weights."""
    return write_model, hub_layout, safetensors
