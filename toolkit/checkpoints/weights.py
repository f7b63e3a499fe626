"""Sanity of safetensors files, read from their headers alone.

Format: https://github.com/huggingface/safetensors#format - eight bytes with the header's length (little-endian), the
header as JSON, then the data, without gaps.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from toolkit.errors import CheckpointError

WEIGHTS: Final = "model.safetensors"
INDEX: Final = "model.safetensors.index.json"

LONGEST_HEADER: Final = 100_000_000
"""Bytes; the limit of the reference implementation."""

REMEDY: Final = "The file is damaged or was not copied completely: fetch or copy the model again."


def weight_files(directory: Path) -> list[Path]:
    """Return the safetensors files of the model in *directory*, in order. Raises CheckpointError when there are none.

    Pickled weights are never read: unpickling a file from elsewhere runs whatever code it holds.
    """
    if (directory / WEIGHTS).is_file():
        return [directory / WEIGHTS]
    if (directory / INDEX).is_file():
        names = _shards(directory / INDEX)
        absent = [name for name in names if not (directory / name).is_file()]
        if absent:
            raise CheckpointError(f"{directory} lacks {absent[0]}, which {INDEX} names. {REMEDY}")
        return [directory / name for name in names]
    pickled = sorted(path.name for path in directory.glob("*.bin")) + sorted(p.name for p in directory.glob("*.pt"))
    if pickled:
        raise CheckpointError(
            f"{directory} has its weights only as {pickled[0]}, a pickle, which can run any code when it is read. Use "
            f"a revision with {WEIGHTS} (on the hub often --revision refs/pr/NN), or convert it where you trust it."
        )
    raise CheckpointError(f"{directory} has no {WEIGHTS}: it is no model directory, or was not copied completely.")


def _shards(index: Path) -> list[str]:
    try:
        names = sorted(set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values()))
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise CheckpointError(f"{index} cannot be read ({error}). {REMEDY}") from error
    strange = [name for name in names if not isinstance(name, str) or Path(name).name != name]
    if strange or not names:
        raise CheckpointError(f"{index} names no files of its own directory ({strange[:1]}). {REMEDY}")
    return names


def check_weights(path: Path) -> dict[str, tuple[int, ...]]:
    """Return the shape of each tensor in *path*. Raises CheckpointError when header and file do not fit together."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if not 2 <= length <= min(LONGEST_HEADER, size - 8):  # noqa: PLR2004 - "{}" is the shortest header
                raise CheckpointError(f"{path} is no safetensors file (header of {length} bytes in {size}). {REMEDY}")
            header = json.loads(file.read(length).decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise CheckpointError(f"The header of {path} cannot be read ({error}). {REMEDY}") from error
    return _shapes(path, header, size - 8 - length)


def _shapes(path: Path, header: dict[str, Any], room: int) -> dict[str, tuple[int, ...]]:
    try:
        tensors = {name: entry for name, entry in header.items() if name != "__metadata__"}
        ranges = sorted((entry["data_offsets"][0], entry["data_offsets"][1]) for entry in tensors.values())
        shapes = {name: tuple(int(side) for side in entry["shape"]) for name, entry in tensors.items()}
    except (AttributeError, KeyError, TypeError, ValueError, IndexError) as error:
        raise CheckpointError(f"The header of {path} is malformed ({error!r}). {REMEDY}") from error
    at = 0
    for start, end in ranges:
        if start != at or end < start:
            raise CheckpointError(f"The tensors of {path} have gaps or overlap at byte {at}. {REMEDY}")
        at = end
    if at != room:
        raise CheckpointError(f"{path} should hold {at} bytes of weights but holds {room}. {REMEDY}")
    return shapes
