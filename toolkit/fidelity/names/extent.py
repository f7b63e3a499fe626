"""How far a name reaches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from toolkit.fidelity.names import gazetteer, grammar
from toolkit.fidelity.names.context import Context
from toolkit.fidelity.names.tokens import Token

MAX_WORDS: Final = 12
"""Longest name looked for, in words."""
_JOINTS: Final = re.compile(r" ?[-–&·/'’. ] ?|\.-|\u00a0|\u202f| & ")
_SPACES: Final = frozenset({" ", "\u00a0"})
_APOSTROPHES: Final = frozenset({"'", "’"})
_CLITICS: Final = frozenset({"s", "t", "re", "ve", "ll"})
_REGNAL: Final = frozenset({"Ier", "Ire", "Ière"})
_NUMBERED: Final = frozenset([
    "act", "amendment", "annex", "appendix", "article", "book", "chapter", "class", "clause", "day", "episode",
    "exhibit", "figure", "floor", "gate", "grade", "grid", "group", "item", "lane", "level", "line", "lot", "month",
    "note", "number", "page", "paragraph", "part", "phase", "platform", "point", "question", "resolution", "room",
    "round", "route", "rule", "season", "section", "stage", "step", "table", "team", "track", "type", "volume",
    "week", "year", "zone",
])  # fmt: skip
"""English words that are numbered: their number is a figure, not part of a name."""
_DESIGNATOR: Final = re.compile(r"\d{1,4}(?:\.\d)?")
_SINGLE: Final = re.compile(r"\ds?")
_YEAR: Final = re.compile(r"(?:1[89]|20)\d\d")
_FIGURE_AFTER: Final = re.compile(
    r"\s?(?:[%€$£°]|points?\b|millions?|milliards?|billions?|euros?|dollars?|ans\b|years?\b|[A-Z]{0,2}\$)"
    r"|[\s\u00a0\u202f]\d|\s(?:à|contre|et)\s\d|[:h-]\d"
)
"""What follows a number that is a figure and not part of a name."""
_SHORT: Final = 4
_FRENCH_LINKS: Final = frozenset({"de", "des", "du", "d", "del", "della", "dei"})
"""What links the words of a foreign name kept in English (Chemin des Dames)."""
_FOREIGN_ARTICLES: Final = frozenset({"la", "l", "los", "las"})
_ENGLISH_LINKS: Final = frozenset({"and", "of", "for", "the"})
"""What links the words of an English name quoted in French."""


def end_of(context: Context, index: int) -> int:
    """Return the index after the last word of the name that starts at *index*."""
    end = index + 1
    while end < len(context.tokens) and end - index < MAX_WORDS:
        token = context.tokens[end]
        if joined(context, end):
            if _separate(context, token):
                break
            size = 1
        elif (token.number and _designates(context, end)) or _mark(context, end):
            size = 1
        elif _electric(context, end):
            size = 2
        else:
            size = _linked(context, index, end)
        if not size:
            break
        end += size
    return end


def joined(context: Context, index: int) -> bool:
    """Tell whether word *index* can continue the name that ends before it."""
    token, before = context.at(index), context.at(index - 1)
    if token is None or before is None or not _JOINTS.fullmatch(token.gap) or (token.initial and token.gap != ". "):
        return False
    if token.gap in {". ", ".", ".-"} and len(before.text) > 1 and before.fold not in {"st", "ste"}:
        return False
    clitic = token.gap in _APOSTROPHES and token.fold in _CLITICS
    if clitic or (context.caps and context.common(token) and not _surname(context, index)) or context.measures(index):
        return False
    if (context.dated(token) and token.capital) or token.text in _REGNAL:
        return context.language == "fr"
    return token.mixed or ((token.capital or token.alphanumeric) and not grammar.figure_like(token))


def _surname(context: Context, index: int) -> bool:
    """Tell whether a common French word in a text in capitals is a surname, by the given name before it."""
    token, before = context.tokens[index], context.tokens[index - 1]
    if context.language != "fr" or before.fold not in grammar.given_names() or token.gap not in _SPACES:
        return False
    return not (context.small(token) or grammar.is_verb(token.fold) or grammar.DERIVED["fr"].fullmatch(token.fold))


def _separate(context: Context, token: Token) -> bool:
    """Tell whether a word with a capital is no part of the name before it: a function word or, in English, a title."""
    if token.gap not in _SPACES:
        return False
    if context.small(token) and token.fold not in grammar.words("particles"):
        return not token.upper or token.fold in grammar.words("elisions")
    return context.language == "en" and token.fold in grammar.words("titles") and not context.title


def _electric(context: Context, index: int) -> bool:
    """Tell whether a single small letter at *index* is joined to a model's number or name: ``Peugeot e-208``."""
    token, following = context.tokens[index], context.at(index + 1)
    if following is None or len(token.text) != 1 or not token.text.islower() or token.gap not in _SPACES:
        return False
    return following.gap == "-" and (following.number or following.capital or following.alphanumeric)


