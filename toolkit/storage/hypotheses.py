"""N-best lists as compact JSON.

A list is ``[[text, score, truncated, alignment], …]``; an alignment is null or flat integers, five for each link:
source start, source end, target start, target end, weight in thousandths. Scores come back exactly; weights are
rounded to a thousandth, which is far below what attention means. Lone surrogates survive as JSON escapes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from toolkit.links import Links
from toolkit.types import Hypothesis, Link


def encode(hypotheses: Sequence[Hypothesis]) -> str:
    """Return the JSON text of an n-best list."""
    rows = [[h.text, h.score, int(h.truncated), _flatten(h.alignment)] for h in hypotheses]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(rows, separators=(",", ":"))
    return text


def decode(text: str) -> list[Hypothesis]:
    """Rebuild an n-best list. Raises ValueError, TypeError or IndexError when *text* is not one."""
    return [
        Hypothesis(row[0], float(row[1]), None if row[3] is None else Links(row[3]), bool(row[2]))
        for row in json.loads(text)
    ]


def canonical(hypotheses: Sequence[Hypothesis]) -> list[Hypothesis]:
    """Return the list as a later run will recall it, so that a first run and a repeated one decide alike."""
    return decode(encode(hypotheses))


def _flatten(alignment: Sequence[Link] | None) -> list[int] | None:
    if alignment is None:
        return None
    return list(alignment.flat if isinstance(alignment, Links) else Links.of(alignment).flat)
