"""What happens to a sentence that a model wrote: it stands, or another one takes its place, on the record.

Order of the attempts: the sentence itself; the same thing said by other hypotheses; a repair; the source sentence as it
is; nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from toolkit.summarizers.base import Sentence
from toolkit.summarizers.cohesion import standing
from toolkit.summarizers.evidence import Evidence, figures_of, fold, names_of, same_figure
from toolkit.summarizers.guard import examine, repeats
from toolkit.summarizers.words import terms
from toolkit.types import Finding, Skipped, Span, SummarySentence

CLOSE_NAME: Final = 0.75
"""Ratio of matching characters (Ratcliff and Metzener 1988) from which a name is a misspelling of another one."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one proposed sentence."""

    sentence: SummarySentence | None
    """None: dropped."""
    dropped: Skipped | None = None
    """Why, when it was dropped."""


def settle(
    proposals: Sequence[str], evidence: Evidence, before: Sequence[str], sources: Sequence[Sentence] | None = None
) -> Settled:
    """Return the first of *proposals* that may stand, else a repaired one, else its source sentence, else nothing.

    *proposals* say the same thing, best first, not empty. *sources* are the sentences they were made from; None: found
    by what they say. *before* are the texts of the summary so far.
    """
    decisions: list[str] = []
    for number, text in enumerate(proposals):
        rests = _rests_on(text, evidence, sources)
        faults = examine(text, rests, evidence, before)
        if not faults:
            if number:
                decisions.append(f"Candidate {number + 1} taken instead.")
            return Settled(_made(text, rests, "seq2seq", decisions))
        decisions.append(f"Candidate {number + 1} refused: {faults[0].message}")
    first = proposals[0]
    rests = _rests_on(first, evidence, sources)
    mended = repair(first, examine(first, rests, evidence, before), rests, evidence)
    if mended != first and not examine(mended, rests, evidence, before):
        return Settled(_made(mended, rests, "seq2seq", [*decisions, f"Repaired: “{first}” became “{mended}”."]))
    return _source_instead(first, rests, evidence, before, decisions)


def _source_instead(
    text: str, rests: Sequence[Sentence], evidence: Evidence, before: Sequence[str], decisions: Sequence[str]
) -> Settled:
    wanted = set(terms(text, evidence.language))
    for source in sorted(rests, key=lambda s: -len(wanted & set(terms(s.text, evidence.language)))):
        usable = standing(source, evidence.language).usable and not evidence.translation_faults(source)
        if usable and not repeats(source.text, before, evidence.language):
            done = [*decisions, "Replaced by its source sentence."]
            return Settled(_made(source.text.strip(), [source], "extractive", done))
    what = f"{evidence.article.id}, a sentence of the summary"
    return Settled(None, Skipped(what, f"Dropped: “{text}”. {' '.join(decisions)}", "info"))


def repair(text: str, faults: Sequence[Finding], sources: Sequence[Sentence], evidence: Evidence) -> str:
    """Return *text* with what can be put right in place put right; the same text when nothing can.

    A wrong figure becomes the only unused figure of its kind and unit in the sources, a misspelt name the name it
    resembles, marks around words that were not said are taken away.
    """
    for fault in sorted(faults, key=lambda f: -(f.target_span.start if f.target_span else 0)):
        span = fault.target_span
        if span is None:
            continue
        if fault.code == "figure_invented":
            text = _put(text, span, _right_figure(text, span, sources, evidence))
        elif fault.code == "name_invented":
            text = _put(text, span, _right_name(text, span, sources, evidence))
        elif fault.code == "quote_invented":
            text = _unquoted(text, span)
    return text


def _put(text: str, span: Span, form: str | None) -> str:
    return text if form is None else text[: span.start] + form + text[span.end :]


def _right_figure(text: str, span: Span, sources: Sequence[Sentence], evidence: Evidence) -> str | None:
    own = figures_of(text, evidence.language)
    wrong = next((f for f in own if f.span == span), None)
    if wrong is None:
        return None
    free = {
        (f.value, f.unit, f.key): f.span.of(s.text)
        for s in sources
        for f in figures_of(s.text, evidence.language)
        if f.kind == wrong.kind and f.unit == wrong.unit and not any(same_figure(f, o) for o in own)
    }
    return next(iter(free.values())) if len(free) == 1 else None


def _right_name(text: str, span: Span, sources: Sequence[Sentence], evidence: Evidence) -> str | None:
    wrong = fold(span.of(text))
    close = {
        name.text
        for s in sources
        for name in names_of(s.text, evidence.language)
        if SequenceMatcher(None, wrong, fold(name.text)).ratio() >= CLOSE_NAME
    }
    return next(iter(close)) if len(close) == 1 else None


def _unquoted(text: str, span: Span) -> str:
    head = re.sub(r"[\"“«„]\s?$", "", text[: span.start])
    tail = re.sub(r"^\s?[\"”»“]", "", text[span.end :])
    return head + span.of(text) + tail


def _rests_on(text: str, evidence: Evidence, sources: Sequence[Sentence] | None) -> list[Sentence]:
    """Return the sentences *text* rests on; sentences that hold its further figures are added when they share words."""
    if sources is not None:
        return list(sources)
    rests = evidence.sources(text)
    wanted = set(terms(text, evidence.language))
    for figure in figures_of(text, evidence.language):
        if evidence.holds_figure(figure, rests):
            continue
        for sentence in evidence.sentences:
            shared = (
                wanted & set(terms(sentence.text, evidence.language))
                if evidence.holds_figure(figure, [sentence])
                else ()
            )
            if len(shared) > 2:  # noqa: PLR2004 - the figure and two words beside it
                rests = sorted([*rests, sentence], key=lambda s: s.index)
                break
    return rests


def _made(
    text: str, sources: Sequence[Sentence], method: Literal["seq2seq", "extractive"], decisions: Sequence[str]
) -> SummarySentence:
    return SummarySentence(text, tuple(s.index for s in sources), method, tuple(decisions))
