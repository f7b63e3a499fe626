"""The last step on a chosen candidate: figures in the conventions of the target language, then the final check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from toolkit.fidelity import edits as editing
from toolkit.fidelity.figures import localisations
from toolkit.fidelity.loop import Candidate, Check
from toolkit.fidelity.report import Report
from toolkit.types import Edit, Span

_ARTICLE: Final = re.compile(r"\b([Aa]n?) $")
_CONTENT: Final = re.compile(r"[A-Za-z]")
_VOWEL: Final = re.compile(r"(?:[AEFHILMNORSX](?=[A-Z]|\b(?!'))|(?!uni|us[aeu]|eu|one\b|once|ubi)[aeiouAEIOU])")
"""Words that are said with a vowel first; acronyms by the names of their letters (an IPO, a GPU)."""


def finish(candidate: Candidate, check: Check) -> Candidate:
    """Return *candidate* with its right figures in target conventions, each rewriting a recorded edit.

    A rewriting that would make the check find more than before is not made.
    """
    for edit in _articles(candidate):
        candidate = _edited(candidate, edit, check(editing.apply(candidate.text, edit)))
    # From right to left, so that each span is still true when its edit is applied.
    proposals = sorted(localisations(candidate.text, candidate.report.pairs), key=lambda p: -p.span.start)
    for proposal in proposals:
        edit = proposal.edit(candidate.text)
        text = editing.apply(candidate.text, edit)
        report = check(text)
        if report.penalty <= candidate.report.penalty:
            candidate = _edited(candidate, edit, report)
    return candidate


def _edited(candidate: Candidate, edit: Edit, report: Report) -> Candidate:
    return replace(
        candidate,
        text=editing.apply(candidate.text, edit),
        report=report,
        edits=(*candidate.edits, edit),
        alignment=editing.realign(candidate.alignment, edit),
    )


def _articles(candidate: Candidate) -> Iterator[Edit]:
    """Yield the edits, from right to left, that make "a" and "an" agree with the words earlier edits have put in."""
    starts = set()
    for at, made in enumerate(candidate.edits):
        span = Span(made.span.start, made.span.start + len(made.after))
        for later in candidate.edits[at + 1 :]:
            span = editing.move(span, later)
        starts.add(span.start)
    for start in sorted(starts, reverse=True):
        article = _ARTICLE.search(candidate.text, 0, start)
        right = "an" if _VOWEL.match(candidate.text, start) else "a"
        if article and article[1].lower() != right and _CONTENT.match(candidate.text, start):
            after = right.capitalize() if article[1][0].isupper() else right
            yield Edit("article", article[1], after, Span(*article.span(1)), "The article agrees with the next word.")
