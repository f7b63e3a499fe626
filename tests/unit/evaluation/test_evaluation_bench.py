"""The statistics of a benchmark, its table, its values and its chart."""

import json
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.evaluation.bench import (
    LIMIT,
    NAIVE,
    OURS,
    Bench,
    Measured,
    Point,
    Run,
    Start,
    System,
    Text,
    exponent,
    ratio,
    spread,
)
from toolkit.evaluation.bench_chart import REMEMBERED, chart
from toolkit.evaluation.bench_texts import memory_growth, report_lines, to_values
from toolkit.types import Skipped

SVG = "{http://www.w3.org/2000/svg}"


def measured(key, seconds, group="pipeline", label=None):
    """Return a system with a run for each of *seconds*."""
    system = System(key, group, label or f"the {key}", "ctranslate2", "int8", 4)
    return Measured(system, tuple(Run(value, 0.5, 90, 200_000_000, value / 2, None, 2 * value) for value in seconds))


def a_bench(*systems, **changes):
    """Return a benchmark of 100 words in 10 sentences."""
    return Bench((("model", "small (abc)"), ("threads", "2")), Text(1, 10, 100, "d"), systems, **changes)


SYSTEMS = (
    measured(NAIVE, (20.0, 30.0, 10.0), "peer"),
    measured(LIMIT, (0.9, 1.0, 2.0), "limit"),
    measured(OURS, (1.0, 2.0, 1.0)),
    measured(REMEMBERED, (0.1, 0.1, 0.1)),
)
FULL = a_bench(
    *SYSTEMS,
    starts=(Start("help", "toolkit --help", (0.4, 0.2, 0.2)), Start("first", "first sentence", (3.0, 3.0, 2.0))),
    fidelity=(Point(1000, 1000, 2.0, 100), Point(10_000, 10_000, 20.0, 110)),
    documents=(Point(100, 1000, 9.0, 130), Point(10, 100, 1.0, 100)),
    skipped=(Skipped("bfloat16", "not on this processor", "info"),),
    notes=("The machine was busy.",),
)


def test_a_spread_is_median_and_range():
    """The median is the middle value, of an even number the mean of the two; nothing has no median."""
    assert spread([3.0, 1.0, 2.0]) == (found := spread([2.0, 3.0, 1.0]))
    assert (found.median, found.least, found.most) == (2.0, 1.0, 3.0)
    assert spread([1.0, 4.0]).median == 2.5
    with pytest.raises(ValueError, match="at least one"):
        spread([])


def test_ratios_are_taken_within_a_round():
    """A round in which everything was slow leaves the ratio as it is; runs without a partner are refused."""
    found = ratio([1.0, 10.0, 1.0], [2.0, 20.0, 2.0])
    assert (found.median, found.least, found.most) == (2.0, 2.0, 2.0)
    with pytest.raises(ValueError, match="argument"):
        ratio([1.0], [1.0, 2.0])


@settings(max_examples=50, deadline=None)
@given(power=st.floats(-1, 3), scale=st.floats(0.01, 100), sizes=st.sets(st.integers(1, 10**6), min_size=2, max_size=5))
def test_the_exponent_of_a_power_is_found(power, scale, sizes):
    """Values that grow as a power of the size give that power, in whatever order they come."""
    ordered = sorted(sizes, reverse=True)
    assert exponent(ordered, [scale * size**power for size in ordered]) == pytest.approx(power, abs=1e-6)


@pytest.mark.parametrize(
    ("sizes", "values"), [([], []), ([5], [1]), ([5, 5], [1, 2]), ([0, 5], [1, 2]), ([1, 2], [0, 1])]
)
def test_no_exponent_without_growth_to_see(sizes, values):
    """One size, or a value of nothing, says nothing about growth."""
    assert exponent(sizes, values) is None


def test_memory_growth_compares_most_with_fewest():
    """The peak at the most documents is divided by that at the fewest; what is not known stays unknown."""
    assert memory_growth(FULL.documents) == 1.3
    assert memory_growth(FULL.documents[:1]) is None
    assert memory_growth((Point(1, 1, 1.0, None), Point(2, 2, 1.0, 5))) is None


