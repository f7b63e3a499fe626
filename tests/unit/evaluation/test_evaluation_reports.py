"""Reports of findings for machines, against golden files and the rules of their formats."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from toolkit.evaluation import reports
from toolkit.evaluation.reports import CheckedUnit
from toolkit.types import Finding, Span

GOLDEN = Path(__file__).parents[2] / "golden" / "reports"

CHANGED = Finding(
    "figure_changed",
    "error",
    0,
    Span(10, 23),
    Span(12, 23),
    "source says 3.4 billion dollars; translation says 3.4 million dollars",
)
UNITS = [
    CheckedUnit("en/été 1.txt", 3, "3", "Levée de 3,4 milliards $.", "A round of $3.4 million.", (CHANGED,), column=1),
    CheckedUnit("en/été 1.txt", 4, "4", "Merci <b> & « fin ».", "Thanks <b> & “end”.", (), column=1),
    CheckedUnit(
        "memory.tmx",
        0,
        "tu-7",
        "Crusoe ouvre\x01.",
        "Cruise opens.",
        (
            Finding("name_changed", "warning", 1, Span(0, 6), Span(0, 6), "Crusoe became Cruise"),
            Finding("house_style", "info", 1, None, None, "a code of another version"),
        ),
    ),
]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("report.json", reports.to_json(UNITS, "1.2.3")),
        ("report.sarif", reports.to_sarif(UNITS, "1.2.3")),
        ("report.junit.xml", reports.to_junit(UNITS)),
    ],
)
def test_report_is_the_golden_one(name, text):
    """The reports are stable: a change of a byte is a change of the interface."""
    assert text == (GOLDEN / name).read_text(encoding="utf-8")


def test_json_counts():
    """The summary counts units and findings by severity and code, also those that do not occur."""
    report = json.loads(reports.to_json(UNITS, "1"))
    assert report["summary"] == {
        "units": 3,
        "units_with_findings": 2,
        "severities": {"error": 1, "warning": 1, "info": 1},
        "codes": {"figure_changed": 1, "house_style": 1, "name_changed": 1},
    }
    assert [f["target_span"] for f in report["findings"]] == [[12, 23], [0, 6], None]


def test_junit_counts_are_right():
    """Tests are units and failures are units with errors or warnings, in each suite and in all."""
    root = etree.fromstring(reports.to_junit(UNITS).encode())
    assert (root.get("tests"), root.get("failures")) == ("3", "2")
    assert [(s.get("name"), s.get("tests"), s.get("failures")) for s in root] == [
        ("en/été 1.txt", "2", "1"),
        ("memory.tmx", "1", "1"),
    ]


def test_info_does_not_fail():
    """A finding of severity info is told but fails no test case."""
    finding = Finding("other_language", "info", 0, None, None, "German")
    root = etree.fromstring(reports.to_junit([CheckedUnit("a", 1, "1", "x", "y", (finding,))]).encode())
    assert root.find(".//failure") is None
    assert "German" in root.findtext(".//system-out")


def test_empty_reports():
    """Nothing checked gives well-formed reports without results."""
    assert json.loads(reports.to_json([], "1"))["findings"] == []
    assert json.loads(reports.to_sarif([], "1"))["runs"][0]["results"] == []
    assert etree.fromstring(reports.to_junit([]).encode()).get("tests") == "0"


def test_fingerprint_does_not_move_with_the_line():
    """The same fault on another line is the same result to a tool that compares runs."""
    one, two = (
        json.loads(reports.to_sarif([CheckedUnit("a", line, str(line), "x", "y", (CHANGED,))], "1"))["runs"][0]
        for line in (3, 9)
    )
    assert one["results"][0]["partialFingerprints"] == two["results"][0]["partialFingerprints"]


_TEXT = st.text(st.one_of(st.characters(), st.sampled_from("<>&\"'\0\ud800\ufffe\r\n")), max_size=20)
_SPANS = st.none() | st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda p: Span(min(p), max(p)))
_UNITS = st.lists(
    st.builds(
        CheckedUnit,
        file=_TEXT,
        line=st.integers(0, 9),
        id=_TEXT,
        source=_TEXT,
        target=_TEXT,
        findings=st.lists(
            st.builds(
                Finding,
                code=st.sampled_from([*reports.RULES, "other"]),
                severity=st.sampled_from(["error", "warning", "info"]),
                segment=st.just(0),
                source_span=_SPANS,
                target_span=_SPANS,
                message=_TEXT,
            ),
            max_size=2,
        ).map(tuple),
        column=st.integers(0, 1),
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(_UNITS)
def test_any_text_gives_valid_reports(units):
    """Reports of any text can be written as UTF-8, parsed again, and keep the rules of their formats."""
    count = sum(len(unit.findings) for unit in units)
    assert len(json.loads(reports.to_json(units, "1").encode())["findings"]) == count
    junit = etree.fromstring(reports.to_junit(units).encode())
    assert len(junit.findall(".//testcase")) == len(units)
    log = json.loads(reports.to_sarif(units, "1").encode())
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    results = log["runs"][0]["results"]
    assert len(results) == count
    for result in results:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        place = result["locations"][0]["physicalLocation"]
        assert re.fullmatch(r"[A-Za-z0-9%._~/-]*", place["artifactLocation"]["uri"])
        region = place.get("region", {"startLine": 1})
        assert region["startLine"] >= 1
        assert region.get("endColumn", 1) >= region.get("startColumn", 1) >= 1


def test_every_code_of_a_finding_is_described():
    """The rules name every code that `Finding` documents."""
    text = (Path(__file__).parents[3] / "toolkit" / "types.py").read_text(encoding="utf-8")
    documented = text.partition("class Finding")[2].partition("severity:")[0]
    assert set(re.findall(r"``(\w+)``", documented)) == set(reports.RULES)
