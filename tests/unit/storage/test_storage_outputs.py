"""Results on disk: whole or absent, inside their folder, and recognised when they are up to date."""

import errno
import hashlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from toolkit.errors import StorageError
from toolkit.storage.formats.base import Input
from toolkit.storage.manifest import NAME, Manifest, by_severity
from toolkit.storage.outputs import Outputs
from toolkit.types import Signature

SOURCE = Input("a.txt", Path("a.txt"), "a", "a")
SIGNATURE = Signature((("model", "m"), ("glossary", "none")))
OUTPUTS = ("a.en.txt", "a.segments.jsonl")
FINDINGS = by_severity({("error", "figure_changed"): 1})


def _finished(folder, signature=SIGNATURE):
    outputs = Outputs(folder)
    manifest = Manifest(outputs, {"tool": "0.1.0"}, signature)
    outputs.write("a.en.txt", b"Hello.\n")
    outputs.write_records("a.segments.jsonl", [{"index": 0, "source": "Bonjour\u2028."}])
    written = {name: hashlib.sha256(outputs.path(name).read_bytes()).hexdigest() for name in OUTPUTS}
    manifest.add(manifest.entry(SOURCE, "d1", written, {"words": 1, "segments": 1}, FINDINGS))
    manifest.save()
    return outputs, manifest


def test_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    """A full disk leaves the previous result whole and no rubbish, and the message says what to do."""
    outputs = Outputs(tmp_path)
    outputs.write("a.en.txt", b"old")

    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match=r"No space left on device.*Free some space"):
        outputs.write("a.en.txt", b"new")
    assert (tmp_path / "a.en.txt").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.en.txt"]


def test_read_only_outputs(tmp_path, monkeypatch):
    """A folder that cannot be written is found before any work, with a remedy."""

    def refused(*_args, **_kwargs):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(StorageError, match=r"Permission denied.*--outputs"):
        Outputs(tmp_path / "out").prepare()


def test_file_in_the_place_of_the_outputs_folder(tmp_path):
    """A file where the folder should be is reported as such."""
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(StorageError, match="A file stands where a folder is needed"):
        Outputs(tmp_path / "out").prepare()


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "a/../../b.txt", "", "a\0b.txt"])
def test_no_name_leads_out_of_the_folder(tmp_path, name):
    """Names with "..", absolute names and empty ones are refused."""
    with pytest.raises(StorageError):
        Outputs(tmp_path / "out").write(name, b"x")


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_no_link_leads_out_of_the_folder(tmp_path):
    """A symbolic link inside the outputs does not let results be written elsewhere."""
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out/link").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    with pytest.raises(StorageError, match="symbolic link"):
        Outputs(tmp_path / "out").write("link/a.txt", b"x")
    assert not list((tmp_path / "elsewhere").iterdir())


def test_stale_temporary_files_are_removed(tmp_path):
    """What a killed run left goes at the next start; files of a run at work, and files of others, stay."""
    old, new, other = (tmp_path / n for n in (f".toolkit-{'0' * 16}.tmp", f".toolkit-{'1' * 16}.tmp", "x.tmp"))
    for path in (old, new, other):
        path.write_bytes(b"half")
        os.utime(path, (1, 1)) if path != new else None
    Outputs(tmp_path).prepare()
    assert (old.exists(), new.exists(), other.exists()) == (False, True, True)


