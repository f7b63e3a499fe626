"""Documents in parts: nothing that is written depends on where the parts end; long ones get several pages."""

import json
import pickle
import threading
from pathlib import Path

import pytest

from toolkit.engines.scripted import ScriptedEngine
from toolkit.errors import StorageError
from toolkit.options import TranslateOptions
from toolkit.pipeline import index, pages, segments, session, window, work
from toolkit.pipeline.observer import Silent
from toolkit.pipeline.translate import translate
from toolkit.storage.discover import discover
from toolkit.storage.outputs import Draft
from toolkit.types import Checkpoint

WORDS = {"Le": "The", "chat": "cat", "mange": "eats", "souris": "mice", "et": "and", "dort": "sleeps"}
ARTICLES = {
    "a.txt": "Le chat mange 3 souris. Le chat dort.\n\n" + "".join(f"Le chat mange {n} souris.\n" for n in range(40)),
    "b.txt": "",
    "c.md": "# Le chat\n\nLe *chat* mange 7 souris. Le chat dort et mange.\n",
    "d.txt": "\ufeffLe chat mange. " * 30,
}


@pytest.fixture(autouse=True)
def scripted(monkeypatch):
    """Put an engine without a model in the place of the embedded one, and return it."""
    engine = ScriptedEngine(words=WORDS)
    found = Checkpoint("scripted", Path(), "local", "scripted", ("fr", "en"), "0" * 16)
    monkeypatch.setattr(session, "load_model", lambda _options, _progress=None: (found, engine))
    return engine


