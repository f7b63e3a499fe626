"""Number and gender of French words, number of English words, by rule.

Sources: Grevisse, "Le Bon Usage" (formation of plural and feminine); Quirk et al., "A Comprehensive Grammar of the
English Language", ch. 5 (regular and irregular plurals).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_FEMININE: Final = (
    ("trice", ("teur",)),
    ("euse", ("eur", "eux")),
    ("ière", ("ier",)),
    ("ère", ("er",)),
    ("elle", ("el", "eau")),
    ("enne", ("en",)),
    ("onne", ("on",)),
    ("ette", ("et",)),
    ("ète", ("et",)),
    ("ive", ("if",)),
    ("ulle", ("ul",)),
    ("que", ("c",)),
    ("ouce", ("oux",)),
    ("lle", ("l",)),
    ("nne", ("n",)),
    ("e", ("",)),
)
_AIL: Final = frozenset({"travaux", "baux", "vitraux", "coraux", "émaux", "soupiraux"})
_INVARIABLE_EN: Final = frozenset(
    [
        "data",
        "equipment",
        "information",
        "software",
        "hardware",
        "research",
        "series",
        "species",
        "aircraft",
        "spacecraft",
        "means",
        "offspring",
        "sheep",
        "fish",
        "electricity",
        "news",
        "torque",
        "mining",
        "gas-flaring",
        "funding",
        "equity",
        "cloud",
        "headquarters",
        "evidence",
        "advice",
        "machinery",
    ]
)
_IRREGULAR_EN: Final = {
    "man": "men",
    "woman": "women",
    "child": "children",
    "person": "people",
    "foot": "feet",
    "tooth": "teeth",
    "goose": "geese",
    "mouse": "mice",
    "ox": "oxen",
    "datum": "data",
    "criterion": "criteria",
    "phenomenon": "phenomena",
    "analysis": "analyses",
    "basis": "bases",
    "crisis": "crises",
    "thesis": "theses",
    "hypothesis": "hypotheses",
    "index": "indices",
    "matrix": "matrices",
    "appendix": "appendices",
    "stratum": "strata",
    "medium": "media",
    "life": "lives",
    "knife": "knives",
    "wife": "wives",
    "half": "halves",
    "shelf": "shelves",
    "leaf": "leaves",
    "loaf": "loaves",
    "thief": "thieves",
    "wolf": "wolves",
    "hero": "heroes",
    "potato": "potatoes",
    "tomato": "tomatoes",
    "echo": "echoes",
    "veto": "vetoes",
    "cargo": "cargoes",
}
_NO_MAN: Final = frozenset({"human", "german", "roman", "norman", "ottoman", "talisman", "shaman", "caiman"})
_POSTMODIFIERS: Final = frozenset(
    [
        "of",
        "for",
        "in",
        "on",
        "to",
        "at",
        "by",
        "from",
        "with",
        "without",
        "under",
        "per",
        "between",
        "against",
        "about-in-law",
    ]
)
_HEAD_FIRST: Final = frozenset({"attorney general", "court martial", "secretary general", "passer-by", "runner-up"})


@lru_cache(maxsize=4096)
def singulars(word: str) -> frozenset[str]:
    """Return the French forms that *word* may be the plural of, and *word* itself. Case is ignored."""
    lower = word.casefold()
    found = {lower}
    if len(lower) < 4:  # noqa: PLR2004 - "gaz", "bus", "des" are not plurals of a shorter noun
        return frozenset(found)
    if lower.endswith("eaux"):
        found.add(lower[:-1])
    elif lower.endswith("aux"):
        found |= {lower[:-3] + "al", lower[:-1]}
        if lower in _AIL:
            found.add(lower[:-3] + "ail")
    elif lower.endswith(("s", "x")) and not lower.endswith("ss"):
        found.add(lower[:-1])
    return frozenset(found)


@lru_cache(maxsize=4096)
def lemmas(word: str) -> frozenset[str]:
    """Return the singular and masculine forms that the French adjective or noun *word* may come from, and itself."""
    found = set(singulars(word))
    for form in tuple(found):
        for ending, masculine in _FEMININE:
            if form.endswith(ending) and len(form) - len(ending) > 1:
                found |= {form[: -len(ending)] + other for other in masculine}
    return frozenset(found)


def is_plural(word: str, entry: str) -> bool:
    """Tell whether the French *word* is a plural of the glossary's *entry* word."""
    a, b = word.casefold(), entry.casefold()
    return a != b and b in lemmas(a) and a.endswith(("s", "x")) and not b.endswith(("s", "x"))


def plural_word(word: str) -> str:
    """Return the English plural of *word*, in the case of *word*."""
    lower = word.lower()
    if not word or lower in _INVARIABLE_EN:
        return word
    if word.isupper() and len(word) > 1:
        return word + "s"
    if lower in _IRREGULAR_EN:
        other = _IRREGULAR_EN[lower]
        return other.capitalize() if word[0].isupper() else other
    return word[: len(word) - _cut(lower)] + _ending(lower)


def _cut(lower: str) -> int:
    """Return how many letters a regular plural takes off."""
    return 2 if _is_man(lower) else int(_is_consonant_y(lower))


def _ending(lower: str) -> str:
    """Return what a regular plural puts at the end."""
    if _is_man(lower):
        return "en"
    if _is_consonant_y(lower):
        return "ies"
    if lower.endswith(("s", "x", "z", "ch", "sh")):
        return "zes" if lower.endswith("iz") else "es"
    return "s"


def _is_man(lower: str) -> bool:
    return lower.endswith("man") and lower not in _NO_MAN


def _is_consonant_y(lower: str) -> bool:
    return len(lower) > 1 and lower.endswith("y") and lower[-2] not in "aeiou"


def pluralise(phrase: str) -> str:
    """Return the English plural of a noun phrase: its head is the last word, or the one before a preposition."""
    words = phrase.split(" ")
    if phrase.lower() in _HEAD_FIRST:
        if "-" in phrase:
            head, _, rest = phrase.partition("-")
            return f"{plural_word(head)}-{rest}"
        return " ".join([plural_word(words[0]), *words[1:]])
    for index, word in enumerate(words):
        if index and word.lower() in _POSTMODIFIERS:
            return " ".join([*words[: index - 1], plural_word(words[index - 1]), *words[index:]])
    return " ".join([*words[:-1], plural_word(words[-1])])
