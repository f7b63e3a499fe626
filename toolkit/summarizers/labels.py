"""What a figure is the figure of: a short noun phrase from the words around it.

Read with closed classes of words (determiners, prepositions, auxiliaries) and a list of the verbs that business and
science news use with figures; no parser. The grammar looked for, best first:

1. ``$200 million in debt``, ``83% of capacity``, ``50,000 chips``, ``a 200-megawatt centre``: the noun follows;
2. ``a valuation of $3 billion``, ``brings total funding to $15 billion``: the noun stands before a preposition;
3. ``total funding reaches $15 billion``: the noun is the subject of a verb of being;
4. ``Crusoe has secured $686 million``: the verb becomes a noun, "secured funds (Crusoe)".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from toolkit.summarizers.label_grammar import GRAMMARS, Grammar
from toolkit.types import Span

MAX_WORDS: Final = 7
"""Words of a label before the name in brackets."""
REACH: Final = 8
"""Words between a verb and its figure at most; further away the verb has another object."""
_SMALL: Final = frozenset(
    [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "un",
        "une",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "sept",
        "huit",
        "neuf",
        "dix",
    ]
)
_OWNERS: Final = frozenset({"its", "their", "his", "her", "our", "ses", "son", "sa", "leurs", "leur"})
_REPORTED: Final = re.compile(r"\b(?:that|que|qu['’])(?!\s?(?:it|he|she|they|ils?|elles?)\b)", re.IGNORECASE)
"""A reported clause with a subject of its own."""
_TOKEN: Final = re.compile(r"[^\W_]+(?:[-.&/][^\W_]+)*(?:['’][sS]\b)?['’]?|[^\s\w]")


_COMMON: Final = re.compile(r"(?<![\w'’-])[^\W\d_A-Z]{3,}")
"""A common word: a label that has none is only a name or another figure and says nothing."""


class _Word(NamedTuple):
    text: str
    low: str
    start: int


def label(text: str, span: Span, language: str, names: Sequence[Span] = (), *, percent: bool = False) -> str:
    """Return what the figure at *span* of *text* is the figure of; empty when the words around it do not tell.

    *names* are ranges of names in *text*; the subject's is added in brackets. *percent*: the figure is a share.
    """
    grammar = GRAMMARS.get(language)
    if grammar is None:
        return ""
    left = _words(text[: span.start].rstrip("$€£¥ \u00a0\u202f"), 0)
    right = _words(text[span.end :], span.end)
    verb, at = _verb(left, grammar)
    change = _change(left, grammar) if percent else ""
    link, phrase = _following(right, grammar)
    if percent and phrase:
        phrase = f"{change or grammar.share} {link} {phrase}" if _is("of|in|de|d['’]|du|des", link) else phrase
        phrase = re.sub(r"(['’]) ", r"\1", phrase)
    elif not phrase or link in {"in", "en"}:
        phrase = _preceding(left, grammar) or phrase or verb
    phrase = phrase or change
    if not _COMMON.search(phrase):
        return ""
    subject = _subject(text, at, names, grammar)
    inside = subject and re.search(rf"(?<!\w){re.escape(subject)}(?!\w)", phrase)
    return f"{phrase} ({subject})" if subject and not inside else phrase


def _words(text: str, offset: int) -> list[_Word]:
    return [_Word(m[0], m[0].lower(), m.start() + offset) for m in _TOKEN.finditer(text)]


def _is(pattern: str, word: _Word | str) -> bool:
    return re.fullmatch(pattern, word if isinstance(word, str) else word.low) is not None


def _punctuation(word: _Word) -> bool:
    return not word.text[0].isalnum()


def _following(right: Sequence[_Word], grammar: Grammar) -> tuple[str, str]:
    """Return the preposition after the figure, and the noun phrase after that; determiners stay with shares."""
    rows = list(right)
    link = rows.pop(0).low if rows and _is(grammar.after, rows[0]) else ""
    if link in {"in", "en"} and rows and _is(grammar.determiners, rows[0]):
        return "", ""  # "in a round led by": where, not what
    owner = ""
    while rows and _is(grammar.determiners, rows[0]):
        owner = f"{rows.pop(0).text} "
    taken: list[_Word] = []
    for word in rows:
        inner = bool(taken) and _is("of|de|du|des|d['’]", word)
        article = bool(taken) and _is(grammar.links, taken[-1]) and _is(grammar.determiners, word)
        if not inner and not article and _ends_phrase(word, grammar):
            break
        if len(taken) == MAX_WORDS or _is(grammar.time, word) or word.text[0].isdigit():
            break
        taken.append(word)
    stopped = rows[len(taken)] if len(taken) < len(rows) else None
    if stopped and _is(grammar.time, stopped) and all(_is(grammar.adverbs, w) or w.low in _SMALL for w in taken):
        return "", ""  # "in only two weeks"
    if all(_is(grammar.generic, word) for word in taken):
        return "", ""
    phrase = _join(_trim(taken, grammar))
    return link, f"{owner}{phrase}" if phrase and link in {
        "of",
        "de",
        "d'",
        "d’",
    } and owner.strip() in _OWNERS else phrase


def _ends_phrase(word: _Word, grammar: Grammar) -> bool:
    return _punctuation(word) or _is(f"{grammar.stops}|{grammar.links}|{grammar.determiners}", word)


def _preceding(left: Sequence[_Word], grammar: Grammar) -> str:
    """Return the noun before the preposition or the verb of being that stands before the figure."""
    rows = list(left)
    reached = _pop_lead(rows, grammar)
    if not rows or not reached:
        return ""
    taken = _noun_before(rows, grammar)
    if taken and all(_is(grammar.generic, word) for word in taken):
        # "market value reached a record level of": the subject says more than "level".
        rows = rows[: -len(taken)]
        taken = (_noun_before(rows, grammar) if _pop_lead(rows, grammar) else []) or taken
    for pattern, done, _ in grammar.verbs:
        if taken and _is(pattern, taken[0]):
            return done
    return _join(_trim(taken[:MAX_WORDS], grammar))


def _pop_lead(rows: list[_Word], grammar: Grammar) -> bool:
    """Take adverbs, prepositions and verbs of being off the end; tell whether one of the last two was among them."""
    reached = False
    while rows and _is(
        f"{grammar.adverbs}|{grammar.before}|{grammar.being}|a|ont|has|have|had|will|qui|which|that", rows[-1]
    ):
        reached |= _is(f"{grammar.before}|{grammar.being}", rows.pop())
    return reached


def _noun_before(rows: Sequence[_Word], grammar: Grammar) -> list[_Word]:
    """Return the noun phrase at the end of *rows*, its complements included."""
    taken: list[_Word] = []
    for back in range(len(rows) - 1, -1, -1):
        word = rows[back]
        linked = back > 0 and _is(grammar.links, rows[back - 1]) and back < len(rows) - 1
        if _punctuation(word) or (_is(grammar.stops, word) and not _is(grammar.links, word)):
            break
        bare = _is(grammar.determiners, word) and not _is(grammar.links, word)
        if bare and not (linked and _is("of|by|for|de|d['’]|par|pour|du", rows[back - 1])):
            break
        taken.insert(0, word)
    return _trim(taken, grammar)


def _change(left: Sequence[_Word], grammar: Grammar) -> str:
    """Return "increase" or "decrease" when the words before a percentage say so, with the subject's noun."""
    for back, word in enumerate(reversed(left[-4:])):
        for pattern, noun in grammar.rises:
            if _is(pattern, word) and not _is(grammar.adverbs, word):
                return noun if back < 4 else ""  # noqa: PLR2004 - within four words
    return ""


