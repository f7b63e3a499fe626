"""A word alignment that costs little until it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from toolkit.types import Link, Span


class Links(Sequence[Link]):
    """Word-alignment links, kept as plain numbers until somebody reads them.

    A run makes thousands of alignments and reads few, so links are made on demand. Equal to any sequence of the same
    links.
    """

    __slots__ = ("_links", "flat")

    def __init__(self, flat: Sequence[int]) -> None:
        """Take five integers a link: source start and end, target start and end, weight in thousandths.

        Raises ValueError when their number is no multiple of five.
        """
        if len(flat) % 5:
            raise ValueError(f"an alignment has five numbers a link, got {len(flat)}")
        self.flat = flat
        self._links: tuple[Link, ...] | None = None

    @classmethod
    def of(cls, links: Iterable[Link]) -> Links:
        """Return *links*, with weights rounded to a thousandth, which is far below what attention means."""
        return cls([n for link in links for n in (*link.source, *link.target, round(link.weight * 1000))])

    @property
    def links(self) -> tuple[Link, ...]:
        """The links as objects."""
        if self._links is None:
            numbers = iter(self.flat)
            self._links = tuple(
                Link(Span(a, b), Span(c, d), w / 1000) for a, b, c, d, w in zip(*[numbers] * 5, strict=True)
            )
        return self._links

    def __len__(self) -> int:
        """Return the number of links."""
        return len(self.flat) // 5

    @overload
    def __getitem__(self, index: int) -> Link: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Link, ...]: ...
    def __getitem__(self, index: int | slice) -> Link | tuple[Link, ...]:
        """Return one link, or several."""
        return self.links[index]

    def __iter__(self) -> Iterator[Link]:
        """Iterate over the links."""
        return iter(self.links)

    def __eq__(self, other: object) -> bool:
        """Compare with any sequence of links."""
        if isinstance(other, Links):
            return self.flat == other.flat or self.links == other.links
        return self.links == tuple(other) if isinstance(other, Sequence) else NotImplemented

    def __hash__(self) -> int:
        """Hash as the tuple of links does."""
        return hash(self.links)

    def __repr__(self) -> str:
        """Show the links."""
        return f"Links({list(self.links)!r})"
