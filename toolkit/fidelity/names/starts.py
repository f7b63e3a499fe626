"""Where a name can start."""

from __future__ import annotations

from typing import Final

from toolkit.fidelity.names import extent, gazetteer, grammar
from toolkit.fidelity.names.context import Context
from toolkit.fidelity.names.tokens import Token

_ARTICLES: Final = frozenset({"le", "la", "les", "l", "the", "los", "las", "el"})
_COUNTED: Final = frozenset({"minutes", "heures", "millions", "secondes"})
"""Plural nouns that have a capital after a number in names only (20 Minutes)."""
_ADDRESS: Final = frozenset({"m", "mm", "mme", "mmes", "mlle", "monsieur", "madame", "mademoiselle", "dr", "me"})
"""Forms of address, folded, after which a month or day is a surname."""
_MONTH: Final = "mars"
"""The one month that is a well-known name as well."""


def starts(context: Context, index: int) -> bool:
    """Tell whether a name can start at word *index*."""
    token = context.tokens[index]
    if token.number:
        return _numbered(context, index)
    if not _raised(token) or context.measures(index) or (context.caps and context.common(token)):
        return False
    if grammar.figure_like(token):
        return token.text[-1] == "M" and token.text[:-1].isdigit() and not _money(context, token)
    return _judged(context, index)


def _raised(token: Token) -> bool:
    """Tell whether the letters of a word can be a name's: a capital, or an address."""
    if token.alphanumeric:
        return any(c.isupper() for c in token.text)
    return token.capital or token.mixed or (not token.text.isalpha() and any(mark in token.text for mark in "@#."))


def _judged(context: Context, index: int) -> bool:
    """Judge a word with a capital by its class."""
    token = context.tokens[index]
    if context.small(token) and (context.language == "fr" or context.caps or not token.upper):
        return _article(context, index)
    if grammar.ROMAN.fullmatch(token.text):
        return False
    if context.dated(token):
        return context.language == "fr" and not context.caps and _month(context, index)
    if context.language == "en" and (token.text == "I" or token.fold in gazetteer.english_demonyms()):
        return _followed(context, index)
    if context.language == "fr" and token.fold in gazetteer.demonyms() and token.fold not in context.known:
        return _followed(context, index) and not token.initial
    return token.upper or token.fold not in grammar.words("titles")


def _followed(context: Context, index: int) -> bool:
    """Tell whether the next word continues a name (British Airways, Française des jeux)."""
    following = context.at(index + 1)
    return following is not None and extent.joined(context, index + 1) and not context.small(following)


def _month(context: Context, index: int) -> bool:
    """Tell whether a month or day is a name: French gives them no capital but at the start of a sentence."""
    token, following = context.tokens[index], context.at(index + 1)
    before = context.at(index - 1)
    if _followed(context, index) or (before is not None and before.fold in _ADDRESS and token.gap in {" ", ". "}):
        return True
    if token.fold != _MONTH or (token.initial and following is None):
        return False
    return not token.initial or (
        following is not None
        and following.gap == " "
        and following.text.isalpha()
        and following.text not in grammar.words("month_verbs", "fr")
    )


def _article(context: Context, index: int) -> bool:
    """Tell whether a capital article inside a sentence opens a name (Le Monde, La Haye, The Financial Times)."""
    token, following = context.tokens[index], context.at(index + 1)
    if token.initial or token.semi or context.caps or context.title or following is None:
        return False
    return token.fold in _ARTICLES and token.capital and following.capital and following.gap in {" ", "'", "’"}


def _numbered(context: Context, index: int) -> bool:
    """Tell whether a number opens a name: ``20 Minutes``, ``737 MAX``."""
    following = context.at(index + 1)
    if following is None or following.gap != " " or not following.capital or context.title or context.caps:
        return False
    return (following.text.istitle() and following.fold in _COUNTED) or following.text == "MAX"


def _money(context: Context, token: Token) -> bool:
    """Tell whether a currency stands beside ``3M``."""
    after = context.text[token.end : token.end + 2].strip()
    before = context.text[max(0, token.start - 1) : token.start]
    return (bool(after) and after[0] in "$€£¥%") or before in {"$", "€", "£"} or after in {"US", "EU"}
