"""Associations that French names with one capital in mid-sentence: ``la Ligue de protection des oiseaux``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from toolkit.fidelity.names import grammar
from toolkit.fidelity.names.mentions import Mention
from toolkit.fidelity.names.reader import Reader
from toolkit.fidelity.names.target import Target
from toolkit.fidelity.names.tokens import Token

_BODIES: Final = frozenset({
    "agence", "association", "collectif", "comite", "confederation", "federation", "fondation", "ligue", "mouvement",
    "observatoire", "office", "organisation", "societe", "syndicat", "union",
})  # fmt: skip
"""Folded nouns that open the name of a body, with a capital only there."""
_LINKS: Final = frozenset({"de", "d", "du", "des", "pour", "contre"})
"""Folded words between the noun of a body and what it is about."""
_ARTICLES: Final = frozenset({"le", "la", "les", "l"})
_GAPS: Final = frozenset({" ", "'", "’", "\u00a0"})
_LEAST_WORDS: Final = 3
"""Content words that such a name has at least; a shorter one is rendered too freely to be missed."""
_LEAST_STEM: Final = 5


def named(reader: Reader, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the bodies that the French text names with one capital, beside its *mentions* of several words."""
    if reader.caps or reader.title:
        return
    for index, token in enumerate(reader.tokens):
        if token.fold not in _BODIES or not token.text.istitle() or token.initial or token.semi:
            continue
        before = reader.at(index - 1)
        if before is None or before.fold not in grammar.words("determiners", "fr"):
            continue
        body = Mention(tuple(_words(reader, index)), "organisation", strong=True, language="fr")
        listed = any(len(m.tokens) > 1 and m.span.overlaps(body.span) for m in mentions)
        following = reader.at(index + len(body.tokens))
        glossed = following is not None and following.gap == " (" and following.capital  # a name of its own
        if len(_content(body)) >= _LEAST_WORDS and not listed and not glossed:
            yield body


def dropped(body: Mention, there: Target) -> bool:
    """Tell whether nothing of the name of a body is in the translation: no word of it, and not its initials."""
    words = _content(body)
    return not there.has(initials(body)) and not any(_there(word, there) for word in words)


def initials(body: Mention) -> str:
    """Return the folded initials by which a body may be named (Ligue de protection des oiseaux: lpo)."""
    return "".join(word[0] for word in _content(body))


def _there(word: str, there: Target) -> bool:
    """Tell whether a folded French word is there, in its own form or translated, in the singular or the plural."""
    if there.word(word) is not None or there.translated(word) is not None:
        return True
    single = word[:-1] if word[-1] in "sx" else word
    if single != word and there.translated(single) is not None:
        return True
    others = {form for base in (word, single) for form in grammar.lexicon().get(base, ())}
    if any(there.has(form + "s") or there.has(form.removesuffix("s")) for form in others):
        return True
    stem = word[:_LEAST_STEM]
    return len(word) > _LEAST_STEM and any(token.fold.startswith(stem) for token in there.tokens)


def _content(body: Mention) -> list[str]:
    return [token.fold for token in body.tokens if token.fold not in grammar.words("function", "fr")]


def _words(reader: Reader, index: int) -> list[Token]:
    """Return the words of the name that starts at *index*: adjectives, then what it is about, link by link."""
    end = index + 1
    if _noun(reader, end) and _link(reader, end + 1):
        end += 1  # française de, nationale des
    while _link(reader, end):
        following = reader.at(end + 1)
        noun = end + 2 if following is not None and following.fold in _ARTICLES else end + 1
        if not _noun(reader, noun):
            break
        end = noun + 1
    return list(reader.tokens[index:end])


def _noun(reader: Reader, index: int) -> bool:
    """Tell whether a word in lower case that is no function word continues the name."""
    token = reader.at(index)
    return token is not None and token.text.islower() and token.gap in _GAPS and not grammar.is_function(token, "fr")


def _link(reader: Reader, index: int) -> bool:
    token = reader.at(index)
    return token is not None and token.text in _LINKS and token.gap in _GAPS
