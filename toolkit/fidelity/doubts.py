"""What a reviewer should know about a translation in which every name and figure holds.

A check that compares values and spellings cannot see a name that was written over the wrong word, nor a sentence the
model guessed at. Both are said.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Final

from toolkit.fidelity import edits as editing
from toolkit.fidelity.loop import Candidate
from toolkit.types import Finding, Span

UNSURE: Final = -1.0
"""Mean log-probability below which a sentence is called a guess. Of 400 lines of newstest2013 the embedded model gave
11 % less; their mean sentence chrF was 33, that of the rest 43."""

ALIKE: Final = 0.5
"""Similarity (Ratcliff and Obershelp 1988) from which a replaced word may have been a garbled form of the name."""

_RULES: Final = frozenset({"name.restore", "figure.restore"})


def doubts(candidate: Candidate, segment: int) -> tuple[Finding, ...]:
    """Return findings about repairs whose place is uncertain, and about a sentence the model was unsure of."""
    found = [*_placed(candidate, segment)]
    if candidate.hypothesis.score < UNSURE:
        message = f"The model was unsure of this sentence (mean log-probability {candidate.hypothesis.score:.2f})."
        found.append(Finding("low_confidence", "info", segment, None, None, message))
    return tuple(found)


def _placed(candidate: Candidate, segment: int) -> list[Finding]:
    found = []
    for at, edit in enumerate(candidate.edits):
        if edit.rule not in _RULES or alike(edit.before, edit.after):
            continue
        span = Span(edit.span.start, edit.span.start + len(edit.after))
        for later in candidate.edits[at + 1 :]:
            span = editing.move(span, later)
        message = (
            f"“{edit.after}” was written over “{edit.before}”, which does not resemble it: does it stand in the right "
            "place?"
        )
        found.append(Finding("repair_unsure", "warning", segment, None, span, message))
    return found


def alike(before: str, after: str) -> bool:
    """Tell whether *before* may be a garbled form of *after*: most letters in common, or a piece of it."""
    a, b = before.casefold(), after.casefold()
    return a in b or b in a or SequenceMatcher(None, a, b, autojunk=False).ratio() >= ALIKE
