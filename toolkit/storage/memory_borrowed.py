"""The translation memory as a worker has it: it reads the file, and hands what it decoded to the one who writes.

One process writes, so no worker waits for another's lock, and a worker that dies cannot leave one behind.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

from toolkit.storage import hypotheses as codec
from toolkit.storage.entries import checked, decoded_rows, key_of, reviewed_rows, sound
from toolkit.storage.memory_records import Reviewed
from toolkit.types import Hypothesis, Signature, Skipped

Request = tuple[str, str]
"""Normalised source and forced target prefix ("" for none)."""
Rows = list[list[str]]
"""Source, prefix and encoded n-best list of what was decoded; see `storage.hypotheses`."""

_T = TypeVar("_T")

WAIT_SECONDS: Final = 60.0
"""How long a read waits for the writer; in write-ahead-log mode it hardly ever does."""


MOST_FRESH: Final = 4096
"""Lists that were decoded here and are still held; by then the writer has stored the older ones in the file."""


class BorrowedMemory:
    """Recalls from a file that another process owns, from what was decoded here since, and from reviewed rows given."""

    def __init__(
        self, path: Path | None, hand_over: Callable[[str, Rows], None], reviewed: Iterable[tuple[str, str]] = ()
    ) -> None:
        """Read from *path*; None: nothing is remembered from earlier runs but the *reviewed* (source, target) given.

        *hand_over* takes the signature and rows of each batch that was decoded.
        """
        self._path = path
        self._hand_over = hand_over
        self._given = dict(reviewed)
        self._fresh: dict[tuple[str, Request], list[Hypothesis]] = {}
        self._connection: sqlite3.Connection | None = None
        self.uses: Counter[int] = Counter()
        """How often each row was recalled."""

    @property
    def notices(self) -> tuple[Skipped, ...]:
        """Nothing: the owner of the file deals with damage, and tells of it."""
        return ()

    def recall_requests(
        self, signature: Signature | str, requests: Sequence[Request]
    ) -> dict[Request, list[Hypothesis]]:
        """Return the n-best list of every (source, prefix) that was decoded before, as `Memory.recall_requests` does.

        Rows that are damaged or cannot be read are decoded again.
        """
        name = str(signature)
        found = {request: self._fresh[name, request] for request in requests if (name, request) in self._fresh}
        wanted = {key_of(*request): request for request in requests if request not in found}
        for identity, key, text, checksum in self._read(lambda own: decoded_rows(own, name, list(wanted))):
            hypotheses = checked(key, text, checksum)
            if hypotheses is not None:
                found[wanted[key]] = hypotheses
                self.uses[identity] += 1
        return found

    def remember_requests(
        self, signature: Signature | str, items: Mapping[Request, Sequence[Hypothesis]]
    ) -> dict[Request, list[Hypothesis]]:
        """Hand n-best lists over to the writer and return them as they will be recalled."""
        name = str(signature)
        encoded = {request: codec.encode(hypotheses) for request, hypotheses in items.items()}
        self._hand_over(name, [[source, prefix, text] for (source, prefix), text in encoded.items()])
        stored = {request: codec.decode(text) for request, text in encoded.items()}
        self._fresh |= {(name, request): hypotheses for request, hypotheses in stored.items()}
        for oldest in list(islice(self._fresh, max(0, len(self._fresh) - MOST_FRESH))):
            del self._fresh[oldest]
        return stored

    def recall_reviewed(self, sources: Sequence[str], pair: tuple[str, str] = ("fr", "en")) -> dict[str, Reviewed]:
        """Return the newest reviewed translation of every source that has one, as `Memory.recall_reviewed` does."""
        found = {
            source: Reviewed(source, self._given[source], "", *pair, 0) for source in sources if source in self._given
        }
        wanted = {key_of(source): source for source in sources}
        for key, target, note, checksum, created in self._read(lambda own: reviewed_rows(own, pair, list(wanted))):
            source = wanted[key]
            found.pop(source, None)  # a damaged row hides earlier ones
            if sound(key, target, checksum):
                found[source] = Reviewed(source, target, note, *pair, created)
        return found

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _read(self, work: Callable[[sqlite3.Connection], list[_T]]) -> list[_T]:
        if self._path is None:
            return []
        for _ in range(2):
            try:
                return work(self._opened())
            except (sqlite3.Error, UnicodeDecodeError):
                # Set aside by its owner, or damaged: once more with the file that is there now, else without.
                with contextlib.suppress(sqlite3.Error):
                    self.close()
        return []

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            assert self._path is not None
            place = self._path.absolute().as_uri()
            self._connection = sqlite3.connect(
                f"{place}?mode=ro", uri=True, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        return self._connection
