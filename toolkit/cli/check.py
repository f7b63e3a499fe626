"""``toolkit check``."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from toolkit.cli import flags
from toolkit.errors import OptionsError

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
    labelled: Annotated[
        bool, typer.Option("--labelled", help="SOURCE is a JSONL of labelled pairs: score the checks themselves.")
    ] = False,
    ner: Annotated[bool, typer.Option("--ner", help="With --labelled: find names with spaCy as well.")] = False,
) -> None:
    """Check whether the figures, names and terms of any translation are those of its source.

    \b
    toolkit check article.fr.txt article.en.txt
    toolkit check project.xlf --format sarif > findings.sarif
    toolkit check memory.tmx --format junit --fail-on warning
    toolkit check tests/cases/figures.jsonl --labelled

    Works on the output of any translation system. Exits with 1 on findings of the severity --fail-on or above.
    """
    if ner and not labelled:
        raise OptionsError("--ner is for --labelled: add it.")
    if labelled:
        _score(source, ner=ner, as_json=output == "json")
        return
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


def _score(path: Path, *, ner: bool, as_json: bool) -> None:
    from toolkit.pipeline.check import score_cases

    rows = [
        {"code": code, "precision": s.precision, "recall": s.recall, "f1": s.f1,
         "right": s.right, "false_alarms": s.wrong, "missed": s.missed}
        for name, found in score_cases(path, ner=ner).items()
        for code, s in [*found.codes.items(), (f"all {name}", found.total)]
    ]  # fmt: skip
    if as_json:
        print(json.dumps(rows, indent=2))
        return
    print(f"{'':16} {'precision':>9} {'recall':>7} {'F1':>6}  right  false alarms  missed")
    for row in rows:
        print(
            f"{row['code']:16} {row['precision']:9.3f} {row['recall']:7.3f} {row['f1']:6.3f}  {row['right']:5}  "
            f"{row['false_alarms']:12}  {row['missed']:6}"
        )


def _table(units: Sequence[CheckedUnit]) -> None:
    total: Counter[str] = Counter()
    for unit in units:
        for finding in unit.findings:
            total[finding.severity] += 1
            place = f"{unit.file}:{unit.line}" if unit.line else f"{unit.file}:{unit.id}"
            print(f"{place}: {finding.severity}: {finding.code}: {finding.message}")
    found = ", ".join(f"{total[severity]} {severity}" for severity in RANK if total[severity]) or "no findings"
    print(f"{len(units)} units, {found}", file=sys.stderr)
