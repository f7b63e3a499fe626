"""``toolkit check``."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from toolkit.cli import flags

if TYPE_CHECKING:
    from toolkit.evaluation.reports import CheckedUnit

Format = Literal["table", "json", "sarif", "junit"]
RANK = {"info": 0, "warning": 1, "error": 2}


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the application."""
    app.command()(check)


def check(
    source: Annotated[Path, typer.Argument(help="French text, or one bilingual file: TMX, XLIFF, JSONL, TSV, CSV.")],
    target: Annotated[Path | None, typer.Argument(help="English text, line by line as the source.")] = None,
    glossary: flags.GlossaryFile = None,
    output: Annotated[Format, typer.Option("--format", "-f", help="How findings are reported.")] = "table",
    fail_on: Annotated[
        Literal["error", "warning", "info"], typer.Option(help="Least severity that makes the exit code 1.")
    ] = "error",
) -> None:
    """Check whether the figures, names and terms of any translation are those of its source.

    \b
    toolkit check article.fr.txt article.en.txt
    toolkit check project.xlf --format sarif > findings.sarif
    toolkit check memory.tmx --format junit --fail-on warning

    Works on the output of any translation system. Exits with 1 on findings of the severity --fail-on or above.
    """
    from toolkit.evaluation import reports
    from toolkit.pipeline.check import check_files

    units = check_files(source, target, glossary=glossary)
    if output == "table":
        _table(units)
    else:
        writers = {"json": reports.to_json, "sarif": reports.to_sarif}
        number = version("toolkit")
        print(reports.to_junit(units) if output == "junit" else writers[output](units, number))
    worst = max((RANK[f.severity] for unit in units for f in unit.findings), default=-1)
    raise typer.Exit(int(worst >= RANK[fail_on]))


def _table(units: Sequence[CheckedUnit]) -> None:
    total: Counter[str] = Counter()
    for unit in units:
        for finding in unit.findings:
            total[finding.severity] += 1
            place = f"{unit.file}:{unit.line}" if unit.line else f"{unit.file}:{unit.id}"
            print(f"{place}: {finding.severity}: {finding.code}: {finding.message}")
    found = ", ".join(f"{total[severity]} {severity}" for severity in RANK if total[severity]) or "no findings"
    print(f"{len(units)} units, {found}", file=sys.stderr)
