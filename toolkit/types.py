"""The nouns of the toolkit.

Every record is frozen and slotted. Character positions count Unicode code points and are half-open, ``[start, end)``.
This module imports nothing but the standard library, so that every room may use it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, runtime_checkable

if TYPE_CHECKING:
    from toolkit.options import DecodingOptions

Severity = Literal["error", "warning", "info"]
Origin = Literal["engine", "memory", "copied", "reviewed"]
BlockKind = Literal["heading", "paragraph", "list_item", "cell", "caption", "quote", "cue", "attribute", "other"]
FigureKind = Literal[
    "number", "money", "percent", "quantity", "ordinal", "date", "time", "range", "ratio", "identifier"
]
NameKind = Literal["person", "organisation", "place", "product", "acronym", "other"]
Policy = Literal["translate", "keep", "forbid"]


class Span(NamedTuple):
    """A half-open range of characters, ``0 <= start <= end``."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two ranges share at least one character."""
        return self.start < other.end and other.start < self.end

    def shift(self, by: int) -> Span:
        """Return the range moved by *by* characters (negative: to the left)."""
        return Span(self.start + by, self.end + by)

    def of(self, text: str) -> str:
        """Return the characters of *text* in this range."""
        return text[self.start : self.end]


class Link(NamedTuple):
    """One word-alignment link between a source and a target range."""

    source: Span
    target: Span
    weight: float
    """Attention mass of the link, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document that is translated as one unit of layout: a line, a paragraph, a cell, a subtitle cue."""

    index: int
    """Position among the blocks of the document, from 0."""
    kind: BlockKind
    """What the block is in the document's layout."""
    start: int
    """First character in ``Document.text``."""
    end: int
    """One past the last character in ``Document.text``."""
    boilerplate: bool = False
    """True for web-page furniture such as "Laisser un commentaire"."""
    language: str | None = None
    """ISO 639-1 code the block is written in; None: not decided yet."""


