"""Names that have another form in English, found longest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from toolkit.fidelity.data.tables import rows
from toolkit.fidelity.names.grammar import ELISIONS
from toolkit.fidelity.names.tokens import Token, tokenise
from toolkit.types import NameKind

TABLES: Final[tuple[tuple[str, NameKind], ...]] = (
    ("places.tsv", "place"),
    ("organisations.tsv", "organisation"),
    ("acronyms.tsv", "acronym"),
    ("persons.tsv", "person"),
    ("exonyms_cldr.tsv", "place"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One name with its forms in the other language."""

    form: tuple[str, ...]
    """Folded words of the name."""
    others: tuple[tuple[str, ...], ...]
    """Folded words of each form in the other language, the preferred one first."""
    preferred: str
    """The preferred form as written."""
    kind: NameKind
    capital: bool
    """True when the first word must be written with a capital."""
    upper: bool
    """True for acronyms, of which another case is another word."""


class Gazetteer:
    """Entries by their first word."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._first: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            self._first[entry.form[0]].append(entry)
        for listed in self._first.values():
            listed.sort(key=lambda entry: -len(entry.form))

    def at(self, tokens: Sequence[Token], index: int, *, caps: bool = False) -> Entry | None:
        """Return the longest entry that starts at word *index*. *caps*: the text is written in capitals throughout."""
        for entry in self._first.get(tokens[index].fold, ()):
            size = len(entry.form)
            if size > len(tokens) - index:
                continue
            if all(tokens[index + k].fold == entry.form[k] for k in range(1, size)) and _cased(entry, tokens[index], caps):
                return entry
        return None

    def starting(self, word: str) -> Sequence[Entry]:
        """Return the entries that start with the folded *word*, longest first."""
        return self._first.get(word, ())


def _cased(entry: Entry, token: Token, caps: bool) -> bool:
    if caps:
        return True
    if entry.upper:
        return token.text.isupper() or token.text[0].isupper()
    return token.text[0].isupper() or not entry.capital


def folds(form: str) -> tuple[str, ...]:
    """Return the folded words of *form*."""
    return tuple(token.fold for token in tokenise(form))


def _all() -> Iterable[tuple[str, list[str], NameKind]]:
    for table, kind in TABLES:
        for row in rows(table):
            yield row[0], row[1].split("|"), kind


@cache
def french() -> Gazetteer:
    """Return the French names with their English forms."""
    merged: dict[tuple[str, ...], tuple[str, list[str], NameKind]] = {}
    for names, forms, kind in _all():
        for name in names.split("|"):
            key = folds(name)
            if key in merged:
                merged[key][1].extend(form for form in forms if form not in merged[key][1])
            else:
                merged[key] = (name, list(forms), kind)
    return Gazetteer(
        Entry(key, tuple(map(folds, forms)), forms[0], kind, name[0].isupper(), name.isupper() and len(name) > 1)
        for key, (name, forms, kind) in merged.items()
    )


@cache
def english() -> Gazetteer:
    """Return the English forms with their French names, to recognise names in English text."""
    merged: dict[tuple[str, ...], tuple[str, list[str], NameKind]] = {}
    for names, forms, kind in _all():
        for form in forms:
            key = folds(form)
            if form and form[0].isupper() and key not in merged:
                merged[key] = (form, [], kind)
            if key in merged:
                merged[key][1].extend(names.split("|"))
    return Gazetteer(
        Entry(key, tuple(map(folds, names)), names[0], kind, True, form.isupper() and len(form) > 1)
        for key, (form, names, kind) in merged.items()
        if key
    )


@cache
def demonyms() -> dict[str, frozenset[str]]:
    """Return folded French demonyms and language names with the folded English words they may become."""
    table: dict[str, set[str]] = defaultdict(set)
    for row in rows("demonyms.tsv"):
        for stem in row[0].split():
            words = {fold for cell in row[1:3] for form in cell.split("|") for fold in folds(form)}
            for form in _inflected(stem):
                table[form] |= words
    for name, other in rows("languages_cldr.tsv"):
        for form in _inflected(name):
            table[form] |= set(folds(other))
    return {form: frozenset(words) for form, words in table.items()}


def _inflected(stem: str) -> set[str]:
    """Return the folded masculine, feminine and plural forms of a French demonym."""
    word = folds(stem)[0]
    forms = {word, word + "s", word + "e", word + "es", word + "x"}
    for ending, feminine in (("ien", "ienne"), ("een", "eenne"), ("on", "onne"), ("ec", "ecque"), ("c", "que"), ("and", "ande"), ("ain", "aine"), ("el", "elle"), ("eux", "euse"), ("ais", "aise"), ("ois", "oise")):
        if word.endswith(ending):
            forms |= {word[: -len(ending)] + feminine, word[: -len(ending)] + feminine + "s"}
    return forms


@cache
def english_demonyms() -> frozenset[str]:
    """Return the folded English demonyms and languages."""
    people = {fold for row in rows("demonyms.tsv") for form in row[2].split("|") for fold in folds(form)}
    return frozenset(people | {fold for row in rows("languages_cldr.tsv") for fold in folds(row[1])})


def is_elision(token: Token) -> bool:
    """Tell whether *token* is an elided function word such as ``l'`` or ``qu'``."""
    return token.fold in ELISIONS
