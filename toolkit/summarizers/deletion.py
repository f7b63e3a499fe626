"""Whether what was left out of an English sentence could be left out: the shape of each gap.

A gap is sound at the beginning when it ends at a comma, in the middle when marks enclose it or it is a word or two or a
phrase of time or place, and at the end when it begins at a mark or with a word that begins a phrase to spare.
Everything else is taken for torn: "a ferry bound" for "a ferry bound for Dover". Words only, no parser; strict, because
the whole sentence can always stand instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from toolkit.summarizers.evidence import fold
from toolkit.summarizers.words import is_function_word


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


ATTACHED: Final = _set("of to that than with for about into between against and or but nor from")
"""Words that begin what the word before them asks for, or that join it to something."""
SPARABLE: Final = _set(
    "in on at after before during while when where because since following despite including amid through across "
    " alongside near as although though which who whose until within"
)
"""Words that begin a phrase or clause which the end of a sentence can do without."""
CIRCUMSTANCE: Final = _set("in on at during since near amid within")
"""Words that begin a phrase of time or place, which can also be spared inside a sentence."""
SUBORDINATE: Final = _set(
    "if when while although though as after before because since unless despite with without following given once "
    "whether until during"
)
"""Words that begin a clause or phrase which is no sentence alone."""
RELATIVE: Final = _set("who which whose where when that whom")
ADVERBS: Final = _set(
    "also now already still again however then currently recently really very quite rather too actually indeed thus "
    "therefore meanwhile so together instead simply sometimes often always"
)
"""Adverbs that can go from inside a sentence, beside those in -ly."""
BINDING: Final = _set(
    "allegedly reportedly nearly hardly barely scarcely merely possibly probably potentially likely supposedly "
    "apparently partly only early falsely wrongly mistakenly unlikely family supply reply"
)
"""Words in -ly that change what is said, or are no adverbs."""
OPENERS: Final = _set("but and so however yet meanwhile also then still now indeed moreover instead therefore thus")
"""Words that may go from the beginning of a sentence without a comma."""
VIEWPOINT: Final = _set("for with as without")
"""Words that begin a sentence with whom or what it holds for."""
EXAMPLE: Final = frozenset({"For example,", "For instance,"})
EXAMPLES: Final = _set("including such like especially namely particularly and or")
"""Words that go on with what stands before them, so that it cannot be left out."""
NEGATORS: Final = _set("no not cannot hardly nothing never none nobody neither without nor")
_MARKS: Final = "\"'“”‘’«».,;:!?()[]"
_TRAILING: Final = re.compile(r"[.,;:!?]*$")
_VERB: Final = re.compile(r"is|are|was|were|has|have|had|will|would|can|could|may|might|said|says|\w{2,}ed")
_FINITE: Final = _set("is are was were has have had will would can could may might must")
_LINKS: Final = _set(
    "and but so a an the as with including such not even yet or nor to for especially like their its his her our"
)
"""Words with which a new phrase begins after a comma; with others a list goes on."""
_COMPARED: Final = re.compile(r"\b[Tt]he (?:more|less|\w{2,}er)\b")
_DASHES: Final = frozenset({"-", "–", "—"})
_STOPS: Final = tuple(",;:)–—")
SMALL: Final = 2
"""Words of a gap inside a sentence that need no mark around them."""
PHRASE: Final = 7
"""Words of a phrase of time or place inside a sentence."""
NEAR: Final = 6
"""Words before a cut in which a negation would lose what it denies."""


class Gap(NamedTuple):
    """Words of the source that are left out, as positions: from *start* up to *end*."""

    start: int
    end: int


def gaps(text: str, source: str) -> list[Gap] | None:
    """Return what *text* leaves out of *source*, in as few gaps as can be; None: it is more than words left out.

    Case, accents and marks around words do not count.
    """
    own, theirs = _plain(text), _plain(source)
    places = _places(own, theirs)
    if places is None:
        return None
    edges = [-1, *places, len(theirs)]
    return [Gap(a + 1, b) for a, b in pairwise(edges) if b > a + 1]


def rebuilt(text: str, source: str) -> str:
    """Return *text* in the words of *source*, its capitals, accents and apostrophes; as it is when it adds any word.

    The marks after words are those of *text*, but for a comma left between subject and verb where an insertion stood.
    """
    places = _places(_plain(text), _plain(source))
    if places is None:
        return text
    words, own = source.split(), text.split()
    made = []
    for at, (place, word) in enumerate(zip(places, own, strict=True)):
        marks = _TRAILING.search(word)
        tail = re.sub(r"^([.,;:!?])\1$", r"\1", marks[0]) if marks else ""
        gone = at + 1 < len(places) and places[at + 1] > place + 1 and words[places[at + 1] - 1].endswith(",")
        if tail == "," and gone and (_VERB.fullmatch(words[places[at + 1]]) or _bare(word) in _FINITE):
            tail = ""
        made.append(_TRAILING.sub("", words[place]) + tail)
    return " ".join(made)


def torn(text: str, source: str) -> str | None:
    """Return the beginning of the first gap of *text* that is not sound, or None."""
    found = gaps(text, source)
    if found is None:
        return "something in other words"
    words = source.split()
    inside = [gap for gap in found if gap.start > 0 and gap.end < len(words) and gap.end - gap.start > 1]
    for gap in [*inside[1:], *found]:
        if gap in inside[1:] or not _sound(gap, text, words):
            return " ".join(words[gap.start : gap.end][:NEAR])
    return None


def _places(own: Sequence[str], theirs: Sequence[str]) -> list[int] | None:
    """Return where each of *own* stands in *theirs*, ascending, with the fewest interruptions; None: they do not."""
    infinite = len(theirs) + 1
    costs = [infinite] * len(theirs)
    back: list[list[int]] = []
    for row, word in enumerate(own):
        new, steps = [infinite] * len(theirs), [-1] * len(theirs)
        best, where = infinite, -1
        for at, other in enumerate(theirs):
            if at > 1 and row and costs[at - 2] < best:
                best, where = costs[at - 2], at - 2
            if word != other:
                continue
            if row == 0:
                new[at] = int(at > 0)
                continue
            new[at], steps[at] = best + 1, where
            if at and costs[at - 1] <= new[at]:
                new[at], steps[at] = costs[at - 1], at - 1
        costs = new
        back.append(steps)
    if not own or min(costs) >= infinite:
        return None
    # Of equal ways the one that reaches furthest, so that a cut end is no gap where there need be none.
    at = min(range(len(theirs)), key=lambda k: (costs[k] + (k < len(theirs) - 1), -k))
    places = [at]
    for steps in reversed(back[1:]):
        places.append(steps[places[-1]])
    return places[::-1]


def _sound(gap: Gap, text: str, words: Sequence[str]) -> bool:
    block = words[gap.start : gap.end]
    if gap.start == 0:
        setting = _bare(block[0]) in (SUBORDINATE | SPARABLE | OPENERS) - VIEWPOINT or " ".join(block[:2]) in EXAMPLE
        # A phrase of time or place with a verb in it is a clause that had a comma for a stop.
        clause = _bare(block[0]) not in SUBORDINATE and any(_bare(word) in _FINITE for word in block)
        marked = block[-1].endswith(",") and setting and not clause
        return marked or block[-1].endswith(")") or all(_bare(word) in OPENERS for word in block)
    if gap.end == len(words):
        return _end_sound(block, text, words[: gap.start])
    before, after = words[gap.start - 1], _bare(words[gap.end])
    if block[0].startswith(("(", "–", "—")) or before.endswith(_STOPS):
        short = len(block) <= SMALL and _bare(block[0]) in SUBORDINATE
        return block[-1].endswith(_STOPS) and not short and after not in EXAMPLES
    if any(word[-1] in _MARKS for word in block[:-1]):
        return False
    if _bare(block[0]) in CIRCUMSTANCE:
        return 1 < len(block) <= PHRASE and after not in (ATTACHED | SPARABLE | {"by"}) - {"that"}
    return len(block) <= SMALL and _bare(before) not in {"but", "not"} and all(_is_adverb(word) for word in block)


def _is_adverb(word: str) -> bool:
    return word.isalpha() and word not in BINDING and (word in ADVERBS or word.endswith("ly"))


def _end_sound(block: Sequence[str], text: str, kept: Sequence[str]) -> bool:
    first, stopped = _bare(block[0]), kept[-1].endswith(_STOPS)
    marked = stopped or block[0].startswith(("(", "–", "—", "-"))
    commas = any(word.endswith(",") for word in block[:-1])
    dashes = any(word in _DASHES for word in block) and sum(word in _DASHES for word in text.split()) % 2
    headed = ":" in text and not any(_bare(word) in _FINITE for word in text.rpartition(":")[2].split())
    listed = stopped and not (first in SPARABLE | RELATIVE | _LINKS or first.endswith(("ing", "ed")))
    spared = first in SPARABLE or (first == "by" and block[-1 if len(block) == 1 else 1].endswith("ing"))
    alone = "," not in text and _bare(text.split(maxsplit=1)[0]) in SUBORDINATE
    return not (
        not (spared or marked)
        or first in {"but", "unless", "except"}
        # a particle: "what is going on"
        or all(is_function_word(_bare(word), "en") and word[0].islower() for word in block)
        or any(_bare(word) in NEGATORS or word.lower().endswith(("n't", "n\u2019t")) for word in kept[-NEAR:])
        # what comes after a clause or an insertion may be the verb of the sentence
        or ((first in RELATIVE or stopped) and commas)
        or dashes
        or headed
        or listed
        or _is_adverb(_bare(kept[-1]))
        or len(text.rpartition(", ")[2].split()) <= SMALL
        or (first == "the" and _COMPARED.search(text))
        or (alone and (stopped or commas))
        or ((stopped or commas) and _still_open(text))
    )


def _still_open(text: str) -> bool:
    """Tell whether the last comma of *text* begins a clause or an apposition, after which the sentence goes on."""
    _, comma, last = text.rpartition(", ")
    words = [_bare(word) for word in last.split()]
    linked = words[1:] if words and words[0] in OPENERS else words
    begins = RELATIVE | {"a", "an", "the", "one"} | (SUBORDINATE if linked != words else set())
    return bool(comma) and bool(linked) and linked[0] in begins


def _plain(text: str) -> list[str]:
    return [_bare(word) for word in text.split()]


def _bare(word: str) -> str:
    return fold(re.sub(r"^[\"'“”‘’«(\[]+|[\"'“”»)\].,;:!?]+$", "", word)) or word
