"""Where a name of the source stands in the translation: as it is, in its English form, or word by word."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from toolkit.fidelity.names import feasts, forms, grammar, written
from toolkit.fidelity.names.mentions import Mention, optional
from toolkit.fidelity.names.reader import Reader
from toolkit.fidelity.names.renderings import renderings
from toolkit.fidelity.names.target import Target
from toolkit.fidelity.names.tokens import Token, fold
from toolkit.types import Span

LEAST_ACRONYM: Final = 3
"""Letters of an acronym that may be spelled out; two letters fit the initials of too much."""
LEAST_SPELT: Final = 6
"""Letters of a word that is recognised when it is misspelt."""
ALIKE: Final = 0.8
"""Least similarity (Ratcliff and Metzener 1988, 0 to 1) of a word to what it is a misspelling of."""
MAX_SPREAD: Final = 4
"""Words between the parts of a name that are found one by one, at most, to report one range for them."""
_SAINT: Final = {"saint": "st", "sainte": "ste"}
_PARTING: Final = frozenset({"in", "and", "on", "at", "with", "from", "by"})
"""English words that stand in no person's name."""


def locate(mention: Mention, there: Target, reader: Reader) -> list[Span] | None:
    """Return where *mention* stands in the target; an empty list when it holds without one place; None: it does not."""
    for phrase in _phrases(mention, reader):
        plain = mention.entry is not None and phrase in mention.entry.plain
        spans = [span for span in there.find(phrase, plain=plain) if not _within_another(span, mention, there, reader)]
        if len(phrase) < len(mention.folds):
            spans = [span for span in spans if not _garbled(mention, phrase, span, there)]
        if mention.entry is not None and mention.entry.kept:
            spans = [span for span in spans if not _linked(mention, span, there)]
        if spans:
            return None if _parted(mention, spans[0], there) else spans
    spans = there.split(mention.folds) or written.initialled(mention, there) or written.scattered(mention, there)
    if not spans and mention.kind == "acronym" and len(mention.folds[0]) >= LEAST_ACRONYM:
        spans = there.spelled(mention.folds[0])
    if spans:
        return spans
    if mention.entry:
        free = mention.entry.kind == "organisation" and not mention.entry.kept
        return [] if free and _by_words(mention, there) and not _misspelt(mention, there) else None
    return _by_parts(mention, there, reader)


def _phrases(mention: Mention, reader: Reader) -> Iterator[tuple[str, ...]]:
    """Yield the folded English forms of a name where it stands, the most likely first."""
    if _newspaper(mention) or _department(mention, reader):
        yield mention.folds
        return
    yield from forms.phrases(mention)
    yield from feasts.days(mention)
    if not _SAINT.keys().isdisjoint(mention.folds):
        yield tuple(_SAINT.get(fold, fold) for fold in mention.folds)
    if _ruling(mention, reader):
        yield from forms.rulers(mention)
    yield from written.plurals(mention, reader)
    yield from written.clubs(mention)


def _newspaper(mention: Mention) -> bool:
    """Tell whether a name that is a region too is meant as the title of a newspaper (selon Sud Ouest)."""
    return mention.strong and mention.entry is not None and mention.entry.weak and mention.entry.kept


def _department(mention: Mention, reader: Reader) -> bool:
    """Tell whether an article makes a river, and its department, of what is a foreign town without it (la Vienne)."""
    before = reader.before(mention.tokens[0])
    named = len(mention.tokens) == 1 and mention.tokens[0].fold in grammar.words("rivers", "fr")
    return named and before is not None and before.text in {"la", "La"}


def _by_parts(mention: Mention, there: Target, reader: Reader) -> list[Span] | None:
    """Return where the words of a name stand, each kept or translated as its kind asks for."""
    required = mention.proper or (mention.folds if mention.strong else ())
    word_of = there.exact if mention.kind == "person" else there.word
    positions = [place for word in required if (place := word_of(word)) is not None]
    if required and len(positions) == len(required):
        spans = _range(there, positions)
        if _parted(mention, spans[0], there) or _torn(mention, positions, there):
            return None
        return None if _lacks(mention, there) or _within_another(spans[0], mention, there, reader) else spans
    several = len(mention.folds) > 1 and mention.kind != "person"
    free = not mention.proper and (not mention.strong or several or _titled(mention, there, reader))
    return [] if free and _by_words(mention, there) else None


def _linked(mention: Mention, span: Span, there: Target) -> bool:
    """Tell whether the link between the words of a title was translated (Le Journal du Centre: Journal of the …)."""
    words = span.of(there.text).split()
    return "of" in words and all(token.text != "of" for token in mention.tokens)


def _garbled(mention: Mention, phrase: Sequence[str], span: Span, there: Target) -> bool:
    """Tell whether a short form is the start of the whole name, misspelt after it (JPMorgan Chasea)."""
    if tuple(phrase) != mention.folds[: len(phrase)]:
        return False
    place = bisect_left(there.tokens, span.end, key=lambda token: token.start)
    following, missing = there.tokens[place : place + 1], mention.folds[len(phrase)]
    return (
        bool(following)
        and following[0].gap in {" ", "-"}
        and following[0].fold != missing
        and SequenceMatcher(None, following[0].fold, missing, autojunk=False).ratio() >= ALIKE
    )


def _parted(mention: Mention, span: Span, there: Target) -> bool:
    """Tell whether a word that no name has inside stands between the words of a person's name."""
    if mention.kind != "person" or mention.entry is not None:
        return False
    words = span.of(there.text).split()
    return not _PARTING.isdisjoint(words) or _turned(mention, words)


