"""Pair the source names that were not found with the target names that nothing accounts for."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from toolkit.fidelity.names import gazetteer, grammar
from toolkit.fidelity.names.mentions import Mention, optional
from toolkit.fidelity.names.renderings import common_word, renderings
from toolkit.fidelity.names.target import Cover, Explained, Target
from toolkit.fidelity.names.tokens import Token
from toolkit.types import Span

MAX_GRID: Final = 900
"""Pairs of open names up to which all are compared; above, they are paired in order, to stay linear."""
MAX_SURPLUS: Final = 20
LIKE: Final = 0.5
"""Least similarity (Ratcliff and Metzener 1988, 0 to 1) for an unsure name to be paired with another."""


RESEMBLING: Final = 0.8
"""Least similarity for a common word to be the misspelling of a name."""
_PLACED: Final = frozenset({"the", "a", "an", "in", "at", "of", "on", "into"})
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


@dataclass(slots=True)
class Outcome:
    """What became of the names that do not simply hold."""

    changed: list[tuple[Mention, Span]] = field(default_factory=list)
    missing: list[Mention] = field(default_factory=list)
    invented: list[Mention] = field(default_factory=list)


def unexplained(mention: Mention, account: Explained, taken: Cover) -> bool:
    """Tell whether the source does not account for an English name."""
    if taken.holds(mention.span):
        return False
    if mention.entry:
        return not (
            any(account.holds(other) for other in mention.entry.others)
            or all(account.has(t) or optional(t) for t in mention.tokens)
        )
    rest = [t for t in mention.tokens if not optional(t) and not account.has(t) and _telling(t, mention)]
    if rest and all(t.number for t in rest) and _numbered(mention):
        return False
    if rest and all(t.fold in grammar.given_names() for t in rest) and len(rest) < len(mention.folds):
        return not taken.touches(mention.span)
    return bool(rest)


def _numbered(mention: Mention) -> bool:
    """Tell whether common words that the source accounts for only tell what a number counts: a figure (Chapter 12)."""
    return all(t.number or (t.text.istitle() and grammar.is_common(t.fold, "en")) for t in mention.tokens)


def doubtful(mention: Mention, account: Explained, taken: Cover) -> bool:
    """Tell whether an English common word with a capital may stand for a name that is open (Mirage, Mango)."""
    if taken.touches(mention.span) or mention.entry:
        return False
    first = mention.tokens[0]
    plain = [t for t in mention.tokens if not optional(t) and t.fold not in grammar.words("titles")]
    return (
        bool(plain)
        and not first.initial
        and not any(
            account.has(t) or t.fold in grammar.english_heads() or t.fold in grammar.words("calendar", "en")
            for t in plain
        )
    )


def _telling(token: Token, mention: Mention) -> bool:
    """Tell whether an English word with a capital can be nothing but part of a name."""
    if (
        token.fold in grammar.words("titles")
        or token.fold in gazetteer.english_demonyms()
        or token.fold in grammar.words("calendar", "en")
    ):
        return False
    if token.mixed or token.alphanumeric or token.upper or token.number:
        return not token.number or len(mention.tokens) > 1
    if token.fold in grammar.english_heads() and len(mention.tokens) > 1:
        return False
    surname = mention.strong and len(mention.tokens) == 1 and mention.language == "en"
    return surname or not grammar.is_common(token.fold, "en")


def pair(names: Sequence[Mention], free: Sequence[Mention], weak: Sequence[Mention], found: Found) -> Outcome:
    """Decide for each open source name whether it was changed or lost, and which target names are left as invented.

    *names*: source names that were not found; *free*: target names nothing accounts for; *weak*: English common words
    with a capital that nothing accounts for, which may only stand for a name that is open.
    """
    outcome = Outcome()
    partner = _match(names, free, found)
    surplus = found.surplus()
    used = {id(free[j]) for j in partner.values()}
    for i, name in enumerate(names):
        if i in partner and _describes(name, free[partner[i]], found):
            outcome.missing.append(name)
        elif i in partner:
            outcome.changed.append((name, free[partner[i]].span))
        elif name.strong:
            span = (
                common_word(name, found.there)
                or _next(surplus, name)
                or _partial(name, found)
                or _resembling(name, found)
                or _opening(name, found)
                or _loose(name, found, used)
            )
            if span:
                outcome.changed.append((name, span))
            else:
                outcome.missing.append(name)
    outcome.changed += _bodies([n for i, n in enumerate(names) if i not in partner and not n.strong], found)
    _pair_weak(outcome, [n for i, n in enumerate(names) if i not in partner and not n.strong], weak, found.there)
    outcome.invented = [m for m in free if id(m) not in used and m.strong and not _home(m, found)]
    return outcome


def _home(mention: Mention, found: Found) -> bool:
    """Tell whether a name only says whose institution a French text is about: France's competition authority."""
    return mention.folds == ("france",) and found.there.text[mention.span.end : mention.span.end + 2] in {"'s", "’s"}


