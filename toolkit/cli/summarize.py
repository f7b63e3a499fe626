"""``toolkit summarize``, ``toolkit digest`` and ``toolkit run``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from toolkit.cli import flags, report
from toolkit.cli.interrupt import INTERRUPTED, graceful
from toolkit.cli.translate import run_translate
from toolkit.options import EngineOptions, ScaleOptions, SummaryOptions, TranslateOptions

Language = Annotated[str, typer.Option("--lang", "-l", help="Language of the texts to condense: en or fr.")]
Length = Annotated[str, typer.Option(help="short, medium, long, or a number of words such as 120.")]
Style = Annotated[Literal["paragraph", "bullets", "headline"], typer.Option(help="Shape of the summary.")]
Method = Annotated[
    Literal["auto", "seq2seq", "extractive", "lead"],
    typer.Option(help="auto: rewritten by a model where one is named or embedded, else selected sentences."),
]
SummaryModel = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        help="Summariser: a directory, or a hub id such as facebook/bart-large-cnn.",
        show_default="none: sentences are selected",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the application."""
    app.command()(summarize)
    app.command()(digest)
    app.command()(run)


def summarize(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Documents to condense.", show_default="every article in the outputs"),
    ] = None,
    language: Language = "en",
    outputs: flags.Outputs = Path("outputs"),
    length: Length = "medium",
    style: Style = "paragraph",
    method: Method = "auto",
    model: SummaryModel = None,
    revision: flags.Revision = None,
    engine: flags.Engine = "auto",
    device: flags.Device = "auto",
    threads: flags.Threads = 0,
    strict: flags.Strict = False,
    quiet: flags.Quiet = False,
    as_json: flags.Json = False,
) -> None:
    """Condense each translated article in the outputs, or documents that are already in that language.

    \b
    toolkit summarize --lang en
    toolkit summarize --length 120 --style bullets
    toolkit summarize seeds/ --lang fr --length short

    Every figure, name and quotation of a summary is checked against its article; each sentence names the segments it
    rests on.
    """
    options = SummaryOptions(method=method, length=length, style=style)
    chosen = EngineOptions(engine=engine, device=device, threads=threads)
    raise typer.Exit(
        _summarize(
            paths or [],
            outputs,
            language,
            options,
            model,
            revision,
            chosen,
            strict=strict,
            quiet=quiet,
            as_json=as_json,
        )
    )


def _summarize(
    paths: list[Path],
    outputs: Path,
    language: str,
    options: SummaryOptions,
    model: str | None = None,
    revision: str | None = None,
    engine: EngineOptions | None = None,
    *,
    strict: bool,
    quiet: bool,
    as_json: bool,
) -> int:
    from toolkit.pipeline.summarize import summarize as work

    watching = report.observer(quiet=quiet, as_json=as_json)
    try:
        with graceful() as stop:
            done = work(
                paths,
                outputs,
                language,
                options,
                model=model,
                revision=revision,
                engine=engine,
                observer=watching,
                stop=stop,
            )
    finally:
        report.close(watching)
    report.closing(done, quiet=quiet, as_json=as_json)
    return report.exit_code(done, strict=strict)


def digest(
    language: Language = "en",
    outputs: flags.Outputs = Path("outputs"),
    length: Length = "long",
    as_json: flags.Json = False,
) -> None:
    """Condense all articles in the outputs into one: shared facts once, disagreements named, every line cited.

    \b
    toolkit digest
    toolkit digest --lang fr --length 300
    """
    import json

    from toolkit.pipeline.summarize import digest as work
    from toolkit.summarizers.render import digest_record, digest_text

    found, path = work(outputs, language, SummaryOptions(length=length))
    if as_json:
        print(json.dumps(digest_record(found), ensure_ascii=False, indent=2))
        return
    print(digest_text(found), end="")
    print(f"written {path}")


def run(
    paths: flags.Paths,
    outputs: flags.Outputs = Path("outputs"),
    model: Annotated[
        str | None, typer.Option("--model", "-m", help="Translation model.", show_default="the embedded model")
    ] = None,
    glossary: flags.GlossaryFile = None,
    length: Length = "medium",
    workers: flags.Workers = 0,
    quiet: flags.Quiet = False,
) -> None:
    """Translate, summarise, digest and write the review pages in one go.

    \b
    toolkit run seeds/
    """
    scale = ScaleOptions(workers=workers)
    options = TranslateOptions(model=model, outputs=outputs, glossary=glossary, scale=scale)
    translated = run_translate(paths, options, strict=False, quiet=quiet, as_json=False)
    if translated == INTERRUPTED:
        raise typer.Exit(translated)
    language = options.target_language
    condensed = _summarize(
        [], outputs, language, SummaryOptions(length=length), strict=False, quiet=quiet, as_json=False
    )
    if condensed != INTERRUPTED:
        from toolkit.pipeline.summarize import digest as work

        work(outputs, language, SummaryOptions(length="long"))
    raise typer.Exit(max(translated, condensed))
