"""Findings of a check for machines: JSON, SARIF 2.1.0 and JUnit XML. Pure functions from units to text.

JSON, schema 1: an object with ``schema``; ``tool`` (name, version); ``summary`` (units, units_with_findings, and the
number of findings by severity and by code); ``findings``, in the order of the units, each with file, line (from 1; 0:
unknown), unit, code, severity, message, source, target, source_span and target_span ([start, end) in code points of
source and target, or null). Keys are only ever added within a schema number.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from toolkit.text.xmlchars import legal
from toolkit.types import Finding, Severity, Span

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SCHEMA: Final = 1
SARIF_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "note"}

RULES: Final = {
    "figure_changed": "A figure has another value in the translation.",
    "figure_missing": "A figure of the source is not in the translation.",
    "figure_invented": "The translation has a figure the source does not have.",
    "unit_changed": "A figure has another unit or currency in the translation.",
    "name_changed": "A name is spelled differently in the translation.",
    "name_missing": "A name of the source is not in the translation.",
    "name_invented": "The translation has a name the source does not have.",
    "term_missing": "A glossary term is not translated as the glossary says.",
    "term_forbidden": "The translation uses a rendering the glossary forbids.",
    "repetition": "The translation repeats itself.",
    "length_ratio": "The translation is much longer or shorter than the source.",
    "source_copied": "The source was copied instead of translated.",
    "truncated": "The translation was cut off at the length limit.",
    "empty_output": "The translation is empty.",
    "incomplete": "A part of the source is not in the translation.",
    "other_language": "Words of the source language are left in the translation.",
    "repair_unsure": "A name or figure was written over a word that does not resemble it.",
    "low_confidence": "The model was unsure of the sentence.",
    "check_failed": "The sentence could not be checked.",
    "quote_invented": "A summary quotes words that are not in its article.",
    "negation_changed": "A summary says the opposite of its article.",
    "invented": "A summary says something its article does not say.",
}
"""What each code of a finding means, in one sentence."""


@dataclass(frozen=True, slots=True)
class CheckedUnit:
    """A pair of texts that was checked, and where it stands."""

    file: str
    """Path of the file that holds the translation, as the user gave it, with forward slashes."""
    line: int
    """Line of the translation in *file*, from 1; 0: unknown."""
    id: str
    source: str
    target: str
    findings: tuple[Finding, ...]
    column: int = 0
    """Column of *file* at which *target* begins, from 1; 0: unknown, as in XML files."""


def to_json(units: Iterable[CheckedUnit], version: str) -> str:
    """Return the report as JSON; *version* is the toolkit's."""
    checked = list(units)
    findings = [finding for unit in checked for finding in unit.findings]
    severities = Counter(finding.severity for finding in findings)
    return _dump(
        {
            "schema": SCHEMA,
            "tool": {"name": "toolkit", "version": version},
            "summary": {
                "units": len(checked),
                "units_with_findings": sum(1 for unit in checked if unit.findings),
                "severities": {severity: severities[severity] for severity in _LEVELS},
                "codes": dict(sorted(Counter(finding.code for finding in findings).items())),
            },
            "findings": [_json_finding(unit, finding) for unit, finding in _each(checked)],
        }
    )


def to_sarif(units: Iterable[CheckedUnit], version: str) -> str:
    """Return the report as a SARIF 2.1.0 log (OASIS) with one run; columns count code points."""
    checked = list(units)
    used = {finding.code for unit in checked for finding in unit.findings}
    codes = [*RULES, *sorted(used - set(RULES))]
    rules = [{"id": code, "shortDescription": {"text": RULES.get(code, code)}} for code in codes]
    run = {
        "tool": {"driver": {"name": "toolkit", "version": version, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(unit, finding, codes) for unit, finding in _each(checked)],
    }
    return _dump({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def to_junit(units: Iterable[CheckedUnit]) -> str:
    """Return the report as JUnit XML: a suite for each file, a test case for each unit.

    A unit fails on findings of severity error or warning; those of severity info are in its ``system-out``.
    """
    from lxml import etree

    suites: dict[str, list[CheckedUnit]] = {}
    for unit in units:
        suites.setdefault(unit.file, []).append(unit)
    root = etree.Element("testsuites", name="toolkit check")
    for file, checked in suites.items():
        suite = etree.SubElement(root, "testsuite", name=legal(file))
        for unit in checked:
            _junit_case(suite, unit)
        _count(suite, len(checked))
    _count(root, sum(len(checked) for checked in suites.values()))
    text: str = etree.tostring(root, encoding="unicode", pretty_print=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'


def _each(units: Sequence[CheckedUnit]) -> Iterator[tuple[CheckedUnit, Finding]]:
    return ((unit, finding) for unit in units for finding in unit.findings)


def _json_finding(unit: CheckedUnit, finding: Finding) -> dict[str, Any]:
    return {
        "file": unit.file,
        "line": unit.line,
        "unit": unit.id,
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "source": unit.source,
        "target": unit.target,
        "source_span": _pair(finding.source_span),
        "target_span": _pair(finding.target_span),
    }


def _sarif_result(unit: CheckedUnit, finding: Finding, codes: list[str]) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(_clean(unit.file), safe="/")}}
    if unit.line:
        physical["region"] = {"startLine": unit.line, **_columns(unit, finding), "snippet": {"text": unit.target}}
    # The same fault in the same text is the same result, wherever its line has moved to.
    identity = f"{finding.code}\0{unit.source}\0{unit.target}\0{finding.message}".encode("utf-8", "replace")
    return {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [
            {"physicalLocation": physical, "logicalLocations": [{"fullyQualifiedName": unit.id, "kind": "unit"}]}
        ],
        "partialFingerprints": {"finding/v1": hashlib.sha256(identity).hexdigest()[:32]},
        "properties": {
            "source": unit.source,
            "target": unit.target,
            "sourceSpan": _pair(finding.source_span),
            "targetSpan": _pair(finding.target_span),
        },
    }


def _columns(unit: CheckedUnit, finding: Finding) -> dict[str, int]:
    if not unit.column or finding.target_span is None:
        return {}
    start, end = finding.target_span
    return {"startColumn": unit.column + start, "endColumn": unit.column + end}


def _junit_case(suite: Element, unit: CheckedUnit) -> None:
    from lxml import etree

    name = f"line {unit.line}" if unit.line else f"unit {unit.id}"
    case = etree.SubElement(suite, "testcase", classname=legal(unit.file), name=legal(name))
    failing = [finding for finding in unit.findings if finding.severity != "info"]
    if failing:
        message = legal("; ".join(finding.message for finding in failing))
        failure = etree.SubElement(case, "failure", message=message, type=failing[0].code)
        lines = [f"{finding.severity} {finding.code}: {finding.message}" for finding in failing]
        failure.text = legal("\n".join([*lines, f"source: {unit.source}", f"target: {unit.target}"]))
    remarks = [f"{finding.code}: {finding.message}" for finding in unit.findings if finding.severity == "info"]
    if remarks:
        etree.SubElement(case, "system-out").text = legal("\n".join(remarks))


def _count(element: Element, tests: int) -> None:
    failures = sum(1 for _ in element.iter("failure"))
    for name, value in (("tests", tests), ("failures", failures), ("errors", 0), ("skipped", 0)):
        element.set(name, str(value))


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _clean(text: str) -> str:
    # Lone surrogates have no bytes in UTF-8; the report must always be writable.
    return text.encode("utf-8", "replace").decode()


def _dump(report: dict[str, Any]) -> str:
    return _clean(json.dumps(report, ensure_ascii=False, indent=2)) + "\n"
