"""The forms a French name may take in English."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from toolkit.fidelity.data.tables import rows
from toolkit.fidelity.names import gazetteer, grammar
from toolkit.fidelity.names.mentions import Mention

ROMAN: Final = {
    str(n): r
    for n, r in enumerate(
        [
            "i",
            "ii",
            "iii",
            "iv",
            "v",
            "vi",
            "vii",
            "viii",
            "ix",
            "x",
            "xi",
            "xii",
            "xiii",
            "xiv",
            "xv",
            "xvi",
            "xvii",
            "xviii",
        ],
        1,
    )
}
_ARABIC: Final = {roman: arabic for arabic, roman in ROMAN.items()}
MAX_INITIALS: Final = 3
"""Initials of a person that are written as one word, at most."""
MOST_GIVEN: Final = 3
"""Given names of a person that are followed, at most."""
_GENERATIONS: Final = {"junior": "jr", "senior": "sr", "jr": "junior", "sr": "senior"}
_ORDINALS: Final = {"ier": "i", "ire": "i", "iere": "i"}
_SOUNDS: Final = (
    (re.compile(r"chtch"), "shch"),
    (re.compile(r"(?<=[a-z])ee(?=v)"), "eye"),
    (re.compile(r"tch"), "ch"),
    (re.compile(r"dj"), "j"),
    (re.compile(r"ou"), "u"),
    (re.compile(r"gu(?=[ei])"), "g"),
    (re.compile(r"(?<=[bcdfghjklmnpqrstvwxz])ine$"), "in"),
    (re.compile(r"(?:skyi|skiy|skii|skyy|ski|sky)$"), "sky"),
    (re.compile(r"(?:of|off|ov|ow)$"), "ov"),
    (re.compile(r"(?:ief|iev|yev|ieff|eiev)$"), "ev"),
    (re.compile(r"^(?:ie|ye|e)(?=l)"), "ye"),
    (re.compile(r"(?<=[aeiou])i(?=[aeiou])|(?<=l)i(?=a$)"), "y"),
    (re.compile(r"(?:ii|iy|yi|y|i)$"), "i"),
    (re.compile(r"ss(?=[aeiou])"), "s"),
)
"""Differences between the French and English transliteration of Cyrillic and Arabic (Poutine, Putin; Ianoukovitch,
Yanukovych). Source: BGN/PCGN and the practice of the French press, compiled for this project."""
_FOREIGN: Final = re.compile(
    r"tch|dj|(?<!c)kh|ou(?!r?$|x$|ld$)|ine$|ski$|sky$|skyi?$|skiy$|ov$|off?$|[oe]va$|skaya$|iev$|ieff$|eiev$|^el|^ie|^ia|^iou|ev$|aa|lia$|ii$|^ch[bdgklmntvz]"
)


_HUSHES: Final = re.compile(r"(?<!t)(?<!s)ch|(?<!d)j")


def _hushed(found: re.Match[str]) -> str:
    """Return how English writes a French hush sound of a transliterated name (Charipov: Sharipov)."""
    return "sh" if found.group() == "ch" else "zh"


@lru_cache(maxsize=4096)
def sound(word: str) -> str:
    """Return a folded word reduced to what its transliterations share."""
    word = re.sub(r"^i(?=[aeou])", "y", word)
    for pattern, other in _SOUNDS:
        word = pattern.sub(other, word)
    return word


def same_sound(french: str, english: str) -> bool:
    """Tell whether two folded words are two transliterations of one name.

    Holds only for words that look transliterated, so that a letter lost from another name does not pass.
    """
    if min(len(french), len(english)) < 4 or (french[0] != english[0] and french[0] not in "ietdcjo"):  # noqa: PLR2004
        return False
    if not _FOREIGN.search(french):
        return False
    other = sound(english)
    return sound(french) == other or sound(_HUSHES.sub(_hushed, french)) == other


_ANGLICISED: Final = (
    ("ee", ("ea", "eia")),
    ("ie", ("ia", "y")),
    ("que", ("ca", "c")),
    ("ien", ("ian",)),
    ("isme", ("ism",)),
    ("ane", ("an",)),
)
_ADJECTIVES: Final = ("n", "an", "ian", "ist", "ists", "ite", "ites", "ism")


def same_root(french: str, english: str) -> bool:
    """Tell whether *english* is the folded name *french* with an English ending (Judée, Judea; Maya, Mayan)."""
    if len(french) < 4 or french[:3] != english[:3] or french in grammar.given_names():  # noqa: PLR2004
        return False
    if english.startswith(french) and english[len(french) :] in _ADJECTIVES:
        return True
    return any(
        french.endswith(ending) and english.removesuffix("n") in {french[: -len(ending)] + other for other in others}
        for ending, others in _ANGLICISED
    )


_PEOPLE: Final = re.compile(r"(\w{3,}?)(?:ais|aises?|ois|oises?|iens?|iennes?|eens?|eennes?)")
_DERIVED: Final = re.compile(
    r"(\w{3,}?)(?:ais|aises?|ois|oises?|iens?|iennes?|eens?|eennes?|ins?|ines?|ains?|aines?|ans?|anes?|ards?|ardes?"
    r"|iques?|istes?|esques?|ides?|iaques?)"
)
"""Endings of French words for the people of a place and the followers of a person."""
_LEAST_STEM: Final = 4


@lru_cache(maxsize=4096)
def stems(word: str, *, people: bool = False) -> tuple[str, ...]:
    """Return what the name starts with that a folded French word is derived from (jurassien: jurass, juras, jura).

    *people*: the word must have an ending that is of people and hardly of names.
    """
    found = (_PEOPLE if people else _DERIVED).fullmatch(word)
    if found is None:
        return ()
    stem = found.group(1)
    return (stem, *(stem[:size] for size in (len(stem) - 1, len(stem) - 2) if size >= _LEAST_STEM))


@cache
def _related() -> dict[str, frozenset[str]]:
    """Return English place words with the English adjectives and nouns of their people."""
    table: dict[str, set[str]] = defaultdict(set)
    for row in rows("demonyms.tsv"):
        adjectives = {fold for form in row[2].split("|") for fold in gazetteer.folds(form)}
        for place in row[1].split("|"):
            table["".join(gazetteer.folds(place))] |= adjectives
    return {place: frozenset(words) for place, words in table.items()}


@cache
def _regnal() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return folded French given names with the English ones of rulers and saints."""
    return {
        " ".join(gazetteer.folds(name)): tuple(gazetteer.folds(other) for other in others.split("|"))
        for name, others in rows("regnal_names.tsv")
    }


