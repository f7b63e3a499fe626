"""A validated glossary (term base), ready to be matched."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, cast, get_args

from toolkit.errors import InputError
from toolkit.fidelity.names.tokens import tokenise
from toolkit.fidelity.terms import inflect
from toolkit.fidelity.terms.match import TermMatch, find_terms
from toolkit.fidelity.terms.table import Row
from toolkit.types import Policy, Severity, Span, Term

POLICIES: Final = get_args(Policy)
CASES: Final = {
    "": False,
    "any": False,
    "insensitive": False,
    "no": False,
    "sensitive": True,
    "exact": True,
    "yes": True,
}
MAX_WORDS: Final = 12
MAX_READ: Final = 64
"""Texts whose entries are remembered: one is asked several times in a row."""
MAX_REMEMBERED: Final = 65536
"""Words whose entries are remembered."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a glossary."""

    line: int
    """From 1; 0: not from a file."""
    message: str
    severity: Severity = "error"
    """``error``: the glossary is refused; ``warning``: reported."""


@dataclass(frozen=True)
class Glossary:
    """Entries with an index by first word. Make it with `build`."""

    terms: tuple[Term, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Warnings, such as duplicates."""
    _index: dict[str, list[tuple[tuple[str, ...], Term]]] = field(default_factory=dict, repr=False, compare=False)
    _read: dict[str, Sequence[TermMatch]] = field(default_factory=dict, repr=False, compare=False)
    _known: dict[str, Sequence[tuple[tuple[str, ...], Term]]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Build the index."""
        index: dict[str, list[tuple[tuple[str, ...], Term]]] = defaultdict(list)
        for term in self.terms:
            words = tuple(token.text for token in tokenise(term.source))
            for form in inflect.lemmas(words[0]):
                index[form].append((words, term))
        for listed in index.values():
            listed.sort(key=lambda row: (-len(row[0]), -len(row[1].source)))
        self._index.update(index)

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __len__(self) -> int:
        return len(self.terms)

    @property
    def digest(self) -> str:
        """Return the first 16 hexadecimal digits of the SHA-256 of the entries, lines and notes left out."""
        facts = [(t.source, t.target, t.policy, t.case_sensitive) for t in self.terms]
        return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()[:16]

    def starting(self, word: str) -> Sequence[tuple[tuple[str, ...], Term]]:
        """Return the words and terms that may start with *word*, in any number or gender, longest first."""
        rows = self._known.get(word)
        if rows is None:
            seen: dict[int, tuple[tuple[str, ...], Term]] = {}
            for form in inflect.lemmas(word):
                for row in self._index.get(form, ()):
                    seen.setdefault(id(row[1]), row)
            rows = sorted(seen.values(), key=lambda row: (-len(row[0]), -len(row[1].source)))
            if len(self._known) < MAX_REMEMBERED:
                self._known[word] = rows
        return rows

    def found(self, source: str) -> Sequence[TermMatch]:
        """Return the entries in *source* (see `find_terms`); those of the last texts are remembered."""
        matches = self._read.get(source)
        if matches is None:
            if len(self._read) >= MAX_READ:
                self._read.clear()
            matches = self._read[source] = find_terms(source, self) if self.terms else []
        return matches

    def covered(self, source: str) -> list[Span]:
        """Return the ranges of *source* that entries to be translated or kept account for."""
        return [match.span for match in self.found(source) if match.term.policy != "forbid"]

    def kept(self, source: str) -> list[Span]:
        """Return the ranges of *source* that ``keep`` entries account for."""
        return [match.span for match in self.found(source) if match.term.policy == "keep"]

    def words(self, source: str) -> set[str]:
        """Return the folded target words of the entries found in *source*."""
        targets = [match.term.target or match.term.source for match in self.found(source)]
        return {token.fold for target in targets for token in tokenise(target)}


def build(rows: Iterable[Row], name: str = "glossary") -> Glossary:
    """Return the glossary of *rows*.

    Raises InputError that lists every error with its line: empty source or target, unknown policy or case, an entry
    that is no word or too long, two targets for one source. Exact duplicates are warnings, kept once.
    """
    problems: list[Problem] = []
    terms: list[Term] = []
    for row in rows:
        term = _term(row, problems)
        if term:
            terms.append(term)
    kept = _consistent(terms, problems)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        listed = "\n".join(f"  line {p.line}: {p.message}" for p in sorted(errors, key=lambda p: p.line))
        raise InputError(
            f"{name} has {len(errors)} error{'s' * (len(errors) > 1)}; correct them and try again:\n{listed}"
        )
    return Glossary(tuple(kept), tuple(problems))


def _term(row: Row, problems: list[Problem]) -> Term | None:
    source, target = row.cells.get("source", ""), row.cells.get("target", "")
    policy, case = row.cells.get("policy", "").lower() or "translate", row.cells.get("case", "").lower()
    found = []
    if not tokenise(source):
        found.append("the source has no word" if source else "the source is empty")
    elif len(tokenise(source)) > MAX_WORDS:
        found.append(f"the source has more than {MAX_WORDS} words")
    if policy not in POLICIES:
        found.append(f"policy {policy!r} is none of {', '.join(POLICIES)}")
    if case not in CASES:
        found.append(f"case {case!r} is none of {', '.join(value for value in CASES if value)}")
    if policy != "keep" and not all(part.strip() for part in target.split("|")):
        found.append("the target, or one of its alternatives, is empty")
    if policy == "keep" and target and target != source:
        found.append(f"policy keep leaves {source!r} as it is, but the target is {target!r}")
    problems.extend(Problem(row.line, message) for message in found)
    if found:
        return None
    alternatives = "|".join(part.strip() for part in target.split("|"))
    return Term(source, alternatives, cast(Policy, policy), CASES[case], row.cells.get("note", ""), row.line)


def _key(term: Term) -> str:
    return term.source if term.case_sensitive else term.source.casefold()


def _consistent(terms: Sequence[Term], problems: list[Problem]) -> list[Term]:
    first: dict[tuple[str, bool], Term] = {}
    kept = []
    for term in terms:
        key = (_key(term), term.policy == "forbid")
        other = first.get(key)
        if term.policy == "forbid":
            rule = first.get((_key(term), False))
            if rule and set(rule.target.casefold().split("|")) & set(term.target.casefold().split("|")):
                problems.append(Problem(term.line, f"{term.target!r} is forbidden here and wanted in line {rule.line}"))
        elif other and (other.target, other.policy) != (term.target, term.policy):
            problems.append(
                Problem(
                    term.line,
                    f"{term.source!r} has the target {term.target or term.source!r} here "
                    f"and {other.target or other.source!r} in line {other.line}",
                )
            )
            continue
        elif other:
            problems.append(Problem(term.line, f"{term.source!r} repeats line {other.line}", "warning"))
            continue
        first.setdefault(key, term)
        kept.append(term)
    return kept
