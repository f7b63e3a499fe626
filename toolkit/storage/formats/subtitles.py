"""Subtitles (SubRip and WebVTT): cue texts are translated; numbers, timings and settings stay as they are.

A cue is one block, so a sentence that runs over several cues is translated in parts. Dialogue lines that begin with a
dash are blocks of their own. A cue keeps its number of lines, as long as it has a word for each.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from toolkit.errors import InputError
from toolkit.storage.encodings import Decoded
from toolkit.storage.formats.base import Input
from toolkit.storage.formats.markup import MarkupFile, open_markup
from toolkit.storage.formats.pieces import Item, Piece, build
from toolkit.types import Skipped, Span

_LINE: Final = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_CLOCK: Final = r"(?:\d+:)?\d{1,2}:\d{1,2}[.,:]\d{1,3}"
_TIMING: Final = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s|$)")
_TAG: Final = re.compile(
    r"<(?P<close>/?)(?P<name>[ibus]|font|c|v|lang|ruby|rt)(?=[\s.>])[^<>]*>|(?P<clock><[\d:.]+>|\{\\[^{}]*\})",
    re.IGNORECASE,
)
_DASH: Final = re.compile(r"\s*[-–—]\s*(?=\S)")


def read_subtitles(source: Input, decoded: Decoded, facts: tuple[str, tuple[Skipped, ...]]) -> MarkupFile:
    """Return the document of a subtitle file. Raises InputError when it has no cue."""
    raw = decoded.text
    web = source.path.suffix.lower() == ".vtt"
    lines = [Span(*match.span(1)) for match in _LINE.finditer(raw) if match[0]]
    timings = [number for number, line in enumerate(lines) if _TIMING.match(line.of(raw))]
    if not timings and raw.strip():
        raise InputError(
            f"{source.path} has no subtitle: no line such as 00:00:01,000 --> 00:00:02,500 was found. "
            "Check the file, or name it .txt to translate it as plain text."
        )
    nexts = [*timings[1:], len(lines) + 1]
    pieces = [
        piece
        for number, following in zip(timings, nexts[: len(timings)], strict=True)
        for group in _groups(raw, lines[number + 1 : max(number + 1, _stop(raw, lines, following))], web=web)
        for part in _speakers(raw, group)
        if (piece := _piece(raw, part, web=web))
    ]
    return open_markup(source, decoded, facts, pieces)


def _stop(raw: str, lines: Sequence[Span], following: int) -> int:
    """Return the number of the line after a cue's text: the next cue's number or name, else its timing."""
    if following > len(lines):
        return len(lines)
    named = following >= 1 and lines[following - 1].of(raw).strip()
    return following - 1 if named else following


def _groups(raw: str, lines: Sequence[Span], *, web: bool) -> Iterator[list[Span]]:
    """Yield runs of lines with text. In WebVTT the first blank line ends the cue; some SubRip cues contain one."""
    group: list[Span] = []
    for line in lines:
        if line.of(raw).strip():
            group.append(line)
            continue
        if group:
            yield group
        group = []
        if web:
            return
    if group:
        yield group


def _speakers(raw: str, lines: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield the lines of each speaker, without the dash."""
    part: list[Span] = []
    for line in lines:
        dash = _DASH.match(line.of(raw))
        if dash and part:
            yield part
            part = []
        part.append(Span(line.start + dash.end(), line.end) if dash else line)
    yield part


def _piece(raw: str, lines: Sequence[Span], *, web: bool) -> Piece | None:
    items: list[Item] = []
    breaks: list[tuple[int, str]] = []
    for number, line in enumerate(lines):
        found = list(_items(raw, line, web=web))
        items += found
        if number + 1 < len(lines):
            gap = Span(line.end, lines[number + 1].start)
            items.append(Item("text", gap, " "))
            breaks.append((len("".join(item.text for item in found).strip()), gap.of(raw)))
    piece = build("cue", raw, items, _escape_web if web else _escape_subrip)
    return replace(piece, breaks=tuple(breaks)) if piece else None


def _items(raw: str, line: Span, *, web: bool) -> Iterator[Item]:
    position = line.start
    for tag in _TAG.finditer(raw, line.start, line.end):
        yield from _text(raw, Span(position, tag.start()), web=web)
        span = Span(*tag.span())
        if tag["clock"]:
            yield Item("point", span)
        else:
            yield Item("close" if tag["close"] else "open", span, name=tag["name"].lower())
        position = tag.end()
    yield from _text(raw, Span(position, line.end), web=web)


def _text(raw: str, span: Span, *, web: bool) -> Iterator[Item]:
    if span.start < span.end:
        yield Item("text", span, html.unescape(span.of(raw)) if web else span.of(raw))


def _escape_web(text: str) -> str:
    return html.escape(text, quote=False)


def _escape_subrip(text: str) -> str:
    """SubRip has no escapes: an arrow or a tag in a translation, which would be read as such, is spelled otherwise."""
    return _TAG.sub(lambda tag: tag[0].replace("<", "‹").replace(">", "›").replace("{", "("), text.replace("-->", "→"))
