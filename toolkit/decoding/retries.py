"""Second attempts for hypotheses that the guards suspect, and the choice of the one to keep."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from toolkit.decoding.pieces import clauses, combine
from toolkit.links import Links
from toolkit.options import DecodingOptions
from toolkit.text.guards import Alarm, check
from toolkit.text.normalise import Normalised
from toolkit.types import Attempt, Hypothesis, Link

Redecode = Callable[[str, DecodingOptions, str], list[Hypothesis]]
"""Decodes one normalised text with other options and a prefix ("" for none). The caller may answer from a memory."""

_NGRAM: Final = 3
"""Size of the n-gram that is never produced twice in the second attempt (Paulus et al. 2018)."""
_PENALTY: Final = 1.2
"""Repetition penalty of the third attempt, the value of Keskar et al. 2019."""
_LONGEST: Final = 2000
"""Characters of the longest text that is decoded again; beyond, a whole page would be decoded for one loop in it."""
_WEIGHTS: Final = {"empty_output": 8, "repetition": 6, "truncated": 4, "source_copied": 4, "length_ratio": 3}
"""How bad an alarm is when every attempt has one; those not named count 2."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """What decoding made of one text."""

    hypotheses: tuple[Hypothesis, ...]
    """Those without alarms first, else the least bad first; alignments in the coordinates of the text as it stands in
    the document. Empty when the text is to be copied."""
    attempts: tuple[Attempt, ...] = ()
    """Every second attempt; at most one is accepted."""
    alarms: tuple[Alarm, ...] = ()
    """What is still suspicious about the first hypothesis; source spans in the same coordinates."""

    @property
    def copied(self) -> bool:
        """True for text without words (symbols, figures, addresses), which stands unchanged in the translation."""
        return not self.hypotheses


class _Try(NamedTuple):
    """One way to decode again."""

    method: str
    run: Callable[[], list[Hypothesis]]


class _Judged(NamedTuple):
    """A hypothesis with its alarms."""

    hypothesis: Hypothesis
    alarms: tuple[Alarm, ...]

    @property
    def badness(self) -> tuple[int, float]:
        """What to sort by: the weight of the alarms, then the score, best first."""
        return sum(_WEIGHTS.get(alarm.code, 2) for alarm in self.alarms), -self.hypothesis.score


def guarded(
    normalised: Normalised,
    hypotheses: Sequence[Hypothesis],
    redecode: Redecode,
    options: DecodingOptions,
    pair: tuple[str, str] = ("fr", "en"),
) -> Decoded:
    """Judge the n-best of one text and try again where every hypothesis is suspect.

    *hypotheses* are the engine's answer to ``normalised.text`` with *options*, alignments in its coordinates. When the
    first has no alarm, all is returned as it came. Otherwise the first clean one of the n-best moves to the front;
    where there is none the text is decoded again in other ways until one is clean. When none is, the least bad
    hypothesis of all attempts is kept with its alarms. At least one hypothesis is returned, if only an empty one.
    """
    text = normalised.text
    if hypotheses and not check(text, hypotheses[0], pair):
        return _finished([_Judged(one, ()) for one in hypotheses], (), normalised)
    judged = _judge(text, hypotheses, pair)
    reason = judged[0].alarms[0].code if judged else "empty_output"
    best = sorted(judged, key=lambda one: one.badness)
    attempts = [Attempt(reason, "next hypothesis", accepted=best[0] is not judged[0])] if len(judged) > 1 else []
    for attempt in _ladder(text, reason, redecode, options):
        if best and not best[0].alarms:
            break
        fresh = sorted(_judge(text, attempt.run(), pair), key=lambda one: one.badness)
        better = bool(fresh) and (not best or fresh[0].badness[0] < best[0].badness[0])
        if better:
            best = fresh
            attempts = [replace(earlier, accepted=False) for earlier in attempts]
        attempts.append(Attempt(reason, attempt.method, accepted=better))
    return _finished(best or _judge(text, [Hypothesis("", 0.0, ())], pair), tuple(attempts), normalised)


def split(text: str, redecode: Redecode, options: DecodingOptions) -> list[Hypothesis]:
    """Decode normalised *text* in clauses and put them together; the whole text again when it has only one."""
    spans = clauses(text)
    return combine(text, spans, [redecode(span.of(text).strip(), options, "") for span in spans])


def _ladder(text: str, reason: str, redecode: Redecode, options: DecodingOptions) -> Iterator[_Try]:
    """Yield the ways to decode again, the most promising first."""
    if len(text) > _LONGEST:
        return
    if text.isupper() and len(text.split()) > 1:
        lowered = text.capitalize()
        yield _Try("lower case", lambda: redecode(lowered, options, ""))
    in_clauses = _Try("split", lambda: split(text, redecode, options))
    parts = len(clauses(text))
    if reason == "incomplete" and parts > 1:
        yield in_clauses
    if options.no_repeat_ngram != _NGRAM:
        blocked = replace(options, no_repeat_ngram=_NGRAM)
        yield _Try(f"no_repeat_ngram={_NGRAM}", lambda: redecode(text, blocked, ""))
    if options.repetition_penalty < _PENALTY:
        penalised = replace(options, repetition_penalty=_PENALTY)
        yield _Try(f"repetition_penalty={_PENALTY}", lambda: redecode(text, penalised, ""))
    if reason != "incomplete" and parts > 1:
        yield in_clauses


def _judge(text: str, hypotheses: Sequence[Hypothesis], pair: tuple[str, str]) -> list[_Judged]:
    return [_Judged(one, tuple(check(text, one, pair))) for one in hypotheses]


def _finished(judged: Sequence[_Judged], attempts: tuple[Attempt, ...], normalised: Normalised) -> Decoded:
    return Decoded(
        tuple(in_original(one.hypothesis, normalised) for one in judged),
        attempts,
        tuple(_alarm_in_original(alarm, normalised) for alarm in judged[0].alarms),
    )


def in_original(hypothesis: Hypothesis, normalised: Normalised) -> Hypothesis:
    """Return a hypothesis for normalised text with its alignment in the coordinates of the original."""
    if hypothesis.alignment is None or normalised.offsets is None:
        return hypothesis
    moved = (Link(normalised.to_original(link.source), link.target, link.weight) for link in hypothesis.alignment)
    return replace(hypothesis, alignment=Links.of(moved))


def _alarm_in_original(alarm: Alarm, normalised: Normalised) -> Alarm:
    return replace(alarm, source_span=alarm.source_span and normalised.to_original(alarm.source_span))
