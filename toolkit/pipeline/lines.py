"""Translate lines one by one, as evaluation needs it: as many lines come out as went in, through the whole pipeline."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.pipeline.compose import block_targets
from toolkit.pipeline.desk import Desk
from toolkit.pipeline.observer import RunReport
from toolkit.pipeline.segments import Prepared, prepare_loaded
from toolkit.pipeline.window import translate_window
from toolkit.pipeline.work import WINDOW_BYTES
from toolkit.storage.documents import BlockTarget, Input
from toolkit.types import Block, Document, Skipped, Translation


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of text as a document in which each is a block of its own. See ``storage.formats.base.Loaded``."""

    document: Document
    digest: str = ""
    notes: tuple[Skipped, ...] = ()

    def render(self, targets: Sequence[BlockTarget], language: str = "en") -> bytes:  # noqa: ARG002 - text has no language tag
        """Return the lines with those of *targets* replaced, as UTF-8."""
        lines = [self.document.text[block.start : block.end] for block in self.document.blocks]
        for target in targets:
            lines[target.index] = target.text
        return "\n".join(lines).encode("utf-8")


def prepared_lines(lines: Sequence[str], language: str) -> list[Prepared]:
    """Return *lines*, which have no line breaks, as documents of the size of a window each."""
    return [_prepared(chunk, language, number) for number, chunk in enumerate(_chunks(lines))]


def translate_lines(documents: Sequence[Prepared], desk: Desk, report: RunReport) -> list[list[Translation]]:
    """Return the translations of each document. *report* takes the times."""
    return [done for document in documents for _, done in translate_window([document], desk, report)]


def joined(document: Prepared, translations: Sequence[Translation]) -> list[str]:
    """Return the translated lines of a document, as many as it has."""
    targets = list(block_targets(document.document, translations, drop_boilerplate=False))
    return document.loaded.render(targets).decode("utf-8").split("\n")


def _chunks(lines: Sequence[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    size = 0
    for line in lines:
        length = len(line.encode("utf-8", "surrogatepass"))
        if chunk and size + length > WINDOW_BYTES:
            yield chunk
            chunk, size = [], 0
        chunk.append(line)
        size += length
    if chunk:
        yield chunk


def _prepared(lines: Sequence[str], language: str, number: int) -> Prepared:
    name = f"lines-{number + 1}"
    blocks, at = [], 0
    for index, line in enumerate(lines):
        blocks.append(Block(index, "paragraph", at, at + len(line)))
        at += len(line) + 1
    document = Document(name, Path(name), "", "\n".join(lines), tuple(blocks))
    size = len(document.text.encode("utf-8", "surrogatepass"))
    source = Input(name, Path(name), name, name)
    return prepare_loaded(source, Lines(document), size, language, detect=False, begun=time.monotonic())
