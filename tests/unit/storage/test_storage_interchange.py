"""Interchange files of other tools, as those tools write them, and hostile ones."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement

from toolkit.errors import InputError
from toolkit.storage.interchange import docx_table, markup, tables, tbx, tmx, xliff, xliff_writer
from toolkit.storage.interchange.base import BilingualUnit, language_of
from toolkit.types import Term

CASES = Path(__file__).parents[2] / "cases" / "interchange"


def _write(tmp_path, name, text):
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize(
    ("tag", "code"),
    [("fr", "fr"), ("FR-fr", "fr"), ("fr_CA", "fr"), ("fra", "fr"), ("eng", "en"), ("zh-Hant-TW", "zh"), ("", "")],
)
def test_language_tags_are_compared_by_language(tag, code):
    """Region, case, separator and three-letter codes make no difference."""
    assert language_of(tag) == code


def test_tmx_of_another_tool():
    """Language variants are matched, codes flattened, other languages skipped, machine translation marked."""
    assert list(tmx.read(CASES / "memory.tmx")) == [
        BilingualUnit("one", "Un geste audacieux.", "A bold move.", notes=("from a customer",), reviewed=True),
        BilingualUnit("2", "Ligne\ndeux ici.", "Line\ntwo here.", reviewed=False),
    ]
    assert [unit.line for unit in tmx.read(CASES / "memory.tmx")] == [8, 19]


def test_tmx_without_the_pair_names_its_languages():
    """A memory of other languages is refused with the languages it has, never read as empty."""
    with pytest.raises(InputError, match=r"no unit in fr and es.*de, en, fr"):
        list(tmx.read(CASES / "memory.tmx", ("fr", "es")))


def test_empty_memory_is_no_error(tmp_path):
    """A TMX file without units gives no units."""
    assert list(tmx.read(_write(tmp_path, "a.tmx", tmx.render([])))) == []


def test_weblate_states():
    """Weblate's approved and translated units are reviewed, those it still calls doubtful are not."""
    units = list(xliff.read(CASES / "weblate.xlf"))
    assert [unit.reviewed for unit in units] == [True, True, False, False]
    assert units[1] == BilingualUnit(
        "2",
        "La levée atteint 3,4 milliards.",
        "The round reaches 3.4 billion.",
        "a.txt",
        ("a finding", "vérifié"),
        reviewed=True,
    )
    assert units[3].target == ""


def test_omegat_segments_and_matches():
    """Segment marks are joined to the unit as it was, and a match of the memory is never taken for the translation."""
    first, second, _ = xliff.read(CASES / "omegat.xlf")
    assert first.source == "Le centre de données de Crusoe. Il ouvre."
    assert first.target == "Crusoe's data centre. It opens."
    assert first.alternatives == ("The centre.",)
    assert first.reviewed
    assert (second.source, second.target, second.reviewed) == ("Un\ndeux trois", "", False)


def test_wrapped_lines_are_layout():
    """Line breaks of a file that does not preserve space are one space, none at the ends; real breaks stay."""
    *_, unit = xliff.read(CASES / "omegat.xlf")
    assert unit.source == "Une ligne coupée \nici."
    assert unit.target == "A line that is cut here."


def test_memoq_status_decides():
    """The status memoQ keeps tells what a person confirmed, whatever the standard attributes say."""
    assert [unit.reviewed for unit in xliff.read(CASES / "memoq.mqxliff")] == [True, True, False, False]


def test_xliff_2_segments():
    """Several segments make one unit again, in the order the targets ask for; all must be done to be reviewed."""
    first, second, third = xliff.read(CASES / "segmented.xliff")
    expected = BilingualUnit("7", "Un mot. Deux\a.", "A word. Two\a.", "a.txt", ("to check",), reviewed=True)
    assert first == expected
    assert (second.id, second.target, second.reviewed) == ("u2", "BB. AA.", False)
    assert (third.target, third.reviewed) == ("", False)


@pytest.mark.parametrize("version", ["1.2", "2.0"])
def test_engine_output_is_not_written_as_done(version):
    """A unit nobody reviewed is written in a state that no reader takes for a person's."""
    data = xliff_writer.render([BilingualUnit("1", "a", "b")], version=version).decode()
    assert 'state="needs-review-translation"' in data if version == "1.2" else 'state="initial"' in data
    assert 'approved="yes"' not in data


@pytest.mark.parametrize("version", ["1.2", "2.0"])
def test_xliff_of_another_pair_is_refused(tmp_path, version):
    """A file from German or into Spanish is not read as French to English."""
    path = _write(tmp_path, "a.xlf", xliff_writer.render([BilingualUnit("1", "a", "b")], ("fr", "es"), version))
    with pytest.raises(InputError, match="from fr to es, expected fr to en"):
        list(xliff.read(path))


