"""Reviewers' decisions and other tools' files come back into outputs and memory."""

import hashlib
import json

import pytest
from lxml import etree

from toolkit.storage.bilingual import read

FRENCH = "Un titre\n\nLa société Lancium a levé 27 millions de dollars en 2024.\n\n- Crusoe est à Denver.\n"


@pytest.fixture
def translated(toolkit, articles, outputs):
    """Return the outputs of one translated article."""
    assert toolkit("translate", articles({"a.txt": FRENCH}), "-o", outputs, "-q").code == 0
    return outputs


def _records(outputs):
    lines = (outputs / "a.segments.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _decision(record, verdict, text="", **more):
    return {
        "document": record["document"],
        "segment": record["index"],
        "source_sha256": hashlib.sha256(record["source"].encode()).hexdigest(),
        "machine": record["target"],
        "decision": verdict,
        "text": text,
        "comment": "",
        "time": "2026-01-01T00:00:00Z",
        **more,
    }


def _file(tmp_path, *decisions):
    path = tmp_path / "decisions.json"
    path.write_text(json.dumps({"schema": 1, "decisions": decisions}), encoding="utf-8")
    return path


def test_a_correction_reaches_text_records_page_and_the_next_run(toolkit, articles, translated, tmp_path):
    """What a reviewer wrote is in every output at once, and wins over the engine from then on."""
    record = _records(translated)[1]
    better = "Lancium, a company, raised $27 million in 2024."
    ran = toolkit("review", "-o", translated, "--apply", _file(tmp_path, _decision(record, "correct", better)))
    assert ran.code == 0, ran.err
    assert "1 corrected" in ran.out
    text = (translated / "a.en.txt").read_text(encoding="utf-8")
    assert text.splitlines()[2] == better
    assert _records(translated)[1]["origin"] == "reviewed"
    assert better in (translated / "a.review.html").read_text(encoding="utf-8")
    again = toolkit("translate", articles({"b.txt": record["source"]}), "-o", translated, "--json")
    assert again.code == 0
    assert (translated / "b.en.txt").read_text(encoding="utf-8") == better


def test_a_wrong_figure_in_a_correction_is_found(toolkit, translated, tmp_path):
    """A reviewer's text is checked like the machine's."""
    record = _records(translated)[1]
    wrong = "Lancium, a company, raised $72 million in 2024."
    toolkit("review", "-o", translated, "--apply", _file(tmp_path, _decision(record, "correct", wrong)))
    (finding,) = _records(translated)[1]["findings"]
    assert finding["code"] == "figure_changed"


def test_a_stale_decision_is_named_and_the_others_are_applied(toolkit, translated, tmp_path):
    """A decision on a sentence that is not there any more is reported with exit code 1; nothing else is lost."""
    first, second = _records(translated)[:2]
    gone = _decision(first, "accept") | {"source_sha256": "0" * 64}
    ran = toolkit("review", "-o", translated, "--apply", _file(tmp_path, gone, _decision(second, "accept")))
    assert ran.code == 1
    assert "not applied: a.txt, segment 0" in ran.err
    assert "1 accepted" in ran.out


def test_a_source_that_changed_keeps_its_text_and_says_so(toolkit, articles, translated, tmp_path):
    """When the article is not the one that was translated, its text is left alone and the remedy named."""
    record = _records(translated)[1]
    articles({"a.txt": FRENCH + "Fin.\n"})
    ran = toolkit("review", "-o", translated, "--apply", _file(tmp_path, _decision(record, "correct", "X 27 2024")))
    assert ran.code == 1
    assert "has changed since it was translated" in ran.err


def test_a_broken_decisions_file_is_refused(toolkit, translated, tmp_path):
    """A file that is no decisions file stops before anything is written."""
    path = tmp_path / "d.json"
    path.write_text("[]", encoding="utf-8")
    before = (translated / "a.segments.jsonl").read_bytes()
    ran = toolkit("review", "-o", translated, "--apply", path)
    assert ran.code == 1
    assert "decisions file" in ran.err
    assert (translated / "a.segments.jsonl").read_bytes() == before


@pytest.mark.parametrize("to", ["tmx", "xliff", "xliff2", "tsv", "csv", "jsonl", "docx"])
def test_every_export_can_be_read_again(toolkit, translated, tmp_path, to):
    """Each format holds every segment with its translation."""
    suffix = {"xliff": "xlf", "xliff2": "xlf"}.get(to, to)
    path = tmp_path / f"all.{suffix}"
    assert toolkit("export", "--to", to, path, "-o", translated).code == 0
    expected = [(r["source"], r["target"]) for r in _records(translated)]
    assert [(u.source, u.target) for u in read(path)] == expected


def test_an_approved_unit_of_xliff_comes_back(toolkit, translated, tmp_path):
    """What a CAT tool marks as approved is applied; the rest is left out and counted."""
    path = tmp_path / "all.xlf"
    toolkit("export", "--to", "xliff", path, "-o", translated)
    tree = etree.parse(path)
    unit = tree.find(".//{*}trans-unit[@id='2']")
    unit.set("approved", "yes")
    target = unit.find("{*}target")
    target.text = "Crusoe is based in Denver."
    target.set("state", "final")
    tree.write(path, encoding="utf-8", xml_declaration=True)
    ran = toolkit("import", path, "-o", translated)
    assert ran.code == 0, ran.err
    assert "Crusoe is based in Denver." in (translated / "a.en.txt").read_text(encoding="utf-8")


def test_an_import_without_approved_units_explains_itself(toolkit, translated, tmp_path):
    """Machine output never comes back as a person's decision."""
    path = tmp_path / "all.tmx"
    toolkit("export", "--to", "tmx", path, "-o", translated)
    ran = toolkit("import", path, "-o", translated)
    assert ran.code == 1
    assert "none of them approved" in ran.err


def test_review_without_translations_says_what_to_run(toolkit, tmp_path):
    """An empty outputs folder is met with the command that fills it."""
    ran = toolkit("review", "-o", tmp_path)
    assert ran.code == 1
    assert "toolkit translate" in ran.err
