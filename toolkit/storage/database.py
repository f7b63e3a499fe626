"""A SQLite file that several runs share and that no accident may turn into a failed run.

Durability: the file is in write-ahead-log mode with ``synchronous=NORMAL``. A committed transaction is then in the
operating system's cache before COMMIT returns, so it survives SIGKILL of the process; only a power cut can take the
last few transactions, and it takes them whole, without damage (https://www.sqlite.org/pragma.html#pragma_synchronous).
For a memory that can be decoded again that is the right price: FULL would add a disk flush to every batch.
"""

from __future__ import annotations

import contextlib
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeVar

from toolkit.errors import StorageError
from toolkit.storage.migrations import migrate, refuse_foreign
from toolkit.types import Skipped

T = TypeVar("T")

BUSY_SECONDS: Final = 60.0
"""How long a statement waits for another run's transaction. A batch is written in milliseconds."""

_REPLACEMENTS: Final = 2
"""How often one call replaces a broken file: once, and once more when two runs find it at the same time."""

# SQLite's texts (sqlite3ErrStr), which are stable; error codes are not in Python 3.10's exceptions.
_BROKEN = ("not a database", "malformed", "no such table", "no such column", "unsupported file format", "corrupt")
_BUSY = ("locked", "busy", "schema has changed")


class Database:
    """One connection to one file, reopened when the file is found broken or moved away. Safe to share by threads."""

    def __init__(
        self,
        path: Path,
        rescue: Callable[[Path, sqlite3.Connection], str] = lambda _kept, _fresh: "",
        busy_seconds: float = BUSY_SECONDS,
    ) -> None:
        """Open or create *path* and its folder. Raises StorageError when that cannot be done.

        *rescue* is given a broken file that was set aside and a connection to the new one, inside a transaction; it
        copies what must not be lost and returns a sentence about that for the notice.
        """
        self.path = path
        self._rescue = rescue
        self._aside: list[tuple[Path, str]] = []
        self.notices: list[Skipped] = []
        self._busy_seconds = busy_seconds
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._inode: int | None = None
        self.read(lambda _: None)

    def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return what *work* reads. A broken file is set aside and *work* then sees an empty one.

        Raises StorageError when the file cannot be opened or read for any other reason.
        """
        return self._guarded(work)

    def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run *work* in one transaction: all of it is kept or nothing. *work* may be called again after a failure.

        Raises StorageError when the disk is full, the file read-only or held by another run for too long.
        """

        def transaction(connection: sqlite3.Connection) -> T:
            # IMMEDIATE takes the write lock before reading: a read transaction that turns into a write one can fail
            # without waiting when another run has written in between (SQLITE_BUSY_SNAPSHOT).
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(connection)
                connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise
            return result

        return self._guarded(transaction)

    def shrink(self) -> None:
        """Give deleted pages back to the disk, unless another run is busy or there is no room: then they are reused."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._open().execute("VACUUM")

    def close(self) -> None:
        """Close the connection; the log is folded into the file when no other run has it open."""
        with self._lock:
            if self._connection is not None:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.close()
            self._connection = None

    def _guarded(self, work: Callable[[sqlite3.Connection], T]) -> T:
        deadline = time.monotonic() + self._busy_seconds
        broken = 0
        with self._lock:
            while True:
                try:
                    return work(self._open())
                except (sqlite3.Error, UnicodeDecodeError) as error:
                    # The schema text of a damaged file can make even SQLite's message undecodable.
                    message = str(error).lower() if isinstance(error, sqlite3.Error) else "malformed schema"
                    if any(sign in message for sign in _BROKEN):
                        broken += 1
                        if broken > _REPLACEMENTS:
                            raise self._failure(error) from error
                        self._set_aside(message)
                    elif any(sign in message for sign in _BUSY) and time.monotonic() < deadline:
                        # Recovery after a kill and the switch to WAL report "locked" without waiting.
                        time.sleep(random.uniform(0.005, 0.05))  # noqa: S311 - only spreads the retries
                    else:
                        raise self._failure(error) from error

    def _open(self) -> sqlite3.Connection:
        if self._connection is not None and self._inode == _inode(self.path):
            return self._connection
        self.close()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                f"The folder of the translation memory, {self.path.parent}, cannot be made ({error.strerror}). "
                "Choose another outputs folder, or run without memory."
            ) from error
        self._inode = _inode(self.path)
        connection = sqlite3.connect(
            self.path, timeout=self._busy_seconds, isolation_level=None, check_same_thread=False
        )
        try:
            self._prepare(connection)
            while self._aside:
                self._replace(connection, *self._aside[0])
                del self._aside[0]
        except BaseException:
            connection.close()
            raise
        finally:
            self._inode = self._inode or _inode(self.path)
        self._connection = connection
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        refuse_foreign(connection, str(self.path))
        # Damaged text must not stop a read: checksums find it, row by row.
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        # Some network file systems cannot share memory, which WAL needs; without it only FULL survives a power cut.
        connection.execute(f"PRAGMA synchronous = {'NORMAL' if mode == 'wal' else 'FULL'}")
        migrate(connection, str(self.path))

    def _set_aside(self, message: str) -> None:
        found = self._inode
        self.close()
        with _exclusive(self.path):
            if found != _inode(self.path):  # another run has already replaced it
                return
            kept = _free_name(self.path)
            try:
                # The log first: a log that stays behind would be played into the new file.
                for suffix in ("-wal", "-shm", ""):
                    with contextlib.suppress(FileNotFoundError):
                        Path(f"{self.path}{suffix}").replace(f"{kept}{suffix}")
            except OSError as error:
                raise StorageError(
                    f"The translation memory {self.path} is damaged ({message}) and cannot be moved away "
                    f"({error.strerror}). Move or delete it by hand."
                ) from error
        self._aside.append((kept, message))

    def _replace(self, connection: sqlite3.Connection, kept: Path, message: str) -> None:
        connection.execute("BEGIN IMMEDIATE")
        rescued = self._rescue(kept, connection)
        connection.execute("COMMIT")
        reason = (
            f"The translation memory was damaged ({message}). It was set aside as {kept.name} and a new one was "
            f"started; segments it held are decoded again. {rescued}Delete the old file when you do not need it."
        )
        self.notices.append(Skipped(str(self.path), reason, "warning"))

    def _failure(self, error: Exception) -> StorageError:
        message = str(error)
        remedy = "Check the disk, or choose another outputs folder."
        if "full" in message:
            remedy = "The disk is full: free some space and run again; everything stored so far is kept."
        elif "readonly" in message or "unable to open" in message:
            remedy = "Make the file and its folder writable, or choose another outputs folder."
        elif any(sign in message for sign in _BUSY):
            remedy = f"Another run has held it for over {self._busy_seconds:g} seconds: wait for it, or end it."
        return StorageError(f"The translation memory {self.path} cannot be used: {message}. {remedy}")


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except OSError:
        return None


def _free_name(path: Path) -> Path:
    number = 1
    while (kept := path.with_name(f"{path.name}.broken-{number}")).exists():
        number += 1
    return kept


@contextlib.contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    """Let one process at a time replace the file. Where there is no flock, an open file cannot be moved anyway."""
    try:
        import fcntl  # noqa: PLC0415 - POSIX only
    except ImportError:
        yield
        return
    with Path(f"{path}.lock").open("a", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
