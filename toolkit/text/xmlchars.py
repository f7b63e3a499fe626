"""Which characters an XML 1.0 document can hold."""

from __future__ import annotations

import re
from typing import Final

ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Complement of the Char production, https://www.w3.org/TR/xml/#NT-Char: most controls, lone surrogates, U+FFFE/F."""


def legal(text: str) -> str:
    """Return *text* with U+FFFD for every character XML cannot hold."""
    return ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)
