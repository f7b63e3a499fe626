"""Tables of texts, one text a row: parquet and JSON Lines in, the same out with the translations.

Rows of schema 1, in this order:

| column | type | what |
|---|---|---|
| ``schema`` | int | 1 |
| ``id`` | string | the row's id, or its number where the input has none |
| ``source`` | string | the text as it came |
| ``translation`` | string | the translation, layout kept |
| ``segments`` | int | sentences and headlines in the text |
| ``copied`` | int | those that were copied, because they are in another language or have no words |
| ``findings`` | list | ``segment`` (number in the text, from 0), ``code``, ``severity``, ``message``, ``source`` and |
| | | ``translation``: the words it is about, "" where there are none |
| ``edits`` | list | ``segment``, ``rule``, ``before``, ``after``, ``reason`` |
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from toolkit.errors import InputError
from toolkit.types import Skipped

SCHEMA: Final = 1
SUFFIXES: Final = (".jsonl", ".parquet")
LEAST_BYTES: Final = 128 * 1024
MOST_BYTES: Final = 384 * 1024
"""Bounds of a shard's text, in UTF-8 bytes; a row that is longer is a shard of its own."""
ROW_BYTES: Final = 16
"""Counted for every row besides its text, so that empty rows make no endless shard."""
LONGEST_ROW: Final = 64 * 1024 * 1024
"""Longer texts are refused: they would be held in memory several times over."""
_CUT: Final = 128 * 1024
"""Mean distance in bytes from the least size of a shard to its end."""


class Row(NamedTuple):
    """One text to translate."""

    number: int
    """Place in the file, from 1."""
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Where text and id of a row are."""

    text: str = "text"
    id: str | None = None
    """None: ``id`` where the table has it, else the rows are numbered."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Neighbouring rows that are translated together, and stored together."""

    rows: tuple[Row, ...]

    def key(self, *facts: str) -> str:
        """Return the first 32 hexadecimal digits of the SHA-256 of *facts* and of ids and texts of the rows."""
        digest = hashlib.sha256()
        for text in (*facts, *(cell for row in self.rows for cell in (row.id, row.text))):
            data = text.encode("utf-8", "surrogatepass")
            digest.update(b"%d:" % len(data) + data)
        return digest.hexdigest()[:32]


def read(path: Path, columns: Columns) -> Iterator[Row | Skipped]:
    """Yield the rows of a table, and what is no usable row with its reason. Little of the file is in memory at a time.

    Raises InputError, possibly while reading, when the file cannot be read or lacks a column.
    """
    if path.suffix.lower() == ".parquet":
        from toolkit.storage.formats import rows_parquet  # noqa: PLC0415 - only where it is asked for

        return rows_parquet.read(path, columns)
    from toolkit.storage.formats import rows_jsonl  # noqa: PLC0415 - as above

    return rows_jsonl.read(path, columns)


def render(rows: Sequence[dict[str, Any]], suffix: str) -> bytes:
    """Return translated rows (schema 1) as a file; equal rows give equal bytes. Raises InputError without pyarrow."""
    if suffix == ".parquet":
        from toolkit.storage.formats import rows_parquet  # noqa: PLC0415 - only where it is asked for

        return rows_parquet.render(rows)
    from toolkit.storage.formats import rows_jsonl  # noqa: PLC0415 - as above

    return rows_jsonl.render(rows)


def checked(path: Path, number: int, identity: object, text: object) -> Row | Skipped:
    """Return the row, or why it is none."""
    what = f"{path}: row {number}"
    if not isinstance(text, str):
        return Skipped(what, f"Its text is {_kind(text)}, not a string; the row was left out.")
    if len(text) > LONGEST_ROW:
        return Skipped(what, f"Its text has {len(text):,} characters, at most {LONGEST_ROW:,}: split it into parts.")
    if isinstance(identity, bool) or not isinstance(identity, str | int):
        return Skipped(what, f"Its id is {_kind(identity)}, neither string nor whole number; the row was left out.")
    return Row(number, str(identity), text)


def _kind(value: object) -> str:
    return "missing" if value is None else f"of type {type(value).__name__}"


def shards(rows: Iterable[Row | Skipped]) -> Iterator[Shard | Skipped]:
    """Cut rows into shards where their content says so, and pass on what is no row.

    A shard ends after a row whose hash falls below a threshold (content-defined chunking, Muthitacharoen et al. 2001,
    "A low-bandwidth network file system"): rows added or taken out change the shards around them and no others.
    """
    held: list[Row] = []
    size = 0
    for row in rows:
        if isinstance(row, Skipped):
            yield row
            continue
        data = row.text.encode("utf-8", "surrogatepass")
        length = len(data) + ROW_BYTES
        if held and size + length > MOST_BYTES:
            yield Shard(tuple(held))
            held, size = [], 0
        held.append(row)
        size += length
        if size >= LEAST_BYTES and _ends(data, length):
            yield Shard(tuple(held))
            held, size = [], 0
    if held:
        yield Shard(tuple(held))


def _ends(data: bytes, length: int) -> bool:
    """Tell whether a shard that is long enough ends after this row; the longer the row, the likelier."""
    share = int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big") / 2**64
    return share < length / _CUT


def unreadable(path: Path, error: Exception) -> InputError:
    """Return the error for a file that is not what its suffix says."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error).splitlines()[0]
    return InputError(
        f"{path} cannot be read: {reason}. Check that it is a {path.suffix} file and that you may read it."
    )
