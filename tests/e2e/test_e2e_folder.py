"""A folder of articles goes in, the same folder in English comes out."""

import json
import re
import zipfile

import pytest

SRT = "1\n00:00:01,000 --> 00:00:02,500\nIl pleut à Paris.\n\n2\n00:00:03,000 --> 00:00:04,000\nLe chat dort.\n"
VTT = "WEBVTT\n\n00:01.000 --> 00:02.500\nIl pleut à Paris.\n"
PAGE = "<!DOCTYPE html>\n<html lang='fr'><body><h1>Le marché</h1>\n<p>Il pleut à <b>Paris</b>.</p></body></html>\n"
FRENCH = "Le gouvernement a présenté hier son projet de budget aux députés de la commission."
ENGLISH = "The government said on Monday that it would not change its plans for the coming year."


def records(outputs, name):
    """Return the segment records of an article."""
    return [json.loads(line) for line in (outputs / name).read_text(encoding="utf-8").splitlines()]


def test_folder_is_mirrored(toolkit, articles, outputs):
    """Every article of a tree has its translation, records and review page at the same place, and the index all."""
    folder = articles({"a.txt": "Le chat dort.\n", "monde/asie/b.txt": "Il pleut.\n", "monde/c.txt": "Il neige.\n"})
    assert toolkit("translate", folder, "-o", outputs).code == 0
    for stem in ("a", "monde/asie/b", "monde/c"):
        for ending in (".en.txt", ".segments.jsonl", ".review.html"):
            assert (outputs / f"{stem}{ending}").is_file()
    index = (outputs / "index.html").read_text(encoding="utf-8")
    assert all(f'href="{page}.review.html"' in index for page in ("a", "monde/asie/b", "monde/c"))
    manifest = json.loads((outputs / "manifest.json").read_text(encoding="utf-8"))
    assert [entry["id"] for entry in manifest["documents"]] == ["a.txt", "monde/asie/b.txt", "monde/c.txt"]


def test_all_formats_in_one_run(toolkit, articles, outputs):
    """Text, Markdown, HTML, Word and both kinds of subtitles are translated together, each in its own layout."""
    folder = articles({"t.txt": "Il pleut.\n", "m.md": "# Le marché\n\n- Il **pleut**.\n", "p.html": PAGE, "s.srt": SRT,
                       "v.vtt": VTT})  # fmt: skip
    docx = pytest.importorskip("docx")
    letter = docx.Document()
    letter.add_heading("Le marché", 1)
    letter.add_paragraph("Il pleut à Paris.")
    letter.save(str(folder / "w.docx"))
    ran = toolkit("translate", folder, "-o", outputs)
    assert ran.code == 0, ran.err
    assert re.fullmatch(r"# .+\n\n- .+\n", (outputs / "m.en.md").read_text(encoding="utf-8"))
    page = (outputs / "p.en.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>\n<html lang=")
    assert "<h1>" in page
    assert "pleut" not in page
    subtitles = (outputs / "s.en.srt").read_text(encoding="utf-8")
    assert re.fullmatch(r"1\n00:00:01,000 --> 00:00:02,500\n.+\n\n2\n00:00:03,000 --> 00:00:04,000\n.+\n\n?", subtitles)
    assert "pleut" not in subtitles
    assert (outputs / "v.en.vtt").read_text(encoding="utf-8").startswith("WEBVTT\n\n00:01.000 --> 00:02.500\n")
    assert zipfile.is_zipfile(outputs / "w.en.docx")
    translated = docx.Document(str(outputs / "w.en.docx"))
    assert [p.style.name for p in translated.paragraphs] == ["Heading 1", "Normal"]
    assert "pleut" not in translated.paragraphs[1].text


