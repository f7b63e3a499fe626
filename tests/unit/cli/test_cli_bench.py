"""``toolkit bench`` as a user sees it."""

import json

import pytest

from toolkit.cli.app import run
from toolkit.evaluation.bench import OURS, Bench, Measured, Run, System, Text
from toolkit.evaluation.bench_memory import MemorySeries
from toolkit.evaluation.bench_scaling import Scaling
from toolkit.evaluation.bench_shares import Shares
from toolkit.evaluation.bench_soak import Moment, Soak
from toolkit.evaluation.bench_table import Table
from toolkit.pipeline import bench as benching
from toolkit.pipeline import bench_long, bench_profile, bench_table
from toolkit.pipeline.bench_place import EVERY

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


@pytest.fixture
def measures(monkeypatch, tmp_path):
    """Measure nothing, collect what would have been measured, and work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    told = []

    def take(name, found):
        def measure(*values, **named):
            told.append((name, values, named))
            return found

        return measure

    text, moments = Text(1, 2, 20, "d"), (Moment(0.0, 9, 1, 0, 0, 0), Moment(9.0, 9, 1, 1, 2, 20))
    monkeypatch.setattr(bench_long, "soak", take("soak", Soak((), text, 1, 0, 9, moments, 2.0, 0.5, 9, 0, ())))
    monkeypatch.setattr(bench_long, "scaling", take("scaling", Scaling((), text, ())))
    monkeypatch.setattr(bench_long, "memory", take("memory", MemorySeries((), text, ())))
    monkeypatch.setattr(bench_table, "table", take("table", Table((), "a.fr", 2, 20, ())))
    monkeypatch.setattr(bench_profile, "profile", take("profile", Shares((), text, 1.0, 1.0, 0.5, 9, (), ())))
    return told


@pytest.mark.parametrize(
    ("arguments", "name", "suffix"),
    [
        (["seeds", "--soak", "0.5", "--workers", "2"], "soak", "svg"),
        (["seeds", "--scaling", "--full"], "scaling", "svg"),
        (["seeds", "--memory", "--full"], "memory", "txt"),
        (["--table", "a.fr", "a.en", "--sentences", "5"], "table", "txt"),
        (["seeds", "--profile"], "profile", "txt"),
    ],
)
def test_each_other_measure_writes_files_of_its_name(measures, tmp_path, capsys, arguments, name, suffix):
    """The measure asked for is made alone, printed, and written as JSON and as chart or table."""
    assert run(["bench", *arguments, "--out", "here"]) == 0
    assert [measure for measure, _, _ in measures] == [name]
    assert {path.name for path in (tmp_path / "here").iterdir()} == {f"{name}.json", f"{name}.{suffix}"}
    assert "written" in capsys.readouterr().out


def test_flags_reach_the_measure(measures):
    """Minutes, workers, lines, rounds and sentences come as they were given, else with the measure's own defaults."""
    for arguments in (
        ["s", "--soak", "0.5", "--workers", "2"],
        ["--table", "a", "b", "--sentences", "5"],
        ["s", "--scaling"],
    ):
        assert run(["bench", *arguments, "--quiet", "-o", "here"]) == 0
    (_, soak, named), (_, table, lines), (_, scaling, _) = measures
    assert (soak[2], named) == (0.5, {"workers": 2})
    assert ([str(path) for path in table[:2]], table[2].repeats, lines) == (["a", "b"], 1, {"lines": 5})
    assert (scaling[1].sentences, scaling[1].repeats) == (EVERY, 3)


@pytest.mark.parametrize(
    "arguments",
    [
        ["bench"],
        ["bench", "x", "--quick", "--full"],
        ["bench", "x", "--repeats", "0"],
        ["bench", "x", "--soak", "1", "--scaling"],
        ["bench", "x", "--scaling", "--quick"],
        ["bench", "x", "--profile", "--full"],
        ["bench", "x", "--workers", "2"],
        ["bench", "x", "--table", "a", "b"],
        ["bench", "--table", "a"],
        ["bench", "--soak", "1"],
    ],
)
def test_wrong_usage(arguments, capsys):
    """No articles, flags that exclude each other and no rounds are exit code 2."""
    assert run(arguments) == 2
    assert capsys.readouterr().err
