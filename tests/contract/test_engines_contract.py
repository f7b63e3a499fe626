"""One suite over every translation engine: what the protocol promises, whatever runs behind it."""

import itertools
import shutil
import subprocess
import sys

import pytest

from toolkit.checkpoints.find import find
from toolkit.engines import base
from toolkit.engines.attention import alignment_head
from toolkit.engines.base import Decoder
from toolkit.engines.batching import ALONE, Batch, Limits, longest_input
from toolkit.engines.ct2 import Ct2Engine
from toolkit.engines.marian import MarianEngine
from toolkit.engines.open import open_engine
from toolkit.engines.proof import prove
from toolkit.engines.scripted import ScriptedEngine
from toolkit.errors import EngineError, InputError
from toolkit.options import DecodingOptions, EngineOptions
from toolkit.types import TranslationEngine

TEXTS = [
    "Le président a signé la loi le 12 mars 2019 à Paris.",
    "Il pleut.",
    "La société a investi 3,4 millions d'euros dans la recherche.",
    "« Nous avons gagné », dit-elle.",
    "Il pleut.",
]
SHORT = ["la mer no.", "si tu 12", "vol"]
"""For the tiny model, which cuts into letters and seldom ends."""

FLOAT = EngineOptions(compute_type="float32", threads=1)
SEARCH = DecodingOptions(beam=3, nbest=3)


def _ct2(checkpoint, workshop, options=FLOAT):
    head = alignment_head(checkpoint.directory)
    return Ct2Engine(checkpoint, workshop.converted(checkpoint, head), options, head, _limits(checkpoint))


def _marian(checkpoint):
    return MarianEngine(checkpoint, FLOAT, alignment_head(checkpoint.directory), _limits(checkpoint))


def _limits(checkpoint):
    positions = 512 if checkpoint.source == "embedded" else 160
    return Limits(positions, longest_input(positions))


@pytest.fixture(scope="session")
def engines(embedded, tiny, workshop):
    """Return every engine, loaded once."""
    return {
        "scripted": ScriptedEngine(words={"Le": "The", "loi": "law"}),
        "transformers": _marian(embedded),
        "ctranslate2": _ct2(embedded, workshop),
        "ctranslate2-int8": _ct2(embedded, workshop, EngineOptions(compute_type="int8", threads=2)),
        "transformers-tiny": _marian(tiny),
        "ctranslate2-tiny": _ct2(tiny, workshop),
    }


NAMES = ["scripted", "transformers", "ctranslate2", "ctranslate2-int8", "transformers-tiny", "ctranslate2-tiny"]


@pytest.fixture(params=NAMES)
def engine(request, engines):
    """Return one engine after the other."""
    return engines[request.param]


@pytest.fixture(scope="session")
def results(engines):
    """Return what each engine makes of the texts, decoded once."""
    return {name: engine.translate(_fit(engine), SEARCH) for name, engine in engines.items()}


def _fit(engine):
    return TEXTS if engine.max_source_tokens > 100 else SHORT


def test_engine_follows_the_protocol(engine):
    """Every engine has the protocol's members, a pair and a signature that is the same each time it is asked for."""
    assert isinstance(engine, TranslationEngine)
    assert engine.pair == ("fr", "en")
    assert engine.signature == engine.signature
    assert dict(engine.signature.facts)["engine"] in {"scripted", "transformers", "ctranslate2"}


def test_signatures_tell_engines_apart(engines):
    """Two engines never share a memory key: engine, model and compute type are in the signature."""
    assert len({engine.signature.digest for engine in engines.values()}) == len(engines)


@pytest.mark.parametrize("name", NAMES)
def test_nbest_is_ordered_and_distinct(name, results):
    """Each text gets one to as many hypotheses as asked for, distinct, best first, with log-probabilities."""
    for hypotheses in results[name]:
        assert 1 <= len(hypotheses) <= SEARCH.nbest
        scores = [hypothesis.score for hypothesis in hypotheses]
        assert scores == sorted(scores, reverse=True)
        assert all(score <= 0 for score in scores)
        assert len({hypothesis.text for hypothesis in hypotheses}) == len(hypotheses)


