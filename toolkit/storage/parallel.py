"""Parallel corpora for training, read line by line: millions of pairs never stand in memory at once.

Plain tables (source, tab, target; no heading, no quoting, as corpora are published) and two texts line by line, each
as they are or compressed with gzip, bzip2 or xz; every bilingual file of `storage.bilingual` besides.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, zip_longest
from pathlib import Path
from typing import Final, TextIO, cast

from toolkit import languages
from toolkit.errors import InputError
from toolkit.storage import bilingual

_OPENERS: Final[dict[str, Callable[..., object]]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
_TABLES: Final = (".tsv", ".tab")


def read(paths: Sequence[Path], pair: tuple[str, str] = ("fr", "en")) -> Iterator[tuple[str, str]]:
    """Yield source and target of each pair in *paths*: two plain texts, or any number of bilingual files.

    Raises InputError, possibly while reading, when a file cannot be read, a row of a table has no two columns, or two
    texts have different numbers of lines.
    """
    if len(paths) == 2 and not any(_is_bilingual(path) for path in paths):  # noqa: PLR2004 - source and target
        yield from _texts(*paths)
        return
    for path in paths:
        if _kind(path) in _TABLES and not _has_heading(path, pair):
            yield from _table(path)
        else:
            yield from ((unit.source, unit.target) for unit in bilingual.read(path, pair))


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield number, from 1, and text of each line of a text, as it is or compressed. Raises InputError."""
    return _lines(path)


def _kind(path: Path) -> str:
    """Return the suffix in lower case, that of a compression left aside."""
    name = path.with_suffix("") if path.suffix.lower() in _OPENERS else path
    return name.suffix.lower()


def _is_bilingual(path: Path) -> bool:
    return _kind(path) in bilingual.READERS


def _has_heading(path: Path, pair: tuple[str, str]) -> bool:
    """Tell whether the first row names its columns, so that the table is one of `storage.interchange.tables`."""
    if path.suffix.lower() in _OPENERS:
        return False
    first = {cell.strip().lower() for _, line in islice(_lines(path), 1) for cell in line.split("\t")}
    names = [{code, languages.name(code).lower()} for code in pair]
    return {"source", "target"} <= first or all(first & known for known in names)


def _table(path: Path) -> Iterator[tuple[str, str]]:
    for number, line in _lines(path):
        if not line:
            continue
        cells = line.split("\t")
        if len(cells) != 2:  # noqa: PLR2004 - source and target
            raise InputError(
                f"{path}, line {number} has {len(cells)} columns; expected source, one tab, target. A table with more "
                "columns needs a heading with source and target."
            )
        yield cells[0], cells[1]


def _texts(source: Path, target: Path) -> Iterator[tuple[str, str]]:
    for before, after in zip_longest(_lines(source), _lines(target)):
        if before is None or after is None:
            short, number = (source, after[0]) if before is None else (target, before[0])
            raise InputError(f"{short} ends before line {number} of the other text: both need as many lines.")
        yield before[1], after[1]


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield number and text of each line; only line feeds end one, with or without a carriage return."""
    try:
        with _open(path) as file:
            for number, line in enumerate(file, 1):
                yield number, line.rstrip("\r\n")
    except (OSError, EOFError, UnicodeDecodeError, lzma.LZMAError) as error:
        raise InputError(f"{path} cannot be read ({error}); expected text in UTF-8.") from error


def _open(path: Path) -> TextIO:
    try:
        opener = _OPENERS.get(path.suffix.lower(), open)
        return cast("TextIO", opener(path, "rt", encoding="utf-8-sig", newline="\n"))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from error
