"""Names that were taken for the common words they are made of."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.fidelity.names import gazetteer, grammar
from toolkit.fidelity.names.mentions import Mention
from toolkit.fidelity.names.target import Target
from toolkit.types import Span


def common_word(name: Mention, there: Target) -> Span | None:
    """Return where a common word that is a name was rendered as that word (Orange: orange, Le Monde: the world)."""
    if name.entry and not (name.entry.kept or name.folds[0] in grammar.literals()):
        return None
    if len(name.folds) > 1:
        return _literal(name, there) if name.entry or name.kind == "person" else None
    literal = renderings(name.folds[0])
    for word in (*name.folds, *literal, *(form for other in literal for form in _plurals(other))):
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


def _plurals(word: str) -> tuple[str, ...]:
    """Return what the plural of a folded English word may be (baker: bakers; bakery: bakeries)."""
    if word.endswith("y"):
        return (word[:-1] + "ies", word + "s")
    return (word + "es",) if word.endswith(("s", "x", "ch", "sh")) else (word + "s",)


def _literal(name: Mention, there: Target) -> Span | None:
    """Return where a name of several common words was rendered as these words (Stade français: the French stadium)."""
    places = [k for fold in name.folds for k in _first(there, (*renderings(fold), fold))]
    if len(places) < len(name.folds):
        return None
    inside = there.tokens[min(places) : max(places)]
    if sum(not grammar.is_function(token, "en") for token in inside) > len(places):
        return None
    return Span(there.tokens[min(places)].start, there.tokens[max(places)].end)


def _first(there: Target, words: Sequence[str]) -> list[int]:
    return [place for word in words for place in there.places(word)[:1]][:1]


def renderings(word: str) -> tuple[str, ...]:
    """Return the folded English words that a folded French word is when it is taken for a common word."""
    people = sorted(gazetteer.demonyms().get(word, ()))
    found = (*grammar.literals().get(word, ()), *grammar.lexicon().get(word, ())[:2], *people)
    return tuple(other for other in dict.fromkeys(found) if other not in grammar.words("function", "en"))
