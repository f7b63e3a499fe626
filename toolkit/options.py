"""Frozen option records. Each validates itself on construction and raises OptionsError."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal

from toolkit.errors import OptionsError

EngineName = Literal["auto", "transformers", "ctranslate2", "scripted"]
Device = Literal["auto", "cpu", "cuda"]


def _at_least(name: str, value: float, least: float) -> None:
    if value < least:
        raise OptionsError(f"{name} must be at least {least:g}, got {value:g}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodingOptions:
    """How hypotheses are searched for."""

    beam: int = 4
    """Width of the beam, 1 (greedy) or more."""
    nbest: int = 4
    """Hypotheses returned for each text, 1 to *beam*."""
    length_penalty: float = 1.0
    """Exponent of the length in the beam's normalisation; 1: mean log-probability."""
    repetition_penalty: float = 1.0
    """Above 1 makes tokens that were produced before less likely (Keskar et al. 2019)."""
    no_repeat_ngram: int = 0
    """Token n-grams of this size are never produced twice; 0: off."""

    def __post_init__(self) -> None:
        """Validate ranges."""
        _at_least("beam", self.beam, 1)
        _at_least("nbest", self.nbest, 1)
        _at_least("repetition_penalty", self.repetition_penalty, 1)
        _at_least("no_repeat_ngram", self.no_repeat_ngram, 0)
        if self.nbest > self.beam:
            raise OptionsError(f"nbest ({self.nbest}) cannot exceed beam ({self.beam}): raise --beam or lower --nbest.")


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineOptions:
    """What runs the model, and with how much of the machine."""

    engine: EngineName = "auto"
    device: Device = "auto"
    compute_type: str = "auto"
    """``auto``, ``int8``, ``int8_float32``, ``float32``, ``bfloat16``, ``float16``."""
    threads: int = 0
    """CPU threads; 0: as many as there are physical cores to use."""
    batch_tokens: int = 4096
    """Source tokens decoded at once, padding included."""

    def __post_init__(self) -> None:
        """Validate ranges."""
        _at_least("threads", self.threads, 0)
        _at_least("batch_tokens", self.batch_tokens, 64)