@dataclass(frozen=True, slots=True)
class Document:
    """One article as plain text with its layout."""

    id: str
    """Path relative to the input folder, with forward slashes; unique in a run."""
    path: Path
    """Where the document was read from."""
    language: str
    """ISO 639-1 code of the main language."""
    text: str
    """All translatable text. For ``.txt`` this is the decoded file, character for character."""
    blocks: tuple[Block, ...]
    """In reading order; they do not overlap. Characters outside blocks are layout and are never translated."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, or a headline or list item that stands for one. ``document.text[start:end] == text``."""

    index: int
    """Position among the segments of the document, from 0."""
    block: int
    """Index of the block that holds the segment."""
    start: int
    """First character in ``Document.text``."""
    end: int
    """One past the last character in ``Document.text``."""
    text: str
    """The characters themselves, unnormalised."""
    language: str
    """ISO 639-1 code."""
    boilerplate: bool = False
    """True for web-page furniture."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One candidate translation out of an n-best list."""

    text: str
    """Detokenised target text."""
    score: float
    """Mean log-probability per target token, at most 0; higher is better."""
    alignment: Sequence[Link] | None = None
    """Source-target links in the coordinates of the text given to the engine; None: the engine has none."""
    truncated: bool = False
    """True when decoding stopped at the length limit instead of at the end-of-sentence token."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure read by value."""

    kind: FigureKind
    value: Decimal
    """Exact value, scale words applied ("3,4 milliards" is 3400000000; "27 %" is 27)."""
    unit: str | None
    """Normalised currency or unit (``USD``, ``EUR``, ``MW``, ``t``, ``percent``), or None."""
    span: Span
    """The characters that carry value, scale word and unit."""
    text: str
    """Those characters."""
    approximate: bool = False
    """True for "une douzaine", "environ", "some"."""
    key: str | None = None
    """Canonical form for kinds that are not one number: ISO date parts (``2024-06-17``, ``--06-17``, ``2024-06``),
    times (``20:30``), identifiers verbatim; None for plain values."""


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name as it stands in a text."""

    text: str
    kind: NameKind
    span: Span


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the glossary (term base)."""

    source: str
    target: str
    policy: Policy = "translate"
    """``translate``: the target must be used; ``keep``: the source stays unchanged; ``forbid``: the target must not
    appear where the source stands."""
    case_sensitive: bool = False
    note: str = ""
    line: int = 0
    """Line of the glossary file, from 1; 0: not from a file."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One recorded change to the text of a hypothesis. Applied in order, the edits turn it into the final text."""

    rule: str
    """Name of the rule, e.g. ``figure.value``, ``figure.format``, ``name.restore``, ``term.replace``."""
    before: str
    after: str
    span: Span
    """Range of *before* in the text as it stood when the edit was applied."""
    reason: str = ""
    """One sentence for the reviewer."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reviewer should look at."""

    code: str
    """``figure_changed``, ``figure_missing``, ``figure_invented``, ``unit_changed``, ``name_changed``,
    ``name_missing``, ``name_invented``, ``term_missing``, ``term_forbidden``, ``repetition``, ``length_ratio``,
    ``source_copied``, ``truncated``, ``empty_output``, ``incomplete``, ``other_language``,
    ``repair_unsure``, ``low_confidence``, ``check_failed``; in summaries also
    ``quote_invented``, ``negation_changed``, ``invented``."""
    severity: Severity
    segment: int
    """Index of the segment in its document."""
    source_span: Span | None
    """Range in the segment's source text; None: nothing to point at."""
    target_span: Span | None
    """Range in the final target text; None: nothing to point at."""
    message: str
    """One sentence a reviewer understands, with both values."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One extra decoding and why it was made."""

    reason: str
    """Code of the guard or finding that asked for it."""
    method: str
    """What was changed, e.g. ``no_repeat_ngram=3``, ``prefix``, ``split``, ``next hypothesis``."""
    accepted: bool
    """Whether its output was kept."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A segment with everything that was done to it."""

    segment: Segment
    hypotheses: tuple[Hypothesis, ...]
    """Raw n-best from the engine, best first; empty when the segment was copied through."""
    chosen: int
    """Index in *hypotheses* of the one that *final* was made from; -1 when copied."""
    final: str
    origin: Origin
    edits: tuple[Edit, ...] = ()
    findings: tuple[Finding, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    alignment: Sequence[Link] | None = None
    """Links between ``segment.text`` and *final*."""
    figures: tuple[tuple[Span, Span], ...] = ()
    """Matched figures: range in the source, range in *final*."""
    names: tuple[tuple[Span, Span], ...] = ()
    """Matched names: range in the source, range in *final*."""
    terms: tuple[tuple[Span, Span], ...] = ()
    """Matched glossary terms: range in the source, range in *final*."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Work that was not done, as a value with its reason."""

    what: str
    """Path of the document, or document id and line."""
    reason: str
    """What happened and what to do about it, in one or two sentences."""
    severity: Severity = "error"
    """``error``: the run's exit code becomes 1; ``info``: done on purpose (another language, dropped boilerplate)."""


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """One sentence of a summary."""

    text: str
    sources: tuple[int, ...]
    """Indexes of the document's segments the sentence rests on."""
    method: Literal["seq2seq", "extractive", "lead"]
    decisions: tuple[str, ...] = ()
    """What the guard did: regenerated, repaired, replaced by its source, and why."""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One row of the key-figures table."""

    figure: str
    """As written, e.g. ``$686 million``."""
    label: str
    """What it is, in words of the article."""
    segment: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A condensed document."""

    document_id: str
    language: str
    headline: str
    sentences: tuple[SummarySentence, ...]
    key_figures: tuple[KeyFigure, ...]
    findings: tuple[Finding, ...] = ()
    dropped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Ordered facts that make a result reproducible: model digest, options, versions."""

    facts: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """Return ``key:value|key:value``, the form used by sacrebleu (Post 2018)."""
        return "|".join(f"{key}:{value}" for key, value in self.facts)

    @property
    def digest(self) -> str:
        """Return the first 16 hexadecimal digits of the SHA-256 of the facts."""
        return hashlib.sha256(json.dumps(self.facts).encode()).hexdigest()[:16]

    def plus(self, **facts: object) -> Signature:
        """Return a signature with more facts at the end."""
        return Signature(self.facts + tuple((key, str(value)) for key, value in facts.items()))


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Weights on this disk, found and verified."""

    name: str
    """As the user named it: ``fr-en-small``, ``Helsinki-NLP/opus-mt-fr-en`` or a directory."""
    directory: Path
    source: Literal["embedded", "local", "hub"]
    architecture: str
    """``model_type`` of its config: ``marian``, ``bart``, ``t5``, ``pegasus``, ``mbart`` …"""
    pair: tuple[str, str] | None
    """Source and target language (ISO 639-1) of a translation model; None: not a translation model, or not stated."""
    digest: str
    """SHA-256 over config, tokenizer and weights, hexadecimal, 16 digits."""
    revision: str | None = None
    """Commit of the hub repository; None for local directories."""
    size: int = 0
    """Bytes on disk."""
    facts: dict[str, str] = field(default_factory=dict, hash=False, compare=False)
    """Licence and other lines of the model card's header, for display only."""


@runtime_checkable
class TranslationEngine(Protocol):
    """What turns source text into n-best target text."""

    @property
    def pair(self) -> tuple[str, str]:
        """Source and target language, ISO 639-1."""

    @property
    def signature(self) -> Signature:
        """Everything that can change the output for one input: engine, versions, model digest, compute type."""

    @property
    def calls(self) -> int:
        """Calls of `translate` worth making at once, from threads; 1 or more."""

    @property
    def max_source_tokens(self) -> int:
        """Longest input, in source tokens with the end-of-sentence token, that the model was made for."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of source tokens of each text, the end-of-sentence token included."""

    def translate(
        self, texts: Sequence[str], options: DecodingOptions, prefixes: Sequence[str] | None = None
    ) -> list[list[Hypothesis]]:
        """Decode each text, best hypothesis first, same length and order as *texts*; one batch per call at most.

        *texts* are normalised (``text.normalise``). *prefixes*, where given, has one entry a text: target text that
        every hypothesis must start with ("" for none). A hypothesis includes its prefix.
        Raises InputError when a text exceeds *max_source_tokens*: engines never truncate.
        """
