"""The last step on a chosen candidate: figures in the conventions of the target language, then the final check."""

from __future__ import annotations

from dataclasses import replace

from toolkit.fidelity import edits as editing
from toolkit.fidelity.figures.localise import localisations
from toolkit.fidelity.loop import Candidate, Check
from toolkit.types import Edit


def finish(source: str, candidate: Candidate, check: Check, pair: tuple[str, str]) -> Candidate:
    """Return *candidate* with its right figures in target conventions, each rewriting a recorded edit.

    A rewriting that would make the check find more than before is not made.
    """
    for edit in _proposals(source, candidate.text, pair):
        text = editing.apply(candidate.text, edit)
        report = check(text)
        if report.penalty <= candidate.report.penalty:
            candidate = replace(
                candidate,
                text=text,
                report=report,
                edits=(*candidate.edits, edit),
                alignment=editing.realign(candidate.alignment, edit),
            )
    return candidate


def _proposals(source: str, target: str, pair: tuple[str, str]) -> list[Edit]:
    """Return the rewritings from right to left, so that each span is still true when its edit is applied."""
    return sorted(localisations(source, target, *pair), key=lambda edit: -edit.span.start)
