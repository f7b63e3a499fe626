"""HTML: text of elements, titles and the attributes people read are translated; all else stays as it is."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from toolkit.storage.encodings import Decoded
from toolkit.storage.formats.base import Input
from toolkit.storage.formats.markup import Change, MarkupFile, open_markup
from toolkit.storage.formats.pieces import Item, Piece, build
from toolkit.storage.formats.tags import RAW_TEXT, VOID, Attribute, Token, tokenize
from toolkit.types import BlockKind, Skipped, Span

_BLOCKS: Final[dict[str, BlockKind]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "title", "legend", "summary"), "heading"),
    **dict.fromkeys(("li", "dt", "dd", "option", "menuitem"), "list_item"),
    **dict.fromkeys(("td", "th"), "cell"),
    **dict.fromkeys(("caption", "figcaption"), "caption"),
    **dict.fromkeys(("blockquote",), "quote"),
    **dict.fromkeys(("p", "div", "section", "article", "main", "address", "center"), "paragraph"),
    **dict.fromkeys(("html", "head", "body", "header", "footer", "nav", "aside", "template", "noscript"), "other"),
    **dict.fromkeys(("form", "fieldset", "button", "select", "optgroup", "datalist", "output", "search"), "other"),
    **dict.fromkeys(("table", "thead", "tbody", "tfoot", "tr", "colgroup", "ul", "ol", "dl", "menu", "dir"), "other"),
    **dict.fromkeys(("details", "dialog", "figure", "hgroup", "frameset", "hr", "br"), "other"),
    **dict.fromkeys(("base", "link", "meta", "video", "audio", "object", "canvas"), "other"),
}
"""Elements that end a sentence, with the kind of the text in them. All others stand inside sentences."""
_UNTRANSLATED: Final = frozenset({"code", "kbd", "samp", "var", "tt", "pre", "svg", "math"}) | RAW_TEXT - {"title"}
_ATTRIBUTES: Final = frozenset({"alt", "title", "placeholder", "aria-label", "aria-description"})
_META: Final = frozenset({"description", "title", "keywords", "og:title", "og:description", "og:image:alt"}) | {
    "twitter:title",
    "twitter:description",
    "twitter:image:alt",
}
_BUTTONS: Final = frozenset({"submit", "button", "reset"})
_MAY_STAY_OPEN: Final = frozenset({"p", "li", "dt", "dd", "td", "th", "tr"}) | {
    *("option", "optgroup", "thead", "tbody", "tfoot"),
}
_DECLARED: Final = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_CHARSET: Final = re.compile(r"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_NOTE: Final = re.compile(r"\s*(?:&#91;|[\[(])?\s*(?:\d{1,4}|[a-z]|\*+)\s*(?:&#93;|[\])])?\s*")
_LONGEST_NOTE: Final = 16
"""Tokens in the mark of a note, at most."""
_HEAD: Final = 4096
"""Characters in which an encoding is declared; the standard asks for the first 1024 bytes."""


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding a page declares; ISO 8859-1 and ASCII mean cp1252, as the Encoding Standard has it."""
    match = _DECLARED.search(data[:_HEAD])
    name = match[1].decode("ascii", "replace").lower() if match else None
    return "cp1252" if name in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252"} else name


def read_html(source: Input, decoded: Decoded, facts: tuple[str, tuple[Skipped, ...]]) -> MarkupFile:
    """Return the document of an HTML page or fragment; *facts* are the file's digest and notes."""
    tokens = list(tokenize(decoded.text))
    pieces = _Cutter(decoded.text, tokens).cut()
    return open_markup(source, decoded, facts, pieces, _retagger(decoded, tokens))


def html_pieces(raw: str, within: Span) -> list[Piece]:
    """Return the pieces of the HTML in a range of *raw*."""
    tokens = [
        replace(
            token,
            span=token.span.shift(within.start),
            attributes=tuple(replace(a, span=a.span.shift(within.start)) for a in token.attributes),
        )
        for token in tokenize(within.of(raw))
    ]
    return _Cutter(raw, tokens).cut()


def escape_text(text: str) -> str:
    """Return *text* for the content of an element."""
    return html.escape(text, quote=False)


