"""Where weights and what is made from them lie on this disk."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

import platformdirs

CACHE_VARIABLE: Final = "TOOLKIT_CACHE"
"""Environment variable that names another cache folder than the user's."""


def cache_root() -> Path:
    """Return the folder for fetched and converted weights; it may not exist yet."""
    named = os.environ.get(CACHE_VARIABLE)
    return Path(named).expanduser() if named else platformdirs.user_cache_path("toolkit", appauthor=False)


def hub_folder() -> Path:
    """Return the folder of fetched models, laid out as huggingface_hub lays out its own cache."""
    return cache_root() / "hub"


def hub_folders() -> list[Path]:
    """Return the folders in which a fetched model may lie: the toolkit's own, then huggingface_hub's."""
    home = (
        os.environ.get("HF_HOME") or Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "huggingface"
    )
    shared = os.environ.get("HF_HUB_CACHE") or Path(home).expanduser() / "hub"
    return [hub_folder(), Path(shared).expanduser()]


def converted_folder() -> Path:
    """Return the folder of converted weights."""
    return cache_root() / "converted"


def embedded_folder() -> Path | None:
    """Return the folder of the models that come with the toolkit: in the package, or beside it in a source checkout."""
    package = Path(__file__).resolve().parents[1]
    candidates = [package / "_models", package.parent / "models"]
    return next((folder for folder in candidates if folder.is_dir()), None)


def embedded_models() -> dict[str, Path]:
    """Return the directories of the models that come with the toolkit, by name."""
    folder = embedded_folder()
    if folder is None:
        return {}
    return {path.name: path for path in sorted(folder.iterdir()) if (path / "config.json").is_file()}


def fetched_models() -> list[tuple[str, Path]]:
    """Return hub id and folder of each fetched model, those in the toolkit's own cache first."""
    found = []
    for folder in dict.fromkeys(hub_folders()):
        for place in sorted(folder.glob("models--*--*")):
            owner, name = place.name.removeprefix("models--").split("--", 1)
            found.append((f"{owner}/{name}", place))
    return found


def write_atomically(path: Path, text: str) -> None:
    """Write *text* so that a reader sees the old file or the new one, never half of it. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def size_of(directory: Path) -> int:
    """Return the bytes of all files below *directory*."""
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())
