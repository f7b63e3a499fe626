"""Whatever lies in the folder: the other articles are done, the message says what to do, the exit code tells."""

import errno
import os
import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from toolkit.checkpoints.places import embedded_models

GOOD = "Le chat dort.\nIl pleut.\n"


def good_is_done(outputs):
    """Tell whether the sound article beside the bad one was translated."""
    path = outputs / "good.en.txt"
    return path.is_file() and len(path.read_text(encoding="utf-8").splitlines()) == 2


def errors(ran):
    """Return the lines about errors."""
    return [line for line in ran.err.splitlines() if line.startswith("error: ")]


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.txt", b""), ("blank.txt", b" \n\t\n  \r\n"), ("lines.txt", b"\n" * 10_000), ("empty.md", b""),
     ("empty.html", b""), ("mark.txt", b"\xef\xbb\xbf")],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_nothing_to_translate(toolkit, articles, outputs, name, content):
    """Empty files and blank lines come out as they are, and are no error."""
    ran = toolkit("translate", articles({"good.txt": GOOD, name: content}), "-o", outputs)
    assert ran.code == 0, ran.err
    stem, suffix = name.split(".")
    assert (outputs / f"{stem}.en.{suffix}").read_bytes() == content
    assert good_is_done(outputs)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("noise.txt", bytes(range(256)) * 20, ["looks binary", "Convert it to a UTF-8 text file"]),
        ("image.txt", b"\x89PNG\r\n\x1a\n" + bytes(100), ["it is a PNG image", "leave it out"]),
        ("torn.docx", b"PK\x03\x04garbage", ["its archive is damaged", "save it again as .docx"]),
        ("plain.docx", b"hello", ["its archive is damaged", "save it again as .docx"]),
        ("prose.srt", b"pas un sous-titre\n", ["has no subtitle", "name it .txt"]),
        ("prose.vtt", b"pas un sous-titre\n", ["has no subtitle", "name it .txt"]),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value and " " not in value else "",
)
def test_file_that_is_not_what_it_says(toolkit, articles, outputs, name, content, words):
    """A file that cannot be read costs one line with file, cause and remedy, and exit code 1; the others are done."""
    folder = articles({"good.txt": GOOD, name: content})
    ran = toolkit("translate", folder, "-o", outputs)
    assert ran.code == 1
    (line,) = errors(ran)
    assert line.count(str(folder / name)) == 1
    assert all(word in line for word in words)
    assert "1 not done, see above" in ran.out
    assert good_is_done(outputs)


@pytest.mark.parametrize("kind", ["fifo", "dangling", "circular"])
def test_file_that_cannot_be_opened(toolkit, articles, outputs, kind):
    """A pipe and broken links are named, waited for by nobody, and the others are done."""
    folder = articles({"good.txt": GOOD})
    path = folder / "odd.txt"
    if kind == "fifo":
        os.mkfifo(path)
    else:
        path.symlink_to("odd.txt" if kind == "circular" else "nowhere.txt")
    ran = toolkit("translate", folder, "-o", outputs)
    assert ran.code == 1
    (line,) = errors(ran)
    assert line.startswith(f"error: {path}: It ")
    assert good_is_done(outputs)


def test_file_without_permission(toolkit, articles, outputs, monkeypatch):
    """A file that may not be read is named with its cause and remedy, even when that shows only while reading."""
    folder = articles({"good.txt": GOOD, "secret.txt": GOOD})
    read_bytes = Path.read_bytes

    def refuse(path):
        if path.name == "secret.txt":
            raise PermissionError(errno.EACCES, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    ran = toolkit("translate", folder, "-o", outputs)
    assert ran.code == 1
    (line,) = errors(ran)
    assert line.startswith(f"error: {folder / 'secret.txt'} cannot be read: Permission denied. Check that ")
    assert good_is_done(outputs)


def test_folder_with_the_name_of_an_article(toolkit, articles, outputs):
    """A folder called x.txt is a folder."""
    assert toolkit("translate", articles({"x.txt/good.txt": GOOD}), "-o", outputs).code == 0
    assert good_is_done(outputs / "x.txt")


def test_circle_of_links(toolkit, articles, outputs):
    """A link to a folder above is entered once, so the walk ends and no article is done twice."""
    folder = articles({"good.txt": GOOD, "deep/more.txt": GOOD})
    (folder / "deep" / "up").symlink_to("..")
    ran = toolkit("translate", folder, "-o", outputs, "--json")
    assert ran.code == 0
    assert [d["document"] for d in ran.report["documents"]] == ["deep/more.txt", "good.txt"]


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        (b"Le prix monte \xed\xa0\x80 vite.\nIl pleut.\n", ()),
        (b"Le prix monte.\0 Il pleut.\nLe chat\0 dort.\n", ()),
        ("Il a dit « שלום » à Paris 🎉👨‍👩‍👧.\nמרחבא\n🎉🎉\n".encode(), ("🎉🎉",)),
        (
            "مرحبا بالعالم، هذا نص طويل باللغة العربية.\nIl pleut.\n".encode(),
            ("مرحبا بالعالم، هذا نص طويل باللغة العربية.",),
        ),
        ("Il pleut\u2028à Paris.\u0085Il neige.\x0cFin\n".encode(), ()),
    ],
    ids=["surrogate", "nul", "right-to-left", "arabic", "separators"],
)
def test_odd_characters(toolkit, articles, outputs, source, kept):
    """Odd characters neither stop a run nor change the number of lines; what is no French stays as it is."""
    ran = toolkit("translate", articles({"good.txt": GOOD, "odd.txt": source}), "-o", outputs)
    assert ran.code == 0, ran.err
    target = (outputs / "odd.en.txt").read_text(encoding="utf-8")
    assert target.count("\n") == source.count(b"\n")
    assert all(line in target.split("\n") for line in kept)
    assert good_is_done(outputs)


