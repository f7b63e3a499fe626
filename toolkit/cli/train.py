"""``toolkit train``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from toolkit.cli import flags
from toolkit.cli.interrupt import INTERRUPTED, graceful

if TYPE_CHECKING:
    from toolkit.pipeline.train import Trained
    from toolkit.training.devset import Measures
    from toolkit.training.trainer import Progress


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the application."""
    app.command()(train)


def train(
    recipe: Annotated[
        Path | None, typer.Argument(help="Recipe (TOML). Flags go before what it says.", show_default=False)
    ] = None,
    task: Annotated[
        Literal["translate", "compress"] | None,
        typer.Option(
            help="translate, or compress: condense sentences of one language, for toolkit summarize.",
            show_default="the recipe's, or translate",
        ),
    ] = None,
    pairs: Annotated[
        list[str] | None,
        typer.Option(
            "--pairs",
            help="Parallel text: TMX, TSV, XLIFF, CSV, JSONL, or two texts joined by a comma. Repeatable; replaces "
            "the recipe's sources. To compress: long and short form, as TSV, or JSON lines with src and tgt.",
            show_default=False,
        ),
    ] = None,
    templates: Annotated[
        list[str] | None,
        typer.Option("--templates", help="Sentence templates with slots (TSV). Repeatable.", show_default=False),
    ] = None,
    sentences: Annotated[
        list[str] | None,
        typer.Option(
            "--sentences",
            help="To compress: single sentences, one a line (of a TSV the last column), of which pairs are made. "
            "Repeatable.",
            show_default=False,
        ),
    ] = None,
    documents: Annotated[
        list[str] | None,
        typer.Option(
            "--documents",
            help="To compress: JSON lines with body and summary, in which pairs are found. Repeatable.",
            show_default=False,
        ),
    ] = None,
    dev: Annotated[
        str | None,
        typer.Option(help="Pairs that decide which weights are kept, as --pairs.", show_default=False),
    ] = None,
    base: Annotated[
        str | None,
        typer.Option(
            help="Model to go on from: embedded name, directory, hub id; empty for a new one.",
            show_default="the recipe's, or a new one",
        ),
    ] = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", help="Directory of the model.", show_default="models/trained")
    ] = None,
    steps: Annotated[int | None, typer.Option(min=0, help="Updates in all; 0: no limit.", show_default="1000")] = None,
    minutes: Annotated[
        float | None, typer.Option(min=0, help="Stop after this time and export.", show_default="no limit")
    ] = None,
    learning_rate: Annotated[float | None, typer.Option(help="Highest rate.", show_default="0.0002")] = None,
    batch_tokens: Annotated[
        int | None, typer.Option(min=32, help="Tokens a process sees at once.", show_default="2600")
    ] = None,
    processes: Annotated[
        int | None, typer.Option(min=1, help="Processes of one thread each, on CPU.", show_default="1")
    ] = None,
    guide: Annotated[
        float | None, typer.Option(min=0, help="Weight of the guided-alignment loss.", show_default="0: off")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Of everything random.", show_default="1")] = None,
    source_language: Annotated[str | None, typer.Option("--from", help="Source language.", show_default="fr")] = None,
    target_language: Annotated[str | None, typer.Option("--to", help="Target language.", show_default="en")] = None,
    restart: Annotated[bool, typer.Option("--restart", help="Forget what was trained before.")] = False,
    quiet: flags.Quiet = False,
    as_json: flags.Json = False,
) -> None:
    """Fine-tune a Marian model on your own translations, train a small one from nothing, or train one to condense.

    \b
    toolkit train --base fr-en-small --pairs memory.tmx --dev dev.tsv -o models/mine
    toolkit train --pairs news.fr,news.en --templates templates.tsv --dev dev.tsv -o models/new --steps 20000
    toolkit train recipe.toml
    toolkit train recipe.toml --minutes 60 --processes 2
    toolkit translate seeds/ --model models/mine

    \b
    A model that condenses sentences, begun from the English of the embedded one:
    toolkit train --task compress --base fr-en-small --templates news.tsv --sentences en.txt.bz2 -o models/short
    toolkit summarize --model models/short

    \b
    A recipe says all of it once:
      output = "models/mine"
      base = "fr-en-small"
      [[source]]
      path = ["memory.tmx"]
      weight = 2.0
      licence = "CC BY 4.0"
      [[source]]
      kind = "templates"
      path = ["templates/*.tsv"]
      [dev]
      path = ["newstest2013.fr", "newstest2013.en"]
      [training]
      steps = 4000
      guide = 0.1

    Checkpoints lie beside the output, in OUTPUT.training; the same command goes on from the newest one, exactly as if
    it had never stopped. Ctrl-C writes a checkpoint and exits with 130.
    """
    from toolkit.pipeline.train import recipe_from
    from toolkit.pipeline.train import train as run

    languages = [source_language or "fr", target_language or "en"] if source_language or target_language else None
    tops = {"task": task, "base": base, "output": output, "seed": seed, "languages": languages}
    overrides: dict[str, Any] = {key: value for key, value in tops.items() if value is not None}
    learning = {
        "steps": steps, "minutes": minutes, "learning_rate": learning_rate, "batch_tokens": batch_tokens,
        "processes": processes, "guide": guide,
    }  # fmt: skip
    overrides["training"] = {key: value for key, value in learning.items() if value is not None}
    sources: list[dict[str, Any]] = [{"path": item.split(",")} for item in pairs or ()]
    for kind, given in (("templates", templates), ("sentences", sentences), ("documents", documents)):
        sources += [{"path": [item], "kind": kind} for item in given or ()]
    if sources:
        overrides["source"] = sources
    if dev:
        overrides["dev"] = {"path": dev.split(",")}
    whole, root = recipe_from(recipe, overrides)
    with graceful() as stopping:
        done = run(whole, root, _Lines(quiet=quiet or as_json), stopping.is_set, restart=restart)
    _close(done, quiet=quiet, as_json=as_json)
    if done.checkpoint is None:
        raise typer.Exit(INTERRUPTED)


