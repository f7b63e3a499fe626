"""Formats that are characters with mark-up: pieces are cut out of the file, translated, and put back in place.

Everything outside the pieces stays as it is, to the byte. Inside a piece the mark-up is carried over to the
translation by ``placing``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from toolkit.storage.encodings import Decoded
from toolkit.storage.formats.base import BlockTarget, Input, join_blocks, wrap_like
from toolkit.storage.formats.pieces import Piece, Raw
from toolkit.storage.formats.placing import Placed, place
from toolkit.types import Document, Skipped, Span

_ENDINGS: Final = re.compile("[\r\n]")


def render_piece(piece: Piece, target: BlockTarget, show: Callable[[Raw], str]) -> str:
    """Return the raw text that replaces ``piece.span``. *show* gives the raw text of mark-up."""
    text = _ENDINGS.sub(" ", target.text)
    placed = place(piece.text, text, target.links, piece.marks)
    text = _break(text, piece)
    out: list[str | None] = []
    _Writer(piece, text, show, out).write(Span(0, len(text)), placed)
    lines = [""]
    for part in out:
        if part is None:
            lines.append("")
        else:
            lines[-1] += part
    lines = [piece.guard(line) for line in lines]
    breaks = [ending for _, ending in piece.breaks]
    body = "".join(line + ending for line, ending in zip(lines, [*breaks[: len(lines) - 1], ""], strict=True))
    before, after = ("".join(map(show, raws)) for raws in piece.around)
    return before + body + after


def _dropped(piece: Piece, show: Callable[[Raw], str]) -> str:
    """Return what stays of a dropped block: tags whose partners are outside of it."""
    pairs = [(mark, *piece.raws[mark.key]) for mark in piece.marks if mark.from_start or mark.to_end]
    return "".join(show(before) + show(after) for _, before, after in pairs)


def _break(text: str, piece: Piece) -> str:
    """Turn the spaces at which the lines of a piece end into line feeds; the length stays."""
    if not piece.breaks:
        return text
    lengths = [length for length, _ in piece.breaks]
    lengths.append(max(1, len(piece.text) - sum(lengths) - len(lengths)))
    ends = [match.end() for match in re.finditer(r"\S+", text)]
    characters = list(text)
    count = 0
    for line in wrap_like(text, lengths):
        count += len(line.split())
        if 0 < count < len(ends):
            characters[ends[count - 1]] = "\n"
    return "".join(characters)


@dataclass(frozen=True, slots=True)
class _Writer:
    piece: Piece
    text: str
    show: Callable[[Raw], str]
    out: list[str | None]
    """None: a line ends here."""

    def write(self, span: Span, placed: Sequence[Placed]) -> None:
        position = span.start
        for item in placed:
            self.put(self.text[position : item.span.start])
            before, after = map(self.show, self.piece.raws[item.mark.key])
            if self.piece.no_empty and item.mark.start < item.mark.end and item.span.start == item.span.end:
                before = after = ""
            if item.mark.verbatim and item.span.start == item.span.end:
                before = _spaced(before, self.text, item.span.start)
            self.out.append(before)
            if not item.mark.verbatim:
                self.write(item.span, item.inner)
            if not _is_spare(item, after, self.text, span):
                self.out.append(after)
            position = max(position, item.span.end)
        self.put(self.text[position : span.end])

    def put(self, text: str) -> None:
        for number, line in enumerate(text.split("\n")):
            if number:
                self.out.append(None)
            self.out.append(self.piece.escape(line))


def _is_spare(item: Placed, after: str, text: str, span: Span) -> bool:
    """Tell whether the white space after a point is not needed: the text goes on with some, or the mark around ends."""
    at = item.span.start
    return after.isspace() and item.mark.start == item.mark.end and (at >= span.end or text[at].isspace())


def _spaced(raw: str, text: str, at: int) -> str:
    """Keep a verbatim stretch that replaces no word apart from its neighbours."""
    left = " " if at > 0 and not text[at - 1].isspace() else ""
    right = " " if at < len(text) and not text[at].isspace() and text[at] not in ".,;:!?)]}»”’" else ""
    return left + raw + right


Change = tuple[Span, str]


@dataclass(frozen=True, slots=True)
class MarkupFile:
    """A document of characters with mark-up. See ``base.Loaded``."""

    document: Document
    digest: str
    notes: tuple[Skipped, ...]
    _decoded: Decoded
    _pieces: tuple[Piece, ...]
    _retag: Callable[[str, bool], Sequence[Change]]
    """Returns what the file says about its own language and encoding, changed; told whether any text changed."""

    def render(self, targets: Sequence[BlockTarget], language: str = "en") -> bytes:
        """Return the translated file. See ``base.Loaded.render``."""
        raw = self._decoded.text
        changed = [(t, self._pieces[t.index]) for t in targets if t.dropped or t.text != self._pieces[t.index].text]
        changes = list(self._retag(language, bool(changed)))

        def show(span: Raw) -> str:
            """Return mark-up with the changes of its attributes."""
            if isinstance(span, str):
                return span
            first = bisect_left(changes, span, key=lambda change: change[0])
            inside = []
            while first < len(changes) and changes[first][0].end <= span.end and changes[first][0].start < span.end:
                inside.append((changes[first][0].shift(-span.start), changes[first][1]))
                first += 1
            return splice(span.of(raw), inside)

        # Attributes first: they lie inside the mark-up of text.
        for wanted in (True, False):
            changes.sort()
            new: list[Change] = []
            for target, piece in changed:
                if (piece.kind == "attribute") is not wanted:
                    continue
                if target.dropped:
                    new.append((piece.whole or piece.span, _dropped(piece, show)))
                else:
                    new.append((piece.span, render_piece(piece, target, show)))
            changes += new
        return self._decoded.encode(splice(raw, changes))


def splice(raw: str, changes: Sequence[Change]) -> str:
    """Return *raw* with ranges replaced. Of ranges that overlap, the one that begins first wins, then the longer."""
    parts: list[str] = []
    position = 0
    for span, new in sorted(changes, key=lambda change: (change[0].start, -change[0].end)):
        if span.start < position:
            continue
        parts += [raw[position : span.start], new]
        position = span.end
    return "".join([*parts, raw[position:]])


def no_tags(_language: str, _changed: bool) -> Sequence[Change]:
    """Return the changes of a format that says nothing about its language and encoding: none."""
    return ()


def open_markup(
    source: Input,
    decoded: Decoded,
    facts: tuple[str, tuple[Skipped, ...]],
    pieces: Sequence[Piece],
    retag: Callable[[str, bool], Sequence[Change]] = no_tags,
) -> MarkupFile:
    """Return the document made of *pieces*; *facts* are the file's digest and notes."""
    ordered = tuple(sorted(pieces, key=lambda piece: piece.span))
    text, blocks = join_blocks([(piece.kind, piece.text) for piece in ordered])
    document = Document(source.id, source.path, "", text, blocks)
    return MarkupFile(document, *facts, decoded, ordered, retag)
