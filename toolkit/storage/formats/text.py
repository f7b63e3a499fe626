"""Plain text: the document is the decoded file, character for character, and its output has the same lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from toolkit.storage.encodings import Decoded
from toolkit.storage.formats.base import BlockTarget, Input, wrap_like
from toolkit.types import Block, BlockKind, Document, Skipped

_LINE: Final = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_MARKER: Final = re.compile(
    r"\s*(?:(?P<bullet>[-*+•‣◦▪●○■–—·]|\d{1,3}[.)]|[a-z]\))|(?P<quote>>)|(?P<heading>\#{1,6}))(?:\s+|(?<=>)(?=\S))"
)
"""Bullets, ordinals and quote marks. A letter counts with a bracket only: "M. Dupont" starts a sentence."""
_LONGEST_HEADING: Final = 120
_MOST_HEADING_WORDS: Final = 16
_SENTENCE_END: Final = re.compile(r"[.!?…:;,][\"'’”»)\]\s]*$")
_WRAP_WIDTHS: Final = range(50, 101)
"""Widths at which mail programs and editors wrap; longer lines are whole paragraphs."""
_FEWEST_WRAPPED: Final = 3
"""Lines a wrapped paragraph has at least, where no longer one of the same width is seen."""


class _Line(NamedTuple):
    start: int
    """First character of the line."""
    text: int
    """First character after indentation and markers."""
    stop: int
    """One past the last character that is not white space."""
    end: int
    """One past the line's ending."""
    kind: BlockKind
    marked: bool


@dataclass(frozen=True, slots=True)
class TextFile:
    """A plain-text document. See ``base.Loaded``."""

    document: Document
    digest: str
    notes: tuple[Skipped, ...]
    _decoded: Decoded

    def render(self, targets: Sequence[BlockTarget], language: str = "en") -> bytes:  # noqa: ARG002 - plain text has no language tag
        """Return the translated file: the same lines, markers and line endings."""
        rendering = self.rendering()
        parts = [rendering.add(target) for target in sorted(targets, key=lambda target: target.index)]
        return b"".join([*parts, rendering.end()])

    def rendering(self) -> TextRendering:
        """Return what writes the translated file block by block."""
        return TextRendering(self.document, self._decoded)


class TextRendering:
    """Writes a plain-text file again. See ``base.Rendering``."""

    aligned: Final = False

    def __init__(self, document: Document, decoded: Decoded) -> None:
        """Begin before the first character."""
        self._document, self._decoded = document, decoded
        self._position = 0
        self._first = True

    def add(self, target: BlockTarget) -> bytes:
        """Return the text up to the end of the block of *target*."""
        text = self._document.text
        start, end, new = _replacement(text, self._document.blocks[target.index], target)
        before, self._position = text[self._position : start], end
        return self._encoded(before + new)

    def end(self) -> bytes:
        """Return the text after the last target."""
        return self._encoded(self._document.text[self._position :])

    def _encoded(self, text: str) -> bytes:
        first, self._first = self._first, False
        return self._decoded._replace(bom=self._decoded.bom and first).encode(text)


def read_text(source: Input, decoded: Decoded, facts: tuple[str, tuple[Skipped, ...]]) -> TextFile:
    """Return the document of a plain-text file; *facts* are the file's digest and notes."""
    blocks = tuple(_blocks(decoded.text))
    return TextFile(Document(source.id, source.path, "", decoded.text, blocks), *facts, decoded)


def _replacement(text: str, block: Block, target: BlockTarget) -> tuple[int, int, str]:
    if target.dropped:
        return *_whole_lines(text, block), ""
    old = text[block.start : block.end]
    if target.text == old:
        return block.start, block.end, old
    lines = _LINE.findall(old)
    lines = lines[:-1] if lines[-1] == ("", "") else lines
    wrapped = wrap_like(target.text, [len(line.strip()) for line, _ in lines])
    if len(lines) == 1:
        wrapped = [" ".join(re.split(r"[\r\n]+", target.text)).strip()]
    parts = []
    for number, (new, (line, ending)) in enumerate(zip(wrapped, lines, strict=True)):
        indent = line[: len(line) - len(line.lstrip())] if number else ""
        parts.append(indent + new + ending)
    return block.start, block.end, "".join(parts)


