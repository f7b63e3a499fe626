"""Every model proves itself before it is used.

Weights that were tied wrongly, cut or scrambled still load and still write something; a run would end with gibberish in
every output. So a model has to (1) find a right translation clearly likelier than the same words in disorder, and
(2) write something that looks like language. A weak, young model passes both; a broken one does not.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from toolkit.engines.base import RULES, ProvableEngine, Workshop
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
    ),
}
"""Proofs in both languages of a pair. Every other pair is proved with names and figures, which stay as they are."""

ANY_PAIR: Final = (
    Golden("Maria Schmidt, Berlin, 2019.", "Maria Schmidt, Berlin, 2019.", "2019 ,. Schmidt Berlin Maria ,"),
    Golden("London, Paris, Madrid 2024.", "London, Paris, Madrid 2024.", "2024 Madrid ,. ,Paris London"),
)

MARGIN: Final = 0.5
"""Nats per token by which the right translation must be likelier, averaged over the proofs. A sound model of a few
million training tokens reaches more than 2; a model with random output weights about 0."""

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
    sources = [proof.source for proof in proofs]
    right = engine.score(sources, [proof.right for proof in proofs])
    wrong = engine.score(sources, [proof.wrong for proof in proofs])
    margin = sum(a - b for a, b in zip(right, wrong, strict=True)) / len(proofs)
    if not margin >= MARGIN:  # also when it is no number
        raise EngineError(
            f"{name} does not tell a right translation from words in disorder (difference {margin:.2f} nats per token, "
            f"at least {MARGIN} expected): its weights are damaged, untrained or tied wrongly. Fetch it again, or use "
            "another."
        )
    written = engine.translate(sources, DecodingOptions(beam=2, nbest=1))
    faults = [fault for hypotheses in written if (fault := _fault(hypotheses[0]))]
    if len(faults) == len(written):
        raise EngineError(
            f"{name} does not write language: of {sources[0]!r} it made {written[0][0].text[:80]!r} ({faults[0]}). "
            "Fetch it again, or use another model."
        )
    if workshop:
        workshop.remember(key)


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
