"""The schema of the translation memory, as named steps that are only ever appended.

Each step runs in a transaction of its own together with the row that records it, so a process killed half-way leaves
either the old schema or the new one. A file that records a step this program does not know was written by a newer one
and is refused: reading it with half the knowledge could lose what the newer program keeps there.
"""

from __future__ import annotations

import sqlite3
from typing import Final, NamedTuple

from toolkit.errors import StorageError

APPLICATION_ID: Final = 0x746B_746D
"""``tktm``: written to the header (PRAGMA application_id), so that another program's database is never altered."""


class Migration(NamedTuple):
    """One step of the schema."""

    name: str
    statements: tuple[str, ...]


MIGRATIONS: Final = (
    Migration(
        "0001_decoded",
        (
            "CREATE TABLE signatures (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, created INTEGER NOT NULL)",
            # The key is a digest of prefix and source: sources can be a megabyte long, index entries should not be.
            (
                "CREATE TABLE decoded ("
                "id INTEGER PRIMARY KEY, signature INTEGER NOT NULL REFERENCES signatures (id), key BLOB NOT NULL, "
                "prefix TEXT NOT NULL, source TEXT NOT NULL, hypotheses TEXT NOT NULL, checksum INTEGER NOT NULL, "
                "run TEXT NOT NULL, created INTEGER NOT NULL, used INTEGER NOT NULL, uses INTEGER NOT NULL DEFAULT 0, "
                "UNIQUE (signature, key))"
            ),
        ),
    ),
    Migration(
        "0002_reviewed",
        (
            # Rows are only added; the newest of a key counts. An earlier decision of a reviewer is never lost.
            (
                "CREATE TABLE reviewed ("
                "id INTEGER PRIMARY KEY, source_language TEXT NOT NULL, target_language TEXT NOT NULL, "
                "key BLOB NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL, note TEXT NOT NULL, "
                "checksum INTEGER NOT NULL, run TEXT NOT NULL, created INTEGER NOT NULL)"
            ),
            "CREATE INDEX reviewed_by_key ON reviewed (source_language, target_language, key)",
        ),
    ),
)


def migrate(connection: sqlite3.Connection, name: str, steps: tuple[Migration, ...] = MIGRATIONS) -> list[str]:
    """Bring the database to the newest schema and return the names of the steps applied.

    *connection* is in autocommit mode; *name* is the file as messages should call it. Two processes may migrate the
    same file at once. Raises StorageError when the file was written by a newer version of this program.
    """
    known = {step.name for step in steps}
    newer = sorted(_applied(connection) - known)
    if newer:
        raise StorageError(
            f"{name} was written by a newer version of toolkit (schema step {newer[-1]}, this version knows up to "
            f"{steps[-1].name}). Upgrade toolkit, or move the file away to start a new memory."
        )
    return [step.name for step in steps if _apply(connection, step)]


def refuse_foreign(connection: sqlite3.Connection, name: str) -> None:
    """Raise StorageError when the database is neither ours nor empty. To be called before anything is changed."""
    # Tables first: another run that makes the file meanwhile commits its tables and the identity together.
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (identity,) = connection.execute("PRAGMA application_id").fetchone()
    if identity != APPLICATION_ID and (identity != 0 or tables != 0):
        raise StorageError(
            f"{name} is a database of another program, not a translation memory: it was left alone. "
            "Move it elsewhere or choose another outputs folder."
        )


def _applied(connection: sqlite3.Connection) -> set[str]:
    exists = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migrations'").fetchone()
    return {row[0] for row in connection.execute("SELECT name FROM migrations")} if exists else set()


def _apply(connection: sqlite3.Connection, step: Migration) -> bool:
    if step.name in _applied(connection):
        return False
    connection.execute("BEGIN IMMEDIATE")
    try:
        if step.name in _applied(connection):  # another process was faster
            connection.execute("ROLLBACK")
            return False
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied TEXT DEFAULT CURRENT_TIMESTAMP)"
        )
        for statement in step.statements:
            connection.execute(statement)
        connection.execute("INSERT INTO migrations (name) VALUES (?)", (step.name,))
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return True
