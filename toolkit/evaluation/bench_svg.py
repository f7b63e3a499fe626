"""What the charts of benchmarks share: frame, text, round axes. SVG 1.1 without script, fonts or anything loaded."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree as ET

from toolkit.text.xmlchars import legal

_TICKS: Final = 5
"""Gridlines, about."""

# The text keeps a contrast of at least 4.5:1 on a light and on a dark page.
_STYLE: Final = """
text { font: 13px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #1f2328; }
.title { font-size: 16px; font-weight: 600; }
.small { font-size: 11px; fill: #57606a; }
.grid { stroke: #57606a; stroke-opacity: .25; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; } .small { fill: #9da7b3; } .grid { stroke: #9da7b3; }
}
"""


def svg(width: int, height: int, title: str, description: str, style: str) -> ET.Element:
    """Return the frame of a chart; *title* and *description* are read to those who do not see it."""
    root = ET.Element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=str(width),
        height=str(height),
        role="img",
    )
    ET.SubElement(root, "title").text = legal(title)
    ET.SubElement(root, "desc").text = legal(description)
    ET.SubElement(root, "style").text = _STYLE + style.lstrip("\n")
    return root


def written(root: ET.Element) -> str:
    """Return a chart as text."""
    ET.indent(root)
    return ET.tostring(root, encoding="unicode") + "\n"


def write(root: ET.Element, x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> None:
    """Write *words* at a place; what XML cannot hold is replaced."""
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor}
    if kind:
        place["class"] = kind
    ET.SubElement(root, "text", place).text = legal(words)


def axis(most: float) -> tuple[float, float]:
    """Return a round step of the gridlines (1, 2 or 5 times a power of ten) and the end of the axis."""
    most = max(most, 1e-6)
    rough = most / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    return step, math.ceil(most / step) * step


def facts_line(facts: Sequence[tuple[str, str]]) -> str:
    """Return the facts a reader of a chart needs most."""
    shown, known = ("model", "processor", "threads"), dict(facts)
    return "; ".join(f"{name} {known[name]}" for name in shown if name in known)
