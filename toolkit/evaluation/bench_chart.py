"""The speeds of a benchmark as a bar chart: SVG 1.1 text without script, fonts or anything loaded from elsewhere.

Bars begin at zero and share one linear axis, so that their lengths are in the ratio of the speeds; a thin line shows
the range over the rounds. The second run from memory decodes nothing and is no speed of translation: it is left out.
"""

from __future__ import annotations

from typing import Final, NamedTuple
from xml.etree import ElementTree as ET

from toolkit.evaluation.bench import NAIVE, Bench, Measured, Spread
from toolkit.evaluation.bench_svg import axis, facts_line, svg, write, written

REMEMBERED: Final = "remembered"
"""Key of the system that is left out."""

_WIDTH: Final = 860
_LABELS: Final = 330
"""Width of the column of labels, pixels."""
_VALUES: Final = 150
_ROW: Final = 30
_BAR: Final = 16
_TOP: Final = 66
_BOTTOM: Final = 56

# Colours: the four groups differ in lightness as well as in hue, and each bar is labelled, so none is told by colour
# alone. The text keeps a contrast of at least 4.5:1 on a light and on a dark page.
_STYLE: Final = """
.range { stroke: #1f2328; }
.peer { fill: #9aa4ae; } .limit { fill: #57606a; } .engine { fill: #6ea8dc; } .pipeline { fill: #1f6feb; }
@media (prefers-color-scheme: dark) {
  .range { stroke: #e6edf3; }
  .peer { fill: #6e7681; } .limit { fill: #b1bac4; } .engine { fill: #79a9d6; } .pipeline { fill: #388bfd; }
}
"""


class _Bar(NamedTuple):
    measured: Measured
    words: Spread
    naive: Spread | None


def chart(bench: Bench) -> str:
    """Return the chart of words a second as SVG; the same for the same measures."""
    bars = [
        _Bar(measured, bench.words_per_second(measured), bench.against(measured, NAIVE))
        for measured in bench.systems
        if measured.system.key != REMEMBERED
    ]
    height = _TOP + _ROW * len(bars) + _BOTTOM
    told = "; ".join(_told(bar) for bar in bars)
    root = svg(_WIDTH, height, "Speed of translation in source words a second", told, _STYLE)
    write(root, 16, 28, "Source words a second, longer is faster", "title")
    text = bench.text
    caption = f"{text.sentences} sentences, same text and weights; medians, thin lines from least to most"
    write(root, 16, 48, caption, "small")
    step, most = axis(max((bar.words.most for bar in bars), default=1.0))
    _grid(root, step, most, len(bars))
    for number, bar in enumerate(bars):
        _row(root, bar, number, most)
    write(root, 16, height - 14, facts_line(bench.facts), "small")
    return written(root)


def _told(bar: _Bar) -> str:
    return f"{bar.measured.system.label}: {_value(bar)}"


def _value(bar: _Bar) -> str:
    times = f" ({bar.naive.median:.1f}x)" if bar.naive and bar.measured.system.key != NAIVE else ""
    return f"{bar.words.median:,.0f}{times}"


def _grid(root: ET.Element, step: float, most: float, rows: int) -> None:
    bottom = _TOP + _ROW * rows
    for number in range(round(most / step) + 1):
        x = f"{_x(number * step, most):.1f}"
        ET.SubElement(root, "line", {"class": "grid", "x1": x, "x2": x, "y1": str(_TOP - 4), "y2": str(bottom)})
        write(root, float(x), bottom + 16, f"{number * step:,g}", "small", anchor="middle")


def _row(root: ET.Element, bar: _Bar, number: int, most: float) -> None:
    top = _TOP + _ROW * number + (_ROW - _BAR) / 2
    middle = top + _BAR / 2
    group = bar.measured.system.group
    write(root, _LABELS - 10, middle + 4.5, bar.measured.system.label, anchor="end")
    end = _x(bar.words.median, most)
    box = {"x": str(_LABELS), "y": f"{top:.1f}", "width": f"{end - _LABELS:.1f}", "height": str(_BAR), "class": group}
    ET.SubElement(root, "rect", box)
    left, right = _x(bar.words.least, most), _x(bar.words.most, most)
    y = f"{middle:.1f}"
    ET.SubElement(root, "line", {"class": "range", "x1": f"{left:.1f}", "x2": f"{right:.1f}", "y1": y, "y2": y})
    write(root, max(end, right) + 8, middle + 4.5, _value(bar))


def _x(value: float, most: float) -> float:
    return _LABELS + (_WIDTH - _LABELS - _VALUES) * value / most
