"""Language codes, the pairs the toolkit ships, and facts that differ by language."""

from __future__ import annotations

from typing import Final

NAMES: Final = {
    "fr": "French",
    "en": "English",
    "de": "German",
    "es": "Spanish",
    "it": "Italian",
    "nl": "Dutch",
    "pt": "Portuguese",
}
"""English names of the languages the detector tells apart, by ISO 639-1 code."""

EMBEDDED: Final = {("fr", "en"): "fr-en-small"}
"""Name of the embedded model of each pair."""


def name(code: str) -> str:
    """Return the English name of a language, or its code when it has none here."""
    return NAMES.get(code, code)
