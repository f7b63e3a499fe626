"""summarize: read the articles of a language, plan, condense, guard, write; and the digest over all of them."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from toolkit.checkpoints.find import find
from toolkit.errors import InputError
from toolkit.options import EngineOptions, SummaryOptions
from toolkit.pipeline.condenser import open_condenser
from toolkit.pipeline.index import DIGEST, write_index
from toolkit.pipeline.observer import DocumentReport, Observer, RunFacts, RunReport, Silent
from toolkit.pipeline.pages import write_page
from toolkit.pipeline.segments import prepare
from toolkit.pipeline.shelf import Shelved, page_facts, records_of, shelf
from toolkit.pipeline.summaries import write_summary, written_facts
from toolkit.storage.discover import discover
from toolkit.storage.documents import Input
from toolkit.storage.outputs import Outputs
from toolkit.summarizers.base import Article, Condenser, Sentence, Summarizer
from toolkit.summarizers.choice import summarizer, unit_of
from toolkit.summarizers.cohesion import is_credit
from toolkit.summarizers.digest import Digest
from toolkit.summarizers.digest import digest as digest_articles
from toolkit.summarizers.render import digest_markdown, digest_record
from toolkit.types import Checkpoint, Signature, Skipped, Summary


@dataclass(frozen=True, slots=True)
class Source:
    """An article to condense, and where its summary goes."""

    article: Article
    side: str
    digest: str
    """SHA-256 of what it was read from: segment records, or the file."""
    words: int
    size: int
    """Bytes of its text, for the progress bar."""
    shelved: Shelved | None = None
    """Its place in the outputs; None: a document that was given by its path."""


def summarize(  # noqa: PLR0913 - one option each
    paths: Sequence[Path],
    outputs: Path,
    language: str,
    options: SummaryOptions,
    *,
    model: str | None = None,
    revision: str | None = None,
    engine: EngineOptions | None = None,
    observer: Observer | None = None,
    stop: threading.Event | None = None,
) -> RunReport:
    """Condense the documents under *paths*, or without paths every article in *outputs*, in *language*.

    Writes ``<article>.summary.<language>.txt`` and ``.json`` and the review pages. A summary whose article, options and
    model are unchanged is kept. *stop* may be set from elsewhere: the running document is finished.
    Raises ToolkitError when nothing can be done at all.
    """
    observer, stop, begun = observer or Silent(), stop or threading.Event(), time.monotonic()
    place = Outputs(outputs)
    sources, skipped = _sources(paths, place, language)
    if not sources and not skipped:
        raise InputError(f"There is nothing in {language!r} to summarise. Translate first, or give a document.")
    place.prepare()
    checkpoint, maker = _maker(model, revision, language, options, engine or EngineOptions())
    facts = _facts(checkpoint, maker, options, sources, outputs)
    observer.started(facts)
    report = RunReport(facts, skipped=list(skipped))
    for item in skipped:
        observer.skipped(item, 0)
    for source in sources:
        if stop.is_set():
            report.interrupted = True
            break
        done = _one(source, place, maker, options, facts.signature)
        report.documents.append(done)
        observer.finished(done, source.size)
    if any(source.shelved for source in sources):
        _pages(place, [source.shelved for source in sources if source.shelved])
    report.seconds = time.monotonic() - begun
    return report


def digest(outputs: Path, language: str, options: SummaryOptions) -> tuple[Digest, Path]:
    """Condense all articles in *outputs* into one digest, write it as Markdown and JSON, and return it with its path.

    Raises StorageError when nothing was translated here, InputError when there is no article in *language*.
    """
    place = Outputs(outputs)
    sources, _ = _sources([], place, language)
    if not sources:
        raise InputError(f"There is no article in {language!r} in {outputs}. Translate first.")
    found = digest_articles([source.article for source in sources], options)
    place.write(
        DIGEST.replace(".md", ".json"), (json.dumps(digest_record(found), ensure_ascii=False, indent=1) + "\n").encode()
    )
    path = place.write(DIGEST, digest_markdown(found).encode())
    write_index(place, page_facts(place))
    return found, path


def _one(
    source: Source, outputs: Outputs, maker: Summarizer, options: SummaryOptions, signature: Signature
) -> DocumentReport:
    begun = time.monotonic()
    facts = {"source": source.digest, "signature": str(signature)}
    known = written_facts(outputs, source.side, source.article.language)
    fresh = known is not None and all(known.get(key) == value for key, value in facts.items())
    findings: list[str] = [f["severity"] for f in known["findings"]] if known and fresh else []
    written: tuple[Path, ...] = ()
    if not fresh:
        summary: Summary = maker.summarize(source.article, options)
        written = write_summary(outputs, source.side, summary, options.style, facts)
        findings = [finding.severity for finding in summary.findings]
    return DocumentReport(
        document=source.article.id,
        outputs=written,
        segments=len(source.article.sentences),
        remembered=len(source.article.sentences) if fresh else 0,
        decoded=0 if fresh else len(source.article.sentences),
        copied=0,
        words=source.words,
        edits=0,
        findings={severity: findings.count(severity) for severity in ("error", "warning", "info")},
        seconds=time.monotonic() - begun,
    )


def _pages(outputs: Outputs, articles: Sequence[Shelved]) -> None:
    facts = page_facts(outputs)
    for article in articles:
        write_page(outputs, article, records_of(outputs, article), facts)
    write_index(outputs, facts)


def _sources(paths: Sequence[Path], outputs: Outputs, language: str) -> tuple[list[Source], list[Skipped]]:
    if not paths:
        return list(_shelved(outputs, language)), []
    inputs, skipped = discover(paths, outputs.folder)
    sources = []
    for each in inputs:
        try:
            sources.append(_document(each, language))
        except InputError as error:
            skipped.append(Skipped(str(each.path), str(error)))
    return sources, skipped


def _shelved(outputs: Outputs, language: str) -> Iterator[Source]:
    """Yield the articles of the outputs: their translation when *language* is its language, else their source."""
    for article in shelf(outputs):
        records = records_of(outputs, article)
        translated = language == article.language
        if not translated and language not in {record["language"] for record in records}:
            continue
        main = next((r["language"] for r in records if r["origin"] != "copied"), "fr") if translated else None
        sentences = tuple(_sentence(record, translated=translated) for record in records)
        yield Source(
            Article(article.id, language, sentences, main if main != language else None),
            article.side,
            article.digest,
            sum(len(sentence.text.split()) for sentence in sentences),
            sum(len(sentence.text) for sentence in sentences),
            article,
        )


def _sentence(record: dict[str, Any], *, translated: bool) -> Sentence:
    return Sentence(
        record["index"],
        record["target"] if translated else record["source"],
        record["block"],
        record["kind"],
        # A credit line is told by its source: its translation may have lost the word that tells.
        record["boilerplate"] or is_credit(record["source"]),
        record["source"] if translated and record["origin"] != "copied" else None,
    )


def _document(source: Input, language: str) -> Source:
    document = prepare(source, 0, language, detect=False)
    blocks = document.document.blocks
    sentences = tuple(
        Sentence(s.index, s.text, s.block, blocks[s.block].kind, s.boilerplate) for s in document.segments
    )
    words = sum(len(sentence.text.split()) for sentence in sentences)
    article = Article(source.id, language, sentences)
    return Source(article, source.side, document.loaded.digest, words, source.path.stat().st_size)


def _maker(
    model: str | None, revision: str | None, language: str, options: SummaryOptions, engine: EngineOptions
) -> tuple[Checkpoint | None, Summarizer]:
    if model is None or options.method in {"extractive", "lead"}:
        return None, summarizer(options)
    checkpoint = find(model, None, revision=revision)
    condenser: Condenser = open_condenser(checkpoint, language, engine)
    return checkpoint, summarizer(options, condenser, unit_of(checkpoint))


def _facts(
    checkpoint: Checkpoint | None, maker: Summarizer, options: SummaryOptions, sources: Sequence[Source], outputs: Path
) -> RunFacts:
    signature = maker.signature.plus(length=options.length, style=options.style, version=version("toolkit"))
    return RunFacts(
        command="summarize",
        model=checkpoint.name if checkpoint else "",
        model_digest=checkpoint.digest if checkpoint else "",
        engine=dict(maker.signature.facts).get("engine", ""),
        signature=signature,
        documents=len(sources),
        size=sum(source.size for source in sources),
        outputs=outputs,
    )
