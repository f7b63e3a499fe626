"""Fetching from a hub: a small local server answers as the hub does."""

import hashlib
import itertools
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from toolkit.checkpoints.content import file_states
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
        self.cuts = []
        self.ranges = []
        self.corrupt = False

    def answer(self, path):
        """Return the body for *path*; None: there is no such thing."""
        if path == f"/api/models/{REPO}/revision/main":
            siblings = [{"rfilename": name, "size": len(data)} for name, data in self.files.items()]
            return json.dumps({"id": REPO, "sha": COMMIT, "siblings": siblings}).encode()
        if path == f"/api/models/{REPO}/tree/{COMMIT}":
            return json.dumps(
                [
                    {"type": "file", "path": name, "size": len(data), "oid": _etag(name, data)}
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
        whole, found = len(data or b""), re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range") or "")
        first = int(found[1]) if found else 0
        if self.command == "GET" and "safetensors" in path:
            self.server.ranges.append(first)
        self.send_response(404 if data is None else 206 if found else 200)
        if data is None:
            self.send_header("X-Error-Code", "EntryNotFound" if "resolve" in path else "RepoNotFound")
        data = data or b""
        self.send_header("Content-Type", "application/json")
        self.send_header("ETag", f'"{_etag(path, data)}"')
        self.send_header("X-Repo-Commit", COMMIT)
        if found:
            data = data[first:]
            self.send_header("Content-Range", f"bytes {first}-{whole - 1}/{whole}")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if body:
            self._write(path, bytes(len(data)) if self.server.corrupt and "safetensors" in path else data)

    def _write(self, path, data):
        if "safetensors" in path and self.server.cuts:
            data = data[: self.server.cuts.pop(0)]
            self.close_connection = True
        self.wfile.write(data)


def _etag(path, data):
    """Return what names a blob of the hub: SHA-256 of weights, git's SHA-1 of everything else."""
    if path.endswith(".safetensors"):
        return hashlib.sha256(data).hexdigest()
    return hashlib.sha1(f"blob {len(data)}\0".encode() + data).hexdigest()


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


def test_a_cut_connection_goes_on_by_range_within_one_call(hub):
    """When the connection is cut in the middle of the weights, only the rest is asked for, and the hash is right."""
    data = hub.files["model.safetensors"]
    hub.cuts = [70, 1]
    found = fetch(REPO, endpoint=hub.url)
    assert hub.ranges == [0, 70, 71]
    assert (found.directory / "model.safetensors").read_bytes() == data
    assert {f.state for f in file_states(found.directory)} == {"right"}


def test_a_broken_off_download_goes_on_in_the_next_call(hub, own_cache):
    """What came before the connection was lost stays on disk; the next call asks for the rest only and proves it."""
    data = hub.files["model.safetensors"]
    hub.cuts = [50, 0]
    with pytest.raises(CheckpointError, match="could not be fetched"):
        fetch(REPO, endpoint=hub.url)
    assert cached(REPO) is None
    parts = list(own_cache.rglob("*.incomplete"))
    assert [part.read_bytes() for part in parts] == [data[:50]]
    hub.ranges.clear()
    steps = []
    found = fetch(REPO, progress=lambda done, total: steps.append((done, total)), endpoint=hub.url)
    assert hub.ranges == [50]
    assert (found.directory / "model.safetensors").read_bytes() == data
    assert not list(own_cache.rglob("*.incomplete"))
    assert all(before[0] <= after[0] <= after[1] for before, after in itertools.pairwise(steps))


def test_a_part_of_other_content_is_found_by_its_hash(hub, own_cache):
    """A part that is not the beginning of what the hub announces is refused after hashing, and the next call is right.

    The same holds for weights that were changed on the way.
    """
    data = hub.files["model.safetensors"]
    part = own_cache / "hub" / "models--someone--opus-mt-fr-en" / "blobs" / f"{_etag('.safetensors', data)}.incomplete"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"x" * 40)
    with pytest.raises(CheckpointError, match="SHA-256"):
        fetch(REPO, endpoint=hub.url)
    hub.corrupt = True
    with pytest.raises(CheckpointError, match="SHA-256"):
        fetch(REPO, endpoint=hub.url)
    assert cached(REPO) is None
    hub.corrupt = False
    assert (fetch(REPO, endpoint=hub.url).directory / "model.safetensors").read_bytes() == data


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
