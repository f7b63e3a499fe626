"""What a check of one source-target pair found, and what would put it right."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.types import Figure, Finding, Span

WEIGHT = {"error": 1.0, "warning": 0.25, "info": 0.0}
"""Cost of a finding by severity when hypotheses are compared."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The target form that would settle a finding."""

    finding: Finding
    form: str
    """Text that must stand in the target, e.g. ``$3.4 billion`` or ``Crusoe``."""
    rule: str
    """Name of the edit that writes it, e.g. ``figure.value``."""


@dataclass(frozen=True, slots=True)
class Report:
    """The result of one check."""

    findings: tuple[Finding, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    pairs: tuple[tuple[Figure, Figure], ...] = ()
    """Matched figures of source and target."""
    names: tuple[tuple[Span, Span], ...] = ()
    terms: tuple[tuple[Span, Span], ...] = ()

    @property
    def figures(self) -> tuple[tuple[Span, Span], ...]:
        """Matched figures: range in the source, range in the target."""
        return tuple((source.span, target.span) for source, target in self.pairs)

    @property
    def penalty(self) -> float:
        """Weighted number of findings, 0 when everything holds."""
        return sum(WEIGHT[finding.severity] for finding in self.findings)

    @property
    def held(self) -> tuple[Span, ...]:
        """Target ranges that are right and must not be touched."""
        return tuple(target for _, target in (*self.figures, *self.names, *self.terms))
