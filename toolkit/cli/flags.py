"""Flags that several commands share, each defined once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

ENGINE, FIDELITY, LOOKS = "Engine", "Fidelity", "Output"

Paths = Annotated[list[Path], typer.Argument(help="Articles and folders of articles.", show_default=False)]
Outputs = Annotated[Path, typer.Option("--outputs", "-o", help="Folder for everything that is written.")]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        help="Embedded name, directory, or hub id such as Helsinki-NLP/opus-mt-fr-en.",
        show_default="the embedded model",
    ),
]
Revision = Annotated[
    str | None, typer.Option(help="Commit, tag or branch of a hub model.", show_default="pinned at first use")
]
Engine = Annotated[
    Literal["auto", "transformers", "ctranslate2"], typer.Option(help="What runs the model; auto: the fastest.")
]
Device = Annotated[Literal["auto", "cpu", "cuda"], typer.Option(help="Where the model runs.")]
ComputeType = Annotated[
    Literal["auto", "int8", "int8_float32", "float32", "bfloat16", "float16"],
    typer.Option(help="Arithmetic of the engine; auto: int8 on CPU with ctranslate2, else float32."),
]
Beam = Annotated[int, typer.Option(min=1, max=32, help="Hypotheses searched side by side.")]
BatchTokens = Annotated[int, typer.Option(min=64, help="Source tokens decoded at once, padding included.")]
Threads = Annotated[int, typer.Option(min=0, help="CPU threads; 0: every core.")]
GlossaryFile = Annotated[
    Path | None,
    typer.Option(
        "--glossary", "-g", help="Term base: TSV, CSV or TBX.", show_default="glossary.tsv beside the articles"
    ),
]
NoGlossary = Annotated[bool, typer.Option("--no-glossary", help="Use no glossary, not even one beside the articles.")]
Figures = Annotated[
    Literal["english", "keep"],
    typer.Option(help="english: write every figure in English form; keep: leave the model's form when it is right."),
]
Workers = Annotated[
    int,
    typer.Option(
        "--workers",
        min=0,
        help="Processes that share the translating, each with a model.",
        show_default="this one alone",
    ),
]
Executor = Annotated[
    Literal["local", "ray"],
    typer.Option("--executor", help="local: processes of this machine; ray: a cluster (pip install '.[ray]')."),
]
RayAddress = Annotated[
    str | None,
    typer.Option(
        "--ray-address", help="HOST:PORT of the cluster's head, or auto.", show_default="a cluster of this machine"
    ),
]
GpusPerWorker = Annotated[
    float, typer.Option("--gpus-per-worker", min=0, help="GPUs each worker on Ray takes; 0.25: four share one.")
]
CpuWorkers = Annotated[
    int, typer.Option("--cpu-workers", min=0, help="Workers without a GPU beside those with one, on Ray.")
]
TextColumn = Annotated[str, typer.Option("--text-column", help="Column of the texts in a table.")]
IdColumn = Annotated[
    str | None,
    typer.Option("--id-column", help="Column of the ids in a table.", show_default="id, else rows are numbered"),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 when findings of severity error remain.")]
