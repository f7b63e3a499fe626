"""``toolkit evaluate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import flags, report
from toolkit.errors import OptionsError
from toolkit.options import DecodingOptions, EngineOptions, FidelityOptions, TranslateOptions

if TYPE_CHECKING:
    from toolkit.evaluation.measure import Measured
    from toolkit.pipeline.ablation import Ablation


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the application."""
    app.command()(evaluate)


def evaluate(
    system: Annotated[
        Path,
        typer.Argument(
            help="Translations: a text line by line, a bilingual file (TMX, XLIFF, JSONL, TSV, CSV) or an outputs "
            "folder. With --translate: the source text.",
            show_default=False,
        ),
    ],
    reference: Annotated[
        Path,
        typer.Argument(help="Human translations: a text, a bilingual file, or a folder of texts.", show_default=False),
    ],
    source: Annotated[
        Path | None, typer.Option(help="Source text, line by line: figures and names are checked.", show_default=False)
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="Text of another system to compare with, line by line.", show_default=False)
    ] = None,
    translate: Annotated[
        bool, typer.Option("--translate", help="Translate SYSTEM with the toolkit and measure that.")
    ] = False,
    ablation: Annotated[
        bool, typer.Option("--ablation", help="With --translate: what each step of the fidelity loop contributes.")
    ] = False,
    lines: Annotated[
        int | None, typer.Option(min=1, help="With --translate: lines from the beginning.", show_default="all")
    ] = None,
    test_set: Annotated[
        str | None,
        typer.Option(
            help="Name of the test set, for published figures beside ours.", show_default="by the reference's name"
        ),
    ] = None,
    worst: Annotated[int, typer.Option(min=0, help="Sentences in the list of the worst.")] = 10,
    no_ter: Annotated[bool, typer.Option("--no-ter", help="Leave out TER, which is slow on large sets.")] = False,
    comet: Annotated[
        Path | None,
        typer.Option(
            help="COMET checkpoint on this disk. It is a pickle, which can run code: use one you trust.",
            show_default=False,
        ),
    ] = None,
    html: Annotated[
        Path | None, typer.Option(help="Also write the report as an HTML page.", show_default=False)
    ] = None,
    source_language: Annotated[str, typer.Option("--from", help="Language of the source.")] = "fr",
    target_language: Annotated[str, typer.Option("--to", help="Language of the translations.")] = "en",
    outputs: flags.Outputs = Path("outputs"),
    model: flags.Model = None,
    revision: flags.Revision = None,
    engine: flags.Engine = "auto",
    device: flags.Device = "auto",
    compute_type: flags.ComputeType = "auto",
    beam: flags.Beam = 4,
    batch_tokens: flags.BatchTokens = 4096,
    threads: flags.Threads = 0,
    glossary: Annotated[
        Path | None, typer.Option("--glossary", "-g", help="Term base: TSV, CSV or TBX.", show_default="none")
    ] = None,
    figures: flags.Figures = "english",
    no_memory: Annotated[
        bool, typer.Option("--no-memory", help="With --translate: decode everything, keep nothing.")
    ] = False,
    quiet: flags.Quiet = False,
    as_json: flags.Json = False,
) -> None:
    """Measure translations against references: chrF, BLEU, TER, and whether figures and names are kept.

    \b
    toolkit evaluate system.en.txt reference.en.txt --source article.fr.txt
    toolkit evaluate new.en.txt reference.en.txt --baseline old.en.txt --html report.html
    toolkit evaluate outputs/ references/
    toolkit evaluate --translate newstest2013.fr newstest2013.en --ablation

    Needs sacrebleu: pip install 'toolkit[evaluate]'. What --translate decodes is kept in OUTPUTS/.toolkit, apart from
    the translation memory.
    """
    _refuse(
        translate=translate or ablation,
        with_translations={"--source": source, "--baseline": baseline},
        with_translating={"--lines": lines},
        without_page={"--html": html, "--comet": comet} if ablation else {},
    )
    from toolkit.evaluation.metrics import METRICS, QUICK
    from toolkit.pipeline.evaluate import EvaluateOptions

    wanted = EvaluateOptions(
        pair=(source_language, target_language),
        metrics=QUICK if no_ter else METRICS,
        test_set=test_set,
        worst=worst,
        comet=comet,
    )
    if not translate and not ablation:
        from toolkit.pipeline.evaluate import evaluate_files

        measured = evaluate_files(
            system,
            reference,
            wanted,
            source=source,
            baseline=baseline,
            glossary=glossary,
        )
        _print(measured, html, as_json=as_json)
        return
    options = TranslateOptions(
        model=model,
        revision=revision,
        source_language=source_language,
        target_language=target_language,
        outputs=outputs,
        glossary=glossary,
        use_memory=not no_memory,
        engine=EngineOptions(
            engine=engine, device=device, compute_type=compute_type, threads=threads, batch_tokens=batch_tokens
        ),
        decoding=DecodingOptions(beam=beam, nbest=min(beam, 4)),
        fidelity=FidelityOptions(figures=figures),
    )
    watching = report.observer(quiet=quiet, as_json=as_json)
    try:
        if ablation:
            from toolkit.pipeline.ablation import ablate
            from toolkit.pipeline.references import read_pairs

            _print_ablation(ablate(*read_pairs(system, reference, lines), options, observer=watching), as_json=as_json)
            return
        from toolkit.pipeline.evaluate import evaluate_translation

        measured = evaluate_translation(system, reference, options, wanted, lines=lines, observer=watching)
    finally:
        report.close(watching)
    _print(measured, html, as_json=as_json)


def _refuse(
    *,
    translate: bool,
    with_translations: dict[str, object],
    with_translating: dict[str, object],
    without_page: dict[str, object],
) -> None:
    """Raise OptionsError for an option that would have no effect."""
    for options, reason in (
        (with_translations if translate else {}, "is for translations that are there: leave --translate away"),
        ({} if translate else with_translating, "is for --translate: add it"),
        (without_page, "has no effect with --ablation: leave one of them away"),
    ):
        for name, value in options.items():
            if value is not None:
                raise OptionsError(f"{name} {reason}.")


def _print(measured: Measured, html: Path | None, *, as_json: bool) -> None:
    from toolkit.evaluation import texts

    if html:
        from toolkit.pipeline.evaluate import write_page

        write_page(measured, html)
    if as_json:
        print(json.dumps(texts.to_values(measured), ensure_ascii=False, indent=2))
        return
    for line in texts.report_lines(measured):
        print(line)
    if html:
        print(f"\n{html} written")


def _print_ablation(found: Ablation, *, as_json: bool) -> None:
    from toolkit.pipeline.ablation import table, to_values

    if as_json:
        print(json.dumps(to_values(found), ensure_ascii=False, indent=2))
        return
    for line in table(found):
        print(line)
