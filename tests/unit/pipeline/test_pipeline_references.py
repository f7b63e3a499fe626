"""Translations find their references, from whatever both come in."""

import json

import pytest

from toolkit.errors import InputError, OptionsError
from toolkit.pipeline.evaluate import EvaluateOptions, evaluate_files
from toolkit.pipeline.references import read_pairs, read_system, with_baseline

PAIR = ("fr", "en")


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a file and returns its path."""

    def make(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return make


def rows(read):
    """Return source, hypothesis and reference of each item."""
    return [(item.source, item.hypothesis, item.reference) for item in read.items]


def test_texts_are_paired_line_by_line(write):
    """Lines keep their numbers, whatever ends them; pairs of blank lines are left out."""
    system, reference = write("s.txt", "One\r\n\r\nThree\r\n"), write("r.txt", "First\n\nThird")
    read = read_system(system, reference, write("f.txt", "Un\n\nTrois\n"), PAIR)
    assert rows(read) == [("Un", "One", "First"), ("Trois", "Three", "Third")]
    assert [item.id for item in read.items] == ["1", "3"]


def test_a_lost_line_is_an_error_with_both_counts(write):
    """Texts of different length are refused, the source included."""
    one, two = write("one.txt", "a\n"), write("two.txt", "a\nb\n")
    with pytest.raises(InputError, match=r"one\.txt has 1 lines and .*two\.txt has 2"):
        read_system(one, two, None, PAIR)
    with pytest.raises(InputError, match=r"one\.txt has 1 lines"):
        read_system(one, one, two, PAIR)
    with pytest.raises(InputError, match="as many in both"):
        read_pairs(one, two)


def test_a_missing_file_is_an_input_error(tmp_path, write):
    """A path that does not exist is named."""
    with pytest.raises(InputError, match=r"no\.txt cannot be read"):
        read_system(tmp_path / "no.txt", write("r.txt", "x\n"), None, PAIR)


def test_bilingual_files_bring_their_source(write):
    """Units of a bilingual file are paired in order with the lines of a text."""
    system = write("s.tsv", "Un chat\tA cat\nDeux chats\tTwo cats\n")
    read = read_system(system, write("r.txt", "One cat\nTwo cats\n"), None, PAIR)
    assert rows(read) == [("Un chat", "A cat", "One cat"), ("Deux chats", "Two cats", "Two cats")]
    with pytest.raises(InputError, match=r"2 units and .* 1 lines"):
        read_system(system, write("short.txt", "One cat\n"), None, PAIR)


def test_bilingual_references_are_found_by_their_source(write):
    """References in another order are found by source; what has none is left out and counted."""
    system = write("s.tsv", "Un chat\tA cat\nDeux  chats\tTwo cats\nTrois\tThree\n")
    reference = write("r.tsv", "Deux chats\tA pair of cats\nUn chat\tOne cat\n")
    read = read_system(system, reference, None, PAIR)
    assert rows(read) == [("Un chat", "A cat", "One cat"), ("Deux  chats", "Two cats", "A pair of cats")]
    assert read.notes == ["1 of 3 units have no reference and were left out."]
    with pytest.raises(InputError, match="--source"):
        read_system(write("t.txt", "A cat\n"), reference, None, PAIR)
    with pytest.raises(InputError, match="No source of"):
        read_system(write("o.tsv", "Autre\tOther\n"), reference, None, PAIR)


def test_an_outputs_folder_is_paired_with_a_folder(write, tmp_path):
    """Each article is a document; its source comes from its records, blank lines stand in both texts."""
    records = [{"block": 0, "source": "Un."}, {"block": 0, "source": "Encore."}, {"block": 1, "source": "Deux."}]
    write("out/a.segments.jsonl", "".join(json.dumps(r) + "\n" for r in records))
    write("out/a.en.txt", "One. Again.\n\nTwo.\n")
    write("out/b.segments.jsonl", "")
    write("refs/a.txt", "One. More.\n\nTwo.\n")
    read = read_system(tmp_path / "out", tmp_path / "refs", None, PAIR)
    assert rows(read) == [("Un. Encore.", "One. Again.", "One. More."), ("Deux.", "Two.", "Two.")]
    assert {item.document for item in read.items} == {"a"}
    assert len(read.notes) == 1
    assert read.notes[0].startswith("b was left out")


def test_folders_without_records_or_references_are_refused(write, tmp_path):
    """A folder that is no outputs folder, or has no reference at all, is an error."""
    write("empty/x.txt", "")
    with pytest.raises(InputError, match="toolkit translate"):
        read_system(tmp_path / "empty", tmp_path, None, PAIR)
    write("out/a.segments.jsonl", "")
    with pytest.raises(InputError, match="a folder too"):
        read_system(tmp_path / "out", write("r.txt", "x"), None, PAIR)
    with pytest.raises(InputError, match="no reference for any article"):
        read_system(tmp_path / "out", tmp_path / "empty", None, PAIR)


def test_a_baseline_follows_line_numbers(write):
    """The baseline's lines belong to the same line numbers, blank pairs that were left out notwithstanding."""
    system, reference = write("s.txt", "One\n\nThree\n"), write("r.txt", "1\n\n3\n")
    read = read_system(system, reference, None, PAIR)
    path = write("b.txt", "Uno\n\nTre\n")
    assert [i.baseline for i in with_baseline(read.items, ["Uno", "", "Tre"], path)] == ["Uno", "Tre"]
    with pytest.raises(InputError, match="1 lines"):
        with_baseline(read.items, ["Uno"], path)


def test_files_are_measured_whole(write):
    """Scores, rates and the comparison come out of files in one call."""
    lines = "Il y a 3 usines.\nIl y a 4 usines.\n"
    measured = evaluate_files(
        write("s.txt", "There are 3 plants.\nThere are 5 plants.\n"),
        write("newstest2013.en", "There are 3 plants.\nThere are 4 plants.\n"),
        EvaluateOptions(metrics=("chrf", "bleu")),
        source=write("f.txt", lines),
        baseline=write("b.txt", "There are.\nThere are.\n"),
    )
    assert (measured.preservation.figures.kept, measured.preservation.figures.total) == (1, 2)
    assert measured.of_baseline.figures.kept == 0
    assert {c.metric for c in measured.comparisons} == {"chrF2", "BLEU"}
    assert measured.test_set == "newstest2013"


def test_comet_is_refused_before_anything_is_read(tmp_path):
    """Without unbabel-comet, or its checkpoint, the error comes first and says what to do."""
    with pytest.raises((OptionsError, InputError), match="COMET"):
        EvaluateOptions(comet=tmp_path / "none.ckpt")