def test_tbx_version_2():
    """Synonyms, preferred and deprecated terms, definition, kept terms and case are read from TBX version 2."""
    terms = [replace(term, line=0) for term in tbx.read(CASES / "basic-v2.tbx")]
    note = "Building with servers."
    assert terms == [
        Term("centre de données", "data center", "translate", note=note),
        Term("centre de données", "calculation centre", "forbid", note=note),
        Term("centre de calcul", "data center", "translate", note=note),
        Term("centre de calcul", "calculation centre", "forbid", note=note),
        Term("Crusoe", "Crusoe", "keep", case_sensitive=True),
    ]


def test_tbx_version_3():
    """Superseded terms are forbidden, and a concept may only forbid; both styles of status are read."""
    assert tbx.read(CASES / "core-v3.tbx") == [
        Term("torchage", "gas flaring", note="énergie", line=7),
        Term("torchage", "torching", "forbid", note="énergie", line=7),
        Term("puce", "flea", "forbid", line=14),
    ]


def test_tbx_without_the_pair():
    """A term base of other languages is refused with the languages it has."""
    with pytest.raises(InputError, match="no term in es and it"):
        tbx.read(CASES / "core-v3.tbx", ("es", "it"))


READERS = [tmx.read, xliff.read, tbx.read]
BOMB = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "text",
    [
        f'<!DOCTYPE tmx [<!ENTITY e0 "x">{BOMB}]><tmx><body><tu><seg>&e11;</seg></tu></body></tmx>',
        '<!DOCTYPE xliff [<!ENTITY e SYSTEM "file:///etc/passwd">]><xliff><file original="a">&e;</file></xliff>',
        '<!DOCTYPE xliff [<!ENTITY % e SYSTEM "http://example.org/x.dtd">]><xliff/>',
        '<!DOCTYPE martif [<!ENTITY e "text">]><martif><text><term>&e;</term></text></martif>',
        f'<!DOCTYPE tbx [<!ENTITY e0 "x">{BOMB}]><tbx a="&e11;"/>',
    ],
)
def test_entities_are_refused(tmp_path, reader, text):
    """Expansion bombs and files pulled in through entities end in an error, not in memory or text."""
    with pytest.raises(InputError, match=r"entities|not well-formed"):
        list(reader(_write(tmp_path, "a.xml", text)))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", ["", "<tmx><body>", "plain text", "<html/>", b"PK\x03\x04\0\0", b"\xff\xfe<\0"])
def test_what_is_not_such_a_file(tmp_path, reader, text):
    """Broken, foreign and empty files give an InputError that names the file."""
    with pytest.raises(InputError, match=r"a.xml"):
        list(reader(_write(tmp_path, "a.xml", text)))


def test_missing_file(tmp_path):
    """A file that is not there gives an InputError, not a traceback."""
    for reader in (*READERS, tables.read, tables.read_jsonl, docx_table.read):
        with pytest.raises(InputError, match="cannot be read"):
            list(reader(tmp_path / "none.xml"))


def test_deep_nesting_is_refused(tmp_path):
    """Nesting beyond the parser's limit is an error."""
    text = "<tmx>" + "<a>" * 5000 + "</a>" * 5000 + "</tmx>"
    with pytest.raises(InputError, match="not well-formed"):
        list(tmx.read(_write(tmp_path, "a.tmx", text)))


def test_utf_16_is_read(tmp_path):
    """Windows tools write TMX in UTF-16."""
    text = (CASES / "memory.tmx").read_text(encoding="utf-8").replace('encoding="UTF-8"', 'encoding="UTF-16"')
    assert len(list(tmx.read(_write(tmp_path, "a.tmx", text.encode("utf-16"))))) == 2


def test_memory_stays_flat_while_reading(tmp_path):
    """Units that were read are freed: the tree never holds more than what was parsed ahead (32 kB)."""
    path = _write(tmp_path, "a.tmx", tmx.render(BilingualUnit(str(i), "a", "b") for i in range(3000)))
    sizes = [len(element.getparent()) for event, element in markup.iterate(path, {"tu"}) if event == "end"]
    assert len(sizes) == 3000
    assert max(sizes) < 500


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.tsv", "Bonjour\tHello\n\nMerci\tThanks", [("Bonjour", "Hello", 1), ("Merci", "Thanks", 3)]),
        ("a.csv", "fr;en\r\nBonjour;Hello, you\r\n", [("Bonjour", "Hello, you", 2)]),
        ("a.csv", 'French,English\n"Un, deux","One, ""two"""\n', [("Un, deux", 'One, "two"', 2)]),
        ("a.csv", "target,source\nHello,Bonjour\n", [("Bonjour", "Hello", 2)]),
        ("a.csv", "fr-FR\ten-GB\nUn\tOne\n", [("Un", "One", 2)]),
        ("a.csv", '"Un;un",One\n', [("Un;un", "One", 1)]),
        ("a.csv", 'source,target\n"Un\ndeux",One\nTrois,Three\n', [("Un\ndeux", "One", 2), ("Trois", "Three", 4)]),
        ("a.tsv", 'Il dit\t"Hello", he said\n"Oui"\tYes', [("Il dit", '"Hello", he said', 1), ('"Oui"', "Yes", 2)]),
        ("a.csv", "source,target\n'=1+1,b\n", [("'=1+1", "b", 2)]),
        ("a.tsv", "\ufefffr\ten\nUn\tOne\n", [("Un", "One", 2)]),
        ("a.csv", "", []),
    ],
)
def test_tables_of_others(tmp_path, name, text, expected):
    """Headings in any order, delimiters, quotation and byte order marks of other programs are understood."""
    units = tables.read(_write(tmp_path, name, text))
    assert [(unit.source, unit.target, unit.line) for unit in units] == expected


