"""What the engines share: from texts to batches of pieces, and from found pieces to hypotheses.

An engine only searches (`Decoder._search`) and scores (`Decoder.score`); everything a result depends on besides that is
here, once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from toolkit.engines.attention import AlignmentHead, Words, links, opens_alone, words_of
from toolkit.engines.batching import Limits, Sharing, output_limit, plan
from toolkit.engines.pieces import Vocabulary
from toolkit.errors import CheckpointError, EngineError, InputError
from toolkit.options import DecodingOptions
from toolkit.text.function_words import function_words
from toolkit.types import Checkpoint, Hypothesis, Signature, TranslationEngine

RULES: Final = "3"
"""Version of everything here that can change an output; part of the signature."""


class Workshop(Protocol):
    """What an engine needs from the room that keeps weights: converted weights, and a memory for passed proofs."""

    def converted(self, checkpoint: Checkpoint, head: tuple[int, int]) -> Path:
        """Return the directory of the checkpoint in CTranslate2's format, converting it on first use."""

    def proved(self, key: str) -> bool:
        """Tell whether the proof with this key was passed before."""

    def remember(self, key: str) -> None:
        """Keep that the proof with this key was passed."""


@dataclass(frozen=True, slots=True)
class Job:
    """One batch for the search."""

    sources: tuple[tuple[str, ...], ...]
    """Source pieces of each text, end-of-sentence token included."""
    prefixes: tuple[tuple[str, ...], ...]
    """Target pieces every result of a text starts with; all of one length in a job."""
    limit: int
    """Most pieces to produce after the prefix, the end-of-sentence token included."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the search found for one text."""

    pieces: tuple[str, ...]
    """Target pieces, prefix included, end-of-sentence token left out."""
    score: float
    """Mean log-probability of the pieces after the prefix, the end-of-sentence token included."""
    finished: bool
    """False: stopped at the limit."""
    attention: Sequence[Sequence[float]] = field(repr=False)
    """One row a target piece, one column a source piece. The first row is right where it is used (see `links`)."""


class ProvableEngine(TranslationEngine, Protocol):
    """An engine that can also say how likely a given translation is."""

    def score(self, sources: Sequence[str], targets: Sequence[str]) -> list[float]:
        """Return the mean log-probability per token, end included, of each target as translation of its source."""

    def can_write(self, text: str) -> bool:
        """Tell whether the target vocabulary covers *text*."""


def translated_pair(checkpoint: Checkpoint) -> tuple[str, str]:
    """Return the languages of a translation model the engines can run.

    Raises EngineError for a model of another kind, CheckpointError when the languages are not known.
    """
    if checkpoint.architecture != "marian":
        raise EngineError(
            f"{checkpoint.name} is a {checkpoint.architecture} model; the translation engines run Marian models. "
            "Name a Marian model such as Helsinki-NLP/opus-mt-fr-en."
        )
    if checkpoint.pair is None:
        raise CheckpointError(
            f"{checkpoint.name} does not say what it translates: set source_lang and target_lang in its "
            "tokenizer_config.json."
        )
    return checkpoint.pair


