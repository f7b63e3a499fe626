"""Reading documents of every format, in every encoding, and in every kind of bad shape."""

import io
import zipfile
from pathlib import Path

import pytest

from toolkit.errors import InputError
from toolkit.storage.documents import BlockTarget, Input, file_digest, read


def _load(folder, name, data):
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read(Input(name, path, path.stem, path.stem))


def _texts(loaded):
    return [loaded.document.text[block.start : block.end] for block in loaded.document.blocks]


def _upper(loaded):
    return loaded.render([BlockTarget(n, text.upper()) for n, text in enumerate(_texts(loaded))]).decode()


# Plain text


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n  ", b"\n" * 10_000, b"---\n***\n"])
def test_files_without_words(tmp_path, data):
    """Empty files, white space, ten thousand blank lines and rules have no blocks and come back as they are."""
    loaded = _load(tmp_path, "a.txt", data)
    assert loaded.document.blocks == ()
    assert loaded.render([]) == data


def test_line_of_a_megabyte(tmp_path):
    """A line of one megabyte is one block."""
    text = "Un mot de plus. " * 65_536
    loaded = _load(tmp_path, "a.txt", text)
    assert _texts(loaded) == [text.strip()]
    assert len(_upper(loaded)) == len(text)


def test_mixed_line_endings_are_kept(tmp_path):
    """Each line keeps its own ending."""
    assert _upper(_load(tmp_path, "a.txt", b"un\r\ndeux\rtrois\n\r\nquatre")) == "UN\r\nDEUX\rTROIS\n\r\nQUATRE"


def test_nul_bytes(tmp_path):
    """NUL characters in a text are kept."""
    assert _upper(_load(tmp_path, "a.txt", "Une phrase\0 assez longue pour un texte.\n")) == (
        "UNE PHRASE\0 ASSEZ LONGUE POUR UN TEXTE.\n"
    )


def test_lone_surrogates(tmp_path):
    """Halves of surrogate pairs, which nothing can store, become U+FFFD, and that is noted."""
    loaded = _load(tmp_path, "a.txt", "Une pomme \ud83d rouge.".encode("utf-8", "surrogatepass"))
    assert _texts(loaded) == ["Une pomme \ufffd rouge."]
    assert loaded.notes[0].severity == "info"


def test_right_to_left_and_emoji(tmp_path):
    """Any script is kept."""
    text = "« שלום » dit-il 👩‍🚀 à مرحبا.\n"
    assert _load(tmp_path, "a.txt", text).render([]).decode() == text


def test_markers_are_layout(tmp_path):
    """List markers, quotes and indentation stay outside the blocks; an initial is no marker."""
    loaded = _load(tmp_path, "a.txt", "- un\n  • deux\n1. trois\n> > quatre\n# Cinq\nM. Dupont a dit.\n\t– six \n")
    assert _texts(loaded) == ["un", "deux", "trois", "quatre", "Cinq", "M. Dupont a dit.", "six"]
    kinds = [block.kind for block in loaded.document.blocks]
    assert kinds == ["list_item", "list_item", "list_item", "quote", "heading", "paragraph", "list_item"]


WRAPPED = """Crusoe Energy, une startup qui construit des centres de données pour être
potentiellement loués à Oracle, Microsoft et OpenAI, est en train de lever
818 millions de dollars, selon un dépôt auprès de la SEC.

Un titre

Une ligne seule.
Une autre ligne seule.
"""


def test_wrapped_paragraph_is_one_block(tmp_path):
    """Lines that an editor wrapped are translated together and wrapped again into as many lines; others stay apart."""
    loaded = _load(tmp_path, "a.txt", WRAPPED)
    assert [text[:12] for text in _texts(loaded)] == ["Crusoe Energ", "Un titre", "Une ligne se", "Une autre li"]
    out = loaded.render([BlockTarget(0, "Crusoe Energy, a startup that builds data centres, is raising 818 million.")])
    lines = out.decode().split("\n")
    assert len(lines) == len(WRAPPED.split("\n"))
    assert all(lines[:3])
    assert lines[3:] == WRAPPED.split("\n")[3:]


def test_lines_of_a_poem_stay_apart(tmp_path):
    """Short lines that would have had room for the next word were not wrapped by an editor."""
    poem = "Les sanglots longs\nDes violons\nDe l'automne\nBlessent mon coeur\nd'une langueur\nmonotone.\n"
    assert len(_texts(_load(tmp_path, "a.txt", poem))) == 6


def test_dropped_block_takes_its_line(tmp_path):
    """A dropped block leaves no marker and no empty line."""
    loaded = _load(tmp_path, "a.txt", "Un.\r\n- Partagez\r\nDeux.\r\n")
    assert loaded.render([BlockTarget(1, "", dropped=True)]) == b"Un.\r\nDeux.\r\n"


def test_translation_cannot_add_lines(tmp_path):
    """Line feeds in a translation do not change the number of lines."""
    assert _load(tmp_path, "a.txt", "Un.\nDeux.").render([BlockTarget(0, "One\n\ntwo.")]) == b"One two.\nDeux."


# Encodings

