"""Write one finished document, and the end of a run."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, timezone
from pathlib import Path

from toolkit.fidelity.terms.check import unused
from toolkit.pipeline.compose import block_targets
from toolkit.pipeline.observer import DocumentReport, RunReport
from toolkit.pipeline.pages import Shelved, write_index, write_page
from toolkit.pipeline.segments import Prepared
from toolkit.pipeline.session import Session
from toolkit.storage.records import to_record
from toolkit.types import Translation

MOST_NOTES = 12
"""Notes about name variants and unused entries that a run prints at most."""


def write_document(document: Prepared, translations: Sequence[Translation], session: Session) -> DocumentReport:
    """Write translation, records and review page of one document and report its counts. Raises StorageError."""
    options, outputs = session.desk.options, session.outputs
    language = options.target_language
    targets = list(block_targets(document.document, translations, drop_boilerplate=options.drop_boilerplate))
    rendered = document.loaded.render(targets, language)
    blocks = document.document.blocks
    records = [to_record(document.source.id, blocks[t.segment.block], _lasting(t)) for t in translations]
    written = outputs.write_document(document.source, language, rendered, records)
    findings = [finding for t in translations for finding in t.findings]
    words = sum(len(t.segment.text.split()) for t in translations)
    counts = {
        "segments": len(translations),
        "words": words,
        "copied": sum(t.origin == "copied" for t in translations),
        "boilerplate": sum(t.segment.boilerplate for t in translations),
        "edits": sum(len(t.edits) for t in translations),
    }
    entry = session.manifest.finish(document.source, document.loaded.digest, written, counts, findings)
    source = document.source
    article = Shelved(
        source.id, source.side, written[0], language, entry.outputs[source.segments], entry.path, entry.source
    )
    page = write_page(outputs, article, records, run_facts(session), document.loaded.document)
    severities = Counter(finding.severity for finding in findings)
    return DocumentReport(
        document=document.source.id,
        outputs=(*(outputs.path(name) for name in written), page),
        segments=len(translations),
        remembered=sum(t.origin == "memory" for t in translations),
        decoded=sum(t.origin == "engine" for t in translations),
        copied=counts["copied"],
        words=words,
        edits=counts["edits"],
        findings={severity: severities[severity] for severity in ("error", "warning", "info")},
        seconds=time.monotonic() - document.begun,
    )


def _lasting(translation: Translation) -> Translation:
    """Return what the record keeps of a translation.

    Whether hypotheses were decoded just now or recalled is a fact of the run, and is reported there; outputs follow
    from inputs and options alone, so that a run that was killed and continued ends in the same bytes.
    """
    return replace(translation, origin="engine") if translation.origin == "memory" else translation


def finish_run(report: RunReport, session: Session) -> None:
    """Write manifest, index and the line about this run; add notes about names and unused entries."""
    session.manifest.save()
    variants = [variant.message for variant in session.desk.ledger.variants()]
    spare = [f"line {t.line}: {t.source}" for t in unused(session.desk.glossary, session.desk.used_terms)]
    report.notes += variants[:MOST_NOTES]
    if spare and not report.interrupted:
        more = f" and {len(spare) - MOST_NOTES} more" if len(spare) > MOST_NOTES else ""
        report.notes.append(f"glossary entries that no article has: {'; '.join(spare[:MOST_NOTES])}{more}")
    if session.manifest.entries:
        write_index(session.outputs, run_facts(session) | {"date": _now()[:10]}, report.skipped)
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