def test_replaced_characters_are_said(toolkit, articles, outputs):
    """A lone surrogate is no character: that it was replaced is said."""
    ran = toolkit("translate", articles({"odd.txt": b"Le prix \xed\xa0\x80 monte.\n"}), "-o", outputs)
    assert re.search(r"^info: odd\.txt: 1 lone surrogates?\b.*U\+FFFD", ran.err, re.MULTILINE)


def test_scripts_are_not_text(toolkit, articles, outputs):
    """Scripts, styles and handlers of a page come out untouched; its text is translated."""
    script = "<script>alert('Il pleut')</script><style>p::after{content:'Il pleut'}</style>"
    page = f"<html><head>{script}</head><body onload=\"x('le chat')\"><p>Le chat dort.</p></body></html>"
    assert toolkit("translate", articles({"good.txt": GOOD, "p.html": page}), "-o", outputs).code == 0
    target = (outputs / "p.en.html").read_text(encoding="utf-8")
    assert script in target
    assert "onload=\"x('le chat')\"" in target
    assert "dort" not in target
    review = (outputs / "p.review.html").read_text(encoding="utf-8")
    assert "alert('Il pleut')" not in review


def test_name_too_long_for_the_outputs(toolkit, articles, outputs):
    """An article whose outputs cannot be named on this file system is skipped with its reason; the others are done."""
    name = f"{'n' * 245}.txt"
    ran = toolkit("translate", articles({"good.txt": GOOD, name: GOOD}), "-o", outputs)
    assert ran.code == 1
    (line,) = errors(ran)
    assert name in line
    assert "name too long" in line
    assert "Shorten" in line
    assert good_is_done(outputs)


def test_names_in_other_encodings(toolkit, articles, outputs):
    """File names that are no UTF-8, or could command a terminal, are shown and written with U+FFFD in those places."""
    folder = articles({"good.txt": GOOD})
    for name in (b"caf\xe9.txt", b"caf\xe8.txt", b"red\x1b[31m\n.txt", b"bad\x1b[31m\xe9.docx"):
        (folder / os.fsdecode(name)).write_bytes(b"Il pleut.\n")
    ran = toolkit("translate", folder, "-o", outputs, "--json")
    assert ran.code == 1
    names = ["articles/caf\ufffd.txt", "articles/caf\ufffd~2.txt", "good.txt", "red\ufffd[31m\ufffd.txt"]
    assert sorted(d["document"] for d in ran.report["documents"]) == sorted(names)
    assert all((outputs / name.replace(".txt", ".en.txt")).is_file() for name in names)
    (problem,) = [s for s in ran.report["skipped"] if s["severity"] == "error"]
    assert problem["what"] == f"{folder}/bad\ufffd[31m\ufffd.docx"
    again = toolkit("translate", folder, "-o", outputs)
    assert "\x1b" not in again.out + again.err


def test_unsupported_types(toolkit, articles, outputs):
    """A type that cannot be read is passed over in a folder, with a line; given by itself it is an error."""
    folder = articles({"good.txt": GOOD, "photo.jpg": b"\xff\xd8\xff"})
    ran = toolkit("translate", folder, "-o", outputs)
    assert ran.code == 0
    assert f"info: {folder / 'photo.jpg'}: Passed over: not one of .txt" in ran.err
    ran = toolkit("translate", folder / "photo.jpg", folder / "good.txt", "-o", outputs)
    assert ran.code == 1
    assert "Convert it to one of .txt" in errors(ran)[0]
    assert good_is_done(outputs)


