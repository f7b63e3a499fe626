"""review: pages anew, decisions applied, a shelf for the local server."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from toolkit.errors import InputError, StorageError
from toolkit.fidelity.check import Checker
from toolkit.fidelity.names import Ledger
from toolkit.fidelity.terms import Glossary
from toolkit.pipeline.compose import block_targets
from toolkit.pipeline.index import write_index
from toolkit.pipeline.memory import open_memory
from toolkit.pipeline.pages import write_page
from toolkit.pipeline.shelf import Shelved, page_facts, read_manifest, records_of, shelf, source_of
from toolkit.review.decisions import Applied, Conflict, Decision, Stale, apply_decisions, parse_decisions
from toolkit.review.proposals import Proposal, propose_terms
from toolkit.storage.outputs import Outputs
from toolkit.storage.records import from_record, with_report
from toolkit.text import boilerplate
from toolkit.text.normalise import normalise

DECISIONS: Final = ".toolkit/decisions"
"""Folder of the decisions that were saved by the local server or applied from a file."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What applying decisions did."""

    accepted: int
    corrected: int
    rejected: int
    commented: int
    remembered: int
    """Reviewed translations that are new in the memory."""
    written: tuple[Path, ...]
    """Files that were written anew."""
    stale: tuple[Stale, ...]
    conflicts: tuple[Conflict, ...]
    problems: tuple[str, ...]
    """Documents whose translated file could not be written anew, with the reason."""
    proposals: tuple[Proposal, ...]
    """Glossary entries that corrections suggest."""


def apply_files(folder: Path, files: Sequence[Path]) -> Reviewed:
    """Apply decisions files to the outputs in *folder*. Raises InputError, before anything is written, StorageError."""
    decisions = [decision for file in files for decision in _decisions(file)]
    return apply_to_outputs(folder, decisions)


def apply_to_outputs(folder: Path, decisions: Sequence[Decision]) -> Reviewed:
    """Write corrected outputs, remember reviewed translations, propose terms.

    Every decision takes effect or is reported as stale or in conflict. Raises StorageError.
    """
    outputs = Outputs(folder)
    articles = {article.id: article for article in shelf(outputs)}
    before = {key: records_of(outputs, article) for key, article in articles.items()}
    applied = apply_decisions([r for records in before.values() for r in records], decisions, _recheck(before))
    remembered = _remember(folder, applied)
    changed = {decision.document for decision in applied.applied}
    problems, written = [], []
    for key in sorted(changed):
        records = [record for record in applied.records if record["document"] == key]
        paths, problem = _rewrite(outputs, articles[key], records)
        written += paths
        problems += [problem] if problem else []
    if changed:
        written.append(write_index(outputs, page_facts(outputs)))
    verdicts = [decision.decision for decision in applied.applied]
    corrections = [d for d in applied.applied if d.decision == "correct"]
    return Reviewed(
        accepted=verdicts.count("accept"),
        corrected=verdicts.count("correct"),
        rejected=verdicts.count("reject"),
        commented=verdicts.count(None),
        remembered=remembered,
        written=tuple(written),
        stale=applied.stale,
        conflicts=applied.conflicts,
        problems=tuple(problems),
        proposals=tuple(propose_terms([r for records in before.values() for r in records], corrections)),
    )


def _decisions(file: Path) -> tuple[Decision, ...]:
    try:
        return parse_decisions(file.read_text(encoding="utf-8"), str(file))
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}. Give the file the review page exported.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not UTF-8, so it is no decisions file. Export the decisions again.") from error


def _recheck(before: Mapping[str, Sequence[dict[str, Any]]]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return a function that finds figures and names of a corrected record anew."""
    ledger = Ledger()
    for records in before.values():
        for record in records:
            ledger.add(record["source"], record["language"])
    checker = Checker(("fr", "en"), Glossary(), ledger)

    def recheck(record: dict[str, Any]) -> dict[str, Any]:
        title = record["kind"] == "heading"
        report = checker.against(record["source"], record["index"], title=title)(record["target"])
        return with_report(record, report.findings, report.figures, report.names)

    return recheck


def _remember(folder: Path, applied: Applied) -> int:
    rows = [
        (normalise(entry.source).text, entry.target, f"{entry.document} {entry.reviewer}".strip())
        for entry in applied.memory
    ]
    with open_memory(folder) as memory:
        return memory.remember_all_reviewed(rows)


def _rewrite(outputs: Outputs, article: Shelved, records: Sequence[dict[str, Any]]) -> tuple[list[Path], str]:
    """Write records, page and translated file; return their paths and why the translated file could not be written."""
    written = [
        outputs.write_records(article.segments, records),
        write_page(outputs, article, records, page_facts(outputs)),
    ]
    dropped = "boilerplate:dropped" in read_manifest(outputs)["signature"]["facts"]
    try:
        loaded = source_of(outputs, article)
    except InputError as error:
        return written, f"{article.translation} was not written anew: {error}"
    document = boilerplate.mark(loaded.document)
    targets = list(block_targets(document, [from_record(record) for record in records], drop_boilerplate=dropped))
    written.append(outputs.write(article.translation, loaded.render(targets, article.language)))
    return written, ""


def rewrite_pages(folder: Path) -> list[Path]:
    """Write every review page and the index anew from the records. Raises StorageError."""
    outputs = Outputs(folder)
    facts = page_facts(outputs)
    pages = [write_page(outputs, article, records_of(outputs, article), facts) for article in shelf(outputs)]
    return [*pages, write_index(outputs, facts)]


@dataclass(frozen=True, slots=True)
class DiskShelf:
    """An outputs folder as the local server sees it."""

    outputs: Outputs

    def read(self, path: str) -> bytes | None:
        """Return a file of the outputs folder; None: there is none. What is private stays private."""
        if path.startswith(".") or "/." in path:
            return None
        try:
            return self.outputs.path(path).read_bytes()
        except (OSError, StorageError):
            return None

    def load(self, page: str) -> str | None:
        """Return the decisions saved for a page; None: none yet."""
        try:
            return self.outputs.path(self._name(page)).read_text(encoding="utf-8")
        except (OSError, StorageError):
            return None

    def save(self, page: str, text: str, decisions: tuple[Decision, ...]) -> None:  # noqa: ARG002 - the protocol's
        """Save the decisions of a page in one step. Raises StorageError."""
        self.outputs.write(self._name(page), text.encode())

    @staticmethod
    def _name(page: str) -> str:
        return f"{DECISIONS}/{page}.json"


def saved_decisions(folder: Path) -> list[Path]:
    """Return the decisions files that the local server saved, in the order of their names."""
    return sorted((folder / DECISIONS).rglob("*.json"))
