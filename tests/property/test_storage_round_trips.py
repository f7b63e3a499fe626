"""What is read can be written again, and what is written can be read again, for texts nobody would think of."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.storage.documents import BlockTarget, Input, read
from toolkit.types import Link, Span

FAST = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
WORDS = st.sampled_from(
    [
        *(
            "Crusoe",
            "lève",
            "686",
            "M$",
            "3,4",
            "%",
            "d’euros",
            "«",
            "IA",
            "»",
            "l'énergie",
            "<b>",
            "&",
            "&amp;",
            "*",
            "**",
        ),
        *(
            "_",
            "a_b",
            "_c_",
            "[x]",
            "[y](z)",
            "![i](j)",
            "\\`",
            "\\",
            "\\*",
            "#",
            "##",
            "-",
            "+",
            "1.",
            "2)",
            ">",
            "|",
            "~~",
        ),
        *(
            "---",
            "===",
            "<br>",
            "https://a.fr/b_c",
            "😀",
            "שלום",
            "AT&T",
            "a<b",
            "5*3",
            "«»",
            "…",
            "'",
            '"',
        ),
        *("$x$", "^", "::", "{\\an8}", "é\u00a0!", "\u200b"),
    ]
)
PHRASE = st.lists(WORDS, min_size=1, max_size=7).map(lambda words: " ".join(["Le", *words, "mot"]))


def _load(folder, name, data):
    path = Path(folder, name)
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))
    return read(Input(name, path, "x", "x"))


def _block_text(document, block):
    return document.text[block.start : block.end]


def _sources(document):
    return [_block_text(document, block) for block in document.blocks]


def _identity(document):
    return [BlockTarget(index, text) for index, text in enumerate(_sources(document))]


def _turned_round(document, order):
    """Return targets with the words of each block in another order, aligned word by word."""
    targets = []
    for index, text in enumerate(_sources(document)):
        words = [Span(*match.span()) for match in re.finditer(r"[^\s\u00a0]+", text)]
        moved = sorted(words, key=lambda _span: order.random()) if len(words) > 1 else words
        links, position = [], 0
        for word in moved:
            links.append(Link(word, Span(position, position + word.end - word.start), 1.0))
            position += word.end - word.start + 1
        targets.append(BlockTarget(index, " ".join(word.of(text) for word in moved), tuple(links)))
    return targets


def _flat(text):
    return " ".join(text.split())


@st.composite
def _markdown(draw):
    parts = []
    for _ in range(draw(st.integers(1, 5))):
        a, b, c = draw(PHRASE), draw(PHRASE), draw(PHRASE)
        parts.append(
            draw(
                st.sampled_from(
                    [
                        f"{a}\n{b}\n\n",
                        f"# {a}\n\n",
                        f"{a}\n===\n\n",
                        f"- {a}\n- {b}\n  {c}\n\n",
                        f"1. {a}\n   > {b}\n\n",
                        f"> {a}\n> {b}\n\n",
                        f"a **{a}** b *{b}* c\n\n",
                        f'a [{a}](http://x.fr/a_b) b ![Une image](c.png "d") c\n\n',
                        f"| a | b |\n|---|---|\n| {a} | {b} |\n\n",
                        f"```\n{a}\n```\n\n    {b}\n\n",
                        f"<div>\n<p>{a}</p>\n</div>\n\n",
                        f"un `x_{len(a)}` deux  \ntrois [r] quatre\\\n{b}\n\n[r]: http://x.fr\n\n",
                        f"---\ntitle: {a}\n---\n\n",
                    ]
                )
            )
        )
    return "".join(parts).replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))


@st.composite
def _page(draw):
    parts = []
    for _ in range(draw(st.integers(1, 5))):
        a, b, c = draw(PHRASE), draw(PHRASE), draw(PHRASE)
        parts.append(
            draw(
                st.sampled_from(
                    [
                        f"<p>{a}</p>\n",
                        f"<p>{a} <b>{b}</b> <i><a href='x'>{c}</a></i>.</p>",
                        f"<h1 title='{a.replace(chr(39), '')}'>{b}</h1>",
                        f"<ul><li>{a}<li>{b}</ul>",
                        f"<p>{a}<br>{b} <em>x<br>{c}</em> y</p>",
                        f'<img alt="{a.replace(chr(34), "")}"> {b}',
                        f"<p>un <code>x&lt;{len(a)}</code> deux <!-- {b} --> trois</p>",
                        f"<i><b>{a}</i></b> {b}</p>",
                        f"{a}\n\n{b}",
                        f"<script>{a}</script><p translate=no>{b}</p>",
                    ]
                )
            )
        )
    return "".join(parts)


@FAST
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.sampled_from("\r\n\t\v\f\x85")), st.booleans()
)
def test_any_text_comes_back_byte_for_byte(tmp_path, text, nul):
    """A text file whose blocks are not changed is written as it was, whatever is in it."""
    text = text.lstrip("\ufeff") + ("\0et ainsi de suite" if nul else "")
    loaded = _load(tmp_path, "a.txt", text)
    assert loaded.document.text == text
    assert loaded.render(_identity(loaded.document)).decode() == text


@FAST
@given(st.lists(st.one_of(PHRASE, st.sampled_from(["", " ", "- ", "\t"])), max_size=12), st.randoms())
def test_text_keeps_its_lines(tmp_path, lines, order):
    """The translation of a text file has the same lines, blank ones and markers included."""
    loaded = _load(tmp_path, "a.txt", "\n".join(lines))
    out = loaded.render(_turned_round(loaded.document, order)).decode().split("\n")
    assert [bool(line.strip()) for line in out] == [bool(line.strip()) for line in lines] or not lines


@pytest.mark.parametrize(("name", "strategy"), [("a.md", _markdown()), ("a.html", _page())])
def test_markup_comes_back_byte_for_byte(tmp_path, name, strategy):
    """Markdown and HTML whose blocks are not changed are written as they were."""

    @FAST
    @given(strategy)
    def check(raw):
        loaded = _load(tmp_path, name, raw)
        assert loaded.render(_identity(loaded.document)) == raw.encode()
        assert not loaded.notes

    check()


@pytest.mark.parametrize(("name", "strategy"), [("a.md", _markdown()), ("a.html", _page())])
def test_markup_shows_what_was_put_in(tmp_path, name, strategy):
    """Reading a translated file gives the translated text: nothing became mark-up, and none was lost."""

    @FAST
    @given(strategy, st.randoms())
    def check(raw, order):
        loaded = _load(tmp_path, name, raw)
        targets = _turned_round(loaded.document, order)
        again = _load(tmp_path, name, loaded.render(targets))
        wanted = [(block.kind, _flat(t.text)) for block, t in zip(loaded.document.blocks, targets, strict=True)]
        found = [(block.kind, _flat(_block_text(again.document, block))) for block in again.document.blocks]
        # An attribute goes where its tag went, so it may come before or after others.
        assert sorted(x for x in found if x[0] == "attribute") == sorted(x for x in wanted if x[0] == "attribute")
        assert [x for x in found if x[0] != "attribute"] == [x for x in wanted if x[0] != "attribute"]

    check()


@st.composite
def _subtitles(draw):
    ending, cues = draw(st.sampled_from(["\n", "\r\n"])), []
    for number in range(draw(st.integers(1, 4))):
        text = draw(
            st.sampled_from(
                [
                    f"{draw(PHRASE)}\n{draw(PHRASE)}",
                    f"<i>{draw(PHRASE)}</i>",
                    f"- {draw(PHRASE)}\n- {draw(PHRASE)}",
                ]
            )
        )
        cues.append(f"{number + 1}\n00:00:0{number},500 --> 00:00:0{number + 1},250\n{text}\n\n")
    return "".join(cues).replace("\n", ending)


@FAST
@given(_subtitles(), st.randoms())
def test_subtitles_keep_their_timings(tmp_path, raw, order):
    """Subtitles come back to the byte, and translated ones have the same cues, timings and lines for another reader."""
    import srt

    loaded = _load(tmp_path, "a.srt", raw)
    assert loaded.render(_identity(loaded.document)) == raw.encode()
    before = list(srt.parse(raw))
    after = list(srt.parse(loaded.render(_turned_round(loaded.document, order)).decode()))
    assert [(cue.index, cue.start, cue.end) for cue in after] == [(cue.index, cue.start, cue.end) for cue in before]
    assert [cue.content.count("\n") for cue in after] == [cue.content.count("\n") for cue in before]


@settings(FAST, max_examples=25)
@given(
    st.lists(st.lists(st.tuples(PHRASE, st.booleans(), st.booleans()), min_size=1, max_size=4), max_size=4),
    st.randoms(),
)
def test_word_documents_show_what_was_put_in(tmp_path, paragraphs, order):
    """A Word document without changes keeps its bytes; a translated one shows the translated text to python-docx."""
    import docx

    document = docx.Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for text, bold, italic in runs:
            run = paragraph.add_run(f"{text} ")
            run.bold, run.italic = bold, italic
    document.save(tmp_path / "a.docx")
    data = (tmp_path / "a.docx").read_bytes()
    loaded = _load(tmp_path, "a.docx", data)
    assert loaded.render(_identity(loaded.document)) == data
    targets = _turned_round(loaded.document, order)
    (tmp_path / "b.docx").write_bytes(loaded.render(targets))
    shown = [_flat(paragraph.text) for paragraph in docx.Document(tmp_path / "b.docx").paragraphs]
    assert shown == [_flat(target.text) for target in targets]
