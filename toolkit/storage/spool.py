"""Lists that a run makes longer and longer: their beginning is in memory, the rest in a file nobody else sees."""

from __future__ import annotations

import json
import tempfile
from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any, Generic, TypeVar, overload

T = TypeVar("T")


class Spool(Sequence[T], Generic[T]):
    """A list that can only grow. Beyond *keep* items each costs eight bytes of memory, whatever it holds.

    Items go through JSON. The file has no name and is gone when the process ends, however it ends.
    """

    def __init__(self, encode: Callable[[T], Any], decode: Callable[[Any], T], keep: int = 256) -> None:
        """Begin an empty list; *encode* turns an item into JSON values, *decode* turns them back."""
        self._encode, self._decode, self._most = encode, decode, keep
        self._kept: list[T] = []
        self._places = array("q")
        self._file: IO[bytes] | None = None

    def append(self, item: T) -> None:
        """Add *item* at the end. Raises OSError when the disk of temporary files is full."""
        if len(self._kept) < self._most:
            self._kept.append(item)
            return
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="toolkit-")  # noqa: SIM115 - lives as long as the list
        self._places.append(self._file.seek(0, 2))
        self._file.write(json.dumps(self._encode(item), separators=(",", ":")).encode() + b"\n")

    def __len__(self) -> int:
        return len(self._kept) + len(self._places)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> list[T]: ...
    def __getitem__(self, at: int | slice) -> T | list[T]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        number = at + len(self) if at < 0 else at
        if not 0 <= number < len(self):
            raise IndexError(at)
        if number < len(self._kept):
            return self._kept[number]
        assert self._file is not None
        self._file.seek(self._places[number - len(self._kept)])
        return self._decode(json.loads(self._file.readline()))

    def __iter__(self) -> Iterator[T]:
        for number in range(len(self)):
            yield self[number]
