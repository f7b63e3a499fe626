"""From translated segments back to blocks of the document, positions and alignment included."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from toolkit.storage.documents import BlockTarget
from toolkit.types import Block, Document, Link, Translation

_LINE_BREAKS: Final = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def block_targets(
    document: Document, translations: Iterable[Translation], *, drop_boilerplate: bool
) -> Iterator[BlockTarget]:
    """Yield the target of every block that has segments. Characters between segments stay as they are.

    *translations* come in the order of the document.
    """
    composer = Composer(document, drop_boilerplate=drop_boilerplate)
    yield from composer.add(translations)
    yield from composer.end()


class Composer:
    """Takes the translations of a document bit by bit and gives its blocks as soon as they are whole."""

    def __init__(self, document: Document, *, drop_boilerplate: bool, aligned: bool = True) -> None:
        """Begin at the first block of *document*; without *aligned* targets have no links, which take most memory."""
        self._document, self._drop, self._aligned = document, drop_boilerplate, aligned
        self._open: _Open | None = None

    def add(self, translations: Iterable[Translation]) -> Iterator[BlockTarget]:
        """Take the next translations and yield the blocks that ended before the last of them."""
        for translation in translations:
            number = translation.segment.block
            if self._open is None or self._open.block.index != number:
                yield from self.end()
                self._open = _Open(self._document, self._document.blocks[number], aligned=self._aligned)
            self._open.add(translation)

    def end(self) -> Iterator[BlockTarget]:
        """Yield the last block."""
        if self._open is not None:
            yield self._open.target(drop=self._drop)
            self._open = None


class _Open:
    """A block whose segments are coming in."""

    def __init__(self, document: Document, block: Block, *, aligned: bool) -> None:
        self.block = block
        self._text, self._at, self._length = document.text, block.start, 0
        self._aligned = aligned
        self._parts: list[str] = []
        self._links: list[Link] = []

    def add(self, translation: Translation) -> None:
        segment = translation.segment
        gap = self._text[self._at : segment.start]
        # A line break inside a translation would change the line structure of the document.
        target = translation.final if translation.final == segment.text else _LINE_BREAKS.sub(" ", translation.final)
        self._length += len(gap)
        source_shift = segment.start - self.block.start
        self._links += [
            Link(link.source.shift(source_shift), link.target.shift(self._length), link.weight)
            for link in (translation.alignment or () if self._aligned else ())
        ]
        self._parts += [gap, target]
        self._length += len(target)
        self._at = segment.end

    def target(self, *, drop: bool) -> BlockTarget:
        text = "".join([*self._parts, self._text[self._at : self.block.end]])
        return BlockTarget(self.block.index, text, tuple(self._links) or None, dropped=drop and self.block.boilerplate)
