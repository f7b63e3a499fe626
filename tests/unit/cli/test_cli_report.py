"""The end of a run as it is printed."""

from pathlib import Path

from toolkit.cli import report
from toolkit.pipeline.observer import DocumentReport, RunFacts, RunReport
from toolkit.types import Signature

FACTS = RunFacts("translate", "m", "d", "e", Signature(()), 0, 0, Path("out"))


def run_of(findings):
    """Return the report of a run over documents with these findings."""
    run = RunReport(FACTS)
    for number, found in enumerate(findings):
        run.documents.append(DocumentReport(f"{number:04}.txt", (), 1, 0, 1, 0, 9, 0, found, 0.1))
    return run


def documents(text):
    """Return the documents that a printed table names, and what stands below it."""
    lines = text.splitlines()
    return [line.split()[0] for line in lines if ".txt" in line], lines[-2:]


def test_a_short_table_has_every_document(capsys):
    """As many documents as the table may have are all listed, and nothing is said of more."""
    report.closing(run_of([{}] * report.MOST_ROWS), quiet=False, as_json=False)
    named, (above, _) = documents(capsys.readouterr().out)
    assert len(named) == report.MOST_ROWS
    assert "more" not in above


def test_a_long_table_keeps_the_documents_with_findings(capsys):
    """Of thousands of documents the worst are listed, in their order; the rest are counted, with where to find them."""
    findings = [{"warning": 2} if n == 3 else {"error": 1} if n % 500 == 250 else {} for n in range(5000)]
    report.closing(run_of(findings), quiet=False, as_json=False)
    named, (above, last) = documents(capsys.readouterr().out)
    assert len(named) == report.MOST_ROWS
    assert named == sorted(named)
    assert {"0003.txt", *(f"{n:04}.txt" for n in range(250, 5000, 500))} <= set(named)
    assert above == f"… and 4,900 more with fewer findings or none: all are in {Path('out', 'manifest.json')}"
    assert last.startswith("5000 documents, ")
