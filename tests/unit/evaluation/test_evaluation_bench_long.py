"""What long benchmarks found: slopes, verdicts, curves, tables."""

import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.evaluation.bench import Point, Run, Text
from toolkit.evaluation.bench_curve import Line, Panel, curves
from toolkit.evaluation.bench_memory import MemorySeries, memory_sheet
from toolkit.evaluation.bench_scaling import Load, Scaling, scaling_sheet
from toolkit.evaluation.bench_shares import Shares, Stage, shares_sheet
from toolkit.evaluation.bench_soak import Moment, Soak, least_squares, soak_sheet, speeds, verdict
from toolkit.evaluation.bench_table import Cell, Table, table_sheet
from toolkit.evaluation.metrics import Score
from toolkit.types import Skipped

SVG = "{http://www.w3.org/2000/svg}"
FACTS = (("model", "small (abc)"), ("threads", "2"))
TEXT = Text(1, 10, 100, "d")


def a_soak(memory, **changes):
    """Return a soak of 100 s with that many bytes at each of equally spaced readings; 7 words a second."""
    step = 100 / (len(memory) - 1)
    moments = tuple(
        Moment(number * step, value, 1, number, number * 10, round(number * step * 7))
        for number, value in enumerate(memory)
    )
    known = max((value for value in memory if value), default=None)
    plain = Soak(FACTS, TEXT, 2.0, 0, 500, moments, 50.0, 1.5, known, 0, ())
    return replace(plain, **changes)


@settings(max_examples=50, deadline=None)
@given(
    slope=st.floats(-1e6, 1e6),
    begin=st.floats(0, 1e9),
    xs=st.sets(st.integers(0, 10_000), min_size=2, max_size=20),
)
def test_the_slope_of_a_line_is_found(slope, begin, xs):
    """Points on a straight line give its slope, wherever it begins and however the points are spaced."""
    found = least_squares([(x, begin + slope * x) for x in xs])
    assert found == pytest.approx(slope, rel=1e-4, abs=1e-2)


def test_one_moment_has_no_slope():
    """A single point, or several at one time, are no line."""
    assert least_squares([]) is None
    assert least_squares([(1.0, 2.0), (1.0, 3.0)]) is None


