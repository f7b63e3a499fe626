"""Whether a run of words with capitals is a name, and of what kind."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from toolkit.fidelity.names import gazetteer, grammar
from toolkit.fidelity.names.context import Context
from toolkit.fidelity.names.gazetteer import Entry
from toolkit.fidelity.names.mentions import Mention, optional
from toolkit.fidelity.names.tokens import Token
from toolkit.types import NameKind


def judge(context: Context, tokens: Sequence[Token], entry: Entry | None) -> Mention | None:
    """Return the name that a run of words is, less what its place or a title adds to it; None when nothing is left."""
    run = list(tokens)
    while run and _dropped(context, run):
        run.pop(0)
    while run and run[-1].fold in grammar.words("titles") and run[-1].text.islower():
        run.pop()
    if not run or all(optional(token) for token in run):
        return None
    if len(run) == 1 and len(run[0].text) == 1 and context.text[run[0].end : run[0].end + 1] in {"-", "°", "."}:
        return None
    if entry and len(run) == len(tokens) == len(entry.form):
        return Mention(tuple(run), entry.kind, not entry.weak, context.language, entry)
    return Mention(tuple(run), _kind(context, run), _strong(context, run), context.language)


def _dropped(context: Context, run: Sequence[Token]) -> bool:
    """Tell whether the first word of *run* is there for its place in the sentence or as a form of address."""
    token = run[0]
    if context.held(token):
        return False
    if token.fold in grammar.words("titles") and not token.upper and (len(run) > 1 or token.capital):
        return True
    if context.language == "en" and token.fold in gazetteer.english_demonyms():
        return len(run) > 1 and not context.common(run[1]) and token.fold not in context.known
    placed = token.initial or token.semi or context.caps or context.title
    return placed and not _certain(context, token) and _opens(context, run)


def _certain(context: Context, token: Token) -> bool:
    """Tell whether a word is a name wherever it stands. A French month with a capital got here only as a name."""
    if token.mixed or token.alphanumeric or token.fold in context.known or (token.upper and not context.caps):
        return True
    return context.language == "fr" and context.dated(token)


def _opens(context: Context, run: Sequence[Token]) -> bool:
    """Tell whether the first word of *run* has its capital only because it opens a sentence."""
    token = run[0]
    if len(run) > 1 and run[1].gap in {"-", "’", "'"} and not grammar.is_function(token, context.language):
        return context.common(token) and context.common(run[1])
    if len(token.text) == 1 and len(run) > 1 and run[1].gap in {". ", ".", ".-"}:
        return False  # an initial
    if context.small(token):
        return True
    given = token.fold in grammar.given_names()
    if len(run) > 1:
        kept = run[1].number or given or token.fold in grammar.words("institutions")
        # French puts a determiner before a noun, so that two capitals in a row open a name (Lambda Labs, Voltage Park).
        noun = context.language == "fr" and not context.caps and not token.fold.endswith("ment")
        return not kept and not (noun and run[1].gap == " ") and _opener(context, token)
    derived = bool(grammar.DERIVED[context.language].fullmatch(token.text.lower()))
    return (derived and not given) or _opener(context, token) or (not given and _french_opener(context, token))


_VERBAL: Final = re.compile(r"\w{3,}(?:er|ez|ons|ir|oir|dre|us|ee|ees)")
_PREFIXED: Final = re.compile(
    r"(?:co|re|cyber|eco|auto|anti|micro|crypto|tele|super|sur|sous|pre|inter|multi|non|mini)(?=\w{4})"
)


def _french_opener(context: Context, token: Token) -> bool:
    """Tell whether a rare French word that opens a sentence is a verb, a compound, or part of an enumeration."""
    if context.language != "fr" or context.caps or token.upper:
        return False
    prefix = _PREFIXED.match(token.fold)
    if prefix is not None and grammar.is_common(token.fold[prefix.end() :], "fr"):
        return True
    place = bisect_right(context.tokens, token.start, key=_start)
    following, other = context.at(place), context.at(place + 1)
    if following is None or not following.text.islower():
        return False
    if following.gap == " " and _VERBAL.fullmatch(token.fold):
        participle = token.fold.endswith(("ee", "ees", "us"))
        return following.fold in grammar.words("objects", "fr") or (
            participle and following.fold in grammar.words("places", "fr")
        )
    last = other if following.fold == "et" else following if following.gap == ", " else None
    return token.fold.endswith("s") and last is not None and last.text.islower() and last.fold[-1] in "sx"


def _start(token: Token) -> int:
    return token.start


def _opener(context: Context, token: Token) -> bool:
    """Tell whether a word that opens a sentence may be a common word."""
    if context.language == "en" and not context.title:
        return grammar.opens_sentence(token.fold)
    return context.common(token)


def _strong(context: Context, run: Sequence[Token]) -> bool:
    """Tell whether *run* is a name in all likelihood."""
    words = [token for token in run if not optional(token)] or list(run)
    if any(context.held(t) or t.fold in context.known or t.mixed or t.alphanumeric for t in words):
        return True
    if context.caps or _emphasis(context, words):
        return context.caps and context.language == "fr" and len(words) > 1 and words[0].fold in grammar.given_names()
    if any(not context.common(t) and not t.number for t in words):
        return True
    if len(words) > 1:
        return _compound(context, run, words)
    if (context.dated(words[0]) and context.language == "fr") or _addressed(context, run):
        return True
    return not context.title and not words[0].initial and _bare(context, run)


def _compound(context: Context, run: Sequence[Token], words: Sequence[Token]) -> bool:
    """Tell whether several common words with capitals are a name: Pierre Rocher, Together AI, Model 3."""
    if any(t.number for t in words):
        return run[0].fold not in grammar.words("institutions")
    if context.title:
        return False
    if words[0].fold in grammar.given_names():
        return True
    if any(t.fold in grammar.heads() or t.fold in grammar.words("institutions") for t in words):
        return False
    return context.language == "fr" and all(t.capital for t in run)


def _emphasis(context: Context, words: Sequence[Token]) -> bool:
    """Tell whether French common words are in capitals for emphasis; two letters are an acronym (PS, OM)."""
    return context.language == "fr" and len(words[0].text) > 2 and all(t.upper and context.common(t) for t in words)  # noqa: PLR2004 - said above


def _bare(context: Context, run: Sequence[Token]) -> bool:
    """Tell whether a single common word with a capital is a name: it has no article, or one with a capital."""
    word = run[-1]
    if context.language != "fr" or word.semi or word.fold in grammar.words("institutions"):
        return False
    if word.fold in grammar.words("titles"):
        return False
    if len(run) > 1:
        return run[0].fold in {"le", "la", "les", "l"} and run[0].capital
    if word.upper:
        return True
    before = context.before(word)
    if before is None or (before.alphanumeric and grammar.figure_like(before)):
        return False  # la 47e Fête de la châtaigne
    return before.fold not in grammar.words("determiners", "fr")


_PERSONAL: Final = frozenset(
    {"president", "chancellor", "mr", "mrs", "ms", "dr", "sir", "senator", "judge", "governor"}
)
"""English titles that stand right before a surname."""
_AFTER_TITLE: Final = frozenset({"elect", "emeritus", "designate", "general", "office", "responsible", "of"})


def _addressed(context: Context, run: Sequence[Token]) -> bool:
    """Tell whether an English common word is a surname by the title before it (President Trump, Mr Brown)."""
    word, before = run[0], context.before(run[0])
    if (
        context.language == "fr"
        or before is None
        or not before.capital
        or before.fold not in _PERSONAL
        or word.gap not in {" ", ". "}
    ):
        return False
    if context.title or context.caps or not word.text.istitle() or word.fold in _AFTER_TITLE:
        return False
    return word.fold not in grammar.words("titles") and word.fold not in grammar.english_heads()


def _kind(context: Context, run: Sequence[Token]) -> NameKind:
    """Guess what a name names."""
    if len(run) == 1 and run[0].upper and not context.caps:
        return "acronym"
    if any(token.alphanumeric or token.number for token in run):
        return "product"
    if run[0].fold in grammar.given_names() and len(run) > 1:
        return "person"
    if any(t.fold in grammar.words("company") for t in run) or run[0].fold in grammar.words("institutions"):
        return "organisation"
    return "other"
