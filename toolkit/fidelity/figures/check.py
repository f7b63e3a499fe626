"""Check the figures of a translation against its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from toolkit.fidelity.figures.context import Context
from toolkit.fidelity.figures.localise import describe
from toolkit.fidelity.figures.match import FigureMatch, match_readings
from toolkit.fidelity.figures.openers import may_report
from toolkit.fidelity.figures.parse import check_language, read_context
from toolkit.fidelity.figures.records import Reading
from toolkit.fidelity.figures.swaps import Sides
from toolkit.fidelity.figures.troops import troop
from toolkit.types import Figure, Finding, Severity, Span

_CODES: Final = {
    "changed": "figure_changed", "missing": "figure_missing", "invented": "figure_invented",
    "unit_changed": "unit_changed",
}  # fmt: skip
_SMALL: Final = 10


@dataclass(frozen=True, slots=True)
class FigureReport:
    """What a check found."""

    findings: tuple[Finding, ...]
    """Faults, in the order of the source; invented figures last."""
    matches: tuple[tuple[Figure, Figure], ...]
    """Source and target figures of equal value."""
    outcomes: tuple[FigureMatch, ...]
    """Every figure with what became of it."""


_NOTHING: Final = FigureReport((), (), ())


class SourceFigures:
    """The figures of one source segment, read once and compared with any number of translations."""

    def __init__(self, source_text: str, source_language: str = "fr") -> None:
        """Read the source. *source_language*: ``fr`` or ``en``; InputError for another one."""
        check_language(source_language)
        self._text, self._language = source_text, source_language
        self._read: tuple[Context, list[Reading]] | None = None
        self._speaks: bool | None = None

    def check(self, target_text: str, target_language: str = "en", segment: int = 0) -> FigureReport:
        """Compare with the figures of the target, by value; *segment* is copied into the findings.

        *target_language*: ``fr`` or ``en``; InputError for another one.
        """
        there, target = read_context(target_text, target_language)
        if self._read is None:
            if self._speaks is None:
                self._speaks = may_report(self._text, self._language)
            if not target and not self._speaks:
                return _NOTHING  # most segments of a text: spared the reading of their articles
            self._read = read_context(self._text, self._language)
        here, source = self._read
        if not source and not target:
            return _NOTHING
        sides = Sides(here, there) if len(source) > 1 and len(target) > 1 else None
        outcomes = match_readings(source, target, (self._text, target_text), sides)
        findings = tuple(
            _finding(outcome, segment, (self._text, target_text))
            for outcome in outcomes
            if outcome.outcome not in {"ok", "reformatted"}
        )
        pairs = tuple(
            (outcome.source, outcome.target)
            for outcome in outcomes
            if outcome.source is not None and outcome.target is not None and outcome.outcome in {"ok", "reformatted"}
        )
        return FigureReport(findings, pairs, tuple(outcomes))


def check_figures(
    source_text: str,
    target_text: str,
    source_language: str = "fr",
    target_language: str = "en",
    segment: int = 0,
) -> FigureReport:
    """Compare the figures of a segment with those of its translation, by value; see `SourceFigures`."""
    return SourceFigures(source_text, source_language).check(target_text, target_language, segment)


def _finding(outcome: FigureMatch, segment: int, texts: tuple[str, str]) -> Finding:
    source, target = outcome.source, outcome.target
    named = _renumbered(outcome, texts)
    if named is not None:
        said, told = (span.of(text) for span, text in zip(named, texts, strict=True))
        return Finding("name_changed", "error", segment, *named, f"source says {said}; translation says {told}")
    return Finding(
        code=_CODES[outcome.outcome],
        severity=_severity(outcome),
        segment=segment,
        source_span=Span(*source.span) if source else None,
        target_span=Span(*target.span) if target else None,
        message=_message(source, target),
    )


def _renumbered(outcome: FigureMatch, texts: tuple[str, str]) -> tuple[Span, Span] | None:
    """Return the two names of a unit of troops whose number was changed, "8e RPIMa" and "3rd RPIMa"."""
    if outcome.outcome != "changed" or outcome.source is None or outcome.target is None:
        return None
    if not outcome.source.kind == outcome.target.kind == "ordinal":
        return None
    one, other = troop(texts[0], outcome.source.span), troop(texts[1], outcome.target.span)
    return None if one is None or other is None else (one, other)


def _severity(outcome: FigureMatch) -> Severity:
    if outcome.outcome == "unit_changed" and outcome.source is not None and outcome.source.unit is None:
        return "warning"  # the translation names a unit that the source left to the context
    if outcome.outcome == "invented" and outcome.target is not None:
        weak = outcome.target.kind in {"number", "ordinal"} and abs(outcome.target.value) <= _SMALL
        return "warning" if weak else "error"
    return "error"


def _message(source: Figure | None, target: Figure | None) -> str:
    if target is None and source is not None:
        return f"source says {describe(source)} ({source.text!r}); the translation does not say it"
    if source is None and target is not None:
        return f"translation says {describe(target)} ({target.text!r}); the source does not say it"
    if source is None or target is None:
        return ""
    said, told = describe(source), describe(target)
    if said == told:  # "baissé de 5 %" and "fell to 5%", "par mois" and "a year"
        return f"source and translation say {said} of different things: compare the words beside it"
    return f"source says {said}; translation says {told}"
