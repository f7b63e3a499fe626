"""Where tags go in a translation: labelled cases, and what holds for all of them."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from toolkit.storage.documents import BlockTarget, Input, read
from toolkit.types import Link, Span

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "cases/marks.jsonl").read_text(encoding="utf-8").splitlines()
]


def _words(text):
    return [Span(*match.span()) for match in re.finditer(r"\S+", text)]


@pytest.mark.parametrize("case", CASES, ids=[f"{n}-{case['why'][:40]}" for n, case in enumerate(CASES)])
def test_marks(tmp_path, case):
    """Each case says where the tags belong and why; in none a tag is lost or doubled."""
    path = tmp_path / "a.html"
    path.write_text(f"<p>{case['source']}</p>", encoding="utf-8")
    loaded = read(Input("a.html", path, "a", "a"))
    block = loaded.document.blocks[0]
    source, target = _words(loaded.document.text[block.start : block.end]), _words(case["target"])
    links = case["links"] and tuple(Link(source[a], target[b], 1.0) for a, b in case["links"])
    out = loaded.render([BlockTarget(0, case["target"], links)]).decode()
    tags = r"<[^>]*>"
    assert Counter(re.findall(tags, out)) == Counter(re.findall(tags, f"<p>{case['source']}</p>"))
    if case["expected"] is not None:
        assert out == f"<p>{case['expected']}</p>"