def _torn(mention: Mention, positions: Sequence[int], there: Target) -> bool:
    """Tell whether another name follows the given name, and the surname stands by itself elsewhere.

    ``Augustin Juillet`` against ``Augustin July``, with ``Juillet`` named before.
    """
    given, *surnames = mention.folds
    place = positions[0] + 1
    if mention.kind != "person" or not surnames or there.tokens[place - 1].fold != given:
        return False
    near = there.tokens[place : place + MAX_SPREAD]
    capital = bool(near) and near[0].gap == " " and near[0].text.istitle()
    return capital and all(there.exact(word) is not None for word in surnames) and not _any(near, surnames)


def _any(tokens: Sequence[Token], words: Sequence[str]) -> bool:
    return any(
        token.fold in forms.exonyms(word) or forms.same_sound(word, token.fold) for word in words for token in tokens
    )


def _turned(mention: Mention, words: Sequence[str]) -> bool:
    """Tell whether the article of a surname was translated, or given name and surname changed places."""
    written = [token.text for token in mention.tokens]
    if not {"the", "The"}.isdisjoint(words) and {"the", "The"}.isdisjoint(written):
        return True
    return len(written) == 2 and [fold(word) for word in words] == [fold(word) for word in reversed(written)]  # noqa: PLR2004 - given name and surname


def _titled(mention: Mention, there: Target, reader: Reader) -> bool:
    """Tell whether a common word is the title of a law, a plan or a subject, and its translation has a capital too."""
    before = reader.before(mention.tokens[0])
    if before is not None and before.fold in {"d", "de"}:
        before = reader.before(before)
    if before is None or before.fold not in grammar.words("titled", "fr") or len(mention.folds) > 1:
        return False
    return any(there.tokens[k].capital for word in renderings(mention.folds[0]) for k in there.places(word))


def _ruling(mention: Mention, reader: Reader) -> bool:
    """Tell whether the title of a ruler, saint or head of a church stands before a name."""
    before = reader.before(mention.tokens[0])
    if before is not None and before.text.islower() and before.fold.endswith("ique"):
        before = reader.before(before)  # patriarche œcuménique Bartholomée
    return before is not None and before.fold in grammar.words("rulers")


def _within_another(span: Span, mention: Mention, there: Target, reader: Reader) -> bool:
    """Tell whether a range is only a part of the name of something else (Sudan in South Sudan)."""
    whole = there.longer(span)
    if whole is None or whole.entry is None or whole.entry.kind != "place" or whole.folds == mention.folds:
        return False
    if mention.entry and any(whole.entry.form == other for other in mention.entry.others):
        return False
    text = f" {' '.join(_SAINT.get(token.fold, token.fold) for token in reader.tokens)} "
    if f" {' '.join(_SAINT.get(fold, fold) for fold in whole.folds)} " in text:
        return False  # Saint Petersburg: St. Petersburg
    return not any(f" {' '.join(other)} " in text for other in whole.entry.others)


def _lacks(mention: Mention, there: Target) -> bool:
    """Tell whether a word of a name written with capitals throughout is neither kept nor translated."""
    if mention.tokens[0].fold in grammar.words("institutions") or not all(
        t.capital or t.number or (t.gap == "-" and optional(t)) for t in mention.tokens
    ):
        return False
    others = [t.fold for t in mention.tokens if t.fold in mention.folds and t.fold not in mention.proper]
    if mention.kind == "person" and not there.reader.caps:
        return any(there.exact(word) is None for word in others)
    if mention.tokens[0].fold in mention.proper:
        return any(there.word(word) is None and not _capital(there, word) for word in others)
    return any(there.word(word) is None and there.translated(word) is None for word in others)


def _capital(there: Target, word: str) -> bool:
    """Tell whether a dictionary translation of a folded French word is there with a capital."""
    place = there.translated(word)
    return place is not None and there.tokens[place].capital


def _misspelt(mention: Mention, there: Target) -> bool:
    """Tell whether a word with a capital is nearly one of the listed English words (Europoan Union)."""
    forms_ = mention.entry.others if mention.entry else ()
    listed = {word for form in forms_ for word in form if len(word) >= LEAST_SPELT}
    odd = [
        token.fold
        for token in there.tokens
        if token.capital and len(token.fold) >= LEAST_SPELT - 1 and not grammar.is_common(token.fold, "en")
    ]
    return any(
        word[0] == other[0] and word != other and SequenceMatcher(None, word, other, autojunk=False).ratio() >= ALIKE
        for word in odd
        for other in listed
        if word not in listed and word.removesuffix("s") != other and word != mention.folds[0]
    )


def _by_words(mention: Mention, there: Target) -> bool:
    """Tell whether most words of a name made of common words are there in translation."""
    words = [word for word in mention.folds if word not in grammar.words("function", "fr")] or list(mention.folds)
    if len(words) == 1 and mention.entry:  # a word of one of its longer forms says nothing (Ascension: day)
        return there.translated(words[0]) is not None
    hits = sum(there.word(word) is not None or there.translated(word) is not None for word in words)
    return 3 * hits >= 2 * len(words)


def _range(there: Target, positions: Sequence[int]) -> list[Span]:
    low, high = min(positions), max(positions)
    if high - low > MAX_SPREAD + len(positions):
        return [there.tokens[positions[0]].span]
    return [Span(there.tokens[low].start, there.tokens[high].end)]
