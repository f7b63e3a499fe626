"""Any text goes out into every interchange format and comes back as it was, and other tools read the same."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from translate.storage import tbx as tt_tbx
from translate.storage import tmx as tt_tmx
from translate.storage import xliff as tt_xliff
from translate.storage import xliff2 as tt_xliff2

from toolkit.storage.interchange import docx_table, tables, tbx, tmx, xliff, xliff_writer
from toolkit.storage.interchange.base import BilingualUnit
from toolkit.text.xmlchars import legal
from toolkit.types import Term

# Lone surrogates, controls, markup, quotes, formulas and line ends are as likely as letters.
_TEXT = st.text(
    st.one_of(st.characters(), st.sampled_from("<>&\"'\0\x01\t\n\r\ud800\ufffe;,=+-@ é«»\u00a0\u2028")), max_size=25
)
_NAME = (
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
    .map(legal)
    .map(str.strip)
    .filter(bool)
)
_NOTE = _NAME
_UNITS = st.lists(
    st.builds(
        BilingualUnit,
        id=_NAME,
        source=_TEXT,
        target=_TEXT,
        document=st.sampled_from(["a.txt", "dossier/é & <b>.txt"]),
        notes=st.lists(_NOTE, max_size=2).map(tuple),
        reviewed=st.booleans(),
        alternatives=st.lists(_TEXT, max_size=2).map(tuple),
    ),
    max_size=4,
).map(lambda units: sorted(units, key=lambda unit: unit.document))

_bounded = settings(max_examples=40, deadline=None)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder for the files of this module."""
    return tmp_path_factory.mktemp("interchange")


def _written(folder, name, data):
    path = folder / name
    path.write_bytes(data)
    return path


def _without(units, *fields):
    empty = {"alternatives": (), "reviewed": False}
    return [replace(unit, **{name: empty[name] for name in fields}) for unit in units]


@_bounded
@given(_UNITS)
def test_tmx_round_trip(folder, units):
    """TMX keeps every character, XML or not, notes, document and the reviewed mark."""
    path = _written(folder, "a.tmx", tmx.render(units))
    assert list(tmx.read(path)) == _without(units, "alternatives")


@_bounded
@given(_UNITS)
def test_xliff_12_round_trip(folder, units):
    """XLIFF 1.2 keeps every field and every character."""
    path = _written(folder, "a.xlf", xliff_writer.render(units, version="1.2"))
    assert list(xliff.read(path)) == units


@_bounded
@given(_UNITS)
def test_xliff_20_round_trip(folder, units):
    """XLIFF 2.0 keeps everything but alternatives; without target there is nothing reviewed."""
    path = _written(folder, "b.xlf", xliff_writer.render(units, version="2.0"))
    expected = [replace(unit, reviewed=unit.reviewed and unit.target != "") for unit in _without(units, "alternatives")]
    assert list(xliff.read(path)) == expected


@_bounded
@given(_UNITS, st.sampled_from(["tsv", "csv"]))
def test_table_round_trip(folder, units, kind):
    """TSV and CSV keep everything that UTF-8 can hold, formulas and line ends included."""
    path = _written(folder, f"a.{kind}", tables.render(units, kind))
    kept = [replace(u, source=_utf8(u.source), target=_utf8(u.target)) for u in _without(units, "alternatives")]
    assert list(tables.read(path)) == kept


@_bounded
@given(_UNITS, st.sampled_from(["tsv", "csv"]))
def test_no_cell_is_a_formula(units, kind):
    """No cell of a table begins with a character that makes a spreadsheet compute."""
    text = tables.render(units, kind).decode()
    for row in csv.reader(io.StringIO(text, newline=""), delimiter="\t" if kind == "tsv" else ","):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in row)


@_bounded
@given(_UNITS)
def test_jsonl_round_trip(folder, units):
    """JSON Lines keep every field and every character, lone surrogates included."""
    path = _written(folder, "a.jsonl", tables.render_jsonl(units))
    assert list(tables.read_jsonl(path)) == units


