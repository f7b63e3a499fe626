"""``toolkit bench`` as a user sees it."""

import json

import pytest

from toolkit.cli.app import run
from toolkit.evaluation.bench import OURS, Bench, Measured, Run, System, Text
from toolkit.pipeline import bench as benching

FOUND = Bench(
    (("model", "small"),),
    Text(1, 2, 20, "d"),
    (Measured(System(OURS, "pipeline", "toolkit, int8", "ctranslate2", "int8", 4), (Run(1.0, 0.5, 19, None),)),),
)


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """Measure nothing, collect the options, and work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    options = []

    def measure(paths, wanted, say):
        options.append(wanted)
        say("measuring")
        return FOUND

    monkeypatch.setattr(benching, "bench", measure)
    return options


def test_a_table_is_printed_and_files_are_written(asked, capsys, tmp_path):
    """Progress goes to standard error, the table to standard output, JSON and chart into the folder."""
    assert run(["bench", "seeds", "--sentences", "2", "--repeats", "1", "--quick", "--out", "here"]) == 0
    captured = capsys.readouterr()
    assert "toolkit, int8" in captured.out
    assert captured.err == "measuring\n"
    assert {path.name for path in (tmp_path / "here").iterdir()} == {"bench.json", "bench.svg"}
    assert (asked[0].level, asked[0].sentences, asked[0].repeats) == ("quick", 2, 1)


def test_json_is_one_object(asked, capsys):
    """--json prints the values that are written, and nothing else."""
    assert run(["bench", "seeds", "--json", "--full"]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["systems"][0]["key"] == OURS
    assert captured.err == ""
    assert asked[0].level == "full"


@pytest.mark.parametrize(
    "arguments", [["bench"], ["bench", "x", "--quick", "--full"], ["bench", "x", "--repeats", "0"]]
)
def test_wrong_usage(arguments, capsys):
    """No articles, levels that exclude each other and no rounds are exit code 2."""
    assert run(arguments) == 2
    assert capsys.readouterr().err
