"""Which files are taken, and under which names their results are written."""

import os
import sys
from pathlib import Path

import pytest

from toolkit.errors import InputError
from toolkit.storage.discover import discover


def _make(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Bonjour.", encoding="utf-8")


def _ids(paths, outputs):
    return [source.id for source in discover(paths, outputs)[0]]


def test_folders_are_walked_in_order(tmp_path):
    """Supported files are found in all folders, in the order of their ids; hidden ones are passed over."""
    _make(tmp_path, "b.txt", "a/z.md", "a/.git/x.txt", ".hidden.txt", "a/b/c.HTML", "d.docx", "e.vtt")
    assert _ids([tmp_path], tmp_path / "outputs") == ["a/b/c.HTML", "a/z.md", "b.txt", "d.docx", "e.vtt"]


def test_outputs_inside_the_inputs_are_not_inputs(tmp_path):
    """The outputs folder is never translated again, even when it lies in the input folder."""
    _make(tmp_path, "a.txt", "outputs/a.en.txt")
    assert _ids([tmp_path], tmp_path / "outputs") == ["a.txt"]


def test_outputs_folder_as_input_is_refused(tmp_path):
    """Translating a folder into itself would translate translations: the message names another way."""
    _make(tmp_path, "a.txt")
    with pytest.raises(InputError, match="--outputs"):
        discover([tmp_path], tmp_path)


def test_inputs_inside_outputs_may_be_given(tmp_path):
    """A folder that is named is read, even when the outputs folder is around it."""
    _make(tmp_path, "seeds/a.txt")
    assert _ids([tmp_path / "seeds"], tmp_path) == ["a.txt"]


def test_glossary_is_no_article(tmp_path):
    """A glossary beside the articles is neither translated nor reported; other files are reported as passed over."""
    _make(tmp_path, "a.txt", "glossary.tsv", "photo.png")
    found, skipped = discover([tmp_path], tmp_path / "outputs")
    assert [source.id for source in found] == ["a.txt"]
    assert [(Path(item.what).name, item.severity) for item in skipped] == [("photo.png", "info")]


def test_unsupported_file_given_by_name(tmp_path):
    """A file of another type that was asked for is an error with a remedy; the others are taken."""
    _make(tmp_path, "a.pdf", "b.txt")
    found, skipped = discover([tmp_path / "a.pdf", tmp_path / "b.txt"], tmp_path / "outputs")
    assert [source.id for source in found] == ["b.txt"]
    assert skipped[0].severity == "error"
    assert "Convert it" in skipped[0].reason


def test_missing_path(tmp_path):
    """A path that does not exist is named."""
    with pytest.raises(InputError, match=r"absent\.txt does not exist"):
        discover([tmp_path / "absent.txt"], tmp_path / "outputs")


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_symlink_loop(tmp_path):
    """A folder that contains itself by a symbolic link is walked once."""
    _make(tmp_path, "in/a.txt", "in/deep/b.txt")
    (tmp_path / "in/deep/again").symlink_to(tmp_path / "in", target_is_directory=True)
    assert _ids([tmp_path / "in"], tmp_path / "outputs") == ["a.txt", "deep/b.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links and pipes")
def test_links_to_nowhere_to_themselves_and_pipes(tmp_path):
    """What cannot be opened, or would block, is an error with its reason; the other files are done."""
    _make(tmp_path, "a.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    found, skipped = discover([tmp_path], tmp_path / "outputs")
    assert [source.id for source in found] == ["a.txt"]
    assert {Path(item.what).name for item in skipped} == {"gone.txt", "self.txt", "pipe.txt"}
    assert {item.severity for item in skipped} == {"error"}


def test_unreadable_file(tmp_path, monkeypatch):
    """A file without permission is an error that says so; the other files are done."""
    _make(tmp_path, "a.txt", "secret.txt")
    real = Path.open

    def guarded(self, *args, **kwargs):
        if self.name == "secret.txt":
            raise PermissionError(13, "Permission denied")
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", guarded)
    found, skipped = discover([tmp_path], tmp_path / "outputs")
    assert [source.id for source in found] == ["a.txt"]
    assert "Permission denied" in skipped[0].reason


def test_unreadable_folder(tmp_path, monkeypatch):
    """A folder without permission is an error that says so; the others are walked."""
    _make(tmp_path, "a.txt", "secret/b.txt")
    real = Path.iterdir

    def guarded(self):
        if self.name == "secret":
            raise PermissionError(13, "Permission denied")
        return real(self)

    monkeypatch.setattr(Path, "iterdir", guarded)
    found, skipped = discover([tmp_path], tmp_path / "outputs")
    assert [source.id for source in found] == ["a.txt"]
    assert "Permission denied" in skipped[0].reason


def test_same_file_twice(tmp_path):
    """A file that is given by name and with its folder is done once."""
    _make(tmp_path, "a.txt")
    assert _ids([tmp_path, tmp_path / "a.txt", tmp_path], tmp_path / "outputs") == ["a.txt"]


def test_two_folders_with_the_same_file(tmp_path):
    """Equal paths in two folders get the name of their folder in front; unequal ones do not."""
    _make(tmp_path, "x/fr/a.txt", "y/de/a.txt", "y/de/b.txt", "z/de/a.txt")
    paths = [tmp_path / "x/fr", tmp_path / "y/de", tmp_path / "z/de"]
    assert _ids(paths, tmp_path / "outputs") == ["b.txt", "de/a.txt", "de/a~2.txt", "fr/a.txt"]


@pytest.mark.parametrize(
    ("names", "outputs"),
    [
        (["article.txt"], {"article.txt": ("article.en.txt", "article")}),
        (["a.txt", "a.md"], {"a.txt": ("a.en.txt", "a"), "a.md": ("a.en.md", "a.md")}),
        (["a.htm", "a.html"], {"a.html": ("a.en.html", "a"), "a.htm": ("a.en.htm", "a.htm")}),
        (["A.txt", "a.txt"], {"A.txt": ("A.en.txt", "A"), "a.txt": ("a~2.en.txt", "a~2")}),
        (
            ["a.txt", "a.summary.txt"],
            {"a.txt": ("a.en.txt", "a.txt"), "a.summary.txt": ("a.summary.en.txt", "a.summary")},
        ),
    ],
)
def test_names_of_outputs(tmp_path, names, outputs):
    """Inputs that would write the same file, on any file system, get distinct names that can be foreseen."""
    _make(tmp_path, *names)
    if len(list(tmp_path.iterdir())) < len(names):
        pytest.skip("this file system ignores case")
    found, _ = discover([tmp_path], tmp_path / "outputs")
    assert {source.id: (source.translation("en"), source.side) for source in found} == outputs


def test_all_names_of_a_run_are_distinct(tmp_path):
    """No two outputs of a run share a name, even when case does not count."""
    _make(
        tmp_path,
        "a.txt",
        "a.md",
        "a.summary.txt",
        "a.en.txt",
        "a.md.txt",
        "A.md",
        "index.html",
        "a~2.txt",
        "a.segments.md",
    )
    found, _ = discover([tmp_path], tmp_path / "outputs")
    names = [n.casefold() for s in found for n in (s.translation("en"), s.segments, s.review, s.summary("en"))]
    assert len(set(names)) == len(names)
    assert not {"index.html", "manifest.json"} & set(names)