def test_the_first_tenth_says_nothing_about_growth():
    """Memory that fills and then grows by a byte every ten readings has that slope, and the level after it filled."""
    soak = a_soak([0, *(1000 + number // 10 for number in range(10, 101))])
    assert soak.slope == pytest.approx(3600 / (10 * 100 / 91), rel=0.02)
    assert soak.level == 1001
    assert soak.growth == pytest.approx(1010 / 1001)


def test_speed_is_taken_over_a_part_of_the_time():
    """Documents that are written in bursts still give the steady speed; before the first two readings there is none."""
    bursts = [Moment(float(second), 1, 1, 0, 0, second // 5 * 50) for second in range(101)]
    assert [round(words) for at, words in speeds(bursts) if at >= 10] == [10] * 91
    assert speeds(bursts[:1]) == speeds([]) == []


@pytest.mark.parametrize(
    ("soak", "words"),
    [
        (a_soak([10, 100, 100, *[110] * 18]), ["stayed level", "1.10 times", "nothing failed"]),
        (a_soak([10, 100, *[100] * 18, 130]), ["grew", "1.30 times", "at most 1.15"]),
        (a_soak([10] * 21, errors=2), ["2 failures"]),
        (a_soak([10] * 21, stopping=None), ["ended before the time was over"]),
        (a_soak([None] * 21), ["cannot be read"]),
    ],
)
def test_the_verdict_says_what_happened(soak, words):
    """Level or growing memory, failures, a run that ended early and a system that tells nothing are all told."""
    assert all(word in verdict(soak) for word in words)


def test_a_soak_is_shown_and_kept():
    """The sheet has the numbers in words, the same as plain values, and a chart with both curves."""
    soak = a_soak([10**6, 10**8, *[2 * 10**8] * 19], errors=1, reasons=("a.txt: no text",), notes=("It was busy.",))
    sheet = soak_sheet(soak)
    text = "\n".join(sheet.lines)
    assert "1.7 minutes, one process: 20 documents, 200 segments, 700 words written; 7 words/s" in text
    assert "stopped, and at its end 1.5 s later" in text
    assert "200 MB at the end, at most 200 MB; slope" in text
    assert "a.txt: no text" in text
    assert text.endswith("note: It was busy.")
    values = json.loads(json.dumps(sheet.values))
    assert (values["schema"], len(values["moments"]), values["end"]) == (1, 21, 2 * 10**8)
    assert values["verdict"] in text
    assert len(ET.fromstring(sheet.drawing).findall(f"{SVG}polyline")) == 2
    assert "ended by itself" in "\n".join(soak_sheet(replace(soak, stopping=None)).lines)


LOADS = (
    Load(1, 100, 100, 2000, 10.0, 11.0, 3 * 10**8, 1),
    Load(2, 100, 100, 2000, 8.0, 13.0, 6 * 10**8, 4),
    Load(1, 1000, 1000, 20_000, 50.0, 55.0, 3 * 10**8, 1),
)


def test_scaling_compares_with_one_worker_of_the_same_size():
    """Two workers are measured against one at their size; a size without one worker has no gain."""
    found = Scaling(FACTS, TEXT, LOADS, (Skipped("1,000 segments, 2 workers", "no memory", "info"),))
    assert [found.gain(load) for load in LOADS] == [1.0, pytest.approx(1.25), 1.0]
    assert Scaling(FACTS, TEXT, LOADS[1:2]).gain(LOADS[1]) is None
    sheet = scaling_sheet(found)
    row = next(line for line in sheet.lines if line.startswith("      2")).split()
    assert row == ["2", "100", "2,000", "8.0", "250", "1.25", "13.0", "130.0", "600", "4"]
    assert "not measured: 1,000 segments, 2 workers: no memory" in sheet.lines
    assert json.loads(json.dumps(sheet.values))["loads"][1]["times_one_worker"] == pytest.approx(1.25)
    root = ET.fromstring(sheet.drawing)
    assert len(root.findall(f"{SVG}polyline")) == 6
    assert len(root.findall(f"{SVG}circle")) == 9


@settings(max_examples=50, deadline=None)
@given(
    points=st.lists(st.tuples(st.floats(0.01, 1e6), st.floats(0, 1e9)), max_size=20),
    is_logarithmic=st.booleans(),
)
def test_any_points_fit_on_a_panel(points, is_logarithmic):
    """Whatever the values, lines stay within the picture, and no panel is drowned in gridlines."""
    ordered = sorted(points)
    drawn = curves("x", [Panel("p", "s", [Line("a", ordered), Line("b", [])], is_logarithmic=is_logarithmic)], FACTS)
    root = ET.fromstring(drawn)
    width, height = float(root.get("width")), float(root.get("height"))
    for line in root.findall(f"{SVG}polyline"):
        for place in line.get("points").split():
            x, y = map(float, place.split(","))
            assert 0 <= x <= width
            assert 0 <= y <= height
    assert len(root.findall(f"{SVG}line")) <= 12 + len(points) + 12


def test_names_of_lines_do_not_overlap_and_are_no_markup():
    """Names of lines that end close together stand below each other, in the order of the lines; markup stays text."""
    lines = [Line("<b>one</b>", [(0.0, 1.0), (1.0, 1.99)]), Line("two", [(0.0, 2.0), (1.0, 2.0)])]
    root = ET.fromstring(curves("t", [Panel("p", "s", lines)], FACTS))
    places = {text.text: float(text.get("y")) for text in root.findall(f"{SVG}text")}
    assert places["<b>one</b>"] - places["two"] >= 14


def test_a_panel_of_nothing_but_zero_has_plain_ticks():
    """Where nothing was done yet, the axis goes from 0 to 1."""
    root = ET.fromstring(curves("t", [Panel("p", "s", [Line("a", [(0.0, 0.0), (5.0, 0.0)])])], FACTS))
    assert {"0", "1"} <= {text.text for text in root.findall(f"{SVG}text")}


def cell(compute_type, beam, cpu, chrf):
    """Return a cell of two rounds."""
    runs = tuple(Run(seconds, 0.5, 90, 10**8, cpu=cpu) for seconds in (10.0, 20.0))
    return Cell(compute_type, beam, runs, (Score("chrF2", chrf, "sig|c"), Score("BLEU", chrf / 2, "sig|b")))


def test_a_table_marks_what_is_worth_its_time():
    """What costs more and is no better is not marked; of two that are the same both are."""
    cells = (cell("int8", 4, 10.0, 50.0), cell("float32", 4, 20.0, 50.0), cell("int8", 1, 5.0, 48.0))
    found = Table((*FACTS, ("beam", "4")), "test.fr", 10, 300, (*cells, cell("bfloat16", 1, 5.0, 48.0)))
    assert [found.is_worth_it(one) for one in found.cells] == [True, False, True, True]
    sheet = table_sheet(found)
    rows = [line.split() for line in sheet.lines if re.match(r"(int8|float32|bfloat16) ", line)]
    assert rows[1] == ["float32", "4", "22", "15.0", "20.0", "2.00", "0.50", "100", "50.00", "25.00"]
    assert [row[-1] for row in rows] == ["*", "25.00", "*", "*"]
    assert {"sig|c", "sig|b"} <= set(sheet.lines)
    assert "beam 4" not in sheet.lines[1]
    values = json.loads(json.dumps(sheet.values))
    assert values["cells"][0]["scores"][0]["metric"] == "chrF2"
    assert sheet.drawing is None


def test_a_table_of_nothing_is_still_a_table():
    """When no compute type can run, the reasons stand alone."""
    sheet = table_sheet(Table(FACTS, "t", 1, 2, (), (Skipped("int8", "no engine", "info"),)))
    assert "not measured: int8: no engine" in sheet.lines


def test_memory_is_compared_with_the_fewest_documents():
    """Most documents and the large file are each held against the fewest; without a file there is one target."""
    points = (Point(10, 100, 1.0, 100 * 10**6), Point(100, 1000, 9.0, 110 * 10**6))
    found = MemorySeries(FACTS, TEXT, points, Point(10**6, 9000, 50.0, 130 * 10**6))
    lines = memory_sheet(found).lines
    assert any("most documents: 1.10" in line and line.endswith("met") for line in lines)
    assert any("one large file: 1.30" in line and line.endswith("missed") for line in lines)
    assert memory_sheet(found).values["file_growth"] == pytest.approx(1.3)
    alone = memory_sheet(replace(found, file=None))
    assert not any("file" in line for line in alone.lines)
    assert memory_sheet(replace(found, documents=())).values["memory_growth"] is None


def test_a_profile_adds_up():
    """Stages, threads of libraries and the sum are rows; shares are of the whole."""
    stages = (Stage("read", 2.0, 1.0, 0.0), Stage("wait", 8.0, 0.0, 1.0))
    found = Shares(FACTS, TEXT, 10.0, 10.0, 8.0, 99, stages, (("text.segment:cut", 0.7),))
    sheet = shares_sheet(found)
    rows = {re.split(r"\s{2,}", line)[0]: re.split(r"\s{2,}", line)[1:] for line in sheet.lines}
    assert rows["read"] == ["2.00", "20.0%", "1.00", "0.00", "10.0%"]
    assert rows["threads of libraries (decoding)"][-2:] == ["8.00", "80.0%"]
    assert rows["all"] == ["10.00", "100.0%", "1.00", "9.00", "100.0%"]
    assert rows["text.segment:cut"] == ["0.70"]
    assert json.loads(json.dumps(sheet.values))["stages"][0]["name"] == "read"
