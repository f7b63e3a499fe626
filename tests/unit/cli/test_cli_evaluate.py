"""``toolkit evaluate`` as a user sees it."""

import json

import pytest

from toolkit.cli.app import run


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Write three short texts and return their names."""
    monkeypatch.chdir(tmp_path)
    texts = {
        "s.fr": "Il a vendu 12 usines.\nMerci.\n",
        "s.en": "He sold 21 plants.\nThank you.\n",
        "r.en": "He sold 12 plants.\nThanks.\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_report_is_printed(files, capsys):
    """The report has scores, rates and the worst sentences with their findings."""
    assert run(["evaluate", "s.en", "r.en", "--source", "s.fr", "--worst", "1"]) == 0
    out = capsys.readouterr().out
    assert "chrF2" in out
    assert "0.0% (0/1)" in out
    assert "the 1 worst sentences" in out


def test_json_and_page_are_written_together(files, capsys):
    """--json prints one object and nothing else, --html writes a page beside it."""
    assert run(["evaluate", "s.en", "r.en", "--baseline", "r.en", "--html", "report.html", "--json", "--no-ter"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert [score["metric"] for score in values["scores"]] == ["chrF2", "BLEU"]
    assert {c["baseline"] for c in values["comparisons"]} == {100.0}
    assert "Evaluation of s.en" in (files / "report.html").read_text(encoding="utf-8")


def test_errors_leave_with_their_code(files, capsys):
    """Files that do not fit are exit code 1, a missing COMET is told before anything is read."""
    (files / "short.en").write_text("One.\n", encoding="utf-8")
    assert run(["evaluate", "short.en", "r.en"]) == 1
    assert "as many in both" in capsys.readouterr().err
    assert run(["evaluate", "s.en", "r.en", "--comet", "none.ckpt"]) in {1, 2}
    assert "COMET" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--translate", "--source", "s.fr"), "--source"),
        (("--ablation", "--baseline", "r.en"), "--baseline"),
        (("--lines", "2"), "--lines"),
        (("--ablation", "--html", "x.html"), "--html"),
    ],
)
def test_options_without_effect_are_refused(files, capsys, arguments, named):
    """An option that the chosen way of working would ignore is wrong usage, not silence."""
    assert run(["evaluate", "s.en", "r.en", *arguments]) == 2
    assert named in capsys.readouterr().err
