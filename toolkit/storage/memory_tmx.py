"""The translation memory as TMX, out and in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from toolkit.storage.interchange import tmx
from toolkit.storage.interchange.base import BilingualUnit
from toolkit.storage.memory import Memory
from toolkit.types import Signature


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    added: int
    """Units that are now reviewed translations and were not before."""
    known: int
    """Units that were there already."""
    unreviewed: int
    """Units left out because nobody has reviewed them: engine output must not come back as a person's decision."""
    empty: int
    """Units left out because a side is empty."""


def export_tmx(memory: Memory, signature: Signature | str | None = None, pair: tuple[str, str] = ("fr", "en")) -> bytes:
    """Return all reviewed translations as TMX and, with *signature*, the best hypotheses of that engine's entries.

    Sources that have a reviewed translation are not repeated with the engine's. Raises StorageError.
    """
    return tmx.render(_units(memory, signature, pair), pair)


def import_tmx(
    memory: Memory, path: Path, normalise: Callable[[str], str], pair: tuple[str, str] = ("fr", "en")
) -> Imported:
    """Store the reviewed units of a TMX file, all or none; *normalise* brings sources to the form engines see.

    Raises InputError when the file cannot be read as TMX of this pair, StorageError when the memory cannot be written.
    """
    rows: list[tuple[str, str, str]] = []
    unreviewed = empty = 0
    for unit in tmx.read(path, pair):
        source = normalise(unit.source)
        if not source or not unit.target.strip():
            empty += 1
        elif not unit.reviewed:
            unreviewed += 1
        else:
            rows.append((source, unit.target, "\n".join(unit.notes)))
    added = memory.remember_all_reviewed(rows, pair)
    return Imported(added, len(rows) - added, unreviewed, empty)


def _units(memory: Memory, signature: Signature | str | None, pair: tuple[str, str]) -> Iterator[BilingualUnit]:
    reviewed = memory.all_reviewed(pair)
    number = 0
    for number, entry in enumerate(reviewed, 1):
        notes = tuple(note for note in entry.note.split("\n") if note)
        yield BilingualUnit(str(number), entry.source, entry.target, notes=notes, reviewed=True)
    decided = {entry.source for entry in reviewed}
    for source, target in memory.best(signature) if signature is not None else ():
        if source not in decided:
            number += 1
            yield BilingualUnit(str(number), source, target)