SHORT = ["été", "déjà vu", "L’été", "«\u00a0Où ?\u00a0»", "Ça coûte 5 €", "cœur", "Noël à Paris", "– Oui…", "É"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
@pytest.mark.parametrize("text", SHORT)
def test_encodings_of_short_texts(tmp_path, encoding, text):
    """Even a word or two is read right in every encoding, and written as UTF-8, with a mark where there was one."""
    loaded = _load(tmp_path, "a.txt", text.encode(encoding))
    assert loaded.document.text == text
    marked = encoding not in {"utf-8", "cp1252"}
    assert loaded.render([]) == text.encode("utf-8-sig" if marked else "utf-8")


@pytest.mark.parametrize("text", ["été", "Noël à Paris", "Garçon, l'addition !"])
def test_latin_1(tmp_path, text):
    """Latin-1, which agrees with cp1252 on all letters, is read right."""
    assert _load(tmp_path, "a.txt", text.encode("latin-1")).document.text == text


def test_other_code_pages_are_guessed(tmp_path):
    """A text in a code page that is not Western is left to charset-normalizer."""
    text = "Компания Crusoe привлекла финансирование для строительства центров обработки данных. " * 5
    assert _load(tmp_path, "a.txt", text.encode("cp1251")).document.text == text


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0",
        b"%PDF-1.7\n1 0 obj",
        b"PK\x03\x04\x14\0\x06\0",
        bytes(range(256)) * 8,
        b"\0\0\1\2\3\4" * 50,
    ],
)
def test_binary_file(tmp_path, data):
    """Bytes that are no text are refused; the message names the file, the cause and what to do."""
    with pytest.raises(InputError, match=r"a\.txt cannot be read as text: .+\. Convert it"):
        _load(tmp_path, "a.txt", data)


def test_declared_encoding_of_a_page(tmp_path):
    """A page is read in the encoding it declares, and then declares UTF-8."""
    page = '<meta charset="koi8-r"><p>Да</p>'
    loaded = _load(tmp_path, "a.html", page.encode("koi8-r"))
    assert loaded.render([]).decode() == page.replace("koi8-r", "utf-8")


# Files that cannot be read


def test_missing_and_unreadable_file(tmp_path, monkeypatch):
    """A file that vanished or may not be read is named with its cause."""
    with pytest.raises(InputError, match=r"gone\.txt cannot be read: No such file"):
        file_digest(tmp_path / "gone.txt")
    (tmp_path / "a.txt").write_bytes(b"x")

    def refused(_self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(InputError, match=r"a\.txt cannot be read: Permission denied"):
        file_digest(tmp_path / "a.txt")


def _package(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(f"word/{name}.xml", data)
    return out.getvalue()


BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + BODY.format("<w:p><w:r><w:t>&e;</w:t></w:r></w:p>")
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + BODY.format("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>")
GOOD = _package(document=BODY.format("<w:p><w:r><w:t>Bonjour.</w:t></w:r></w:p>"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Bonjour.",
        b"PK\x03\x04 cut",
        GOOD[: len(GOOD) // 2],
        GOOD.replace(GOOD[60:70], b"0123456789"),
        _package(other="<x/>"),
        _package(document="<w:document"),
        _package(document="<html/>"),
        _package(document=ENTITY),
        _package(document=LAUGHS),
        _package(document=BODY.format("<a>" * 400 + "</a>" * 400)),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
    ],
)
def test_broken_word_document(tmp_path, data):
    """Damaged, locked and malicious packages are refused; the message names the file, the cause and what to do."""
    with pytest.raises(InputError, match=r"a\.docx cannot be read as a Word document: .+ save it again"):
        _load(tmp_path, "a.docx", data)


def test_word_document_that_unpacks_without_end(tmp_path, monkeypatch):
    """An archive made to exhaust memory is refused before it is unpacked."""
    monkeypatch.setattr("toolkit.storage.formats.docx._MOST_XML", 1_000_000)
    bomb = BODY.format("<w:p/>" + " " * 1_000_001)
    with pytest.raises(InputError, match="exhaust memory"):
        _load(tmp_path, "a.docx", _package(document=bomb))


def test_subtitles_without_cues(tmp_path):
    """A file named .srt that holds no subtitle is refused with a remedy; an empty one is empty."""
    with pytest.raises(InputError, match=r"name it \.txt"):
        _load(tmp_path, "a.srt", "Bonjour.")
    assert _load(tmp_path, "b.srt", "").render([]) == b""


def test_page_with_scripts(tmp_path):
    """Scripts, styles, comments and code are not read and not changed, whatever stands in them."""
    page = (
        "<script>if (a<b) x('<p>Non</p>')</script><style>p::after{content:'Non'}</style><!-- <p>Non</p> --><p>Oui</p>"
    )
    loaded = _load(tmp_path, "a.html", page)
    assert _texts(loaded) == ["Oui"]
    assert _upper(loaded) == page.replace("Oui", "OUI")


def test_translation_never_becomes_markup(tmp_path):
    """Tags and quotes in a translation are shown, not obeyed."""
    loaded = _load(tmp_path, "a.html", "<img alt='Une image'><p>Texte</p>")
    out = loaded.render([BlockTarget(0, "a' onerror='x"), BlockTarget(1, "<script>x</script>&amp;")])
    assert out == b"<img alt='a&#39; onerror=&#39;x'><p>&lt;script&gt;x&lt;/script&gt;&amp;amp;</p>"


@pytest.mark.parametrize(
    "page", ["<b>" * 5000 + "mot</b>" * 3, "mot</b>" * 5000, "a" + "<i>" * 5000 + "b" + "</i>" * 5000]
)
def test_page_nested_without_end(tmp_path, page):
    """Absurd nesting neither overflows the stack nor loses a tag."""
    out = _upper(_load(tmp_path, "a.html", page))
    assert out.count("<") == page.count("<")
