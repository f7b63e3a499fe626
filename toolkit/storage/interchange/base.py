"""The record every interchange format reads into and is written from, and how language tags are compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

_THREE_LETTERS: Final = {
    "fra": "fr",
    "fre": "fr",
    "eng": "en",
    "deu": "de",
    "ger": "de",
    "spa": "es",
    "ita": "it",
    "nld": "nl",
    "dut": "nl",
    "por": "pt",
}
"""ISO 639-2 codes, both kinds, of the languages in `toolkit.languages`; some tools write them."""


@dataclass(frozen=True, slots=True)
class BilingualUnit:
    """A piece of source text with its translation."""

    id: str
    """Name of the unit, unique in its document."""
    source: str
    target: str
    """Empty when there is no translation yet."""
    document: str = ""
    """Id of the document the unit belongs to; empty when the format or its author does not say."""
    notes: tuple[str, ...] = ()
    """Remarks for the reviewer: findings, or what a reviewer wrote."""
    reviewed: bool = False
    """Whether a person stands for the translation."""
    alternatives: tuple[str, ...] = ()
    """Other translations, best first. Only XLIFF 1.2 carries them."""
    line: int = field(default=0, compare=False)
    """Line of the file where the translation stands, from 1 (in a Word document: row of its tables); 0: not read from
    a file."""


def language_of(tag: str) -> str:
    """Return the ISO 639-1 code of a language tag: ``fr`` for ``fr-FR``, ``FR_ca`` and ``fra``; "" for an empty tag."""
    primary = tag.strip().replace("_", "-").split("-")[0].lower()
    return _THREE_LETTERS.get(primary, primary)
