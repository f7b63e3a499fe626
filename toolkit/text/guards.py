"""What goes wrong in neural decoding, told from the text alone: loops, absurd lengths, copies, parts left out.

Every test is a pure predicate that returns None or an Alarm. The thresholds were chosen
so that human translations raise next to no alarm: one in 6,500 of newstest2013, newsdiscusstest2015 and Tatoeba, and
four in 10,473 unseen ones of newstest2008-2012 and newsdiscussdev2015. ``incomplete`` needs alignments, which human
translations lack: it is not measured.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from toolkit.text.function_words import function_words
from toolkit.text.loops import find_loop
from toolkit.text.normalise import normalise
from toolkit.types import Hypothesis, Link, Span

_ADDRESS: Final = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|@\w+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|fr|eu|io|html?|php)(?:/\S*)?\b",
    re.IGNORECASE,
)
_UNBROKEN: Final = re.compile(r"[!-\u024f]{80,}")
"""Latin characters without a space, longer than any word: encoded data, lines, hammering on one key."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TOKEN: Final = re.compile(r"[^\W_]+")
_ENGLISH_TOO: Final = frozenset(
    ["on", "or", "car", "son", "plus", "pour", "ton", "me", "ma", "mes", "mon", "as", "sans", "chez", "encore", "bien"]
) | {"contre", "a", "fait", "sera", "tout", "y"}
"""French small words that English writes as well."""
_PARTICLES: Final = frozenset(["de", "du", "des", "la", "le", "les", "en", "et", "un", "une", "au", "aux"])
"""French small words inside names that English keeps ("Charles de Gaulle")."""
_ELISION: Final = re.compile(r"\b(?:[cdjlmnstCDJLMNST]|[Qq]u)['’][^\W\d_A-ZÀ-Þ]")
_COPIED_SHARE: Final = 0.8
_ALIKE: Final = 0.75
"""Similarity (Ratcliff and Obershelp) above which spellings are the same word garbled, not a translation."""
_LONGEST_HEADLINE: Final = 200
"""Characters."""
_CONTENT: Final = 4
"""Letters of a word that carries meaning."""
_FOREIGN_WORDS: Final = 2
"""Small words of the source language that make it more than a quotation."""
_SHOWN: Final = 60
"""Characters of a quotation in a message."""
_LONGEST_RATIO: Final = 2.4
_SHORTEST_RATIO: Final = 0.33
_LONGER: Final = 32
"""Characters by which a translation may be longer whatever the ratio: an acronym spelled out."""
_SHORTER: Final = 24
"""Characters that a translation may be shorter."""
_UNCOVERED_WORDS: Final = 9
_UNCOVERED_SHARE: Final = 0.35


@dataclass(frozen=True, slots=True)
class Alarm:
    """A suspicion about one hypothesis."""

    code: str
    """``repetition``, ``length_ratio``, ``source_copied``, ``truncated``, ``empty_output``, ``incomplete`` or
    ``other_language``."""
    message: str
    """One sentence a reviewer understands."""
    source_span: Span | None = None
    target_span: Span | None = None


def is_copyable(text: str) -> bool:
    """Tell whether *text* has no words to translate: blank, symbols, figures, URLs, e-mail addresses, data.

    Such segments are copied, because models answer them with invented sentences.
    """
    plain = _UNBROKEN.sub(" ", normalise(text).text)
    return _WORD.search(_ADDRESS.sub(" ", plain)) is None


def repetition(source: str, target: str) -> Alarm | None:
    """Detect words, phrases or characters said over and over in *target* but not in *source*."""
    loop = find_loop(target, source)
    if loop is None:
        return None
    return Alarm("repetition", f"“{_short(loop.unit)}” is repeated {loop.times} times.", None, loop.span)


def length_ratio(source: str, target: str) -> Alarm | None:
    """Detect a translation absurdly longer or shorter than its source."""
    if not target.strip():
        return None
    longest = _LONGEST_RATIO * len(source) + _LONGER
    shortest = _SHORTEST_RATIO * (len(source) - _SHORTER)
    if shortest <= len(target) <= longest:
        return None
    return Alarm("length_ratio", f"The source has {len(source)} characters, the translation {len(target)}.", None, None)