def _match(names: Sequence[Mention], free: Sequence[Mention], found: Found) -> dict[int, int]:
    """Return the best partner of each open name, one to one, the likeliest pairs first."""
    if len(names) * len(free) > MAX_GRID:
        return {i: i for i in range(min(len(names), len(free)))}
    ranked = sorted(
        ((likeness(a, b), i, j) for i, a in enumerate(names) for j, b in enumerate(free)),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    partner: dict[int, int] = {}
    used: set[int] = set()
    for score, i, j in ranked:
        name = names[i]
        if i in partner or j in used or (score < LIKE and not (name.strong or found.caps)):
            continue
        if name.strong and score < LIKE and common_word(name, found.there) is not None:
            continue
        if score < LIKE and (_home(free[j], found) or _unlike(name, free[j])):
            continue
        partner[i] = j
        used.add(j)
    return partner


def _unlike(name: Mention, other: Mention) -> bool:
    """Tell whether a person and something that is listed as no person are compared: neither replaces the other."""
    person = name.kind == "person" and len(name.folds) > 1 and name.folds[0] in grammar.given_names()
    return person and other.entry is not None and other.entry.kind in {"organisation", "place", "acronym"}


def _bodies(unsure: Sequence[Mention], found: Found) -> list[tuple[Mention, Span]]:
    """Return institutions by a common noun that the translation names by another one (la Commission: Parliament)."""
    bodies = [name for name in unsure if len(name.folds) == 1 and name.folds[0] in grammar.words("bodies", "fr")]
    others = [
        token
        for token in found.there.tokens
        if token.capital
        and token.fold in grammar.words("bodies", "en")
        and not found.account.has(token)
        and not found.taken.touches(token.span)
    ]
    return [(name, token.span) for name, token in zip(bodies, others, strict=False)] if len(others) == 1 else []


def _pair_weak(outcome: Outcome, unsure: Sequence[Mention], weak: Sequence[Mention], there: Target) -> None:
    """Pair names that would be missing, or may be names, with English common words that have a capital."""
    candidates = [*outcome.missing, *(name for name in unsure if _plausible(name))]
    candidates.sort(key=lambda name: name.tokens[0].start)
    paired = [(name, other) for name, other in zip(candidates, weak, strict=False) if _replaces(name, other, there)]
    outcome.changed += [(name, other.span) for name, other in paired]
    done = {id(name) for name, _ in paired}
    outcome.missing = [name for name in outcome.missing if id(name) not in done]


def _replaces(name: Mention, other: Mention, there: Target) -> bool:
    """Tell whether a common word with a capital can stand for a name: no word with an article stands for a person."""
    before = there.reader.before(other.tokens[0])
    return name.kind != "person" or len(other.tokens) > 1 or before is None or before.fold not in _PLACED


def _plausible(name: Mention) -> bool:
    """Tell whether an unsure candidate is more likely a name than an institution or the start of a sentence."""
    return (
        not name.entry
        and not name.tokens[0].initial
        and not name.tokens[0].semi
        and not any(t.fold in grammar.words("institutions") or t.fold in grammar.heads() for t in name.tokens)
    )


def likeness(a: Mention, b: Mention) -> float:
    """Return how likely it is that *b* stands where *a* should, 0 to 2: shared words, similar letters, same kind."""
    shared = set(a.folds) & set(b.folds)
    letters = SequenceMatcher(None, " ".join(a.folds), " ".join(b.folds), autojunk=False).ratio()
    return letters + 0.5 * bool(shared) + 0.2 * (a.kind == b.kind)


def _next(surplus: list[tuple[Mention, Span]], name: Mention) -> Span | None:
    """Take the first surplus occurrence of another name."""
    for place, (other, span) in enumerate(surplus[:MAX_SURPLUS]):
        if not set(other.folds) & set(name.folds):
            del surplus[place]
            return span
    return None


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


def _describes(name: Mention, other: Mention, found: Found) -> bool:
    """Tell whether a listed name is part of a description that stands for a lost name of another kind.

    Lagarde: the ECB president; Mulhouse: Alsace's second city. The noun is one that nothing in the source gives.
    """
    if (other.entry is None and other.kind != "acronym") or likeness(name, other) >= LIKE:
        return False
    if name.entry is not None and _CLASSES.get(name.kind, name.kind) == _CLASSES.get(other.kind, other.kind):
        return False
    before, reader = found.there.reader.before(other.tokens[0]), found.there.reader
    clitic = reader.text[other.span.end : other.span.end + 2] in {"'s", "’s"}
    if not clitic and (before is None or before.fold not in {"the", "a", "an"}):
        return False
    place = bisect_left(found.there.tokens, other.tokens[-1].end, key=lambda token: token.start)
    following = [token for token in found.there.tokens[place : place + 2] if token.fold != "s"][:1]
    return any(
        token.text.islower()
        and token.gap in {" ", "-"}
        and not grammar.is_function(token, "en")
        and not found.account.has(token)
        for token in following
    )


_CLASSES: Final = {"acronym": "organisation"}
"""An acronym mostly stands for an organisation."""


def _loose(name: Mention, found: Found, used: set[int]) -> Span | None:
    """Return a listed name of the same kind that the source accounts for by other words only (ONU: EU, européenne)."""
    kind = _CLASSES.get(name.kind, name.kind)
    for mention in found.there.mentions if found.there.short else ():
        if (
            id(mention) in used
            or not mention.strong
            or mention.entry is None
            or found.taken.touches(mention.span)
            or _CLASSES.get(mention.kind, mention.kind) not in {kind, "place" if kind == "other" else kind}
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