@pytest.mark.slow
def test_one_line_of_a_megabyte(toolkit, articles, outputs):
    """A million characters without a line break are one line of translation."""
    sentence = "Le ministre a parlé mardi de la banque et du marché de Paris. "
    text = (sentence * (1_000_000 // len(sentence) + 1))[:1_000_000]
    ran = toolkit("translate", articles({"good.txt": GOOD, "long.txt": text}), "-o", outputs)
    assert ran.code == 0, ran.err
    target = (outputs / "long.en.txt").read_text(encoding="utf-8")
    assert "\n" not in target
    assert len(target) > 500_000


MONSTERS = {
    "digits.txt": f"Le prix est de {'9' * 5000} euros.\nEnviron 1{' 000' * 2000} euros.\nEt 0,{'1' * 6000} %.\n",
    "powers.txt": "1e999999999 euros et 10^99999999 habitants, le 99/99/9999 à 99:99.\n" + "mille " * 30 + "\n",
    "signs.txt": "«" * 3000 + " Il pleut " + "»" * 3000 + "\n" + "(" * 3000 + "\n" + "." * 5000 + "\n",
    "accents.txt": f"Le me\u0301chant e{chr(0x301) * 2000} dort.\n\ufeffIl pleut.\ufffe\uffff\n\u202eTIXE\u202c\n",
    "deep.html": "<div>" * 5000 + "<p>Il pleut.</p>" + "</div>" * 5000,
    "deep.md": f"{'>' * 3000} Il pleut.\n\n{'- ' * 500}Il neige.\n{'*' * 5000}a{'*' * 5000}\n{'[' * 5000}\n",
    "times.srt": "1\n00:00:01,000 --> 00:00:00,500\nIl pleut.\n\n9999999\n99:99:99,999 --> 999:00:00,000\n<i>Il\n\n",
    "addresses.txt": f"http://exemple.fr/{'a/' * 3000}\nmoi@exemple.fr\n12 345\n",
}


@pytest.mark.parametrize("name", MONSTERS)
def test_monsters(toolkit, articles, outputs, name):
    """Numbers without end, signs without words and nesting without bottom are dealt with like any other text."""
    ran = toolkit("translate", articles({"good.txt": GOOD, name: MONSTERS[name]}), "-o", outputs)
    assert ran.code == 0, ran.err
    stem, suffix = name.split(".")
    target = (outputs / f"{stem}.en.{suffix}").read_text(encoding="utf-8")
    assert target.count("\n") == MONSTERS[name].count("\n")
    assert good_is_done(outputs)


def test_line_without_spaces(toolkit, articles, outputs):
    """Fifty thousand letters without a space are dealt with, on one line."""
    ran = toolkit("translate", articles({"good.txt": GOOD, "long.txt": "abcdefghij" * 5_000}), "-o", outputs)
    assert ran.code == 0, ran.err
    assert "\n" not in (outputs / "long.en.txt").read_text(encoding="utf-8")
    assert good_is_done(outputs)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["missing"], 1, ["missing does not exist", "Check the spelling"]),
        (["{good}", "-m", "no-such"], 1, ["There is no model 'no-such'", "Embedded: fr-en-small", "./my-model"]),
        (["{good}", "-m", "./no-such"], 1, ["There is no directory ./no-such", "Embedded: fr-en-small"]),
        (["{good}", "-m", "Helsinki-NLP/opus-mt-fr-en"], 1, ["not", "embedded model", "HF_HUB_CACHE"]),
        (["{good}", "--to", "de"], 2, ["No French to German model", "it has fr-en", "--model"]),
        (["{good}", "--from", "de"], 2, ["No German to English model", "it has fr-en", "--model"]),
        (["{good}", "-m", "fr-en-small", "--to", "de"], 2, ["fr-en-small translates from fr to en", "--model"]),
        (["{good}", "--from", "french"], 2, ["'french' is not a language", "two-letter code"]),
        (["{good}", "-g", "missing.tsv"], 1, ["missing.tsv cannot be read", "--glossary"]),
        (["{good}", "--without", "luck"], 2, ["no step 'luck'", "choose, repair, redecode, split"]),
        (["{good}", "--beam", "0"], 2, ["--beam"]),
        (["{good}", "--engine", "psychic"], 2, ["--engine"]),
        (["{good}", "--no-such-option"], 2, ["No such option"]),
        ([], 2, ["Missing argument"]),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "",
)
def test_wrong_requests(toolkit, articles, monkeypatch, arguments, code, words):
    """A request that cannot be met is one message with cause and remedy, and writes nothing."""
    folder = articles({"good.txt": GOOD})
    monkeypatch.chdir(folder.parent)
    ran = toolkit("translate", *(argument.format(good=folder) for argument in arguments))
    assert ran.code == code
    assert all(word in ran.err for word in words), ran.err
    assert "Traceback" not in ran.err
    assert not list(folder.parent.rglob("*.en.txt"))


