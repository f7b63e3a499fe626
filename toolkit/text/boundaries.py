"""Which full stops, question and exclamation marks end a sentence in French press text.

Where a rule has to choose, it joins rather than splits: a name cut in two ("B. | Riley") is lost to the translation,
two sentences in one segment are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from toolkit.text import abbreviations as known

_EMOJI: Final = "\u2190-\u21ff\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff"
_BLANK: Final = r"[ \u00a0\u202f\u2009]"
_TERMINATOR: Final = re.compile(
    rf"""
    (?<![.!?…‽])
    (?P<mark> [.!?…‽]+ (?: {_BLANK}[!?]+ ){{0,3}} )
    (?: [»”’"')\]]{{1,4}} | {_BLANK}{{1,3}}» | {_BLANK}[”"](?=\s|$)   # closing quotes and brackets, spaced or not
      | [¹²³⁰⁴-⁹]{{1,3}} | \[\d{{1,3}}\]                            # calls for notes
      | {_BLANK}?[{_EMOJI}]{{1,20}}(?=\s|$)
    ){{0,4}}
    (?P<gap> \s+ )
    """,
    re.VERBOSE,
)
"""Every repetition that could be tried in more than one way is bounded: the search is linear in the text."""
_OPENING: Final = re.compile(r"[«“„\"'‘’(\[¿¡]{0,4}\s{0,4}[«“„\"'‘’(\[–—-]{0,4}\s{0,4}")
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_LAST_WORD: Final = re.compile(r"(?:[^\W\d_]\.-?)*[^\W_]+$|[^\s(«“\"'’]+$")
_BRAND: Final = re.compile(r"[a-z]{1,2}[A-Z]")
_CREDIT: Final = re.compile(r"[–—-]\s[^.!?…]*\Z")
_INITIALS: Final = re.compile(r"(?:[^\W\d_a-zà-ÿ]h?\.-?)*[^\W\d_a-zà-ÿ]h?")
_HYPHENATED: Final = re.compile(r"[^\W\d_]+-[^\W\d_a-zà-ÿ]h?")
_BEFORE: Final = re.compile(r"([^\W\d_]+)[\s\u00a0]+$")
_DE: Final = re.compile(r"De (?:plus|nombreu|nouveau|son|leur|fait|quoi|même|tel)")
_SHORT: Final = 3
"""Letters up to which a word before a full stop and a small letter is taken for an abbreviation."""
_NUMERAL: Final = re.compile(r"(?:\d|[IVXLC]+\b(?!['’])|[A-Z]\.\s?\d|°)")
_ELLIPSES: Final = ("...", "…")
_REACH: Final = 60
"""Characters before a full stop that are looked at."""
_CREDIT_LENGTH: Final = 160
"""Longest attribution after a closed quotation, in characters."""


class Proposal(NamedTuple):
    """A place where a sentence may end."""

    end: int
    """One past the mark, before closing quotes."""
    next: int
    """First character after the gap."""
    mark: str
    """The marks themselves."""
    closed: bool = False
    """Whether a closing quotation mark follows the mark."""


def proposals(text: str) -> Iterator[Proposal]:
    """Yield every place where a Latin end mark is followed by a space, in order."""
    for match in _TERMINATOR.finditer(text):
        closing = text[match.end("mark") : match.start("gap")]
        yield Proposal(match.end("mark"), match.end(), match["mark"], bool(re.search(r"[»”\"]", closing)))


def opens_sentence(text: str, at: Proposal, *, lowercase_opens: bool = False) -> bool:
    """Tell whether a sentence begins at ``at.next``. With *lowercase_opens* it may begin with a small letter."""
    opening = _OPENING.match(text, at.next)
    first = opening.end() if opening else at.next
    if first >= len(text) or not _may_begin(text, first, lowercase_opens=lowercase_opens):
        return False
    if at.closed and _CREDIT.match(text[at.next : at.next + _CREDIT_LENGTH]):
        return False
    if at.mark in _ELLIPSES and text[first].isdigit():
        return False
    before = text[max(0, at.end - _REACH) : at.end].rstrip(".!?… \u00a0\u202f")
    if at.mark == ".":
        return _ends_with_stop(before, _next_words(text, first), text[first : first + 12])
    return not (at.mark == "!" and text[at.end - 2 : at.end - 1].isalpha() and _last_word(before) in known.BRANDS)


def _may_begin(text: str, first: int, *, lowercase_opens: bool) -> bool:
    char = text[first]
    if char.islower():
        return lowercase_opens or _BRAND.match(text, first) is not None
    return char.isalnum() or not re.match(r"[.,;:!?…»”)\]%]", char)


def _next_words(text: str, first: int) -> str:
    match = _WORD.match(text, first)
    return match.group().replace("’", "'") if match else ""


def _last_word(before: str) -> str:
    match = _LAST_WORD.search(before)
    return match.group() if match else ""


def _ends_with_stop(before: str, following: str, ahead: str) -> bool:
    """Tell whether the full stop after *before* ends a sentence, by the word before and the word after it."""
    word = _last_word(before)
    opener = following.split("'", maxsplit=1)[0] + ("'" if "'" in following else "")
    if following[:1].islower() and (len(word) <= _SHORT or word.lower() in known.BOUND):
        return False
    clear = (
        following in known.OPENERS
        or _DE.match(ahead) is not None
        or opener in ("C'", "J'", "L'", "D'", "N'", "Qu'", "S'", "Aujourd'")
    )
    if word in known.TITLES or word.lower() in known.INSIDE:
        return False
    if word.endswith("J.-C"):
        return clear or following in known.ARTICLES
    if _INITIALS.fullmatch(word) or _HYPHENATED.fullmatch(word):
        return _after_initial(before, word, following, clear=clear)
    if word.lower() in known.BOUND or word in known.COMPANIES:
        return clear or (following in known.ARTICLES and not ahead.startswith("L."))
    return not (word.lower() in known.NUMBERED and _NUMERAL.match(ahead))


def _after_initial(before: str, word: str, following: str, *, clear: bool) -> bool:
    """Decide after "B." or "U.S.A.": the end only where a sentence clearly opens and no name goes on."""
    previous = _BEFORE.search(before[: len(before) - len(word)])
    labelled = previous is not None and previous[1].islower() and previous[1] not in known.PREPOSITIONS
    return clear or ((labelled or len(word) > 1) and following in known.ARTICLES and len(following) > 1)
