"""The text under the parser's hand, and how a figure is made from a range of its tokens."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.records import ONE, Level, Reading, Token
from toolkit.fidelity.figures.units import UNITS
from toolkit.types import Figure, FigureKind, Span

HYPHENS: Final = frozenset("-‑–—−")
_BLANK: Final = Token("", "", "", -1, -1)
_KINDS: Final[dict[str, FigureKind]] = {
    "money": "money", "share": "percent", "point": "percent", "times": "ratio",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Context:
    """A text, its tokens and its language."""

    text: str
    tokens: list[Token]
    language: str

    def at(self, index: int) -> Token:
        """Return the token at *index*, a blank one outside the text."""
        if index < 0:
            return _BLANK
        try:
            return self.tokens[index]
        except IndexError:
            return _BLANK

    def word(self, index: int) -> str:
        """Return the lower-case form of the token at *index*; empty outside the text."""
        if index < 0:
            return ""
        try:
            return self.tokens[index].norm
        except IndexError:
            return ""

    def glued(self, index: int) -> bool:
        """Tell whether no space stands between the token at *index* and the one before it."""
        return 0 < index < len(self.tokens) and self.tokens[index].start == self.tokens[index - 1].end

    def over_hyphen(self, index: int) -> int:
        """Return *index*, or the index after it when a hyphen that touches both neighbours stands there."""
        if self.word(index) in HYPHENS and self.glued(index) and self.glued(index + 1):
            return index + 1
        return index

    def figure(
        self,
        first: int,
        last: int,
        value: Decimal,
        *,
        kind: FigureKind | None = None,
        unit: str | None = None,
        key: str | None = None,
        approximate: bool = False,
    ) -> Figure:
        """Make a figure of the tokens ``[first, last)``; without *kind* the unit decides it."""
        span = Span(self.tokens[first].start, self.tokens[last - 1].end)
        if kind is None:
            kind = "number" if unit is None else _KINDS.get(UNITS[unit].dimension, "quantity")
        return Figure(kind, value, unit, span, span.of(self.text), approximate, key)

    def reading(  # noqa: PLR0913  the fields of a record, by name
        self,
        first: int,
        last: int,
        value: Decimal,
        *,
        kind: FigureKind | None = None,
        unit: str | None = None,
        key: str | None = None,
        approximate: bool = False,
        level: Level = Level.STRONG,
        mantissa: Decimal | None = None,
        scale: Decimal = ONE,
        others: tuple[Figure, ...] = (),
    ) -> Reading:
        """Make a reading of the tokens ``[first, last)``."""
        figure = self.figure(first, last, value, kind=kind, unit=unit, key=key, approximate=approximate)
        return Reading(figure, level, value if mantissa is None else mantissa, scale, others, first)


Step = tuple[list[Reading], int]
"""What a rule returns: the figures it read and the index of the next token."""
