"""Options, windows and events as plain data, for work that is done in another process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from toolkit.fidelity.names.ledger import Variant
from toolkit.options import DecodingOptions, EngineOptions, FidelityOptions, ScaleOptions, TranslateOptions
from toolkit.pipeline.observer import DocumentReport, RunFacts
from toolkit.pipeline.slices import Slice
from toolkit.pipeline.window import Spent
from toolkit.pipeline.work import Ended, Event, Failed, Sized, Window
from toolkit.pipeline.write import Done
from toolkit.review.index import ArticleEntry
from toolkit.storage.documents import Input
from toolkit.storage.manifest import Entry
from toolkit.types import Signature, Skipped, Term

Plain = dict[str, Any]


def of_options(options: TranslateOptions) -> Plain:
    """Return *options* as plain data."""
    glossary = str(options.glossary) if options.glossary else None
    return asdict(options) | {"outputs": str(options.outputs), "glossary": glossary}


def to_options(values: Plain) -> TranslateOptions:
    """Rebuild options. Raises OptionsError."""
    return TranslateOptions(
        **values
        | {
            "outputs": Path(values["outputs"]),
            "glossary": Path(values["glossary"]) if values["glossary"] else None,
            "engine": EngineOptions(**values["engine"]),
            "decoding": DecodingOptions(**values["decoding"]),
            "fidelity": FidelityOptions(**values["fidelity"]),
            "scale": ScaleOptions(**values["scale"]),
        }
    )


def of_facts(facts: RunFacts) -> Plain:
    """Return the facts of a run as plain data."""
    return asdict(facts) | {"outputs": str(facts.outputs), "signature": list(map(list, facts.signature.facts))}


def to_facts(values: Plain) -> RunFacts:
    """Rebuild the facts of a run."""
    signature = Signature(tuple((name, value) for name, value in values["signature"]))
    return RunFacts(**values | {"outputs": Path(values["outputs"]), "signature": signature})


def of_window(window: Window, part: Slice) -> Plain:
    """Return a slice of a window as a unit of work."""
    return {
        "documents": [
            [item.source.id, str(item.source.path), item.source.stem, item.source.side, item.size] for item in window
        ],
        "slice": list(part),
    }


def to_window(values: Plain) -> Window:
    """Rebuild a window."""
    return tuple(
        Sized(Input(identity, Path(path), stem, side), size) for identity, path, stem, side, size in values["documents"]
    )


def to_slice(values: Plain) -> Slice:
    """Rebuild the slice that a unit of work is."""
    return Slice(*values["slice"])


def of_event(event: Event, terms: Sequence[Term]) -> Plain:
    """Return an event as plain data; *terms* are those of the glossary, and are named by their place in it."""
    if isinstance(event, Done):
        report = asdict(event.report) | {"outputs": [str(path) for path in event.report.outputs]}
        article = asdict(event.article) | {"links": []} if event.article else None
        return {"kind": "done", "report": report, "entry": asdict(event.entry), "size": event.size, "article": article}
    if isinstance(event, Failed):
        return {"kind": "failed", "skipped": asdict(event.skipped), "size": event.size}
    return {
        "kind": "ended",
        "spent": asdict(event.spent),
        "variants": [asdict(variant) for variant in event.variants],
        "terms": [number for number, term in enumerate(terms) if term in event.terms],
    }


def to_event(values: Plain, terms: Sequence[Term]) -> Event:
    """Rebuild an event."""
    if values["kind"] == "done":
        report = values["report"] | {"outputs": tuple(map(Path, values["report"]["outputs"]))}
        article = ArticleEntry(**values["article"] | {"links": ()}) if values["article"] else None
        return Done(DocumentReport(**report), Entry(**values["entry"]), values["size"], article)
    if values["kind"] == "failed":
        return Failed(Skipped(**values["skipped"]), values["size"])
    return Ended(
        Spent(**values["spent"]),
        tuple(Variant(**variant) for variant in values["variants"]),
        frozenset(terms[number] for number in values["terms"]),
    )


def of_terms(terms: Iterable[Term]) -> list[Plain]:
    """Return glossary entries as plain data."""
    return [asdict(term) for term in terms]


def to_terms(values: Iterable[Plain]) -> tuple[Term, ...]:
    """Rebuild glossary entries."""
    return tuple(Term(**value) for value in values)
