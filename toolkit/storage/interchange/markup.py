"""XML from strangers, read without following anything, and any text at all written into well-formed XML.

Reading: no network, no external DTD, no entities (a file that declares any is refused), and libxml2's own limits stay
on (``huge_tree`` off: text nodes to 10 MB, depth to 256, bounded expansion). Elements are freed as soon as they are
used, so memory does not grow with the file.

Writing: XML 1.0 has no way to write most control characters, lone surrogates, U+FFFE and U+FFFF. In translatable text
each becomes an empty inline element that carries its code point and is read back; elsewhere it becomes U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from toolkit.errors import InputError
from toolkit.text.xmlchars import ILLEGAL

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"

_WRAP: Final = re.compile(r"[ \t\r]*\n[ \t\r\n]*")
_CODE_POINT: Final = re.compile("x-cp-([0-9A-F]{4,6})")


def iterate(path: Path, names: Collection[str]) -> Iterator[tuple[str, Element]]:
    """Yield ("start" | "end", element) for the elements with these local names, in document order.

    An element is complete at its end and emptied after that. Raises InputError when *path* cannot be read, is not
    well-formed, or declares entities.
    """
    from lxml import etree

    try:
        with path.open("rb") as stream:
            parser = etree.iterparse(
                stream, ("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
            )
            first = True
            for event, element in parser:
                if first:
                    _refuse_entities(path, element)
                    first = False
                if isinstance(element.tag, str) and local(element) in names:
                    yield event, element
                    if event == "end":
                        _release(element)
    except etree.XMLSyntaxError as error:
        raise InputError(
            f"{path} is not well-formed XML: {error.msg}. Export it again from the tool it comes from."
        ) from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from error


def local(element: Element) -> str:
    """Return the name of an element without its namespace; "" for comments and processing instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element, *names: str) -> list[Element]:
    """Return the direct children with one of these local names."""
    return [child for child in element if local(child) in names]


def text_of(element: Element, codes: Collection[str], *, wrapped: bool = False) -> str:
    """Return the text of a segment. Elements named in *codes* hold code of the original format, not text.

    What `fill` wrote for characters outside XML becomes those characters again; a code of type ``lb`` is a line break.
    *wrapped*: line breaks in the file, with the blanks around them, are layout of the file and count as one space.
    """
    parts = [_unwrap(element.text, wrapped)]
    for child in element:
        name = local(child)
        if name == "cp":
            parts.append(_character(child.get("hex", "")))
        elif name in codes:
            parts.append(_code(child.get("type") or child.get("ctype") or ""))
        elif name:
            parts.append(text_of(child, codes, wrapped=wrapped))
        parts.append(_unwrap(child.tail, wrapped))
    return "".join(parts)


def keeps_space(element: Element) -> bool:
    """Tell whether the nearest ``xml:space`` around the content of *element* says ``preserve``."""
    place: Element | None = element
    while place is not None:
        if (mode := place.get(XML_SPACE)) is not None:
            return mode == "preserve"
        place = place.getparent()
    return False


def fill(element: Element, text: str, code: Callable[[str, int], tuple[str, dict[str, str]]]) -> None:
    """Make *text* the content of *element*; *code* gives tag and attributes for (hexadecimal code point, number)."""
    from lxml import etree

    end = 0
    last: Element | None = None
    for number, match in enumerate(ILLEGAL.finditer(text), 1):
        _append(element, last, text[end : match.start()])
        tag, attributes = code(f"{ord(match[0]):04X}", number)
        last = etree.SubElement(element, tag, attributes)
        end = match.end()
    _append(element, last, text[end:])


def render(root: Element, structure: Collection[str], doctype: str | None = None) -> bytes:
    """Return the document as UTF-8 with a declaration; children of elements named in *structure* begin a line each.

    lxml's own pretty printing would put line breaks into a segment that consists of codes only.
    """
    from lxml import etree

    for element in root.iter():
        if local(element) in structure and len(element):
            element.text = "\n"
            for child in element:
                child.tail = "\n"
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, doctype=doctype))


def _append(element: Element, last: Element | None, text: str) -> None:
    if last is None:
        element.text = text
    else:
        last.tail = text


def _unwrap(text: str | None, wrapped: bool) -> str:
    return _WRAP.sub(" ", text) if wrapped and text else text or ""


def _code(kind: str) -> str:
    if kind == "lb":
        return "\n"
    match = _CODE_POINT.fullmatch(kind)
    return _character(match[1]) if match else ""


def _character(digits: str) -> str:
    try:
        return chr(int(digits, 16))
    except (ValueError, OverflowError):
        return ""


def _refuse_entities(path: Path, element: Any) -> None:  # noqa: ANN401 - stubs differ on what a tree is
    dtd = element.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise InputError(f"{path} declares XML entities, which are not read. Export it again without them.")


def _release(element: Element) -> None:
    tail = element.tail
    element.clear()
    element.tail = tail
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
