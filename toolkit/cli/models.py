"""``toolkit models``: see, fetch, verify, convert, remove and choose models."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from toolkit.cli import flags
from toolkit.errors import OptionsError

if TYPE_CHECKING:
    from toolkit.checkpoints.known import Known
    from toolkit.checkpoints.shelf import Details
    from toolkit.pipeline.models import Listed, Listing, Verified

models = typer.Typer(help="See, fetch, verify, convert, remove and choose models.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Name of the model; see models list.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the application."""
    app.add_typer(models, name="models")


@models.command(name="list")
def list_(as_json: flags.Json = False) -> None:
    """List the models on this disk and those that can be fetched, with languages, licence and published scores.

    \b
    toolkit models list

    Uses no network. The star marks the model that is used when --model is not given.
    """
    from toolkit.pipeline.models import listing

    found = listing()
    if as_json:
        _json(_listing_values(found))
        return
    for line in listing_lines(found):
        print(line)


def listing_lines(found: Listing) -> list[str]:
    """Return the list as lines of text."""
    from toolkit.evaluation.texts import columns

    rows = [("  model", "place", "languages", "MB", "licence", "published (test set)")]
    rows += [
        (
            f"{'*' if m.default else ' '} {m.name}",
            "not here" if m.place == "hub" else m.place,
            m.languages or "-",
            _megabytes(m.size) if m.size is not None else "-",
            m.licence or "-",
            _published(m.fact),
        )
        for m in found.models
    ]
    lines = columns(rows, words=(0, 1, 2, 4, 5))
    taken = f"{_megabytes(found.fetched)} MB fetched, {_megabytes(found.converted)} MB converted"
    lines += ["", f"cache {found.cache}: {taken}"]
    if found.unfinished:
        lines.append(
            f"{_megabytes(found.unfinished)} MB of unfinished downloads; toolkit models pull goes on with them"
        )
    if found.choice:
        lines.append(f"* chosen in {found.choice.file}: {found.choice.model}")
        if not any(m.default for m in found.models):
            lines.append("  (neither in this list nor embedded: a directory, or a model that is not fetched yet)")
    return lines


def _published(fact: Known | None) -> str:
    if fact is None or not fact.test_set:
        return "-"
    scores = [f"BLEU {fact.bleu:.1f}"] if fact.bleu is not None else []
    scores += [f"chrF {fact.chrf:.1f}"] if fact.chrf is not None else []
    return f"{', '.join(scores)} ({fact.test_set})"


def _listing_values(found: Listing) -> dict[str, Any]:
    return {
        "schema": 1,
        "cache": str(found.cache),
        "bytes": {"fetched": found.fetched, "converted": found.converted, "unfinished": found.unfinished},
        "choice": {"model": found.choice.model, "revision": found.choice.revision, "file": str(found.choice.file)}
        if found.choice
        else None,
        "models": [_listed_values(m) for m in found.models],
    }


def _listed_values(m: Listed) -> dict[str, Any]:
    return {
        "name": m.name, "place": m.place, "languages": m.languages or None, "bytes": m.size,
        "licence": m.licence or None, "revision": m.revision, "directory": str(m.directory) if m.directory else None,
        "default": m.default, "known": asdict(m.fact) if m.fact else None,
    }  # fmt: skip


@models.command()
def info(name: Name, as_json: flags.Json = False) -> None:
    """Show what a model is: files, digest, licence, conversions, published scores. Verifies it.

    \b
    toolkit models info fr-en-small
    """
    from toolkit.pipeline.models import details

    found, fact = details(name)
    if as_json:
        _json({"schema": 1, "name": name, "here": [_details_values(d) for d in found],
               "known": asdict(fact) if fact else None})  # fmt: skip
        return
    for each in found:
        _print_details(each)
    if not found:
        print(f"{name}: not on this disk; fetch it with: toolkit models pull {name}")
    if fact:
        print(f"published: {_published(fact)}, licence {fact.licence}; {fact.source}")
        if fact.remark:
            print(f"remark: {fact.remark}")