def copied_through(source: str, target: str, language: str = "fr", into: str = "en") -> Alarm | None:
    """Detect a source that was copied instead of translated. Names and figures alone are rightly the same."""
    before, after = _TOKEN.findall(source.lower()), _TOKEN.findall(target.lower())
    if not before or not after:
        return None
    shared = sum((Counter(before) & Counter(after)).values())
    if shared < _COPIED_SHARE * max(len(before), len(after)) and not _spelled_alike(source, target):
        return None
    if not _has_words(source.lower() if source.isupper() and len(before) > 1 else source, language, into):
        return None
    return Alarm(
        "source_copied", "The source was copied instead of translated.", Span(0, len(source)), Span(0, len(target))
    )


def other_language(target: str, language: str = "fr", into: str = "en") -> Alarm | None:
    """Detect words of the source language in *target*: small words that are not part of a name."""
    foreign = function_words(language) - function_words(into) - _ENGLISH_TOO
    words = list(_WORD.finditer(target))
    found = [
        at
        for at, word in enumerate(words)
        if (word.group().lower() in foreign and not _in_name(words, at))
        or (language == "fr" and _ELISION.match(word.group()))
    ]
    own = sum(word.group().lower() in function_words(into) for word in words)
    if len(found) < _FOREIGN_WORDS or (len(found) < own and len(found) < 0.2 * len(words)):
        return None
    span = Span(words[found[0]].start(), words[found[-1]].end())
    return Alarm("other_language", f"“{_short(span.of(target))}” is not translated.", None, span)


def incomplete(source: str, target: str, alignment: Sequence[Link] | None) -> Alarm | None:
    """Detect a stretch of the source that no part of *target* stands for, where the target is short as well.

    Needs the alignment of the hypothesis (attention); without one there is no alarm.
    """
    words = [Span(*word.span()) for word in _WORD.finditer(source)]
    if not alignment or len(words) < 2 * _UNCOVERED_WORDS or len(target) > 0.72 * len(source):
        return None
    covered = bytearray(len(source) + 1)
    for link in alignment:
        covered[link.source.start : link.source.end] = b"\1" * (link.source.end - link.source.start)
    gap = _longest_gap(words, covered)
    if gap is None or len(_WORD.findall(gap.of(source))) < max(_UNCOVERED_WORDS, _UNCOVERED_SHARE * len(words)):
        return None
    return Alarm("incomplete", f"“{_short(gap.of(source))}” has no counterpart in the translation.", gap, None)


def check(source: str, hypothesis: Hypothesis, pair: tuple[str, str] = ("fr", "en")) -> list[Alarm]:
    """Return every alarm about one hypothesis, the gravest first."""
    target = hypothesis.text
    if not target.strip():
        return [Alarm("empty_output", "The model gave no translation.", Span(0, len(source)), None)]
    alarms = [
        repetition(source, target),
        Alarm("truncated", "The translation breaks off at the length limit.") if hypothesis.truncated else None,
        copied_through(source, target, *pair),
        length_ratio(source, target),
        incomplete(source, target, hypothesis.alignment),
        other_language(target, *pair),
    ]
    return [alarm for alarm in alarms if alarm is not None]


def _spelled_alike(source: str, target: str) -> bool:
    """Tell whether a headline in capitals, which models hardly know, came back as nearly the same letters."""
    if not (source.isupper() and target.isupper()) or len(source) > _LONGEST_HEADLINE:
        return False
    return SequenceMatcher(None, source, target, autojunk=False).ratio() > _ALIKE


def _has_words(source: str, language: str, into: str) -> bool:
    """Tell whether *source* is more than names and figures: it has small words of its language beside common ones."""
    small = function_words(language) - function_words(into)
    tokens = _TOKEN.findall(source)
    common = [word for word in tokens if word.islower() and len(word) >= _CONTENT]
    if any(word.lower() in small for word in tokens) or (language == "fr" and _ELISION.search(source)):
        return bool(common)
    return len(common) >= _CONTENT


def _in_name(words: Sequence[re.Match[str]], at: int) -> bool:
    if words[at].group().lower() not in _PARTICLES:
        return False
    neighbours = [words[near].group() for near in (at - 1, at + 1) if 0 <= near < len(words)]
    return any(word[:1].isupper() or word in _PARTICLES for word in neighbours)


def _longest_gap(words: Sequence[Span], covered: bytearray) -> Span | None:
    best: Span | None = None
    start: int | None = None
    for word in [*words, None]:
        if word is not None and not any(covered[word.start : word.end]):
            start = word.start if start is None else start
            end = word.end
        elif start is not None:
            gap = Span(start, end)
            best = gap if best is None or gap.end - gap.start > best.end - best.start else best
            start = None
    return best


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
