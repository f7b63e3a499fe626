"""What the command line says: help, reports, exit codes.

The texts of help and the shape of reports are kept in tests/golden/cli. After a change that is meant:

    UPDATE_GOLDEN=1 pytest tests/e2e/test_e2e_command_line.py
"""

import io
import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import typer.main

from toolkit.cli.app import app
from toolkit.cli.report import Bar
from toolkit.options import TranslateOptions
from toolkit.pipeline import translate
from toolkit.pipeline.write import DocumentWriter
from toolkit.text import boundaries
from toolkit.types import Finding

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "cli"
HEAVY = ("torch", "transformers", "ctranslate2", "sentencepiece", "numpy", "rich", "lxml", "jinja2", "docx", "babel",
         "py3langid", "huggingface_hub")  # fmt: skip


def commands(group=None, names=()):
    """Return every command by its words, the groups included."""
    group = group or typer.main.get_command(app)
    found = {names: group}
    for name, command in getattr(group, "commands", {}).items():
        found |= commands(command, (*names, name))
    return found


COMMANDS = commands()


def assert_golden(name, text):
    """Compare *text* with a golden file, or write that when the environment says so."""
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), f"{path} is missing: run UPDATE_GOLDEN=1 pytest {__file__}"
    assert text == path.read_text(encoding="utf-8")


def file_of(names):
    """Return the golden file of a command's help."""
    return f"{'-'.join(('toolkit', *names))}.txt"


def shape(value):
    """Return a value with every leaf replaced by the name of its type, and every list by its first item."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shape(item) for item in value[:1]]
    return type(value).__name__


@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_help(toolkit, names):
    """The help of each command is the one that was looked at."""
    ran = toolkit(*names, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert_golden(file_of(names), ran.out)


def test_no_golden_help_is_left_over():
    """No golden file is kept of a command that is gone."""
    assert {path.name for path in GOLDEN.glob("toolkit*.txt")} == {file_of(names) for names in COMMANDS}


def test_help_loads_nothing_heavy():
    """Help appears without any of the libraries that take long to load."""
    script = (
        "import sys, contextlib, io\nfrom toolkit.cli.app import run\n"
        "with contextlib.redirect_stdout(io.StringIO()) as said:\n    codes = [run([*c, '--help']) for c in COMMANDS]\n"
        "assert said.getvalue().count('Usage: toolkit') == len(codes), said.getvalue()\n"
        "print(sorted(set(sys.modules) & HEAVY), set(codes))"
    )
    facts = f"COMMANDS = {list(COMMANDS)!r}\nHEAVY = {set(HEAVY)!r}\n"
    ran = subprocess.run([sys.executable, "-c", facts + script], capture_output=True, text=True, check=False)
    assert (ran.stdout.strip(), ran.stderr) == ("[] {0}", "")


def blocks(text):
    """Return the command lines in the ```sh blocks of a Markdown text, continued lines joined, comments left out."""
    found = []
    for block in re.findall(r"^```(?:sh|console|bash)\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line.removeprefix("$ "), comments=True)
            for start in (i for i, word in enumerate(words) if word == "toolkit" and words[i - 1] != "install"):
                end = next((i for i in range(start, len(words)) if words[i] in {"|", "&&", "||", ">", ";", "&"}), None)
                found.append(words[start:end])
    return found


def faults(words):
    """Return what a command line has that its command does not know."""
    names = ()
    for word in words[1:]:
        if (*names, word) not in COMMANDS:
            break
        names = (*names, word)
    known = {option for part in COMMANDS[names].params for option in (*part.opts, *part.secondary_opts)}
    known |= {"--help", "-h"}
    if names == () and not {"--help", "--version", "-h"} & set(words):
        return [f"{' '.join(words)}: no such command"]
    given = {word.partition("=")[0] for word in words[1:] if re.match("--?[a-z]", word)}
    return [f"{' '.join(words)}: no option {option}" for option in sorted(given - known)]


