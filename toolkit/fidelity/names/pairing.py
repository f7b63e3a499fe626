"""Pair the source names that were not found with the target names that nothing accounts for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from toolkit.fidelity.names import gazetteer, grammar
from toolkit.fidelity.names.mentions import Mention
from toolkit.fidelity.names.target import Target
from toolkit.types import Span

LIKE: Final = 0.5
"""Least similarity (Ratcliff and Metzener 1988, 0 to 1) for an unsure name to be paired with another."""


@dataclass(slots=True)
class Outcome:
    """What became of the names that do not simply hold."""

    changed: list[tuple[Mention, Span]] = field(default_factory=list)
    missing: list[Mention] = field(default_factory=list)
    invented: list[Mention] = field(default_factory=list)


def unexplained(mention: Mention, words: Collection[str], taken: Sequence[Span]) -> bool:
    """Tell whether the source does not account for an English name."""
    if any(span.start <= mention.span.start and mention.span.end <= span.end for span in taken):
        return False
    common = grammar.common_words("en")
    rest = [t for t in mention.tokens if t.fold in mention.folds and t.fold not in words and not _plural(t.fold, words)]
    if mention.entry and not any(t.fold in words for t in mention.tokens if t.fold not in common or len(mention.tokens) == 1):
        return True
    rest = [t for t in rest if t.mixed or t.alphanumeric or t.fold not in common or (t.upper and len(mention.tokens) == 1)]
    rest = [t for t in rest if t.fold not in grammar.TITLES and t.fold not in gazetteer.english_demonyms()]
    if rest and all(t.fold in grammar.given_names() for t in rest) and len(rest) < len(mention.folds):
        return not any(t.fold in words for t in mention.tokens if t.fold not in common)
    return bool(rest)


def _plural(word: str, words: Collection[str]) -> bool:
    return (word.endswith("s") and word[:-1] in words) or word + "s" in words


def pair(
    names: Sequence[Mention],
    free: Sequence[Mention],
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
    ranked = sorted(
        ((likeness(a, b), i, j) for i, a in enumerate(names) for j, b in enumerate(free)), key=lambda row: (-row[0], row[1], row[2])
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
        span = _common(name, there) or _repeated(name, mentions, matched) or _partial(name, there)
        if span:
            outcome.changed.append((name, span))
        else:
            outcome.missing.append(name)
    outcome.invented = [mention for mention in left if mention.strong]
    return outcome


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
            if before and before.fold == "the" and index > 1 and there.tokens[index - 2].fold in {"around", "over", "across", "throughout"}:
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


def _partial(name: Mention, there: Target) -> Span | None:
    """Return the part of a name that is there when its other part is not."""
    for word in name.proper:
        index = there.word(word)
        if index is not None and len(name.proper) > 1:
            return there.tokens[index].span
    return None
