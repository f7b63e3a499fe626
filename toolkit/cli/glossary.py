"""``toolkit glossary``: check a term base, propose entries for one."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli import flags, report

glossary = typer.Typer(help="Check a glossary, and get proposals for one.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the application."""
    app.add_typer(glossary, name="glossary")


@glossary.command()
def check(
    file: Annotated[Path, typer.Argument(help="Term base: TSV, CSV or TBX.")],
    articles: Annotated[
        list[Path] | None, typer.Argument(help="Articles in which entries are counted.", show_default=False)
    ] = None,
    outputs: flags.Outputs = Path("outputs"),
    as_json: flags.Json = False,
) -> None:
    """Validate a glossary; with articles, count its entries and name the unused ones.

    \b
    toolkit glossary check seeds/glossary.tsv seeds/

    A glossary with errors is refused: all of them are listed with their lines.
    """
    from toolkit.pipeline.glossary import check as run

    done = run(file, articles or [], outputs)
    if as_json:
        uses = [{"source": t.source, "target": t.target, "line": t.line, "count": n} for t, n in done.uses]
        print(
            json.dumps({"entries": done.entries, "warnings": done.warnings, "uses": uses}, ensure_ascii=False, indent=2)
        )
        return
    for warning in done.warnings:
        print(f"warning: {file}: {warning}", file=sys.stderr)
    for term, count in sorted(done.uses, key=lambda pair: -pair[1]):
        if count:
            print(f"{count:5}  {term.source} -> {term.target or term.source}")
    for term in done.unused:
        print(f"unused: line {term.line}: {term.source}")
    print(f"{file}: {done.entries} entries, no errors")


@glossary.command()
def suggest(
    articles: Annotated[
        list[Path] | None,
        typer.Argument(help="Articles to look at.", show_default="everything in the outputs"),
    ] = None,
    outputs: flags.Outputs = Path("outputs"),
    known: flags.GlossaryFile = None,
    least: Annotated[int, typer.Option(min=2, help="Occurrences a proposal must have.")] = 2,
    limit: Annotated[int, typer.Option(min=1, help="Proposals of each kind at most.")] = 30,
    as_json: flags.Json = False,
) -> None:
    """Propose glossary entries: inconsistent renderings, frequent terms, names.

    \b
    toolkit glossary suggest seeds/ --glossary seeds/glossary.tsv

    The proposals are printed as a table that can be pasted into a glossary; the last column says why.
    """
    from toolkit.pipeline.glossary import suggest as run

    found, skipped = run(articles or [], outputs, known, least=least, limit=limit)
    for item in skipped:
        print(report.problem(item), file=sys.stderr)
    if as_json:
        rows = [{"source": s.source, "targets": dict(s.targets), "count": s.count, "reason": s.reason} for s in found]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    print("source\ttarget\tpolicy\tcase\tnote")
    for row in found:
        target = row.source if row.reason == "name" else (row.targets[0][0] if row.targets else "")
        policy = "keep" if row.reason == "name" else "translate"
        seen = ", ".join(f"{text} {count}x" for text, count in row.targets[:4])
        print(f"{row.source}\t{target}\t{policy}\t\t{row.reason}, {row.count}x" + (f"; seen: {seen}" if seen else ""))
