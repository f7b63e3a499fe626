"""Models of three architectures, tiny and random, run through both engines."""

import dataclasses
import json
import shutil
from itertools import takewhile

import pytest

from toolkit.errors import CheckpointError, InputError
from toolkit.options import EngineOptions
from toolkit.summarizers.architecture import architecture
from toolkit.summarizers.base import Condenser
from toolkit.summarizers.seq2seq import TransformersCondenser
from toolkit.summarizers.seq2seq_ct2 import Ct2Condenser, convert

OPTIONS = EngineOptions(threads=1, device="cpu", compute_type="float32")
TEXT = "Crusoe has secured $686 million, a filing shows."
TINY = ["tiny_bart", "tiny_t5", "tiny_pegasus", "tiny_mbart"]


@pytest.fixture(params=TINY)
def checkpoint(request):
    """Return each tiny checkpoint in turn."""
    return request.getfixturevalue(request.param)


def test_limits_and_prefix_come_from_the_configuration(tiny_bart, tiny_t5, tiny_pegasus):
    """Each architecture keeps its limit under another key; T5 brings its prefix."""
    facts = [architecture(each, "en") for each in (tiny_bart, tiny_t5, tiny_pegasus)]
    assert [each.source_limit for each in facts] == [128, 96, 80]
    assert [each.prefix for each in facts] == ["", "summarize: ", ""]


def test_condense_keeps_length_and_order(checkpoint):
    """There is one n-best list a text, in the order given, whatever the batches were."""
    model = TransformersCondenser(checkpoint, OPTIONS)
    texts = [TEXT, "IDC expects consumption to double.", f"{TEXT} It is a lot of money."]
    together = model.condense(texts, words=8, beams=2)
    assert isinstance(model, Condenser)
    assert [len(each) for each in together] == [2, 2, 2]
    assert model.condense(texts[::-1], words=8, beams=2)[::-1] == together
    assert all(h.score <= 0 for each in together for h in each)


def test_an_input_beyond_the_limit_is_refused(checkpoint):
    """Nothing is cut silently: the error names both numbers."""
    model = TransformersCondenser(checkpoint, OPTIONS)
    limit = model.max_source_tokens
    with pytest.raises(InputError, match=str(limit)):
        model.condense([TEXT * 40], words=10)


def test_the_prefix_is_counted(tiny_t5):
    """A token count includes what the model is told before the text."""
    model = TransformersCondenser(tiny_t5, OPTIONS)
    bare = len(model.tokenizer(TEXT).input_ids)
    assert model.count_tokens([TEXT])[0] > bare


def test_output_that_ran_into_the_limit_says_so(tiny_bart):
    """A random model does not end by itself: its hypotheses are marked, and no longer than the limit."""
    model = TransformersCondenser(tiny_bart, OPTIONS)
    [[made]] = model.condense([TEXT], words=5, beams=1)
    assert made.truncated
    assert len(model.tokenizer(made.text).input_ids) <= model.facts.target_limit


def test_converted_weights_write_the_same(checkpoint, tmp_path):
    """CTranslate2 and transformers agree on the greedy output of the same checkpoint.

    Towards the end they may part: only one of them counts the start token among the n-grams that must not repeat.
    """
    convert(checkpoint, tmp_path / "converted")
    fast = Ct2Condenser(checkpoint, tmp_path / "converted", OPTIONS)
    slow = TransformersCondenser(checkpoint, OPTIONS)
    assert isinstance(fast, Condenser)
    ours, theirs = (each.condense([TEXT], words=10, beams=1)[0][0] for each in (fast, slow))
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(ours.text, theirs.text, strict=False)))
    assert shared >= len(theirs.text) / 2 > 0
    assert ours.truncated == theirs.truncated


def test_an_architecture_without_converter_is_refused(tiny_bart, tmp_path):
    """The message says which engine to use instead."""
    with pytest.raises(CheckpointError, match="--engine transformers"):
        convert(dataclasses.replace(tiny_bart, architecture="led"), tmp_path / "x")


def test_weights_that_are_no_safetensors_are_refused(tiny_bart, tmp_path):
    """A pickle is never opened."""
    copy = tmp_path / "pickled"
    shutil.copytree(tiny_bart.directory, copy)
    (copy / "model.safetensors").rename(copy / "pytorch_model.bin")
    with pytest.raises(CheckpointError, match="safetensors"):
        TransformersCondenser(dataclasses.replace(tiny_bart, directory=copy), OPTIONS)


def test_a_decoder_only_model_is_refused(tiny_bart, tmp_path):
    """The message names a model that would do."""
    (tmp_path / "config.json").write_text(
        json.dumps({"model_type": "gpt2", "is_encoder_decoder": False}), encoding="utf-8"
    )
    with pytest.raises(CheckpointError, match="no encoder-decoder"):
        architecture(dataclasses.replace(tiny_bart, directory=tmp_path), "en")


def test_mbart_without_language_tokens_is_run_without(tiny_mbart):
    """A language token that the tokenizer does not know is not forced: it would be the unknown token."""
    model = TransformersCondenser(tiny_mbart, OPTIONS, "fr")
    assert model.facts.language_token == "fr_XX"
    assert model.language_token is None
    assert model.max_source_tokens == 72
