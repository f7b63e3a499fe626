"""export and import: translated segments to other tools, and reviewed ones back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Final, Literal

from toolkit.errors import InputError
from toolkit.pipeline.memory import open_memory
from toolkit.pipeline.review import Reviewed, apply_to_outputs
from toolkit.pipeline.shelf import records_of, shelf
from toolkit.review.decisions import Decision
from toolkit.review.rows import source_digest
from toolkit.storage.bilingual import read
from toolkit.storage.interchange import docx_table, tables, tmx, xliff_writer
from toolkit.storage.interchange.base import BilingualUnit
from toolkit.storage.outputs import Outputs
from toolkit.text.normalise import normalise

Format = Literal["tmx", "xliff", "xliff2", "tsv", "csv", "jsonl", "docx"]
SUFFIXES: Final[Mapping[Format, str]] = {
    "tmx": ".tmx", "xliff": ".xlf", "xliff2": ".xlf", "tsv": ".tsv", "csv": ".csv", "jsonl": ".jsonl", "docx": ".docx",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    applied: Reviewed
    """Units that stand in the outputs."""
    remembered: int
    """Reviewed units that stand in no output and went to the memory alone."""
    unreviewed: int
    """Units left out because nobody approved them."""


def export(folder: Path, to: Format, file: Path | None) -> Path:
    """Write every segment of the outputs in *folder* to one file and return its path. Raises StorageError."""
    outputs = Outputs(folder)
    articles = shelf(outputs)
    units = [unit for article in articles for unit in _units(records_of(outputs, article))]
    pair = ("fr", articles[0].language if articles else "en")
    target = file or folder / f"translations{SUFFIXES[to]}"
    return Outputs(target.absolute().parent).write(target.name, _rendered(units, to, pair))


def _rendered(units: Sequence[BilingualUnit], to: Format, pair: tuple[str, str]) -> bytes:
    if to == "tmx":
        return tmx.render(units, pair)
    if to == "docx":
        return docx_table.render(units, pair)
    if to == "jsonl":
        return tables.render_jsonl(units)
    if to in {"xliff", "xliff2"}:
        return xliff_writer.render(units, pair, "2.0" if to == "xliff2" else "1.2")
    return tables.render(units, "csv" if to == "csv" else "tsv")


def _units(records: Sequence[Mapping[str, Any]]) -> Iterator[BilingualUnit]:
    for record in records:
        others = [h["text"] for h in record["hypotheses"] if h["text"] != record["target"]]
        yield BilingualUnit(
            id=str(record["index"]),
            source=record["source"],
            target=record["target"],
            document=record["document"],
            notes=tuple(f"{f['severity']}: {f['message']}" for f in record["findings"]),
            reviewed=record["origin"] == "reviewed",
            alternatives=tuple(dict.fromkeys(others)),
        )


def import_reviewed(folder: Path, file: Path, pair: tuple[str, str] = ("fr", "en")) -> Imported:
    """Take the reviewed units of a bilingual file into the outputs and the memory.

    Raises InputError when the file cannot be read or holds no unit a person approved, StorageError.
    """
    units = list(read(file, pair))
    approved = [unit for unit in units if unit.reviewed and unit.target.strip()]
    if units and not approved:
        raise InputError(
            f"{file} has {len(units)} units, none of them approved. Approve units in the tool they come from (in XLIFF "
            'approved="yes" or state="final"), then import again.'
        )
    outputs = Outputs(folder)
    places: dict[str, list[dict[str, Any]]] = {}
    for article in shelf(outputs):
        for record in records_of(outputs, article):
            places.setdefault(normalise(record["source"]).text, []).append(record)
    decisions, elsewhere = [], []
    for unit in approved:
        found = [
            r
            for r in places.get(normalise(unit.source).text, ())
            if not unit.document or r["document"] == unit.document
        ]
        same = [r for r in found if str(r["index"]) == unit.id] or found
        if same:
            decisions += [_decision(record, unit) for record in same]
        else:
            elsewhere.append((normalise(unit.source).text, unit.target, "\n".join(unit.notes)))
    with open_memory(folder) as memory:
        remembered = memory.remember_all_reviewed(elsewhere, pair)
    return Imported(apply_to_outputs(folder, decisions), remembered, len(units) - len(approved))


def _decision(record: Mapping[str, Any], unit: BilingualUnit) -> Decision:
    same = unit.target == record["target"]
    return Decision(
        document=record["document"],
        segment=record["index"],
        source_sha256=source_digest(record["source"]),
        machine=record["target"],
        decision="accept" if same else "correct",
        text="" if same else unit.target,
        comment="",
        time=datetime.now(timezone.utc).isoformat(timespec="seconds"),
    )