KILLED = """
import os, sys
from pathlib import Path
from toolkit.storage.outputs import Outputs
data = bytes([65 + int(sys.argv[2]) % 26]) * 3_000_000
print("ready", flush=True)
while True:
    Outputs(Path(sys.argv[1])).write("a.en.txt", data)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_kill_leaves_no_half_file(tmp_path):
    """A process killed while it writes leaves the old or the new file, whole."""
    for number in range(4):
        command = [sys.executable, "-c", KILLED, str(tmp_path), str(number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            process.stdout.readline()
            threading.Event().wait(0.03 + 0.017 * number)
            process.kill()
        path = tmp_path / "a.en.txt"
        if path.exists():
            data = path.read_bytes()
            assert len(data) == 3_000_000
            assert len(set(data)) == 1


def test_records_are_one_line_each(tmp_path):
    """Segment records are JSON lines for every reader, U+2028 included."""
    outputs, _ = _finished(tmp_path)
    lines = outputs.path(SOURCE.segments).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [{"index": 0, "source": "Bonjour\u2028."}]


def test_unchanged_document_is_fresh(tmp_path):
    """A document with the same source, signature and outputs is not done again."""
    _finished(tmp_path)
    entry = Manifest(Outputs(tmp_path), {}, SIGNATURE).fresh(SOURCE, "d1", "en")
    assert entry is not None
    assert entry.findings == {"error": {"figure_changed": 1}}


@pytest.mark.parametrize("change", ["source", "signature", "output", "missing", "name", "language"])
def test_changed_document_is_not_fresh(tmp_path, change):
    """Another source, signature, name or language, and outputs that were edited or removed, are done again."""
    outputs, _ = _finished(tmp_path)
    signature = SIGNATURE.plus(glossary="other") if change == "signature" else SIGNATURE
    source = Input("a.txt", Path("a.txt"), "a~2", "a~2") if change == "name" else SOURCE
    if change == "output":
        outputs.path("a.en.txt").write_text("edited", encoding="utf-8")
    if change == "missing":
        outputs.path("a.segments.jsonl").unlink()
    manifest = Manifest(outputs, {}, signature)
    digest, language = ("d2" if change == "source" else "d1"), ("de" if change == "language" else "en")
    assert manifest.fresh(source, digest, language) is None


def test_manifest_has_no_timings(tmp_path):
    """Two runs over the same documents write the same manifest, byte for byte; what differs goes to the run log."""
    one, manifest = _finished(tmp_path / "one")
    two, _ = _finished(tmp_path / "two")
    manifest.log_run({"seconds": 1.5})
    assert one.path(NAME).read_bytes() == two.path(NAME).read_bytes()
    assert json.loads(one.path(".toolkit/runs.jsonl").read_text(encoding="utf-8")) == {"seconds": 1.5}


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"schema": 99, "documents": []}', b"\xff\xfe\x00"])
def test_damaged_manifest_means_doing_it_again(tmp_path, damage):
    """A manifest that cannot be understood costs time, never a crash."""
    outputs, _ = _finished(tmp_path)
    outputs.path(NAME).write_bytes(damage)
    assert Manifest(outputs, {}, SIGNATURE).fresh(SOURCE, "d1", "en") is None


def test_two_runs_at_once_keep_both_entries(tmp_path):
    """Entries of two runs on one folder end up in one manifest."""
    outputs = Outputs(tmp_path)
    manifests = [Manifest(outputs, {}, SIGNATURE) for _ in range(2)]
    for number, manifest in enumerate(manifests):
        source = Input(f"{number}.txt", Path("x.txt"), str(number), str(number))
        outputs.write(source.segments, b"")
        manifest.add(manifest.entry(source, "d", {source.segments: "0"}, {}, {}))
    for manifest in manifests:
        manifest.save()
    assert [entry.id for entry in Manifest(outputs, {}, SIGNATURE).entries] == ["0.txt", "1.txt"]


def test_manifest_is_as_json_would_write_it(tmp_path):
    """The manifest, written entry by entry, is what writing it at once gives; entries in the order of their ids."""
    outputs = Outputs(tmp_path)
    manifest = Manifest(outputs, {"tool": "0.1.0"}, SIGNATURE)
    manifest.save()
    text = outputs.path(NAME).read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"
    for number in (2, 0, 1):
        source = Input(f"{number}\u2028.txt", Path("x.txt"), str(number), str(number))
        outputs.write(source.segments, b"")
        manifest.add(manifest.entry(source, "d", {source.segments: "0"}, {"words": 1}, FINDINGS))
    manifest.save()
    text = outputs.path(NAME).read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"
    assert [entry["id"] for entry in json.loads(text)["documents"]] == ["0\u2028.txt", "1\u2028.txt", "2\u2028.txt"]


def test_entry_of_this_run_replaces_an_earlier_one(tmp_path):
    """A document that is done again is in the manifest once, as this run made it; outputs that are gone are not."""
    outputs, _ = _finished(tmp_path)
    second = Manifest(outputs, {}, SIGNATURE)
    second.add(second.entry(SOURCE, "d2", {}, {}, {}))
    assert [entry.source for entry in second.entries] == ["d2"]
    for name in OUTPUTS:
        outputs.path(name).unlink()
    third = Manifest(outputs, {}, SIGNATURE)
    third.save()
    assert Manifest(outputs, {}, SIGNATURE).is_empty()


def test_draft_takes_its_place_when_it_is_whole(tmp_path):
    """A file that is written bit by bit is not there before its end, and never there when it is given up."""
    draft = Outputs(tmp_path).draft("a.txt")
    draft.write(b"half")
    assert not (tmp_path / "a.txt").exists()
    draft.write(b" and half")
    digest = draft.digest
    draft.commit()
    assert (tmp_path / "a.txt").read_bytes() == b"half and half"
    assert digest == hashlib.sha256(b"half and half").hexdigest()
    given_up = Outputs(tmp_path).draft("b.txt")
    given_up.write(b"half")
    given_up.discard()
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
