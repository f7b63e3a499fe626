"""Other ways to write one name: initials, plurals, a head shared by two names, acronyms that the text spells out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from toolkit.fidelity.names import grammar
from toolkit.fidelity.names.mentions import Mention
from toolkit.fidelity.names.tokens import Token
from toolkit.types import Span

if TYPE_CHECKING:
    from toolkit.fidelity.names.reader import Reader
    from toolkit.fidelity.names.target import Target

_PLURAL: Final = frozenset(
    {"les", "des", "aux", "ces", "ses", "nos", "vos", "leurs", "deux", "trois", "quatre", "cinq", "six", "plusieurs"}
    | {"nombreux", "autres", "famille", "clan", "freres", "soeurs", "epoux", "dynastie", "couple"}
)
"""French words before a surname that English writes in the plural (les Rothschild: the Rothschilds)."""
_COUNTS: Final = frozenset(
    {"sept", "huit", "neuf", "dix", "onze", "douze", "quinze", "vingt", "trente", "quarante", "cinquante", "soixante"}
    | {"cent", "mille"}
)
"""Number words, after which a product stays in the singular in French only."""
_QUANTITIES: Final = frozenset(
    {"millions", "milliers", "centaines", "dizaines", "millier", "million", "centaine", "dizaine", "vingtaine"}
    | {"milliard", "milliards", "beaucoup", "nombre", "plus", "moins", "combien", "flotte", "exemplaires", "paire"}
)
"""What counts the product that follows it with ``de``."""
MAX_APART: Final = 3
"""Words beside its own that may stand between the words of a name that shares its head with another one."""
LEAST_GLOSSED: Final = 2
"""Letters of an acronym that a text spells out, at least."""


def plurals(mention: Mention, reader: Reader) -> Iterator[tuple[str, ...]]:
    """Yield the folded plural of a name that French leaves in the singular, or the singular of one it does not."""
    *first, last = mention.folds
    before = reader.before(mention.tokens[0])
    if mention.tokens[-1].mixed and last.endswith("s"):
        yield (*first, last[:-1])
    plural = before is not None and (before.fold in _PLURAL or (before.text.islower() and before.fold[-1] in "sx"))
    plural = plural or (before is not None and _counted(before, reader))
    if plural and not last.endswith("s"):
        yield (*first, last + "s")
        if last.endswith("y"):
            yield (*first, last[:-1] + "ies")


def _counted(before: Token, reader: Reader) -> bool:
    """Tell whether *before* counts what follows it: ``2 000 Cybertruck``, ``des milliers de Cybertruck``."""
    if before.number:
        return before.text not in {"0", "1"}
    if before.text in {"de", "d"}:
        quantity = reader.before(before)
        return quantity is not None and quantity.fold in _QUANTITIES
    return before.fold in _COUNTS


def clubs(mention: Mention) -> Iterator[tuple[str, ...]]:
    """Yield the town of a club whose letters English leaves out (AS Nancy-Lorraine: Nancy)."""
    folds = mention.folds
    if len(folds) > 1 and folds[0] in grammar.words("clubs") and mention.tokens[0].upper:
        yield folds[1:]
        yield (folds[1],)
    elif len(folds) > 1 and folds[-1] in grammar.words("clubs") and mention.tokens[-1].upper:
        yield folds[:-1]


def initialled(mention: Mention, there: Target) -> list[Span]:
    """Return where a person stands with initials on one side and given names on the other.

    ``J.-P. Raffarin``, ``JP Raffarin``: Jean-Pierre Raffarin.
    """
    folds = tuple(token.fold for token in mention.tokens)
    short = next((k for k, fold in enumerate(folds) if len(fold) > 1), 0)
    for place in there.places(folds[-1]) if len(folds) > 1 else ():
        given = folds[: short or -1]
        first = _walk(there.tokens, place - (len(folds) - len(given)) + 1, given, initials=bool(short))
        if first is not None and (short or folds[0] in grammar.given_names()):
            return [Span(there.tokens[first].start, there.tokens[place].end)]
    return []


def _walk(tokens: Sequence[Token], end: int, given: Sequence[str], *, initials: bool) -> int | None:
    """Return where the given names before word *end* start, of which one side has initials only; None: they differ."""
    letters = [fold[0] for fold in given]
    if end > 0 and tokens[end - 1].fold == "".join(letters) and tokens[end - 1].upper and not initials:
        return end - 1  # JP Raffarin
    first = end - len(letters)
    here = tokens[max(0, first) : end]
    if first < 0 or not all(token.capital for token in here):
        return None
    if not initials and any(len(token.text) > 1 for token in here):
        return None
    return first if [token.fold[0] for token in here] == letters else None


def scattered(mention: Mention, there: Target) -> list[Span]:
    """Return where a listed name of several words shares one with another name (the Black and Caspian Seas)."""
    entry = mention.entry
    for other in entry.others if entry else ():
        if len(other) > 1:
            spans = _spread(other, there)
            if spans:
                return spans
    return []


def _spread(phrase: Sequence[str], there: Target) -> list[Span]:
    for first in there.places(phrase[0]):
        places = [first]
        for word in phrase[1:]:
            later = [k for form in (word, word + "s") for k in there.places(form) if k > places[-1]]
            if not later:
                break
            places.append(min(later))
        between = there.tokens[first : places[-1] + 1]
        linked = any(token.fold in {"and", "or"} or token.gap.strip() == "," for token in between[1:])
        linked = linked or there.tokens[places[-1]].fold == phrase[-1] + "s"
        if (
            len(places) == len(phrase)
            and len(between) <= len(phrase) + MAX_APART
            and linked
            and all(there.tokens[place].capital for place in places)
        ):
            return [Span(between[0].start, between[0].end)]
    return []


def glossed(text: str, tokens: Sequence[Token], language: str) -> list[int]:
    """Return the positions of the acronyms in brackets that stand for the words before: ``European Union (EU)``."""
    return [
        index
        for index, token in enumerate(tokens)
        if token.upper
        and len(token.text) >= LEAST_GLOSSED
        and token.gap.endswith("(")
        and text[token.end : token.end + 1] == ")"
        and _spells(token.fold, tokens[max(0, index - 2 * len(token.fold) - 2) : index], language)
    ]


def _spells(acronym: str, words: Sequence[Token], language: str) -> bool:
    """Tell whether the first letters of *words*, read from the end, give *acronym*; small words may be left out."""
    rest = list(acronym)
    for token in reversed(words):
        if not rest:
            return True
        if token.fold[0] == rest[-1]:
            rest.pop()
        elif not grammar.is_function(token, language):
            return False
    return not rest
