"""Translations with their references, sources and a baseline, from whatever they come in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from toolkit.errors import InputError
from toolkit.evaluation.measure import Item
from toolkit.storage import bilingual
from toolkit.storage.interchange import tables
from toolkit.storage.interchange.base import BilingualUnit

RECORDS: Final = ".segments.jsonl"
Pair = tuple[str, str]


@dataclass(slots=True)
class Read:
    """What was read of a system's output."""

    items: list[Item]
    notes: list[str] = field(default_factory=list)
    """What was left out, and why."""


def read_pairs(source: Path, reference: Path, lines: int | None = None) -> tuple[list[str], list[str]]:
    """Return the first *lines* lines of two texts of equal length. Raises InputError."""
    sources, references = read_lines(source), read_lines(reference)
    _same(len(sources), source, len(references), reference)
    return sources[:lines], references[:lines]


def read_lines(path: Path) -> list[str]:
    """Return the lines of a text without their line breaks (LF, CR LF or CR). Raises InputError."""
    lines = tables.load(path).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def read_system(system: Path, reference: Path, source: Path | None, pair: Pair) -> Read:
    """Return the sentences of a system's output with their references. Raises InputError."""
    if system.is_dir():
        return _outputs_folder(system, reference, pair)
    if _is_bilingual(system):
        return _units(system, list(bilingual.read(system, pair)), reference, pair)
    if _is_bilingual(reference):
        if source is None:
            raise InputError(f"To find the references in {reference}, give the source of the translations: --source.")
        units = list(bilingual.read_lines(source, system))
        return _units(system, units, reference, pair)
    hypotheses, references = read_lines(system), read_lines(reference)
    _same(len(hypotheses), system, len(references), reference)
    sources: list[str | None] = [None] * len(hypotheses)
    if source:
        sources = [*read_lines(source)]
        _same(len(hypotheses), system, len(sources), source)
    rows = enumerate(zip(hypotheses, references, sources, strict=True), 1)
    return Read([Item(system.as_posix(), str(number), *row) for number, row in rows if any(row[:2])])


def _is_bilingual(path: Path) -> bool:
    return path.suffix.lower() in bilingual.READERS


def _same(one: int, path: Path, other: int, second: Path) -> None:
    if one != other:
        raise InputError(
            f"{path} has {one} lines and {second} has {other}: a comparison line for line needs as many in both."
        )


def _units(path: Path, units: Sequence[BilingualUnit], reference: Path, pair: Pair) -> Read:
    """Pair units with references: in order with the lines of a text, else by their source."""
    if not _is_bilingual(reference):
        references = read_lines(reference)
        if len(references) != len(units):
            raise InputError(
                f"{path} has {len(units)} units and {reference} has {len(references)} lines: give one line a unit, or "
                "a bilingual file as reference."
            )
        items = [_item(path, unit, line) for unit, line in zip(units, references, strict=True)]
        return Read(items)
    known = {_key(unit.source): unit.target for unit in bilingual.read(reference, pair) if unit.target.strip()}
    found = [(unit, known.get(_key(unit.source))) for unit in units]
    items = [_item(path, unit, target) for unit, target in found if target is not None]
    if not items:
        raise InputError(f"No source of {path} is in {reference}: are they of the same texts and languages?")
    absent = len(units) - len(items)
    return Read(items, [f"{absent} of {len(units)} units have no reference and were left out."] if absent else [])


def _item(path: Path, unit: BilingualUnit, reference: str) -> Item:
    return Item(unit.document or path.as_posix(), unit.id, unit.target, reference, unit.source)


def _key(source: str) -> str:
    return " ".join(source.split())


def _outputs_folder(outputs: Path, reference: Path, pair: Pair) -> Read:
    """Pair every article of an outputs folder with its reference."""
    records = sorted(outputs.rglob(f"*{RECORDS}"))
    if not records:
        raise InputError(f"{outputs} has no {RECORDS} files: give the folder that toolkit translate wrote into.")
    if _is_bilingual(reference):
        units = [unit for path in records for unit in bilingual.read(path, pair)]
        return _units(outputs, units, reference, pair)
    if not reference.is_dir():
        raise InputError(f"{outputs} is a folder, so its references are a folder too, or a bilingual file.")
    read = Read([])
    for path in records:
        stem = path.relative_to(outputs).as_posix().removesuffix(RECORDS)
        read.items += _article(outputs, reference, stem, pair, read.notes)
    if not read.items:
        raise InputError(f"{reference} has no reference for any article of {outputs}. {' '.join(read.notes[:3])}")
    return read


def _article(outputs: Path, references: Path, stem: str, pair: Pair, notes: list[str]) -> list[Item]:
    """Pair the lines of one article's translation with those of its reference; blank lines stand in both."""
    name = f"{stem}.{pair[1]}.txt"
    candidates = [references / name, references / f"{stem}.txt"]
    path = next((path for path in candidates if path.is_file()), None)
    if path is None or not (outputs / name).is_file():
        lacking = name if path else f"{references / name}"
        notes.append(f"{stem} was left out: there is no {lacking}.")
        return []
    lines, wanted = read_lines(outputs / name), read_lines(path)
    _same(len(lines), outputs / name, len(wanted), path)
    rows = [(number, *row) for number, row in enumerate(zip(lines, wanted, strict=True), 1) if any(map(str.strip, row))]
    sources = _sources(outputs / f"{stem}{RECORDS}")
    if len(sources) != len(rows):
        sources = [None] * len(rows)
        notes.append(f"{stem}: its records do not follow its lines, so figures and names were not checked.")
    return [Item(stem, str(number), line, want, said) for (number, line, want), said in zip(rows, sources, strict=True)]


def _sources(records: Path) -> Sequence[str | None]:
    """Return the source of each block of an article, its segments joined. Raises InputError."""
    blocks: dict[int, list[str]] = {}
    for number, line in enumerate(read_lines(records), 1):
        try:
            record = json.loads(line)
            blocks.setdefault(int(record["block"]), []).append(str(record["source"]))
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{records}, line {number}: no segment record ({error}). Translate it again.") from error
    return [" ".join(parts) for _, parts in sorted(blocks.items())]


def with_baseline(items: Sequence[Item], lines: Sequence[str], path: Path) -> list[Item]:
    """Give every item its line of the baseline; items of a text are named by their line."""
    numbers = [int(item.id) if item.id.isdigit() else 0 for item in items]
    if len({item.document for item in items}) > 1 or not all(0 < number <= len(lines) for number in numbers):
        if len(lines) != len(items):
            raise InputError(f"{path} has {len(lines)} lines, but {len(items)} translations are compared.")
        numbers = list(range(1, len(items) + 1))
    return [replace(item, baseline=lines[number - 1]) for item, number in zip(items, numbers, strict=True)]
