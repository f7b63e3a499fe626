"""Word tables of the two grammars: months, ordinals, fractions, multiples, connectors.

Month names and abbreviations: CLDR 44, gregorian calendar, fr and en. Ordinals, fractions and multiples: Grevisse,
*Le Bon Usage* §§ 599-605; Huddleston & Pullum, *Cambridge Grammar* ch. 5, § 9.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final


def word_set(table: str) -> frozenset[str]:
    """Return the words of a table that is written as running text."""
    return frozenset(table.split())


_FR_MONTHS: Final = (
    "janvier,janv,jan", "février,fevrier,févr,fév", "mars", "avril,avr", "mai", "juin", "juillet,juil", "août,aout",
    "septembre,sept,sep", "octobre,oct", "novembre,nov", "décembre,decembre,déc",
)  # fmt: skip
_EN_MONTHS: Final = (
    "january,jan", "february,feb", "march,mar", "april,apr", "may", "june,jun", "july,jul", "august,aug",
    "september,sept,sep", "october,oct", "november,nov", "december,dec",
)  # fmt: skip
MONTHS: Final[dict[str, dict[str, int]]] = {
    language: {name: number for number, names in enumerate(table, 1) for name in names.split(",")}
    for language, table in (("fr", _FR_MONTHS), ("en", _EN_MONTHS))
}
MONTH_NAMES: Final = tuple(names.split(",")[0].capitalize() for names in _EN_MONTHS)
FRENCH_MONTH_NAMES: Final = tuple(names.split(",")[0] for names in _FR_MONTHS)

_FR_STEMS: Final = {
    "deux": 2, "trois": 3, "quatr": 4, "cinqu": 5, "six": 6, "sept": 7, "huit": 8, "neuv": 9, "dix": 10, "onz": 11,
    "douz": 12, "treiz": 13, "quatorz": 14, "quinz": 15, "seiz": 16, "vingt": 20, "trent": 30, "quarant": 40,
    "cinquant": 50, "soixant": 60, "septant": 70, "nonant": 90, "cent": 100, "mill": 1000,
}  # fmt: skip
FR_ORDINALS: Final[dict[str, int]] = {
    **{stem + ending: value for stem, value in _FR_STEMS.items() for ending in ("ième", "ièmes")},
    "premier": 1, "première": 1, "premiers": 1, "premières": 1, "second": 2, "seconde": 2, "secondes": 2, "seconds": 2,
    "millionième": 1000000, "millionièmes": 1000000, "milliardième": 10**9, "milliardièmes": 10**9,
    "premièrement": 1, "deuxièmement": 2, "secondement": 2, "troisièmement": 3, "quatrièmement": 4, "cinquièmement": 5,
    "sixièmement": 6, "unième": 1, "unièmes": 1,
}  # fmt: skip
EN_ORDINALS: Final[dict[str, int]] = {
    "firstly": 1, "secondly": 2, "thirdly": 3, "fourthly": 4, "fifthly": 5, "sixthly": 6,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40,
    "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100,
    "thousandth": 1000, "millionth": 1000000, "billionth": 10**9,
}  # fmt: skip
FR_ORDINAL_SUFFIXES: Final = word_set(
    """
    er re ère e è ᵉ ème eme ième nd nde ers res es èmes emes
    """
)
EN_ORDINAL_SUFFIXES: Final = frozenset(["st", "nd", "rd", "th"])

FR_FRACTIONS: Final[dict[str, int]] = {
    "demi": 2, "demie": 2, "demis": 2, "tiers": 3, "quart": 4, "quarts": 4,
    **{word: value for word, value in FR_ORDINALS.items() if value > 4 and word.endswith(("ième", "ièmes"))},  # noqa: PLR2004  fourths have their own word
}  # fmt: skip
EN_FRACTIONS: Final[dict[str, int]] = {
    "half": 2, "halves": 2, "quarter": 4, "quarters": 4,
    **{word + plural: value for word, value in EN_ORDINALS.items() if value > 2 for plural in ("", "s")},  # noqa: PLR2004  a half is no "second"
}  # fmt: skip

_MULTIPLES: Final = {
    "doubl": 2, "tripl": 3, "quadrupl": 4, "quintupl": 5, "sextupl": 6, "septupl": 7, "octupl": 8, "décupl": 10,
    "decupl": 10, "centupl": 100,
}  # fmt: skip
_FR_VERB: Final = [
    "er",
    "é",
    "ée",
    "és",
    "ées",
    "ent",
    "ait",
    "aient",
    "era",
    "eront",
    "ant",
    "erait",
    "eraient",
    "èrent",
    "a",
]
FR_MULTIPLES: Final = {stem + ending: value for stem, value in _MULTIPLES.items() for ending in _FR_VERB}
_OFTEN: Final = {
    **{f"biquotidien{ending}": 2 for ending in ("", "s", "ne", "nes", "nement")},
    **{f"triquotidien{ending}": 3 for ending in ("", "s", "ne", "nes", "nement")},
    **{stem + ending: 2 for stem in ("bihebdomadaire", "bimensuel") for ending in ("", "s", "le", "les")},
}
"""Adjectives of what happens so many times in a day, a week or a month."""
FR_WEAK_MULTIPLES: Final = {
    **{
        stem + ending: value
        for stem, value in _MULTIPLES.items()
        for ending in ("e", "es", "ement", "ements")
        if not stem.startswith("cent")
    },
    **_OFTEN,
}
EN_MULTIPLES: Final[dict[str, Decimal]] = {
    **{stem + ending: Decimal(value) for stem, value in _MULTIPLES.items() for ending in ("ed", "ing")},
    **{f"{word}fold": Decimal(value) for word, value in (
        ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7), ("eight", 8), ("nine", 9),
        ("ten", 10), ("hundred", 100), ("thousand", 1000),
    )},
    "twice": Decimal(2), "trebled": Decimal(3), "trebling": Decimal(3), "thrice": Decimal(3),
    "halved": Decimal("0.5"), "halving": Decimal("0.5"), "halve": Decimal("0.5"), "halves": Decimal("0.5"),
}  # fmt: skip
EN_WEAK_MULTIPLES: Final[dict[str, int]] = {
    **{stem + ending: value for stem, value in _MULTIPLES.items() for ending in ("e", "es")}, "treble": 3,
    "trebles": 3,
}  # fmt: skip

FR_AGES: Final = {
    "vingtenaire": 20,
    "trentenaire": 30, "quadragénaire": 40, "quinquagénaire": 50, "sexagénaire": 60, "septuagénaire": 70,
    "octogénaire": 80, "nonagénaire": 90,
}  # fmt: skip
EN_AGES: Final = {
    "tricenarian": 30, "quadragenarian": 40, "quinquagenarian": 50, "sexagenarian": 60, "septuagenarian": 70,
    "octogenarian": 80, "nonagenarian": 90,
}  # fmt: skip
FR_ANNIVERSARIES: Final = {
    "centenaire": 100, "bicentenaire": 200, "tricentenaire": 300, "cinquantenaire": 50, "centenaires": 100,
    "quadricentenaire": 400, "bicentenaires": 200, "quarantenaire": 40,
}  # fmt: skip
EN_ANNIVERSARIES: Final = {
    "centenary": 100, "centennial": 100, "centenarian": 100, "centenarians": 100, "bicentenary": 200,
    "bicentennial": 200, "tercentenary": 300, "tricentennial": 300,
}  # fmt: skip
EN_DECADES: Final = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
    "nineties": 90, "noughties": 2000,
}  # fmt: skip

ROMAN: Final = dict(zip("ivxlcdm", (1, 5, 10, 50, 100, 500, 1000), strict=True))


def roman(word: str) -> int | None:
    """Return the value of a Roman numeral in canonical form, 1 to 39, or None."""
    total = 0
    values = [ROMAN.get(letter, 0) for letter in word.lower()]
    for value, following in zip(values, [*values[1:], 0], strict=True):
        total += -value if value < following else value
    return total if 0 < total < 40 and _to_roman(total) == word.lower() else None  # noqa: PLR2004  centuries, chapters


def _to_roman(number: int) -> str:
    tens, units = divmod(number, 10)
    return "x" * tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[units]