def _verb(left: Sequence[_Word], grammar: Grammar) -> tuple[str, int]:
    """Return the noun for the nearest verb before the figure, and where the verb stands (end of the words: none)."""
    for back, word in enumerate(reversed(left)):
        if back > REACH or word.text in ";:.":
            break
        for pattern, done, planned in grammar.verbs:
            if _is(pattern, word):
                at = len(left) - back - 1
                plan = word.low.endswith("ing") or any(_is(grammar.planned, each) for each in left[max(0, at - 3) : at])
                return planned if plan else done, word.start
    return "", left[-1].start + len(left[-1].text) if left else 0


def _subject(text: str, at: int, names: Sequence[Span], grammar: Grammar) -> str:
    """Return the last name before position *at* that stands where a subject does; empty when none does.

    A subject opens the sentence or follows a comma or conjunction; a name after a preposition or noun is none, nor are
    further names listed after it, nor is who only says what the subject does.
    """
    found: Span | None = None
    status, end = False, -1
    for name in names:
        if name.end > at:
            break
        between = _words(text[max(0, end) : name.start], 0) if end >= 0 else []
        listed = end >= 0 and all(word.low in {",", "and", "et", "&"} for word in between) and bool(between)
        before = _words(text[: name.start], 0)
        while before and _is(grammar.determiners, before[-1]) and not _is(grammar.subject, before[-1]):
            before.pop()
        free = not before or before[-1].text in ',;:–—-•“"«' or _is(grammar.subject, before[-1])
        if free and len(before) > 1 and before[-1].text == "," and _listed(before[-2], grammar):
            # A capital before the comma that is no known name: most likely a list of names all the same.
            free = any(other.start <= before[-2].start < other.end for other in names)
        status = status if listed else free
        end = name.end
        if status and not (listed and found):
            found = name
    if found is None or _REPORTED.search(text[found.end : at]):
        return ""
    return found.of(text)


def _listed(word: _Word, grammar: Grammar) -> bool:
    return word.text[0].isupper() and not _is(grammar.time, word)


def _trim(words: Sequence[_Word], grammar: Grammar) -> list[_Word]:
    rows = list(words)
    edge = f"{grammar.links}|{grammar.determiners}|{grammar.stops}"
    while rows and (_is(edge, rows[-1]) or _punctuation(rows[-1])):
        rows.pop()
    while rows and (_is(edge, rows[0]) or _punctuation(rows[0])):
        rows.pop(0)
    return rows


def _join(words: Sequence[_Word]) -> str:
    return re.sub(r"(['’]) ", r"\1", " ".join(word.text for word in words))
