"""Find the glossary's entries in a French text, and their English forms in a translation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from toolkit.fidelity.names.tokens import Token, fold, tokenise
from toolkit.fidelity.terms import inflect
from toolkit.types import Span, Term


class TermIndex(Protocol):
    """Entries that can be looked up by the word they start with, such as a glossary."""

    def starting(self, word: str) -> Sequence[tuple[tuple[str, ...], Term]]:
        """Return the words and terms that may start with *word*, in any number or gender, longest first."""
        ...


@dataclass(frozen=True, slots=True)
class TermMatch:
    """An entry as it stands in the source."""

    term: Term
    span: Span
    plural: bool
    """True when the text has the entry's head, its first word, in the plural."""
    capital: bool
    """True when the text writes it with a capital that the entry does not have."""


def find_terms(source: str, glossary: TermIndex) -> list[TermMatch]:
    """Return the entries in *source*, in order, longest first where several start at one word. They do not overlap.

    Entries of policy ``forbid`` are found beside others of the same words, since they say nothing about what the
    translation must be.
    """
    tokens = tokenise(source)
    found: list[TermMatch] = []
    taken = {True: 0, False: 0}
    for index, token in enumerate(tokens):
        for words, term in glossary.starting(token.text):
            forbid = term.policy == "forbid"
            if index < taken[forbid] or (forbid and index + len(words) < taken[False]):
                continue  # within a longer entry
            matched = _matches(tokens, index, words, term)
            if matched:
                end = index + len(words)
                found.append(TermMatch(term, Span(token.start, tokens[end - 1].end), *matched))
                taken[forbid] = end
    return found


def _matches(tokens: Sequence[Token], index: int, words: Sequence[str], term: Term) -> tuple[bool, bool] | None:
    if index + len(words) > len(tokens):
        return None
    here = tokens[index : index + len(words)]
    if any(re.search(r"[.!?;:\n]", token.gap) for token in here[1:]):
        return None
    single = len(words) == 1
    for position, (token, word) in enumerate(zip(here, words, strict=True)):
        if term.policy == "keep" or term.case_sensitive:
            if not _exact(token, word, term):
                return None
        elif not _inflected(token.text, word, noun=single or position == 0):
            return None
    return inflect.is_plural(here[0].text, words[0]), here[0].capital and not words[0][0].isupper()


def _exact(token: Token, word: str, term: Term) -> bool:
    """Tell whether a word is the entry's in its case, a plural of it aside."""
    if not term.case_sensitive:
        return token.fold == fold(word)
    return token.text in {word, word + "s", word + "x"} or (token.initial and token.text == word[0].upper() + word[1:])


def _inflected(text: str, word: str, *, noun: bool) -> bool:
    """Tell whether *text* is *word* in another number or, for adjectives, gender. Capitals may lack their accents."""
    if text.casefold() == word.casefold():
        return True
    if word.isupper() and len(word) > 1:
        return text in {word, word + "s"} or text.casefold() == word.casefold()
    forms = inflect.singulars if noun else inflect.lemmas
    if forms(text) & forms(word):
        return True
    return text.isupper() and bool({fold(form) for form in forms(text)} & {fold(form) for form in forms(word)})


def targets(term: Term) -> list[str]:
    """Return the English forms the entry allows, the preferred one first."""
    return [term.source] if term.policy == "keep" else term.target.split("|")


def expected(match: TermMatch, target: str | None = None) -> str:
    """Return the English form that renders *match*: plural where the source has a plural, capital as the entry says."""
    form = target if target is not None else targets(match.term)[0]
    return inflect.pluralise(form) if match.plural and match.term.policy != "keep" else form


def find_forms(tokens: Sequence[Token], forms: Iterable[str], *, case_sensitive: bool) -> list[Span]:
    """Return where any of the English *forms*, in either number, stands in *tokens*.

    Hyphens, spaces and nothing between words are the same (data center, data-center, datacenter).
    """
    found: set[Span] = set()
    have = [token.text if case_sensitive else token.fold for token in tokens]
    present = set(have)
    for form in forms:
        for words in _variants(form, case_sensitive):
            if words[0] in present:
                found |= _places(tokens, have, words)
    return sorted(found)


@lru_cache(maxsize=4096)
def _variants(form: str, case_sensitive: bool) -> tuple[tuple[str, ...], ...]:
    """Return the words that an English form may be written with: in either number, with spaces or in one word."""
    variants: dict[tuple[str, ...], None] = {}
    for variant in (form, inflect.pluralise(form)):
        words = tuple(token.text if case_sensitive else token.fold for token in tokenise(variant))
        variants[words] = variants["".join(words),] = None
    return tuple(words for words in variants if words)


def _places(tokens: Sequence[Token], have: Sequence[str], words: Sequence[str]) -> set[Span]:
    size = len(words)
    return {
        Span(tokens[i].start, tokens[i + size - 1].end)
        for i in range(len(have) - size + 1)
        if have[i] == words[0] and tuple(have[i : i + size]) == words
    }
