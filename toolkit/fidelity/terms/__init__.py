"""Terms: a glossary is read, validated, matched in the source and enforced in the target."""

from toolkit.fidelity.terms.check import ExpectedTerm, TermReport, check_terms, unused
from toolkit.fidelity.terms.glossary import Glossary, Problem, build
from toolkit.fidelity.terms.match import TermMatch, find_terms
from toolkit.fidelity.terms.suggest import Pair, Suggestion, suggest
from toolkit.fidelity.terms.table import Row, parse

__all__ = [
    "ExpectedTerm",
    "Glossary",
    "Pair",
    "Problem",
    "Row",
    "Suggestion",
    "TermMatch",
    "TermReport",
    "build",
    "check_terms",
    "find_terms",
    "parse",
    "suggest",
    "unused",
]
