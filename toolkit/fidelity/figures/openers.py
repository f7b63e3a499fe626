"""Where a figure may begin: cheap looks that spare most words of a text the rules.

They only save time: what they let pass is read by the rules, and what they stop no rule would read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from toolkit.fidelity.figures.adjectives import WHOLE
from toolkit.fidelity.figures.amounts import ABBREVIATIONS
from toolkit.fidelity.figures.context import HYPHENS, Context
from toolkit.fidelity.figures.frequencies import FREQUENCIES
from toolkit.fidelity.figures.holidays import HEADS as DAYS
from toolkit.fidelity.figures.implied import BIRTHS_OF, FIRST, GROUPS
from toolkit.fidelity.figures.numerals import EN_TENS, EN_UNITS, FR_TENS, FR_UNITS, SCALES
from toolkit.fidelity.figures.records import Token
from toolkit.fidelity.figures.rounds import HEADS
from toolkit.fidelity.figures.units import unit_at, unit_symbols, unit_words
from toolkit.fidelity.figures.words import (
    EN_AGES,
    EN_ANNIVERSARIES,
    EN_DECADES,
    EN_FRACTIONS,
    EN_MULTIPLES,
    EN_ORDINALS,
    EN_WEAK_MULTIPLES,
    FR_AGES,
    FR_ANNIVERSARIES,
    FR_FRACTIONS,
    FR_MULTIPLES,
    FR_ORDINALS,
    FR_WEAK_MULTIPLES,
    MONTHS,
    word_set,
)

_FR_TRIGGERS: Final = frozenset({
    *FR_UNITS, *FR_TENS, *SCALES["fr"], *FR_ORDINALS, *FR_FRACTIONS, *FR_MULTIPLES, *FR_WEAK_MULTIPLES, *MONTHS["fr"],
    *FR_ANNIVERSARIES, "cent", "cents", "moitié", "moitie", "midi", "minuit", "années", "annees", "plusieurs",
    "quelques", "dizaine", "dizaines", "douzaine", "douzaines", "centaine", "centaines", "dernier", "moins", "t", "s",
    "h", "q", *(word + plural for word in FR_AGES for plural in ("", "s")), "ultime", "quinzaine", "vingtaine",
    "trentaine", "quarantaine", "cinquantaine", "soixantaine", *GROUPS, "huitaine",
    "vierge", *BIRTHS_OF, *"½¼¾⅓⅔", "siècle", "décennie", "trimestre", "semestre",
    "journée", "tiers", "jour", "saint", "f", *HEADS["fr"], *DAYS["fr"], *FREQUENCIES["fr"], "décennies", "siècles",
    *(word + plural for word in ("millionnaire", "milliardaire") for plural in ("", "s")),
})  # fmt: skip
_OF_QUARTERS: Final = ("final", "closing", "opening")
"""Words with which English numbers quarters of a year."""
_EN_TRIGGERS: Final = frozenset({
    *EN_UNITS, *EN_TENS, *SCALES["en"], *EN_ORDINALS, *EN_FRACTIONS, *EN_MULTIPLES, *EN_WEAK_MULTIPLES, *MONTHS["en"],
    *EN_ANNIVERSARIES, *EN_DECADES, "hundred", "hundreds", "dozen", "dozens", "a", "an", "tens", "scores", "noon",
    "midnight", "midday", "lunchtime", "several", "few", "minus", "negative", "both", "couple", "t", "s", "h", "q",
    *(word + plural for word in EN_AGES for plural in ("", "s")), *GROUPS, "decade",
    "century", "fortnight", *HEADS["en"], *DAYS["en"], *FREQUENCIES["en"], "bi", "semi", "multi", "brace", "year",
    *(word + plural for word in ("millionaire", "billionaire") for plural in ("", "s")),
    "decades", "centuries", "another", "alternate", "runner", "runners", "runoff", "run", "goalless", "scoreless",
    "halfway", "midway", "before", *BIRTHS_OF, *"½¼¾⅓⅔",
    "every", "factor", "hat", "new", "christmas", "bastille", "armistice", "boxing",
    *_OF_QUARTERS, *FIRST,
})  # fmt: skip
TRIGGERS: Final = {"fr": _FR_TRIGGERS, "en": _EN_TRIGGERS}
"""Words that a figure can begin with."""
_GATES: Final = {
    language: (triggers | (unit_words(language) if language == "en" else set()) | {"war", "score", "saints", "souls"})
    - {
        "a",
        "an",
        "another",
        "before",
        "t",
        "s",
        "h",
        "q",
        "f",
        "all",
        "st",
        "international",
        "veille",
        *_OF_QUARTERS,
    }
    for language, triggers in TRIGGERS.items()
}
"""Words without one of which a text without digits has no figure: "a" needs a unit or a number word after it."""
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_SIGN: Final = re.compile(r"\d|BBC|Formula One|\b[IVX]{2,}|\b[IVX](?:er|re|e|ème|eme|ᵉ)\b")
_MAY_SIGN: Final = re.compile(r"[\dBFIVX]")
"""Characters that what ``_SIGN`` finds can begin with: a search for one of a set is quick."""
_ROMAN: Final = re.compile(r"[IVX]+(?:er|re|e|ème|eme|ᵉ)?")
SYMBOLS: Final = {language: unit_symbols(language) for language in TRIGGERS}
"""Signs of units that a figure can begin with."""


def _signed(text: str) -> bool:
    start = _MAY_SIGN.search(text)
    return start is not None and _SIGN.search(text, start.start()) is not None


def may_have_figures(text: str, language: str) -> bool:
    """Tell, at a small part of the cost of reading, whether there is any digit, number word or Roman numeral."""
    if _signed(text):
        return True
    return not _GATES[language].isdisjoint(_LETTERS.findall(text.lower()))


def may_report(text: str, language: str) -> bool:
    """Tell whether a figure that would be missed can stand in *text*: not where only "un" and "une" are."""
    if _signed(text):
        return True
    found = _GATES[language].intersection(_LETTERS.findall(text.lower()))
    return not found <= {"un", "une"} or (bool(found) and "partout" in text.lower())  # "un partout" is a score


_LETTERS_OF_PERIODS: Final = frozenset("tshqf")
"""What "T1" and "H2" begin with; far more often they are an ending: "Nvidia's"."""
_ONLY_BEFORE: Final = {
    "before": frozenset({"last", "yesterday"}), "new": frozenset({"year"}), "round": frozenset({"of"}),
    "year": frozenset({"on"}),
    **{word: frozenset({"quarter", "fiscal", "financial"}) for word in _OF_QUARTERS},
}  # fmt: skip
"""English words that begin a figure before these words only."""


def may_be_minus(tokens: Sequence[Token], index: int, language: str) -> bool:
    """Tell whether a number can follow the sign at *index*."""
    if index + 1 == len(tokens):
        return False
    following = tokens[index + 1]
    return following.kind in {"n", "c"} or following.norm in TRIGGERS[language]


def opens(context: Context, index: int, token: Token) -> bool:  # noqa: PLR0911  one line for each form
    """Tell whether a figure may begin with this word."""
    norm, triggers = token.norm, TRIGGERS[context.language]
    if norm not in triggers:
        text = token.text
        if text[0].islower() or not text[0].isupper():
            return norm.startswith(("divis", "multipl", "divid")) or text == "kr"
        return (
            text in SYMBOLS[context.language]
            or (text[0] in "IVX" and _ROMAN.fullmatch(text) is not None)
            or norm.startswith(("divis", "multipl", "divid"))
        )
    if norm in _LETTERS_OF_PERIODS:
        return context.glued(index + 1) and context.tokens[index + 1].kind == "n"
    if norm in _ONLY_BEFORE and context.word(context.over_hyphen(index + 1)) not in _ONLY_BEFORE[norm]:
        return False
    if norm not in {"a", "an", "another"}:
        return True
    after = context.word(context.over_hyphen(index + 1))
    at = index + 2 if after in WHOLE else index + 1
    if context.word(index + 2) in SCALES["en"] or context.word(index + 2) == "hundred":
        return True  # "a good thousand"
    return after in triggers or after == "score" or unit_at(context.tokens, at, context.language) is not None


SIGNS: Final = HYPHENS | {"+"}
"""Signs that a figure can begin with: a plus, and what may be a minus."""
_BEFORE_NOUN: Final = word_set(
    """
    seul seule et à sur partout but buts set sets manche manches essais bonne petite grosse contre h p
    """
)
_STOPS: Final = frozenset(_FR_TRIGGERS | unit_words("fr") | _BEFORE_NOUN)
_STOP_SIGNS: Final = frozenset(SYMBOLS["fr"] | set(ABBREVIATIONS))
_SHARE: Final = 4
"""How many words after the count of "un développeur sur dix" the word "sur" can stand."""


def bare_article(context: Context, index: int) -> bool:
    """Tell "un" and "une" before a plain noun, the commonest number words of French, from all that may count."""
    if context.language != "fr" or context.tokens[index].norm not in {"un", "une"}:
        return False
    noun = context.at(index + 1)
    if noun.kind != "w" or noun.norm in _STOPS or noun.text in _STOP_SIGNS:
        return False
    return all(context.word(index + ahead) != "sur" for ahead in range(2, _SHARE + 1))
