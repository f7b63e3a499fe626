"""What a sentence may lose when it is shortened, and what it may not: the guard of sentence compression.

A shortened sentence says less than its source sentence, never something else. So it must be its source with words left
out, nothing added or moved, and what bounds a statement must stay with it: who says so, "could" and "if", "nearly"
before a figure; in English what is left out must also be a phrase to spare (``deletion``). Judged by words alone; best
effort, on the strict side, because the source sentence can always stand instead. In other languages words and their
order only.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from toolkit.summarizers.base import Sentence
from toolkit.summarizers.cohesion import is_dependent, quotations
from toolkit.summarizers.deletion import OPENERS, gaps, torn
from toolkit.summarizers.evidence import figures_of
from toolkit.summarizers.words import WORD, is_function_word, stem, terms
from toolkit.types import Finding, Span

HEDGES: Final = re.compile(
    r"\b(?:may|might|could|would|should|can|if|unless|until|whether|allegedly|reportedly|apparently|supposedly|"
    r"possibl[ey]|perhaps|probabl[ey]|likely|potential(?:ly)?|presum\w+|alleg\w+|suspect\w*|"
    r"plan(?:s|ned|ning)? to|aims? to|aimed to|hop(?:es?|ed|ing) to|tr(?:y|ies|ied|ying) to|want(?:s|ed)? to|"
    r"expect(?:s|ed)?|intend(?:s|ed)?|threaten\w*|propos\w+|consider\w*|nearly|almost|only|so-called|some|many|most|"
    r"few|several|partly|part of)\b",
    re.IGNORECASE,
)
"""Words that make a statement weaker or narrower; without them the words that follow claim more."""
ATTRIBUTION: Final = re.compile(
    r"\b(?:sa(?:y|ys|id)|told|claim(?:s|ed|ing)?|argu(?:e[sd]?|ing)|according to|report(?:s|ed|edly)|warn(?:s|ed)|"
    r"believes?|thinks?|estimat(?:es|ed)|predict(?:s|ed)?|accus(?:es|ed)|den(?:ies|ied)|insist(?:s|ed)|announced|"
    r"suggest(?:s|ed)|alleg(?:es|ed|edly)|confirmed|wrote|writes|added|explained|quoted|cited|opinion|view|eyes|words)\b",
    re.IGNORECASE,
)
"""Words that say on whose word a statement rests."""
PERIOD: Final = re.compile(
    r"\b(?:past|last|first|since|per|each|every|over|between|until|so far|during|within|\d+|two|three|four|five|six|"
    r"seven|eight|nine|ten)\b",
    re.IGNORECASE,
)
"""Words by which a phrase of time bounds what a figure counts."""
BOUND: Final = re.compile(
    r"(?:(?:in|for|at|by|on|to) (?:some|many|most|certain|part|parts|several|a few|times|least|now|"
    r"principle|theory|the same)|if|unless|except|without|until|so far|only|sometimes|often)\b",
    re.IGNORECASE,
)
"""Beginnings of phrases that bound a statement."""
PRONOUN: Final = re.compile(r"(?:it|he|she|they|this|these|that|those|his|her|its|their)\b", re.IGNORECASE)
SUPERLATIVE: Final = re.compile(r"\b(?:most|best|worst|first|last|only|least|[a-z]{3,}est)\b")
NEAR: Final = 6
"""Words between a superlative and what it holds in."""
QUALIFIER: Final = re.compile(
    r"\b(?:more than|less than|fewer than|at least|at most|up to|no more than|as (?:many|much|little|few) as|over|"
    r"under|above|below|about|around|approximately|roughly|nearly|almost|some|just|only|a further|another|an estimated|"
    r"estimated|between|not)\s+[$€£]?$",
    re.IGNORECASE,
)
"""What stands before a figure and changes what it means."""
_HANGING: Final = """
a an the and or but nor of to in on at for with from by as than that which who whose where when while because if into
onto its their his her our my your this these those is are was were be been has have had will would can could may might
must shall should not no about over under between according including such very more most
"""
HANGING: Final = frozenset(_HANGING.split())
"""Words an English sentence does not end with."""


def losses(text: str, source: Sentence, language: str) -> list[Finding]:
    """Return what makes *text* more than a shorter form of *source*; nothing when it may stand."""
    checks = (
        [_added, _moved]
        if language != "en"
        else [
            _added,
            _moved,
            _hanging,
            _hedges,
            _attribution,
            _period,
            _bounds,
            _scope,
            _qualifiers,
            _quoted,
            _leaning,
            _torn,
        ]
    )
    found = [message for check in checks if (message := check(text, source.text, language))]
    return [Finding("unfaithful", "error", source.index, None, None, message) for message in found]


def _added(text: str, source: str, language: str) -> str | None:
    """Tell of a word of content that the source lacks."""
    have = Counter(stem(match[0], language) for match in WORD.finditer(source))
    for match in WORD.finditer(text):
        root = stem(match[0], language)
        if not have[root] and not is_function_word(match[0], language):
            return f"Its source does not say “{match[0]}”."
    return None


def _moved(text: str, source: str, _language: str) -> str | None:
    return None if gaps(text, source) is not None else "It is not its source with words left out."


def _hanging(text: str, _source: str, _language: str) -> str | None:
    words = [match[0] for match in WORD.finditer(text)]
    return f"It ends with “{words[-1]}”." if words and words[-1].lower() in HANGING else None


def _torn(text: str, source: str, _language: str) -> str | None:
    """Tell of a gap in the source that is no phrase to spare."""
    part = torn(text, source)
    return None if part is None else f"It leaves out “{part}”, which belongs to what is left."


def _hedges(text: str, source: str, language: str) -> str | None:
    """Tell of a weakening word that is gone while what it weakens, the next two words of content, stayed."""
    own, kept = set(terms(text, language)), Counter(m[0].lower() for m in HEDGES.finditer(text))
    for match in HEDGES.finditer(source):
        word = match[0].lower()
        scope = terms(source[match.end() :], language)[:2]
        if kept[word]:
            kept[word] -= 1
        elif scope and set(scope) <= own:
            return f"Its source says “{match[0]}”, it does not."
    return None


def _attribution(text: str, source: str, _language: str) -> str | None:
    for part in _left_out(text, source):
        match = ATTRIBUTION.search(part)
        if match and not re.match(r"(?:who|which|whose|where)\b", part):
            return f"It leaves out “{match[0]}”: on whose word it rests."
    return None


def _period(text: str, source: str, language: str) -> str | None:
    """Tell of a figure whose period was left out: "34 times" for "34 times in the past three games"."""
    if not figures_of(text, language):
        return None
    for part in _left_out(text, source):
        when = re.match(r"(?:in|over|during|since|for|between|within|per)\b", part, re.IGNORECASE) and PERIOD.search(
            part
        )
        if when or re.match(r"(?:in|at|across|among) (?:the )?[A-Z]", part):
            return f"It has a figure and leaves out its period or place, “{part}”."
    return None


def _bounds(text: str, source: str, _language: str) -> str | None:
    """Tell of a condition or restriction left out as a whole: "if ...", "in some places"."""
    found = (BOUND.match(part) for part in _left_out(text, source))
    return next((f"It leaves out “{match[0]}”, which bounds what is said." for match in found if match), None)


def _scope(text: str, source: str, _language: str) -> str | None:
    """Tell of a superlative without what it holds in: "one of the best coaches" for "... in Europe"."""
    words = source.split()
    for gap in gaps(text, source) or ():
        before = " ".join(words[max(0, gap.start - NEAR) : gap.start])
        match = SUPERLATIVE.search(before)
        if (
            match
            and before[-1].isalnum()
            and re.match(r"(?:in|on|of|at|since|for|among|within|across|during)$", words[gap.start])
        ):
            return f"It says “{match[0]}” and leaves out in what."
    return None


def _quoted(text: str, source: str, _language: str) -> str | None:
    """Tell of words left out inside a quotation, or of marks lost."""
    if quotations(text) and all(quote in source for quote in quotations(text)):
        return None
    inside = [word for quote in quotations(source) for word in quote.split()]
    return "It changes what is quoted." if inside and any(word in text.split() for word in inside[:2]) else None


def _leaning(text: str, source: str, language: str) -> str | None:
    opening = _left_out(text, source)[:1] if not source.startswith(text.split(maxsplit=1)[0]) else []
    pronoun = any(part.split()[0].lower() not in OPENERS for part in opening) and PRONOUN.match(text)
    leans = pronoun or (is_dependent(text, language) and not is_dependent(source, language))
    return "It opens with a word that points to what it leaves out." if leans else None


def _left_out(text: str, source: str) -> list[str]:
    words = source.split()
    return [" ".join(words[gap.start : gap.end]) for gap in gaps(text, source) or ()]


def _qualifiers(text: str, source: str, language: str) -> str | None:
    """Tell of a figure that stands after other qualifying words than in the source."""
    theirs: dict[object, list[str]] = {}
    for figure in figures_of(source, language):
        theirs.setdefault((figure.value, figure.key), []).append(_before(source, figure.span))
    for figure in figures_of(text, language):
        wanted, own = theirs.get((figure.value, figure.key)), _before(text, figure.span)
        if wanted is not None and own not in wanted:
            return f"“{wanted[0] or own}” belongs to {figure.text} in one of the two only."
    return None


def _before(text: str, span: Span) -> str:
    match = QUALIFIER.search(text[: span.start])
    return " ".join(match[0].rstrip("$€£ ").lower().split()) if match else ""
