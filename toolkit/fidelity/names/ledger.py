"""The names of a whole run: how they are spelled, how often, and which look like two spellings of one name."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Final

from toolkit.fidelity.names.grammar import DERIVED, common_words
from toolkit.fidelity.names.mentions import Mention
from toolkit.fidelity.names.reader import Reader
from toolkit.fidelity.names.tokens import tokenise
from toolkit.types import Name, NameKind

LEAST_LENGTH: Final = 6
"""Shorter names differ by one letter too often to call them variants (Niger, Nigel)."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """One name as the run spells it most often."""

    text: str
    kind: NameKind
    count: int
    """Occurrences of all its spellings that differ only in case, accents or hyphens, 1 or more."""


@dataclass(frozen=True, slots=True)
class Variant:
    """Two spellings that may be one name."""

    text: str
    """The rarer spelling."""
    usual: str
    """The more frequent spelling."""
    count: int
    usual_count: int
    reason: str
    """``accent`` when they differ in accents, case or hyphens only; ``letter`` when they differ by one letter."""

    @property
    def message(self) -> str:
        """Return one sentence for the reviewer."""
        return (
            f"“{self.text}” ({self.count}×) may be a misspelling of “{self.usual}” ({self.usual_count}×): "
            f"they differ by {'an accent or capitals' if self.reason == 'accent' else 'one letter'}."
        )


class Ledger:
    """Collects names over all segments of a run. Adding is linear; reports are computed on demand."""

    def __init__(self) -> None:
        self._spellings: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        self._kinds: dict[tuple[str, ...], NameKind] = {}
        self._words: set[str] = set()

    @property
    def words(self) -> set[str]:
        """Return the folded words that the run's names are made of, common words left out."""
        return self._words

    def add(self, text: str, language: str, *, title: bool = False) -> list[Name]:
        """Record the names of one segment and return them; names are read in French and English, elsewhere are none."""
        if language not in DERIVED:
            return []
        names = []
        for mention in Reader(text, language, title=title).mentions():
            if mention.strong:
                written = mention.span.of(text)
                self._record(mention, written)
                names.append(Name(written, mention.kind, mention.span))
        return names

    def _record(self, mention: Mention, written: str) -> None:
        self._spellings[mention.folds][written] += 1
        self._kinds.setdefault(mention.folds, mention.kind)
        common = common_words(mention.language)
        self._words.update(word for word in mention.proper if word not in common and not word.isdigit())

    def __contains__(self, words: tuple[str, ...]) -> bool:
        return words in self._spellings

    def spelling(self, name: str) -> str | None:
        """Return the run's usual spelling of *name*, or None when the run does not have it."""
        mentions = Reader(f"« {name}", "en").mentions()
        for mention in mentions[:1]:
            if mention.folds in self._spellings:
                return self._spellings[mention.folds].most_common(1)[0][0]
        return None

    def spellings(self) -> list[Spelling]:
        """Return the names of the run, most frequent first."""
        rows = [
            Spelling(counts.most_common(1)[0][0], self._kinds[key], sum(counts.values()))
            for key, counts in self._spellings.items()
        ]
        return sorted(rows, key=lambda row: (-row.count, row.text))

    def variants(self) -> list[Variant]:
        """Return near-duplicates: accents, case and hyphens aside, or one letter apart (Damerau 1964).

        Names one letter apart are found through the deletions of each name, not by comparing all pairs, so that the
        cost stays linear in the number of names (Garbe's symmetric deletion).
        """
        found = [*self._accents(), *self._letters()]
        return sorted(found, key=lambda variant: (-variant.usual_count, variant.text))

    def _accents(self) -> list[Variant]:
        found = []
        for counts in self._spellings.values():
            usual, most = max(counts.items(), key=lambda item: (item[1], item[0]))
            found += [
                Variant(text, usual, count, most, "accent")
                for text, count in counts.items()
                if text != usual
                and _same(text, usual)
                and not text.isupper()
                and not usual.isupper()
                and text.casefold() != usual.casefold()
            ]
        return found

    def _letters(self) -> list[Variant]:
        deletions: dict[str, list[str]] = defaultdict(list)
        totals: Counter[str] = Counter()
        for counts in self._spellings.values():
            text, _ = counts.most_common(1)[0]
            if len(text) >= LEAST_LENGTH and text.replace(" ", "").isalpha() and not text.isupper():
                totals[text] = sum(counts.values())
        for text in totals:
            for key in {text.casefold(), *(text[:i].casefold() + text[i + 1 :].casefold() for i in range(len(text)))}:
                deletions[key].append(text)
        pairs = {(a, b) for texts in deletions.values() for a in texts for b in texts if a < b}
        found = []
        for a, b in sorted(pairs):
            rare, usual = sorted((a, b), key=lambda text: (totals[text], text))
            if _one_edit(a.casefold(), b.casefold()) and not _inflects(a, b):
                found.append(Variant(rare, usual, totals[rare], totals[usual], "letter"))
        return found


def _same(a: str, b: str) -> bool:
    """Tell whether two spellings have the same letters, accents, case, spaces and hyphens aside."""
    return "".join(t.fold for t in tokenise(a)) == "".join(t.fold for t in tokenise(b))


def _inflects(a: str, b: str) -> bool:
    """Tell whether one form is the other with a plural or feminine ending."""
    short, long = sorted((a.casefold(), b.casefold()), key=len)
    return long in {short + "s", short + "e", short + "x"}


def _one_edit(a: str, b: str) -> bool:
    """Tell whether one insertion, deletion, substitution or transposition turns *a* into *b*."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    if len(rest_a) == len(rest_b):
        return rest_a[1:] == rest_b[1:] or (rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:])
    short, long = sorted((rest_a, rest_b), key=len)
    return long[1:] == short