def _print_details(each: Details) -> None:
    checkpoint = each.checkpoint
    print(f"{checkpoint.name}: {checkpoint.architecture}, {checkpoint.source}")
    rows = {
        "languages": "-".join(checkpoint.pair) if checkpoint.pair else "-",
        "digest": checkpoint.digest,
        "revision": checkpoint.revision or "-",
        "directory": str(checkpoint.directory),
        "size": f"{_megabytes(checkpoint.size)} MB",
        "converted": f"{_megabytes(each.conversion_size)} MB in {len(each.conversions)} conversions",
        **{key: value for key, value in each.facts.items() if key not in {"language", "revision"}},
    }
    rows["license"] = each.licence
    rows.pop("license_name", None)
    for key, value in rows.items():
        print(f"  {key:<13}{value}")


def _details_values(each: Details) -> dict[str, Any]:
    checkpoint = each.checkpoint
    return {
        "name": checkpoint.name, "source": checkpoint.source, "architecture": checkpoint.architecture,
        "pair": list(checkpoint.pair) if checkpoint.pair else None, "digest": checkpoint.digest,
        "revision": checkpoint.revision, "directory": str(checkpoint.directory), "bytes": checkpoint.size,
        "removable": each.entry.removable, "conversions": [str(path) for path in each.conversions],
        "conversion_bytes": each.conversion_size, "card": each.facts, "licence": each.licence,
    }  # fmt: skip


@models.command()
def pull(name: Name, revision: flags.Revision = None, quiet: flags.Quiet = False, as_json: flags.Json = False) -> None:
    """Fetch a model from the hub and verify it. A broken-off download goes on where it stopped.

    \b
    toolkit models pull Helsinki-NLP/opus-mt-tc-big-fr-en
    toolkit models pull someone/opus-mt-fr-en-press --revision v1.2
    HF_ENDPOINT=https://mirror.example toolkit models pull Helsinki-NLP/opus-mt-fr-en

    A revision is a branch, a tag, a commit, or a pull request: the hub's converter leaves the safetensors of models
    with pickled weights in one, refs/pr/12 for example.

    Only safetensors weights, configuration, tokenizer and card are fetched, never code or pickles. The commit is
    pinned: later runs use the same weights without network until the model is removed.
    """
    from toolkit.cli import report
    from toolkit.pipeline.models import pull as run

    watching = report.observer(quiet=quiet, as_json=as_json)
    try:
        got = run(name, revision, watching.fetching)
    finally:
        report.close(watching)
    if as_json:
        _json({"schema": 1, "name": got.name, "digest": got.digest, "revision": got.revision,
               "directory": str(got.directory), "bytes": got.size, "licence": got.facts.get("license")})  # fmt: skip
        return
    licence = got.facts.get("license", "not stated on its card")
    print(f"{got.name}: {_megabytes(got.size)} MB, digest {got.digest}, commit {got.revision}, licence {licence}")


@models.command()
def verify(
    names: Annotated[
        list[str] | None, typer.Argument(help="Models to verify.", show_default="all on this disk")
    ] = None,
    revision: flags.Revision = None,
    no_translation: Annotated[
        bool, typer.Option("--no-translation", help="Do not let the model translate a sentence.")
    ] = False,
    as_json: flags.Json = False,
) -> None:
    """Hash every file of models anew, check their structure and let them translate a sentence.

    \b
    toolkit models verify
    toolkit models verify Helsinki-NLP/opus-mt-fr-en --json

    Uses no network. Files of hub models are compared with the hashes the hub gave. Exits with 1 when a model is
    damaged.
    """
    from toolkit.errors import ToolkitError
    from toolkit.pipeline.models import names_here
    from toolkit.pipeline.models import verify as run

    wanted = names or names_here()
    if revision and len(wanted) != 1:
        raise OptionsError("--revision is of one model: name it.")
    results: list[dict[str, Any]] = []
    for name in wanted:
        try:
            values = _verified_values(run(name, revision, translate=not no_translation))
        except ToolkitError as error:
            values = {"name": name, "right": False, "problem": str(error)}
        results.append(values)
        if not as_json:
            _print_verified(values)
    if as_json:
        _json({"schema": 1, "models": results})
    raise typer.Exit(int(not all(values["right"] for values in results)))