@settings(max_examples=6, deadline=None)
@given(_UNITS)
def test_docx_round_trip(folder, units):
    """The Word table keeps everything but what XML and Word cannot hold."""
    path = _written(folder, "a.docx", docx_table.render(units))
    kept = [replace(u, source=_word(u.source), target=_word(u.target)) for u in _without(units, "alternatives")]
    if units:
        assert list(docx_table.read(path)) == kept


_TERM_TEXT = _NAME.map(lambda text: " ".join(text.split())).filter(bool)


@_bounded
@given(st.lists(st.tuples(_TERM_TEXT, _TERM_TEXT, st.booleans(), st.sampled_from(["", "une note"])), max_size=4))
def test_tbx_round_trip(folder, rows):
    """TBX keeps translated, kept and forbidden terms with case and note."""
    terms = []
    for source, target, sensitive, note in {row[0]: row for row in rows}.values():
        policy = "keep" if source == target else "translate"
        terms.append(Term(source, target, policy, sensitive, note))
        if policy == "translate":
            terms.append(Term(source, f"not {target}", "forbid", sensitive, note))
    path = _written(folder, "a.tbx", tbx.render(terms))
    assert [replace(term, line=0) for term in tbx.read(path)] == terms


@_bounded
@given(_UNITS)
def test_translate_toolkit_reads_the_same(units):
    """Another implementation reads the same texts from TMX and both versions of XLIFF, where XML can hold them."""
    plain = [replace(u, source=f"s{legal(u.source)}", target=f"t{legal(u.target)}") for u in units]
    pairs = [(u.source, u.target) for u in plain]
    memory = tt_tmx.tmxfile.parsestring(tmx.render(plain))
    assert [(u.source, u.target) for u in memory.units] == pairs
    for reader, version in ((tt_xliff.xlifffile, "1.2"), (tt_xliff2.Xliff2File, "2.0")):
        store = reader.parsestring(xliff_writer.render(plain, version=version))
        assert [(str(u.source), str(u.target)) for u in store.units if not u.isheader()] == pairs


def test_translate_toolkit_reads_terms():
    """Another implementation reads the terms we write."""
    data = tbx.render([Term("centre de données", "data centre"), Term("puce", "chip", note="électronique")])
    store = tt_tbx.tbxfile.parsestring(data)
    assert [(u.source, u.target) for u in store.units] == [("centre de données", "data centre"), ("puce", "chip")]


_CHILDREN = {
    "tmx": ["header", "body"],
    "tu": ["note*", "prop*", "tuv", "tuv"],
    "tuv": ["seg"],
    "trans-unit": ["source", "target", "note*", "alt-trans*"],
    "alt-trans": ["target"],
    "unit": ["notes?", "segment"],
    "segment": ["source", "target?"],
}
"""Order of children in the TMX 1.4 DTD and the XLIFF schemas, as far as we use it."""


@_bounded
@given(_UNITS, st.sampled_from(["tmx", "1.2", "2.0"]))
def test_structure_is_what_the_standards_ask(units, kind):
    """Children stand in the order of the DTD or schema, identifiers are unique, required attributes are there."""
    data = tmx.render(units) if kind == "tmx" else xliff_writer.render(units, version=kind)
    root = etree.fromstring(data)
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        if name in _CHILDREN:
            assert _matches([etree.QName(child).localname for child in element], _CHILDREN[name]), name
    if kind == "tmx":
        required = {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"}
        assert required <= set(root.find("header").attrib)
    else:
        for file in root:
            ids = [u.get("id") for u in file.iter("{*}trans-unit", "{*}unit")]
            assert len(set(ids)) == len(ids)
            assert all(i.isalnum() for i in ids)


def _matches(names, pattern):
    names = list(names)
    for part in pattern:
        name, mark = part.rstrip("*?"), part[-1]
        if mark == "*":
            while names[:1] == [name]:
                names.pop(0)
        elif names[:1] == [name]:
            names.pop(0)
        elif mark != "?":
            return False
    return not names


def _utf8(text):
    return text.encode("utf-8", "replace").decode()


def _word(text):
    return legal(text).replace("\r", "\n")
