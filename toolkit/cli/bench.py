"""``toolkit bench``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import flags
from toolkit.errors import OptionsError

if TYPE_CHECKING:
    from toolkit.evaluation.bench_sheet import Sheet
    from toolkit.pipeline.bench_place import BenchOptions, Level


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the application."""
    app.command()(bench)


def bench(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Articles and folders of articles; none with --table.", show_default=False),
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder for bench.json and bench.svg, or the files of another measure.")
    ] = Path("bench"),
    sentences: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Sentences of the articles to work with, about; lines of --table.",
            show_default="60; all for other measures",
        ),
    ] = None,
    repeats: Annotated[
        int | None, typer.Option(min=1, help="Rounds; medians are reported.", show_default="3; 1 with --table")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Only the main comparison and start-up.")] = False,
    full: Annotated[
        bool,
        typer.Option("--full", help="Also bfloat16, beams 1 and 2, and the greatest sizes; takes long."),
    ] = False,
    soak: Annotated[
        float | None,
        typer.Option(
            "--soak",
            metavar="MINUTES",
            help="One run that is stopped after so long: memory and speed over time.",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=0, help="Processes of --soak.")] = 0,
    scaling: Annotated[
        bool,
        typer.Option(
            "--scaling",
            help="Speed by size, 100 to 10,000 segments (--full: 100,000), and by workers, 1 and 2.",
        ),
    ] = False,
    memory: Annotated[
        bool,
        typer.Option(
            "--memory",
            help="Peak memory of 10 to 10,000 documents (--full: and of one file of 50 MB).",
        ),
    ] = False,
    table: Annotated[
        tuple[Path, Path] | None,
        typer.Option(
            "--table",
            metavar="SOURCES REFERENCES",
            help="Quality and speed of every compute type and beam on two texts, line by line.",
            show_default=False,
        ),
    ] = None,
    profile: Annotated[bool, typer.Option("--profile", help="Where the time of one run goes, by stage.")] = False,
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
    toolkit bench seeds/ --soak 30
    toolkit bench seeds/ --scaling --beam 1
    toolkit bench seeds/ --memory --full
    toolkit bench --table newstest2013.fr newstest2013.en
    toolkit bench seeds/ --profile

    Takes a few minutes on two idle cores. Each run has a process of its own; systems alternate, and ratios are
    taken within a round. The text comes from your articles, none is built in. Everything runs on the CPU.

    --soak, --scaling, --memory, --table and --profile each measure that alone and write files of their name. All but
    --profile take from half an hour to hours.
    """
    modes = {
        "--soak": soak is not None,
        "--scaling": scaling,
        "--memory": memory,
        "--table": table is not None,
        "--profile": profile,
    }
    chosen = [name for name, is_on in modes.items() if is_on]
    _refuse(chosen, paths=paths, quick=quick, full=full, workers=workers)
    from toolkit.pipeline.bench_place import EVERY, BenchOptions, write_sheet

    level: Level = "quick" if quick else "full" if full else "normal"
    options = BenchOptions(
        model=model,
        revision=revision,
        pair=(source_language, target_language),
        sentences=sentences or (EVERY if chosen else 60),
        repeats=repeats or (1 if table else 3),
        level=level,
        threads=threads,
        beam=beam,
    )
    say = _silent if quiet or as_json else _say
    if table:
        sheet = _table(*table, sentences, options, say)
    elif soak is not None:
        sheet = _soak(paths or [], options, soak, workers, say)
    else:
        sheet = _measured(chosen, paths or [], options, say)
    written = write_sheet(sheet, out)
    if as_json:
        print(json.dumps(sheet.values, indent=2))
        return
    for line in sheet.lines:
        print(line)
    print(f"\n{' and '.join(map(str, written))} written")


def _refuse(chosen: list[str], *, paths: list[Path] | None, quick: bool, full: bool, workers: int) -> None:
    """Raise OptionsError for flags that do not go together."""
    if quick and full:
        raise OptionsError("--quick and --full exclude each other: leave one of them away.")
    if len(chosen) > 1:
        raise OptionsError(f"{' and '.join(chosen)} exclude each other: one measure at a time.")
    if quick and chosen:
        raise OptionsError(f"--quick is for the comparison: leave it away with {chosen[0]}.")
    if full and chosen and chosen[0] in {"--soak", "--table", "--profile"}:
        raise OptionsError(f"{chosen[0]} has no greater sizes: leave --full away.")
    if workers and chosen != ["--soak"]:
        raise OptionsError("--workers goes with --soak; --scaling measures 1 and 2 by itself.")
    if not paths and chosen != ["--table"]:
        raise OptionsError("Articles to measure with are missing: give files or folders, such as seeds/.")
    if paths and chosen == ["--table"]:
        raise OptionsError(f"--table measures with its own two texts: leave {paths[0]} away.")


def _measured(chosen: list[str], paths: list[Path], options: BenchOptions, say: Callable[[str], None]) -> Sheet:
    """Return what a measure that needs no more than articles found; without a choice, the comparison."""
    if chosen == ["--scaling"]:
        from toolkit.evaluation.bench_scaling import scaling_sheet
        from toolkit.pipeline.bench_long import scaling

        return scaling_sheet(scaling(paths, options, say))
    if chosen == ["--memory"]:
        from toolkit.evaluation.bench_memory import memory_sheet
        from toolkit.pipeline.bench_long import memory

        return memory_sheet(memory(paths, options, say))
    if chosen == ["--profile"]:
        from toolkit.evaluation.bench_shares import shares_sheet
        from toolkit.pipeline.bench_profile import profile

        return shares_sheet(profile(paths, options, say))
    from toolkit.pipeline.bench import bench as compare
    from toolkit.pipeline.bench import sheet

    return sheet(compare(paths, options, say))


def _soak(paths: list[Path], options: BenchOptions, minutes: float, workers: int, say: Callable[[str], None]) -> Sheet:
    from toolkit.evaluation.bench_soak import soak_sheet
    from toolkit.pipeline.bench_long import soak

    return soak_sheet(soak(paths, options, minutes, say, workers=workers))


def _table(
    sources: Path, references: Path, lines: int | None, options: BenchOptions, say: Callable[[str], None]
) -> Sheet:
    from toolkit.evaluation.bench_table import table_sheet
    from toolkit.pipeline.bench_table import table

    return table_sheet(table(sources, references, options, say, lines=lines))


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _silent(line: str) -> None:
    """Say nothing."""