@dataclass(frozen=True, slots=True, kw_only=True)
class FidelityOptions:
    """Which steps of the fidelity loop run. Every step can be switched off to measure what it contributes."""

    choose: bool = True
    """Prefer the best hypothesis whose figures, names and terms hold."""
    repair: bool = True
    """Replace the aligned target range by the right form."""
    redecode: bool = True
    """Decode again from a forced prefix."""
    split: bool = True
    """Decode again in clauses."""
    figures: Literal["english", "keep"] = "english"
    """``english``: figures are rewritten to English conventions; ``keep``: the model's form stays when its value is
    right."""
    ner: bool = False
    """Look for names with a spaCy pipeline too, when one is installed."""

    @classmethod
    def without(
        cls, steps: Iterable[str], figures: Literal["english", "keep"] = "english", *, ner: bool = False
    ) -> FidelityOptions:
        """Return options with the named steps switched off. Raises OptionsError for a step that does not exist."""
        known = ("choose", "repair", "redecode", "split")
        off = set(steps)
        if wrong := sorted(off - set(known)):
            raise OptionsError(f"The fidelity loop has no step {wrong[0]!r}: use {', '.join(known)}.")
        return cls(figures=figures, ner=ner, **{step: step not in off for step in known})


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleOptions:
    """Who does the work. Nothing here changes a byte of the outputs, except that GPUs compute otherwise than CPUs."""

    executor: Literal["local", "ray"] = "local"
    workers: int = 0
    """Processes, each with a model of its own; 0: this process alone, on Ray one for every CPU of the cluster."""
    ray_address: str | None = None
    """``host:port`` of a running cluster's head, or ``auto``; None: a cluster on this machine for this run."""
    gpus_per_worker: float = 0.0
    """GPUs each worker takes, on Ray; 0.25: four share one."""
    cpu_workers: int = 0
    """Workers without a GPU beside those with one, on Ray."""

    def __post_init__(self) -> None:
        """Validate ranges and combinations."""
        _at_least("workers", self.workers, 0)
        _at_least("gpus_per_worker", self.gpus_per_worker, 0)
        _at_least("cpu_workers", self.cpu_workers, 0)
        if self.executor != "ray" and (self.ray_address or self.gpus_per_worker or self.cpu_workers):
            raise OptionsError("--ray-address, --gpus-per-worker and --cpu-workers need --executor ray.")
        if self.cpu_workers and not self.gpus_per_worker:
            raise OptionsError("--cpu-workers go beside GPU workers: give --gpus-per-worker, or --workers alone.")
        if self.gpus_per_worker > 1 and self.gpus_per_worker != int(self.gpus_per_worker):
            raise OptionsError(f"A worker takes a share of one GPU or whole GPUs, not {self.gpus_per_worker:g}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslateOptions:
    """Everything `toolkit translate` needs to know."""

    model: str | None = None
    """Embedded name, directory or hub id; None: the embedded model of the pair."""
    revision: str | None = None
    """Commit, tag or branch of a hub model; None: the pinned one, else ``main`` resolved to a commit."""
    source_language: str = "auto"
    target_language: str = "en"
    outputs: Path = Path("outputs")
    glossary: Path | None = None
    """None: ``glossary.tsv`` beside the articles when there is one."""
    use_glossary: bool = True
    drop_boilerplate: bool = False
    use_memory: bool = True
    engine: EngineOptions = field(default_factory=EngineOptions)
    decoding: DecodingOptions = field(default_factory=DecodingOptions)
    fidelity: FidelityOptions = field(default_factory=FidelityOptions)
    scale: ScaleOptions = field(default_factory=ScaleOptions)
    text_column: str = "text"
    """Column of the texts in a parquet or JSON Lines table."""
    id_column: str | None = None
    """Column of their ids; None: ``id`` where there is one, else rows are numbered."""

    def with_model(self, model: str) -> TranslateOptions:
        """Return the same options for another model."""
        return replace(self, model=model)

    def __post_init__(self) -> None:
        """Validate languages."""
        for code in (self.source_language, self.target_language):
            if code != "auto" and not re.fullmatch("[a-z]{2}", code):
                raise OptionsError(f"{code!r} is not a language: give a two-letter code such as fr or en.")


SummaryMethod = Literal["auto", "seq2seq", "extractive", "lead"]
SummaryStyle = Literal["paragraph", "bullets", "headline"]
SENTENCES: Final = {"short": 2, "medium": 4, "long": 8}
"""Sentences of a summary of each named length. Four is what a news desk calls a brief."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryOptions:
    """What a summary should look like and how it is made."""

    method: SummaryMethod = "auto"
    """``auto``: rewritten by a model where one is there, else selected sentences; ``seq2seq``: rewritten;
    ``extractive``: sentences selected by salience; ``lead``: the first sentences."""
    length: str = "medium"
    """``short``, ``medium``, ``long``, or a number of words from 10 to 5000 such as ``120`` or ``120 words``."""
    style: SummaryStyle = "paragraph"
    """``paragraph``; ``bullets``: one line a sentence; ``headline``: the headline alone."""
    beams: int = 4
    """Candidates a model proposes for each passage, 1 or more."""

    def __post_init__(self) -> None:
        """Validate the length and the number of candidates."""
        _at_least("beams", self.beams, 1)
        if self.length not in SENTENCES and self.words is None:
            raise OptionsError(
                f"{self.length!r} is not a length: give short, medium, long, or a number of words from 10 to 5000."
            )

    @property
    def sentences(self) -> int | None:
        """Number of sentences asked for; None when the length is given in words."""
        return SENTENCES.get(self.length)

    @property
    def words(self) -> int | None:
        """Greatest number of words; None when the length is given in sentences."""
        match = re.fullmatch(r"\s*(\d{2,4})\s*(?:words?|mots?)?\s*", self.length)
        return int(match[1]) if match and 10 <= int(match[1]) <= 5000 else None  # noqa: PLR2004 - stated above
