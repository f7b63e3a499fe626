"""The closed loop: choose, repair, decode again, check.

The loop is pure. Where it needs the engine it yields requests and is sent the hypotheses, so that the caller can decode
the requests of many segments in one batch. It never touches a segment without findings, and accepts a change only when
a new check finds less than before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final, Literal, TypeAlias

from toolkit.fidelity import edits as editing
from toolkit.fidelity.projection import insertion_point, target_range
from toolkit.fidelity.report import Report, Wanted
from toolkit.options import FidelityOptions
from toolkit.types import Attempt, Edit, Hypothesis, Link, Span

ROUNDS: Final = 3
"""Times a segment is decoded again from a prefix at most; each round settles one fault, further ones pay little."""

PREFIXES: Final = 2
"""Faults whose prefixes are tried in one round: the earliest ones."""

REPAIRED: Final = 2
"""Candidates of an n-best list that are repaired: those with the fewest findings; further ones hardly ever win."""

SCORE_SLACK: Final = 1.5
"""How far the mean log-probability of a new decoding may lie below the first: forced rare names cost about 1."""

SHORTEST: Final = 0.75
"""A new decoding must keep this share of the first one's length: a short output has fewer findings by saying less."""

_CONTENT: Final = re.compile(r"\w[\w'’-]*")
_LITTLE: Final = re.compile(
    r"\b(?:the|an?|of|in|on|at|to|by|for|from|with|and|or|as|is|was|its|his|her|their|that|which|s)\b", re.IGNORECASE
)
"""Function words and the possessive: a name is never written over them."""
_LAST_WORD: Final = re.compile(r"(\w+)[ '’-]*$")
_NEXT_WORD: Final = re.compile(r"[ '’-]*(\w+)")
_OPENING: Final = re.compile(r"(?:^|[.!?:]\s)[\s\"'“‘«(]*$")
_MISSPELT: Final = 0.8
"""Similarity (Ratcliff and Obershelp 1988) of a word and its misspelling: "megawattts", "Rosane"."""
_SIGNS: Final = ("$", "€", "£", "¥")
"""Signs that belong to the figure a name is written over."""
_PIECE: Final = 3
"""Letters from which a word may be a garbled piece of a name."""


Method: TypeAlias = Literal["prefix", "split"]


