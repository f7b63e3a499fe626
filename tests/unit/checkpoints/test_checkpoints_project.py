"""The model a project chose in toolkit.toml."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.checkpoints.project import FILE, choose, chosen
from toolkit.errors import OptionsError

OTHER = '# ours\ntitle = "x"\n\n[toolkit]  # the tool\nmodel = "old"\nbeam = 4\n\n[other]\nmodel = "stays"\n'


def test_no_file_is_no_choice(tmp_path):
    """Without the file, its table or the key nothing is chosen."""
    assert chosen(tmp_path) is None
    (tmp_path / FILE).write_text('[other]\nmodel = "x"\n', encoding="utf-8")
    assert chosen(tmp_path) is None


def test_a_choice_is_read_back(tmp_path):
    """What is chosen is read back with its revision and its file."""
    choose("Helsinki-NLP/opus-mt-fr-en", "refs/pr/12", tmp_path)
    found = chosen(tmp_path)
    assert (found.model, found.revision, found.file) == ("Helsinki-NLP/opus-mt-fr-en", "refs/pr/12", tmp_path / FILE)


def test_other_content_stays(tmp_path):
    """Comments, other keys and other tables stay as they were, byte for byte."""
    path = tmp_path / FILE
    path.write_text(OTHER, encoding="utf-8")
    choose("new", folder=tmp_path)
    assert path.read_text(encoding="utf-8") == OTHER.replace('"old"', '"new"')
    choose(None, folder=tmp_path)
    assert path.read_text(encoding="utf-8") == OTHER.replace('model = "old"\n', "")


def test_a_revision_does_not_outlive_its_model(tmp_path):
    """Choosing another model takes the former one's revision away."""
    choose("a/b", "main", tmp_path)
    choose("c/d", None, tmp_path)
    assert chosen(tmp_path).revision is None


def test_a_file_with_nothing_else_goes_with_the_choice(tmp_path):
    """Taking the choice away leaves no empty file behind."""
    choose("fr-en-small", folder=tmp_path)
    choose(None, folder=tmp_path)
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("text", ["[toolkit", "[toolkit]\nmodel = 3\n", '[toolkit]\nmodel = ""\n', "toolkit = 1\n"])
def test_a_broken_file_is_an_error(text, tmp_path):
    """What is no TOML, or no text, is named and never guessed at."""
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(OptionsError, match=FILE):
        chosen(tmp_path)


@pytest.mark.parametrize(
    "text", ['toolkit = { model = "a" }\n', 'toolkit.model = "a"\n', '[toolkit]\nmodel = """\na"""\n']
)
def test_unusual_spellings_are_not_damaged(text, tmp_path):
    """Valid TOML that cannot be changed line by line is refused and stays as it was."""
    path = tmp_path / FILE
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OptionsError, match=FILE):
        choose("b", folder=tmp_path)
    assert path.read_text(encoding="utf-8") == text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_any_name_survives(tmp_path, name):
    """Whatever a directory is called, the choice comes back exactly and the file stays TOML."""
    choose(name, folder=tmp_path)
    assert chosen(tmp_path).model == name
