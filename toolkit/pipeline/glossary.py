"""glossary: check a term base against articles, and propose entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.errors import StorageError
from toolkit.fidelity.terms import Glossary, find_terms
from toolkit.fidelity.terms.check import unused
from toolkit.fidelity.terms.suggest import Pair, Suggestion
from toolkit.fidelity.terms.suggest import suggest as propose
from toolkit.pipeline.segments import prepare
from toolkit.pipeline.shelf import records_of, shelf
from toolkit.storage.discover import discover
from toolkit.storage.glossaries import load
from toolkit.storage.outputs import Outputs
from toolkit.types import Link, Skipped, Span, Term


@dataclass(frozen=True, slots=True)
class GlossaryReport:
    """What a check of a glossary found."""

    entries: int
    warnings: tuple[str, ...]
    """Duplicates and the like, with their lines."""
    uses: tuple[tuple[Term, int], ...]
    """Each entry with its occurrences in the articles; empty without articles."""
    unused: tuple[Term, ...]
    skipped: tuple[Skipped, ...]


def check(file: Path, articles: Sequence[Path], outputs: Path) -> GlossaryReport:
    """Validate a glossary and count its entries in *articles*.

    Raises InputError that lists every error with its line.
    """
    glossary = load(file)
    counts: dict[Term, int] = {}
    texts, skipped = _texts(articles, outputs)
    for text in texts:
        for match in find_terms(text, glossary):
            counts[match.term] = counts.get(match.term, 0) + 1
    return GlossaryReport(
        entries=len(glossary),
        warnings=tuple(f"line {problem.line}: {problem.message}" for problem in glossary.problems),
        uses=tuple((term, counts.get(term, 0)) for term in glossary.terms) if articles else (),
        unused=tuple(unused(glossary, counts)) if articles else (),
        skipped=tuple(skipped),
    )


def suggest(
    articles: Sequence[Path], outputs: Path, glossary: Path | None, *, least: int, limit: int
) -> tuple[list[Suggestion], list[Skipped]]:
    """Propose entries from *articles*, with the renderings seen in *outputs*. Raises InputError, StorageError."""
    known = load(glossary) if glossary else Glossary()
    texts, skipped = _texts(articles, outputs)
    translated = {pair.source: pair for pair in _translated(outputs)}
    pairs = [translated.get(text, Pair(text)) for text in texts] if articles else list(translated.values())
    return propose(pairs, glossary=known, least=least, limit=limit), skipped


def _texts(articles: Sequence[Path], outputs: Path) -> tuple[list[str], list[Skipped]]:
    inputs, skipped = discover(articles, outputs)
    texts = []
    for source in inputs:
        document = prepare(source, 0, "fr", detect=True)
        texts += [segment.text for segment in document.segments if segment.language == "fr" and not segment.boilerplate]
    return texts, skipped


def _translated(folder: Path) -> Iterator[Pair]:
    outputs = Outputs(folder)
    try:
        articles = shelf(outputs)
    except StorageError:
        return  # nothing is translated yet: proposals come without renderings
    for article in articles:
        for record in records_of(outputs, article):
            links = [Link(Span(a, b), Span(c, d), weight) for a, b, c, d, weight in record["alignment"]]
            yield Pair(record["source"], record["target"], links)
