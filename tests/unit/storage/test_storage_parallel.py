"""Parallel corpora of every kind, compressed or not."""

import bz2
import gzip
import lzma

import pytest

from toolkit.errors import InputError
from toolkit.storage.parallel import read

ROWS = [('Il a dit "oui".', 'He said "yes".'), ("Un\u2028deux", "One\u2028two"), ("'= A", "= A")]
PLAIN = "".join(f"{a}\t{b}\n" for a, b in ROWS)


@pytest.mark.parametrize(("suffix", "opener"), [("", open), (".gz", gzip.open), (".bz2", bz2.open), (".xz", lzma.open)])
def test_a_plain_table_is_read_as_it_stands(suffix, opener, tmp_path):
    """Quotation marks, line separators and apostrophes in a plain table are text."""
    path = tmp_path / f"corpus.tsv{suffix}"
    with opener(path, "wt", encoding="utf-8", newline="") as file:
        file.write(PLAIN)
    assert list(read([path])) == ROWS


def test_two_texts_are_read_line_by_line(tmp_path):
    """Two plain texts, one of them compressed, give a pair a line."""
    (tmp_path / "a.fr").write_text("Oui.\r\nNon.\n", encoding="utf-8", newline="")
    with gzip.open(tmp_path / "a.en.gz", "wt", encoding="utf-8") as file:
        file.write("Yes.\nNo.\n")
    assert list(read([tmp_path / "a.fr", tmp_path / "a.en.gz"])) == [("Oui.", "Yes."), ("Non.", "No.")]


@pytest.mark.parametrize("heading", ["source\ttarget", "fr\ten", "English\tFrench"])
def test_a_table_with_a_heading_is_read_by_its_columns(heading, tmp_path):
    """A heading names the columns, in any order, and is no pair."""
    path = tmp_path / "t.tsv"
    path.write_text(f"{heading}\nOui\tYes\n", encoding="utf-8")
    expected = ("Yes", "Oui") if heading.startswith("English") else ("Oui", "Yes")
    assert list(read([path])) == [expected]


def test_several_bilingual_files_are_one_source(tmp_path):
    """Two tables are two bilingual files, not the two sides of one text."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.tsv").write_text(f"{name} fr\t{name} en\n", encoding="utf-8")
    assert list(read([tmp_path / "a.tsv", tmp_path / "b.tsv"])) == [("a fr", "a en"), ("b fr", "b en")]


def test_what_does_not_fit_is_named(tmp_path):
    """The error names the file and the line, and says what is expected."""
    (tmp_path / "t.tsv").write_text("a\tb\nc\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2 has 1 columns"):
        list(read([tmp_path / "t.tsv"]))
    (tmp_path / "a.fr").write_text("1\n2\n", encoding="utf-8")
    (tmp_path / "a.en").write_text("1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.en ends before line 2"):
        list(read([tmp_path / "a.fr", tmp_path / "a.en"]))
    (tmp_path / "bad.tsv").write_bytes(b"\xff\xfe\tb\n")
    with pytest.raises(InputError, match="UTF-8"):
        list(read([tmp_path / "bad.tsv"]))
    (tmp_path / "bad.tsv.gz").write_bytes(b"not gzip")
    with pytest.raises(InputError, match="cannot be read"):
        list(read([tmp_path / "bad.tsv.gz"]))
