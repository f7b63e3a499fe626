"""The translation memory: what was decoded once is not decoded again, and what a person decided stays decided.

Raw n-best hypotheses are kept under (signature, prefix, source). The signature is the text of everything that can
change them: engine, model digest, compute type, decoding options. Sources are keys character for character: callers
pass them normalised, as they are given to the engine. Fidelity work is not stored: a changed glossary needs no
decoding.
"""

from __future__ import annotations

import contextlib
import gc
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

from toolkit.errors import StorageError
from toolkit.storage import hypotheses as codec
from toolkit.storage.database import Database
from toolkit.storage.entries import checked, checksum_of, decoded_rows, key_of, reviewed_rows, sound, storable
from toolkit.storage.memory_records import MemoryStats, Reviewed, SignatureStats
from toolkit.storage.rescue import rescue_reviewed
from toolkit.types import Hypothesis, Signature, Skipped

if TYPE_CHECKING:
    from typing_extensions import Self

Request = tuple[str, str]
"""Normalised source and forced target prefix ("" for none)."""

_MOST_USES: Final = 20_000
"""Entries whose counts of uses are kept in memory before they are stored."""


class Memory:
    """A translation memory in one file. Use as a context manager; several runs and threads may share the file."""

    def __init__(self, database: Database, run: str = "", clock: Callable[[], float] = time.time) -> None:
        """Wrap an open database; see `Memory.open`."""
        self._database = database
        self._run = run
        self._clock = clock
        self._uses: Counter[int] = Counter()

    @classmethod
    def open(cls, path: Path, run: str = "", clock: Callable[[], float] = time.time) -> Memory:
        """Open or create the memory at *path*; *run* names the run in the rows it adds.

        A damaged file is set aside and reported in `notices`; reviewed translations in it that can be read are kept.
        Raises StorageError when the file or folder cannot be
        written, belongs to another program, or was written by a newer version.
        """
        return cls(Database(path, rescue_reviewed), run, clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The file."""
        return self._database.path

    @property
    def notices(self) -> tuple[Skipped, ...]:
        """What went wrong and was survived, for the caller to print: damaged files set aside, damaged rows dropped."""
        return tuple(self._database.notices)

    def close(self) -> None:
        """Store the counts of uses and close the file."""
        try:
            # Counts only serve `prune`: a run whose work is done must not fail on them.
            with contextlib.suppress(StorageError):
                if self._uses:
                    self._database.write(self._store_uses)
        finally:
            self._database.close()

    def recall(self, signature: Signature | str, sources: Sequence[str]) -> dict[str, list[Hypothesis]]:
        """Return the n-best list of every source that was decoded before without a prefix. Raises StorageError."""
        found = self.recall_requests(signature, [(source, "") for source in sources])
        return {source: hypotheses for (source, _), hypotheses in found.items()}

    def recall_requests(
        self, signature: Signature | str, requests: Sequence[Request]
    ) -> dict[Request, list[Hypothesis]]:
        """Return the n-best list of every (source, prefix) that was decoded before. Raises StorageError."""
        wanted = {key_of(source, prefix): (source, prefix) for source, prefix in requests}
        rows = self._database.read(lambda connection: decoded_rows(connection, str(signature), list(wanted)))
        found: dict[Request, list[Hypothesis]] = {}
        damaged: list[int] = []
        with _no_collection():
            for identity, key, text, checksum in rows:
                hypotheses = checked(key, text, checksum)
                if hypotheses is None:
                    damaged.append(identity)
                else:
                    found[wanted[key]] = hypotheses
                    self._uses[identity] += 1
        if damaged:
            self._drop(damaged)
        if len(self._uses) > _MOST_USES:
            with contextlib.suppress(StorageError):  # as in close
                self._database.write(self._store_uses)
        return found

    def remember(
        self, signature: Signature | str, items: Mapping[str, Sequence[Hypothesis]]
    ) -> dict[str, list[Hypothesis]]:
        """Store decoded n-best lists by source, all in one transaction, and return them as they will be recalled.

        Go on with the returned lists: weights are rounded in storage, and a repeated run must decide alike. An entry
        that exists already is kept, and returned. Raises StorageError; then nothing of the batch was stored.
        """
        stored = self.remember_requests(signature, {(source, ""): hypotheses for source, hypotheses in items.items()})
        return {source: hypotheses for (source, _), hypotheses in stored.items()}

    def remember_requests(
        self, signature: Signature | str, items: Mapping[Request, Sequence[Hypothesis]]
    ) -> dict[Request, list[Hypothesis]]:
        """Store n-best lists by (source, prefix); otherwise as `remember`."""
        rows = [(source, prefix, codec.encode(hypotheses)) for (source, prefix), hypotheses in items.items()]
        kept = self.remember_encoded(signature, rows)
        with _no_collection():
            stored = {key_of(source, prefix): codec.decode(text) for source, prefix, text in rows}
            # Another run was faster with some: a repeated run will find its lists, so this one goes on with them.
            for _, key, text, checksum in kept:
                stored[key] = checked(key, text, checksum) or stored[key]
            return dict(zip(items, stored.values(), strict=True))

    def remember_encoded(
        self, signature: Signature | str, items: Iterable[tuple[str, str, str]]
    ) -> list[tuple[int, bytes, str, int]]:
        """Store (source, prefix, encoded n-best list) in one transaction; see `storage.hypotheses`.

        Returns id, key, list and checksum of what the file has under these keys when some of it was there already,
        else nothing. Raises StorageError; then nothing of the batch was stored.
        """
        now = int(self._clock())
        rows = {}
        for source, prefix, text in items:
            key = key_of(source, prefix)
            rows[key] = (key, storable(prefix), storable(source), text, checksum_of(key, text), self._run, now, now)

        def insert(connection: sqlite3.Connection) -> list[tuple[int, bytes, str, int]]:
            connection.execute(
                "INSERT INTO signatures (text, created) VALUES (?, ?) ON CONFLICT DO NOTHING", (str(signature), now)
            )
            before = connection.total_changes
            connection.executemany(
                "INSERT INTO decoded (signature, key, prefix, source, hypotheses, checksum, run, created, used) "
                "SELECT id, ?, ?, ?, ?, ?, ?, ?, ? FROM signatures WHERE text = ? ON CONFLICT DO NOTHING",
                [(*row, str(signature)) for row in rows.values()],
            )
            known = connection.total_changes - before < len(rows)
            return decoded_rows(connection, str(signature), list(rows)) if known else []

        return self._database.write(insert) if rows else []

    def count_uses(self, uses: Mapping[int, int]) -> None:
        """Count recalls that were made elsewhere, by id of the row."""
        self._uses.update(uses)

    def reviewed(self, source: str, pair: tuple[str, str] = ("fr", "en")) -> Reviewed | None:
        """Return the newest reviewed translation of *source*, or None. Raises StorageError."""
        return self.recall_reviewed([source], pair).get(source)

    def recall_reviewed(self, sources: Sequence[str], pair: tuple[str, str] = ("fr", "en")) -> dict[str, Reviewed]:
        """Return the newest reviewed translation of every source that has one. Raises StorageError."""
        wanted = {key_of(source): source for source in sources}
        rows = self._database.read(lambda connection: reviewed_rows(connection, pair, list(wanted)))
        newest = self._newest(
            [(key, "", target, note, checksum, created) for key, target, note, checksum, created in rows]
        )
        return {
            wanted[key]: Reviewed(wanted[key], target, note, *pair, created)
            for key, (_, target, note, created) in newest.items()
        }

    def remember_reviewed(self, source: str, target: str, note: str = "", pair: tuple[str, str] = ("fr", "en")) -> bool:
        """Store a person's translation, which wins over the engine from now on; False: it was there already."""
        return self.remember_all_reviewed([(source, target, note)], pair) == 1

    def remember_all_reviewed(self, rows: Iterable[tuple[str, str, str]], pair: tuple[str, str] = ("fr", "en")) -> int:
        """Store (source, target, note) rows in one transaction and return how many were new. Raises StorageError.

        Earlier translations of the same source stay in the file; the newest counts.
        """
        now = int(self._clock())
        given = [(key_of(source), storable(source), storable(target), storable(note)) for source, target, note in rows]

        def insert(connection: sqlite3.Connection) -> int:
            rows = reviewed_rows(connection, pair, [row[0] for row in given])
            current = {key: target if sound(key, target, checksum) else None for key, target, _, checksum, _ in rows}
            new = []
            for key, source, target, note in given:
                if current.get(key) != target:
                    current[key] = target
                    new.append((*pair, key, source, target, note, checksum_of(key, target), self._run, now))
            connection.executemany(
                "INSERT INTO reviewed (source_language, target_language, key, source, target, note, checksum, run, "
                "created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                new,
            )
            return len(new)

        return self._database.write(insert) if given else 0

    def all_reviewed(self, pair: tuple[str, str] = ("fr", "en")) -> list[Reviewed]:
        """Return the newest reviewed translation of every source, in the order first stored. Raises StorageError."""
        query = (
            "SELECT key, source, target, note, checksum, created FROM reviewed "
            "WHERE source_language = ? AND target_language = ? ORDER BY id"
        )
        rows = self._database.read(lambda connection: connection.execute(query, pair).fetchall())
        return [
            Reviewed(source, target, note, *pair, created)
            for source, target, note, created in self._newest(rows).values()
        ]

    def best(self, signature: Signature | str) -> Iterator[tuple[str, str]]:
        """Yield source and best hypothesis of every entry without prefix under *signature*. Raises StorageError."""
        query = (
            "SELECT d.id, d.source, d.key, d.hypotheses, d.checksum FROM decoded d "
            "JOIN signatures s ON s.id = d.signature WHERE s.text = ? AND d.prefix = '' AND d.id > ? "
            "ORDER BY d.id LIMIT 1000"
        )
        last = 0
        # Page by page, so that a long export holds no read lock that would keep the log from being folded in.
        while rows := self._database.read(
            lambda connection, after=last: connection.execute(query, (str(signature), after)).fetchall()  # type: ignore[misc]
        ):
            for _, source, key, text, checksum in rows:
                if hypotheses := checked(key, text, checksum):
                    yield source, hypotheses[0].text
            last = rows[-1][0]

    def stats(self) -> MemoryStats:
        """Count what the memory holds. Raises StorageError."""
        query = (
            "SELECT s.text, count(d.id), coalesce(sum(d.uses), 0), s.created, coalesce(max(d.used), s.created) "
            "FROM signatures s LEFT JOIN decoded d ON d.signature = s.id GROUP BY s.id ORDER BY 5 DESC, s.id DESC"
        )

        def count(connection: sqlite3.Connection) -> tuple[list[SignatureStats], int]:
            signatures = [SignatureStats(*row) for row in connection.execute(query)]
            reviewed = "SELECT count(*) FROM (SELECT DISTINCT source_language, target_language, key FROM reviewed)"
            return signatures, connection.execute(reviewed).fetchone()[0]

        if self._uses:
            self._database.write(self._store_uses)
        signatures, reviewed = self._database.read(count)
        files = [Path(f"{self.path}{suffix}") for suffix in ("", "-wal")]
        size = sum(file.stat().st_size for file in files if file.exists())
        return MemoryStats(self.path, size, sum(s.entries for s in signatures), reviewed, tuple(signatures))

    def prune(
        self,
        *,
        keep_signature: Signature | str | None = None,
        older_than: timedelta | None = None,
        unused: bool = False,
    ) -> int:
        """Delete decoded entries that meet every condition given, shrink the file, and return how many went.

        *keep_signature* spares entries under that signature; *older_than* takes only entries neither stored nor
        recalled for that long; *unused* takes only entries never recalled. Without a condition nothing is deleted.
        Reviewed translations are never pruned. Raises StorageError.
        """
        conditions: list[tuple[str, tuple[object, ...]]] = []
        if keep_signature is not None:
            keep = "signature NOT IN (SELECT id FROM signatures WHERE text = ?)"
            conditions.append((keep, (str(keep_signature),)))
        if older_than is not None:
            conditions.append(("used < ?", (int(self._clock() - older_than.total_seconds()),)))
        if unused:
            conditions.append(("uses = 0", ()))
        if not conditions:
            return 0
        where = " AND ".join(text for text, _ in conditions)
        values = [value for _, row in conditions for value in row]

        def delete(connection: sqlite3.Connection) -> int:
            self._store_uses(connection)
            gone = connection.execute(f"DELETE FROM decoded WHERE {where}", values).rowcount  # noqa: S608 - fixed texts
            connection.execute("DELETE FROM signatures WHERE id NOT IN (SELECT signature FROM decoded)")
            return gone

        gone = self._database.write(delete)
        self._database.shrink()
        return gone

    def _newest(self, rows: Iterable[tuple[bytes, str, str, str, int, int]]) -> dict[bytes, tuple[str, str, str, int]]:
        """Return source, target, note and time of the last row of each key; a damaged row hides earlier ones."""
        newest: dict[bytes, tuple[str, str, str, int]] = {}
        damaged = 0
        for key, source, target, note, checksum, created in rows:
            newest.pop(key, None)
            if sound(key, target, checksum):
                newest[key] = (source, target, note, created)
            else:
                damaged += 1
        if damaged:
            self._notice(f"{damaged} reviewed translations are damaged and are not used: review these segments again.")
        return newest

    def _notice(self, reason: str) -> None:
        notice = Skipped(str(self.path), reason, "warning")
        if notice not in self._database.notices:
            self._database.notices.append(notice)

    def _store_uses(self, connection: sqlite3.Connection) -> None:
        now = int(self._clock())
        rows = [(count, now, identity) for identity, count in self._uses.items()]
        connection.executemany("UPDATE decoded SET uses = uses + ?, used = ? WHERE id = ?", rows)
        self._uses.clear()

    def _drop(self, identities: list[int]) -> None:
        rows = [(identity,) for identity in identities]

        def drop(connection: sqlite3.Connection) -> None:
            connection.executemany("DELETE FROM decoded WHERE id = ?", rows)
            # Where one row is damaged, an index may be too, and would hide what is stored from now on.
            if connection.execute("PRAGMA integrity_check (1)").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("database disk image is malformed")

        self._database.write(drop)
        self._notice(f"{len(rows)} damaged entries were dropped from the translation memory; they are decoded again.")


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    # Millions of small tuples without a cycle: the collector would look at all of them again and again (measured: two
    # thirds of the time of a large recall).
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
