"""Write results so that a file is either whole or absent, whatever happens to the process."""

from __future__ import annotations

import errno
import os
import re
import secrets
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from toolkit.errors import StorageError
from toolkit.storage.formats.base import Input
from toolkit.storage.records import to_line

if sys.platform != "win32":
    import fcntl

_TEMPORARY: Final = re.compile(r"\.toolkit-[0-9a-f]{16}\.tmp")
_STALE_SECONDS: Final = 3600.0
"""Age at which a temporary file has no writer any more: each lives for the writing of one file."""


@dataclass(frozen=True, slots=True)
class Outputs:
    """The outputs folder. Names are relative to it, with forward slashes."""

    folder: Path

    def path(self, name: str) -> Path:
        """Return where *name* is written. Raises StorageError when that would be outside the folder."""
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or ".." in parts or "\0" in name:
            raise StorageError(f"{name!r} is no place inside {self.folder}. Rename the input.")
        path = self.folder.joinpath(*parts)
        if not path.parent.resolve().is_relative_to(self.folder.resolve()):
            raise StorageError(
                f"{path} leads out of {self.folder} by a symbolic link. Remove the link, or choose other --outputs."
            )
        return path

    def write(self, name: str, data: bytes) -> Path:
        """Replace the file *name* by *data* at once. Raises StorageError when it cannot be written.

        The data goes to a temporary file in the same folder, reaches the disk, and takes the name's place in one step,
        so two runs at once leave one of the two results, never a mixture.
        """
        path = self.path(name)
        temporary = path.parent / f".toolkit-{secrets.token_hex(8)}.tmp"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                _write_through(temporary, data)
                temporary.replace(path)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
            _sync_folder(path.parent)
        except OSError as error:
            raise storage_error(path, error) from error
        return path

    def write_records(self, name: str, records: Iterable[dict[str, object]]) -> Path:
        """Write one JSON object a line, keys in their order, so that equal records give equal bytes."""
        return self.write(name, "".join(to_line(record) for record in records).encode())

    def write_document(
        self, source: Input, language: str, translation: bytes, records: Iterable[dict[str, object]]
    ) -> tuple[str, ...]:
        """Write the translated file and the segment records of a document; return their names. Raises StorageError."""
        name = source.translation(language)
        self.write(name, translation)
        self.write_records(source.segments, records)
        return name, source.segments

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Hold the lock file *name* against other processes; a process that dies lets go of it. Raises StorageError.

        Where the system has no ``flock`` nothing is held: two runs at once may then forget each other's entries in
        the manifest, and the next run writes those documents again.
        """
        path = self.path(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("ab")
        except OSError as error:
            raise storage_error(path, error) from error
        with file:
            if sys.platform != "win32":
                fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def append(self, name: str, line: str) -> None:
        """Add one line at the end of a log. Lines of two runs at once do not mix. Raises StorageError."""
        path = self.path(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
            try:
                os.write(descriptor, (line.rstrip("\n") + "\n").encode())
            finally:
                os.close(descriptor)
        except OSError as error:
            raise storage_error(path, error) from error

    def prepare(self) -> None:
        """Make the folder, prove that it can be written, and remove what killed runs left. Raises StorageError."""
        self.write(".toolkit/writable", b"")
        oldest = time.time() - _STALE_SECONDS
        for folder, _, names in os.walk(self.folder):
            for name in names:
                path = Path(folder, name)
                if _TEMPORARY.fullmatch(name) and _age(path) < oldest:
                    path.unlink(missing_ok=True)


def storage_error(path: Path, error: OSError) -> StorageError:
    """Return the error for the user: what could not be written, why, and what to do."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        remedy = "Free some space, or choose another disk with --outputs; what was done before is kept"
    elif error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        remedy = "Make the folder writable, or choose another with --outputs"
    elif error.errno in {errno.ENOTDIR, errno.EEXIST, errno.EISDIR}:
        remedy = "A file stands where a folder is needed, or the other way round: move it, or choose other --outputs"
    elif error.errno == errno.ENAMETOOLONG:
        remedy = "Shorten the name of the article or of its folder"
    else:
        remedy = "Check the disk, or choose another with --outputs"
    return StorageError(f"{path} cannot be written: {error.strerror or error}. {remedy}.")


def _write_through(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the new name itself durable, where the system lets folders be opened."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()
