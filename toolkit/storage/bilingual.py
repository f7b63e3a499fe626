"""Pairs of texts to check, from whatever they come in: two text files, or one bilingual file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from toolkit.errors import InputError
from toolkit.storage.interchange import docx_table, tables, tmx, xliff
from toolkit.storage.interchange.base import BilingualUnit

Pair = tuple[str, str]
Reader = Callable[[Path, Pair], Iterator[BilingualUnit]]

READERS: Final[dict[str, Reader]] = {
    ".tmx": tmx.read,
    ".xlf": xliff.read,
    ".xliff": xliff.read,
    ".mqxliff": xliff.read,
    ".jsonl": lambda path, _: tables.read_jsonl(path),
    ".tsv": tables.read,
    ".tab": tables.read,
    ".csv": tables.read,
    ".docx": docx_table.read,
}
"""Reader of each kind of bilingual file, by suffix in lower case."""


def read(path: Path, pair: Pair = ("fr", "en")) -> Iterator[BilingualUnit]:
    """Yield the units of a bilingual file; ``unit.line`` says where each translation stands.

    Raises InputError, possibly while reading, when the file cannot be read or is of no known kind.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(
            f"{path} is no bilingual file toolkit knows: give a source and a target text file, or one of "
            f"{', '.join(READERS)}."
        )
    return reader(path, pair)


def read_lines(source: Path, target: Path) -> Iterator[BilingualUnit]:
    """Yield one unit for each line of two text files; both texts are stripped of their line break only.

    Lines end with LF, CR LF or CR. Pairs of empty lines are left out. Raises InputError when a file cannot be read or
    the files have different numbers of lines.
    """
    sources, targets = _lines(source), _lines(target)
    if len(sources) != len(targets):
        raise InputError(
            f"{source} has {len(sources)} lines and {target} has {len(targets)}: a comparison line for line needs as "
            f"many in both. {_hint(sources, targets)}"
        )
    return (
        BilingualUnit(str(number), before, after, document=target.as_posix(), line=number)
        for number, (before, after) in enumerate(zip(sources, targets, strict=True), 1)
        if before.strip() or after.strip()
    )


def _lines(path: Path) -> list[str]:
    lines = tables.load(path).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _hint(sources: list[str], targets: list[str]) -> str:
    """Say where the files first differ in layout, which is where a line was lost or added."""
    for number, (before, after) in enumerate(zip(sources, targets, strict=False), 1):
        if bool(before.strip()) != bool(after.strip()):
            return f"Line {number} is empty in one of them only: look there first."
    return "Nothing but the end differs in layout: look for lines that were joined, split or cut off."
