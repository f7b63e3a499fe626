"""Find the documents to translate, and give each its id and the names of its outputs."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from toolkit.errors import InputError
from toolkit.storage.formats.base import Input
from toolkit.text.printable import printable
from toolkit.types import Skipped

SUFFIXES: Final = (".txt", ".md", ".markdown", ".html", ".htm", ".docx", ".srt", ".vtt")
"""What can be read. Of documents that differ only in their suffix, the first in this order takes the short names."""
_NOT_ARTICLES: Final = frozenset({"glossary.tsv", "glossary.csv", "glossary.tbx"})
_RESERVED: Final = ("index.html", "manifest.json")


class _Found(NamedTuple):
    path: Path
    root: Path
    """Folder the id is relative to."""


def discover(paths: Sequence[Path], outputs: Path) -> tuple[list[Input], list[Skipped]]:
    """Return the documents under *paths* in the order of their ids, and what cannot be taken with the reason.

    Folders are walked recursively; hidden files and the *outputs* folder are passed over. Of one folder, ids are paths
    relative to it. Where two inputs would have the same id, both ids get the name of their folder in front, and where
    that is not enough ``~2``, ``~3`` … in the order given.
    Raises InputError when a path does not exist, or when the outputs would be written among the inputs.
    """
    found: list[_Found] = []
    skipped: list[Skipped] = []
    for path in paths:
        if not path.exists():
            raise InputError(f"{path} does not exist. Check the spelling, or give another file or folder.")
        if path.is_dir():
            if outputs.exists() and path.samefile(outputs):
                raise InputError(f"{path} is the outputs folder itself. Choose another with --outputs.")
            found += [_Found(item, path) for item in _walk(path, outputs, skipped)]
        else:
            found.append(_Found(path, path.parent))
    taken = [item for item in _unique(found) if _usable(item, skipped, {path.absolute() for path in paths})]
    named = sorted(zip(_ids(taken), taken, strict=True), key=lambda pair: pair[0])
    return _name_outputs([(name, item.path) for name, item in named]), skipped


def _walk(root: Path, outputs: Path, skipped: list[Skipped]) -> Iterator[Path]:
    """Yield the files under *root*; a folder reached twice (symbolic links) is entered once, outputs folders never."""
    entered: set[str] = {os.path.realpath(outputs)}
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        real = os.path.realpath(folder)
        if real in entered:
            continue
        entered.add(real)
        try:
            children = sorted(folder.iterdir(), reverse=True)
        except OSError as error:
            skipped.append(Skipped(str(folder), _unreadable(error)))
            continue
        if folder != root and any(child.name == ".toolkit" for child in children):
            continue  # the outputs of another run: translations are no articles
        waiting += [child for child in children if child.is_dir() and not child.name.startswith(".")]
        yield from (child for child in reversed(children) if not child.is_dir() and not child.name.startswith("."))


def _unique(found: Sequence[_Found]) -> list[_Found]:
    """Drop a file that was given twice, such as ``seeds/`` and ``seeds/a.txt``."""
    seen: dict[tuple[str, str], _Found] = {}
    for item in found:
        seen.setdefault((os.path.realpath(item.path.parent), item.path.name), item)
    return list(seen.values())


def _usable(item: _Found, skipped: list[Skipped], given: set[Path]) -> bool:
    path = item.path
    if path.suffix.lower() not in SUFFIXES:
        if path.absolute() in given:
            reason = f"Its type is not supported. Convert it to one of {' '.join(SUFFIXES)}."
            skipped.append(Skipped(str(path), reason))
        elif path.name.lower() not in _NOT_ARTICLES:
            skipped.append(Skipped(str(path), f"Passed over: not one of {' '.join(SUFFIXES)}.", "info"))
        return False
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            skipped.append(Skipped(str(path), "It is no regular file. Give the file itself."))
            return False
        with path.open("rb"):
            return True
    except OSError as error:
        skipped.append(Skipped(str(path), _unreadable(error)))
        return False


def _unreadable(error: OSError) -> str:
    return f"It cannot be read: {error.strerror or error}. Check its permissions and what it links to."


def _ids(found: Sequence[_Found]) -> list[str]:
    # Ids name outputs and stand in records: a file name in another encoding, or with controls, must not break those.
    plain = [printable(item.path.relative_to(item.root).as_posix()) for item in found]
    counts = Counter(plain)
    longer = [
        f"{printable(item.root.absolute().name)}/{name}" if counts[name] > 1 and item.root.absolute().name else name
        for name, item in zip(plain, found, strict=True)
    ]
    free = Counter(longer)
    used: set[str] = set()
    ids = []
    for name in longer:
        unique, number = name, 2
        while unique in used or (number > 2 and free[unique]):  # noqa: PLR2004 - "~2" is the first number
            path = PurePosixPath(name)
            unique = f"{path.with_suffix('')}~{number}{path.suffix}"
            number += 1
        used.add(unique)
        ids.append(unique)
    return ids


def _name_outputs(documents: Sequence[tuple[str, Path]]) -> list[Input]:
    """Give each document names that no other has, on file systems that ignore case and Unicode composition too."""
    taken = {_fold(name) for name in _RESERVED}
    inputs: dict[str, Input] = {}
    for name, path in sorted(documents, key=lambda pair: (SUFFIXES.index(pair[1].suffix.lower()), pair[0])):
        for candidate in _candidates(name, path):
            names = {_fold(output) for output in _outputs(candidate)}
            if not names & taken:
                taken |= names
                inputs[name] = candidate
                break
    return [inputs[name] for name, _ in documents]


def _candidates(name: str, path: Path) -> Iterator[Input]:
    stem = name[: -len(path.suffix)]
    yield Input(name, path, stem, stem)
    yield Input(name, path, stem, name)
    number = 2
    while True:
        yield Input(name, path, f"{stem}~{number}", f"{stem}~{number}")
        number += 1


def _outputs(source: Input) -> tuple[str, ...]:
    # The language does not matter here: all outputs of a run are in one.
    return source.translation("en"), source.segments, source.review, source.summary("en")


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
