"""Write results so that a file is either whole or absent, whatever happens to the process."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from toolkit.errors import StorageError
from toolkit.storage.records import to_line

if sys.platform != "win32":
    import fcntl

_TEMPORARY: Final = re.compile(r"\.toolkit-[0-9a-f]{16}\.tmp")
_STALE_SECONDS: Final = 3600.0
"""Age of the last change at which a temporary file has no writer any more: a draft grows with every batch."""


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
        draft = self.draft(name)
        try:
            draft.write(data)
            draft.commit()
        except BaseException:
            draft.discard()
            raise
        return draft.path

    def draft(self, name: str) -> Draft:
        """Begin the file *name*, to be written bit by bit. Raises StorageError when it cannot be written there."""
        return Draft(self.path(name))

    def write_records(self, name: str, records: Iterable[dict[str, object]]) -> Path:
        """Write one JSON object a line, keys in their order, so that equal records give equal bytes."""
        return self.write(name, "".join(to_line(record) for record in records).encode())

    def remove(self, names: Sequence[str]) -> None:
        """Remove files that an earlier run wrote and this one does not; those that are gone are no error."""
        for name in names:
            path = self.path(name)
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise storage_error(path, error) from error

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


class Draft:
    """A file that is written beside its place, bit by bit, and takes its place in one step when it is whole."""

    def __init__(self, path: Path) -> None:
        """Begin the file that will stand at *path*. Raises StorageError."""
        self.path = path
        self._temporary = path.parent / f".toolkit-{secrets.token_hex(8)}.tmp"
        self._digest = hashlib.sha256()
        self._file: BinaryIO | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._temporary.open("xb")
        except OSError as error:
            raise storage_error(path, error) from error

    @property
    def digest(self) -> str:
        """SHA-256 of what was written so far, hexadecimal, 64 digits."""
        return self._digest.hexdigest()

    def write(self, data: bytes) -> None:
        """Add *data* at the end. Raises StorageError; then the draft is to be discarded."""
        assert self._file is not None, "a draft that was committed or discarded"
        self._digest.update(data)
        try:
            self._file.write(data)
        except OSError as error:
            raise storage_error(self.path, error) from error

    def commit(self) -> None:
        """Bring the file to the disk and put it in its place. Raises StorageError."""
        assert self._file is not None, "a draft that was committed or discarded"
        try:
            with self._file as file:
                file.flush()
                os.fsync(file.fileno())
            self._temporary.replace(self.path)
            self._file = None
            _sync_folder(self.path.parent)
        except OSError as error:
            raise storage_error(self.path, error) from error

    def discard(self) -> None:
        """Remove what was written, unless it was committed. Never raises: `Outputs.prepare` removes what stays."""
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
            with suppress(OSError):
                self._temporary.unlink(missing_ok=True)
            self._file = None


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
