"""Pairs of texts to check, from two text files or one bilingual file."""

from pathlib import Path

import pytest

from toolkit.errors import InputError
from toolkit.storage import bilingual, records
from toolkit.storage.interchange import tables, tmx, xliff_writer
from toolkit.storage.interchange.base import BilingualUnit
from toolkit.storage.memory import Memory
from toolkit.storage.memory_tmx import Imported, export_tmx, import_tmx
from toolkit.types import Block, Finding, Hypothesis, Segment, Translation

CASES = Path(__file__).parents[2] / "cases" / "interchange"


def _pair(tmp_path, source, target):
    paths = tmp_path / "a.fr.txt", tmp_path / "a.en.txt"
    for path, text in zip(paths, (source, target), strict=True):
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return paths


def test_two_text_files_line_by_line(tmp_path):
    """Each line is a unit with its line number; empty pairs are left out; line ends may differ."""
    source, target = _pair(tmp_path, "Un.\r\n\r\n  Deux.\r\n", "One.\n\n  Two.")
    units = list(bilingual.read_lines(source, target))
    assert [(u.line, u.id, u.source, u.target) for u in units] == [
        (1, "1", "Un.", "One."),
        (3, "3", "  Deux.", "  Two."),
    ]


def test_line_separators_inside_a_line(tmp_path):
    """A Unicode line separator or form feed inside a line does not end it."""
    source, target = _pair(tmp_path, "Un\u2028un\x0c.\nDeux", "One\nTwo")
    assert [u.source for u in bilingual.read_lines(source, target)] == ["Un\u2028un\x0c.", "Deux"]


@pytest.mark.parametrize(
    ("source", "target", "hint"),
    [("a\nb\n\nc\n", "A\n\nC\n", "Line 2"), ("a\nb\n", "A\n", "joined, split or cut off"), ("a\n", "", "joined")],
)
def test_unequal_line_counts(tmp_path, source, target, hint):
    """Files of different length are refused with both counts and the place to look at."""
    paths = _pair(tmp_path, source, target)
    with pytest.raises(InputError, match=hint) as error:
        bilingual.read_lines(*paths)
    assert f"has {source.count(chr(10))} lines" in str(error.value)
    assert f"has {target.count(chr(10))}:" in str(error.value)


def test_binary_file_is_refused(tmp_path):
    """A binary file is not compared line by line."""
    source, target = _pair(tmp_path, bytes(range(256)) * 4, "a\n")
    with pytest.raises(InputError):
        bilingual.read_lines(source, target)


@pytest.mark.parametrize(
    ("name", "render"),
    [
        ("a.tmx", tmx.render),
        ("a.XLF", xliff_writer.render),
        ("a.xliff", lambda units: xliff_writer.render(units, version="2.0")),
        ("a.tsv", lambda units: tables.render(units, "tsv")),
        ("a.csv", lambda units: tables.render(units, "csv")),
        ("a.jsonl", tables.render_jsonl),
    ],
)
def test_bilingual_files_by_suffix(tmp_path, name, render):
    """Each kind of bilingual file is read by its suffix, and every unit says at which line it stands."""
    units = [BilingualUnit("1", "Un.", "One.", "a.txt"), BilingualUnit("2", "Deux.", "Two.", "a.txt")]
    path = tmp_path / name
    path.write_bytes(render(units))
    found = list(bilingual.read(path))
    assert found == units
    lines = path.read_text(encoding="utf-8").splitlines()
    assert all(unit.target in lines[unit.line - 1] for unit in found)


def test_segment_records_are_read(tmp_path):
    """The toolkit's own records are bilingual files: index, findings and origin are kept."""
    segment = Segment(4, 0, 0, 3, "Un.", "fr")
    finding = Finding("name_missing", "warning", 4, None, None, "Crusoe is missing")
    translation = Translation(
        segment, (Hypothesis("One.", -0.1), Hypothesis("A.", -0.3)), 0, "One.", "reviewed", findings=(finding,)
    )
    record = records.to_record("dossier/a.txt", Block(0, "paragraph", 0, 3), translation)
    path = tmp_path / "a.segments.jsonl"
    path.write_text(records.to_line(record), encoding="utf-8")
    expected = BilingualUnit(
        "4", "Un.", "One.", "dossier/a.txt", ("Crusoe is missing",), reviewed=True, alternatives=("A.",)
    )
    assert list(bilingual.read(path)) == [expected]


def test_unknown_kind_names_the_known_ones(tmp_path):
    """A file of unknown kind is refused with the kinds that are read."""
    with pytest.raises(InputError, match=r"\.tmx.*\.xlf.*\.jsonl"):
        bilingual.read(tmp_path / "a.pdf")


def test_memory_goes_out_and_in_as_tmx(tmp_path):
    """Reviewed translations come back from TMX; engine output goes out but never comes back as reviewed."""
    with Memory.open(tmp_path / "one.sqlite") as memory:
        memory.remember_reviewed("Un.", "One.", "checked")
        memory.remember("sig", {s: [Hypothesis(f"{s} by engine", -0.1)] for s in ("Un.", "Deux.")})
        path = tmp_path / "memory.tmx"
        path.write_bytes(export_tmx(memory, "sig"))
    units = list(tmx.read(path))
    assert [(u.source, u.target, u.reviewed) for u in units] == [
        ("Un.", "One.", True),
        ("Deux.", "Deux. by engine", False),
    ]
    with Memory.open(tmp_path / "two.sqlite") as memory:
        assert import_tmx(memory, path, str.strip) == Imported(added=1, known=0, unreviewed=1, empty=0)
        assert import_tmx(memory, path, str.strip) == Imported(added=0, known=1, unreviewed=1, empty=0)
        assert memory.reviewed("Un.").note == "checked"
        assert memory.reviewed("Deux.") is None


def test_import_of_another_tools_memory(tmp_path):
    """A memory of a CAT tool counts as reviewed, its sources are normalised, machine translation is left out."""
    with Memory.open(tmp_path / "m.sqlite") as memory:
        done = import_tmx(memory, CASES / "memory.tmx", str.upper)
        assert done == Imported(added=1, known=0, unreviewed=1, empty=0)
        assert memory.reviewed("UN GESTE AUDACIEUX.").target == "A bold move."