class _Lines:
    """One line an event on standard error."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet

    def _say(self, line: str) -> None:
        if not self._quiet:
            print(line, file=sys.stderr, flush=True)

    def note(self, message: str) -> None:
        self._say(message)

    def progress(self, progress: Progress) -> None:
        guide = "" if progress.guide is None else f"  align {progress.guide:.3f}"
        self._say(
            f"update {progress.step:,}  epoch {progress.epoch + 1}  loss {progress.loss:.3f}{guide}  rate "
            f"{progress.rate:.1e}  {progress.speed:,.0f} tokens/s  {progress.tokens / 1e6:.2f} M tokens"
        )

    def measured(self, step: int, measures: Measures, *, best: bool) -> None:
        figures = "" if measures.figures is None else f"  figures right {measures.figures:.1%}"
        self._say(
            f"dev at {step:,}: chrF {measures.chrf:.2f}  loss {measures.loss:.3f}{figures}{'  (best)' if best else ''}"
        )

    def saved(self, path: Path, step: int) -> None:
        self._say(f"checkpoint of update {step:,}: {path}")


_REASONS = {
    "steps": "all updates are done",
    "minutes": "the time is over",
    "patience": "the dev set shows no gain any more",
    "stopped": "stopped",
}


def _close(done: Trained, *, quiet: bool, as_json: bool) -> None:
    state = done.state
    if as_json:
        found = {
            "ended": done.reason, "updates": state.step, "tokens": state.tokens, "seconds": round(state.seconds, 1),
            "best_chrf": state.best_score, "best_update": state.best_step, "history": state.history,
            "model": str(done.checkpoint.directory) if done.checkpoint else None, "checkpoints": str(done.folder),
        }  # fmt: skip
        print(json.dumps(found, ensure_ascii=False, indent=2))
    elif not quiet:
        best = "" if state.best_score is None else f"; best chrF {state.best_score:.2f} at update {state.best_step:,}"
        print(f"{_REASONS[done.reason]}: {state.step:,} updates, {state.tokens / 1e6:.2f} M target tokens{best}")
        if done.checkpoint:
            one_language = len(set(done.checkpoint.pair or ())) == 1
            command = "summarize" if one_language else "translate"
            print(f"model: {done.checkpoint.name}  (toolkit {command} --model {done.checkpoint.name} …)")
