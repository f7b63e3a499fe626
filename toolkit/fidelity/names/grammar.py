"""Closed classes of words that decide what is a name in French and English.

Source: reference grammars of both languages (Grevisse, "Le Bon Usage"; Huddleston and Pullum, "The Cambridge Grammar of
the English Language"), compiled for this project.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from toolkit.fidelity.data.tables import generated, rows
from toolkit.fidelity.names.tokens import Token, fold

ROMAN: Final = re.compile(r"[IVX]{2,6}")
"""A Roman numeral; alone it is a number."""
NOT_NAME_DIGITS: Final = re.compile(
    r"\d+(?:e|er|re|ère|ère|ème|eme|nd|nde|st|th|rd|s|h|h\d+|min|mn|km|m|cm|mm|kg|g|t|k|K|ha|am|pm|x|x\d+|ans|bn|tn|mph|ft|lb|in"
    r"|M|Md|Mds|Mrd|MM|Go|To|Mo|Ko|GB|TB|MB|KB|Gb|Mb|Gbps|Mbps|Kbps|kbps|Tbps|Gbit|Mbit|MP|Mpx|mAh|Ah|Wh|kWc|MWc|GWc|dB|hPa|mL|mg|MVA|MJ|GJ|PJ|Mt|Gt|kt|MW|GW|kW|TW|MWh|GWh|kWh|TWh|Hz|GHz|MHz|W|V|C|F|l|L|cl|ml|KM)"
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
    participle; ``makers``: whose aircraft have numbers in two parts;
    ``rivers``: rivers with the name of a foreign town; ``compound_firms``: firms and products that read
    like English compounds;
    ``no_term`` and ``inner``: what no term has, and what it has only inside.
    """
    return _classes().get((name, language), frozenset())


@cache
def _classes() -> dict[tuple[str, str], frozenset[str]]:
    table: dict[tuple[str, str], frozenset[str]] = {}
    for name, language, listed in rows("classes.tsv"):
        table[name, language] = table.get((name, language), frozenset()).union(listed.split())
    return table


@cache
def given_names() -> frozenset[str]:
    """Return folded given names."""
    return frozenset(fold(part) for row in rows("given_names.tsv") for part in row[0].split())


@cache
def common_words(language: str) -> frozenset[str]:
    """Return folded words that running text writes in lower case."""
    closed = words("function", language) | words("calendar", language) | words("common", language)
    return frozenset(generated(f"words.{language}.tsv")).union(map(fold, closed))


MAX_REMEMBERED: Final = 65536
"""Words whose translations are remembered."""
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
    return frozenset(generated("openers.en.tsv"))


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


class Lexicon:
    """Folded French words with their likely English translations, each row cut when it is first asked for."""

    def __init__(self, lines: Iterable[str], first: Mapping[str, Sequence[str]], only: Mapping[str, str]) -> None:
        """Take rows of a word and its translations; *first* come before them, *only* instead of them."""
        self._rows = dict(line.split("\t", 1) for line in lines)
        self._first = first
        self._only = only
        self._known: dict[str, tuple[str, ...]] = {}

    def get(self, word: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return the folded English words for the folded French *word*, the likeliest first."""
        found = self._known.get(word)
        if found is None:
            only = self._only.get(word)
            found = tuple(self._rows.get(word, "").split()) if only is None else (only,)
            if word in self._first:
                found = tuple(dict.fromkeys((*self._first[word], *found)))
            if len(self._known) < MAX_REMEMBERED:
                self._known[word] = found
        return found or default


@cache
def lexicon() -> Lexicon:
    """Return folded French words with their likely English translations."""
    first = {word: sorted(others) for word, others in heads().items()}
    return Lexicon(generated("lexicon.tsv"), first, {row[0]: row[1] for row in rows("calendar.tsv")})


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


_PRESENT: Final = (
    ("lle", "ler"), ("tte", "ter"), ("oie", "oyer"), ("aie", "ayer"), ("uie", "uyer"), ("re", "rir"), ("et", "ettre"),
    ("ient", "enir"), ("oit", "evoir"), ("rt", "rtir"), ("rt", "rvir"), ("rt", "rir"), ("iert", "erir"),
    ("aut", "aloir"), ("aint", "aindre"), ("eint", "eindre"), ("out", "oudre"), ("it", "ivre"),
    ("llent", "ler"), ("ttent", "ter"), ("ent", "er"), ("issent", "ir"), ("ent", "re"), ("isent", "ire"),
    ("rent", "rir"), ("iennent", "enir"), ("ennent", "endre"), ("oivent", "evoir"), ("oient", "oyer"),
    ("uisent", "uire"),
)  # fmt: skip
"""Endings of the present in the third person, folded, with the ending of the infinitive, where the stem changes."""


@lru_cache(maxsize=4096)
def is_verb(word: str) -> bool:
    """Tell whether a folded French word can be a finite verb in the third person, judged by its form.

    Present: the infinitive made of it is a word (ferme, fermer; perd, perdre; investit, investir; réduit, réduire),
    also where the stem changes (rappelle, rappeler; emploie, employer; offre, offrir; promet, promettre;
    obtient, obtenir; reçoit, recevoir; sort, sortir; court, courir).
    """
    if word in words("auxiliaries", "fr") or _TENSES.fullmatch(word):
        return True
    known = common_words("fr")
    stem = word.removesuffix("t")
    forms = [word + "r", word + "re", stem + "r", stem + "re"]
    forms += [word[: -len(end)] + other for end, other in _PRESENT if word.endswith(end)]
    return len(word) > 2 and any(form in known for form in forms)  # noqa: PLR2004 - no verb is shorter


def figure_like(token: Token) -> bool:
    """Tell whether a word with digits, or a Roman numeral with an ordinal ending, is a figure and not a name."""
    return bool(NOT_NAME_DIGITS.fullmatch(token.text))
