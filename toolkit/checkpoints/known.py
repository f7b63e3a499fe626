"""Models of the hub that the toolkit runs and that are worth knowing. Facts about them, each with its source.

A field is empty when it could not be confirmed. Facts were read in stored copies of the pages; the hub may have changed
since, so that a model's own card, shown by ``toolkit models info`` once it is fetched, counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

_OPUS_CARD: Final = "https://github.com/Helsinki-NLP/OPUS-MT-train/blob/master/models/fr-en/README.md"
_PICKLED: Final = "its main branch held pickled weights only, which are refused: name a revision with safetensors"


@dataclass(frozen=True, slots=True)
class Known:
    """A model that can be fetched."""

    name: str
    """Hub id."""
    task: Literal["translate", "summarise"]
    languages: str
    """``fr-en``: pair; ``en``: language of a summariser."""
    licence: str
    """As its card says, in SPDX's spelling in lower case."""
    size: int | None
    """Bytes of the weights; None: not confirmed."""
    test_set: str = ""
    """Test set of the published scores."""
    bleu: float | None = None
    chrf: float | None = None
    """0 to 100."""
    source: str = ""
    """Page that states licence and scores."""
    remark: str = ""


KNOWN: Final = (
    Known(
        "Helsinki-NLP/opus-mt-fr-en", "translate", "fr-en", "apache-2.0", 301_000_000,
        "newstest2013", 33.9, 59.1, _OPUS_CARD, _PICKLED,
    ),
    Known(
        "Helsinki-NLP/opus-mt-tc-big-fr-en", "translate", "fr-en", "cc-by-4.0", None,
        "flores101-devtest", 46.0, None, "https://huggingface.co/Helsinki-NLP/opus-mt-tc-big-fr-en",
    ),
    Known(
        "Helsinki-NLP/opus-mt-en-fr", "translate", "en-fr", "apache-2.0", 301_000_000,
        source="https://huggingface.co/Helsinki-NLP/opus-mt-en-fr", remark=_PICKLED,
    ),
    Known(
        "Helsinki-NLP/opus-mt-tc-big-en-fr", "translate", "en-fr", "cc-by-4.0", None,
        "flores101-devtest", 52.2, None, "https://huggingface.co/Helsinki-NLP/opus-mt-tc-big-en-fr",
    ),
    Known(
        "sshleifer/distilbart-cnn-12-6", "summarise", "en", "apache-2.0", None,
        source="https://huggingface.co/sshleifer/distilbart-cnn-12-6",
    ),
)  # fmt: skip


def known(name: str) -> Known | None:
    """Return the model with this hub id, None when it is not in the table."""
    return next((model for model in KNOWN if model.name == name), None)
