"""The translation memory of an outputs folder, for commands that work on it alone."""

from __future__ import annotations

from pathlib import Path

from toolkit.errors import StorageError
from toolkit.storage.memory import Memory
from toolkit.storage.memory_tmx import Imported, export_tmx, import_tmx
from toolkit.storage.outputs import Outputs
from toolkit.text.normalise import normalise

MEMORY = ".toolkit/memory.sqlite"
"""Place of the translation memory in the outputs folder."""


def open_memory(outputs: Path) -> Memory:
    """Open the memory of an outputs folder, made when absent. Raises StorageError."""
    place = Outputs(outputs)
    if not outputs.is_dir():
        raise StorageError(f"There is no folder {outputs}. Name the folder of the translations with --outputs.")
    return Memory.open(place.path(MEMORY))


def export_memory(memory: Memory, file: Path, signature: str | None) -> None:
    """Write the memory to a TMX file at once. Raises StorageError."""
    Outputs(file.absolute().parent).write(file.name, export_tmx(memory, signature))


def import_memory(memory: Memory, file: Path) -> Imported:
    """Take the reviewed units of a TMX file into the memory. Raises InputError and StorageError."""
    return import_tmx(memory, file, lambda text: normalise(text).text)
