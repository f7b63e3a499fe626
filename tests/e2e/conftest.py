"""The command line as a user has it, with the embedded model and a cache of its own."""

import json
from dataclasses import dataclass

import pytest

from toolkit.cli.app import run


@dataclass
class Ran:
    """What one run of the command left on the screen."""

    code: int
    out: str
    err: str

    @property
    def report(self):
        """Return the object that --json printed."""
        return json.loads(self.out)


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory):
    """Keep conversions and proofs of the tests apart from the user's, and the network out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOOLKIT_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("HF_HUB_OFFLINE", "1")
        patch.setenv("TERM", "dumb")
        patch.setenv("COLUMNS", "80")
        yield


@pytest.fixture
def toolkit(capsys):
    """Return a function that runs the command line in this process."""

    def call(*arguments):
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return call


@pytest.fixture
def articles(tmp_path):
    """Return a function that writes files into a folder of articles and returns the folder."""
    folder = tmp_path / "articles"

    def make(files):
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return make


@pytest.fixture
def outputs(tmp_path):
    """Return the outputs folder, not made yet."""
    return tmp_path / "outputs"
