"""Word documents: what is read in them, and what goes along with the words."""

import io
import re
import zipfile

import pytest

from toolkit.storage.documents import BlockTarget, Input, read
from toolkit.types import Link, Span

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _load(folder, body, **parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", f"<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", content)
    path = folder / "a.docx"
    path.write_bytes(out.getvalue())
    return read(Input("a.docx", path, "a", "a"))


def _texts(loaded):
    return [loaded.document.text[block.start : block.end] for block in loaded.document.blocks]


def _render(loaded, part, *targets):
    texts = _texts(loaded)
    made = []
    for index, target in enumerate(targets):
        words = [[Span(*m.span()) for m in re.finditer(r"\S+", text)] for text in (texts[index], target)]
        links = tuple(Link(a, b, 1.0) for a, b in zip(*words, strict=False))
        made.append(BlockTarget(index, target, links))
    with zipfile.ZipFile(io.BytesIO(loaded.render(made))) as package:
        xml = package.read(f"word/{part}.xml").decode()
    return xml[xml.index("<w:p>") : xml.rindex("</w:p>") + 6]


def test_formats_go_along_with_their_words(tmp_path):
    """Bold words stay bold in the translation, and runs that differ in nothing visible become one."""
    body = f"<w:p>{_run('Le ')}{_run('mot', '<w:b/>')}{_run(' su')}<w:proofErr/>{_run('it', '<w:noProof/>')}</w:p>"
    loaded = _load(tmp_path, body)
    assert _texts(loaded) == ["Le mot suit"]
    assert _render(loaded, "document", "The word follows") == (
        '<w:p><w:r><w:rPr/><w:t xml:space="preserve">The </w:t></w:r>'
        "<w:r><w:rPr><w:b/></w:rPr><w:t>word</w:t></w:r>"
        '<w:r><w:rPr/><w:t xml:space="preserve"> follows</w:t></w:r></w:p>'
    )


def test_hyperlinks_notes_and_bookmarks_are_kept(tmp_path):
    """Links stay around their words, and a note stays at its word."""
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    link = f'<w:hyperlink w:anchor="x">{_run("le site")}</w:hyperlink>'
    start, end = '<w:bookmarkStart w:id="1" w:name="b"/>', '<w:bookmarkEnd w:id="1"/>'
    body = f"<w:p>{start}{_run('Voir ')}{link}{note}{_run(' ici')}{end}</w:p>"
    out = _render(_load(tmp_path, body), "document", "See thesite here")
    assert re.sub(r"<w:rPr/>| xml:space=\"preserve\"", "", out) == (
        '<w:p><w:bookmarkStart w:id="1" w:name="b"/><w:r><w:t>See </w:t></w:r>'
        '<w:hyperlink w:anchor="x"><w:r><w:t>thesite here</w:t></w:r></w:hyperlink>'
        '<w:r><w:footnoteReference w:id="2"/></w:r><w:bookmarkEnd w:id="1"/></w:p>'
    )


def test_fields_keep_their_order(tmp_path):
    """The parts of a field stay in order around its result, and fields without result stay whole."""
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = f"<w:p>{_run('Un ')}{field.format(_run('renvoi'))}{_run(' ici')}</w:p>"
    out = _render(_load(tmp_path, body), "document", "A reference here")
    order = re.findall(r"begin|REF x|separate|A |reference| here|end(?=\")", out)
    assert order == ["A ", "begin", "REF x", "separate", "reference", "end", " here"]


def test_breaks_and_tabs_divide(tmp_path):
    """Line breaks and tabs stay between the parts they divide, each translated on its own."""
    body = f"<w:p>{_run('Nom')}<w:r><w:tab/></w:r>{_run('Prénom')}<w:r><w:br/></w:r>{_run('Ville')}</w:p>"
    loaded = _load(tmp_path, body)
    assert _texts(loaded) == ["Nom", "Prénom", "Ville"]
    out = _render(loaded, "document", "Name", "First name", "Town")
    assert re.findall(r"Name|First name|Town|<w:tab/>|<w:br/>", out) == [
        "Name",
        "<w:tab/>",
        "First name",
        "<w:br/>",
        "Town",
    ]


@pytest.mark.parametrize("part", ["header1", "footer2", "footnotes", "endnotes"])
def test_other_parts_are_read(tmp_path, part):
    """Headers, footers and notes are translated, and parts without changes keep their bytes."""
    other = f"<w:x {NAMESPACE}><w:p>{_run('Une note')}</w:p></w:x>"
    loaded = _load(tmp_path, f"<w:p>{_run('1')}</w:p>", **{part: other})
    assert sorted(_texts(loaded)) == ["1", "Une note"]
    index = _texts(loaded).index("Une note")
    with zipfile.ZipFile(io.BytesIO(loaded.render([BlockTarget(index, "A note")]))) as package:
        assert ">A note<" in package.read(f"word/{part}.xml").decode()
        assert package.read("word/document.xml") == (
            f"<w:document {NAMESPACE}><w:body><w:p>{_run('1')}</w:p></w:body></w:document>".encode()
        )


def test_kinds_of_paragraphs(tmp_path):
    """Headings, list items and cells are told apart."""
    styled = f'<w:p><w:pPr><w:pStyle w:val="Titre1"/></w:pPr>{_run("Titre")}</w:p>'
    item = f"<w:p><w:pPr><w:numPr/></w:pPr>{_run('Point')}</w:p>"
    cell = f"<w:tbl><w:tr><w:tc><w:p>{_run('Case')}</w:p></w:tc></w:tr></w:tbl>"
    loaded = _load(tmp_path, styled + item + cell + f"<w:p>{_run('Texte')}</w:p>")
    assert [block.kind for block in loaded.document.blocks] == ["heading", "list_item", "cell", "paragraph"]


def test_deleted_text_is_not_translated(tmp_path):
    """Text that was deleted under change tracking is neither read nor lost; inserted text is read."""
    deleted = '<w:del w:id="1"><w:r><w:delText>vieux</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2">{_run("neuf")}</w:ins>'
    loaded = _load(tmp_path, f"<w:p>{_run('Un ')}{deleted}{inserted}</w:p>")
    assert _texts(loaded) == ["Un neuf"]
    out = _render(loaded, "document", "A new")
    assert "<w:delText>vieux</w:delText>" in out
    assert re.search(r'<w:ins w:id="2"><w:r><w:rPr/><w:t>new</w:t>', out)


def test_characters_that_xml_cannot_hold(tmp_path):
    """A control character in a translation does not spoil the file."""
    assert "A\ufffdB" in _render(_load(tmp_path, f"<w:p>{_run('Un')}</w:p>"), "document", "A\0B")
