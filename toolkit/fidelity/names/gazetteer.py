"""Names that have another form in English, found longest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from toolkit.fidelity.data.tables import rows
from toolkit.fidelity.names import grammar
from toolkit.fidelity.names.tokens import ENDS, Token, fold, read
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


_Row = tuple[str, Sequence[str], NameKind]
"""A name with its forms in the other language, as written, and its kind."""


class _Bucket:
    """The entries that start with one word."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = sorted(entries, key=lambda entry: -len(entry.form))
        self.single: Entry | None = None
        self.longer: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            if len(entry.form) == 1:
                self.single = entry
            else:
                self.longer[entry.form[1]].append(entry)


_EMPTY: Final = _Bucket(())


class Gazetteer:
    """Entries by their first word. Those of a word are made when a text has it: a run meets few of all names."""

    def __init__(self, rows: Iterable[_Row], weak: Callable[[str, _Names, NameKind], bool]) -> None:
        """Take *rows* of names; *weak* tells of each whether it is a name by its capital only."""
        self._rows: dict[str, list[_Row]] = {}
        for row in rows:
            first = _opening(row[0])
            if first in self._rows:
                self._rows[first].append(row)
            elif first:
                self._rows[first] = [row]
        self._weak = weak
        self._read: dict[str, _Bucket] = {}
        self._idle: dict[str, bool] = {}

    def _bucket(self, word: str) -> _Bucket:
        bucket = self._read.get(word)
        if bucket is not None:
            return bucket
        if word not in self._rows:
            return _EMPTY
        bucket = self._read[word] = _Bucket(_entries(self._rows[word], self._weak))
        return bucket

    def at(self, tokens: Sequence[Token], index: int, *, caps: bool = False) -> Entry | None:
        """Return the longest entry that starts at word *index*. *caps*: the text is written in capitals throughout."""
        first = tokens[index].fold
        if first not in self._rows:
            return self._plural(tokens[index])
        bucket = self._bucket(first)
        following = tokens[index + 1].fold if index + 1 < len(tokens) else ""
        for entry in bucket.longer.get(following, ()):
            here = tokens[index : index + len(entry.form)]
            if tuple(token.fold for token in here) == entry.form and _cased(entry, here, caps):
                return entry
        single = bucket.single
        return single if single and _cased(single, tokens[index : index + 1], caps) else None

    def _plural(self, token: Token) -> Entry | None:
        """Return the entry of an acronym with a plural ending (PMEs)."""
        text = token.text[:-1]
        entry = self._bucket(token.fold[:-1]).single if token.text.endswith("s") and text.isupper() else None
        return entry if entry and text in entry.written else None

    def contracted(self, tokens: Sequence[Token], index: int) -> Entry | None:
        """Return the entry of a name whose article is one word with the preposition before it (au Point, du Havre)."""
        if not index or not tokens[index].capital or tokens[index].gap not in _SPACES:
            return None
        before = tokens[index - 1]
        article = _CONTRACTED.get(before.text.lower() if before.initial or before.semi else before.text)
        for entry in self._bucket(article).longer.get(tokens[index].fold, ()) if article else ():
            here = tokens[index : index + len(entry.form) - 1]
            if tuple(token.fold for token in here) == entry.form[1:] and not any(token.initial for token in here):
                return entry
        return None

    def opens(self, word: str) -> bool:
        """Tell whether an entry starts with the folded *word*."""
        return word in self._rows

    def idle(self, token: Token) -> bool:
        """Tell whether a word is in lower case and opens no entry that may be written so: no name starts with it."""
        text = token.text
        known = self._idle.get(text)
        if known is None:
            known = text.islower() and text.isalpha()
            known = known and all(e.capital and text not in e.written for e in self._bucket(token.fold).entries)
            if len(self._idle) < MAX_REMEMBERED:
                self._idle[text] = known
        return known

    def starting(self, word: str) -> Sequence[Entry]:
        """Return the entries that start with the folded *word*, longest first."""
        return self._bucket(word).entries


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
    return tuple(map(fold, _words(form)))


def _words(form: str) -> list[str]:
    """Return the words of *form*; most have nothing but spaces between them."""
    parts = form.split(" ")
    return parts if all(map(str.isalnum, parts)) else [token.text for token in read(form)]


def _opening(form: str) -> str:
    """Return the folded first word of *form*, or nothing."""
    word = form.partition(" ")[0]
    if word.isalnum():
        return word.casefold() if word.isascii() else fold(word)
    return next((token.fold for token in read(form)), "")


def _all() -> Iterable[tuple[list[str], list[str], NameKind]]:
    for table, kind in TABLES:
        for row in rows(table):
            names = row[0].split("|")
            yield names, row[1].split("|") if len(row) > 1 else names, kind


