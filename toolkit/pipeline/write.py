"""Write one document as its translations come, and the end of a run."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Final

from toolkit.fidelity.names.ledger import Variant
from toolkit.fidelity.terms.check import unused
from toolkit.pipeline.compose import Composer
from toolkit.pipeline.index import Title, write_index
from toolkit.pipeline.observer import DocumentReport, RunReport
from toolkit.pipeline.pages import PAGE_SEGMENTS, write_page
from toolkit.pipeline.segments import Prepared
from toolkit.pipeline.session import Session
from toolkit.pipeline.shelf import Shelved, segment_file
from toolkit.review.index import ArticleEntry, Counted
from toolkit.storage.documents import rendering
from toolkit.storage.manifest import Entry, by_severity
from toolkit.storage.records import to_line, to_record
from toolkit.types import Translation

MOST_NOTES: Final = 12
"""Notes about name variants and unused entries that a run prints at most."""


@dataclass(frozen=True, slots=True)
class Done:
    """A document that is written."""

    report: DocumentReport
    entry: Entry
    """Its place in the manifest."""
    size: int
    """Bytes of the source."""
    article: ArticleEntry | None = None
    """Its row in the index, without summary and links; None: it is to be made from the records."""


class DocumentWriter:
    """Writes translation and records of one document bit by bit; they take their places when it is whole.

    Neither translations nor records stay in memory, except the records of a document that fits on one review page.
    """

    def __init__(self, document: Prepared, session: Session) -> None:
        """Begin the outputs of *document*. Raises StorageError."""
        options, self._outputs = session.desk.options, session.outputs
        self._document, self._session = document, session
        self._language = options.target_language
        self._rendering = rendering(document.loaded, self._language)
        self._composer = Composer(
            document.document, drop_boilerplate=options.drop_boilerplate, aligned=self._rendering.aligned
        )
        self._counts: Counter[str] = Counter()
        self._origins: Counter[str] = Counter()
        self._findings: Counter[tuple[str, str]] = Counter()
        self._title, self._counted = Title(), Counted()
        self._records: list[dict[str, Any]] = []
        self._seconds = document.seconds
        self._translated = self._outputs.draft(document.source.translation(self._language))
        try:
            self._segments = self._outputs.draft(document.source.segments)
        except BaseException:
            self._translated.discard()
            raise

    def add(self, translations: Sequence[Translation], seconds: float = 0.0) -> None:
        """Write the next *translations*, which took so many *seconds*. Raises StorageError."""
        begun = time.monotonic()
        blocks, source = self._document.document.blocks, self._document.source
        for translation in translations:
            self._count(translation)
            record = to_record(source.id, blocks[translation.segment.block], _lasting(translation))
            self._segments.write(to_line(record).encode())
            self._title.add(record)
            self._counted.add(record)
            if len(self._records) <= PAGE_SEGMENTS:
                self._records.append(record)
        for target in self._composer.add(translations):
            self._translated.write(self._rendering.add(target))
        self._seconds += seconds + time.monotonic() - begun

    def _count(self, translation: Translation) -> None:
        self._origins[translation.origin] += 1
        self._findings.update((finding.severity, finding.code) for finding in translation.findings)
        self._counts["segments"] += 1
        self._counts["words"] += len(translation.segment.text.split())
        self._counts["copied"] += translation.origin == "copied"
        self._counts["boilerplate"] += translation.segment.boilerplate
        self._counts["edits"] += len(translation.edits)

    def finish(self) -> Done:
        """Put the outputs in their places, write the review pages and return what was done. Raises StorageError."""
        begun = time.monotonic()
        for target in self._composer.end():
            self._translated.write(self._rendering.add(target))
        self._translated.write(self._rendering.end())
        self._translated.commit()
        self._segments.commit()
        source = self._document.source
        written = {
            source.translation(self._language): self._translated.digest,
            source.segments: self._segments.digest,
        }
        counts = {name: self._counts[name] for name in ("segments", "words", "copied", "boilerplate", "edits")}
        found = by_severity(self._findings)
        entry = self._session.manifest.entry(source, self._document.loaded.digest, written, counts, found)
        article = Shelved(
            source.id, source.side, source.translation(self._language), self._language,
            entry.outputs[source.segments], entry.path, entry.source,
        )  # fmt: skip
        page = self._page(article)
        severities = {severity: sum(found.get(severity, {}).values()) for severity in ("error", "warning", "info")}
        report = DocumentReport(
            document=source.id,
            outputs=(*(self._outputs.path(name) for name in written), page),
            segments=counts["segments"],
            remembered=self._origins["memory"],
            decoded=self._origins["engine"],
            copied=counts["copied"],
            words=counts["words"],
            edits=counts["edits"],
            findings=severities,
            seconds=self._seconds + time.monotonic() - begun,
        )
        row = self._counted.entry(self._title.of(source.id), source.id, article.page)
        return Done(report, entry, self._document.size, row)

    def _page(self, article: Shelved) -> Path:
        is_short = len(self._records) <= PAGE_SEGMENTS
        records = self._records if is_short else segment_file(self._outputs, article)
        return write_page(self._outputs, article, records, run_facts(self._session), self._document.loaded.document)

    def close(self) -> None:
        """Remove what was written when the document was not finished."""
        self._translated.discard()
        self._segments.discard()


def write_document(document: Prepared, translations: Sequence[Translation], session: Session) -> DocumentReport:
    """Write translation, records and review page of one document, record it and report its counts.

    Raises StorageError.
    """
    writer = DocumentWriter(document, session)
    try:
        writer.add(translations)
        done = writer.finish()
    finally:
        writer.close()
    session.manifest.add(done.entry)
    return done.report


def _lasting(translation: Translation) -> Translation:
    """Return what the record keeps of a translation.

    Whether hypotheses were decoded just now or recalled is a fact of the run, and is reported there; outputs follow
    from inputs and options alone, so that a run that was killed and continued ends in the same bytes.
    """
    return replace(translation, origin="engine") if translation.origin == "memory" else translation


def finish_run(
    report: RunReport,
    session: Session,
    variants: Iterable[Variant] = (),
    articles: Mapping[str, ArticleEntry] | None = None,
) -> None:
    """Write manifest, index and the line about this run; add notes about names and unused entries.

    *variants* are those of the windows of the run, the most telling first; *articles* the rows of the index that are
    known, by id.
    """
    session.manifest.save()
    spare = [f"line {t.line}: {t.source}" for t in unused(session.desk.glossary, session.desk.used_terms)]
    report.notes += [variant.message for variant in variants][:MOST_NOTES]
    if spare and not report.interrupted:
        more = f" and {len(spare) - MOST_NOTES} more" if len(spare) > MOST_NOTES else ""
        report.notes.append(f"glossary entries that no article has: {'; '.join(spare[:MOST_NOTES])}{more}")
    if not session.manifest.is_empty():
        write_index(session.outputs, run_facts(session) | {"date": _now()[:10]}, report.skipped, articles)
    facts = {key: value for key, value in asdict(report.facts).items() if isinstance(value, str | int)}
    session.manifest.log_run(
        facts | {"date": _now(), "seconds": round(report.seconds, 3), "documents": len(report.documents),
                 "skipped": len(report.skipped), "interrupted": report.interrupted}
    )  # fmt: skip


def run_facts(session: Session) -> dict[str, str]:
    """Return the facts of a run that its pages show; the same for the same inputs and options."""
    facts = session.facts
    return {
        "model": f"{facts.model} ({facts.model_digest})",
        "engine": facts.engine,
        "glossary": Path(facts.glossary).name if facts.glossary else "none",
        "signature": str(facts.signature),
    }


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds")