@pytest.mark.parametrize("name", NAMES)
def test_links_stay_inside_both_texts(name, results, engines):
    """Alignment links are non-empty ranges of the text given and the text returned, with a mass between 0 and 1."""
    linked = 0
    for source, hypotheses in zip(_fit(engines[name]), results[name], strict=True):
        for hypothesis in hypotheses:
            for link in hypothesis.alignment:
                assert 0 <= link.source.start < link.source.end <= len(source)
                assert 0 <= link.target.start < link.target.end <= len(hypothesis.text)
                assert 0 < link.weight <= 1
                linked += 1
    assert linked


@pytest.mark.parametrize("name", NAMES)
def test_results_do_not_depend_on_neighbours_or_order(name, results, engines):
    """A text alone, and in another order among others, gives bit for bit the same hypotheses, scores and links."""
    engine, texts = engines[name], _fit(engines[name])
    alone = [engine.translate([text], SEARCH)[0] for text in texts[:2]]
    assert alone == results[name][:2]
    turned = engine.translate(list(reversed(texts)), SEARCH)
    assert list(reversed(turned)) == results[name]


def test_texts_of_one_length_share_batches_without_a_trace(embedded, workshop):
    """Texts that are decoded together give bit for bit the hypotheses, scores and links each gives alone."""
    engine = open_engine(embedded, EngineOptions(engine="ctranslate2", device="cpu", compute_type="int8"), workshop)
    numbers = ["deux", "trois", "quatre", "cinq", "six", "sept", "neuf", "dix"]
    texts = [f"Paris a vendu {number} usines." for number in numbers]
    lengths = engine.count_tokens(texts)
    assert max(map(lengths.count, lengths)) > 4, "the case needs texts of one length"
    together = engine.translate(texts, DecodingOptions())
    assert together == [engine.translate([text], DecodingOptions())[0] for text in texts]
    assert all(hypotheses[0].alignment[0].target.start == 0 for hypotheses in together), "the first word is linked"


def test_engine_whose_neighbours_matter_decodes_alone(embedded, workshop, monkeypatch):
    """Where a shared batch changes anything, texts are decoded one at a time, now and at every later start."""
    options = EngineOptions(engine="ctranslate2", device="cpu", compute_type="int8")
    monkeypatch.setattr(workshop.__class__, "proved", lambda _, key: "sharing" not in key or key in kept)
    monkeypatch.setattr(workshop.__class__, "remember", lambda _, key: kept.append(key))
    kept = []
    monkeypatch.setattr(Decoder, "is_same_alone", lambda *_: False)
    assert open_engine(embedded, options, workshop).sharing == ALONE
    monkeypatch.undo()
    monkeypatch.setattr(workshop.__class__, "proved", lambda _, key: "sharing" not in key or key in kept)
    assert open_engine(embedded, options, workshop).sharing == ALONE


def test_prefix_begins_every_hypothesis(engine):
    """With a prefix every hypothesis starts with it; an empty prefix leaves a text as it is without."""
    texts = ["Il pleut.", "Il neige."]
    found = engine.translate(texts, SEARCH, ["si no", ""])
    assert all(hypothesis.text.startswith("si no") for hypothesis in found[0])
    assert found[1] == engine.translate(texts[1:], SEARCH)[0]


def test_prefixes_must_match_texts(engine):
    """A wrong number of prefixes is an error of the caller, not a guess."""
    with pytest.raises(ValueError, match="1 texts but 2 prefixes"):
        engine.translate(["Il pleut."], SEARCH, ["It", "He"])


def test_long_input_is_refused_not_cut(engine):
    """A text above the limit raises InputError, which names both numbers."""
    text = "mer " * (engine.max_source_tokens + 1)
    assert engine.count_tokens([text])[0] > engine.max_source_tokens
    with pytest.raises(InputError, match=str(engine.max_source_tokens)):
        engine.translate(["Il pleut.", text], SEARCH)


