"""Check one target text against its source: figures, names and terms together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from toolkit.fidelity.figures import FigureReport, SourceFigures, localise
from toolkit.fidelity.names import Ledger, NameReport, SourceNames
from toolkit.fidelity.names.find import english_form
from toolkit.fidelity.report import Report, Wanted
from toolkit.fidelity.terms import Glossary, TermReport
from toolkit.fidelity.terms.check import compare
from toolkit.types import Finding, Span, Term

_FIGURE_RULES = {"figure_changed": "figure.value", "figure_missing": "figure.restore", "unit_changed": "figure.unit"}
_NAME_RULES = {"name_changed": "name.restore", "name_missing": "name.restore"}


@dataclass(frozen=True, slots=True)
class Checker:
    """Compares segments of a run with their translations."""

    pair: tuple[str, str]
    """Source and target language; figures and names are checked for French and English."""
    glossary: Glossary
    ledger: Ledger
    names_elsewhere: Callable[[str], Sequence[Span]] = lambda _: ()
    """Ranges of a source text that another finder, such as an NER model, holds for names."""

    def against(self, source: str, segment: int = 0, *, title: bool = False) -> Callable[[str], Report]:
        """Return a function that checks target texts against *source*. *title*: the segment is a headline.

        The source is read once; texts that were checked before are not checked again. A defect in the rules becomes the
        finding ``check_failed``: it must neither end the run nor pass in silence.
        """
        try:
            compared = self._reader(source, segment, title=title)
        except Exception as error:  # noqa: BLE001 - see above
            failed = _failed(error, segment)
            return lambda _: failed

        @cache
        def check(target: str) -> Report:
            try:
                return compared(target)
            except Exception as error:  # noqa: BLE001 - see above
                return _failed(error, segment)

        return check

    def _reader(self, source: str, segment: int, *, title: bool) -> Callable[[str], Report]:
        extra = tuple(self.names_elsewhere(source))
        figured = SourceFigures(source, self.pair[0])
        names = SourceNames(source, ledger=self.ledger, glossary=self.glossary, title=title, extra=extra)
        terms = self.glossary.found(source)

        def compared(target: str) -> Report:
            figures = figured.check(target, self.pair[1], segment)
            named, termed = names.check(target, segment), compare(source, terms, target, segment)
            return Report(
                findings=(*figures.findings, *named.findings, *termed.findings),
                wanted=(*_figures(figures, target), *_names(named, source), *_terms(termed)),
                pairs=figures.matches,
                names=named.matches,
                terms=termed.matches,
            )

        return compared

    def used_terms(self, source: str) -> frozenset[Term]:
        """Return the glossary entries that stand in *source*."""
        return frozenset(match.term for match in self.glossary.found(source))


def _failed(error: Exception, segment: int) -> Report:
    message = (
        f"This sentence could not be checked ({type(error).__name__}: {error}): compare names and figures yourself."
    )
    return Report((Finding("check_failed", "error", segment, None, None, message),))


def _figures(report: FigureReport, target: str) -> list[Wanted]:
    sources = {o.source.span: o.source for o in report.outcomes if o.source is not None}
    return [
        Wanted(
            finding, localise(sources[finding.source_span], like=_like(finding, target)), _FIGURE_RULES[finding.code]
        )
        for finding in report.findings
        if finding.code in _FIGURE_RULES and finding.source_span in sources
    ]


def _like(finding: Finding, target: str) -> str | None:
    """Return the text whose form is imitated; not where the unit is wrong or lost: a bare number must get one."""
    if finding.target_span is None or finding.code == "unit_changed":
        return None
    return finding.target_span.of(target)


def _names(report: NameReport, source: str) -> list[Wanted]:
    return [
        Wanted(finding, english_form(finding.source_span.of(source)), _NAME_RULES[finding.code])
        for finding in report.findings
        if finding.code in _NAME_RULES and finding.source_span is not None
    ]


def _terms(report: TermReport) -> list[Wanted]:
    wanted: dict[Span, str] = {item.source: item.text for item in report.expected if item.text}
    return [
        Wanted(finding, wanted[finding.source_span], "term.replace")
        for finding in report.findings
        if finding.source_span in wanted
    ]
