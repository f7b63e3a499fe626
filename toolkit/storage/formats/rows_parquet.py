"""Rows as parquet, through pyarrow (extra ``parquet``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

from toolkit.errors import InputError
from toolkit.storage.formats.rows import SCHEMA, Columns, Row, checked, unreadable
from toolkit.types import Skipped

Library: TypeAlias = Any
"""pyarrow, which is imported late, or an object of it."""

_BATCH: Final = 512
"""Rows that are in memory at a time, besides the pages that pyarrow has open."""
_BUFFER: Final = 1024 * 1024
"""Bytes of a column that are read at a time."""


def _pyarrow() -> tuple[Library, Library]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise InputError("Parquet files need pyarrow, which is not installed: pip install '.[parquet]'.") from error
    return pa, pq


def read(path: Path, columns: Columns) -> Iterator[Row | Skipped]:
    """Yield the rows of a file, row group by row group. Raises InputError."""
    pyarrow, parquet = _pyarrow()
    try:
        # With a buffer, columns are read bit by bit, else by row groups, which may hold a whole table.
        with parquet.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False) as file:
            named = _identity(path, file.schema_arrow.names, columns)
            wanted = [columns.text] if named is None else [columns.text, named]
            number = 0
            for batch in file.iter_batches(_BATCH, columns=list(dict.fromkeys(wanted)), use_threads=False):
                texts = batch.column(columns.text)
                identities = batch.column(named) if named is not None else None
                for at in range(len(texts)):
                    number += 1
                    identity = number if identities is None else _value(path, number, identities, at)
                    text = _value(path, number, texts, at)
                    problem = next((item for item in (identity, text) if isinstance(item, Skipped)), None)
                    yield problem or checked(path, number, identity, text)
    except (OSError, pyarrow.ArrowException) as error:
        raise unreadable(path, error) from error


def _identity(path: Path, names: Sequence[str], columns: Columns) -> str | None:
    """Return the column of ids, None when rows are to be numbered. Raises InputError for a column that is not there."""
    for name in (columns.text, columns.id):
        if name is not None and name not in names:
            raise InputError(
                f"{path} has no column {name!r}; it has {', '.join(names)}. Name the right one with --text-column or "
                "--id-column."
            )
    return columns.id or ("id" if "id" in names else None)


def _value(path: Path, number: int, column: Library, at: int) -> object:
    try:
        return column[at].as_py()
    except UnicodeDecodeError:
        return Skipped(f"{path}: row {number}", "Its text is no UTF-8; the row was left out.")


def render(rows: Sequence[dict[str, Any]]) -> bytes:
    """Return translated rows as a file of one row group, compressed with zstd."""
    pyarrow, parquet = _pyarrow()
    table = pyarrow.Table.from_pylist([_storable(row) for row in rows], schema=_schema(pyarrow))
    sink = pyarrow.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())


def _schema(pyarrow: Library) -> Library:
    string, number = pyarrow.string(), pyarrow.int32()
    finding = pyarrow.struct(
        [("segment", number), *((name, string) for name in ("code", "severity", "message", "source", "translation"))]
    )
    edit = pyarrow.struct([("segment", number), *((name, string) for name in ("rule", "before", "after", "reason"))])
    fields = [
        ("schema", pyarrow.int8()),
        ("id", string),
        ("source", string),
        ("translation", string),
        ("segments", number),
        ("copied", number),
        ("findings", pyarrow.list_(finding)),
        ("edits", pyarrow.list_(edit)),
    ]
    return pyarrow.schema(fields, metadata={"toolkit.schema": str(SCHEMA)})


def _storable(value: Any) -> Any:  # noqa: ANN401 - rows are nested
    """Return *value* without lone surrogates, which UTF-8 cannot hold."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {name: _storable(item) for name, item in value.items()}
    return [_storable(item) for item in value] if isinstance(value, list) else value
