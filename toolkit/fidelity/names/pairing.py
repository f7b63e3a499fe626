"""Pair the source names that were not found with the target names that nothing accounts for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from toolkit.fidelity.names import gazetteer, grammar
from toolkit.fidelity.names.mentions import Mention, optional
from toolkit.fidelity.names.renderings import common_word
from toolkit.fidelity.names.target import Cover, Explained, Target
from toolkit.fidelity.names.tokens import Token
from toolkit.fidelity.names.traces import Found, class_of, trace
from toolkit.types import Span

MAX_GRID: Final = 900
"""Pairs of open names up to which all are compared; above, they are paired in order, to stay linear."""
LIKE: Final = 0.5
"""Least similarity (Ratcliff and Metzener 1988, 0 to 1) for an unsure name to be paired with another."""


_PLACED: Final = frozenset({"the", "a", "an", "in", "at", "of", "on", "into"})


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
            or _dated(mention)
            or (len(mention.tokens) == 1 and mention.tokens[0].fold in gazetteer.english_demonyms())
        )
    rest = [t for t in mention.tokens if not optional(t) and not account.has(t) and _telling(t, mention)]
    if rest and all(t.number for t in rest) and _numbered(mention):
        return False
    if rest and all(t.fold in grammar.given_names() for t in rest) and len(rest) < len(mention.folds):
        return not taken.touches(mention.span)
    return bool(rest)


def _dated(mention: Mention) -> bool:
    """Tell whether a listed name is a month and a day, which are a date more often (September 11): a figure."""
    return all(t.number or t.fold in grammar.words("calendar", "en") for t in mention.tokens)


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
            span = common_word(name, found.there) or trace(name, found, surplus, used)
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


def _describes(name: Mention, other: Mention, found: Found) -> bool:
    """Tell whether a listed name is part of a description that stands for a lost name of another kind.

    Lagarde: the ECB president; Mulhouse: Alsace's second city. The noun is one that nothing in the source gives.
    """
    if (other.entry is None and other.kind != "acronym") or likeness(name, other) >= LIKE:
        return False
    if name.entry is not None and class_of(name.kind) == class_of(other.kind):
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


"""An acronym mostly stands for an organisation."""
