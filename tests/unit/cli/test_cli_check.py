"""``toolkit check --labelled`` scores the checks themselves."""

import json

import pytest
from typer.testing import CliRunner

from toolkit.cli.app import app

CASES = [
    {"id": "a", "fr": "Elle a vendu 12 usines.", "en": "It sold 12 plants.", "findings": []},
    {
        "id": "b",
        "fr": "Elle a vendu 12 usines.",
        "en": "It sold 13 plants.",
        "findings": [{"code": "figure_changed", "source": "12", "target": "13"}],
    },
    {
        "id": "c",
        "fr": "Elle a vendu 12 usines à Lyon.",
        "en": "It sold 12 plants in Lyon.",
        "findings": [{"code": "name_changed", "source": "Lyon", "target": "Lyon"}],
    },
]


@pytest.fixture
def cases(tmp_path):
    """Return a file with a right finding, a miss and a clean pair."""
    path = tmp_path / "cases.jsonl"
    path.write_text("".join(json.dumps(case, ensure_ascii=False) + "\n" for case in CASES), encoding="utf-8")
    return path


def test_labelled_cases_give_precision_and_recall(cases):
    """Each code and all figures and names together have right findings, false alarms and misses counted."""
    result = CliRunner().invoke(app, ["check", str(cases), "--labelled", "--format", "json"])
    assert result.exit_code == 0, result.output
    rows = {row["code"]: row for row in json.loads(result.output)}
    assert rows["all figures"] == {
        "code": "all figures", "precision": 1.0, "recall": 1.0, "f1": 1.0, "right": 1, "false_alarms": 0, "missed": 0
    }  # fmt: skip
    assert (rows["all names"]["missed"], rows["all names"]["recall"]) == (1, 0.0)
    assert "all figures" in CliRunner().invoke(app, ["check", str(cases), "--labelled"]).output


def test_cases_that_cannot_be_read_are_an_error(tmp_path):
    """A missing file and a line that is no case are named; --ner without --labelled is refused."""
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"id": 1}\n', encoding="utf-8")
    for path in (tmp_path / "nothing.jsonl", broken):
        result = CliRunner().invoke(app, ["check", str(path), "--labelled"])
        assert result.exit_code
        assert path.name in str(result.exception)
    assert CliRunner().invoke(app, ["check", str(broken), "--ner"]).exit_code
