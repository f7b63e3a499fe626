"""Length and repetition of translations: what loops and cuts of neural decoding show in, whatever the words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from toolkit.text.loops import find_loop

_GRAM: Final = 3
"""Words of the n-grams whose repetition is counted."""
_SHORT: Final = 0.5
_LONG: Final = 2.0
"""Length in characters, as a share of the reference's, beyond which a translation is counted as short or long."""
_FEW: Final = 20
"""Characters of a reference below which lengths say nothing."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts over a corpus."""

    sentences: int
    words: int
    """Words of the translations."""
    length_ratio: float
    """Characters of the translations over those of the references."""
    empty: int
    """Translations without text where the reference has some."""
    short: int
    """Translations shorter than half the reference."""
    long: int
    """Translations longer than twice the reference."""
    loops: int
    """Translations that repeat themselves more than their source, or their reference when there is no source, does."""
    repeated: float
    """Share of word trigrams that occurred before in the same translation, 0 to 1."""
    repeated_in_references: float


def statistics(hypotheses: Sequence[str], references: Sequence[str], sources: Sequence[str] | None) -> Statistics:
    """Count over translations with their references, and their sources where there are any."""
    pairs = list(zip(hypotheses, references, strict=True))
    compared = [(h, r) for h, r in pairs if len(r) >= _FEW]
    return Statistics(
        sentences=len(pairs),
        words=sum(len(h.split()) for h in hypotheses),
        length_ratio=sum(map(len, hypotheses)) / max(1, sum(map(len, references))),
        empty=sum(not h.strip() and bool(r.strip()) for h, r in pairs),
        short=sum(len(h) < _SHORT * len(r) for h, r in compared),
        long=sum(len(h) > _LONG * len(r) for h, r in compared),
        loops=sum(find_loop(h, s) is not None for h, s in zip(hypotheses, sources or references, strict=True)),
        repeated=_repeated(hypotheses),
        repeated_in_references=_repeated(references),
    )


def _repeated(texts: Sequence[str]) -> float:
    again = total = 0
    for text in texts:
        words = text.casefold().split()
        grams = Counter(tuple(words[at : at + _GRAM]) for at in range(len(words) - _GRAM + 1))
        total += grams.total()
        again += grams.total() - len(grams)
    return again / total if total else 0.0
