"""Figures that others published for well-known models, each with the place where it stands.

Only what was read at that place is here. Test sets are named as in this table; chrF is given as 0 to 100.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_OPUS: Final = "https://github.com/Helsinki-NLP/OPUS-MT-train/blob/master/models/fr-en/README.md"
_TATOEBA: Final = "https://github.com/Helsinki-NLP/Tatoeba-Challenge/blob/master/models/fra-eng/README.md"
_BIG: Final = "https://huggingface.co/Helsinki-NLP/opus-mt-tc-big-fr-en"
_BIG_EN_FR: Final = "https://huggingface.co/Helsinki-NLP/opus-mt-tc-big-en-fr"


@dataclass(frozen=True, slots=True)
class Published:
    """One published measure."""

    model: str
    """Hub id, or the name of the release."""
    pair: str
    """``fr-en`` or the like."""
    test_set: str
    bleu: float | None
    chrf: float | None
    source: str
    """Address of the page that states it."""


PUBLISHED: Final = (
    Published("Helsinki-NLP/opus-mt-fr-en", "fr-en", "newstest2012", 32.8, 59.1, _OPUS),
    Published("Helsinki-NLP/opus-mt-fr-en", "fr-en", "newstest2013", 33.9, 59.1, _OPUS),
    Published("Helsinki-NLP/opus-mt-fr-en", "fr-en", "newstest2014", 37.8, 63.3, _OPUS),
    Published("Helsinki-NLP/opus-mt-fr-en", "fr-en", "newsdiscusstest2015", 38.7, 61.4, _OPUS),
    Published("OPUS-MT fr-en, opus-2019-12-05", "fr-en", "newstest2013", 32.6, 57.0, _OPUS),
    Published("OPUS-MT fr-en, opus-2019-12-05", "fr-en", "newsdiscusstest2015", 35.4, 59.5, _OPUS),
    Published("Tatoeba-Challenge fra-eng, opus-2021-02-22", "fr-en", "newstest2013", 34.0, 59.2, _TATOEBA),
    Published("Tatoeba-Challenge fra-eng, opus-2021-02-22", "fr-en", "newsdiscusstest2015", 39.7, 62.1, _TATOEBA),
    Published("Helsinki-NLP/opus-mt-tc-big-fr-en", "fr-en", "flores101-devtest", 46.0, None, _BIG),
    Published("Helsinki-NLP/opus-mt-tc-big-en-fr", "en-fr", "flores101-devtest", 52.2, None, _BIG_EN_FR),
)

SIZES: Final = {"newstest2012": 3003, "newstest2013": 3000, "newstest2014": 3003, "newsdiscusstest2015": 1500,
                "flores101-devtest": 1012}  # fmt: skip
"""Sentences of each test set: figures of a part of it cannot be compared with those of the whole."""


def published(test_set: str, pair: tuple[str, str]) -> tuple[Published, ...]:
    """Return what was published for a test set and pair, best BLEU first."""
    found = [entry for entry in PUBLISHED if entry.test_set == test_set and entry.pair == "-".join(pair)]
    return tuple(sorted(found, key=lambda entry: -(entry.bleu or 0)))


def test_set_of(name: str) -> str | None:
    """Return the test set that a file name speaks of, e.g. ``newstest2013.en``; None: none that is known."""
    return next((known for known in SIZES if known in name), None)
