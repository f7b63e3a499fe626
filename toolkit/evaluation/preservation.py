"""Fidelity as rates: how many of the figures and names of the source its translation keeps, by the toolkit's own check.

The check reads figures by value and names by form; it can be wrong itself. The rates of human references on the same
sentences, given beside those of a system, say how far. What there is to keep is read from the source alone, so that all
translations of one source are measured against the same number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from toolkit.fidelity.figures import parse
from toolkit.fidelity.names import Ledger, find_names
from toolkit.fidelity.report import Report
from toolkit.types import Span

_FIGURE_FAULTS: Final = ("figure_changed", "figure_missing", "unit_changed")
_NAME_FAULTS: Final = ("name_changed", "name_missing")


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of a number of things."""

    kept: int
    total: int

    @property
    def share(self) -> float | None:
        """Share kept, 0 to 1; None when there was nothing to keep."""
        return self.kept / self.total if self.total else None

    @property
    def percent(self) -> str:
        """The share as text, ``98.3%``; rounded down, so that only a full count says 100.0%."""
        if not self.total:
            return "-"
        tenths = self.kept * 1000 // self.total
        return f"{tenths // 10}.{tenths % 10}%"


@dataclass(frozen=True, slots=True)
class Inventory:
    """What a source sentence has to keep."""

    figures: tuple[Span, ...]
    names: tuple[Span, ...]


def inventory(source: str, language: str, ledger: Ledger) -> Inventory:
    """Read the figures and names of *source*; *ledger* brings the names of the other sentences."""
    return Inventory(
        tuple(Span(*figure.span) for figure in parse(source, language)),
        tuple(name.span for name in find_names(source, language, ledger=ledger)),
    )


@dataclass(frozen=True, slots=True)
class Preservation:
    """What a translation keeps of the figures and names of its source."""

    figures: Rate
    names: Rate
    figures_invented: int
    """Figures of the translation without a counterpart in the source."""
    names_invented: int
    clean: Rate
    """Sentences without a finding of severity error, of all sentences."""


def preservation(checked: Iterable[tuple[Inventory, Report]]) -> Preservation:
    """Count over all sentences, each with the check of its translation."""
    codes: Counter[str] = Counter()
    figures, names, sentences, clean = [0, 0], [0, 0], 0, 0
    for own, report in checked:
        codes.update(finding.code for finding in report.findings)
        for count, spans, faults in ((figures, own.figures, _FIGURE_FAULTS), (names, own.names, _NAME_FAULTS)):
            count[0] += len(spans) - _lost(spans, report, faults)
            count[1] += len(spans)
        sentences += 1
        clean += not any(finding.severity == "error" for finding in report.findings)
    return Preservation(
        figures=Rate(*figures),
        names=Rate(*names),
        figures_invented=codes["figure_invented"],
        names_invented=codes["name_invented"],
        clean=Rate(clean, sentences),
    )


def _lost(spans: Sequence[Span], report: Report, faults: tuple[str, ...]) -> int:
    """Return how many of *spans* have a finding of one of the codes *faults*."""
    wrong = [f.source_span for f in report.findings if f.code in faults and f.source_span is not None]
    return sum(any(span.overlaps(other) for other in wrong) for span in spans)