class Decoder(ABC):
    """A TranslationEngine over a Marian checkpoint, without its search."""

    def __init__(self, checkpoint: Checkpoint, *, limits: Limits, sharing: Sharing) -> None:
        """Load the tokenizer of *checkpoint*.

        *limits*: lengths the model can deal with; *sharing*: which texts are decoded together.
        Raises CheckpointError when the checkpoint names no language pair.
        """
        self._pair = translated_pair(checkpoint)
        self._limits = limits
        self.sharing = sharing
        self._small = function_words(self._pair[1])
        self.vocabulary = Vocabulary(checkpoint.directory, checkpoint.pair)

    @property
    def pair(self) -> tuple[str, str]:
        """Source and target language, ISO 639-1."""
        return self._pair

    @property
    def calls(self) -> int:
        """One, unless the engine says otherwise."""
        return 1

    @property
    def max_source_tokens(self) -> int:
        """Longest input, in source tokens, that the model translates well and whose translation fits its positions."""
        return self._limits.source

    @property
    @abstractmethod
    def signature(self) -> Signature:
        """Everything that can change the output for one input."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of source tokens of each text, the end-of-sentence token included."""
        return self.vocabulary.count(texts)

    def translate(
        self, texts: Sequence[str], options: DecodingOptions, prefixes: Sequence[str] | None = None
    ) -> list[list[Hypothesis]]:
        """Decode each text, as TranslationEngine says; hypotheses that read the same are returned once."""
        if prefixes is not None and len(prefixes) != len(texts):
            raise ValueError(f"{len(texts)} texts but {len(prefixes)} prefixes: give one a text.")
        sources = [self.vocabulary.encode(text) for text in texts]
        self._refuse_long(texts, sources)
        forced = [self.vocabulary.encode_target(text) for text in prefixes or [""] * len(texts)]
        results: list[list[Hypothesis]] = [[Hypothesis("", 0.0, ())] for _ in texts]
        busy = [index for index, source in enumerate(sources) if len(source) > 1]
        batches = plan(
            [len(sources[index]) for index in busy],
            [len(forced[index]) for index in busy],
            self.sharing,
            self._limits.positions,
        )
        members = [[busy[at] for at in batch.members] for batch in batches]
        jobs = [
            Job(tuple(sources[i] for i in group), tuple(forced[i] for i in group), batch.limit)
            for group, batch in zip(members, batches, strict=True)
        ]
        for group, found in zip(members, self._search(jobs, options), strict=True):
            for index, candidates in zip(group, found, strict=True):
                source = words_of(self.vocabulary.locate(texts[index], sources[index]))
                results[index] = self._assemble(source, candidates)
        return results

    def is_same_alone(self, text: str, options: DecodingOptions) -> bool:
        """Tell whether texts that share a batch get the same candidates, to the last bit, as each would alone.

        Tried with *text* and other orders of its pieces, which are texts of the same length.
        """
        *pieces, end = self.vocabulary.encode(text)
        limit = output_limit(len(pieces) + 1, self._limits.positions)
        sources = [(*pieces[at:], *pieces[:at], end) for at in range(min(len(pieces), self.sharing.rows))]
        jobs = [Job(tuple(sources), ((),) * len(sources), limit), *(Job((source,), ((),), limit) for source in sources)]
        together, *alone = self._search(jobs, options)
        return all(there == here for there, (here,) in zip(together, alone, strict=True))

    def score(self, sources: Sequence[str], targets: Sequence[str]) -> list[float]:
        """Return the mean log-probability per token, end included, of each target as translation of its source."""
        encoded = [self.vocabulary.encode(source) for source in sources]
        return self._score(encoded, [self.vocabulary.encode_target(target) for target in targets])

    def can_write(self, text: str) -> bool:
        """Tell whether the target vocabulary covers *text*."""
        return all(piece in self.vocabulary.target_ids for piece in self.vocabulary.encode_target(text))

    @abstractmethod
    def _search(self, jobs: Sequence[Job], options: DecodingOptions) -> Iterable[list[list[Candidate]]]:
        """Yield for each job, for each of its texts, the candidates found, best first."""

    @abstractmethod
    def _score(self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]]) -> list[float]:
        """Return mean log-probabilities of target pieces, which come without the end-of-sentence token."""

    def opens_alone(self, pieces: Sequence[str]) -> bool:
        """Tell whether the attention of the first of the target *pieces* is used."""
        return opens_alone(pieces, self._small)

    def _refuse_long(self, texts: Sequence[str], sources: Sequence[Sequence[str]]) -> None:
        for text, source in zip(texts, sources, strict=True):
            if len(source) > self.max_source_tokens:
                raise InputError(
                    f"A text of {len(source)} tokens was given to a model made for at most {self.max_source_tokens}: "
                    f"split it. It begins {text[:60]!r}."
                )

    def _assemble(self, source: Words, candidates: Sequence[Candidate]) -> list[Hypothesis]:
        hypotheses: dict[str, Hypothesis] = {}
        for candidate in candidates:
            target = self.vocabulary.decode(candidate.pieces)
            if target.text not in hypotheses:
                first = self.opens_alone(candidate.pieces)
                alignment = links(candidate.attention, source, target, first=first)
                score = min(0.0, candidate.score)
                hypotheses[target.text] = Hypothesis(target.text, score, alignment, not candidate.finished)
        return list(hypotheses.values())


def describe(engine: str, version: str, checkpoint: Checkpoint, compute: str, head: AlignmentHead) -> Signature:
    """Return the signature of an engine: what can change its output for one input."""
    return Signature(
        (
            ("engine", engine),
            (engine, version),
            ("model", checkpoint.name),
            ("digest", checkpoint.digest),
            ("compute", compute),
            ("alignment", f"{head.layer}/{head.heads or 'all'}"),
            ("rules", RULES),
        )
    )
