"""Pairs for learning to condense, made of single sentences that nobody has condensed.

Two ways, by chance for each sentence:

- **lengthened**: phrases of another sentence are put in where phrases may stand, and the sentence is to be found again
  (denoising; Fevry and Phang 2018, "Unsupervised sentence compression using denoising auto-encoders");
- **trimmed**: what grammar allows to leave out is left out - brackets, non-restrictive clauses, opening connectives
  (rules after the "hedge trimmer" of Dorr, Zajic and Schwartz 2003).

Both leave every remaining word as it stands, so that a model learns to copy names and figures.
"""

# ruff: noqa: PLR2004 - the shares of each way are data, and each stands once

from __future__ import annotations

import random
import re
from typing import Final, NamedTuple

PREPOSITIONS: Final = (
    r"in|on|at|for|with|from|by|after|before|during|under|over|into|through|between|among|against|within|across|"
    r"despite|including|according to|as well as|along with|such as"
)
_CLAUSES: Final = r"which|who|whose|where|when|while|because|although|though|since|so that|as|if|unless"
_VERBALS: Final = r"(?:[a-z]{3,}(?:ing|ed))"
_OPENER: Final = re.compile(rf"(?<=\s)(?:{PREPOSITIONS}|{_CLAUSES}|and|but|or|that|to)\b|(?<=,\s){_VERBALS}\b")
"""Words a phrase begins with."""
_PHRASE: Final = re.compile(rf"(?<=\s)(?:(?:{PREPOSITIONS}|{_CLAUSES})\b|(?<=,\s){_VERBALS}\b)[^,;:.!?()\"“”]{{6,90}}")
_BRACKETS: Final = re.compile(r" ?\([^()]{3,120}\)")
_ADVERB: Final = re.compile(r"(?<=[a-z] )[a-z]{3,}ly (?=[a-z])")
CONNECTIVE: Final = (
    r"However|Moreover|Furthermore|In addition|Additionally|Indeed|Of course|For example|For instance|Therefore|Thus|"
    r"In fact|Also|Meanwhile|As a result|At the same time|In other words|To be sure|Needless to say|In particular|"
    r"First of all|In short|Finally|Instead|Still|Nevertheless|Consequently|By the way|In general|Overall"
)
_LEADING: Final = re.compile(rf"^(?:{CONNECTIVE}), (?=\w)")
_SETTING: Final = re.compile(
    r"^(?:In|On|At|During|After|Before|Since|With|As|Under|Over|For|Following|Despite) [^,;:()\"“”]{3,60}, (?=\w)"
)
"""An opening phrase of time or place: it holds no comma and stands before one."""
_AFTERTHOUGHT: Final = re.compile(
    r", (?:(?:which|who|whose|where|while|although|though|because|as well as|including|such as|along with|despite|"
    rf"with|after|before|following)\b|{_VERBALS}\b)[^,;:()\"“”]{{8,140}}(?=[.!?]$)"
)
"""What follows the last comma and could be left out."""
_INSERTED: Final = re.compile(r", (?:which|who|whose|where)\b[^,;:()\"“”]{6,100},(?= [a-z])")
_EMPTY: Final = re.compile(r"\b(?:very|really|actually|basically|simply|quite|also|just|certainly|obviously) (?=[a-z])")
"""Adverbs that carry no content."""
_DASHED: Final = re.compile(r" [–—-] [^–—.!?\"“”]{4,90} [–—-](?= )")
_END: Final = re.compile(r"([.!?][\"”')]*)$")
_WORDS: Final = re.compile(r"\S+")

SHORTEST: Final = 5
"""Words below which a sentence is left as it is: there is nothing in it to spare."""
LONGEST: Final = 70
"""Words beyond which no pair is made."""
LEAST: Final = 0.3
"""Share of the words that a trimmed sentence keeps at least."""
PLAIN: Final = 0.08
"""Share of the pairs with equal sides, so that a model also learns to leave a sentence alone."""
TRIMMED: Final = 0.5
"""Share of the sentences that are trimmed where the rules find something to trim."""


class Pair(NamedTuple):
    """A long form and the condensed form it should become."""

    long: str
    short: str


def pair_of(sentence: str, donor: str, rng: random.Random) -> Pair | None:
    """Return a pair made of *sentence*, with *donor* as another sentence to take phrases from; None: unfit."""
    size = len(_WORDS.findall(sentence))
    if not SHORTEST <= size <= LONGEST or not sentence[0].isupper() or not _END.search(sentence):
        return None
    if rng.random() < PLAIN:
        return Pair(sentence, sentence)
    if rng.random() < TRIMMED:
        short = trim(sentence, rng)
        if short != sentence:
            return Pair(sentence, short)
    long = lengthen(sentence, donor, rng)
    return None if long == sentence else Pair(long, sentence)


