"""From options and what is there to a summariser."""

from __future__ import annotations

from typing import Literal

from toolkit.errors import OptionsError
from toolkit.options import SummaryOptions
from toolkit.summarizers.base import Condenser, Summarizer
from toolkit.summarizers.extractive import Extractive
from toolkit.summarizers.rewriting import Rewriter
from toolkit.types import Checkpoint


def unit_of(checkpoint: Checkpoint) -> Literal["article", "sentence"]:
    """Return what *checkpoint* was trained to shorten: a Marian model with one language twice condenses sentences."""
    one = checkpoint.pair is not None and checkpoint.pair[0] == checkpoint.pair[1]
    return "sentence" if checkpoint.architecture == "marian" and one else "article"


def summarizer(
    options: SummaryOptions, condenser: Condenser | None = None, unit: Literal["article", "sentence"] = "article"
) -> Summarizer:
    """Return what makes the summaries *options* ask for.

    *condenser* is the model that is there, *unit* what it was trained to shorten: models for news take an ``article``,
    the embedded condensation models a ``sentence``. ``auto`` uses a condenser where there is one and selects sentences
    otherwise. Raises OptionsError for ``seq2seq`` without a condenser.
    """
    if options.method == "lead":
        return Extractive("lead")
    if options.method == "extractive":
        return Extractive()
    if condenser is not None:
        return Rewriter(condenser, unit)
    if options.method == "seq2seq":
        raise OptionsError(
            "--method seq2seq needs a model, and none is embedded for this language: name one with --model, such as "
            "facebook/bart-large-cnn, or use --method extractive."
        )
    return Extractive()