@dataclass(frozen=True, slots=True)
class Request:
    """Another decoding the loop asks for."""

    source: str
    """The segment's text."""
    method: Method
    prefix: str = ""
    """Target text every hypothesis must start with."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hypothesis with the edits made to it so far."""

    hypothesis: Hypothesis
    text: str
    alignment: Sequence[Link] | None
    report: Report
    edits: tuple[Edit, ...] = ()
    first: bool = True
    """False for decodings that the loop asked for."""

    @property
    def cost(self) -> tuple[float, float]:
        """Findings first, then the model's own score; lower is better."""
        return self.report.penalty, -self.hypothesis.score


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the loop settled on."""

    chosen: Candidate
    attempts: tuple[Attempt, ...]


Check = Callable[[str], Report]
Loop = Generator[list[Request], list[list[Hypothesis]], Outcome]


def refine(source: str, hypotheses: Sequence[Hypothesis], check: Check, options: FidelityOptions) -> Loop:
    """Run the loop over the n-best list of one segment (not empty, best first).

    *check* compares *source* with a target text. Yields lists of requests and must be sent as many n-best lists, with
    alignments in the coordinates of *source*. Returns the outcome.
    """
    best = _candidate(hypotheses[0], check)
    attempts: list[Attempt] = []
    if not best.report.penalty:
        return Outcome(best, ())
    reason = _reason(best)
    rest = [h for h in hypotheses[1:] if _comparable(h, hypotheses[0])] if options.choose else []
    pool = _until_clean([best], (_candidate(hypothesis, check) for hypothesis in rest))
    if options.repair and pool[-1].report.penalty:
        pool = _until_clean(
            [], (_repaired(candidate, check) for candidate in sorted(pool, key=lambda c: c.cost)[:REPAIRED])
        )
    best = min(pool, key=lambda c: c.cost)
    if best.hypothesis is not hypotheses[0]:
        attempts.append(Attempt(reason, "next hypothesis", accepted=True))
    for method in _methods(options):
        if not best.report.penalty:
            break
        requests = _requests(source, best, method)
        if not requests:
            break
        answers = yield requests
        better = _best_answer(requests, answers, best, hypotheses[0], check, options)
        attempts += _record(requests, answers, _reason(best), better)
        if better is not None:
            best = better[1]
        elif method == "prefix":
            break
    return Outcome(best, tuple(attempts))


def _until_clean(pool: list[Candidate], more: Iterable[Candidate]) -> list[Candidate]:
    """Return *pool* and as many of *more* as it takes to have one without findings."""
    for candidate in more:
        pool.append(candidate)
        if not candidate.report.penalty:
            break
    return pool


def _record(
    requests: Sequence[Request],
    answers: Sequence[Sequence[Hypothesis]],
    reason: str,
    better: tuple[Request, Candidate] | None,
) -> Iterable[Attempt]:
    for request, hypotheses in zip(requests, answers, strict=True):
        method = f"prefix {request.prefix[-40:]!r}" if request.method == "prefix" else "split"
        if hypotheses:  # a text of one clause cannot be split
            yield Attempt(reason, method, accepted=better is not None and better[0] is request)


def _candidate(hypothesis: Hypothesis, check: Check, *, first: bool = True) -> Candidate:
    return Candidate(hypothesis, hypothesis.text, hypothesis.alignment, check(hypothesis.text), first=first)


def _reason(candidate: Candidate) -> str:
    return candidate.report.findings[0].code if candidate.report.findings else ""


def _comparable(hypothesis: Hypothesis, first: Hypothesis) -> bool:
    return (
        hypothesis.score >= first.score - SCORE_SLACK
        and len(hypothesis.text) >= SHORTEST * len(first.text)
        and hypothesis.truncated <= first.truncated
    )


def _methods(options: FidelityOptions) -> list[Method]:
    """Return how to decode again: in clauses, which settles most faults of long sentences, then from prefixes."""
    split: list[Method] = ["split"] if options.split else []
    prefixes: list[Method] = ["prefix"] * ROUNDS if options.redecode else []
    return split + prefixes


def _requests(source: str, best: Candidate, method: Method) -> list[Request]:
    if method == "split":
        return [Request(source, "split")]
    return [Request(source, "prefix", prefix) for prefix in _prefixes(best)]


def _prefixes(candidate: Candidate) -> list[str]:
    """Return target beginnings that put the earliest fault right: one per fault among the first."""
    found: dict[str, int] = {}
    for wanted in candidate.report.wanted:
        start = _fault(candidate, wanted)
        if start is not None:
            stem = candidate.text[:start].rstrip()
            found.setdefault(f"{stem} {wanted.form}" if stem else wanted.form, start)
    return sorted(found, key=lambda prefix: found[prefix])[:PREFIXES]


def _fault(candidate: Candidate, wanted: Wanted) -> int | None:
    span = _place(candidate, wanted)
    if span is not None:
        return span.start
    source = wanted.finding.source_span
    if source is None:
        return None
    point = insertion_point(candidate.alignment, source)
    return 0 if point is None and source.start == 0 else point


def _place(candidate: Candidate, wanted: Wanted) -> Span | None:
    """Return the target range that should carry the wanted form, or None when nobody knows."""
    finding = wanted.finding
    if finding.target_span is not None:
        return finding.target_span
    if finding.source_span is None:
        return None
    span = target_range(candidate.alignment, finding.source_span)
    if span is None or any(span.overlaps(held) for held in candidate.report.held):
        return None
    return _core(candidate.text, span)


def _core(text: str, span: Span) -> Span | None:
    """Return *span* without function words and punctuation at its ends; None when nothing else is there.

    Attention that falls on "the" or "of" alone says that the model left the word out.
    """
    words = [word for word in _CONTENT.finditer(text, span.start, span.end) if not _LITTLE.fullmatch(word[0])]
    return Span(words[0].start(), words[-1].end()) if words else None


def _widened(text: str, span: Span, form: str) -> Span:
    """Return *span* with the words beside it that are pieces of *form*: "Scot [Liu]" for "Scott Liu" is one place."""
    words = [word.casefold() for word in _CONTENT.findall(form)]
    start, end = span
    before = _LAST_WORD.search(text, 0, start)
    if before and _is_piece(before[1], words[:-1]):
        start = before.start(1)
    after = _NEXT_WORD.match(text, end)
    if after and _is_piece(after[1], words[1:]):
        end = after.end(1)
    return Span(start, end)


def _places(text: str, span: Span, wanted: Wanted) -> Iterator[Span]:
    """Yield where to write what is *wanted*, the most promising first; each place once."""
    widened = _widened(text, span, wanted.form)
    yield widened
    if span != widened:
        yield span
    likest = _likest(text, span, wanted)
    if likest not in {span, widened}:
        yield likest


def _likest(text: str, span: Span, wanted: Wanted) -> Span:
    """Return the words of *span* that are *wanted* misspelt: "Peter Thield" in "Peter Thield Founders Fund"."""
    words = list(_CONTENT.finditer(text, span.start, span.end))
    count = len(_CONTENT.findall(wanted.form))
    runs = [Span(words[at].start(), words[at + count - 1].end()) for at in range(len(words) - count + 1)]
    likeness = [SequenceMatcher(None, run.of(text), wanted.form, autojunk=False).ratio() for run in runs]
    best = max(likeness, default=0.0)
    return runs[likeness.index(best)] if best > _MISSPELT else span


def _is_piece(word: str, words: Sequence[str]) -> bool:
    folded = word.casefold()
    return any(
        folded == other
        or (len(folded) >= _PIECE and (other.startswith(folded) or folded.startswith(other)))
        or SequenceMatcher(None, folded, other, autojunk=False).ratio() > _MISSPELT
        for other in words
    )


def _repaired(candidate: Candidate, check: Check) -> Candidate:
    """Write wanted forms over the ranges that should carry them for as long as each leaves fewer findings."""
    settled = False
    while not settled and candidate.report.penalty:
        settled = True
        for wanted in candidate.report.wanted:
            changed = _with_edit(candidate, wanted, check)
            if changed is not None:
                candidate, settled = changed, False
                break
    return candidate


def _with_edit(candidate: Candidate, wanted: Wanted, check: Check) -> Candidate | None:
    span = _place(candidate, wanted)
    if span is None or span.start == span.end:
        return None
    if wanted.rule.startswith("name.") and candidate.text[: span.start].endswith(_SIGNS):
        span = Span(span.start - 1, span.end)  # "$100" that should be H100 goes as a whole
    for place in _places(candidate.text, span, wanted):
        form = _capitalised(candidate.text, place, wanted.form)
        edit = Edit(wanted.rule, place.of(candidate.text), form, place, wanted.finding.message)
        if edit.before != edit.after and (changed := _accepted(candidate, edit, check)):
            return changed
    return None


def _capitalised(text: str, place: Span, form: str) -> str:
    """Return *form* with a capital where it opens a sentence in place of a word that has one."""
    opens = _OPENING.search(text, 0, place.start) is not None
    plain = form.split(" ", 1)[0].islower()
    return form[0].upper() + form[1:] if opens and plain and text[place.start].isupper() else form


def _accepted(candidate: Candidate, edit: Edit, check: Check) -> Candidate | None:
    text = editing.apply(candidate.text, edit)
    report = check(text)
    if report.penalty >= candidate.report.penalty:
        return None
    alignment = editing.realign(candidate.alignment, edit)
    return replace(candidate, text=text, alignment=alignment, report=report, edits=(*candidate.edits, edit))


def _best_answer(
    requests: Sequence[Request],
    answers: Sequence[Sequence[Hypothesis]],
    best: Candidate,
    first: Hypothesis,
    check: Check,
    options: FidelityOptions,
) -> tuple[Request, Candidate] | None:
    found: list[tuple[Request, Candidate]] = []
    for request, hypotheses in zip(requests, answers, strict=True):
        credible = [h for h in hypotheses[: 1 if not options.choose else None] if _comparable(h, first)]
        pool = _until_clean([], (_candidate(hypothesis, check, first=False) for hypothesis in credible))
        if pool:
            candidate = min(pool, key=lambda c: c.cost)
            found.append((request, _repaired(candidate, check) if options.repair else candidate))
    winner = min(found, key=lambda pair: pair[1].cost, default=None)
    if winner is None or winner[1].report.penalty >= best.report.penalty:
        return None
    return winner