def test_fault_finder():
    """The reader of the README finds commands and options that do not exist, and no others."""
    lines = (
        "pip install toolkit",
        "$ toolkit translate seeds/ \\",
        "  --beam 4  # quick",
        "toolkit memory stats | head",
    )
    text = "\n".join(("```sh", *lines, "```", ""))
    assert blocks(text) == [["toolkit", "translate", "seeds/", "--beam", "4"], ["toolkit", "memory", "stats"]]
    assert [faults(words) for words in blocks(text)] == [[], []]
    assert faults(["toolkit", "translate", "x", "--beams=4"]) == ["toolkit translate x --beams=4: no option --beams"]
    assert faults(["toolkit", "transalte", "x"]) == ["toolkit transalte x: no such command"]


@pytest.mark.parametrize("name", ["README.md", "toolkit/README.md"])
def test_documented_command_lines_exist(name):
    """Every command line in the documentation names commands and options that exist."""
    assert [fault for words in blocks((ROOT / name).read_text(encoding="utf-8")) for fault in faults(words)] == []


def test_examples_of_the_help_exist():
    """Every command line that help gives as an example names commands and options that exist."""
    examples = [
        shlex.split(line.strip().split("   ")[0])
        for command in COMMANDS.values()
        for line in (command.help or "").splitlines()
        if line.strip().startswith("toolkit ")
    ]
    assert len(examples) > 10
    assert [fault for words in examples for fault in faults(words)] == []


def test_version(toolkit):
    """--version prints one line and ends."""
    ran = toolkit("--version")
    assert ran.code == 0
    assert re.fullmatch(r"toolkit \d+\.\d+\.\d+\S*\n", ran.out)


def test_plain_report(toolkit, articles, outputs):
    """Without a terminal there are plain lines: what runs, each document as it is done, a table, a last line."""
    folder = articles({"a.txt": "Le chat dort.\n", "b.txt": "Il pleut.\nIl neige.\n"})
    ran = toolkit("translate", folder, "-o", outputs)
    first, model, *documents = ran.err.splitlines()
    assert first == f"translate: 2 documents -> {outputs}"
    assert re.fullmatch(r"model fr-en-small \([0-9a-f]{16}\), engine ctranslate2 \S+ cpu", model)
    assert [re.match(r"done (\S+): (\d+ segments?), (\d+) decoded", line).groups() for line in documents] == [
        ("a.txt", "1 segment", "1"),
        ("b.txt", "2 segments", "2"),
    ]
    head, *rows, last = ran.out.splitlines()
    assert head.split() == ["document", "segments", "memory", "decoded", "seconds", "edits", "errors", "warnings"]
    assert [row.split()[:4] for row in rows] == [["a.txt", "1", "0", "1"], ["b.txt", "2", "0", "2"]]
    assert re.fullmatch(rf"2 documents, 7 words in .+\. Review: {re.escape(str(outputs / 'index.html'))}", last)
    assert "\x1b" not in ran.out + ran.err


def test_long_names_stay_on_their_line(toolkit, articles, outputs):
    """A log can be searched by the name of an article."""
    name = f"{'long' * 30}.txt"
    ran = toolkit("translate", articles({name: "Le chat dort.\n"}), "-o", outputs)
    assert name in ran.out


def test_quiet(toolkit, articles, outputs):
    """--quiet says nothing about what went well, and errors as ever."""
    folder = articles({"a.txt": "Le chat dort.\n"})
    ran = toolkit("translate", folder, "-o", outputs, "--quiet")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    articles({"b.txt": b"\x89PNG\r\n\x1a\n"})
    ran = toolkit("translate", folder, "-o", outputs, "--quiet")
    assert (ran.code, ran.out) == (1, "")
    assert re.fullmatch(r"error: \S+b\.txt cannot be read as text: it is a PNG image\. .*\n", ran.err)


def test_json(toolkit, articles, outputs):
    """--json prints one object and nothing else; its shape is schema 1."""
    folder = articles({"a.txt": "Le chat dort.\n", "b.txt": b"\x89PNG\r\n\x1a\n"})
    ran = toolkit("translate", folder, "-o", outputs, "--json")
    assert (ran.code, ran.err) == (1, "")
    assert ran.report["schema"] == 1
    assert ran.report["run"]["model"] == "fr-en-small"
    assert_golden("translate.json", json.dumps(shape(ran.report), indent=1) + "\n")


