"""Markdown (CommonMark with tables and strike-through): text is translated, everything else stays to the byte.

Front matter, code, URLs, reference definitions and comments are not translated. Text in HTML blocks is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from toolkit.storage.encodings import Decoded
from toolkit.storage.formats.base import Input
from toolkit.storage.formats.html import html_pieces
from toolkit.storage.formats.inline import Found, find_inline, parser
from toolkit.storage.formats.markup import MarkupFile, open_markup
from toolkit.storage.formats.pieces import Item, Piece, build
from toolkit.types import BlockKind, Skipped, Span

if TYPE_CHECKING:
    from markdown_it.token import Token

_LINE: Final = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_FRONT: Final = re.compile(
    r"(?:---|\+\+\+)[ \t]*(?:\r\n|\r|\n)(?s:.*?)(?:\r\n|\r|\n)(?:---|\+\+\+|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)"
)
_KINDS: Final[dict[str, BlockKind]] = {
    "heading_open": "heading",
    "list_item_open": "list_item",
    "blockquote_open": "quote",
    "th_open": "cell",
    "td_open": "cell",
}
_SPECIAL: Final = re.compile(
    r"[`\\]"  # code and escapes
    r"|\*(?!\s)|(?<!\s)\*"  # emphasis, which mark-up next to the text could complete
    r"|(?<!\w)_(?!\s)|(?<!\s)_(?!\w)"
    r"|~(?=~|\Z)|(?<=~)~|\A~"
    r"|!(?=\[)"  # images
    r"|<(?=[A-Za-z/!?])"  # tags
    r"|&(?=\#?\w+;)"  # character references
)
_BRACKETS: Final = re.compile(r"\[(?!\^|[ xX]\])[^\[\]\\]*\](?![(\[:])|[\[\]]")
_LINE_START: Final = re.compile(
    r"(?P<number>\d{1,9})(?=[.)](?:\s|$))|(?=[-+*](?:\s|$)|\#{1,6}(?:\s|$)|>|[=-]+\s*$|~~~)"
)
_HEADING_END: Final = re.compile(r"(?:(?<=\s)|\A)\#+\s*\Z")
_BARS: Final[dict[BlockKind, str]] = {"cell": r"\|", "heading": "&#124;"}
"""How a bar is written where it could end a cell, or make a table of an underlined heading (even a bar with a
backslash does that)."""


def read_markdown(source: Input, decoded: Decoded, facts: tuple[str, tuple[Skipped, ...]]) -> MarkupFile:
    """Return the document of a Markdown file; *facts* are the file's digest and notes."""
    digest, notes = facts
    cutter = _Cutter(decoded.text)
    pieces = list(cutter.cut())
    lost = tuple(
        Skipped(f"{source.id}: line {line}", "Its text could not be located, so it was left as it is.")
        for line in cutter.lost
    )
    return open_markup(source, decoded, (digest, notes + lost), pieces)


