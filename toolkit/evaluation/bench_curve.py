"""Measures over time or size as line charts, one panel below the other. See `bench_svg`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from toolkit.evaluation.bench_svg import axis, facts_line, svg, write, written

_WIDTH: Final = 860
_LEFT: Final = 70
_RIGHT: Final = 160
"""Room for the ticks and for the names of the lines, pixels."""
_TOP: Final = 50
_PANEL: Final = 240
"""Height of a panel with its title and ticks."""
_PLOT: Final = 160
_BOTTOM: Final = 30
_NAME: Final = 15
"""Height of the name of a line, pixels."""
_SHARP: Final = 40
"""Points up to which each is marked with a dot."""

# Lines differ in dashes as well as in hue, and each is named at its end, so none is told by colour alone.
_STYLE: Final = """
.line { fill: none; stroke-width: 2; }
.line0 { stroke: #1f6feb; } .line1 { stroke: #b35900; stroke-dasharray: 7 4; }
.line2 { stroke: #57606a; stroke-dasharray: 2 3; }
.dot0 { fill: #1f6feb; } .dot1 { fill: #b35900; } .dot2 { fill: #57606a; }
@media (prefers-color-scheme: dark) {
  .line0 { stroke: #58a6ff; } .line1 { stroke: #e3903c; } .line2 { stroke: #b1bac4; }
  .dot0 { fill: #58a6ff; } .dot1 { fill: #e3903c; } .dot2 { fill: #b1bac4; }
}
"""
_COLOURS: Final = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a panel."""

    name: str
    points: Sequence[tuple[float, float]]
    """By the first coordinate, which is 0 or more; on a logarithmic panel above 0."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One pair of axes. The upright one begins at 0."""

    title: str
    across: str
    """What the level axis says, with its unit."""
    lines: Sequence[Line]
    is_logarithmic: bool = False
    """Whether the level axis is."""


def curves(title: str, panels: Sequence[Panel], facts: Sequence[tuple[str, str]]) -> str:
    """Return the panels as SVG; the same for the same measures."""
    height = _TOP + _PANEL * len(panels) + _BOTTOM
    told = "; ".join(f"{panel.title}: {_told(line)}" for panel in panels for line in panel.lines)
    root = svg(_WIDTH, height, title, told, _STYLE)
    write(root, 16, 28, title, "title")
    for number, panel in enumerate(panels):
        _panel(root, panel, _TOP + _PANEL * number)
    write(root, 16, height - 12, facts_line(facts), "small")
    return written(root)


def _told(line: Line) -> str:
    if not line.points:
        return f"{line.name}: nothing"
    (first, begin), (last, end) = line.points[0], line.points[-1]
    return f"{line.name} {begin:,.4g} at {first:,.4g}, {end:,.4g} at {last:,.4g}"


def _panel(root: ET.Element, panel: Panel, top: float) -> None:
    points = [point for line in panel.lines for point in line.points]
    step, most = axis(max((y for _, y in points), default=0.0) or 1.0)
    low, high = _ends(panel, [x for x, _ in points])
    floor = top + 24 + _PLOT
    write(root, 16, top + 12, panel.title)
    for number in range(round(most / step) + 1):
        y = floor - _PLOT * number * step / most
        _grid(root, _LEFT, y, _WIDTH - _RIGHT, y)
        write(root, _LEFT - 8, y + 4, f"{number * step:,g}", "small", anchor="end")
    for value in _ticks(panel, high):
        x = _x(panel, value, low, high)
        _grid(root, x, floor, x, floor + 4)
        write(root, x, floor + 16, f"{value:,g}", "small", anchor="middle")
    write(root, _WIDTH - _RIGHT, floor + 30, panel.across, "small", anchor="end")
    ends = []
    for number, line in enumerate(panel.lines):
        places = [(_x(panel, x, low, high), floor - _PLOT * y / most) for x, y in line.points]
        if places:
            _line(root, places, number % _COLOURS)
            ends.append((places[-1][1], places[-1][0], line.name, number % _COLOURS))
    free = -math.inf
    for y, x, name, colour in sorted(ends):  # from above, so that names stand in the order of their lines
        y = max(y, free)  # noqa: PLW2901 - moved down where the one above needs the place
        free = y + _NAME
        write(root, x + 8, y + 4, name, f"dot{colour}")


def _line(root: ET.Element, places: Sequence[tuple[float, float]], colour: int) -> None:
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    ET.SubElement(root, "polyline", {"class": f"line line{colour}", "points": drawn})
    if len(places) <= _SHARP:
        for x, y in places:
            dot = {"class": f"dot{colour}", "cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "3"}
            ET.SubElement(root, "circle", dot)


def _ends(panel: Panel, values: Sequence[float]) -> tuple[float, float]:
    most = max(values, default=1.0)
    if not panel.is_logarithmic:
        return 0.0, max(most, 1e-6)
    low = min(values, default=1.0)
    return low, max(most, low * 1.01)


def _ticks(panel: Panel, high: float) -> list[float]:
    if panel.is_logarithmic:
        return sorted({x for line in panel.lines for x, _ in line.points})
    step, _ = axis(high)
    return [number * step for number in range(math.floor(high / step * (1 + 1e-9)) + 1)]


def _x(panel: Panel, value: float, low: float, high: float) -> float:
    share = math.log(value / low) / math.log(high / low) if panel.is_logarithmic else (value - low) / (high - low)
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * share


def _grid(root: ET.Element, x1: float, y1: float, x2: float, y2: float) -> None:
    ends = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    ET.SubElement(root, "line", {"class": "grid"} | {name: f"{value:.1f}" for name, value in ends.items()})
