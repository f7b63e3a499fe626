"""``toolkit bench``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import flags
from toolkit.errors import OptionsError

if TYPE_CHECKING:
    from toolkit.pipeline.bench import Level


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the application."""
    app.command()(bench)


def bench(
    paths: flags.Paths,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for bench.json and bench.svg.")] = Path("bench"),
    sentences: Annotated[int, typer.Option(min=1, help="Sentences that each system translates, about.")] = 60,
    repeats: Annotated[int, typer.Option(min=1, help="Rounds; medians are reported.")] = 3,
    quick: Annotated[bool, typer.Option("--quick", help="Only the main comparison and start-up.")] = False,
    full: Annotated[
        bool,
        typer.Option("--full", help="Also bfloat16, beams 1 and 2, and the greatest sizes; takes long."),
    ] = False,
    source_language: Annotated[str, typer.Option("--from", help="Language of the articles.")] = "fr",
    target_language: Annotated[str, typer.Option("--to", help="Language to translate into.")] = "en",
    model: flags.Model = None,
    revision: flags.Revision = None,
    beam: flags.Beam = 4,
    threads: flags.Threads = 0,
    quiet: flags.Quiet = False,
    as_json: flags.Json = False,
) -> None:
    """Measure speed, start-up and memory here, beside the bare libraries on the same text and weights.

    \b
    toolkit bench seeds/
    toolkit bench seeds/ --quick
    toolkit bench press/ --sentences 500 --repeats 5 --full

    Takes a few minutes on two idle cores. Each run has a process of its own; systems alternate, and ratios are
    taken within a round. The text comes from your articles, none is built in. Everything runs on the CPU.
    """
    if quick and full:
        raise OptionsError("--quick and --full exclude each other: leave one of them away.")
    from toolkit.evaluation.bench_texts import report_lines, to_values
    from toolkit.pipeline.bench import BenchOptions, write
    from toolkit.pipeline.bench import bench as measure

    level: Level = "quick" if quick else "full" if full else "normal"
    options = BenchOptions(
        model=model,
        revision=revision,
        pair=(source_language, target_language),
        sentences=sentences,
        repeats=repeats,
        level=level,
        threads=threads,
        beam=beam,
    )
    found = measure(paths, options, _silent if quiet or as_json else _say)
    written = write(found, out)
    if as_json:
        print(json.dumps(to_values(found), indent=2))
        return
    for line in report_lines(found):
        print(line)
    print(f"\n{' and '.join(map(str, written))} written")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _silent(line: str) -> None:
    """Say nothing."""
