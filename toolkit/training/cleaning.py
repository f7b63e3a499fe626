"""Rules that leave out pairs a model should not learn from, with a count for each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from toolkit.fidelity.figures import check_figures, parse
from toolkit.text.language import language_of
from toolkit.text.normalise import normalise
from toolkit.training.recipe import CleaningOptions

SHORT: Final = 20
"""Characters below which a ratio of lengths says nothing ("PIB" and "gross domestic product")."""

READABLE: Final = frozenset({"fr", "en"})
"""Languages whose figures can be compared."""

_DIGIT: Final = re.compile(r"\d")
_WORD: Final = re.compile(r"[^\W\d_]+")
_INNER: Final = re.compile(r"(?<=[a-z,;] )[A-Z][^\W\d_]+")
_COPIED: Final = 3


@dataclass(slots=True)
class Cleaner:
    """Judges pairs one after the other; remembers those it has seen."""

    options: CleaningOptions
    pair: tuple[str, str]
    """Source and target language."""
    dropped: Counter[str] = field(default_factory=Counter)
    """Pairs left out, by rule: empty, dev, length, ratio, longer, copy, duplicate, language, figures, names."""
    held_out: frozenset[int] = frozenset()
    """Hashes of source sentences that must not be trained on, as `fingerprint` makes them."""
    _seen: set[int] = field(default_factory=set)

    def clean(self, pairs: Iterable[tuple[str, str]], *, rules: bool = True) -> Iterator[tuple[int, str, str]]:
        """Yield the number (from 0) and the normalised sides of each pair that is kept.

        Without *rules* only empty pairs and those of the dev set are left out.
        """
        return self.clean_numbered(enumerate(pairs), rules=rules)

    def clean_numbered(
        self, pairs: Iterable[tuple[int, tuple[str, str]]], *, rules: bool = True
    ) -> Iterator[tuple[int, str, str]]:
        """Clean pairs that come with numbers of their own, as `clean` does."""
        for number, raw in pairs:
            source, target = normalise(raw[0]).text, normalise(raw[1]).text
            fault = self.fault(source, target, rules=rules)
            if fault:
                self.dropped[fault] += 1
            else:
                yield number, source, target

    def fault(self, source: str, target: str, *, rules: bool = True) -> str | None:
        """Return the rule by which a normalised pair is left out, cheap rules first; None: it is kept."""
        if not source or not target:
            return "empty"
        if self.held_out and fingerprint(source) in self.held_out:
            return "dev"
        if not rules:
            return None
        return self._shape(source, target) or self._repeated(source, target) or self._content(source, target)

    @property
    def condensing(self) -> bool:
        """Whether the pairs are a long and a short form in one language: the short one may leave out, not add."""
        return self.pair[0] == self.pair[1]

    def _shape(self, source: str, target: str) -> str | None:
        options = self.options
        if options.longest and max(source.count(" "), target.count(" ")) >= options.longest:
            return "length"
        short, long = sorted((len(source), len(target)))
        if options.ratio and long >= SHORT and long > options.ratio * max(short, 1):
            return "ratio"
        if self.condensing and len(target.split()) > len(source.split()):
            return "longer"
        if options.copies and source == target and len(_WORD.findall(source)) > _COPIED and len(set(self.pair)) > 1:
            return "copy"
        return None

    def _repeated(self, source: str, target: str) -> str | None:
        if not self.options.duplicates:
            return None
        key = hash((source, target))
        if key in self._seen:
            return "duplicate"
        self._seen.add(key)
        return None

    def _content(self, source: str, target: str) -> str | None:
        if self.options.language:
            for text, expected in zip((source, target), self.pair, strict=True):
                if language_of(text, expected=expected) != expected:
                    return "language"
        if self.options.figures and _DIGIT.search(source + target) and self._figures_differ(source, target):
            return "figures"
        if self.condensing and self.options.figures and (unknown := added(source, target, self.pair[0])):
            return unknown
        return None

    def _figures_differ(self, source: str, target: str) -> bool:
        """Tell whether a figure of one side is not on the other; figures in words alone are left in peace."""
        if self.condensing or not set(self.pair) <= READABLE:
            return False
        report = check_figures(source, target, *self.pair)
        return any(
            finding.severity == "error"
            and finding.code != "unit_changed"  # free translations leave units to the context
            and any(
                span and _DIGIT.search(span.of(text))
                for span, text in ((finding.source_span, source), (finding.target_span, target))
            )
            for finding in report.findings
        )


def added(source: str, target: str, language: str) -> str | None:
    """Return what a condensed form has that its long form lacks: ``figures``, ``names``, or None.

    Figures by value, in languages that can be read; names as words with a capital inside the sentence.
    """
    if language in READABLE and _DIGIT.search(target):
        known = Counter((f.value, f.key) for f in parse(source, language))
        if any((f.value, f.key) not in known for f in parse(target, language)):
            return "figures"
    words = {word.lower() for word in _WORD.findall(source)}
    return "names" if any(word.lower() not in words for word in _INNER.findall(target)) else None


def fingerprint(text: str) -> int:
    """Return a hash of *text* that ignores case, figures, signs and spaces; it holds within one process."""
    return hash("".join(_WORD.findall(text.lower())) or text)
