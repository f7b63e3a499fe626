"""``toolkit translate`` and ``toolkit run``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli import flags, report
from toolkit.cli.interrupt import graceful
from toolkit.options import DecodingOptions, EngineOptions, FidelityOptions, ScaleOptions, TranslateOptions

Without = Annotated[
    list[str] | None,
    typer.Option(
        "--without",
        help="Switch off a step of the fidelity loop: choose, repair, redecode or split. Repeatable.",
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the application."""
    app.command()(translate)


def translate(
    paths: flags.Paths,
    outputs: flags.Outputs = Path("outputs"),
    source_language: Annotated[
        str, typer.Option("--from", help="Language of the articles: auto or a two-letter code.")
    ] = "auto",
    target_language: Annotated[str, typer.Option("--to", help="Language to translate into.")] = "en",
    model: flags.Model = None,
    revision: flags.Revision = None,
    engine: flags.Engine = "auto",
    device: flags.Device = "auto",
    compute_type: flags.ComputeType = "auto",
    beam: flags.Beam = 4,
    batch_tokens: flags.BatchTokens = 4096,
    threads: flags.Threads = 0,
    glossary: flags.GlossaryFile = None,
    no_glossary: flags.NoGlossary = False,
    figures: flags.Figures = "english",
    without: Without = None,
    ner: Annotated[
        bool,
        typer.Option("--ner", help="Look for names with spaCy too (pip install '.[ner]'); see the docs for its worth."),
    ] = False,
    drop_boilerplate: Annotated[
        bool, typer.Option("--drop-boilerplate", help="Leave web-page furniture out of the translation.")
    ] = False,
    no_memory: Annotated[
        bool, typer.Option("--no-memory", help="Decode everything; neither read nor write the translation memory.")
    ] = False,
    workers: flags.Workers = 0,
    executor: flags.Executor = "local",
    ray_address: flags.RayAddress = None,
    gpus_per_worker: flags.GpusPerWorker = 0.0,
    cpu_workers: flags.CpuWorkers = 0,
    text_column: flags.TextColumn = "text",
    id_column: flags.IdColumn = None,
    strict: flags.Strict = False,
    quiet: flags.Quiet = False,
    as_json: flags.Json = False,
) -> None:
    """Translate articles, check every name and figure, write texts and review pages.

    \b
    toolkit translate seeds/
    toolkit translate press/ wire.docx -o english --drop-boilerplate
    toolkit translate seeds/ --model Helsinki-NLP/opus-mt-fr-en --beam 6
    toolkit translate archive/ --workers 8
    toolkit translate corpus.parquet --executor ray --ray-address head:6379

    Running it again goes on where the last run stopped and decodes only what changed. Tables (.parquet, .jsonl) become
    folders of parts with the columns id, source, translation, findings and edits.
    """
    options = TranslateOptions(
        model=model,
        revision=revision,
        source_language=source_language,
        target_language=target_language,
        outputs=outputs,
        glossary=glossary,
        use_glossary=not no_glossary,
        drop_boilerplate=drop_boilerplate,
        use_memory=not no_memory,
        engine=EngineOptions(
            engine=engine,
            device="cuda" if gpus_per_worker and device == "auto" else device,
            compute_type=compute_type,
            threads=threads,
            batch_tokens=batch_tokens,
        ),
        decoding=DecodingOptions(beam=beam, nbest=min(beam, 4)),
        fidelity=FidelityOptions.without(without or (), figures=figures, ner=ner),
        scale=ScaleOptions(
            executor=executor,
            workers=workers,
            ray_address=ray_address,
            gpus_per_worker=gpus_per_worker,
            cpu_workers=cpu_workers,
        ),
        text_column=text_column,
        id_column=id_column,
    )
    raise typer.Exit(run_translate(paths, options, strict=strict, quiet=quiet, as_json=as_json))


def run_translate(paths: list[Path], options: TranslateOptions, *, strict: bool, quiet: bool, as_json: bool) -> int:
    """Translate with progress on the screen and return the exit code."""
    from toolkit.pipeline.tables import is_table, translate_tables
    from toolkit.pipeline.translate import translate

    run = translate_tables if any(map(is_table, paths)) else translate
    watching = report.observer(quiet=quiet, as_json=as_json)
    try:
        with graceful() as stop:
            done = run(paths, options, watching, stop)
    finally:
        report.close(watching)
    report.closing(done, quiet=quiet, as_json=as_json)
    return report.exit_code(done, strict=strict)
