"""From what the user names to verified weights on this disk."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Final

from toolkit import languages
from toolkit.checkpoints.fetch import HUB_ID, WAYS_OUT, Progress, cached
from toolkit.checkpoints.fetch import fetch as fetch_model
from toolkit.checkpoints.places import embedded_models, fetched_models
from toolkit.checkpoints.verify import verify
from toolkit.errors import CheckpointError, OptionsError
from toolkit.types import Checkpoint

SHORT_NAMES: Final = {"opus-mt-": "Helsinki-NLP/"}
"""Owners of models that are known by their name alone, by its beginning."""


def find(
    spec: str | None,
    pair: tuple[str, str] | None = ("fr", "en"),
    *,
    revision: str | None = None,
    fetch: bool = True,
    progress: Progress | None = None,
) -> Checkpoint:
    """Return the checkpoint that *spec* names, for a language *pair* (None: any model, e.g. a summariser).

    *spec* is the name of an embedded model, a directory, or a hub id; None: the embedded model of the pair. *revision*
    is a commit, tag or branch of a hub model. *fetch*: whether the hub may be asked. *progress* is told bytes done and
    in all. Raises CheckpointError, and OptionsError for a pair that the model does not translate or that no embedded
    model does: another pair was asked for than can be had, whether a model was named or not.
    """
    found = _locate(spec, pair, revision, fetch, progress)
    if pair and found.architecture == "marian" and found.pair != pair:
        stated = "-".join(found.pair or ("?", "?"))
        raise OptionsError(
            f"{found.name} translates {stated}, but {pair[0]}-{pair[1]} is asked for: name a model of that pair with "
            f"--model, e.g. Helsinki-NLP/opus-mt-{pair[0]}-{pair[1]}, or change --from and --to."
        )
    return found


def _locate(
    spec: str | None, pair: tuple[str, str] | None, revision: str | None, may_fetch: bool, progress: Progress | None
) -> Checkpoint:
    embedded = embedded_models()
    name = _default(pair, embedded) if spec is None else spec.strip()
    is_path = name.startswith((".", "~", "/")) or os.sep + os.sep in name or Path(name).is_absolute()
    if name in embedded and not is_path:
        _refuse_revision(name, revision)
        return verify(embedded[name], name=name, source="embedded", pair=pair)
    if is_path or (name and Path(name).is_dir()):
        _refuse_revision(name, revision)
        directory = Path(name).expanduser()
        if not directory.is_dir():
            raise CheckpointError(f"There is no directory {name}. {_known(embedded)}")
        return verify(directory.resolve(), name=name, source="local", pair=pair)
    repo = _hub_id(name)
    if repo is None:
        raise CheckpointError(f"There is no model {name!r}. {_known(embedded)}")
    return _from_hub(repo, pair, revision, may_fetch, progress)


def _from_hub(
    repo: str, pair: tuple[str, str] | None, revision: str | None, may_fetch: bool, progress: Progress | None
) -> Checkpoint:
    here = fetch_model(repo, revision, progress) if may_fetch else cached(repo, revision)
    if here is None:
        raise CheckpointError(f"{repo} is not on this disk, and fetching is switched off. {WAYS_OUT}")
    found = verify(here.directory, name=repo, source="hub", revision=here.commit, pair=pair)
    return replace(found, facts={**found.facts, "revision": revision or "main"})


def _default(pair: tuple[str, str] | None, embedded: dict[str, Path]) -> str:
    if pair is None:
        raise CheckpointError("No model is named, and none is embedded for this task: name one with --model.")
    name = languages.EMBEDDED.get(pair)
    if name is None:
        have = ", ".join(f"{source}-{target}" for source, target in languages.EMBEDDED)
        raise OptionsError(
            f"No {languages.name(pair[0])} to {languages.name(pair[1])} model comes with the toolkit (it has {have}): "
            f"name one with --model, e.g. Helsinki-NLP/opus-mt-{pair[0]}-{pair[1]} or a directory."
        )
    if name not in embedded:
        raise CheckpointError(
            f"The embedded model {name} is missing from this installation: install the toolkit again, or name a model "
            "with --model."
        )
    return name


def _hub_id(name: str) -> str | None:
    for beginning, owner in SHORT_NAMES.items():
        if name.startswith(beginning) and HUB_ID.fullmatch(owner + name):
            return owner + name
    return name if HUB_ID.fullmatch(name) and ".." not in name else None


def _refuse_revision(name: str, revision: str | None) -> None:
    if revision is not None:
        raise CheckpointError(f"{name} is no hub model, so it has no revision {revision!r}: drop --revision.")


def _known(embedded: dict[str, Path]) -> str:
    here = ", ".join(sorted({repo for repo, _ in fetched_models()}))
    return (
        f"Embedded: {', '.join(embedded) or 'none'}. Fetched: {here or 'none'}. A directory is named with its path "
        "(./my-model), a hub model with its id (Helsinki-NLP/opus-mt-fr-en)."
    )
