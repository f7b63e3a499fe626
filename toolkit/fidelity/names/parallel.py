"""Names that each clause of an enumeration binds in twos: ``le Goncourt couronne A, le Renaudot B``.

In every order of words the clause of the one name has its companion. Two names are exchanged when the clauses of a
translation have the same first names, but the companions of two of them crosswise.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from toolkit.fidelity.names import gazetteer, grammar
from toolkit.fidelity.names.mentions import Matched, Mention, Pair, placed_once
from toolkit.fidelity.names.reader import Reader
from toolkit.fidelity.names.target import Target
from toolkit.types import Span

MAX_NAMES: Final = 12
"""Names of one segment up to which its clauses are compared."""
MOST_BEFORE: Final = 4
"""Words before a name in which its origin is told."""
_PARTS: Final = re.compile(r"[,;:]\s|\s(?:et|and|tandis que|while|whereas|alors que|puis|then)\s")
"""What parts the clauses of an enumeration."""


def rebound(reader: Reader, there: Target, matched: Matched) -> list[tuple[Pair, Pair]]:
    """Return the companions of two names that changed clauses.

    Every clause must hold two names in both texts, and none may hold one: in a list, names stand by themselves.
    """
    single = placed_once(matched)
    several = len({m.folds for m, _ in single}) == len(single) == len(matched)
    if not several or not 3 < len(single) <= MAX_NAMES or len(single) % 2:  # noqa: PLR2004 - two clauses of two names
        return []
    ours = _twos(reader.text, [m.span for m, _ in single])
    theirs = _twos(there.text, [span for _, span in single])
    if ours is None or theirs is None:
        return []
    companions = {one: other for pair in theirs for one, other in (pair, pair[::-1])}
    crossed = [pair for pair in ours if companions[pair[0]] != pair[1]]
    if len(crossed) != 2:  # noqa: PLR2004 - two clauses
        return []
    (a, b), (c, d) = crossed
    if {companions[a], companions[c]} != {b, d}:
        return []
    if not _persons(single, b, d) and _persons(single, a, c):
        b, d = a, c
    return [(single[b], single[d])]


def exiled(reader: Reader, there: Target, single: Sequence[Pair]) -> list[tuple[Pair, Pair]]:
    """Return two persons of whom each has the origin of the other one: ``le Danois A``, ``le Slovène B``."""
    found = [
        (pair, origin, _words_before(there, pair[1]))
        for pair in single[: MAX_NAMES + 1]
        if (origin := _origin(reader, pair[0]))
    ]
    for place, (one, its, words) in enumerate(found):
        for other, others, theirs in found[place + 1 :]:
            if its & theirs and others & words and not its & words and not others & theirs:
                return [(one, other)]
    return []


def _origin(reader: Reader, mention: Mention) -> frozenset[str]:
    """Return the folded English words for the French demonym that opens a name or stands right before it."""
    first = mention.tokens[0]
    own = gazetteer.demonyms().get(first.fold) if first.capital and len(mention.tokens) > 1 else None
    if own:
        return own - grammar.words("function", "en")
    start = place = bisect_left(reader.tokens, first.start, key=lambda token: token.start)
    while (
        start and place - start < gazetteer.MOST_PARTS and reader.tokens[start].gap == (" " if start == place else "-")
    ):
        start -= 1
    if start == place or not reader.tokens[start].capital:
        return frozenset()
    size, words = gazetteer.compound_demonym(reader.tokens, start)
    if not size and place - start == 1:
        words = gazetteer.demonyms().get(reader.tokens[start].fold, frozenset())
    return words - grammar.words("function", "en")


def _words_before(there: Target, span: Span) -> frozenset[str]:
    """Return the folded words of the same phrase right before a name."""
    place = bisect_left(there.tokens, span.start, key=lambda token: token.start)
    words: list[str] = []
    while place and len(words) < MOST_BEFORE and there.tokens[place].gap in {" ", "'", "’", "-"}:
        place -= 1
        words.append(there.tokens[place].fold)
    return frozenset(words)


def _persons(single: Sequence[Pair], *names: int) -> bool:
    return all(single[k][0].kind == "person" or len(single[k][0].folds) > 1 for k in names)


def _twos(text: str, spans: Sequence[Span]) -> list[tuple[int, int]] | None:
    """Return the two names of each clause in order; None where a clause with names has not just two."""
    ends = [part.start() for part in _PARTS.finditer(text)] + [len(text)]
    clauses: dict[int, list[int]] = {}
    for name in sorted(range(len(spans)), key=lambda k: spans[k].start):
        clauses.setdefault(next(k for k, end in enumerate(ends) if spans[name].start <= end), []).append(name)
    if any(len(names) != 2 for names in clauses.values()):  # noqa: PLR2004 - said above
        return None
    return [(names[0], names[1]) for names in clauses.values()]
