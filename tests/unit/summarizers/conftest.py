"""Tiny random checkpoints, made on the spot: nothing is fetched and nothing they write makes sense."""

from pathlib import Path

import pytest
from article_of import as_article

from toolkit.types import Checkpoint

ARTICLE = Path(__file__).parents[2] / "data" / "summarizers" / "crusoe.en.txt"


@pytest.fixture
def article():
    """Return the English example article."""
    return as_article(ARTICLE.read_text(encoding="utf-8"))


def _tokenizer(special):
    from tokenizers import (
        Tokenizer,
        decoders,
        models,
        pre_tokenizers,
        processors,
        trainers,
    )
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(models.BPE(unk_token=special["unk_token"]))
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.decoder = decoders.Metaspace()
    text = ARTICLE.read_text(encoding="utf-8").split("\n")
    made.train_from_iterator(
        text, trainers.BpeTrainer(vocab_size=300, special_tokens=list(special.values()), show_progress=False)
    )
    eos = special["eos_token"]
    made.post_processor = processors.TemplateProcessing(
        single=f"$A {eos}", special_tokens=[(eos, made.token_to_id(eos))]
    )
    return PreTrainedTokenizerFast(tokenizer_object=made, **special)


def _save(model, tokenizer, directory, architecture):
    model.save_pretrained(directory)
    tokenizer.save_pretrained(directory)
    return Checkpoint(f"tiny-{architecture}", directory, "local", architecture, None, "0" * 16)


@pytest.fixture(scope="session")
def tiny_bart(tmp_path_factory):
    """Return a BART that reads 128 tokens."""
    import torch
    import transformers

    torch.manual_seed(1)
    words = _tokenizer(
        {"bos_token": "<s>", "pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>", "mask_token": "<mask>"}
    )
    config = transformers.BartConfig(
        vocab_size=len(words), d_model=16, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2,
        decoder_attention_heads=2, encoder_ffn_dim=16, decoder_ffn_dim=16, max_position_embeddings=128,
        bos_token_id=0, pad_token_id=1, eos_token_id=2, decoder_start_token_id=2, forced_bos_token_id=0,
        forced_eos_token_id=2,
    )  # fmt: skip
    return _save(transformers.BartForConditionalGeneration(config), words, tmp_path_factory.mktemp("bart"), "bart")


@pytest.fixture(scope="session")
def tiny_t5(tmp_path_factory):
    """Return a T5 with a task prefix."""
    import torch
    import transformers

    torch.manual_seed(2)
    words = _tokenizer({"pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"})
    config = transformers.T5Config(
        vocab_size=len(words), d_model=16, d_kv=8, d_ff=16, num_layers=1, num_heads=2, n_positions=96,
        pad_token_id=0, eos_token_id=1, decoder_start_token_id=0,
        task_specific_params={"summarization": {"prefix": "summarize: ", "max_length": 200}},
    )  # fmt: skip
    return _save(transformers.T5ForConditionalGeneration(config), words, tmp_path_factory.mktemp("t5"), "t5")


@pytest.fixture(scope="session")
def tiny_pegasus(tmp_path_factory):
    """Return a PEGASUS that reads 80 tokens."""
    import torch
    import transformers

    torch.manual_seed(3)
    words = _tokenizer({"pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"})
    config = transformers.PegasusConfig(
        vocab_size=len(words), d_model=16, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2,
        decoder_attention_heads=2, encoder_ffn_dim=16, decoder_ffn_dim=16, max_position_embeddings=80,
        pad_token_id=0, eos_token_id=1, decoder_start_token_id=0, forced_eos_token_id=1,
    )  # fmt: skip
    return _save(
        transformers.PegasusForConditionalGeneration(config), words, tmp_path_factory.mktemp("pegasus"), "pegasus"
    )


@pytest.fixture(scope="session")
def tiny_mbart(tmp_path_factory):
    """Return a model of mBART's architecture whose tokenizer has no language tokens, like BARThez."""
    import torch
    import transformers

    torch.manual_seed(4)
    words = _tokenizer({"bos_token": "<s>", "pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"})
    config = transformers.MBartConfig(
        vocab_size=len(words), d_model=16, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2,
        decoder_attention_heads=2, encoder_ffn_dim=16, decoder_ffn_dim=16, max_position_embeddings=72,
        bos_token_id=0, pad_token_id=1, eos_token_id=2, decoder_start_token_id=0,
    )  # fmt: skip
    return _save(transformers.MBartForConditionalGeneration(config), words, tmp_path_factory.mktemp("mbart"), "mbart")
