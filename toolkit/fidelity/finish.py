"""The last step on a chosen candidate: figures in the conventions of the target language, then the final check."""

from __future__ import annotations

from dataclasses import replace

from toolkit.fidelity import edits as editing
from toolkit.fidelity.figures import localisations
from toolkit.fidelity.loop import Candidate, Check


def finish(candidate: Candidate, check: Check) -> Candidate:
    """Return *candidate* with its right figures in target conventions, each rewriting a recorded edit.

    A rewriting that would make the check find more than before is not made.
    """
    # From right to left, so that each span is still true when its edit is applied.
    proposals = sorted(localisations(candidate.text, candidate.report.pairs), key=lambda p: -p.span.start)
    for proposal in proposals:
        edit = proposal.edit(candidate.text)
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
