"""``toolkit export`` and ``toolkit import``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from toolkit.cli import flags
from toolkit.cli.review import report_review

Format = Literal["tmx", "xliff", "xliff2", "tsv", "csv", "jsonl", "docx"]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the application."""
    app.command(name="export")(export_)
    app.command(name="import")(import_)


def export_(
    to: Annotated[Format, typer.Option("--to", help="Format; xliff is 1.2, xliff2 is 2.0.")],
    file: Annotated[
        Path | None, typer.Argument(help="File to write.", show_default="translations.* in the outputs")
    ] = None,
    outputs: flags.Outputs = Path("outputs"),
) -> None:
    """Write all translated segments to one file for another tool.

    \b
    toolkit export --to tmx
    toolkit export --to xliff for-review.xlf
    toolkit export --to docx table.docx
    """
    from toolkit.pipeline.interchange import export

    print(f"{export(outputs, to, file)} written")


def import_(
    file: Annotated[Path, typer.Argument(help="Reviewed XLIFF, TMX, TSV, CSV, JSONL or DOCX table.")],
    outputs: flags.Outputs = Path("outputs"),
) -> None:
    """Take reviewed translations from another tool into the outputs and the translation memory.

    \b
    toolkit import for-review.xlf

    Only units that a person approved are taken.
    """
    from toolkit.pipeline.interchange import import_reviewed

    done = import_reviewed(outputs, file)
    print(f"{done.unreviewed} units were not approved and were left out; {done.remembered} went to the memory alone")
    raise typer.Exit(report_review(done.applied))