def test_the_table_has_every_part():
    """Speeds, ratios, targets met and missed, start-up, growth, what is missing and notes are all told."""
    text = "\n".join(report_lines(FULL))
    ours = next(line for line in text.splitlines() if line.startswith(f"the {OURS}"))
    assert ours.split()[2:] == [
        "100", "50", "100", "10.0", "15.0", "0.90", "2.00", "15.0", "0.90", "0.50", "-", "0.50", "200"
    ]  # fmt: skip
    targets = {
        line.split("  ")[0]: line.rsplit(maxsplit=1)[-1]
        for line in text.splitlines()
        if " met" in line or " missed" in line
    }
    assert targets == {
        "share of the practical limit, by time": "met",
        "share of the practical limit, by processor time": "met",
        "times the naive program, by time": "met",
        "times the naive program, by processor time": "met",
        "toolkit --help, s": "met",
        "first sentence, s": "missed",
        "peak memory, most documents to fewest": "missed",
    }
    assert "time grows with the power 1.00 of the size" in text
    assert "not measured: bfloat16: not on this processor" in text
    assert "note: The machine was busy." in text


def test_a_table_without_the_naive_program_has_no_ratio_to_it():
    """A system that could not run leaves a dash in its column and no target."""
    text = "\n".join(report_lines(a_bench(SYSTEMS[2])))
    assert "target" not in text
    assert re.search(r"10\.0 +- +- ", text)


def test_processor_time_is_compared_apart():
    """A machine that was busy changes the ratio of times, not that of processor times; unknown ones give no ratio."""
    slow = Measured(SYSTEMS[1].system, tuple(Run(9.0, 0.5, 90, None, cpu=2.0) for _ in range(3)))
    ours = Measured(SYSTEMS[2].system, tuple(Run(3.0, 0.5, 90, None, cpu=4.0) for _ in range(3)))
    found = a_bench(slow, ours)
    assert found.against(ours, LIMIT).median == 3.0
    assert found.against_by_cpu(ours, LIMIT).median == 0.5
    unknown = Measured(SYSTEMS[2].system, (Run(3.0, 0.5, 90, None, cpu=4.0), Run(3.0, 0.5, 90, None)))
    assert a_bench(slow, unknown).against_by_cpu(unknown, LIMIT) is None
    assert found.against_by_cpu(ours, NAIVE) is None


def keys(value):
    """Return every key of nested plain values."""
    if isinstance(value, dict):
        return set(value) | {key for item in value.values() for key in keys(item)}
    return {key for item in value for key in keys(item)} if isinstance(value, list) else set()


def test_every_key_of_the_values_is_documented():
    """The values survive JSON, and the documentation names each of their keys (the names of facts are free)."""
    values = json.loads(json.dumps(to_values(FULL)))
    facts = values.pop("facts")
    assert facts == {"model": "small (abc)", "threads": "2"}
    documented = set(re.findall(r"``(\w+)``", to_values.__doc__)) | set(re.findall(r"\w+", to_values.__doc__))
    assert keys(values) <= documented
    assert values["systems"][2]["times_naive"] == {"median": 15.0, "least": 10.0, "most": 20.0}
    assert values["fidelity"]["exponent"] == pytest.approx(1.0)


def test_bars_are_as_long_as_the_speeds():
    """The chart is well-formed, has a bar for each system that decodes, and widths in the ratio of the medians."""
    root = ET.fromstring(chart(FULL))
    bars = root.findall(f"{SVG}rect")
    assert [bar.get("class") for bar in bars] == ["peer", "limit", "pipeline"]
    widths = [float(bar.get("width")) for bar in bars]
    speeds = [100 / 20, 100 / 1.0, 100 / 1.0]
    assert [width / widths[1] for width in widths] == pytest.approx([speed / speeds[1] for speed in speeds], abs=0.01)
    assert "the naive: 5" in root.find(f"{SVG}desc").text
    assert all(0 <= float(text.get("x")) <= 860 for text in root.findall(f"{SVG}text"))


def test_labels_never_become_markup():
    """Signs of markup and characters that XML cannot hold are text in the chart, or replaced."""
    bad = "<script>&\x00\ud800"
    root = ET.fromstring(chart(a_bench(measured("x", (1.0,), label=bad))))
    assert not root.findall(f".//{SVG}script")
    assert "<script>&\ufffd\ufffd" in [text.text for text in root.findall(f"{SVG}text")]


@settings(max_examples=50, deadline=None)
@given(seconds=st.lists(st.floats(1e-6, 1e6), min_size=1, max_size=4))
def test_any_speed_fits_on_the_chart(seconds):
    """However fast or slow, bars stay within the picture and few gridlines are drawn."""
    root = ET.fromstring(chart(a_bench(*(measured(f"s{n}", (value,)) for n, value in enumerate(seconds)))))
    for bar in root.findall(f"{SVG}rect"):
        assert 0 <= float(bar.get("width")) <= 400
    assert 2 <= len(root.findall(f"{SVG}line[@class='grid']")) <= 12
