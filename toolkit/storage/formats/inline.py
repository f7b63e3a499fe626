"""Markdown inside a paragraph, with positions: what markdown-it-py finds, and where it found it.

markdown-it-py gives positions for blocks only. Its rules for text inside blocks are run here under watch: each rule
that applies tells how far it read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from toolkit.storage.formats.tags import VOID, tokenize
from toolkit.types import Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_NOTE: Final = re.compile(r"\[\^[^\]\s]+\]:?|\A\[[ xX]\](?=\s)")
"""Marks of footnotes, which CommonMark does not know, and the boxes of task lists."""
_DELIMITERS: Final = frozenset({"emphasis", "strikethrough"})


class Found(NamedTuple):
    """Something in the text of a block."""

    role: Literal["text", "open", "close", "point", "verbatim", "soft", "hard"]
    """``soft`` and ``hard`` are line breaks."""
    span: Span
    text: str = ""
    name: str = ""
    label: Span | None = None
    """Range of an image's description."""
    instead: str | None = None
    """What is written for ``[text]`` when the text, which names its target, changes."""


@dataclass(slots=True)
class Watch:
    """What was found while one block's text is parsed."""

    state: StateInline | None = None
    found: list[Found] = field(default_factory=list)
    delimiters: list[tuple[int, int, Token]] = field(default_factory=list)
    """Start, end and token of ``*``, ``_`` and ``~~``, which become emphasis or stay text at the end."""


def parser() -> tuple[MarkdownIt, Watch]:
    """Return a CommonMark parser with tables and strike-through, and what watches its inline rules."""
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    markdown.inline.ruler2.disable("fragments_join")  # It would join tokens that are told apart by identity here.
    watch = Watch()
    ruler = markdown.inline.ruler
    for name, rule in zip(ruler.get_active_rules(), ruler.getRules(""), strict=True):
        ruler.at(name, rule if name == "text" else _watched(name, rule, watch))
    return markdown, watch


def find_inline(source: str, env: dict[str, Any], markdown: MarkdownIt, watch: Watch) -> list[Found]:
    """Return what *source* consists of, in order and without gaps. *env* is what the parser of the blocks filled."""
    from markdown_it.rules_inline import StateInline

    state = StateInline(source, markdown, env, [])
    watch.state, watch.found, watch.delimiters = state, [], []
    markdown.inline.tokenize(state)
    for rule in markdown.inline.ruler2.getRules(""):
        rule(state)
    found = [*watch.found, *_emphasis(watch.delimiters)]
    watch.state = None
    return list(_without_gaps(source, sorted(found, key=lambda item: item.span)))


def _watched(name: str, rule: Callable[..., bool], watch: Watch) -> Callable[..., bool]:
    def run(state: StateInline, silent: bool) -> bool:
        if silent or state is not watch.state:
            return rule(state, silent)
        if name in _DELIMITERS and state.pending:
            state.pushPending()
        start, tokens, before = state.pos, len(state.tokens), len(watch.found)
        if not rule(state, silent):
            return False
        span = Span(start, state.pos)
        if name in _DELIMITERS:
            position = start
            for token in state.tokens[tokens:]:
                watch.delimiters.append((position, position + len(token.content), token))
                position += len(token.content)
        elif name == "link":
            # All of the label was found by now: the link opens before it and closes after it.
            label = state.md.helpers.parseLinkLabel(state, start)
            state.pos = span.end
            watch.found.insert(before, Found("open", Span(start, start + 1), name="link"))
            close = Span(label, span.end)
            instead = f"][{state.src[start + 1 : label]}]" if close.of(state.src) in {"]", "][]"} else None
            watch.found.append(Found("close", close, name="link", instead=instead))
        else:
            watch.found.append(_read(name, span, state))
        return True

    return run


def _read(name: str, span: Span, state: StateInline) -> Found:
    raw = span.of(state.src)
    last = state.tokens[-1] if state.tokens and not state.pending else None
    found = Found("text", span, raw)
    if name == "newline" or (name == "escape" and raw[1:2] == "\n"):
        found = Found("hard" if last and last.type == "hardbreak" else "soft", span, " ")
    elif name == "escape":
        found = Found("text", span, raw[1:] if last and last.content == raw[1:] else raw)
    elif name == "entity":
        found = Found("text", span, html.unescape(raw))
    elif name == "backticks" and last and last.type == "code_inline":
        found = Found("verbatim", span, last.content)
    elif name == "image":
        end = state.md.helpers.parseLinkLabel(state, span.start + 1)
        state.pos = span.end
        found = Found("point", span, label=Span(span.start + 2, end))
    elif name == "html_inline":
        found = _tag(raw, span)
    elif name == "autolink":
        found = Found("verbatim", span, raw.strip("<>"))
    return found


def _tag(raw: str, span: Span) -> Found:
    token = next(tokenize(raw))
    if token.kind not in {"start", "end"} or token.closed or token.name in VOID:
        return Found("hard" if token.name == "br" else "point", span)
    return Found("open" if token.kind == "start" else "close", span, name=token.name)


def _emphasis(delimiters: list[tuple[int, int, Token]]) -> list[Found]:
    """Read the delimiters after they were paired. Of ``**`` one token became the tag and the other was emptied."""
    found = []
    for start, end, token in delimiters:
        wide = 1 if token.type.startswith("strong") else 0
        if token.type.endswith("_open"):
            found.append(Found("open", Span(start - wide, end), name=token.tag))
        elif token.type.endswith("_close"):
            found.append(Found("close", Span(start, end + wide), name=token.tag))
    return found


def _without_gaps(source: str, found: list[Found]) -> list[Found]:
    whole: list[Found] = []
    position = 0
    for item in [*found, Found("point", Span(len(source), len(source)))]:
        if item.span.start > position:
            whole += _plain(source, Span(position, item.span.start))
        whole.append(item)
        position = max(position, item.span.end)
    return whole[:-1]


def _plain(source: str, span: Span) -> list[Found]:
    found = []
    position = span.start
    for note in _NOTE.finditer(source, span.start, span.end):
        if note.start() > position:
            found.append(Found("text", Span(position, note.start()), source[position : note.start()]))
        found.append(Found("point", Span(*note.span())))
        position = note.end()
    if position < span.end:
        found.append(Found("text", Span(position, span.end), source[position : span.end]))
    return found
