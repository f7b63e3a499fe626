"""From bytes to characters: byte-order marks, UTF-8, then the Western code pages French was written in."""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

from toolkit.errors import InputError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark starts with the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES: Final = {
    b"\x89PNG\r\n": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old office document",
    b"\x1f\x8b\x08": "a gzip archive",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"\x7fELF": "a program",
    b"{\\rtf": "an RTF document",
    b"SQLite format 3\x00": "an SQLite database",
}
_WESTERN: Final = frozenset("àâäæçéèêëîïíìñóòôöœùûüúÿáãõåøßÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ«»’‘“”„–—…€£°·•©®™²³½¼¾§±×\u00a0¿¡‹›†µ")
"""What a French text has beyond ASCII. The letters come first in frequency by far, so a wrong code page shows."""
_LEAST_WESTERN: Final = 0.9
"""One odd character in ten is still Western text."""
_FOREIGN_WORD: Final = re.compile(r"[^\W\d_a-zA-Z]{4}")
"""Four letters in a row beyond ASCII: other alphabets read as cp1252 have them in most words, French never has."""
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_MOST_CONTROLS: Final = {True: 0.3, False: 0.05}
"""Above this share of control characters a file is taken for binary; the limit is higher for valid UTF-8, which random
bytes hardly ever are, so that damaged texts with some NULs stay texts."""
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


class Decoded(NamedTuple):
    """The characters of a file."""

    text: str
    """Without byte-order mark; line endings as they are."""
    encoding: str
    """Python's name of the encoding."""
    bom: bool
    """Whether the file began with a byte-order mark."""
    replaced: int = 0
    """Number of lone surrogates, which are no characters, that became U+FFFD."""

    def encode(self, text: str) -> bytes:
        """Return *text* in UTF-8, with a byte-order mark where the source had one."""
        return (codecs.BOM_UTF8 if self.bom else b"") + text.encode("utf-8", "replace")


def decode(data: bytes, name: str, declared: str | None = None) -> Decoded:
    """Return the characters of *data*; *declared* is an encoding the file itself names.

    Order: byte-order mark, strict UTF-8, the declared encoding, cp1252 when what it gives looks like Western text,
    else the guess of charset-normalizer. Raises InputError naming the file *name* when it holds no text.
    """
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            raise _not_text(name, f"it is {what}")
    decoded = _decode(data, declared)
    if decoded is None:
        raise _not_text(name, "its bytes fit no known encoding")
    controls = len(_CONTROLS.findall(decoded.text))
    if controls > _MOST_CONTROLS[decoded.encoding.startswith("utf-")] * len(decoded.text):
        share = 100 * controls / len(decoded.text)
        raise _not_text(name, f"{share:.0f} % of it are control characters, so it looks binary")
    text, replaced = _SURROGATES.subn("\ufffd", decoded.text)
    return decoded._replace(text=text, replaced=replaced)


def _not_text(name: str, cause: str) -> InputError:
    return InputError(f"{name} cannot be read as text: {cause}. Convert it to a UTF-8 text file, or leave it out.")


def _decode(data: bytes, declared: str | None) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _try(data[len(mark) :], encoding)
            if text is not None:
                return Decoded(text, encoding, bom=True)
    for encoding in ("utf-8", *([declared] if declared else [])):
        text = _try(data, encoding)
        if text is not None:
            return Decoded(text, encoding, bom=False)
    text = _try(data, "cp1252")
    if text is not None and _looks_western(text):
        return Decoded(text, "cp1252", bom=False)
    return _guess(data)


def _try(data: bytes, encoding: str) -> str | None:
    errors = "surrogatepass" if encoding.startswith("utf-") else "strict"
    try:
        return data.decode(encoding, errors)
    except (UnicodeError, LookupError):
        return None


def _looks_western(text: str) -> bool:
    high = [character for character in text if character > "\x7f"]
    known = sum(character in _WESTERN for character in high)
    return not _FOREIGN_WORD.search(text) and known >= _LEAST_WESTERN * len(high)


def _guess(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is not None:
        return Decoded(str(best), best.encoding, bom=False)
    for encoding in ("cp1252", "latin-1"):
        text = _try(data, encoding)
        if text is not None:
            return Decoded(text, encoding, bom=False)
    return None