@pytest.fixture
def articles(tmp_path):
    """Return a folder of articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(folder, outputs, stop=None):
    """Translate *folder* and return the report."""
    return translate([folder], TranslateOptions(outputs=outputs, source_language="fr"), stop=stop)


def tree(folder):
    """Return what is written, by name."""
    return {path.name: path.read_bytes() for path in folder.glob("*") if path.is_file()}


@pytest.mark.parametrize(("part", "long"), [(1, 10), (100, 10), (100, 1 << 20)])
def test_parts_change_nothing(articles, tmp_path, monkeypatch, part, long):
    """Outputs are the same bytes however few segments are done at once, and when long texts are cut anew each time."""
    run(articles, tmp_path / "whole")
    monkeypatch.setattr(window, "PART", part)
    monkeypatch.setattr(segments, "LONG", long)
    report = run(articles, tmp_path / "parts")
    assert tree(tmp_path / "parts") == tree(tmp_path / "whole")
    assert [d.document for d in report.documents] == ["a.txt", "b.txt", "c.md", "d.txt"]
    assert (tmp_path / "parts/b.en.txt").read_bytes() == b""
    assert (tmp_path / "parts/d.en.txt").read_text(encoding="utf-8").count("\ufeff") == 1


def test_long_articles_have_several_pages(articles, tmp_path, monkeypatch):
    """Pages hold all segments, link to their neighbours, and those that are no longer needed go."""
    monkeypatch.setattr(pages, "PAGE_SEGMENTS", 15)
    monkeypatch.setattr("toolkit.pipeline.write.PAGE_SEGMENTS", 15)
    outputs = tmp_path / "outputs"
    run(articles, outputs)
    names = ["a.review.html", "a.review-2.html", "a.review-3.html"]
    texts = [(outputs / name).read_text(encoding="utf-8") for name in names]
    assert [text.count('<div class="row') for text in texts] == [15, 15, 12]
    assert 'href="a.review-2.html"' in texts[0]
    assert 'href="a.review.html"' in texts[1]
    assert 'href="a.review-3.html"' in texts[1]
    assert not (outputs / "c.review-2.html").exists()
    (articles / "a.txt").write_text("Le chat dort.\n", encoding="utf-8")
    run(articles, outputs)
    assert (outputs / names[0]).exists()
    assert not (outputs / names[1]).exists()
    assert not (outputs / names[2]).exists()


def test_long_index_has_several_pages(articles, tmp_path, monkeypatch):
    """The first page of the index tells the sums of all; articles stand on one page each."""
    monkeypatch.setattr(index, "INDEX_ARTICLES", 3)
    outputs = tmp_path / "outputs"
    run(articles, outputs)
    first, second = ((outputs / name).read_text(encoding="utf-8") for name in ("index.html", "index-2.html"))
    assert "4 articles" in first
    assert [text.count("data-document=") for text in (first, second)] == [3, 1]
    monkeypatch.undo()


def test_rows_of_the_index_are_those_of_the_records(articles, tmp_path):
    """What the index shows of articles that were just written is what their records say."""
    outputs = tmp_path / "outputs"
    run(articles, outputs)
    before = (outputs / "index.html").read_bytes()
    assert json.loads((outputs / "manifest.json").read_text(encoding="utf-8"))["documents"][0]["id"] == "a.txt"
    from toolkit.pipeline.review import rewrite_pages

    rewrite_pages(outputs)
    assert (outputs / "index.html").read_bytes().count(b"data-sort") == before.count(b"data-sort")
    rows = [text[text.index(b"<tbody>") : text.index(b"</tbody>")] for text in (before, tree(outputs)["index.html"])]
    assert rows[0] == rows[1]


def test_stop_in_a_long_document(articles, tmp_path, monkeypatch, scripted):
    """After a stop no half document is there, what was decoded is remembered, and the next run ends the same."""
    run(articles, tmp_path / "whole")
    monkeypatch.setattr(window, "PART", 200)
    stop, outputs = threading.Event(), tmp_path / "stopped"
    decode = scripted.translate

    def stopping(texts, options, prefixes=None):
        if any("20 souris" in text for text in texts):
            stop.set()
        return decode(texts, options, prefixes)

    monkeypatch.setattr(scripted, "translate", stopping)
    report = run(articles, outputs, stop)
    assert (report.interrupted, list(report.documents)) == (True, [])
    assert not [name for name in tree(outputs) if name.endswith((".txt", ".jsonl", ".tmp"))]
    monkeypatch.setattr(scripted, "translate", decode)
    again = run(articles, outputs)
    assert again.documents[0].remembered > 0
    assert tree(outputs) == tree(tmp_path / "whole")


def test_document_that_cannot_be_written_is_left_off(articles, tmp_path, monkeypatch):
    """A disk that refuses one document in its middle costs that document only, and nothing of it stays."""
    monkeypatch.setattr(window, "PART", 200)
    write = Draft.write

    def refusing(draft, data):
        if b"20 souris" in data:
            raise StorageError("no room")
        write(draft, data)

    monkeypatch.setattr(Draft, "write", refusing)
    report = run(articles, tmp_path / "outputs")
    assert [d.document for d in report.documents] == ["b.txt", "c.md", "d.txt"]
    assert [skipped.reason for skipped in report.skipped if skipped.severity == "error"] == [
        "It was not written. no room"
    ]
    assert not list((tmp_path / "outputs").glob("a.*"))
    assert not list((tmp_path / "outputs").glob(".toolkit-*"))


def test_events_are_plain_data(articles, tmp_path):
    """What a window yields can go to another process."""
    options = TranslateOptions(outputs=tmp_path / "outputs", source_language="fr")
    inputs, _ = discover([articles], options.outputs)
    with session.open_session(options, inputs, 0, Silent(), threading.Event()) as opened:
        (only,) = work.windows(work.sized(inputs))
        events = list(work.work(only, opened))
    assert [type(event).__name__ for event in events] == ["Done"] * 4 + ["Ended"]
    assert pickle.loads(pickle.dumps((only, events))) == (only, events)


def test_windows_follow_from_the_sizes(monkeypatch):
    """Documents are taken in order while they fit; a larger one is a window of its own."""
    monkeypatch.setattr(work, "WINDOW_BYTES", 10)
    documents = [work.Sized(None, size) for size in (4, 4, 4, 30, 1)]
    assert [[item.size for item in one] for one in work.windows(documents)] == [[4, 4], [4], [30], [1]]
