"""Read any supported document; the format is told by the suffix."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from toolkit.errors import InputError
from toolkit.storage.encodings import Decoded, decode
from toolkit.storage.formats.base import BlockTarget, Input, Loaded, Rendering, Whole
from toolkit.storage.formats.docx import read_docx
from toolkit.storage.formats.html import declared_encoding, read_html
from toolkit.storage.formats.markdown import read_markdown
from toolkit.storage.formats.subtitles import read_subtitles
from toolkit.storage.formats.text import TextFile, read_text
from toolkit.types import Skipped

__all__ = ["BlockTarget", "Input", "Loaded", "Rendering", "file_digest", "read", "read_string", "rendering"]

_HTML: Final = frozenset({".html", ".htm"})
_MARKDOWN: Final = frozenset({".md", ".markdown"})
_SUBTITLES: Final = frozenset({".srt", ".vtt"})
MOST_BYTES: Final = 256 * 1024 * 1024
"""Larger files are refused: a whole document is held in memory, several times over."""


def read(source: Input) -> Loaded:
    """Read one document. Raises InputError when it cannot be read or is not what its suffix says."""
    data = _bytes(source.path)
    digest = hashlib.sha256(data).hexdigest()
    suffix = source.path.suffix.lower()
    if suffix == ".docx":
        return read_docx(source, data, (digest, ()))
    decoded = decode(data, str(source.path), declared_encoding(data) if suffix in _HTML else None)
    facts = digest, _notes(source, decoded)
    if suffix in _HTML:
        return read_html(source, decoded, facts)
    if suffix in _MARKDOWN:
        return read_markdown(source, decoded, facts)
    if suffix in _SUBTITLES:
        return read_subtitles(source, decoded, facts)
    return read_text(source, decoded, facts)


def read_string(source: Input, text: str) -> Loaded:
    """Return *text* as a plain-text document named by *source*, which need not exist."""
    decoded = decode(text.encode("utf-8", "surrogatepass"), source.id, "utf-8")
    return read_text(source, decoded, (hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(), ()))


def rendering(loaded: Loaded, language: str) -> Rendering:
    """Return what writes *loaded* again, in *language*, block by block."""
    return loaded.rendering() if isinstance(loaded, TextFile) else Whole(loaded, language)


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, hexadecimal, 64 digits. Raises InputError when it cannot be read."""
    return hashlib.sha256(_bytes(path)).hexdigest()


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            size = path.stat().st_size / 1e6
            raise InputError(
                f"{path} is too large: {size:.0f} MB, at most {MOST_BYTES / 1e6:.0f} MB. Split it into parts."
            )
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"{path} cannot be read: {reason}. Check that it exists and that you may read it.") from error


def _notes(source: Input, decoded: Decoded) -> tuple[Skipped, ...]:
    if not decoded.replaced:
        return ()
    reason = f"{decoded.replaced} lone surrogates, which are no characters, were replaced by U+FFFD."
    return (Skipped(source.id, reason, "info"),)