@pytest.mark.parametrize("name", ["scripted", "transformers-tiny", "ctranslate2-tiny"])
def test_longest_input_fits(name, engines):
    """A text of exactly the most tokens is decoded."""
    engine = engines[name]
    text = "la"
    while engine.count_tokens([text + " la"])[0] <= engine.max_source_tokens:
        text += " la" * max(1, (engine.max_source_tokens - engine.count_tokens([text])[0]) // 4)
    assert engine.count_tokens([text])[0] == engine.max_source_tokens
    assert len(engine.translate([text], DecodingOptions(beam=1, nbest=1))) == 1


def test_nothing_comes_of_nothing(engine):
    """No texts give no results, and an empty text an empty hypothesis."""
    assert engine.translate([], SEARCH) == []
    assert engine.translate(["", "  "], SEARCH)[0][0].text == ""


@pytest.mark.parametrize("name", ["transformers", "ctranslate2", "ctranslate2-int8"])
def test_truncation_is_reported(name, engines, monkeypatch):
    """A hypothesis that stops at the limit says so, and a finished one does not."""
    engine = engines[name]
    monkeypatch.setattr(base, "plan", lambda *_: [Batch((0,), 3)])
    cut = engine.translate(TEXTS[:1], SEARCH)[0]
    assert all(hypothesis.truncated for hypothesis in cut)
    monkeypatch.undo()
    assert not engine.translate(["Il pleut."], SEARCH)[0][0].truncated


@pytest.mark.parametrize("kind", ["", "-tiny"])
def test_engines_agree_in_float32(kind, results):
    """Both engines find the same best text with the same score and the same links."""
    for one, other in zip(results["transformers" + kind], results["ctranslate2" + kind], strict=True):
        assert one[0].text == other[0].text
        assert one[0].score == pytest.approx(other[0].score, abs=2e-3)
        assert [link[:2] for link in one[0].alignment] == [link[:2] for link in other[0].alignment]


@pytest.mark.parametrize(
    "options", [DecodingOptions(beam=1, nbest=1), DecodingOptions(beam=3, nbest=1, length_penalty=0.6)]
)
def test_engines_agree_with_other_options(options, engines):
    """Greedy search and another length penalty give the same text and mean log-probability in both engines."""
    one, other = (engines[name].translate(TEXTS[:3], options) for name in ("transformers", "ctranslate2"))
    for left, right in zip(one, other, strict=True):
        assert left[0].text == right[0].text
        assert left[0].score == pytest.approx(right[0].score, abs=2e-3)


def test_scores_are_probabilities_under_penalties(engines):
    """With a prefix or penalties both engines still give the model's own mean log-probability after the prefix."""
    options = DecodingOptions(beam=3, nbest=1, repetition_penalty=1.1, no_repeat_ngram=3)
    for prefixes in (None, ["The company"]):
        one, other = (
            engines[name].translate(TEXTS[2:3], options, prefixes)[0][0] for name in ("transformers", "ctranslate2")
        )
        assert one.text == other.text
        assert one.score == pytest.approx(other.score, abs=2e-3)


@pytest.mark.parametrize("name", ["transformers", "ctranslate2"])
def test_no_repeat_ngram_holds(name, engines):
    """No token pair occurs twice when pairs must not repeat."""
    engine = engines[name + "-tiny"]
    job = base.Job((engine.vocabulary.encode("la mer"),), ((),), 40)
    pieces = next(iter(engine._search([job], DecodingOptions(beam=2, nbest=1, no_repeat_ngram=2))))[0][0].pieces
    pairs = list(itertools.pairwise(pieces))
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize("kind", ["", "-tiny"])
def test_engines_return_the_same_attention(kind, engines):
    """The attention matrix of the alignment head is the same, number by number, in both engines."""
    job = base.Job((engines["ctranslate2" + kind].vocabulary.encode("Il pleut."),), ((),), 20)
    one, other = (
        next(iter(engines[name + kind]._search([job], SEARCH)))[0][0] for name in ("transformers", "ctranslate2")
    )
    assert one.pieces == other.pieces
    assert len(one.attention[0]) == len(other.attention[0]) == len(job.sources[0])
    unused = 0 if engines["ctranslate2" + kind].opens_alone(one.pieces) else 1
    for left, right in zip(one.attention[unused:], other.attention[unused:], strict=False):
        assert left == pytest.approx(right, abs=2e-3)


def test_attention_is_the_trained_head(engines):
    """The embedded model's alignment is head 0 of the last decoder layer."""
    engine = engines["transformers"]
    assert engine._head == (-1, 1)
    source = engine.vocabulary.encode("Il pleut.")
    ids, mask = engine._padded([engine.vocabulary.to_ids(source)])
    target = [*engine.vocabulary.to_ids(engine.vocabulary.encode_target("It rains."), target=True), 0]
    start, _ = engine._padded([engine._start(target[:-1])])
    output = engine._model(input_ids=ids, attention_mask=mask, decoder_input_ids=start, output_attentions=True)
    states = engine._model.get_encoder()(input_ids=ids, attention_mask=mask).last_hidden_state
    _, attention = engine._forced(states, mask, [target], 0)
    assert attention[0].flatten().tolist() == pytest.approx(
        output.cross_attentions[-1][0, 0].flatten().tolist(), abs=1e-5
    )


@pytest.mark.parametrize("kind", ["", "-tiny"])
def test_pieces_are_those_of_transformers(kind, engines, embedded, tiny):
    """Ids and detokenised text are those of transformers' own MarianTokenizer."""
    from transformers import MarianTokenizer

    checkpoint, vocabulary = (tiny if kind else embedded), engines["ctranslate2" + kind].vocabulary
    reference = MarianTokenizer.from_pretrained(checkpoint.directory)
    for text in [*TEXTS, "Œuvre n° 5 : 😀 ﬁn", "a  b", "日本"]:
        ids = reference(text).input_ids
        assert vocabulary.to_ids(vocabulary.encode(text)) == ids
        pieces = [piece for piece in vocabulary.to_pieces(ids) if piece != "<unk>"]
        known = [number for number in ids if number != 1]
        assert vocabulary.decode(pieces).text == reference.decode(known, skip_special_tokens=True)


@pytest.mark.parametrize("name", ["transformers", "ctranslate2"])
def test_untrained_model_is_refused(name, tiny, workshop):
    """A model that does not translate never gets to work: opening it fails loudly."""
    with pytest.raises(EngineError, match=r"damaged, untrained or tied wrongly|does not write language"):
        open_engine(tiny, EngineOptions(engine=name, compute_type="float32", threads=1), workshop)


@pytest.mark.parametrize("damage", ["shifted", "zero", "nan"])
def test_broken_weights_are_refused(damage, embedded, workshop, tmp_path):
    """Embeddings that are shifted by a row, zero or not numbers load without complaint, but do not pass the proof."""
    from safetensors.torch import load_file, save_file

    broken = tmp_path / "fr-en-broken"
    shutil.copytree(embedded.directory, broken)
    weights = load_file(broken / "model.safetensors")
    shared = next(name for name in weights if name.endswith("shared.weight"))
    shifted = weights[shared].roll(1, 0)
    weights[shared] = {"shifted": shifted, "zero": shifted * 0, "nan": shifted * float("nan")}[damage]
    save_file(weights, broken / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(EngineError, match="damaged, untrained or tied wrongly"):
        open_engine(find(str(broken)), EngineOptions(engine="ctranslate2", threads=1), workshop)


def test_untied_output_is_refused(embedded):
    """Output weights that lost their tie to the embeddings fail the proof in the reference engine too."""
    import torch

    engine = _marian(embedded)
    prove(engine, "whole")
    engine._model.lm_head.weight = torch.nn.Parameter(torch.randn_like(engine._model.lm_head.weight) * 0.06)
    with pytest.raises(EngineError, match="damaged, untrained or tied wrongly"):
        prove(engine, "untied")


@pytest.mark.parametrize("name", ["transformers", "ctranslate2"])
def test_embedded_model_proves_itself(name, embedded, workshop):
    """The embedded model passes its proof in both engines, and the signature says which engine runs."""
    engine = open_engine(embedded, EngineOptions(engine=name, threads=1), workshop)
    assert dict(engine.signature.facts)["engine"] == name


def test_warm_start_needs_no_torch(embedded, workshop, engines):
    """Once converted and proved, the default engine starts and translates without torch, transformers or numpy."""
    open_engine(embedded, EngineOptions(threads=1), workshop)
    program = (
        "import sys; from toolkit.checkpoints.find import find; from toolkit.checkpoints.workshop import Workshop; "
        "from toolkit.engines.open import open_engine; from toolkit.options import *; "
        "e = open_engine(find(None), EngineOptions(threads=1), Workshop()); "
        "assert e.translate(['Il pleut.'], DecodingOptions())[0][0].text; "
        "print([m for m in ('torch', 'transformers', 'huggingface_hub') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
