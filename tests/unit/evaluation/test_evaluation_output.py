"""The report as text (golden), as values and as a page that no text of it can change."""

import json
import os
import re
from pathlib import Path

import pytest
from lxml import html

from toolkit.evaluation.measure import Item, measure
from toolkit.evaluation.page import page
from toolkit.evaluation.texts import columns, report_lines, to_values

GOLDEN = Path(__file__).parents[2] / "golden" / "evaluation"

ROWS = [
    ("a", "Crusoe raised $686 million.", "Crusoe raised $686 million.", "Crusoe a levé 686 millions de dollars.", "x"),
    ("a", "He sold 21 plants to Sam Altman.", "He sold 12 plants to Sam Altman.", "Il a vendu 12 usines à Sam Altman.",
     "He sells 12 plants."),
    ("b <b>", "It is & was <i>good</i>.", "It was good.", "C'était bon.", "It was good."),
]  # fmt: skip
ATTACK = "</style><script>alert(1)</script><img src=http://a.b/c onerror=x> \x01 &amp; {{ 7 * 7 }}"


@pytest.fixture(scope="module")
def measured():
    """Return measures of three sentences of two documents with a baseline."""
    items = [Item(name, str(n), h, r, s, b) for n, (name, h, r, s, b) in enumerate(ROWS, 1)]
    return measure("systems/new.txt", items, ("fr", "en"), test_set="newstest2013", worst=2)


def masked(text):
    """Return *text* without what differs between installations: sacrebleu's version."""
    return re.sub(r"version:[\w.]+", "version:X", text)


def test_text_report_is_golden(measured):
    """The text report is the golden one; run with UPDATE_GOLDEN=1 after a change that is meant."""
    text = masked("\n".join(report_lines(measured)) + "\n")
    path = GOLDEN / "report.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_values_are_json_of_a_stated_schema(measured):
    """The values survive JSON, state their schema and carry every part of the report."""
    values = json.loads(json.dumps(to_values(measured), ensure_ascii=False))
    assert values["schema"] == 1
    assert [score["metric"] for score in values["scores"]] == ["chrF2", "BLEU", "TER"]
    assert values["fidelity"]["system"]["figures"] == {"kept": 1, "total": 2}
    assert values["whole_test_set"] is False
    assert {entry["source"][:8] for entry in values["published"]} == {"https://"}
    assert len(values["worst"]) == 2


def test_page_shows_every_part(measured):
    """The page has scores, rates, comparison, documents, published figures and the worst sentences."""
    text = html.fromstring(page(measured)).text_content()
    for part in ("Quality", "Against the baseline", "Figures kept", "Documents, worst first", "newstest2013", "b <b>"):
        assert part in text


def test_page_escapes_every_text():
    """Texts of documents, names and sources stay texts: no element, no script, no template comes out of them."""
    items = [Item(ATTACK, ATTACK, ATTACK, ATTACK, ATTACK, ATTACK), Item("b", "2", ATTACK, "x", ATTACK, ATTACK)]
    written = page(measure(ATTACK, items, ("fr", "en"), metrics=("chrf",), test_set="newstest2013"))
    tree = html.fromstring(written)
    assert not tree.xpath("//script | //img | //a | //link | //*[@src] | //*[@href]")
    assert "49" not in tree.xpath("//h1")[0].text_content()
    assert "\x01" not in written
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_columns_line_up():
    """Columns are as wide as their widest cell; trailing blanks are left out."""
    assert columns([("a", "1"), ("long", "22")]) == ["a      1", "long  22"]
    assert columns([("a", "x"), ("b", "long")], words=(0, 1)) == ["a  x", "b  long"]