def _mark(context: Context, index: int) -> bool:
    """Tell whether a digit is joined to a number that looks like a year and is a model's: ``Mirage 2000-5``."""
    token, before = context.at(index), context.at(index - 1)
    if token is None or before is None or token.gap != "-":
        return False
    return _SINGLE.fullmatch(token.text) is not None and _YEAR.fullmatch(before.text) is not None


def _designates(context: Context, index: int) -> bool:
    """Tell whether the number at *index* belongs to the name before it: ``Hut 8``, ``Boeing 737``, ``A350-900``."""
    token, before = context.tokens[index], context.tokens[index - 1]
    if token.gap in {"-", "–", "."}:
        return _attached(context, index)
    if token.gap not in _SPACES or not _DESIGNATOR.fullmatch(token.text):
        return False
    if _YEAR.fullmatch(token.text):
        return before.capital and _mark(context, index + 1)
    if (
        context.caps
        or context.title
        or before.text.islower()
        or before.fold in gazetteer.demonyms()
        or _counts(context, before, context.at(index + 1))
        or before.fold in grammar.words("institutions")
        or (
            before.fold not in grammar.words("makers") and _FIGURE_AFTER.match(context.text[token.end : token.end + 14])
        )
    ):
        return False
    following = context.at(index + 1)
    if following is None or following.gap.strip() or following.capital or context.small(following):
        return True
    return len(following.fold) < _SHORT or not following.fold.endswith(("s", "x"))


def _attached(context: Context, index: int) -> bool:
    """Tell whether a number that a mark joins to the word before it belongs to its name: ``A350-900``, ``787-9``."""
    token, before = context.tokens[index], context.tokens[index - 1]
    short = len(token.text) < _SHORT and token.gap != "."
    maker = context.at(index - 2) if before.number else None
    made = maker is not None and maker.fold in grammar.words("makers")
    return before.alphanumeric or before.upper or (short and (before.capital or made))


def _counts(context: Context, before: Token, following: Token | None) -> bool:
    """Tell whether a common word that opens a sentence only says what its number counts: "Injecter 5 mg", "Chapter 12".

    English firms are named after things too ("Hut 8 has"): there a word that takes numbers, or a unit, must be seen.
    """
    if not (before.initial and _plain(context, before)):
        return False
    if context.language == "fr" or before.fold in _NUMBERED:
        return True
    return following is not None and len(following.fold) < _SHORT and not context.small(following)


def _plain(context: Context, token: Token) -> bool:
    """Tell whether a word that opens a sentence is a common word or its inflection, and no listed name."""
    if token.upper or token.mixed or token.alphanumeric or token.fold in context.known:
        return False
    names = gazetteer.french() if context.language == "fr" else gazetteer.english()
    return context.common(token) and not any(len(entry.form) == 1 for entry in names.starting(token.fold))


def _linked(context: Context, index: int, end: int) -> int:
    """Return how many words a lower-case link and what it links add to the name: ``de Villepin``, ``of England``."""
    for size in (1, 2):
        target = context.at(end + size)
        if target is None:
            return 0
        words = context.tokens[end : end + size]
        if any(word.gap not in {" ", "-", *_APOSTROPHES} for word in (*words, target)):
            return 0
        function = grammar.is_function(target, context.language) and target.gap == " "
        if (
            target.capital
            and not target.initial
            and not function
            and _links(context, context.tokens[index], words, target)
        ):
            return size + 1
    return 0


def _foreign(context: Context, folds: Sequence[str]) -> bool:
    """Tell whether the words between two names are of the other language, so that they are part of one name."""
    if context.language == "fr":
        return all(fold in _ENGLISH_LINKS for fold in folds)
    return folds[0] in _FRENCH_LINKS and folds[-1] in _FRENCH_LINKS | _FOREIGN_ARTICLES


def _links(context: Context, first: Token, words: Sequence[Token], target: Token) -> bool:
    """Tell whether *words* make one name of what starts with *first* and of *target*."""
    folds = [word.fold for word in words]
    if all(fold in grammar.words("strong_particles") for fold in folds) or all(word.gap == "-" for word in words):
        return True
    if _foreign(context, folds):
        return True
    if not all(fold in grammar.words("links", context.language) for fold in folds):
        return False
    if first.fold in grammar.given_names() and all(fold in grammar.words("particles") for fold in folds):
        return target.fold not in gazetteer.demonyms()
    if first.fold in grammar.words("institutions"):
        return True
    return context.language == "en" and folds == ["of"] and context.common(first)
