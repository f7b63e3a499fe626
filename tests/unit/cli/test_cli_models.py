"""``toolkit models`` as a user sees it: text, JSON, exit codes and messages, without network."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from toolkit.checkpoints.known import KNOWN
from toolkit.checkpoints.project import FILE, Choice
from toolkit.cli.app import run
from toolkit.cli.models import listing_lines
from toolkit.pipeline.models import Listed, Listing

GOLDEN = Path(__file__).parents[2] / "golden" / "cli"
HUB = "Helsinki-NLP/opus-mt-fr-en"


@pytest.fixture(autouse=True)
def apart(tmp_path, monkeypatch):
    """Give every test its own caches and working directory, and keep the network out."""
    monkeypatch.setenv("TOOLKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hf"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path


@pytest.fixture
def call(capsys):
    """Return a function that runs a command and returns exit code, output and errors."""

    def calling(*arguments):
        capsys.readouterr()
        code = run([*arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return calling


@pytest.fixture
def fetched(apart):
    """Write a hub model that verifies into the toolkit's cache, links and blobs as the hub's library lays them out."""
    place = apart / "cache" / "hub" / ("models--" + HUB.replace("/", "--"))
    commit = "0123456789abcdef0123456789abcdef01234567"
    snapshot = place / "snapshots" / commit
    snapshot.mkdir(parents=True)
    (place / "blobs").mkdir()
    (place / "refs").mkdir()
    (place / "refs" / "main").write_text(commit, encoding="ascii")
    header = json.dumps({"model.shared.weight": {"dtype": "F16", "shape": [2, 2], "data_offsets": [0, 8]}}).encode()
    files = {
        "config.json": json.dumps({"model_type": "marian", "vocab_size": 2, "d_model": 2}).encode(),
        "model.safetensors": len(header).to_bytes(8, "little") + header + bytes(8),
        "tokenizer_config.json": b'{"source_lang": "fr", "target_lang": "en"}',
        "README.md": b"---\nlicense: apache-2.0\n---\n",
        **dict.fromkeys(("source.spm", "target.spm", "vocab.json"), b"{}"),
    }
    for name, content in files.items():
        blob = place / "blobs" / hashlib.sha256(content).hexdigest()
        blob.write_bytes(content)
        (snapshot / name).symlink_to(blob)
    return snapshot


def test_list_is_golden():
    """The list has embedded, fetched and known models in aligned columns, and says what the star means."""
    embedded = Listed("fr-en-small", "embedded", "fr-en", 24_900_000, "", None, Path("m"), None, default=False)
    here = Listed(HUB, "fetched", "fr-en", 302_400_000, "apache-2.0", "0" * 40, Path("h"), KNOWN[0], default=True)
    hub = [Listed(k.name, "hub", k.languages, k.size, k.licence, None, None, k, default=False) for k in KNOWN[1:]]
    found = Listing(
        (embedded, here, *hub), Path("/c"), 302_400_000, 9_000_000, 1_500_000, Choice(HUB, None, Path(FILE))
    )
    text = "\n".join(listing_lines(found)) + "\n"
    path = GOLDEN / "models-list.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_list_as_json(call, fetched):
    """JSON has every model with place, licence and disk use; known models that are not here have no directory."""
    code, out, _ = call("models", "list", "--json")
    values = json.loads(out)
    by_name = {model["name"]: model for model in values["models"]}
    assert (code, values["schema"]) == (0, 1)
    assert by_name["fr-en-small"]["place"] == "embedded"
    assert by_name["fr-en-small"]["default"] is True
    assert (by_name[HUB]["place"], by_name[HUB]["licence"]) == ("fetched", "apache-2.0")
    assert values["bytes"]["fetched"] > 0
    absent = by_name["Helsinki-NLP/opus-mt-tc-big-fr-en"]
    assert (absent["place"], absent["directory"], absent["known"]["bleu"]) == ("hub", None, 46.0)


def test_info_tells_what_is_here_and_what_is_known(call, fetched):
    """Details of a model on this disk, the published figures with their page, and what to do about an absent one."""
    code, out, _ = call("models", "info", HUB)
    assert code == 0
    assert "apache-2.0" in out
    assert "published: BLEU 33.9" in out
    code, out, _ = call("models", "info", "Helsinki-NLP/opus-mt-tc-big-fr-en")
    assert code == 0
    assert "toolkit models pull" in out
    code, _, err = call("models", "info", "no-such-model")
    assert code == 1
    assert "no-such-model" in err


def test_verify_finds_a_changed_byte(call, fetched):
    """Files are hashed anew: a right model passes, one changed byte of its weights fails with exit code 1."""
    code, out, _ = call("models", "verify", HUB, "--no-translation")
    assert code == 0
    assert "7 of 7 files compared with the hub's hashes" in out
    weights = (fetched / "model.safetensors").resolve()
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    code, out, _ = call("models", "verify", HUB, "--no-translation", "--json")
    (values,) = json.loads(out)["models"]
    assert (code, values["right"]) == (1, False)
    assert "model.safetensors" in values["problem"]


def test_use_chooses_and_resets(call, fetched):
    """A choice is written beside the user's files, shows in the list, and goes again."""
    assert call("models", "use", HUB)[0] == 0
    assert f'model = "{HUB}"' in Path(FILE).read_text(encoding="utf-8")
    values = json.loads(call("models", "list", "--json")[1])
    assert [model["name"] for model in values["models"] if model["default"]] == [HUB]
    assert call("models", "use", "--reset")[0] == 0
    assert not Path(FILE).exists()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("use",), 2, "--reset"),
        (("use", "fr-en-small", "--reset"), 2, "--reset"),
        (("use", "Helsinki-NLP/opus-mt-en-fr"), 1, "toolkit models pull Helsinki-NLP/opus-mt-en-fr"),
        (("convert", "Helsinki-NLP/opus-mt-en-fr"), 1, "toolkit models pull"),
        (("pull", "fr-en-small"), 1, "nothing to fetch"),
        (("pull", "Helsinki-NLP/opus-mt-en-fr"), 1, "HF_HUB_OFFLINE is set"),
        (("remove", "fr-en-small", "--yes"), 1, "not removed"),
        (("verify", "a", "b", "--revision", "main"), 2, "name it"),
    ],
)
def test_errors_say_what_to_do(call, arguments, code, message):
    """Wrong usage is exit code 2, what cannot be done 1; the message names the way out."""
    got, _, err = call("models", *arguments)
    assert (got, message in err) == (code, True), err


def test_remove_frees_the_disk(call, fetched):
    """Removing a fetched model deletes it and says how much that freed."""
    code, out, _ = call("models", "remove", HUB, "--yes", "--json")
    assert code == 0
    assert json.loads(out)["freed"] > 0
    assert not fetched.exists()


def test_unfinished_downloads_are_shown(call, apart):
    """Parts of a broken-off download count as disk use and are named, since pulling goes on with them."""
    blobs = apart / "cache" / "hub" / "models--a--b" / "blobs"
    blobs.mkdir(parents=True)
    (blobs / "x.incomplete").write_bytes(bytes(2_500_000))
    assert json.loads(call("models", "list", "--json")[1])["bytes"]["unfinished"] == 2_500_000
    assert "2.5 MB of unfinished downloads" in call("models", "list")[1]


def test_commands_read_the_choice(call, fetched):
    """A command without --model takes the project's model, and an error names it."""
    call("models", "use", HUB)
    weights = (fetched / "model.safetensors").resolve()
    weights.write_bytes(b"broken")
    Path("a.txt").write_text("Bonjour.\n", encoding="utf-8")
    code, _, err = call("translate", "a.txt")
    assert code == 1
    assert "model.safetensors" in err