@dataclass(slots=True)
class _Cutter:
    raw: str
    tokens: Sequence[Token]
    pieces: list[Piece] = field(default_factory=list)
    run: list[Item] = field(default_factory=list)
    kind: BlockKind = "paragraph"

    def cut(self) -> list[Piece]:
        number = 0
        while number < len(self.tokens):
            number = self.take(number)
        self.flush()
        return self.pieces

    def take(self, number: int) -> int:
        """Deal with a token and return the number of the next one."""
        token = self.tokens[number]
        if token.kind == "text":
            self.run.append(Item("text", token.span, html.unescape(token.span.of(self.raw))))
        elif token.kind == "comment":
            self.run.append(Item("point", token.span))
        elif token.kind == "start" and (_is_untranslated(token) or self.is_note(number)):
            return self.pass_over(number)
        elif token.name in _BLOCKS:
            self.flush()
            if token.name != "br":
                self.kind = _BLOCKS[token.name] if token.kind == "start" else "paragraph"
            self.attributes(token)
        elif token.kind == "start" and (token.name in VOID or token.closed):
            self.run.append(Item("point", token.span))
            self.attributes(token)
        else:
            self.run.append(Item("open" if token.kind == "start" else "close", token.span, name=token.name))
            self.attributes(token)
        return number + 1

    def flush(self) -> None:
        piece = build(self.kind, self.raw, self.run, escape_text)
        self.pieces += [piece] if piece else []
        self.run = []

    def is_note(self, number: int) -> bool:
        """Tell whether a raised link such as "[1]" begins here: the mark of a note, no part of the sentence."""
        if self.tokens[number].name != "sup":
            return False
        inside = self.tokens[number : min(_after_element(self.tokens, number), number + _LONGEST_NOTE)]
        text = "".join(token.span.of(self.raw) for token in inside if token.kind == "text")
        return any(token.name == "a" for token in inside) and bool(_NOTE.fullmatch(text))

    def pass_over(self, number: int) -> int:
        """Take an element that is not translated as one: inside a sentence it is a word, else it is layout."""
        token = self.tokens[number]
        after = _after_element(self.tokens, number)
        span = Span(token.span.start, self.tokens[after - 1].span.end)
        if token.name in _BLOCKS or token.name == "pre":
            self.flush()
        elif token.name in RAW_TEXT | {"svg", "math", "sup"}:
            self.run.append(Item("point", span))
        else:
            texts = [other.span.of(self.raw) for other in self.tokens[number:after] if other.kind == "text"]
            self.run.append(Item("verbatim", span, html.unescape("".join(texts))))
        return after

    def attributes(self, token: Token) -> None:
        for attribute in token.attributes:
            if attribute.value.strip() and _is_read(token, attribute) and any(map(str.isalnum, attribute.value)):
                escape = _escape_value(attribute.quote)
                self.pieces.append(Piece("attribute", attribute.span, attribute.value, escape=escape))


def _is_untranslated(token: Token) -> bool:
    classes = (token.get("class") or "").split()
    no = (token.get("translate") or "").strip().lower() == "no" or "notranslate" in classes
    return token.name in _UNTRANSLATED or (no and token.name not in VOID)


def _after_element(tokens: Sequence[Token], number: int) -> int:
    """Return the number of the token after the element that begins at *number*."""
    name = tokens[number].name
    if tokens[number].closed:
        return number + 1
    opened: Counter[str] = Counter()
    for index in range(number + 1, len(tokens)):
        token = tokens[index]
        if token.kind == "start" and not token.closed and token.name not in VOID:
            if token.name == name and name in _MAY_STAY_OPEN and not opened.total():
                return index
            opened[token.name] += 1
        elif token.kind == "end":
            if token.name == name and not opened[name]:
                return index + 1
            if opened[token.name]:
                opened[token.name] -= 1
            elif name in _MAY_STAY_OPEN and token.name in _BLOCKS:
                return index
    return len(tokens)


def _is_read(token: Token, attribute: Attribute) -> bool:
    if token.name == "meta":
        names = {(token.get("name") or "").lower(), (token.get("property") or "").lower()}
        return attribute.name == "content" and bool(names & _META)
    if token.name == "input" and attribute.name == "value":
        return (token.get("type") or "").lower() in _BUTTONS
    return attribute.name in _ATTRIBUTES


def _escape_value(quote: str) -> Callable[[str], str]:
    if quote:
        return lambda text: html.escape(text, quote=False).replace(quote, "&quot;" if quote == '"' else "&#39;")
    return lambda text: f'"{html.escape(text)}"'


def _retagger(decoded: Decoded, tokens: Sequence[Token]) -> Callable[[str, bool], Sequence[Change]]:
    """Return what changes the page's own account of its language and encoding."""
    found = [
        attribute
        for token in tokens
        if token.kind == "start"
        for attribute in token.attributes
        if attribute.name in {"lang", "xml:lang"}
    ]
    main = _primary(found[0].value) if found else ""
    encoding = _CHARSET.search(decoded.text, 0, _HEAD) if decoded.encoding != "utf-8" else None

    def retag(language: str, changed: bool) -> Sequence[Change]:
        languages = [attribute.span for attribute in found if _primary(attribute.value) == main] if changed else []
        changes = [(span, language) for span in languages]
        return [*changes, (Span(*encoding.span(1)), "utf-8")] if encoding else changes

    return retag


def _primary(tag: str) -> str:
    return tag.strip().lower().replace("_", "-").split("-")[0]
