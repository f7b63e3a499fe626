"""The model of a project: ``toolkit.toml`` in the working directory, table ``[toolkit]``, keys ``model``, ``revision``.

The file is the user's and may hold other things: only these two keys are read and written.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from toolkit.checkpoints.places import write_atomically
from toolkit.errors import OptionsError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE: Final = "toolkit.toml"
TABLE: Final = "toolkit"
KEYS: Final = ("model", "revision")
_HEADER: Final = re.compile(r"\s*\[")
_OURS: Final = re.compile(r"\s*\[\s*toolkit\s*\]\s*(?:#.*)?$")
_KEY: Final = re.compile(r"\s*(?:model|revision)\s*=")


@dataclass(frozen=True, slots=True)
class Choice:
    """The model a project has chosen."""

    model: str
    """As `find` takes it; a relative directory is relative to the working directory."""
    revision: str | None
    file: Path
    """Where it is written."""


def chosen(folder: Path | None = None) -> Choice | None:
    """Return the choice in *folder* (None: the working directory), or None when there is none.

    Raises OptionsError when the file is not TOML or a key is no text.
    """
    path = (folder or Path()) / FILE
    table = _parsed(_text(path), path).get(TABLE, {})
    values = {key: table.get(key) for key in KEYS} if isinstance(table, dict) else {"model": table}
    for key, value in values.items():
        if value is not None and not (isinstance(value, str) and value.strip()):
            raise OptionsError(f'{path}: {key} must be a text such as "fr-en-small", found {value!r}.')
    model, revision = values.get("model"), values.get("revision")
    return Choice(str(model), revision, path) if model else None


def choose(model: str | None, revision: str | None = None, folder: Path | None = None) -> Path:
    """Write the choice and return its file; *model* None: take the choice away.

    Everything else in the file stays; a file with nothing else in it is deleted when the choice is taken away. Raises
    OptionsError when the file cannot be read, written, or changed without touching other parts.
    """
    path = (folder or Path()) / FILE
    text = _text(path)
    before = _parsed(text, path)
    # TOML ends lines with LF or CR LF only, unlike splitlines.
    lines = text.removesuffix("\n").split("\n") if text else []
    wanted = {key: value for key, value in (("model", model), ("revision", revision)) if model and value}
    text = _changed(lines, [f"{key} = {_quoted(value)}" for key, value in wanted.items()])
    if _others(before) != _others(_parsed(text, path)) or _parsed(text, path).get(TABLE, {}).keys() < wanted.keys():
        raise OptionsError(f"{path} is written in a way that cannot be changed safely: edit [toolkit] model yourself.")
    try:
        if not text.replace(f"[{TABLE}]", "").strip():
            path.unlink(missing_ok=True)  # nothing else is in it
        else:
            write_atomically(path, text)
    except OSError as error:
        raise OptionsError(
            f"{path} cannot be written ({error.strerror or error}): choose with --model instead."
        ) from error
    return path


def _changed(lines: list[str], entries: list[str]) -> str:
    """Return the file with *entries* as the model keys of the table, which is added at the end when absent."""
    start = next((at for at, line in enumerate(lines) if _OURS.match(line)), None)
    if start is None:
        block = [*([""] if lines else []), f"[{TABLE}]", *entries] if entries else []
        return "".join(f"{line}\n" for line in [*lines, *block])
    end = next((at for at in range(start + 1, len(lines)) if _HEADER.match(lines[at])), len(lines))
    kept = [line for line in lines[start + 1 : end] if not _KEY.match(line)]
    return "".join(f"{line}\n" for line in [*lines[: start + 1], *entries, *kept, *lines[end:]])


def _others(values: dict[str, Any]) -> dict[str, Any]:
    """Return everything but the keys this module writes."""
    table = values.get(TABLE, {})
    rest = {key: value for key, value in table.items() if key not in KEYS} if isinstance(table, dict) else table
    return {key: value for key, value in values.items() if key != TABLE} | ({TABLE: rest} if rest else {})


def _quoted(value: str) -> str:
    """Return *value* as a basic string of TOML: JSON's escapes, and one for DEL, which JSON writes as it is."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise OptionsError(f"{path} cannot be read ({error}): mend it, or move it away.") from error


def _parsed(text: str, path: Path) -> dict[str, Any]:
    try:
        values: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise OptionsError(f"{path} is no TOML ({error}): mend it, or move it away.") from error
    return values
