"""Check a translation against the glossary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from toolkit.fidelity.names.tokens import tokenise
from toolkit.fidelity.terms.glossary import Glossary
from toolkit.fidelity.terms.match import TermMatch, expected, find_forms, find_terms, targets
from toolkit.types import Finding, Span, Term


@dataclass(frozen=True, slots=True)
class ExpectedTerm:
    """What the glossary wants for one range of the source."""

    source: Span
    text: str
    """The English form, in the source's number."""
    term: Term
    found: bool
    """Whether the translation has it, or an allowed variant of it."""


@dataclass(frozen=True, slots=True)
class TermReport:
    """What became of the glossary's entries in one segment."""

    findings: tuple[Finding, ...]
    matches: tuple[tuple[Span, Span], ...]
    """Entries that hold: range in the source, range in the target."""
    expected: tuple[ExpectedTerm, ...]
    """Every entry of the source with the form it asks for."""

    @property
    def used(self) -> frozenset[Term]:
        """Return the entries found in the source."""
        return frozenset(item.term for item in self.expected)


def check_terms(source: str, target: str, glossary: Glossary, *, segment: int = 0) -> TermReport:
    """Compare *target* with what *glossary* asks for the terms in *source*.

    A term repeated in the source may be a pronoun later on: a finding is raised only when the target lacks it
    altogether.
    """
    return compare(source, find_terms(source, glossary), target, segment)


def compare(source: str, matches: Sequence[TermMatch], target: str, segment: int = 0) -> TermReport:
    """Compare *target* with what the *matches* of a glossary in *source* ask for; see `check_terms`."""
    if not matches:
        return TermReport((), (), ())
    tokens = tokenise(target)
    findings: list[Finding] = []
    pairs: list[tuple[Span, Span]] = []
    wanted: list[ExpectedTerm] = []
    taken: dict[Term, int] = {}
    for match in matches:
        spans = find_forms(tokens, targets(match.term), case_sensitive=match.term.case_sensitive)
        if match.term.policy == "forbid":
            findings += _forbidden(match, spans, source, target, segment)
            wanted.append(ExpectedTerm(match.span, "", match.term, not spans))
            continue
        wanted.append(ExpectedTerm(match.span, expected(match), match.term, bool(spans)))
        if spans:
            place = min(taken.get(match.term, 0), len(spans) - 1)
            taken[match.term] = place + 1
            pairs.append((match.span, spans[place]))
        elif match.term not in taken:
            taken[match.term] = 0
            findings.append(_missing(match, source, segment))
    return TermReport(tuple(findings), tuple(pairs), tuple(wanted))


def unused(glossary: Glossary, used: Iterable[Term]) -> list[Term]:
    """Return the entries that no source of the run has, in the glossary's order."""
    seen = set(used)
    return [term for term in glossary.terms if term not in seen]


def _missing(match: TermMatch, source: str, segment: int) -> Finding:
    verb = "stays as it is" if match.term.policy == "keep" else f"is “{expected(match)}”"
    message = f"The glossary says that “{match.span.of(source)}” {verb}; the translation does not have it."
    return Finding("term_missing", "warning", segment, match.span, None, message)


def _forbidden(match: TermMatch, spans: Iterable[Span], source: str, target: str, segment: int) -> list[Finding]:
    return [
        Finding(
            "term_forbidden",
            "warning",
            segment,
            match.span,
            span,
            f"The glossary forbids “{span.of(target)}” for “{match.span.of(source)}”.",
        )
        for span in spans
    ]