class _Cutter:
    def __init__(self, raw: str) -> None:
        front = _FRONT.match(raw)
        self.raw = raw.replace("\0", "\ufffd")  # The parser does so; positions stay.
        self.first = front.end() if front else 0
        self.lines = [Span(*match.span(1)) for match in _LINE.finditer(self.raw, self.first) if match[0]]
        self.markdown, self.watch = parser()
        self.env: dict[str, Any] = {}
        self.lost: list[int] = []

    def cut(self) -> Iterator[Piece]:
        tokens = self.markdown.parse(self.raw[self.first :], self.env)
        kinds: list[BlockKind | None] = []
        row, column = -1, 0
        for token in tokens:
            if token.nesting > 0:
                kinds.append(_KINDS.get(token.type))
            elif token.nesting < 0:
                kinds.pop()
            elif token.type == "html_block" and token.map:
                yield from self.html(token.map[0], token.map[1])
            elif token.type == "inline" and token.map:
                kind: BlockKind = next((kind for kind in reversed(kinds) if kind), "paragraph")
                start = column if token.map[0] == row and kind == "cell" else 0
                spans = self.locate(token, kind, start)
                row, column = token.map[0], spans[-1].end if spans else start
                yield from self.pieces(token.map, kind, spans)

    def html(self, first: int, last: int) -> Iterator[Piece]:
        lines = self.lines[first:last]
        if lines and not lines[0].of(self.raw).lstrip().startswith(">"):
            yield from html_pieces(self.raw, Span(lines[0].start, lines[-1].end))

    def locate(self, token: Token, kind: BlockKind, column: int) -> list[Span]:
        """Return the ranges of the raw lines that hold the token's text; none when they cannot be told."""
        first = token.map[0] if token.map else 0
        contents = token.content.split("\n")
        spans: list[Span] = []
        for number, content in enumerate(contents):
            line = self.lines[first + number] if first + number < len(self.lines) else Span(0, 0)
            span = self._find(content.strip(), line, column if kind == "cell" else None)
            if span is None:
                self.lost.append(self._line_number(first + number))
                return []
            spans.append(span if number + 1 == len(contents) else Span(span.start, line.end))
        return spans

    def _find(self, content: str, line: Span, column: int | None) -> Span | None:
        text = line.of(self.raw)
        if column is not None:
            begin = max(0, column - line.start)
            for form in (content, content.replace("|", "\\|")):
                at = text.find(form, begin)
                if at >= 0:
                    return Span(line.start + at, line.start + at + len(form))
            return None
        at = text.rfind(content)  # Markers stand before the text.
        return Span(line.start + at, line.start + at + len(content)) if at >= 0 else None

    def _line_number(self, line: int) -> int:
        return 1 + line + len(re.findall(r"\r\n|\r|\n", self.raw[: self.first]))

    def pieces(self, lines: Sequence[int], kind: BlockKind, spans: Sequence[Span]) -> Iterator[Piece]:
        if not spans:
            return
        source = "\n".join(span.of(self.raw) for span in spans)
        place = _Places(spans)
        run: list[Found] = []
        for item in [
            *find_inline(source, self.env, self.markdown, self.watch),
            Found("hard", Span(len(source), len(source))),
        ]:
            if item.label:
                yield from self.description(place.raw(item.label))
            if item.role != "hard":
                run.append(item)
                continue
            piece = self.piece(kind, run, place)
            if piece:
                alone = kind != "cell" and "hard" not in {other.role for other in run}
                yield replace(piece, whole=self.whole(lines) if alone and item.span.end == len(source) else None)
            run = []

    def piece(self, kind: BlockKind, run: Sequence[Found], place: _Places) -> Piece | None:
        items: list[Item] = []
        breaks: list[tuple[int, str]] = []
        length = 0
        for found in run:
            span = place.raw(found.span)
            if found.role == "soft":
                breaks.append((length, span.of(self.raw)))
                items.append(Item("text", span, " "))
                length = 0
            elif found.role != "hard":
                items.append(Item(found.role, span, found.text, found.name, found.instead))
                length += len(found.text)
        escape = _Escape(brackets="references" in self.env, bar=_BARS.get(kind, "|"))
        piece = build(kind, self.raw, items, escape)
        return replace(piece, breaks=tuple(breaks), guard=_guard, no_empty=True) if piece else None

    def description(self, span: Span) -> Iterator[Piece]:
        """Yield the piece of an image's description, when it is plain text."""
        text = span.of(self.raw)
        if any(map(str.isalnum, text)) and not set(text) & set("[]\\*_`<>&\r\n"):
            yield Piece("attribute", span, text, escape=_Escape(brackets=True))

    def whole(self, lines: Sequence[int]) -> Span:
        last = self.lines[lines[1] - 1].end
        ending = _LINE.match(self.raw, last)
        return Span(self.lines[lines[0]].start, ending.end() if ending else last)


@dataclass(frozen=True, slots=True)
class _Places:
    """Positions in lines that were joined by line feeds, in the raw file."""

    spans: Sequence[Span]

    def raw(self, span: Span) -> Span:
        return Span(self._one(span.start, end=False), self._one(span.end, end=True))

    def _one(self, at: int, *, end: bool) -> int:
        for number, span in enumerate(self.spans):
            length = span.end - span.start
            # The end of a break is the start of the next line, past its markers.
            if at < length or (at == length and (not end or number + 1 == len(self.spans) or length > 0)):
                return span.start + at
            at -= length + 1
        return self.spans[-1].end


@dataclass(frozen=True, slots=True)
class _Escape:
    """Turns translated text into Markdown that shows just that."""

    brackets: bool
    """Whether all brackets must be escaped: any of them could name a reference."""
    bar: str = "|"
    """What a bar is written as."""

    def __call__(self, text: str) -> str:
        text = _SPECIAL.sub(lambda match: "\\" + match[0], text)
        text = _BRACKETS.sub(self._bracket, text)
        return text.replace("|", self.bar)

    def _bracket(self, match: re.Match[str]) -> str:
        """Escape brackets, except pairs such as "[…]" where no link, note or box can come of them."""
        harmless = len(match[0]) > 1 and not self.brackets
        return match[0] if harmless else re.sub(r"([\[\]])", r"\\\1", match[0])


def _guard(line: str) -> str:
    """Keep a line from being read as a list, heading, quote or rule, and its end as the end of a heading."""
    line = _HEADING_END.sub(r"\\\g<0>", line)
    match = _LINE_START.match(line)
    if match is None:
        return line
    number = match["number"] or ""
    return f"{number}\\{line[len(number) :]}"
