"""Text that a file system or an error message brings, made fit for names, screens and UTF-8."""

from __future__ import annotations

import re
from typing import Final

_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Controls, which could command a terminal; line separators; lone surrogates, as which Python reads the bytes of file
names that are no UTF-8 (PEP 383)."""


def printable(text: str) -> str:
    """Return *text*, of the same length, with U+FFFD for every character that can be neither printed nor encoded."""
    return _UNPRINTABLE.sub("\ufffd", text)