@pytest.mark.parametrize("damage", ["cut", "gone", "noise"])
def test_damaged_weights(toolkit, articles, outputs, tmp_path, damage):
    """Damaged weights are refused before anything is translated, with the file and the remedy."""
    model = tmp_path / "model"
    shutil.copytree(embedded_models()["fr-en-small"], model)
    weights = model / "model.safetensors"
    if damage == "cut":
        weights.write_bytes(weights.read_bytes()[:1_000_000])
    elif damage == "gone":
        weights.unlink()
    else:
        content = weights.read_bytes()
        head = 8 + int.from_bytes(content[:8], "little")
        weights.write_bytes(content[:head] + bytes(len(content) - head))
    ran = toolkit("translate", articles({"good.txt": GOOD}), "-o", outputs, "-m", model)
    assert ran.code == 1
    (line,) = errors(ran)
    assert str(model) in line
    assert re.search("again|copied completely", line), line
    assert not list(outputs.rglob("*.en.txt"))


def test_outputs_that_are_a_file(toolkit, articles, outputs):
    """A file where the outputs should go is named, and left alone."""
    outputs.write_text("precious", encoding="utf-8")
    ran = toolkit("translate", articles({"good.txt": GOOD}), "-o", outputs)
    assert ran.code == 1
    (line,) = errors(ran)
    assert str(outputs) in line
    assert "--outputs" in line
    assert outputs.read_text(encoding="utf-8") == "precious"


def test_read_only_outputs(toolkit, articles, outputs, monkeypatch):
    """A folder that may not be written is said before the work begins."""
    folder = articles({"good.txt": GOOD})
    with monkeypatch.context() as patch:
        patch.setattr(Path, "mkdir", _raises(OSError(errno.EROFS, "Read-only file system")))
        ran = toolkit("translate", folder, "-o", outputs)
    assert ran.code == 1
    (line,) = errors(ran)
    assert "Read-only file system. Make the folder writable, or choose another with --outputs." in line


def test_outputs_among_the_articles(toolkit, articles):
    """Outputs inside the folder of articles are no articles, run after run."""
    folder = articles({"good.txt": GOOD})
    for _ in range(2):
        ran = toolkit("translate", folder, "-o", folder / "english", "--json")
        assert [d["document"] for d in ran.report["documents"]] == ["good.txt"]


def test_full_disk(toolkit, articles, outputs, monkeypatch):
    """A full disk says so and ends the run with 1; what was written before is whole, and a later run goes on."""
    folder = articles({"a.txt": GOOD, "good.txt": GOOD, "z.txt": GOOD})
    sync = os.fsync
    done = []

    def full(descriptor):
        if (outputs / "good.en.txt").exists():
            done.append(descriptor)
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    ran = toolkit("translate", folder, "-o", outputs)
    assert ran.code == 1
    assert done
    assert "No space left on device. Free some space" in ran.err
    assert "Traceback" not in ran.err
    assert (outputs / "a.en.txt").read_text(encoding="utf-8").count("\n") == 2
    assert not list(outputs.rglob(".toolkit-*.tmp"))
    monkeypatch.undo()
    assert toolkit("translate", folder, "-o", outputs).code == 0
    assert good_is_done(outputs)


def test_full_disk_under_the_memory(toolkit, articles, outputs, monkeypatch):
    """A translation memory that cannot grow is one message with a remedy."""

    class Full(sqlite3.Connection):
        """A connection whose inserts find the disk full."""

        def executemany(self, *_):
            raise sqlite3.OperationalError("database or disk is full")

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **kwargs: connect(*args, **kwargs, factory=Full))
    ran = toolkit("translate", articles({"good.txt": GOOD}), "-o", outputs)
    assert ran.code == 1
    (line,) = errors(ran)
    assert "full" in line
    assert re.search("[Ff]ree|--no-memory", line), line


def _raises(error):
    def refuse(*_, **__):
        raise error

    return refuse
