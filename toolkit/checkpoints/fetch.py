"""Models of the Hugging Face hub: found on this disk, or fetched with huggingface_hub.

A revision is resolved to a commit when it is first fetched, and the commit is kept in the cache's ``refs`` folder: from
then on the same weights are used, without network, until they are removed. Only safetensors weights, configuration,
tokenizer and model card are fetched; code of the repository never is.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from toolkit.checkpoints.content import file_states
from toolkit.checkpoints.places import hub_folder, hub_folders, write_atomically
from toolkit.checkpoints.resume import SHA256, complete
from toolkit.checkpoints.verify import HASHED
from toolkit.checkpoints.weights import INDEX, WEIGHTS
from toolkit.errors import CheckpointError

Progress = Callable[[int, int], None]
"""Told bytes done and bytes in all, as far as known."""

Library: TypeAlias = Any
"""huggingface_hub, imported late; or a class of it."""

HUB_ID: Final = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_REVISION: Final = re.compile(r"\w[\w.-]*(?:/\w[\w.-]*)*")
_COMMIT: Final = re.compile("[0-9a-f]{40}")

WAYS_OUT: Final = (
    "Ways out: leave --model away to use the embedded model; give --model a directory with the model's files; copy a "
    "filled hub cache and name it with HF_HUB_CACHE (HF_HUB_OFFLINE=1 then keeps the network out of it); or set "
    "HTTPS_PROXY or HF_ENDPOINT if the hub is reached through a proxy or mirror."
)


class Fetched(NamedTuple):
    """A model of the hub on this disk."""

    directory: Path
    commit: str


def offline() -> bool:
    """Tell whether the environment forbids to ask the hub (``HF_HUB_OFFLINE`` or ``TRANSFORMERS_OFFLINE``)."""
    values = (os.environ.get(name, "") for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"))
    return any(value.upper() in {"1", "ON", "YES", "TRUE"} for value in values)


def cached(repo: str, revision: str | None = None) -> Fetched | None:
    """Return the model when it lies whole on this disk, in the toolkit's cache or huggingface_hub's; no network."""
    revision = _checked(revision)
    for folder in hub_folders():
        place = _place(folder, repo)
        commit: str | None = revision
        if not _COMMIT.fullmatch(revision):
            try:
                commit = (place / "refs" / revision).read_text(encoding="ascii", errors="replace").strip()
            except OSError:
                continue
        if commit and _COMMIT.fullmatch(commit) and _whole(place / "snapshots" / commit):
            return Fetched(place / "snapshots" / commit, commit)
    return None


def fetch(
    repo: str, revision: str | None = None, progress: Progress | None = None, endpoint: str | None = None
) -> Fetched:
    """Return the model *repo*, fetched if it is not on this disk yet; a broken-off download continues.

    *revision*: branch, tag, commit or ``refs/pr/NN``; None: ``main`` as it was when first fetched. *endpoint*: another
    hub than the one of the environment. Raises CheckpointError with the ways out when the hub cannot be reached.
    """
    revision = _checked(revision)
    found = cached(repo, revision)
    if found:
        return found
    if offline():
        raise CheckpointError(
            f"{repo} (revision {revision}) is not on this disk, and HF_HUB_OFFLINE is set. {WAYS_OUT}"
        )
    import huggingface_hub
    from huggingface_hub import errors

    try:
        return _download(huggingface_hub, repo, revision, progress, endpoint)
    except errors.GatedRepoError as error:
        raise CheckpointError(
            f"{repo} asks its users to accept conditions: do so on its page, log in with `hf auth login`, try again."
        ) from error
    except errors.RepositoryNotFoundError as error:
        raise CheckpointError(f"The hub has no model {repo}, or it is private: check the name. {WAYS_OUT}") from error
    except errors.RevisionNotFoundError as error:
        raise CheckpointError(
            f"{repo} has no revision {revision}: see the branches and commits on its page."
        ) from error
    except errors.HFValidationError as error:
        raise CheckpointError(f"{repo!r} is no hub id ({error}): it looks like Helsinki-NLP/opus-mt-fr-en.") from error
    except CheckpointError:
        raise
    except _network_errors() as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CheckpointError(f"{repo} could not be fetched from the hub ({reason}). {WAYS_OUT}") from error


def _download(hub: Library, repo: str, revision: str, progress: Progress | None, endpoint: str | None) -> Fetched:
    info = hub.HfApi(endpoint=endpoint).model_info(repo, revision=revision, files_metadata=True, timeout=20)
    commit = str(info.sha)
    if not _COMMIT.fullmatch(commit):
        raise CheckpointError(f"The hub answered {commit[:60]!r} as commit of {repo}: try again later.")
    sizes = {entry.rfilename: entry.size or 0 for entry in info.siblings or ()}
    files = wanted_files(repo, sizes)
    total = sum(sizes[name] for name in files)
    folder = hub_folder()
    begun = _weights(hub, _Wanted(repo, commit, endpoint, files, total), progress)
    directory = hub.snapshot_download(
        repo,
        revision=commit,
        cache_dir=folder,
        allow_patterns=[re.sub(r"([\[*?])", r"[\1]", name) for name in files],
        endpoint=endpoint,
        tqdm_class=_bar(hub, progress, total, begun),
    )
    if not _whole(Path(directory)):
        raise CheckpointError(f"The download of {repo} is incomplete: try again, it continues where it was.")
    _prove(repo, Path(directory))
    if progress:
        progress(total, total)
    if revision != commit:
        write_atomically(_place(folder, repo) / "refs" / revision, commit)
    return Fetched(Path(directory), commit)


class _Wanted(NamedTuple):
    """What is fetched of a repository."""

    repo: str
    commit: str
    endpoint: str | None
    files: list[str]
    total: int
    """Bytes of all files."""


def _weights(hub: Library, wanted: _Wanted, progress: Progress | None) -> int:
    """Fetch the weights among the files so that they can be continued; return their bytes.

    They become blobs of the cache, which `snapshot_download` then only links. A hub that does not state SHA-256 is
    left to `snapshot_download`.
    """
    done = 0

    def told(size: int) -> None:
        if progress:
            progress(done + size, max(wanted.total, done + size))

    headers = hub.utils.build_hf_headers()
    for name in wanted.files:
        if not name.endswith(".safetensors"):
            continue
        url = hub.hf_hub_url(wanted.repo, name, revision=wanted.commit, endpoint=wanted.endpoint)
        stated = hub.get_hf_file_metadata(url, headers=headers, endpoint=wanted.endpoint)
        if stated.etag and SHA256.fullmatch(stated.etag):
            blob = _place(hub_folder(), wanted.repo) / "blobs" / stated.etag
            complete(hub, url, blob, headers, told)
            done += blob.stat().st_size
    return done


def _prove(repo: str, directory: Path) -> None:
    """Compare every file with the hash the hub gave; delete those that differ, so that the next call fetches them."""
    damaged = [file.name for file in file_states(directory) if file.state == "damaged"]
    for name in damaged:
        (directory / name).resolve().unlink(missing_ok=True)
        (directory / name).unlink(missing_ok=True)
    if damaged:
        raise CheckpointError(f"{', '.join(damaged)} of {repo} came damaged and was deleted: try again.")


def wanted_files(repo: str, names: Iterable[str]) -> list[str]:
    """Pick the files to fetch: safetensors weights, configuration, tokenizer and card at the top of the repository.

    Raises CheckpointError when the repository has no safetensors weights.
    """
    names = set(names)
    weights = sorted(name for name in names if name.endswith(".safetensors") and "/" not in name)
    if WEIGHTS in names:
        weights = [WEIGHTS]
    if not weights:
        has = "only pickled weights" if any(name.endswith(".bin") for name in names) else "no weights"
        raise CheckpointError(
            f"{repo} has {has} at this revision, no safetensors. Pickles are refused, because reading one can run any "
            "code. The hub's converter often left safetensors in a pull request: look for it under 'Community' on the "
            "model's page and name it, e.g. --revision refs/pr/12."
        )
    others = names & {*HASHED, "README.md", *([] if WEIGHTS in names else [INDEX])}
    return sorted([*weights, *others])


def _whole(directory: Path) -> bool:
    """Tell whether configuration and weights are there; what else a model needs, `verify` says by name."""
    if not (directory / "config.json").is_file():
        return False
    return (directory / WEIGHTS).is_file() or (directory / INDEX).is_file()


def _place(folder: Path, repo: str) -> Path:
    if not HUB_ID.fullmatch(repo):
        raise CheckpointError(f"{repo!r} is no hub id: it looks like Helsinki-NLP/opus-mt-fr-en.")
    return folder / ("models--" + repo.replace("/", "--"))


def _checked(revision: str | None) -> str:
    if revision is None:
        return "main"
    if not _REVISION.fullmatch(revision) or len(revision) > 200:  # noqa: PLR2004 - longer than any branch name
        raise CheckpointError(f"{revision!r} is no revision: give a branch, a tag, a commit or refs/pr/NN.")
    return revision


def _network_errors() -> tuple[type[Exception], ...]:
    """Return what a download can raise, the base error of the HTTP library that huggingface_hub uses included."""
    from huggingface_hub import errors

    base = errors.HfHubHTTPError.__mro__[1]
    return (OSError, RuntimeError, base) if issubclass(base, Exception) else (OSError, RuntimeError)


def _bar(hub: Library, progress: Progress | None, total: int, begun: int) -> Library:
    """Return a silent progress bar class that passes on the bytes written, *begun* of which came before."""

    class Bar(hub.utils.tqdm):  # type: ignore[misc]  # the base is untyped
        done = begun

        def __init__(self, *args: object, **kwargs: object) -> None:
            desc = str(kwargs.get("desc", ""))
            self._counts = kwargs.get("unit") == "B" and not desc.startswith("Downloading")
            kwargs["disable"] = True
            super().__init__(*args, **kwargs)

        def update(self, n: float | None = 1) -> bool | None:
            if self._counts and progress:
                Bar.done += int(n or 0)
                progress(Bar.done, max(total, Bar.done))
            return None

    return Bar