def _entries(rows: Iterable[_Row], weak: Callable[[str, _Names, NameKind], bool]) -> Iterator[Entry]:
    """Yield the entries of *rows*, those of one name merged; the case its forms share is the case it must have."""
    merged: dict[tuple[str, ...], tuple[list[str], list[str], NameKind]] = {}
    for name, others, kind in rows:
        forms, known, _ = merged.setdefault(folds(name), ([], [], kind))
        forms.append(name)
        known.extend(other for other in others if other not in known)
    for key, (forms, others, kind) in merged.items():
        yield Entry(
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


@cache
def _listed(table: str) -> frozenset[tuple[str, ...]]:
    return frozenset(folds(name) for row in rows(table) for name in row[0].split("|"))


def _capitals(forms: Sequence[str], size: int) -> tuple[bool, ...]:
    shapes = [[word[0].isupper() for word in _words(form)] for form in forms]
    return tuple(all(shape[k] for shape in shapes) for k in range(size))


def _acronym(forms: Sequence[str]) -> frozenset[str]:
    if any(" " in form for form in forms) or not any(form.isupper() and len(form) > 1 for form in forms):
        return frozenset()
    return frozenset(form.replace(".", "") for form in forms)


@cache
def french() -> Gazetteer:
    """Return the French names with their English forms."""
    listed = _listed("weak_names.tsv")
    return Gazetteer(
        ((name, others, kind) for names, others, kind in _all() for name in names),
        lambda _, names, __: names[0] in listed,
    )


@cache
def english() -> Gazetteer:
    """Return the English forms with their French names, to recognise names in English text."""
    listed, kept = _listed("weak_names.tsv"), _listed(KEPT)
    return Gazetteer(
        (
            (form, names, kind)
            for names, others, kind in _all()
            for form in others
            if form[:1].isupper() or (form[:1].isdigit() and others is names)
        ),
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
    table: dict[str, frozenset[str]] = dict.fromkeys(_POINTS, frozenset())
    stems = [(stem, f"{row[1]}|{row[2]}") for row in rows("demonyms.tsv") for stem in row[0].split()]
    stems = [(stem, others) for stem, others in stems if "-" not in stem]
    for stem, others in (*stems, *((row[0], row[1]) for row in rows("languages_cldr.tsv"))):
        words = frozenset(fold for form in others.split("|") for fold in folds(form))
        for form in _inflected(stem):
            known = table.get(form)
            table[form] = words if known is None else known | words
    return table


_POINTS: Final = ("nord", "sud", "est", "ouest")
MOST_PARTS: Final = 4
"""Words that a demonym with hyphens has at most (Papouan-Néo-Guinéen)."""


@cache
def _compound_demonyms() -> dict[tuple[str, ...], frozenset[str]]:
    """Return the folded words of French demonyms with hyphens with the folded English words they may become."""
    table: dict[tuple[str, ...], frozenset[str]] = {}
    for row in rows("demonyms.tsv"):
        for stem in row[0].split():
            *firsts, last = folds(stem)
            places = [folds(form) for form in row[1].split("|")]
            words = frozenset(fold for form in (*places, *map(folds, row[2].split("|"))) for fold in form)
            words |= {"".join(word[0] for word in place) for place in places if len(place) > 1}  # New York: NY
            for form in _inflected(last) if firsts else ():
                key = (*firsts, form)
                table[key] = table.get(key, frozenset()) | words
    return table


def compound_demonym(tokens: Sequence[Token], index: int) -> tuple[int, frozenset[str]]:
    """Return how many words the French demonym with hyphens at *index* has, and the folded English words for it.

    Listed ones (Sri-Lankais), and those of two places or of a point of the compass and a place (Franco-Sénégalais).
    No words: there is none.
    """
    end = index + 1
    while end < min(len(tokens), index + MOST_PARTS) and tokens[end].gap == "-":
        end += 1
    parts = tuple(token.fold for token in tokens[index:end])
    if len(parts) == 1:
        return 0, frozenset()
    listed = _compound_demonyms().get(parts)
    if listed is not None:
        return len(parts), listed
    first, last = parts[0], parts[-1]
    known = demonyms()
    if len(parts) > 2 or last not in known or not (first in known or first in _POINTS):  # noqa: PLR2004 - two places
        return 0, frozenset()
    return len(parts), known.get(first, frozenset()) | known[last]


_FEMININES: Final = {
    "ien": "ienne", "een": "eenne", "on": "onne", "ec": "ecque", "c": "que", "and": "ande", "ain": "aine",
    "el": "elle", "eux": "euse", "ais": "aise", "ois": "oise",
}  # fmt: skip


def _inflected(stem: str) -> set[str]:
    """Return the folded masculine, feminine and plural forms of a French demonym."""
    word = folds(stem)[0]
    forms = {word, word + "s", word + "e", word + "es", word + "x"}
    for size in (1, 2, 3):
        feminine = _FEMININES.get(word[-size:])
        if feminine:
            forms |= {word[:-size] + feminine, word[:-size] + feminine + "s"}
    return forms


@cache
def english_demonyms() -> frozenset[str]:
    """Return the folded English demonyms and languages. A dash stands for "the place's own name"."""
    people = {fold for row in rows("demonyms.tsv") for form in row[2].split("|") for fold in folds(form)}
    return frozenset(people | {fold for row in rows("languages_cldr.tsv") for fold in folds(row[1])})
