"""Precision and recall of findings on labelled cases.

A case file is JSON Lines: ``{"id", "fr", "en", "findings": [{"code", "source", "target"}], "tags"}``; source and target
are exact words of the two texts, or null where a finding points at nothing on that side.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from toolkit.errors import InputError
from toolkit.types import Finding, Span

FIGURE_CODES: Final = frozenset({"figure_changed", "figure_missing", "figure_invented", "unit_changed"})
NAME_CODES: Final = frozenset({"name_changed", "name_missing", "name_invented"})


@dataclass(frozen=True, slots=True)
class Label:
    """One fault that a case contains."""

    code: str
    source: str | None
    """Words of the source; None: nothing there."""
    target: str | None
    """Words of the target; None: nothing there."""


@dataclass(frozen=True, slots=True)
class Case:
    """A source, its translation and the faults between them."""

    id: str
    source: str
    target: str
    labels: tuple[Label, ...]
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one code and what follows from them."""

    right: int
    """Findings with a label of their code that they overlap."""
    wrong: int
    """Findings without one (false alarms)."""
    missed: int
    """Labels without a finding."""

    @property
    def precision(self) -> float:
        """Share of findings that are right, 0 to 1; 1 when there are none."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of labels that were found, 0 to 1; 1 when there are none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What went wrong on one case."""

    case: Case
    wrong: tuple[Finding, ...]
    missed: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """Scores over a case file."""

    codes: dict[str, Score]
    total: Score
    faults: tuple[Verdict, ...]
    """Cases with a false alarm or a miss."""


def load_cases(path: Path) -> tuple[Case, ...]:
    """Read a case file. Raises InputError when it cannot be read, or that names the line when one is not a case."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as UTF-8 JSON Lines: {error}") from error
    cases = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            labels = tuple(Label(f["code"], f["source"], f["target"]) for f in record["findings"])
            cases.append(Case(record["id"], record["fr"], record["en"], labels, tuple(record.get("tags", ()))))
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"{path}, line {number}: not a case ({error}). Give id, fr, en and findings with code, source, target."
            ) from error
    return tuple(cases)


def measure(
    cases: Iterable[Case], check: Callable[[str, str], Sequence[Finding]], codes: frozenset[str] = FIGURE_CODES
) -> Measure:
    """Score *check*, which returns the findings for a source and a target, on the labels with these *codes*."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    faults = []
    for case in cases:
        hits, verdict = _judge(case, check(case.source, case.target), codes)
        right.update(hits)
        wrong.update(finding.code for finding in verdict.wrong)
        missed.update(label.code for label in verdict.missed)
        if verdict.wrong or verdict.missed:
            faults.append(verdict)
    scores = {code: Score(right[code], wrong[code], missed[code]) for code in sorted(codes)}
    total = Score(right.total(), wrong.total(), missed.total())
    return Measure(scores, total, tuple(faults))


def _judge(case: Case, findings: Sequence[Finding], codes: frozenset[str]) -> tuple[list[str], Verdict]:
    open_labels = [label for label in case.labels if label.code in codes]
    hits, wrong = [], []
    for finding in findings:
        if finding.code not in codes:
            continue
        for label in open_labels:
            if label.code == finding.code and _meets(case, finding, label):
                open_labels.remove(label)
                hits.append(finding.code)
                break
        else:
            wrong.append(finding)
    return hits, Verdict(case, tuple(wrong), tuple(open_labels))


def _meets(case: Case, finding: Finding, label: Label) -> bool:
    return _overlaps(case.source, finding.source_span, label.source) and _overlaps(
        case.target, finding.target_span, label.target
    )


def _overlaps(text: str, span: Span | None, words: str | None) -> bool:
    """Tell whether *span* shares a character with some occurrence of *words*; both must be absent together."""
    if span is None or words is None:
        return span is None and words is None
    start = text.find(words)
    while start >= 0:
        if span.overlaps(Span(start, start + len(words))):
            return True
        start = text.find(words, start + 1)
    return False