def _whole_lines(text: str, block: Block) -> tuple[int, int]:
    start = max(text.rfind("\n", 0, block.start), text.rfind("\r", 0, block.start)) + 1
    match = _LINE.match(text, block.end)
    return start, match.end() if match else block.end


def _blocks(text: str) -> list[Block]:
    lines = [_line(match) for match in _LINE.finditer(text) if match[0]]
    groups: list[list[_Line]] = []
    run: list[_Line] = []
    widths: set[int] = set()
    runs: list[list[_Line]] = []
    for line in lines:
        if line.stop > line.text:
            run.append(line)
        elif run:
            runs.append(run)
            run = []
    runs += [run] if run else []
    for run in runs:
        widths |= {_width(chain) for chain in _chains(text, run, 0) if _is_wrapped(text, chain)}
    for run in runs:
        width = max(widths, default=0)
        for chain in _chains(text, run, width):
            whole = _is_wrapped(text, chain) or (len(chain) > 1 and bool(widths) and _runs_on(text, chain))
            groups += [chain] if whole else [[line] for line in chain]
    found = [
        (group[0].kind, group[0].text, group[-1].stop)
        for group in groups
        if any(map(str.isalnum, text[group[0].text : group[-1].stop]))
    ]
    return [Block(index, kind, start, end) for index, (kind, start, end) in enumerate(found)]


def _line(match: re.Match[str]) -> _Line:
    text = match[1]
    kind: BlockKind | None = None
    start = 0
    while marker := _MARKER.match(text, start):
        named = marker.lastgroup
        kind = kind or ("list_item" if named == "bullet" else "quote" if named == "quote" else "heading")
        start = marker.end()
        if named != "quote":
            break
    body = text[start:]
    start += len(body) - len(body.lstrip())
    stop = max(start, len(text.rstrip()))
    begin = match.start()
    guess = kind or _guess_kind(text[start:stop])
    return _Line(begin, begin + start, begin + stop, match.end(), guess, kind is not None)


def _guess_kind(text: str) -> BlockKind:
    short = len(text) <= _LONGEST_HEADING and len(text.split()) <= _MOST_HEADING_WORDS
    return "heading" if short and not _SENTENCE_END.search(text) else "paragraph"


def _width(chain: Sequence[_Line]) -> int:
    return max(line.stop - line.start for line in chain)


def _chains(text: str, run: Sequence[_Line], width: int) -> list[list[_Line]]:
    """Split neighbouring lines where the next line's first word would still have fitted: there nobody wrapped."""
    width = width or _width(run)
    chains: list[list[_Line]] = []
    for line in run:
        if chains and not line.marked and _filled(text, chains[-1][-1], line, width):
            chains[-1].append(line)
        else:
            chains.append([line])
    return chains


def _filled(text: str, line: _Line, following: _Line, width: int) -> bool:
    word = len(text[following.text : following.stop].split(maxsplit=1)[0])
    length = line.stop - line.start
    return width in _WRAP_WIDTHS and length <= width and following.stop - following.start <= width < length + 1 + word


def _is_wrapped(text: str, chain: Sequence[_Line]) -> bool:
    return len(chain) >= _FEWEST_WRAPPED and _width(chain) in _WRAP_WIDTHS and _runs_on(text, chain)


def _runs_on(text: str, chain: Sequence[_Line]) -> bool:
    """Tell whether sentences run over the ends of most lines."""
    breaks = list(pairwise(chain))
    inside = sum(
        not _SENTENCE_END.search(text[line.text : line.stop]) and text[after.text].islower() for line, after in breaks
    )
    return 2 * inside >= len(breaks)
