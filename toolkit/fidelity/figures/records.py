"""What the parser hands to the matcher: tokens and readings.

A reading is a figure with what the matcher needs and the public record does not carry: how much weight it has, the
other values the same words may have, and the mantissa and scale it was written with.
"""

from __future__ import annotations

from decimal import Decimal
from enum import IntEnum
from typing import Final, NamedTuple

from toolkit.types import Figure

ONE: Final = Decimal(1)


class Level(IntEnum):
    """How much a figure counts when it has no counterpart."""

    STRONG = 0
    """Reported when it is missing or invented."""
    WEAK = 1
    """Never reported alone, only when it is matched with another value: "a year", "first", "double"."""
    SILENT = 2
    """Not a figure: inside an idiom or a name, or an article. It only explains an equal figure on the other side."""


class Token(NamedTuple):
    """A word, a number or a symbol of a text."""

    kind: str
    """``n`` number, ``w`` word, ``c`` currency sign, ``s`` other sign; ``phone``, ``date``, ``clock``, ``dotted``,
    ``race``."""
    norm: str
    """Lower-case form."""
    text: str
    start: int
    end: int


class Reading(NamedTuple):
    """A figure as the matcher sees it."""

    figure: Figure
    level: Level = Level.STRONG
    mantissa: Decimal = ONE
    """The number in front of the scale word: 3.4 in "3,4 milliards"."""
    scale: Decimal = ONE
    """The scale word: 1000000000 in "3,4 milliards"; 1 when there is none."""
    others: tuple[Figure, ...] = ()
    """Other things the same characters may mean, e.g. the other order of day and month in 04/07/2025."""
    token: int = 0
    """Index of the first token."""
    loose: bool = False
    """True for the number of what may be no name: "France 39" at the end of a sentence, "iOS 17.1"."""
    compound: bool = False
    """True for a number with a hyphen and a noun after it: "three-stage"."""


class Amount(NamedTuple):
    """A number that was read, before its kind is known: tokens ``[first, last)``."""

    first: int
    last: int
    mantissa: Decimal
    scale: Decimal = ONE
    unit: str | None = None
    approximate: bool = False
    indefinite: bool = False
    """True for an order of magnitude without a count: "des centaines", "millions"."""
    article: bool = False
    """True when the count is only an article or "one"."""
    spelled: bool = False
    """True when written in words."""
    dozen: bool = False
    """True for "douzaine", "dizaine", "dozen"."""

    @property
    def value(self) -> Decimal:
        """Value with the scale applied; exact for plain digits, however many (arithmetic rounds to 28)."""
        return self.mantissa if self.scale == 1 else self.mantissa * self.scale
