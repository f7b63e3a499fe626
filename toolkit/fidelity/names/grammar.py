"""Closed classes of words that decide what is a name in French and English.

Source: reference grammars of both languages (Grevisse, "Le Bon Usage"; Huddleston and Pullum, "The Cambridge Grammar of
the English Language"), compiled for this project.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from toolkit.fidelity.data.tables import rows
from toolkit.fidelity.names.tokens import Token, fold

ROMAN: Final = re.compile(r"[IVX]{2,6}")
"""A Roman numeral; alone it is a number."""
NOT_NAME_DIGITS: Final = re.compile(
    r"\d+(?:e|er|re|ère|ère|ème|eme|nd|nde|st|th|rd|s|h|h\d+|min|mn|km|m|cm|mm|kg|g|t|k|K|ha|am|pm|x|x\d+|ans|bn|tn|mph|ft|lb|in"
    r"|M|Md|Mds|Mrd|MM|Go|To|Mo|Ko|GB|TB|MB|KB|Gb|Mb|MW|GW|kW|TW|MWh|GWh|kWh|TWh|Hz|GHz|MHz|W|V|C|F|l|L|cl|ml|KM)"
    r"|[TSQH][1-4]|(?:[IVX]|[IVXLC]{2,})[IVXLC]*(?:e|er|ère|ème|th|st|nd|rd)|\d+h\d*|\d+x\d+|\d+s",
)
"""Words with digits that are figures: ordinals, times, quantities, quarters, and Roman centuries."""


@cache
def words(name: str, language: str = "") -> frozenset[str]:
    """Return a closed class of words.

    ``function``, ``calendar`` (months, days) and ``common`` (ranks, offices, bodies in the sky, works), by language;
    ``links``: what can link the parts of an organisation's
    name; ``elisions``; ``titles``: forms of address and offices, which are translated freely; ``particles``, and
    ``strong_particles``, which French has as nothing else; ``company``: legal forms, which may be left out;
    ``institutions``: French nouns and adjectives that fill the names of institutions; ``units`` after a number;
    ``english_acronyms`` of what French spells out; ``determiners``; ``month_verbs``: words after a month that opens a
    sentence; ``auxiliaries``: frequent irregular verbs in the third person; ``rulers``: titles before the given name of
    a ruler or saint; ``titled``: nouns after which a law, plan or subject is named; ``clubs``: letters of sports clubs;
    ``bodies``: institutions named by a common noun; ``helpers``, ``passive``: words between a subject and its verb in
    the active and the passive voice; ``before_subject``: what stands before a name that is no subject, or not the only
    one; ``symmetric_verbs``: they say the same with subject and object exchanged; ``inverted_verbs``: their subject
    is often the object in English (X appartient à Y: Y owns X); ``objects``, ``places``: words after a verb, a
    participle; ``compound_firms``: firms and products that read like English compounds;
    ``no_term`` and ``inner``: what no term has, and what it has only inside.
    """
    return frozenset(
        word for row in rows("classes.tsv") if (row[0], row[1]) == (name, language) for word in row[2].split()
    )


@cache
def given_names() -> frozenset[str]:
    """Return folded given names."""
    return frozenset(fold(part) for row in rows("given_names.tsv") for part in row[0].split())


@cache
def common_words(language: str) -> frozenset[str]:
    """Return folded words that running text writes in lower case."""
    listed = {fold(row[0]) for row in rows(f"words.{language}.tsv")}
    closed = words("function", language) | words("calendar", language) | words("common", language)
    return frozenset(listed | {fold(word) for word in closed})


_PLURALS: Final = ("s", "x")
_VERBAL: Final = ("ent", "ant", "ants", "ez", "ait", "aient", "ees")
_ENGLISH: Final = ("s", "es", "ed", "d", "ing", "ly", "er", "ers")
_LEAST: Final = 5
"""Shorter words look like inflections too often to be judged by their ending (Mars, Hess)."""


@lru_cache(maxsize=65536)
def is_common(word: str, language: str) -> bool:
    """Tell whether a folded word, or one it is regularly inflected from, is written in lower case in running text."""
    known = common_words(language)
    if word in known or (language == "fr" and (word in words("institutions") or word in heads())):
        return True
    if len(word) < _LEAST:
        return False
    if language == "fr":
        return any(word.endswith(e) and word[: -len(e)] in known for e in _PLURALS) or any(
            word.endswith(e) and word[: -len(e)] + "er" in known for e in _VERBAL
        )
    stems = [word[: -len(e)] for e in _ENGLISH if word.endswith(e) and len(word) - len(e) >= _LEAST - 1]
    return any(
        stem in known or stem + "e" in known or (stem.endswith("i") and stem[:-1] + "y" in known) for stem in stems
    )


_PREFIXES: Final = re.compile(
    r"(?:micro|macro|nano|mini|mid|over|under|out|up|down|non|pre|post|anti|counter|multi|semi|inter|intra|super|hyper|hydro"
    r"|fluoro|neuro|photo|bio|geo|electro|cyber|thermo|agro|eco|psycho|radio|tele|ultra|sub|trans|re|un|dis|mis|co|self"
    r"|back|cross|water|glass|paddle|pass|wind|sun|rain|snow|hand|home|work|time|news|air|fire|farm|fish|wood|stone)(?=\w{4})"
)
"""First parts of English compounds. A short closed list: two words run together are also the names of firms."""
_SUFFIXES: Final = re.compile(
    r"(?<=\w{3})(?:makers?|holders?|keepers?|sellers?|growers?|goers?|workers?|owners?|seekers?|wide|wise|like|less|ness|proof)$"
)
"""Last parts of English compounds."""


@lru_cache(maxsize=4096)
def opens_sentence(word: str) -> bool:
    """Tell whether a folded English word that opens a sentence may be a common word, rare or compound."""
    if word in words("compound_firms", "en"):
        return False
    if is_common(word, "en") or word in _openers():
        return True
    prefix, suffix = _PREFIXES.match(word), _SUFFIXES.search(word)
    return (prefix is not None and is_common(word[prefix.end() :], "en")) or (
        suffix is not None and is_common(word[: suffix.start()], "en")
    )


@cache
def _openers() -> frozenset[str]:
    return frozenset(row[0] for row in rows("openers.en.tsv"))


@cache
def heads() -> dict[str, frozenset[str]]:
    """Return folded French nouns that open the names of places and institutions, with their folded English nouns."""
    return {
        fold(source): frozenset(fold(word) for word in target.split("|"))
        for names, target in rows("heads.tsv")
        for source in names.split("|")
    }


@cache
def english_heads() -> frozenset[str]:
    """Return the English nouns of `heads`."""
    return frozenset(word for words in heads().values() for word in words)


@cache
def lexicon() -> dict[str, tuple[str, ...]]:
    """Return folded French words with their likely English translations."""
    table: dict[str, tuple[str, ...]] = {}
    for source, target in rows("lexicon.tsv"):
        key = fold(source)
        table[key] = table.get(key, ()) + tuple(fold(word) for word in target.split())
    table.update((row[0], (row[1],)) for row in rows("calendar.tsv"))
    for key, words in heads().items():
        table[key] = tuple(dict.fromkeys((*sorted(words), *table.get(key, ()))))
    return table


@cache
def literals() -> dict[str, tuple[str, ...]]:
    """Return folded French words that are names as well, with the folded English words they are as common words."""
    return {
        fold(word): tuple(fold(other) for other in others.split("|"))
        for names, others in rows("literals.tsv")
        for word in names.split("|")
    }


def is_function(token: Token, language: str) -> bool:
    """Tell whether *token* is a function word. A capital letter that no apostrophe follows is an initial."""
    return _function_word(token.text, token.fold, language)


@lru_cache(maxsize=65536)
def _function_word(text: str, folded: str, language: str) -> bool:
    if len(text) == 1 and text in "BCDJLMNQST":
        return False
    return folded in words("function", language) or text.lower() in words("function", language)


DERIVED: Final = {
    "fr": re.compile(
        r"\w{3,}(?:ant|ants|ement|é|ée|és|ées|eux|euse|euses|able|ables|ique|iques|tion|tions|isme|ismes|iste|istes|eur|eurs)"
    ),
    "en": re.compile(r"\w{3,}(?:ly|ed|ism|ness|tion|tions|ments?|ous|able|ists?|ities)"),
}
"""Endings of derived words. A word with one that opens a sentence is taken for no name."""


_TENSES: Final = re.compile(r"\w{3,}(?:era|eront|ira|iront|ait|aient|erait|eraient)")


@lru_cache(maxsize=4096)
def is_verb(word: str) -> bool:
    """Tell whether a folded French word can be a finite verb in the third person, judged by its form.

    Present: the infinitive made of it is a word (ferme, fermer; perd, perdre; investit, investir; réduit, réduire).
    """
    if word in words("auxiliaries", "fr") or _TENSES.fullmatch(word):
        return True
    known = common_words("fr")
    stem = word.removesuffix("t")
    return len(word) > 2 and any(form in known for form in (word + "r", word + "re", stem + "r", stem + "re"))  # noqa: PLR2004 - no verb is shorter


def figure_like(token: Token) -> bool:
    """Tell whether a word with digits, or a Roman numeral with an ordinal ending, is a figure and not a name."""
    return bool(NOT_NAME_DIGITS.fullmatch(token.text))
