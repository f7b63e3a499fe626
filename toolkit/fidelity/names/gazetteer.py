"""Names that have another form in English, found longest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from toolkit.fidelity.data.tables import rows
from toolkit.fidelity.names import grammar
from toolkit.fidelity.names.tokens import ENDS, Token, tokenise
from toolkit.types import NameKind

KEPT: Final = "kept_names.tsv"
MAX_REMEMBERED: Final = 65536
"""Words whose answer is remembered."""
_SPACES: Final = frozenset({" ", "\u00a0"})
_CONTRACTED: Final = {"au": "le", "du": "le", "aux": "les", "des": "les"}
"""French prepositions that are one word with the article, with the article."""
TABLES: Final[tuple[tuple[str, NameKind], ...]] = (
    ("places.tsv", "place"),
    ("organisations.tsv", "organisation"),
    ("acronyms.tsv", "acronym"),
    ("persons.tsv", "person"),
    ("exonyms_cldr.tsv", "place"),
    (KEPT, "organisation"),
)


_Names = tuple[tuple[str, ...], ...]
"""Folded words of a name and of its other forms."""


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
    capitals: tuple[bool, ...]
    """Which words must be written with a capital."""
    written: frozenset[str] = frozenset()
    """For acronyms, of which another case is another word: the forms they are written in, dots left out."""

    weak: bool = False
    """True for words that are names by their capital only (État, Bourse): they may be left out."""
    kept: bool = False
    """True for names that stay as they are though their words may be common ones (Le Monde, Orange)."""
    plain: frozenset[tuple[str, ...]] = frozenset()
    """The forms in the other language that are common words (IVG: abortion)."""

    @property
    def capital(self) -> bool:
        """Tell whether the first word must be written with a capital."""
        return self.capitals[0]


class Gazetteer:
    """Entries by their first word."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._first: dict[str, list[Entry]] = defaultdict(list)
        self._single: dict[str, Entry] = {}
        self._pairs: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._idle: dict[str, bool] = {}
        for entry in sorted(entries, key=lambda entry: -len(entry.form)):
            self._first[entry.form[0]].append(entry)
            if len(entry.form) == 1:
                self._single[entry.form[0]] = entry
            else:
                self._pairs[entry.form[0], entry.form[1]].append(entry)

    def at(self, tokens: Sequence[Token], index: int, *, caps: bool = False) -> Entry | None:
        """Return the longest entry that starts at word *index*. *caps*: the text is written in capitals throughout."""
        first = tokens[index].fold
        if first not in self._first:
            return self._plural(tokens[index])
        following = tokens[index + 1].fold if index + 1 < len(tokens) else ""
        for entry in self._pairs.get((first, following), ()):
            here = tokens[index : index + len(entry.form)]
            if tuple(token.fold for token in here) == entry.form and _cased(entry, here, caps):
                return entry
        single = self._single.get(first)
        return single if single and _cased(single, tokens[index : index + 1], caps) else None

    def _plural(self, token: Token) -> Entry | None:
        """Return the entry of an acronym with a plural ending (PMEs)."""
        text = token.text[:-1]
        entry = self._single.get(token.fold[:-1]) if token.text.endswith("s") and text.isupper() else None
        return entry if entry and text in entry.written else None

    def contracted(self, tokens: Sequence[Token], index: int) -> Entry | None:
        """Return the entry of a name whose article is one word with the preposition before it (au Point, du Havre)."""
        if not index or not tokens[index].capital or tokens[index].gap not in _SPACES:
            return None
        before = tokens[index - 1]
        article = _CONTRACTED.get(before.text.lower() if before.initial or before.semi else before.text)
        for entry in self._pairs.get((article, tokens[index].fold), ()) if article else ():
            here = tokens[index : index + len(entry.form) - 1]
            if tuple(token.fold for token in here) == entry.form[1:] and not any(token.initial for token in here):
                return entry
        return None

    def opens(self, word: str) -> bool:
        """Tell whether an entry starts with the folded *word*."""
        return word in self._first

    def idle(self, token: Token) -> bool:
        """Tell whether a word is in lower case and opens no entry that may be written so: no name starts with it."""
        text = token.text
        known = self._idle.get(text)
        if known is None:
            known = text.islower() and text.isalpha()
            known = known and all(e.capital and text not in e.written for e in self._first.get(token.fold, ()))
            if len(self._idle) < MAX_REMEMBERED:
                self._idle[text] = known
        return known

    def starting(self, word: str) -> Sequence[Entry]:
        """Return the entries that start with the folded *word*, longest first."""
        return self._first.get(word, ())