def test_manifest_and_records(toolkit, articles, outputs):
    """Manifest and segment records have the shape of schema 1."""
    toolkit("translate", articles({"a.txt": "Le chat dort.\n"}), "-o", outputs)
    manifest = json.loads((outputs / "manifest.json").read_text(encoding="utf-8"))
    manifest["documents"][0]["findings"] = {}
    assert_golden("manifest.json", json.dumps(shape(manifest), indent=1) + "\n")
    (line,) = (outputs / "a.segments.jsonl").read_text(encoding="utf-8").splitlines()
    record = {key: type(value).__name__ for key, value in json.loads(line).items()}
    assert_golden("segment.json", json.dumps(record, indent=1) + "\n")


def test_strict(toolkit, articles, outputs, monkeypatch):
    """--strict turns findings of severity error into exit code 1; without it they are only reported."""
    add = DocumentWriter.add

    def with_error(writer, translations, seconds):
        error = Finding("figure_changed", "error", 0, None, None, "3 became 4.")
        add(writer, [replace(t, findings=(error,)) for t in translations], seconds)

    monkeypatch.setattr(DocumentWriter, "add", with_error)
    folder = articles({"a.txt": "Le chat dort.\n"})
    plain = toolkit("translate", folder, "-o", outputs)
    assert plain.code == 0
    assert "findings: 1 error" in plain.err
    assert toolkit("translate", folder, "-o", outputs, "--strict").code == 1
    monkeypatch.undo()
    assert toolkit("translate", folder, "-o", outputs, "--strict").code == 0


def test_terminal(articles, outputs):
    """On a terminal a bar follows the words and never goes back; names are no markup, problems stand above it."""
    stream, places = io.StringIO(), []

    class Watched(Bar):
        """A bar whose places are noted."""

        def _update(self, size=0):
            super()._update(size)
            places.append(self._place)

    bar = Watched(stream)
    folder = articles({"[bold]a.txt": "Le chat dort.\n" * 5, "b.txt": b"\x89PNG\r\n\x1a\n", "[bold]c.txt": b"%PDF-1.7"})
    report = translate.translate([folder], TranslateOptions(outputs=outputs), bar)
    bar.close()
    assert [d.document for d in report.documents] == ["[bold]a.txt"]
    assert places == sorted(places)
    assert places[-1] == sum(path.stat().st_size for path in folder.iterdir())
    shown = stream.getvalue()
    assert "translate: 3 documents" in shown
    assert f"error: {folder / '[bold]c.txt'} cannot be read as text: it is a PDF file." in shown


def test_screen_without_these_letters(articles, outputs):
    """Where the screen has no accents, marks stand for them; --json is valid in every encoding."""
    folder = articles({"é.txt": "Le chat dort.\n"})
    for flags, wanted in (([], rb"\xe9.txt"), (["--json"], rb'"\u00e9.txt"')):
        ran = subprocess.run(
            [sys.executable, "-m", "toolkit", "translate", str(folder), "-o", str(outputs), *flags],
            capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "ascii"},
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        assert wanted in ran.stdout
    assert json.loads(ran.stdout)["documents"][0]["document"] == "é.txt"


def test_reader_that_goes_away(articles, outputs):
    """A closed pipe behind standard output is no error, for much output and for little."""
    folder = articles({"a.txt": "Le chat dort.\n"})
    for command in (["translate", str(folder), "-o", str(outputs)], ["memory", "stats", "-o", str(outputs)]):
        read, write = os.pipe()
        os.close(read)
        process = subprocess.Popen([sys.executable, "-m", "toolkit", *command], stdout=write, stderr=subprocess.PIPE)
        os.close(write)
        told = process.communicate(timeout=300)[1].decode()
        assert process.returncode == 0, told
        assert "Traceback" not in told
        assert "Exception ignored" not in told


def test_missing_package(toolkit, articles, outputs, monkeypatch):
    """A package that is missing from the installation is named, with the remedy."""
    monkeypatch.setitem(sys.modules, "sentencex", None)
    for cached in vars(boundaries).values():
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()
    ran = toolkit("translate", articles({"a.txt": "Le chat dort. Il pleut.\n"}), "-o", outputs)
    assert ran.code == 1
    assert ran.err.splitlines()[-1].startswith("error: The package sentencex is missing from this installation.")
