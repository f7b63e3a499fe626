"""What a summariser reads, what it is asked for, and what it must be able to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from toolkit.options import SummaryOptions
from toolkit.types import BlockKind, Hypothesis, Signature, Summary


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the article to condense, in the language of the summary."""

    index: int
    """Index of the segment in its document; the sources of a summary sentence are these numbers."""
    text: str
    """The characters of the sentence, unnormalised."""
    block: int = 0
    """Index of the block of layout that holds it."""
    kind: BlockKind = "paragraph"
    """What that block is."""
    boilerplate: bool = False
    """True for web-page furniture, which is never summarised."""
    source: str | None = None
    """For a translated article the sentence it was translated from; None: the article was written in this language."""


@dataclass(frozen=True, slots=True)
class Article:
    """A document as the summarisers see it."""

    id: str
    """Id of the document."""
    language: str
    """ISO 639-1 code of the sentences, and so of the summary."""
    sentences: tuple[Sentence, ...]
    """In reading order, their indexes ascending. Headings and boilerplate are in it, marked."""
    source_language: str | None = None
    """ISO 639-1 code of ``Sentence.source``; None: not a translation."""


@runtime_checkable
class Summarizer(Protocol):
    """What condenses one article."""

    @property
    def signature(self) -> Signature:
        """Everything that can change the summary of one article under given options."""

    def summarize(self, article: Article, options: SummaryOptions) -> Summary:
        """Condense *article*. Sentences that were beyond a limit are in ``Summary.dropped``, never just missing."""


@runtime_checkable
class Condenser(Protocol):
    """A sequence-to-sequence model that rewrites a passage into fewer words. It knows nothing of articles."""

    @property
    def signature(self) -> Signature:
        """Model digest, versions and whatever else can change the output for one input."""

    @property
    def max_source_tokens(self) -> int:
        """Longest input in tokens, special tokens and prefix included, that the model was made for."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, special tokens and prefix included."""

    def condense(self, texts: Sequence[str], *, words: int, beams: int = 4) -> list[list[Hypothesis]]:
        """Rewrite each text into about *words* words or fewer, best hypothesis first, at most *beams* of them.

        The result has the length and order of *texts*.
        Raises InputError when a text exceeds *max_source_tokens*: condensers never truncate their input.
        A hypothesis that ran into the length limit says so in ``truncated``.
        """