def _cased(entry: Entry, tokens: Sequence[Token], caps: bool) -> bool:
    if any(ENDS.search(token.gap) and token.initial for token in tokens[1:]):
        return False
    if caps:
        return True
    if entry.written:
        return tokens[0].upper or tokens[0].text.replace(".", "") in entry.written
    return all(token.capital or not capital for token, capital in zip(tokens, entry.capitals, strict=True))


def folds(form: str) -> tuple[str, ...]:
    """Return the folded words of *form*."""
    return tuple(token.fold for token in tokenise(form))


def _all() -> Iterable[tuple[list[str], list[str], NameKind]]:
    for table, kind in TABLES:
        for row in rows(table):
            yield row[0].split("|"), row[1 if len(row) > 1 else 0].split("|"), kind


def _entries(
    pairs: Iterable[tuple[str, Sequence[str], NameKind]], weak: Callable[[str, _Names, NameKind], bool]
) -> Gazetteer:
    """Merge the rows of one name; the case its forms share is the case it must have. *weak* is asked for all names."""
    merged: dict[tuple[str, ...], tuple[list[str], list[str], NameKind]] = {}
    for name, others, kind in pairs:
        key = folds(name)
        if key:
            forms, known, _ = merged.setdefault(key, ([], [], kind))
            forms.append(name)
            known.extend(other for other in others if other not in known)
    return Gazetteer(
        Entry(
            key,
            tuple(map(folds, others)),
            others[0],
            kind,
            _capitals(forms, len(key)),
            _acronym(forms),
            weak(forms[0], (key, *map(folds, others)), kind),
            key in _listed(KEPT),
            frozenset(folds(other) for other in others if other.islower()),
        )
        for key, (forms, others, kind) in merged.items()
    )


@cache
def _listed(table: str) -> frozenset[tuple[str, ...]]:
    return frozenset(folds(name) for row in rows(table) for name in row[0].split("|"))


def _capitals(forms: Sequence[str], size: int) -> tuple[bool, ...]:
    shapes = [[token.capital for token in tokenise(form)] for form in forms]
    return tuple(all(shape[k] for shape in shapes) for k in range(size))


def _acronym(forms: Sequence[str]) -> frozenset[str]:
    if any(" " in form for form in forms) or not any(form.isupper() and len(form) > 1 for form in forms):
        return frozenset()
    return frozenset(form.replace(".", "") for form in forms)


@cache
def french() -> Gazetteer:
    """Return the French names with their English forms."""
    listed = _listed("weak_names.tsv")
    return _entries(
        ((name, others, kind) for names, others, kind in _all() for name in names),
        lambda _, names, __: names[0] in listed,
    )


@cache
def english() -> Gazetteer:
    """Return the English forms with their French names, to recognise names in English text."""
    listed, kept = _listed("weak_names.tsv"), _listed(KEPT)
    return _entries(
        ((form, names, kind) for names, others, kind in _all() for form in others if form and form[0].isupper()),
        lambda form, names, kind: (
            all(name in listed for name in names[1:])
            or (
                kind in {"organisation", "acronym"}
                and len(names[0]) == 1
                and names[0] not in kept
                and not form.isupper()
                and grammar.is_common(names[0][0], "en")
            )
        ),
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
    for ending, feminine in (
        ("ien", "ienne"),
        ("een", "eenne"),
        ("on", "onne"),
        ("ec", "ecque"),
        ("c", "que"),
        ("and", "ande"),
        ("ain", "aine"),
        ("el", "elle"),
        ("eux", "euse"),
        ("ais", "aise"),
        ("ois", "oise"),
    ):
        if word.endswith(ending):
            forms |= {word[: -len(ending)] + feminine, word[: -len(ending)] + feminine + "s"}
    return forms


@cache
def english_demonyms() -> frozenset[str]:
    """Return the folded English demonyms and languages. A dash stands for "the place's own name"."""
    people = {fold for row in rows("demonyms.tsv") for form in row[2].split("|") for fold in folds(form)}
    return frozenset(people | {fold for row in rows("languages_cldr.tsv") for fold in folds(row[1])})
