"""Round numbers said with a noun: "une douzaine", "des centaines de milliers", "half a million", "a score of"."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.context import Context
from toolkit.fidelity.figures.numerals import COLLECTIVES, SCALES, spelled
from toolkit.fidelity.figures.records import ONE, Amount

HALF: Final = Decimal("0.5")
OF: Final = {"fr": frozenset({"de", "d'", "des"}), "en": frozenset({"of"})}
INDEFINITE: Final = {
    "fr": {word: Decimal(value) for word, value in (
        ("dizaines", 10), ("douzaines", 10), ("centaines", 100), ("milliers", 1000), ("millions", 10**6),
        ("milliards", 10**9),
    )},
    "en": {word: Decimal(value) for word, value in (
        ("tens", 10), ("dozens", 10), ("scores", 10), ("hundreds", 100), ("thousands", 1000), ("millions", 10**6),
        ("billions", 10**9), ("trillions", 10**12),
    )},
}  # fmt: skip
SEVERAL: Final = frozenset(["plusieurs", "quelques", "several", "few"])
_EN_AFTER_SEVERAL: Final = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 10}


def magnitude_at(context: Context, index: int, *, several: bool) -> Amount | None:
    """Read "des centaines de milliers", "hundreds of thousands", "several hundred"."""
    language = context.language
    word = context.word(index)
    size = INDEFINITE[language].get(word)
    many = context.over_hyphen(index + 1)
    if word == "multi" and context.word(many) in SCALES[language]:  # "a multi-million pound fine"
        return Amount(index, many + 1, SCALES[language][context.word(many)], approximate=True, indefinite=True)
    if word in {"scores", "tens"} and context.word(index + 1) != "of":
        return None
    if size is None and several and language == "en" and word in _EN_AFTER_SEVERAL:
        size = Decimal(_EN_AFTER_SEVERAL[word])
    if size is None:
        return None
    last = index + 1
    inner = context.word(last + 1)
    scale = ONE
    if context.word(last) in OF[language] and inner in SCALES[language] and inner != "mille":
        scale, last = SCALES[language][inner], last + 2
    elif language == "en" and context.word(last) in SCALES["en"]:
        scale, last = SCALES["en"][context.word(last)], last + 1
    return Amount(index, last, size, scale, approximate=True, indefinite=True, spelled=True)


def collective_at(context: Context, index: int) -> Amount | None:
    """Read "une douzaine", "deux dizaines", "une centaine de milliers", "demi-douzaine"."""
    word = context.word(index)
    count, at = ONE, index
    if word in {"une", "un"}:
        at = index + 1
    elif word in {"demi", "demie"} and context.word(index + 1) in COLLECTIVES:
        count, at = HALF, index + 1
    elif word in {"demi", "demie"} and context.word(index + 2).rstrip("s") in COLLECTIVES:
        count, at = HALF, index + 2
    else:
        found = spelled(context.tokens, index, "fr")
        if found and context.word(found[1]).rstrip("s") in COLLECTIVES:
            count, at = found
    noun = context.word(at)
    if context.at(at - 1).kind == "n" and at == index:
        return None
    if noun in {"bonne", "petite", "grosse", "demi", "demie", "bon", "petit", "gros"}:
        if noun in {"demi", "demie"}:
            count, at = HALF, at + 1 if context.word(at + 1) == "-" else at
        at += 1
        noun = context.word(at)
    size = COLLECTIVES.get(noun.rstrip("s") if count != 1 else noun)
    if size is None:
        return None
    scale, last = ONE, at + 1
    inner = context.word(last + 1)
    if context.word(last) in {"de", "d'"} and inner in SCALES["fr"] and inner != "mille":
        scale, last = SCALES["fr"][inner], last + 2
    return Amount(index, last, count * size, scale, approximate=True, spelled=True, dozen=size in {10, 12})


def dozen_at(context: Context, index: int) -> Amount | None:
    """Read "a dozen", "two dozen", "half a dozen", "a score of", "half a million"."""
    word = context.word(index)
    count, at = ONE, index
    if word == "half":
        at = context.over_hyphen(index + 1)
        if context.word(at) in {"a", "an"}:
            at = context.over_hyphen(at + 1)
        count = HALF
    elif word in {"a", "an", "one"}:
        at = index + 1
    else:
        found = spelled(context.tokens, index, "en")
        if found:
            count, at = found
    noun = context.word(at)
    if noun == "dozen":
        return Amount(index, at + 1, count * 12, approximate=count == 1, spelled=True, dozen=count == 1)
    of = at + 3 if (context.word(at + 1), context.word(at + 2)) == ("or", "so") else at + 1
    if (
        noun == "score"
        and context.word(of) == "of"
        and word in {"a", "an"}
        and context.at(of + 1).kind == "w"
        and not spelled(context.tokens, of + 1, "en")
    ):
        return Amount(index, at + 1, Decimal(20), approximate=True, spelled=True)
    if count == HALF and noun in SCALES["en"]:
        return Amount(index, at + 1, HALF, SCALES["en"][noun], spelled=True)
    return None