def test_old_code_page(tmp_path):
    """A table saved by a French spreadsheet in Windows-1252 is read."""
    path = _write(tmp_path, "a.csv", "source;target\nDéjà prêt à Évreux;Ready\n".encode("cp1252"))
    assert [unit.source for unit in tables.read(path)] == ["Déjà prêt à Évreux"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.csv", "a,b,c\n1,2,3\n", "3 columns and no heading"),
        ("a.csv", 'source,target\na,"b"c\n', "line 2.*quotation marks"),
        ("a.tsv", "source\ttarget\nseul\n", "line 2 has 1 columns"),
    ],
)
def test_table_errors_name_the_line(tmp_path, name, text, message):
    """A table that cannot be read says where and why."""
    with pytest.raises(InputError, match=message):
        list(tables.read(_write(tmp_path, name, text)))


@pytest.mark.parametrize("line", ["{", "[]", '{"source": "a"}', '{"source": 1, "target": "b"}', "1", "null"])
def test_jsonl_errors_name_the_line(tmp_path, line):
    """A line that is no bilingual record is named."""
    with pytest.raises(InputError, match="line 2"):
        list(tables.read_jsonl(_write(tmp_path, "a.jsonl", f'{{"source": "a", "target": "b"}}\n{line}\n')))


def test_long_cells(tmp_path):
    """A segment longer than the csv module's default limit is read."""
    unit = BilingualUnit("1", "mot " * 100_000, 'a "b"')
    path = _write(tmp_path, "a.csv", tables.render([unit], "csv"))
    assert list(tables.read(path)) == [unit]


def test_tracked_changes_count_as_accepted(tmp_path):
    """What a reviewer inserted with track changes is read, what was deleted is not."""
    path = _write(tmp_path, "a.docx", docx_table.render([BilingualUnit("1", "Un", "Two", "a.txt")]))
    document = docx.Document(str(path))
    cells = document.tables[0].rows[1].cells
    paragraph = cells[2].paragraphs[0]._p
    deleted, inserted, run = OxmlElement("w:del"), OxmlElement("w:ins"), OxmlElement("w:r")
    deleted.append(paragraph.r_lst[0])
    run.text = "One"
    inserted.append(run)
    paragraph.extend([deleted, inserted])
    cells[4].paragraphs[0].add_run("Yes ")
    document.save(path)
    assert list(docx_table.read(path)) == [BilingualUnit("1", "Un", "One", "a.txt", reviewed=True)]


@pytest.mark.parametrize("columns", [["Un", "One"], ["Un", "One", "a remark"]])
def test_word_tables_of_others(tmp_path, columns):
    """Tables of two or three columns without heading are bilingual; other tables are passed over."""
    document = docx.Document()
    for texts in (["x"] * 5, columns):
        for cell, text in zip(document.add_table(1, len(texts)).rows[0].cells, texts, strict=True):
            cell.text = text
    document.save(tmp_path / "a.docx")
    (unit,) = docx_table.read(tmp_path / "a.docx")
    assert (unit.source, unit.target, unit.notes) == ("Un", "One", tuple(columns[2:]))


def test_damaged_word_documents(tmp_path, monkeypatch):
    """Files that are no Word document, have no table, or unpack to a bomb give an InputError."""
    empty = io.BytesIO()
    docx.Document().save(empty)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a", "w") as member:
        member.write(bytes(2**22))
    monkeypatch.setattr(docx_table, "_MAX_UNPACKED", 2**21)
    for data, message in (
        (b"not a zip", "not a Word document"),
        (empty.getvalue()[:-50], "not a Word document"),
        (empty.getvalue(), "has no table"),
        (bomb.getvalue(), "unpacks to more"),
    ):
        with pytest.raises(InputError, match=message):
            list(docx_table.read(_write(tmp_path, "a.docx", data)))
