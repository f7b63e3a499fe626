"""Pair the source names that were not found with the target names that nothing accounts for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from toolkit.fidelity.names import gazetteer, grammar
from toolkit.fidelity.names.mentions import Mention, optional
from toolkit.fidelity.names.target import Explained, Target
from toolkit.fidelity.names.tokens import Token
from toolkit.types import Span

LIKE: Final = 0.5
"""Least similarity (Ratcliff and Metzener 1988, 0 to 1) for an unsure name to be paired with another."""


@dataclass(slots=True)
class Outcome:
    """What became of the names that do not simply hold."""

    changed: list[tuple[Mention, Span]] = field(default_factory=list)
    missing: list[Mention] = field(default_factory=list)
    invented: list[Mention] = field(default_factory=list)


def unexplained(mention: Mention, account: Explained, taken: Sequence[Span]) -> bool:
    """Tell whether the source does not account for an English name."""
    if any(span.start <= mention.span.start and mention.span.end <= span.end for span in taken):
        return False
    if mention.entry:
        return not (
            any(account.holds(other) for other in mention.entry.others)
            or all(account.has(t) or optional(t) for t in mention.tokens)
        )
    rest = [t for t in mention.tokens if not optional(t) and not account.has(t) and _telling(t, mention)]
    if rest and all(t.fold in grammar.given_names() for t in rest) and len(rest) < len(mention.folds):
        return not any(span.overlaps(mention.span) for span in taken)
    return bool(rest)


def doubtful(mention: Mention, account: Explained, taken: Sequence[Span]) -> bool:
    """Tell whether an English common word with a capital may stand for a name that is open (Mirage, Mango)."""
    if any(span.overlaps(mention.span) for span in taken) or mention.entry:
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
    return not grammar.is_common(token.fold, "en")


def pair(
    names: Sequence[Mention],
    free: Sequence[Mention],
    weak: Sequence[Mention],
    there: Target,
    mentions: Sequence[Mention],
    matched: Mapping[int, Sequence[Span]],
    *,
    caps: bool,
) -> Outcome:
    """Decide for each open source name whether it was changed or lost, and which target names are left as invented."""
    outcome = Outcome()
    left = list(free)
    rest: list[Mention] = []
    taken = [span for spans in matched.values() for span in spans]
    ranked = sorted(
        ((likeness(a, b), i, j) for i, a in enumerate(names) for j, b in enumerate(free)),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    done: dict[int, int] = {}
    for score, i, j in ranked:
        if i in done or j in done.values() or (score < LIKE and not (names[i].strong or caps)):
            continue
        if names[i].strong and score < LIKE and _common(names[i], there) is not None:
            continue
        done[i] = j
    for i, name in enumerate(names):
        if i in done:
            outcome.changed.append((name, free[done[i]].span))
            left.remove(free[done[i]])
        elif name.strong:
            rest.append(name)
    for name in rest:
        span = _common(name, there) or _repeated(name, mentions, matched) or _partial(name, there, taken)
        if span:
            outcome.changed.append((name, span))
        else:
            outcome.missing.append(name)
    _pair_weak(outcome, [n for i, n in enumerate(names) if i not in done], weak)
    outcome.invented = [mention for mention in left if mention.strong]
    return outcome


def _pair_weak(outcome: Outcome, names: Sequence[Mention], weak: Sequence[Mention]) -> None:
    """Pair names that would be missing, or may be names, with English common words that have a capital."""
    candidates = [n for n in names if n in outcome.missing or (not n.strong and _plausible(n))]
    for name, other in zip(candidates, weak, strict=False):
        outcome.changed.append((name, other.span))
        if name in outcome.missing:
            outcome.missing.remove(name)


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


def _common(name: Mention, there: Target) -> Span | None:
    """Return where a name made of common words was rendered as those words (Orange -> orange, Le Monde -> the world)."""
    if name.entry or len(name.folds) > 1:
        return None
    for word in (*name.folds, *(w for f in name.folds for w in grammar.lexicon().get(f, ())[:2])):
        for index in there.places(word):
            token = there.tokens[index]
            before = there.tokens[index - 1] if index else None
            if before and before.fold in {"around", "across", "throughout"}:
                continue
            if (
                before
                and before.fold == "the"
                and index > 1
                and there.tokens[index - 2].fold in {"around", "over", "across", "throughout"}
            ):
                continue
            return Span(before.start if before and before.fold == "the" else token.start, token.end)
    return None


def _repeated(name: Mention, mentions: Sequence[Mention], matched: Mapping[int, Sequence[Span]]) -> Span | None:
    """Return the surplus occurrence of another name that the target has more often than the source."""
    for index, spans in matched.items():
        other = mentions[index]
        times = sum(m.folds == other.folds for m in mentions)
        if len(spans) > times and not set(other.folds) & set(name.folds):
            return spans[-1]
    return None


def _partial(name: Mention, there: Target, taken: Sequence[Span]) -> Span | None:
    """Return the part of a name that is there, and part of no other name, when its other part is not."""
    for word in name.folds if len(name.folds) > 1 else ():
        for index in there.places(word):
            span = there.tokens[index].span
            if not any(span.overlaps(other) for other in taken):
                return span
    return None
