"""Checkpoints the engines are held against: the embedded one, and a tiny random one in the hub's layout."""

import json
import random
from pathlib import Path

import pytest

from toolkit.checkpoints.find import find
from toolkit.checkpoints.workshop import Workshop

SYLLABLES = ["ba", "cho", "dé", "fi", "gou", "la", "mer", "no", "pra", "rê", "si", "tu", "vol", "zon"]


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory):
    """Keep conversions and proofs of the tests apart from the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOOLKIT_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("HF_HUB_OFFLINE", "1")
        yield


@pytest.fixture(scope="session")
def workshop(own_cache):
    """Return the room engines get converted weights from."""
    return Workshop()


@pytest.fixture(scope="session")
def embedded(own_cache):
    """Return the embedded French to English checkpoint."""
    return find(None, ("fr", "en"))


@pytest.fixture(scope="session")
def tiny(own_cache, tmp_path_factory):
    """Return an untrained two-layer model with its own vocabulary and, as published models, a zero padding row."""
    directory = tmp_path_factory.mktemp("models") / "opus-mt-fr-en"
    directory.mkdir()
    _vocabulary(directory)
    _weights(directory)
    return find(str(directory), ("fr", "en"))


def _vocabulary(directory: Path) -> None:
    import sentencepiece

    draw = random.Random(5)
    text = directory / "text.txt"
    lines = [
        " ".join("".join(draw.choices(SYLLABLES, k=draw.randint(1, 3))) for _ in range(draw.randint(3, 9))) + f" {n}."
        for n in range(300)
    ]
    text.write_text("\n".join(lines), encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(text), model_prefix=str(directory / "source"), vocab_size=120, minloglevel=2, num_threads=1
    )
    text.unlink()
    (directory / "source.vocab").unlink()
    model = (directory / "source.model").rename(directory / "source.spm")
    (directory / "target.spm").write_bytes(model.read_bytes())
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(model))
    words = [pieces.id_to_piece(number) for number in range(pieces.get_piece_size())]
    order = ["</s>", "<unk>", *(word for word in words if word not in {"<s>", "</s>", "<unk>"}), "<pad>"]
    vocabulary = {word: number for number, word in enumerate(order)}
    (directory / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    facts = {"source_lang": "fr", "target_lang": "en", "model_max_length": 160}
    (directory / "tokenizer_config.json").write_text(json.dumps(facts), encoding="utf-8")


def _weights(directory: Path) -> None:
    import torch
    from transformers import MarianConfig, MarianMTModel

    size = len(json.loads((directory / "vocab.json").read_text(encoding="utf-8")))
    torch.manual_seed(3)
    config = MarianConfig(
        vocab_size=size,
        decoder_vocab_size=size,
        d_model=32,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        max_position_embeddings=160,
        activation_function="swish",
        init_std=0.3,
        scale_embedding=True,
        eos_token_id=0,
        forced_eos_token_id=0,
        bos_token_id=None,
        pad_token_id=size - 1,
        decoder_start_token_id=size - 1,
    )
    model = MarianMTModel(config)
    with torch.no_grad():
        model.model.shared.weight[size - 1] = 0
        model.final_logits_bias.normal_()
    model.save_pretrained(directory)
