import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from toolkit.errors import InputError
from toolkit.review.index import Counted, index_page
from toolkit.review.markup import PageLink
from toolkit.review.page import article_page
from toolkit.types import KeyFigure, Skipped, Summary, SummarySentence

DATA = Path(__file__).parents[2] / "data" / "review"
GOLDEN = Path(__file__).parents[2] / "golden" / "review"
SUMMARY = Summary(
    "001_2e594218bdbc95af.txt",
    "en",
    "A record round",
    (SummarySentence("Crusoe Energy closed a round of $686 million.", (2, 8), "seq2seq", ("regenerated",)),),
    (KeyFigure("$686 million", "record funding round", 2),),
)


def records(name="001_2e594218bdbc95af.txt"):
    """Return the records of a fixture."""
    lines = (DATA / f"{name}.segments.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def small():
    """Return the first nine segments: headings, a paragraph, edits, a finding."""
    return records()[:9]


def text_of(html):
    """Page without style and script, which change for reasons of their own; data kept."""
    html = re.sub("(?s)<style>.*?</style>", "<style></style>", html)
    html = re.sub("(?s)<script>.*?</script>", "<script></script>", html)
    return re.sub(r"'sha256-[^']+'", "'sha256-…'", html)


def golden_article():
    """Return the page that is kept as golden."""
    return article_page(
        "Crusoe Energy : une levée de fonds record",
        "001_2e594218bdbc95af.txt",
        small(),
        summary=SUMMARY,
        run={"model": "fr-en-small", "date": "2026-01-01"},
        links=[PageLink("All articles", "index.html")],
    )


def counted(found):
    """Return the counts of records as the pipeline makes them, one by one."""
    counts = Counted()
    for record in found:
        counts.add(record)
    return counts


def golden_index():
    """Return the index that is kept as golden."""
    entry = counted(small()).entry("Crusoe", "a/b.txt", "a/b.review.html", SUMMARY, [PageLink("English", "a/b.en.txt")])
    return index_page([entry], skipped=[Skipped("c.docx", "Not a Word file.")], run={"model": "fr-en-small"})


def test_article_page_is_golden():
    """The page of a small article is the one that was looked at and approved (regenerate: see tests/golden/review)."""
    assert text_of(golden_article()) == (GOLDEN / "article.html").read_text(encoding="utf-8")


def test_index_page_is_golden():
    """The index of a small run is the one that was looked at and approved."""
    assert text_of(golden_index()) == (GOLDEN / "index.html").read_text(encoding="utf-8")


def test_policy_allows_exactly_the_inlined_script_and_style():
    """The hashes in the policy are those of the one script and the one style of the page, and nothing else may run."""
    page = article_page("t", "d", small())
    policy = re.search('Content-Security-Policy" content="([^"]*)"', page)[1]
    for element, directive in (("script", "script-src"), ("style", "style-src")):
        (text,) = re.findall(f"(?s)<{element}>(.*?)</{element}>", page)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_page_names_no_place_outside_itself():
    """No element of the page can load anything: no src, no remote href, no style attribute, no event handler."""
    page = article_page("t", "d", records(), summary=SUMMARY, links=[PageLink("All", "index.html")])
    body = text_of(page)
    assert not re.findall(r"\s(?:src|srcset|style|on\w+)=", body)
    assert all(re.match(r"(#|index\.html)", href) for href in re.findall('href="([^"]*)"', body))


def test_equal_input_gives_equal_pages():
    """The page has no clock and no chance in it."""
    assert article_page("t", "d", small()) == article_page("t", "d", small())


def test_absolute_links_are_refused():
    """A link out of the outputs folder is an error with its path."""
    with pytest.raises(InputError, match="/etc/passwd"):
        article_page("t", "d", small(), links=[PageLink("x", "/etc/passwd")])


def test_a_document_without_text_has_a_page():
    """Nothing to review is said, not shown as a blank page."""
    assert "no text to review" in article_page("t", "d", [])


def test_data_for_the_script_holds_what_decisions_need():
    """Each segment has the SHA-256 of its source; empty fields are left out."""
    page = article_page("t", "d", small())
    data = json.loads(re.search('(?s)<script type="application/json" id="data">(.*?)</script>', page)[1])
    segment = data["segments"][1]
    assert segment["sha"] == hashlib.sha256(segment["source"].encode()).hexdigest()
    assert "edits" not in segment
    assert "attempts" not in segment


def test_reviewed_segments_are_shown_as_such_and_their_findings_closed():
    """The index counts findings only where no reviewer has decided; the share is rounded down."""
    done = [{**r, "origin": "reviewed"} if r["index"] == 8 else r for r in records()]
    entry = counted(done).entry("t", "d", "d.html")
    assert (entry.reviewed, entry.share) == (1, 3)
    assert entry.findings == {"error": 1, "warning": 1, "info": 2}
    assert 'id="s8" data-state="reviewed"' in article_page("t", "d", done)


def test_index_lists_what_was_not_done():
    """Skipped documents stand in the index with reason and severity."""
    page = index_page([], skipped=[Skipped("scan.docx", "It has no text.", "info")])
    assert "No article was translated." in page
    assert re.search('class="note info"><b class="tag">Remark</b> <bdi>scan.docx</bdi>: It has no text.', page)


def test_glossary_terms_are_marked_on_both_sides():
    """A matched glossary term is marked in the source and in the target of its row."""
    page = article_page("t", "d", records()[:1])
    marked = re.findall('<span class="m term" data-k="t0">([^<]*)</span>', page)
    assert marked == ["levée de fonds", "funding round"]
