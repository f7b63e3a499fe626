"""What every format shares: the loaded document, the targets it is rendered from, and line breaks inside a block."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from toolkit.types import Block, BlockKind, Document, Link, Skipped


@dataclass(frozen=True, slots=True)
class Input:
    """One file to translate and the names its results are written under."""

    id: str
    """Path relative to the input folder, with forward slashes; unique in a run."""
    path: Path
    """Where it is read from."""
    stem: str
    """The translation is ``<stem>.<language><suffix>``, relative to the outputs folder, with forward slashes."""
    side: str
    """Stem of everything else written about the document (``<side>.segments.jsonl``, ``<side>.review.html``,
    ``<side>.summary.<language>.txt``). It equals *stem* unless two documents differ only in their suffix."""

    def translation(self, language: str) -> str:
        """Return the name of the translation into *language*, relative to the outputs folder."""
        return f"{self.stem}.{language}{self.path.suffix}"

    @property
    def segments(self) -> str:
        """The name of the segment records, relative to the outputs folder."""
        return f"{self.side}.segments.jsonl"

    @property
    def review(self) -> str:
        """The name of the review page, relative to the outputs folder."""
        return f"{self.side}.review.html"

    def summary(self, language: str) -> str:
        """Return the name of the summary in *language*, relative to the outputs folder."""
        return f"{self.side}.summary.{language}.txt"


@dataclass(frozen=True, slots=True)
class BlockTarget:
    """The translation of one block."""

    index: int
    """Index of the block in ``Document.blocks``."""
    text: str
    """The whole translated block."""
    links: tuple[Link, ...] | None = None
    """Word alignment between the block's source text and *text*, in their coordinates; None: unknown."""
    dropped: bool = False
    """True: the block is left out of the translated file."""


class Loaded(Protocol):
    """A document that was read, and can be written again in its own format."""

    @property
    def document(self) -> Document:
        """The text and blocks; ``language`` is "" until it is detected."""

    @property
    def digest(self) -> str:
        """SHA-256 of the file's bytes, hexadecimal, 64 digits."""

    @property
    def notes(self) -> tuple[Skipped, ...]:
        """What was lost or changed in reading, each with its reason."""

    def render(self, targets: Sequence[BlockTarget], language: str = "en") -> bytes:
        """Return the file with the blocks of *targets* replaced; other blocks stay as they are.

        A block whose target equals its source stays byte for byte (as UTF-8).
        """


class Rendering(Protocol):
    """A file that is written again block by block."""

    @property
    def aligned(self) -> bool:
        """Whether the word alignment of targets is of use."""

    def add(self, target: BlockTarget) -> bytes:
        """Take the next target, in the order of the blocks, and return the next bytes of the file, if only none."""

    def end(self) -> bytes:
        """Return the rest of the file."""


class Whole:
    """The rendering of a format that can only be written at once: it collects the targets."""

    aligned: Final = True

    def __init__(self, loaded: Loaded, language: str) -> None:
        """Begin to write *loaded* again in *language*."""
        self._loaded, self._language = loaded, language
        self._targets: list[BlockTarget] = []

    def add(self, target: BlockTarget) -> bytes:
        """Keep *target*."""
        self._targets.append(target)
        return b""

    def end(self) -> bytes:
        """Return the file."""
        return self._loaded.render(self._targets, self._language)


_SPACES = re.compile(r"\s+")


def wrap_like(text: str, lengths: Sequence[int]) -> list[str]:
    """Break *text* at spaces into as many lines as *lengths* has entries, each in proportion to its entry.

    Runs of white space become single spaces. The last lines are empty when there are fewer words than lines.
    """
    words = [word for word in _SPACES.split(text) if word]
    if len(words) <= len(lengths):
        return words + [""] * (len(lengths) - len(words))
    total = sum(lengths) or 1
    size = sum(map(len, words)) + len(words) - 1
    lines: list[str] = []
    wanted = 0.0
    done, first = 0, 0
    for number, length in enumerate(lengths[:-1]):
        wanted += length * size / total
        last = first + 1
        done += len(words[first]) + 1
        room = len(words) - (len(lengths) - 1 - number)
        while last < room and done + len(words[last]) / 2 <= wanted:
            done += len(words[last]) + 1
            last += 1
        lines.append(" ".join(words[first:last]))
        first = last
    return [*lines, " ".join(words[first:])]


def join_blocks(parts: Sequence[tuple[BlockKind, str]]) -> tuple[str, tuple[Block, ...]]:
    """Return the text of a document whose blocks are *parts*, one blank line between them, and the blocks."""
    blocks: list[Block] = []
    texts: list[str] = []
    position = 0
    for index, (kind, text) in enumerate(parts):
        blocks.append(Block(index, kind, position, position + len(text)))
        texts.append(text)
        position += len(text) + 2
    return "\n\n".join(texts), tuple(blocks)
