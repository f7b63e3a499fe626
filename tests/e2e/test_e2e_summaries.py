"""Summaries, digest, check and glossary through the command line."""

import json

import pytest

FRENCH = """Crusoe lève 686 millions de dollars

Crusoe construit des centres de données à Abilene, au Texas. La société a levé 686 millions de dollars en 2024.
Le campus de 200 mégawatts sera loué à Oracle. Selon Morgan Stanley, la demande va doubler d'ici 2028.
"""


@pytest.fixture
def translated(toolkit, articles, outputs):
    """Return the outputs of two translated articles."""
    folder = articles({"a.txt": FRENCH, "b.txt": FRENCH.replace("200", "300")})
    assert toolkit("translate", folder, "-o", outputs, "-q").code == 0
    return outputs


def test_each_article_gets_a_summary_of_its_own_sentences(toolkit, translated):
    """Every sentence of an extractive summary stands in the translation and names where."""
    assert toolkit("summarize", "--lang", "en", "-o", translated, "-q").code == 0
    record = json.loads((translated / "a.summary.en.json").read_text(encoding="utf-8"))
    segments = [json.loads(line) for line in (translated / "a.segments.jsonl").read_text(encoding="utf-8").splitlines()]
    assert record["sentences"]
    for sentence in record["sentences"]:
        assert sentence["text"] in {segments[i]["target"] for i in sentence["sources"]}
    assert record["sentences"][0]["text"] in (translated / "a.review.html").read_text(encoding="utf-8")


def test_an_unchanged_article_keeps_its_summary(toolkit, translated):
    """A second run makes no summary again; other options make it again."""
    toolkit("summarize", "-o", translated, "-q")
    again = toolkit("summarize", "-o", translated, "--json").report
    assert [d["decoded"] for d in again["documents"]] == [0, 0]
    longer = toolkit("summarize", "-o", translated, "--length", "short", "--json").report
    assert all(d["decoded"] for d in longer["documents"])


def test_french_documents_are_condensed_in_french(toolkit, articles, outputs):
    """`--lang fr` with a path needs no translation."""
    folder = articles({"a.txt": FRENCH})
    assert toolkit("summarize", folder, "--lang", "fr", "-o", outputs, "-q", "--length", "short").code == 0
    text = (outputs / "a.summary.fr.txt").read_text(encoding="utf-8")
    assert "Crusoe" in text
    assert "Chiffres clés" in text


def test_the_digest_tells_a_shared_fact_once_and_cites_both_articles(toolkit, translated):
    """The same sentence of two articles is one line that names both; the articles are listed."""
    ran = toolkit("digest", "-o", translated)
    assert ran.code == 0
    record = json.loads((translated / "digest.json").read_text(encoding="utf-8"))
    assert record["documents"] == ["a.txt", "b.txt"]
    assert {1, 2} in [{cited["article"] for cited in fact["citations"]} for fact in record["facts"]]
    written = (translated / "digest.md").read_text(encoding="utf-8")
    assert all(name in written for name in record["documents"])


def test_a_length_that_is_none_is_a_usage_error(toolkit, translated):
    """The message lists what a length can be."""
    ran = toolkit("summarize", "-o", translated, "--length", "gigantic")
    assert ran.code == 2
    assert "short, medium, long" in ran.err


def test_nothing_to_summarise_says_what_to_do(toolkit, tmp_path):
    """Without translations the command names the one that makes them."""
    ran = toolkit("summarize", "-o", tmp_path)
    assert ran.code == 1
    assert "toolkit translate" in ran.err


def test_run_does_everything(toolkit, articles, outputs):
    """One command leaves translation, summary, digest, pages and index."""
    assert toolkit("run", articles({"a.txt": FRENCH}), "-o", outputs, "-q").code == 0
    names = {path.name for path in outputs.iterdir()}
    assert {"a.en.txt", "a.summary.en.txt", "a.review.html", "digest.md", "index.html", "manifest.json"} <= names


@pytest.mark.parametrize(
    ("english", "code", "found"),
    [("Crusoe raised $686 million.", 0, "no findings"), ("Crusoe raised $686 billion.", 1, "686 billion")],
)
def test_check_compares_two_texts(toolkit, tmp_path, english, code, found):
    """Any pair of texts can be checked; the exit code tells a CI job."""
    source, target = tmp_path / "fr.txt", tmp_path / "en.txt"
    source.write_text("Crusoe a levé 686 M$.\n", encoding="utf-8")
    target.write_text(english + "\n", encoding="utf-8")
    ran = toolkit("check", source, target)
    assert ran.code == code
    assert found in ran.out + ran.err


def test_check_refuses_texts_of_unequal_length(toolkit, tmp_path):
    """Line by line means as many lines; the message says how many there are."""
    source, target = tmp_path / "fr.txt", tmp_path / "en.txt"
    source.write_text("Un.\nDeux.\n", encoding="utf-8")
    target.write_text("One.\n", encoding="utf-8")
    ran = toolkit("check", source, target)
    assert ran.code == 1
    assert "2 lines" in ran.err


def test_a_glossary_with_errors_is_refused_with_all_its_lines(toolkit, articles, outputs, tmp_path):
    """Every error is listed at once, and nothing is translated with half a glossary."""
    path = tmp_path / "g.tsv"
    path.write_text("source\ttarget\tpolicy\npuce\tchip\tforce\n\tx\t\n", encoding="utf-8")
    ran = toolkit("translate", articles({"a.txt": FRENCH}), "-o", outputs, "-g", path)
    assert ran.code == 1
    assert "line 2" in ran.err
    assert "line 3" in ran.err


def test_glossary_commands_count_and_propose(toolkit, articles, tmp_path, outputs):
    """Counting shows the entries of the articles; proposals are frequent terms as pasteable rows."""
    path = tmp_path / "g.tsv"
    path.write_text("source\ttarget\ncentre de données\tdata center\npuce\tchip\n", encoding="utf-8")
    folder = articles({"a.txt": FRENCH, "b.txt": FRENCH})
    checked = toolkit("glossary", "check", path, folder, "-o", outputs)
    assert "2  centre de données" in checked.out
    assert "unused: line 3: puce" in checked.out
    proposed = toolkit("glossary", "suggest", folder, "-o", outputs)
    assert proposed.out.splitlines()[0] == "source\ttarget\tpolicy\tcase\tnote"
    assert any(line.startswith("Crusoe\t") for line in proposed.out.splitlines())