def rulers(mention: Mention) -> Iterator[tuple[str, ...]]:
    """Yield the folded English forms of a single given name that follows a title of rulers (patriarche Cyrille)."""
    if len(mention.folds) == 1:
        yield from _regnal().get(mention.folds[0], ())


def adjectives(phrase: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the folded English adjectives and inhabitants of a place (South Africa: South African)."""
    for word in sorted(_related().get("".join(phrase), ())):
        yield (word,)
    if len(phrase) > 1:
        for word in sorted(_related().get(phrase[-1], ())):
            yield (*phrase[:-1], word)
    elif phrase[0].endswith(("a", "ia")):
        yield (phrase[0] + "n",)
        yield (phrase[0] + "ns",)


def phrases(mention: Mention) -> Iterator[tuple[str, ...]]:
    """Yield the folded English forms of a French name, the most likely first."""
    folds = mention.folds
    yield folds
    if mention.entry:
        yield from sorted(mention.entry.others, key=lambda other: abs(len(other) - len(folds)))
        yield mention.entry.form
        for other in mention.entry.others:
            yield from adjectives(other)
    elif len(folds) > 1:
        yield from _variants(folds)
        yield from _initials(mention)
        yield from _middle(mention)
        yield from _joined(mention)
    elif len(mention.tokens) > 1:
        yield from _joined(mention)
    elif _UNDER.fullmatch(folds[0]):
        yield ("under", folds[0][1:])
        yield ("under", folds[0][1:] + "s")
    elif mention.tokens[0].text[:-1].isupper() and mention.tokens[0].text.endswith("s"):
        yield (folds[0][:-1],)


_UNDER: Final = re.compile(r"u(?:1\d|2[0-3])s?")
"""Teams of an age (U17)."""
_INNER: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _joined(mention: Mention) -> Iterator[tuple[str, ...]]:
    """Yield a person's name with its particle written as one word with the surname or apart (Le Cun, LeCun)."""
    words = [token.fold for token in mention.tokens]
    for place in range(len(words) - 1):
        if mention.tokens[place].fold in grammar.words("particles") and mention.tokens[place].capital:
            yield (*words[:place], words[place] + words[place + 1], *words[place + 2 :])
    last = mention.tokens[-1]
    parts = tuple(part.casefold() for part in _INNER.split(last.text)) if last.mixed and last.text.isascii() else ()
    if len(parts) == 2 and parts[0] in grammar.words("particles"):  # noqa: PLR2004 - particle and surname
        yield (*words[:-1], *parts)


def _variants(folds: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the forms of a name of several words: numerals, initials, one word for two, acronym."""
    last = _ORDINALS.get(folds[-1], folds[-1])
    if last in ROMAN:
        yield (*folds[:-1], ROMAN[last])
    if last in ROMAN.values():
        yield (*folds[:-1], last)
        for other in _regnal().get(" ".join(folds[:-1]), ()):
            yield (*other, last)
        yield (*folds[:-1], _ARABIC[last])
    if folds[-1] in _GENERATIONS:
        yield (*folds[:-1], _GENERATIONS[folds[-1]])
    yield from _inner(folds)
    yield ("".join(folds),)
    yield ("".join(word[0] for word in folds),)
    initials = next((k for k, word in enumerate(folds) if len(word) > 1), 0)
    if initials > 1:
        yield ("".join(folds[:initials]), *folds[initials:])


def _middle(mention: Mention) -> Iterator[tuple[str, ...]]:
    """Yield a person's name with the initials of the middle names (Robert Francis Kennedy: Robert F. Kennedy)."""
    folds = mention.folds
    surname = len(folds) - (2 if folds[-1] in {"jr", "sr"} else 1)
    if folds[0] in grammar.given_names() and 1 < surname <= MOST_GIVEN:
        middle = folds[1:surname]
        if all(word in grammar.given_names() for word in middle):
            yield (folds[0], *(word[0] for word in middle), *folds[surname:])


def _initials(mention: Mention) -> Iterator[tuple[str, ...]]:
    """Yield a person's name with the initials that are one word written apart (JD Vance: J. D. Vance)."""
    first, second = mention.tokens[:2]
    if first.upper and len(first.fold) <= MAX_INITIALS and first.fold.isalpha() and second.text.istitle():
        yield (*first.fold, *(token.fold for token in mention.tokens[1:]))


def _inner(folds: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield a name with the name of several words that it contains in English (Louvre Abou Dhabi)."""
    for start in range(len(folds) - 1):
        for entry in gazetteer.french().starting(folds[start]):
            size = len(entry.form)
            if 1 < size < len(folds) and folds[start : start + size] == entry.form:
                for other in entry.others:
                    yield (*folds[:start], *other, *folds[start + size :])


def exonyms(fold: str) -> Iterator[str]:
    """Yield one folded word of a person's name, and its English form when it is listed (Philippe de Belgique)."""
    yield fold
    for entry in gazetteer.french().starting(fold):
        if len(entry.form) == 1:
            for other in entry.others:
                if len(other) == 1:  # Bolsonaro: not Jair
                    yield from other


def words(fold: str) -> Iterator[str]:
    """Yield the folded English words one folded word of a French name may become."""
    yield fold
    for entry in gazetteer.french().starting(fold):
        if len(entry.form) == 1:
            for other in entry.others:
                if len(other) > 1 and entry.kind == "person":
                    continue
                yield from other
                yield from _related().get("".join(other), ())
    yield from gazetteer.demonyms().get(fold, ())
    if fold in ROMAN:
        yield ROMAN[fold]
