"""HTML as a sequence of tokens with their positions, so that what is not translated stays as it is, to the byte.

A tree builder (lxml, html5lib) repairs and rewrites the whole file; this follows the tokenizer of the HTML standard
(https://html.spec.whatwg.org/multipage/parsing.html#tokenization) as far as positions of tags and attributes go.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from toolkit.types import Span

RAW_TEXT: Final = frozenset(
    {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"}
)
"""Elements in which tags are no tags."""
VOID: Final = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "keygen",
        "command",
        "frame",
    ]
)
_NAME: Final = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_ATTRIBUTE: Final = re.compile(
    r"[\s/]*(?P<name>[^\s/>=][^\s/>=]*)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s>\"'][^\s>]*)))?"
)
_TAG_END: Final = re.compile(r"[\s/]*>")


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute with a value."""

    name: str
    """In lower case."""
    value: str
    """With character references resolved."""
    span: Span
    """Range of the value, without quotes."""
    quote: str
    """``"``, ``'`` or nothing."""


@dataclass(frozen=True, slots=True)
class Token:
    """A tag, a comment (with doctypes and the like), or text between them."""

    kind: Literal["start", "end", "comment", "text"]
    span: Span
    name: str = ""
    """Name of the element, in lower case."""
    attributes: tuple[Attribute, ...] = ()
    closed: bool = False
    """True for ``<name/>``."""

    def get(self, name: str) -> str | None:
        """Return the value of the first attribute called *name*."""
        return next((attribute.value for attribute in self.attributes if attribute.name == name), None)


def tokenize(raw: str) -> Iterator[Token]:
    """Yield the tokens of *raw*; together they are all of it."""
    position = text = 0
    while (position := raw.find("<", position)) >= 0:
        token = _markup(raw, position)
        if token is None:
            position += 1
            continue
        if position > text:
            yield Token("text", Span(text, position))
        yield token
        position = text = token.span.end
        if token.kind == "start" and token.name in RAW_TEXT and not token.closed:
            text = position
            position = _raw_end(raw, position, token.name)
            if position > text:
                yield Token("text", Span(text, position))
            text = position
    if len(raw) > text:
        yield Token("text", Span(text, len(raw)))


def _raw_end(raw: str, start: int, name: str) -> int:
    match = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(raw, start)
    return match.start() if match else len(raw)


def _markup(raw: str, start: int) -> Token | None:
    if raw.startswith("<!--", start):
        if raw.startswith((">", "->"), start + 4):
            return Token("comment", Span(start, raw.index(">", start) + 1))
        return Token("comment", Span(start, _after(raw, "-->", start + 4)))
    match = _NAME.match(raw, start)
    if match is None:
        bogus = raw.startswith(("<!", "<?", "</"), start)
        return Token("comment", Span(start, _after(raw, ">", start))) if bogus else None
    attributes: list[Attribute] = []
    position = match.end()
    while not (end := _TAG_END.match(raw, position)):
        found = _ATTRIBUTE.match(raw, position)
        if found is None or found.end() == position:
            position += 1
            if position >= len(raw):  # The file ends inside a tag: what is left is no text.
                return Token("comment", Span(start, len(raw)))
            continue
        position = found.end()
        for group, quote in (("double", '"'), ("single", "'"), ("bare", "")):
            if found[group] is not None:
                value = html.unescape(found[group])
                attributes.append(Attribute(found["name"].lower(), value, Span(*found.span(group)), quote))
    kind: Literal["start", "end"] = "end" if match[1] else "start"
    closed = end[0].endswith("/>")
    return Token(kind, Span(start, end.end()), match[2].lower(), tuple(attributes), closed)


def _after(raw: str, what: str, start: int) -> int:
    found = raw.find(what, start)
    return found + len(what) if found >= 0 else len(raw)