def phrases(sentence: str) -> list[str]:
    """Return the phrases of *sentence* that could stand in another one: prepositional, subordinate, participial."""
    found = []
    for match in _PHRASE.finditer(sentence):
        text = match[0].strip()
        # A phrase ends where the next one begins: the longest reading first, then its head alone.
        cuts = [m.start() for m in _OPENER.finditer(text) if m.start() > 12]
        found += [text, *(text[:cut].strip() for cut in cuts)]
    return [text for text in found if 2 <= len(text.split()) <= 14]


def lengthen(sentence: str, donor: str, rng: random.Random) -> str:
    """Return *sentence* with phrases of *donor* put in; the same when *donor* has none.

    A sixth to three quarters of the words of *sentence* are added.
    """
    size = len(_WORDS.findall(sentence))
    wanted = rng.uniform(0.17, 0.75) * size
    pool = phrases(donor)
    rng.shuffle(pool)
    text, added = sentence, 0
    used: list[str] = []
    if rng.random() < 0.1:
        text = f"{rng.choice(CONNECTIVE.split('|'))}, {_lowered(text)}"
    for phrase in pool:
        length = len(phrase.split())
        if phrase in text or (added and added + length > wanted) or any(old in phrase for old in used):
            continue
        text = _put(text, phrase, rng)
        used.append(phrase)
        added += length
        if added >= wanted:
            break
    adverbs = _ADVERB.findall(donor)
    spots = [m.start() for m in re.finditer(r"(?<=[a-z] )(?=[a-z]{4,}(?:ed|s|ing)? )", text)]
    if adverbs and spots and rng.random() < 0.3:
        at = rng.choice(spots)
        text = text[:at] + rng.choice(adverbs) + text[at:]
    return text


def _put(text: str, phrase: str, rng: random.Random) -> str:
    """Put *phrase* before the end, after a comma, before a phrase of the text, or at its beginning."""
    style = rng.random()
    end = _END.search(text)
    tail = end.start() if end else len(text)
    relative = re.match(rf"(?:{_CLAUSES})\b|{_VERBALS}\b", phrase)
    if style < 0.12 and not re.match(r"(?:which|who|whose|that)\b", phrase):
        return f"{phrase[0].upper()}{phrase[1:]}, {_lowered(text)}"
    spots = [m.start() for m in _OPENER.finditer(text) if m.start() > 2]
    if style < 0.45 or not spots:
        return f"{text[:tail]}{',' if relative else ''} {phrase}{text[tail:]}"
    at = rng.choice(spots)
    before = text[:at].rstrip()
    if relative and not before.endswith(","):
        return f"{before}, {phrase}, {text[at:]}"
    if style > 0.9 and not relative:
        return f"{before} ({phrase}) {text[at:]}"
    return f"{before} {phrase}{',' if before.endswith(',') else ''} {text[at:]}"


def _lowered(text: str) -> str:
    """Return *text* with a small first letter where its first word is no name: function words only."""
    first = text.split(maxsplit=1)[0]
    return text[0].lower() + text[1:] if first in _COMMON else text


_CAPITALS: Final = """
The A An This That These Those It He She We They You There In On At For With From By After Before When While If As
Our Their His Her Its Some Many Most All Each Every No Several Such Both We're It's They're He's She's That's
There's
"""
_COMMON: Final = frozenset(_CAPITALS.split())
"""Words that have a capital for their place only."""


def trim(sentence: str, rng: random.Random | None = None) -> str:
    """Return *sentence* without what grammar allows to leave out; the same when there is nothing.

    With *rng* each rule applies by chance, so that the same sentence may lose more or less.
    """
    size = len(_WORDS.findall(sentence))
    text = sentence
    for rule, share in _RULES:
        if rng is not None and rng.random() > share:
            continue
        shorter = rule.sub("", text)
        if len(_WORDS.findall(shorter)) >= max(SHORTEST, LEAST * size) and _sound(shorter):
            text = shorter
    if text == sentence:
        return sentence
    text = re.sub(r" +([,.;:!?])", r"\1", " ".join(text.split()))
    return text[0].upper() + text[1:]


_RULES: Final = (
    (_LEADING, 0.95),
    (_BRACKETS, 0.95),
    (_DASHED, 0.9),
    (_INSERTED, 0.9),
    (_AFTERTHOUGHT, 0.8),
    (_SETTING, 0.5),
    (_EMPTY, 0.8),
)


def _sound(text: str) -> bool:
    """Tell whether nothing opened stays open and the sentence still begins and ends as one."""
    return (
        text.count('"') % 2 == 0
        and text.count("“") == text.count("”")
        and text.count("(") == text.count(")")
        and _END.search(text) is not None
        and not re.match(r"(?:and|or|but|then|which|who)\b", text, re.IGNORECASE)
    )
