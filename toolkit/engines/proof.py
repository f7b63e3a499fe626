"""Every model proves itself before it is used.

Weights that were tied wrongly, cut or scrambled still load and still write something; a run would end with gibberish in
every output. So a model has to find a right translation clearly likelier (1) than the same words in disorder and (2)
than it would be for another source sentence, and (3) to write something that looks like language. A weak, young model
passes; a broken one does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from toolkit.engines.base import RULES, Decoder, ProvableEngine, Workshop
from toolkit.engines.batching import ALONE
from toolkit.errors import EngineError
from toolkit.options import DecodingOptions
from toolkit.types import Hypothesis


class Golden(NamedTuple):
    """A source sentence, a right translation, and the same words in disorder."""

    source: str
    right: str
    wrong: str


GOLDEN: Final[dict[tuple[str, str], tuple[Golden, ...]]] = {
    ("fr", "en"): (
        Golden(
            "Le président a présenté le rapport au Parlement européen.",
            "The President presented the report to the European Parliament.",
            "Report presented. the Parliament European to The the President",
        ),
        Golden(
            "Cette mesure a été adoptée en 2019 avec 45 voix contre 12.",
            "This measure was adopted in 2019 with 45 votes to 12.",
            "votes 12 was to measure. with 2019 This 45 adopted in",
        ),
    ),
    ("en", "fr"): (
        Golden(
            "The President presented the report to the European Parliament.",
            "Le président a présenté le rapport au Parlement européen.",
            "rapport européen. présenté au Le a Parlement président le",
        ),
        Golden(
            "This measure was adopted in 2019 with 45 votes to 12.",
            "Cette mesure a été adoptée en 2019 avec 45 voix contre 12.",
            "voix 12 été a mesure. contre 2019 Cette 45 adoptée en avec",
        ),
    ),
}
"""Proofs in both languages of a pair. Every other pair is proved with figures and acronyms, which stay as they are."""

ANY_PAIR: Final = (
    Golden("2019: 45 % (NATO, 1250 km).", "2019: 45 % (NATO, 1250 km).", "% km ). 45 1250, ( NATO 2019:"),
    Golden("1987: 12 % (UNESCO, 380 kg).", "1987: 12 % (UNESCO, 380 kg).", "kg % UNESCO ). 12 380, 1987: ("),
)

MARGIN: Final = 1.0
"""Nats per token by which the right translation must be likelier, averaged over the proofs. Measured: 6.0 (disorder)
and 3.9 (other source) for a model after only 28 million training tokens. With output weights or source embeddings that
are random, zero or shifted by one row the smaller of the two was at most 0.3."""

LETTERS: Final = 0.5
"""Least share of letters and digits in what the model writes."""


def prove(engine: ProvableEngine, name: str, workshop: Workshop | None = None) -> None:
    """Let *engine*, which runs the model *name*, prove itself; a pass is kept in *workshop* and not asked again.

    Raises EngineError when the model does not do its work.
    """
    key = f"{engine.signature.digest}-{RULES}"
    if workshop and workshop.proved(key):
        return
    proofs = GOLDEN.get(engine.pair, ANY_PAIR)
    longest = max(engine.count_tokens([proof.source for proof in proofs]))
    if longest > engine.max_source_tokens:
        raise EngineError(
            f"{name} takes at most {engine.max_source_tokens} tokens, and a plain sentence has {longest}: it is not "
            "made for sentences. Use another model."
        )
    known = [proof for proof in proofs if engine.can_write(proof.right) and engine.can_write(proof.wrong)]
    if len(known) > 1:  # else the model writes another script, and only its free writing can be judged
        _judge_scores(engine, name, known)
    _judge_writing(engine, name, proofs)
    if workshop:
        workshop.remember(key)


def try_sharing(engine: Decoder, workshop: Workshop) -> None:
    """Let texts of one length share batches if *engine* gives them the same results as alone; else decode all alone.

    What was found is kept in *workshop* and not tried again.
    """
    if not engine.sharing.exact:
        return
    key = f"{engine.signature.digest}-sharing-{RULES}"
    if workshop.proved(f"{key}-differs"):
        engine.sharing = ALONE
    elif not workshop.proved(key):
        proofs = GOLDEN.get(engine.pair, ANY_PAIR)
        same = all(engine.is_same_alone(proof.source, DecodingOptions()) for proof in proofs)
        engine.sharing = engine.sharing if same else ALONE
        workshop.remember(key if same else f"{key}-differs")


def _judge_scores(engine: ProvableEngine, name: str, proofs: Sequence[Golden]) -> None:
    sources, rights = [proof.source for proof in proofs], [proof.right for proof in proofs]
    right = engine.score(sources, rights)
    for other, what in (
        (engine.score(sources, [proof.wrong for proof in proofs]), "words in disorder"),
        (engine.score([*sources[1:], sources[0]], rights), "the translation of another sentence"),
    ):
        margin = sum(a - b for a, b in zip(right, other, strict=True)) / len(proofs)
        if not margin >= MARGIN:  # written so that "not a number" fails too
            raise EngineError(
                f"{name} does not tell a right translation from {what} (difference {margin:.2f} nats per token, at "
                f"least {MARGIN} expected): its weights are damaged, untrained or tied wrongly. Fetch it again, or use "
                "another."
            )


def _judge_writing(engine: ProvableEngine, name: str, proofs: Sequence[Golden]) -> None:
    sources = [proof.source for proof in proofs]
    written = [hypotheses[0] for hypotheses in engine.translate(sources, DecodingOptions(beam=2, nbest=1))]
    faults = [fault for hypothesis in written if (fault := _fault(hypothesis))]
    if len(faults) == len(written):
        raise EngineError(
            f"{name} does not write language: of {sources[0]!r} it made {written[0].text[:80]!r} ({faults[0]}). Fetch "
            "it again, or use another model."
        )


def _fault(hypothesis: Hypothesis) -> str | None:
    text = hypothesis.text
    words = text.split()
    if not text:
        return "nothing"
    if hypothesis.truncated:
        return "no end"
    if sum(char.isalnum() or char.isspace() for char in text) < LETTERS * len(text):
        return "mostly signs"
    if len(words) > 4 and len(set(words)) * 2 < len(words):  # noqa: PLR2004 - shorter texts may repeat a word
        return "repetition"
    return None
