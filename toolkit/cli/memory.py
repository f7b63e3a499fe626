"""``toolkit memory``: look at, trim, carry the translation memory."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import flags
from toolkit.errors import OptionsError

if TYPE_CHECKING:
    from toolkit.storage.memory import Memory

memory = typer.Typer(help="Look at, trim, export and import the translation memory.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the application."""
    app.add_typer(memory, name="memory")


def _open(outputs: Path) -> Memory:
    from toolkit.pipeline.memory import open_memory

    found = open_memory(outputs)
    for notice in found.notices:
        print(f"{notice.severity}: {notice.what}: {notice.reason}", file=sys.stderr)
    return found


@memory.command()
def stats(outputs: flags.Outputs = Path("outputs"), as_json: flags.Json = False) -> None:
    """Show what the memory holds, by the engine and options it was decoded with.

    \b
    toolkit memory stats
    """
    with _open(outputs) as opened:
        found = opened.stats()
    if as_json:
        rows = [
            {"signature": s.signature, "entries": s.entries, "uses": s.uses, "first": s.created, "last": s.used}
            for s in found.signatures
        ]
        print(json.dumps({"path": str(found.path), "bytes": found.size, "entries": found.entries,
                          "reviewed": found.reviewed, "signatures": rows}, indent=2))  # fmt: skip
        return
    print(f"{found.path}: {found.size / 1e6:.1f} MB, {found.entries} segments, {found.reviewed} reviewed")
    for row in found.signatures:
        last = datetime.fromtimestamp(row.used, timezone.utc).date()
        print(f"  {row.entries} segments, recalled {row.uses} times, last used {last}: {row.signature}")


@memory.command()
def prune(
    outputs: flags.Outputs = Path("outputs"),
    older_than: Annotated[
        int | None, typer.Option(min=0, help="Days since an entry was last used.", show_default=False)
    ] = None,
    unused: Annotated[bool, typer.Option("--unused", help="Entries that were never recalled.")] = False,
    keep: Annotated[
        str | None, typer.Option(help="Signature whose entries stay; see memory stats.", show_default=False)
    ] = None,
) -> None:
    """Delete decoded segments that meet every condition given. Reviewed translations always stay.

    \b
    toolkit memory prune --older-than 90
    toolkit memory prune --unused
    """
    if older_than is None and not unused and keep is None:
        raise OptionsError("Say what may go: --older-than DAYS, --unused or --keep SIGNATURE.")
    with _open(outputs) as opened:
        gone = opened.prune(
            keep_signature=keep,
            older_than=timedelta(days=older_than) if older_than is not None else None,
            unused=unused,
        )
    print(f"{gone} segment{'s' * (gone != 1)} deleted")


@memory.command(name="export")
def export_(
    file: Annotated[Path, typer.Argument(help="TMX file to write.")],
    outputs: flags.Outputs = Path("outputs"),
    signature: Annotated[
        str | None,
        typer.Option(
            help="Also write the engine's translations with this signature; see memory stats.",
            show_default="reviewed only",
        ),
    ] = None,
) -> None:
    """Write the reviewed translations as TMX, for other tools.

    \b
    toolkit memory export reviewed.tmx
    """
    from toolkit.pipeline.memory import export_memory

    with _open(outputs) as opened:
        export_memory(opened, file, signature)
    print(f"{file} written")


@memory.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(help="TMX file to read.")], outputs: flags.Outputs = Path("outputs")
) -> None:
    """Take the translations of a TMX file into the memory; they win over the engine from then on.

    \b
    toolkit memory import legacy.tmx
    """
    from toolkit.pipeline.memory import import_memory

    with _open(outputs) as opened:
        done = import_memory(opened, file)
    print(f"{done.added} added, {done.known} known already, {done.unreviewed} not reviewed, {done.empty} empty")
