"""From translated segments back to blocks of the document, positions and alignment included."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from toolkit.storage.documents import BlockTarget
from toolkit.types import Document, Link, Translation

_LINE_BREAKS: Final = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def block_targets(
    document: Document, translations: Sequence[Translation], *, drop_boilerplate: bool
) -> Iterator[BlockTarget]:
    """Yield the target of every block that has segments. Characters between segments stay as they are."""
    by_block: dict[int, list[Translation]] = defaultdict(list)
    for translation in translations:
        by_block[translation.segment.block].append(translation)
    for block in document.blocks:
        if members := by_block.get(block.index):
            text, links = _joined(document, block.start, block.end, members)
            yield BlockTarget(block.index, text, links, dropped=drop_boilerplate and block.boilerplate)


def _joined(
    document: Document, start: int, end: int, members: Sequence[Translation]
) -> tuple[str, tuple[Link, ...] | None]:
    parts: list[str] = []
    links: list[Link] = []
    at, length = start, 0
    for translation in members:
        segment = translation.segment
        gap = document.text[at : segment.start]
        length += len(gap)
        source_shift = segment.start - start
        links += [
            Link(link.source.shift(source_shift), link.target.shift(length), link.weight)
            for link in translation.alignment or ()
        ]
        # A line break inside a translation would change the line structure of the document.
        target = translation.final if translation.final == segment.text else _LINE_BREAKS.sub(" ", translation.final)
        parts += [gap, target]
        length += len(target)
        at = segment.end
    parts.append(document.text[at:end])
    return "".join(parts), tuple(links) or None
