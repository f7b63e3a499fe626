"""Fetching from a hub: a small local server answers as the hub does."""

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from toolkit.checkpoints.fetch import cached, fetch, wanted_files
from toolkit.checkpoints.find import find
from toolkit.errors import CheckpointError

COMMIT = "89abcdef0123456789abcdef0123456789abcdef"
REPO = "someone/opus-mt-fr-en"


class Hub(ThreadingHTTPServer):
    """A hub with one repository; it notes what it was asked."""

    def __init__(self, files):
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.files = files
        self.asked = []
        self.broken = False

    def answer(self, path):
        """Return the body for *path*; None: there is no such thing."""
        if path == f"/api/models/{REPO}/revision/main":
            siblings = [{"rfilename": name, "size": len(data)} for name, data in self.files.items()]
            return json.dumps({"id": REPO, "sha": COMMIT, "siblings": siblings}).encode()
        if path == f"/api/models/{REPO}/tree/{COMMIT}":
            return json.dumps(
                [
                    {"type": "file", "path": name, "size": len(data), "oid": _hash(data)}
                    for name, data in self.files.items()
                ]
            ).encode()
        if path.startswith(f"/{REPO}/resolve/{COMMIT}/") and not (self.broken and "safetensors" in path):
            return self.files[path.split(f"{COMMIT}/")[1]]
        return None


class Handler(BaseHTTPRequestHandler):
    """Answers with the headers of the hub."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Stay quiet."""

    def do_HEAD(self):
        """Answer without body."""
        self._send(body=False)

    def do_GET(self):
        """Answer with body."""
        self._send(body=True)

    def _send(self, *, body):
        path = self.path.split("?")[0]
        self.server.asked.append((self.command, path))
        data = self.server.answer(path)
        self.send_response(200 if data is not None else 404)
        if data is None:
            self.send_header("X-Error-Code", "EntryNotFound" if "resolve" in path else "RepoNotFound")
        data = data or b""
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Type", "application/json")
        self.send_header("ETag", f'"{_hash(data)}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.end_headers()
        if body:
            self.wfile.write(data)


def _hash(data):
    return hashlib.sha1(data).hexdigest()


@pytest.fixture
def hub(tmp_path, writing, monkeypatch):
    """Serve one repository on this machine."""
    from huggingface_hub import constants

    directory = writing[0](tmp_path / "served")
    files = {path.name: path.read_bytes() for path in directory.iterdir()}
    server = Hub({**files, "modeling_evil.py": b"print(1)", "pytorch_model.bin": b"pickle", "onnx/m.safetensors": b"x"})
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    monkeypatch.delenv("HF_HUB_OFFLINE")
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    yield server
    server.shutdown()
    server.server_close()


def test_fetch_takes_only_what_a_model_needs(hub, own_cache):
    """Weights, configuration, tokenizer and card are fetched into the toolkit's cache; code and pickles are not."""
    steps = []
    found = fetch(REPO, progress=lambda done, total: steps.append((done, total)), endpoint=hub.url)
    assert found.commit == COMMIT
    assert own_cache in found.directory.parents
    names = {path.name for path in found.directory.rglob("*")}
    assert "model.safetensors" in names
    assert not names & {"modeling_evil.py", "pytorch_model.bin", "m.safetensors", "onnx"}
    assert steps
    assert all(0 <= done <= total for done, total in steps)
    assert steps[-1][0] == steps[-1][1]


def test_fetched_once_never_asks_again(hub, monkeypatch):
    """After the first fetch the pinned commit is used without network."""
    first = fetch(REPO, endpoint=hub.url)
    hub.asked.clear()
    assert fetch(REPO, endpoint=hub.url) == first
    assert hub.asked == []
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert find(REPO).revision == COMMIT


def test_broken_off_fetch_is_no_model_and_continues(hub):
    """A fetch that fails is an error with the ways out, leaves no model behind, and the next one completes it."""
    hub.broken = True
    with pytest.raises(CheckpointError, match=r"could not be fetched|incomplete"):
        fetch(REPO, endpoint=hub.url)
    assert cached(REPO) is None
    hub.broken = False
    assert fetch(REPO, endpoint=hub.url).commit == COMMIT


def test_repository_with_only_pickles_is_refused_before_fetching(hub):
    """A repository without safetensors is refused before anything is downloaded, naming the conversions."""
    del hub.files["model.safetensors"]
    del hub.files["onnx/m.safetensors"]
    with pytest.raises(CheckpointError, match=r"only pickled weights.*--revision refs/pr/"):
        fetch(REPO, endpoint=hub.url)
    assert not [path for _, path in hub.asked if "resolve" in path]


def test_unknown_repository_is_said_to_be_unknown(hub):
    """A repository the hub does not have is an error of the name."""
    with pytest.raises(CheckpointError, match="no model someone/else"):
        fetch("someone/else", endpoint=hub.url)


def test_unreachable_hub_is_one_clear_error(hub):
    """A hub that does not answer gives one error that names every way out."""
    with pytest.raises(
        CheckpointError, match=r"could not be fetched.*embedded.*directory.*HF_HUB_OFFLINE.*HTTPS_PROXY"
    ):
        fetch(REPO, endpoint="http://127.0.0.1:9")


def test_shards_are_taken_when_there_is_no_single_file():
    """Of weights in one file and in shards only the one file is fetched; without it the shards and their index."""
    index = "model.safetensors.index.json"
    shards = ["model-1-of-2.safetensors", "model-2-of-2.safetensors"]
    assert wanted_files("r", ["config.json", "model.safetensors", *shards, index]) == [
        "config.json",
        "model.safetensors",
    ]
    assert wanted_files("r", ["config.json", *shards, index, "a.py"]) == sorted(["config.json", *shards, index])