def _verified_values(found: Verified) -> dict[str, Any]:
    damaged = ", ".join(found.damaged)
    return {
        "name": found.checkpoint.name,
        "right": not damaged,
        "problem": f"{damaged} is not what the hub gave: remove the model and pull it again." if damaged else None,
        "digest": found.checkpoint.digest or None,
        "revision": found.checkpoint.revision,
        "translation": found.translation,
        "seconds": round(found.seconds, 2),
        "files": [asdict(file) for file in found.files],
    }


def _print_verified(values: dict[str, Any]) -> None:
    if not values["right"]:
        print(f"FAIL {values['name']}: {values['problem']}")
        return
    states = [file["state"] for file in values["files"]]
    against = (
        f"{states.count('right')} of {len(states)} files compared with the hub's hashes"
        if "right" in states
        else f"{len(states)} files hashed; nothing states what their hashes should be"
    )
    print(f"ok   {values['name']}: digest {values['digest']}; {against}")
    if values["translation"] is not None:
        print(f"     translated the probe: {values['translation']}")


@models.command()
def convert(name: Name, revision: flags.Revision = None, as_json: flags.Json = False) -> None:
    """Convert a model for CTranslate2 now instead of at its first use.

    \b
    toolkit models convert fr-en-small
    """
    from toolkit.pipeline.models import convert as run

    folder, size = run(name, revision)
    if as_json:
        _json({"schema": 1, "name": name, "directory": str(folder), "bytes": size})
        return
    print(f"{name}: converted weights in {folder}, {_megabytes(size)} MB")


@models.command()
def remove(
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: flags.Json = False,
) -> None:
    """Delete a fetched model with all its revisions and conversions from the toolkit's cache.

    \b
    toolkit models remove Helsinki-NLP/opus-mt-fr-en
    """
    from toolkit.checkpoints.shelf import remove as run

    if not yes and sys.stdin.isatty() and not typer.confirm(f"Delete {name} from the toolkit's cache?"):
        raise typer.Abort
    freed = run(name)
    if as_json:
        _json({"schema": 1, "name": name, "freed": freed})
        return
    print(f"{name} removed, {_megabytes(freed)} MB freed")


@models.command()
def use(
    name: Annotated[str | None, typer.Argument(help="Model of this project.", show_default=False)] = None,
    revision: flags.Revision = None,
    reset: Annotated[bool, typer.Option("--reset", help="Use the embedded model again.")] = False,
) -> None:
    """Choose the model of the project in this folder: commands run here use it when --model is not given.

    \b
    toolkit models use Helsinki-NLP/opus-mt-tc-big-fr-en
    toolkit models use --reset

    Writes model = "…" into the table [toolkit] of toolkit.toml in the working directory; the rest of the file stays.
    """
    from toolkit.pipeline.models import use as run

    if (name is None) != reset:
        raise OptionsError("Name the model to use, or give --reset to go back to the embedded one.")
    file = run(name, revision)
    print(f"{file}: the embedded model" if name is None else f"{file}: {name}")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f}" if size < _SMALL else f"{size / 1e6:,.0f}"


_SMALL = 10_000_000
"""Bytes below which megabytes are shown with a decimal."""


def _json(values: dict[str, Any] | Sequence[Any]) -> None:
    print(json.dumps(values, ensure_ascii=False, indent=2))
