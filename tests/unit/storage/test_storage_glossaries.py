"""Glossaries are read from files."""

from pathlib import Path

import pytest

from toolkit.errors import InputError
from toolkit.fidelity.terms import find_terms, unused
from toolkit.storage.glossaries import load

SEEDS = Path(__file__).parents[3] / "seeds"


def test_reads_tsv_and_csv(tmp_path):
    """Both separators give the same entries."""
    (tmp_path / "a.tsv").write_text("source\ttarget\npuce\tchip\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("\ufeffsource;target\npuce;chip\n", encoding="utf-8")
    assert load(tmp_path / "a.tsv").digest == load(tmp_path / "b.csv").digest


def test_reads_tbx(tmp_path):
    """A TBX file is validated like a table."""
    (tmp_path / "a.tbx").write_text(
        '<?xml version="1.0"?><martif type="TBX"><text><body><termEntry>'
        '<langSet xml:lang="fr"><tig><term>puce</term></tig></langSet>'
        '<langSet xml:lang="en"><tig><term>chip</term></tig></langSet></termEntry></body></text></martif>',
        encoding="utf-8",
    )
    assert [(t.source, t.target) for t in load(tmp_path / "a.tbx").terms] == [("puce", "chip")]


@pytest.mark.parametrize(("name", "data"), [("a.tsv", b"source\ttarget\n\xe9t\xe9\tsummer\n"), ("a.xls", b"")])
def test_refuses_other_encodings_and_formats(tmp_path, name, data):
    """A file that is not UTF-8 or of no known format is an input error that says so."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=r"UTF-8|\.tbx"):
        load(tmp_path / name)


def test_missing_file_is_an_input_error(tmp_path):
    """A path that does not exist is named."""
    with pytest.raises(InputError, match="cannot be read"):
        load(tmp_path / "none.tsv")


def test_shipped_glossary_is_valid_and_used_up():
    """Every entry of the glossary beside the articles occurs in them."""
    glossary = load(SEEDS / "glossary.tsv")
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt")))
    assert glossary.problems == ()
    assert unused(glossary, {match.term for match in find_terms(text, glossary)}) == []
