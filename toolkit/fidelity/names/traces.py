"""What is left in the translation of a name that it lost: part of it, another number, a misspelling, another name."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from toolkit.fidelity.names import forms, grammar
from toolkit.fidelity.names.mentions import Mention
from toolkit.fidelity.names.renderings import renderings
from toolkit.fidelity.names.target import Cover, Explained, Target
from toolkit.fidelity.names.tokens import Token
from toolkit.types import NameKind, Span

MAX_SURPLUS: Final = 20
RESEMBLING: Final = 0.8
"""Least similarity for a common word to be the misspelling of a name."""
_SINGULAR: Final = frozenset({"is", "was", "has"})
_FINITE: Final = frozenset({"is", "was", "has", "had", "will", "would", "can", "could", "plans", "says", "said"})


@dataclass(frozen=True, slots=True)
class Found:
    """The names that hold."""

    there: Target
    taken: Cover
    """Ranges of the target that hold them."""
    names: Sequence[tuple[Mention, Sequence[Span]]]
    """Each with its occurrences in the target."""
    account: Explained
    """What the source accounts for in the target."""
    caps: bool
    """The source is written in capitals throughout."""

    def surplus(self) -> list[tuple[Mention, Span]]:
        """Return the last occurrence of each name that the target has more often than the source."""
        times = Counter(mention.folds for mention, _ in self.names)
        once = {mention.folds: (mention, spans) for mention, spans in self.names}
        return [(mention, spans[-1]) for folds, (mention, spans) in once.items() if len(spans) > times[folds]]


def trace(name: Mention, found: Found, surplus: list[tuple[Mention, Span]], used: set[int]) -> Span | None:
    """Return the range that stands for a name that is lost, the likeliest first; None: nothing does.

    *surplus*: names that stand there too often; *used*: other names by identity that stand for one already. Both are
    updated.
    """
    return (
        _renumbered(name, found)
        or _foreign(name, found)
        or _next(surplus, name)
        or _partial(name, found)
        or _resembling(name, found)
        or _opening(name, found)
        or _loose(name, found, used)
    )


def class_of(kind: NameKind) -> NameKind:
    """Return the kind a name is compared as: an acronym mostly stands for an organisation."""
    return "organisation" if kind == "acronym" else kind


def _next(surplus: list[tuple[Mention, Span]], name: Mention) -> Span | None:
    """Take the first surplus occurrence of another name."""
    for place, (other, span) in enumerate(surplus[:MAX_SURPLUS]):
        if not set(other.folds) & set(name.folds):
            del surplus[place]
            return span
    return None


def _foreign(name: Mention, found: Found) -> Span | None:
    """Return where a name is given the English form of its namesake (la Vienne: Vienna)."""
    others = name.entry.others if name.entry and len(name.folds) == 1 and name.kind == "place" else ()
    spans = (span for other in others for span in found.there.find(other))
    return next((span for span in spans if found.there.longer(span) is None), None)


def _renumbered(name: Mention, found: Found) -> Span | None:
    """Return where a name whose last word is its number has another one (Longue Marche 5: Long March 7)."""
    last = name.tokens[-1]
    if not (last.number or _designates(last)) or len(name.folds) < 2:  # noqa: PLR2004 - a name and its number
        return None
    for phrase in forms.phrases(name):
        if len(phrase) < 2 or phrase[-1] != last.fold:  # noqa: PLR2004 - as above
            continue
        for span in found.there.find(phrase[:-1]):
            place = bisect_left(found.there.tokens, span.end, key=lambda token: token.start)
            after = found.there.tokens[place : place + 1]
            if after and after[0].gap in {" ", "-"} and (after[0].number or _designates(after[0])):
                return Span(span.start, after[0].end)
    return None


def _designates(token: Token) -> bool:
    return len(token.text) == 1 and token.capital


def _partial(name: Mention, found: Found) -> Span | None:
    """Return the part of a name that is there, and part of no other name, when its other part is not."""
    for word in name.folds if len(name.folds) > 1 else ():
        for index in found.there.places(word):
            span = found.there.tokens[index].span
            if not found.taken.touches(span):
                return Span(_lead(name, word, index, found.there), _rest(name, word, index, found.there))
    return None


def _lead(name: Mention, kept: str, index: int, there: Target) -> int:
    """Return the start of a name of which the word before *index* was translated (Fleur Pellerin: Flower Pellerin)."""
    before = there.tokens[index - 1] if index and there.tokens[index].gap == " " else None
    others = {other for word in name.folds if word != kept for other in renderings(word)}
    return before.start if before and before.fold in others else there.tokens[index].start


def _rest(name: Mention, kept: str, index: int, there: Target) -> int:
    """Return the end of a name of which a word after *index* was translated, or a number changed.

    Anne Berger: Anne the shepherd; GeForce RTX 5090: GeForce RTX 5080.
    """
    others = {other for word in name.folds if word != kept for other in renderings(word)}
    numbered = any(token.number for token in name.tokens)
    end = there.tokens[index].end
    for token in there.tokens[index + 1 : index + 4]:
        if token.gap.strip() not in {"", "-"}:
            break
        if token.fold in others or (numbered and token.number):
            end = token.end
    return end


def _resembling(name: Mention, found: Found) -> Span | None:
    """Return a word with a capital that has nearly the letters of a name that is lost (Sixt: Sixth)."""
    letters = "".join(name.folds)
    for token in found.there.tokens if found.there.short else ():
        if (
            token.capital
            and token.fold[0] == letters[0]
            and not (found.account.has(token) and (not token.upper or token.fold in found.account.folds))
            and not found.taken.touches(token.span)
            and SequenceMatcher(None, letters, token.fold, autojunk=False).ratio() >= RESEMBLING
        ):
            return token.span
    return None


def _loose(name: Mention, found: Found, used: set[int]) -> Span | None:
    """Return a listed name of the same kind that the source accounts for by other words only (ONU: EU, européenne)."""
    kind = class_of(name.kind)
    for mention in found.there.mentions if found.there.short else ():
        if (
            id(mention) in used
            or not mention.strong
            or mention.entry is None
            or found.taken.touches(mention.span)
            or class_of(mention.kind) not in {kind, "place" if kind == "other" else kind}
            or any(found.account.holds(other) for other in mention.entry.others)
        ):
            continue
        used.add(id(mention))
        return mention.span
    return None


def _opening(name: Mention, found: Found) -> Span | None:
    """Return the first word of a sentence when it stands without article where a name that is lost should stand."""
    first, following = (*found.there.tokens[:2], None, None)[:2]
    if not name.tokens[0].initial or first is None or following is None or following.fold not in _FINITE:
        return None
    plural = first.fold.endswith("s") and following.fold not in _SINGULAR
    if grammar.is_function(first, "en") or plural or found.account.has(first):
        return None
    return None if found.taken.touches(first.span) or not first.capital else first.span