def test_text_keeps_its_lines(toolkit, articles, outputs):
    """A text has as many lines as its source, blank where that is blank, with list markers and every line ending."""
    source = "Le marché\r\n\r\n  - Il pleut.\r\n\t* Il neige.\n\n\n1. Le chat dort. Il pleut.\rFin de la liste"
    folder = articles({"a.txt": source})
    assert toolkit("translate", folder, "-o", outputs).code == 0
    target = (outputs / "a.en.txt").read_bytes().decode()
    ends = re.compile(r"\r\n|\r|\n")
    assert ends.findall(target) == ends.findall(source)
    before, after = ends.split(source), ends.split(target)
    assert [bool(line.strip()) for line in after] == [bool(line.strip()) for line in before]
    for old, new in zip(before, after, strict=True):
        marker = re.match(r"\s*(?:[-*]|\d+\.)?\s*", old)[0]
        assert new.startswith(marker)
    assert "pleut" not in target


def test_names_that_collide(toolkit, articles, outputs):
    """Inputs that would write the same output are both written, under names that do not change from run to run."""
    folder = articles({"nord/a.txt": "Le chat dort.\n", "sud/a.txt": "Il pleut.\n", "sud/a.md": "Il neige.\n"})
    given = (folder / "nord" / "a.txt", folder / "sud" / "a.txt", folder / "sud")
    first = toolkit("translate", *given, "-o", outputs, "--json").report
    second = toolkit("translate", *given, "-o", outputs, "--json").report
    written = [path for document in first["documents"] for path in document["outputs"]]
    assert len(first["documents"]) == 3
    assert len(set(written)) == len(written) == 9
    assert written == [path for document in second["documents"] for path in document["outputs"]]


def test_boilerplate_is_marked_and_can_be_dropped(toolkit, articles, outputs, tmp_path):
    """Web-page furniture is translated and marked; --drop-boilerplate leaves it out of the text, not of the records."""
    folder = articles({"a.txt": f"{FRENCH}\n\nLaisser un commentaire\n"})
    toolkit("translate", folder, "-o", outputs)
    marks = {row["source"]: row["boilerplate"] for row in records(outputs, "a.segments.jsonl")}
    assert marks == {FRENCH: False, "Laisser un commentaire": True}
    kept = (outputs / "a.en.txt").read_text(encoding="utf-8").splitlines()
    assert len(kept) == 3
    assert kept[2].strip()
    toolkit("translate", folder, "-o", tmp_path / "short", "--drop-boilerplate")
    assert kept[2] not in (tmp_path / "short" / "a.en.txt").read_text(encoding="utf-8")
    assert [row["boilerplate"] for row in records(tmp_path / "short", "a.segments.jsonl")] == [False, True]


@pytest.mark.parametrize(
    ("language", "foreign"),
    [
        ("en", ENGLISH),
        ("it", "Il governo di Roma ha presentato ieri a Milano il progetto di legge del ministro Rossi."),
        ("de", "Die Bundesregierung hat am Montag in Berlin einen neuen Gesetzentwurf von Olaf Scholz vorgelegt."),
    ],
)
def test_other_languages_are_copied_and_recorded(toolkit, articles, outputs, language, foreign):
    """A paragraph in another language inside a French article is copied, said, recorded, and never translated."""
    folder = articles({"a.txt": f"{FRENCH}\n\n{foreign}\n\n{FRENCH}\n"})
    ran = toolkit("translate", folder, "-o", outputs)
    assert ran.code == 0
    assert (outputs / "a.en.txt").read_text(encoding="utf-8").splitlines()[2] == foreign
    copied = [row for row in records(outputs, "a.segments.jsonl") if row["origin"] == "copied"]
    assert [(row["source"], row["target"], row["language"]) for row in copied] == [(foreign, foreign, language)]
    assert f"info: a.txt: 1 segment in '{language}', the first at line 3: copied through." in ran.err


def test_whole_document_in_english_is_copied(toolkit, articles, outputs):
    """An article that is English already comes out as it went in."""
    text = f"{ENGLISH}\n\n{ENGLISH.replace('Monday', 'Tuesday')}\n"
    folder = articles({"a.txt": text, "b.txt": f"{FRENCH}\n"})
    assert toolkit("translate", folder, "-o", outputs).code == 0
    assert (outputs / "a.en.txt").read_text(encoding="utf-8") == text
