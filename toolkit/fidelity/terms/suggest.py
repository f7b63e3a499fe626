"""Propose glossary entries from the segments of a run: frequent terms, names, and terms rendered in several ways.

Terms are ranked by C-value (Frantzi, Ananiadou and Mima 2000, "Automatic Recognition of Multi-Word Terms"): frequent
word sequences, less what they owe to longer ones. In place of part-of-speech tags, lists say which words cannot open or
close a term, or be inside one.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from toolkit.fidelity.names import Ledger, grammar
from toolkit.fidelity.names.tokens import Token, tokenise
from toolkit.fidelity.terms import inflect
from toolkit.fidelity.terms.glossary import Glossary
from toolkit.fidelity.terms.match import find_terms
from toolkit.types import Link, Span

MAX_WORDS: Final = 5


class Pair(NamedTuple):
    """A segment with its translation."""

    source: str
    target: str = ""
    links: Sequence[Link] = ()
    """Word alignment between the two."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One proposed entry."""

    source: str
    """In its most frequent form."""
    targets: tuple[tuple[str, int], ...]
    """English renderings seen in translations with their counts, most frequent first; empty without alignment."""
    count: int
    """Occurrences in the source."""
    reason: Literal["term", "name", "inconsistent"]
    score: float
    """C-value for terms, count for names; higher first."""


def suggest(
    pairs: Iterable[Pair], *, glossary: Glossary | None = None, least: int = 2, limit: int = 50
) -> list[Suggestion]:
    """Return at most *limit* proposals for each reason, without what *glossary* has already.

    *least*: occurrences a term or name must have, 2 or more. Inconsistent renderings come first, then terms, names.
    """
    rows = list(pairs)
    forms: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    seen: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for row in rows:
        for key, span in _candidates(row.source):
            forms[key][span.of(row.source).lower()] += 1
            rendering = _rendering(span, row)
            if rendering:
                seen[key][rendering] += 1
    counts = {key: counter.total() for key, counter in forms.items() if counter.total() >= least}
    ranked = sorted(((_c_value(key, counts), key) for key in counts if len(key) > 1), key=lambda row: (-row[0], row[1]))
    known = _known(glossary)
    terms = [
        Suggestion(forms[key].most_common(1)[0][0], _ranked(seen[key]), counts[key], "term", round(score, 2))
        for score, key in ranked
        if score > 0 and not known(forms[key].most_common(1)[0][0])
    ]
    mixed = [
        Suggestion(forms[key].most_common(1)[0][0], _ranked(seen[key]), counts[key], "inconsistent", float(counts[key]))
        for key in counts
        if _differs(seen[key]) and not known(forms[key].most_common(1)[0][0])
    ]
    mixed.sort(key=lambda row: (-row.score, row.source))
    return [*mixed[:limit], *terms[:limit], *_names(rows, least, known)[:limit]]


def _candidates(text: str) -> Iterator[tuple[tuple[str, ...], Span]]:
    """Yield word sequences that may be terms, with a key that number and gender do not change."""
    tokens = tokenise(text)
    for start, first in enumerate(tokens):
        if not _content(first):
            continue
        for end in range(start + 1, min(len(tokens), start + MAX_WORDS) + 1):
            words = tokens[start:end]
            last = words[-1]
            if len(words) > 1 and not re.fullmatch(r"[ \u00a0'’-]", last.gap):
                break
            if _content(last):
                yield tuple(min(inflect.singulars(w.text)) for w in words), Span(first.start, last.end)
            elif last.fold not in grammar.words("inner", "fr"):
                break


def _content(token: Token) -> bool:
    """Tell whether a word can open or close a term."""
    word = token.text.lower()
    return (
        word.isalpha()
        and len(word) > 2  # noqa: PLR2004 - shorter words are function words
        and (token.text.islower() or token.initial)
        and word not in grammar.words("function", "fr")
        and word not in grammar.words("no_term", "fr")
        and word not in grammar.words("calendar", "fr")
    )


def _c_value(key: tuple[str, ...], counts: dict[tuple[str, ...], int]) -> float:
    """Return the C-value of one candidate among *counts*."""
    longer = [
        times
        for other, times in counts.items()
        if len(other) > len(key) and any(other[i : i + len(key)] == key for i in range(len(other) - len(key) + 1))
    ]
    frequency = counts[key] - (sum(longer) / len(longer) if longer else 0)
    return math.log2(len(key)) * frequency


def _rendering(span: Span, row: Pair) -> str:
    """Return the target words aligned with *span*, in lower case; empty when none or when they lie far apart."""
    targets = [link.target for link in row.links if link.source.overlaps(span)]
    if not targets:
        return ""
    low, high = min(t.start for t in targets), max(t.end for t in targets)
    words = row.target[low:high].strip(' .,;:!?"“”«»()').lower().split()
    while words and words[0] in {"the", "a", "an", "of", "its", "their", "to"}:
        words.pop(0)
    return " ".join(words) if len(words) <= 2 * MAX_WORDS else ""


def _ranked(counter: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counter.items(), key=lambda item: (-item[1], item[0])))


def _differs(counter: Counter[str]) -> bool:
    """Tell whether a term has two renderings that are not one in two numbers, each seen twice."""
    often = [text for text, times in counter.items() if times > 1]
    stems = {text.replace("-", " ").removesuffix("s") for text in often}
    return len(stems) > 1


class _Known:
    """Tells whether a glossary has an entry for the whole of a text."""

    def __init__(self, glossary: Glossary | None) -> None:
        self._glossary = glossary

    def __call__(self, text: str) -> bool:
        if not self._glossary:
            return False
        return any(m.span == Span(0, len(text)) for m in find_terms(text, self._glossary))


def _known(glossary: Glossary | None) -> _Known:
    return _Known(glossary)


def _names(rows: Sequence[Pair], least: int, known: _Known) -> list[Suggestion]:
    ledger = Ledger()
    for row in rows:
        ledger.add(row.source, "fr")
    targets = "\n".join(row.target for row in rows)
    found = []
    for name in ledger.spellings():
        if name.count >= least and not known(name.text):
            kept = len(re.findall(rf"(?<!\w){re.escape(name.text)}(?!\w)", targets)) if targets else 0
            renderings = ((name.text, kept),) if kept else ()
            found.append(Suggestion(name.text, renderings, name.count, "name", float(name.count)))
    return found
