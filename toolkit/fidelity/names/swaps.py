"""Two names that are both there, each in the place of the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from toolkit.fidelity.names import grammar, relations
from toolkit.fidelity.names.mentions import Matched, Pair
from toolkit.fidelity.names.reader import Reader
from toolkit.fidelity.names.target import Target
from toolkit.fidelity.names.tokens import Token
from toolkit.types import Link, Span

FAR: Final = 200
"""Characters between two names beyond which they are not compared."""
MAX_COMPARED: Final = 30
"""Names of one segment up to which all pairs are compared."""
TIED: Final = 0.5
"""Attention mass, 0 to 1, from which a name of the translation stands for a name of the source."""
_OFFICE_FR: Final = (
    r"(?:PDG|P-DG|DG|CEO|COO|CFO|(?:co)?fondat(?:eur|rice)|direct(?:eur|rice)|président(?:e)?|patron(?:ne)?|ministre"
    r"|chef(?:fe)?|cadre|porte-parole|analyste|gouverneure?|maire|secrétaire|élue?|députée?|eurodéputée?|sénat(?:eur|rice)"
    r"|membre|candidate?|dirigeante?|numéro un|capitaine|entraîneure?)"
)
_OFFICE_EN: Final = (
    r"(?:CEO|COO|CFO|CEOs|chief|(?:co-?)?founder|director|president|chair(?:man|woman)?|boss|head|minister|executive"
    r"|spokes(?:man|woman|person)|analyst|governor|mayor|secretary|MP|MEP|senator|member|candidate|leader|captain|coach)"
)
_HOLDS_FR: Final = re.compile(
    rf",\s(?:\w+['’ ]){{0,3}}{_OFFICE_FR}\b[\w' ’-]{{0,40}}?\s(?:d['’]|de |du |des |chez )(?:la |l['’]|le )?"
)
_HOLDS_EN: Final = re.compile(
    rf",\s(?:[\w-]+ ){{0,3}}{_OFFICE_EN}\b[\w '’-]{{0,40}}?\s(?:of|at|for)\s(?:[\w'’-]+ ){{0,3}}", re.IGNORECASE
)
"""What stands between the holder of an office and what the office belongs to."""
_BOUND_FR: Final = re.compile(rf"{_HOLDS_FR.pattern}|\s\(|,\s(?:de |du |d['’]|des )(?:la |l['’])?")
_BOUND_EN: Final = re.compile(rf"{_HOLDS_EN.pattern}|\s\(|,?\s(?:of|from|at)\s(?:the\s)?", re.IGNORECASE)
_OWNING_EN: Final = re.compile(rf"['’]s?\s(?:[\w-]+ ){{0,3}}|\s(?:[\w-]+ ){{0,2}}{_OFFICE_EN}\s", re.IGNORECASE)
"""The same where a bracket or a genitive binds the holder."""
_GENITIVE: Final = re.compile(r"\s|['’]s?\s(?:[\w-]+ ){0,3}")
_GENITIVES: Final = frozenset({"de", "d", "du", "des"})
_OWNED: Final = re.compile(r"\s?(?:de |du |d['’]|des )(?:la |l['’])?")
_LESS_FR: Final = re.compile(r"\bmoins\b(?! de \d| d['’]un)", re.IGNORECASE)
_LESS_EN: Final = re.compile(r"\b(?:less|fewer|lower|smaller|cheaper|shorter|younger|worse|slower)\b", re.IGNORECASE)
_GOVERNING: Final = tuple(
    (
        re.compile(rf"\b(?:{french})\s?(?:l['’]|la |le |les )?$", re.IGNORECASE),
        re.compile(rf"\b(?:{english}) (?:the )?$", re.IGNORECASE),
    )
    for french, english in (
        ("devant ", "ahead of"),
        ("derrière ", "behind"),
        ("selon |d['’]après ", "according to"),
        ("grâce (?:à |au |aux )", "thanks to"),
        ("malgré ", "despite|in spite of"),
        ("plutôt (?:que |qu['’])(?:à |de |d['’])?", "rather than|instead of|over|in preference to"),
        ("par ", "by"),
        ("contre |face (?:à |au |aux )", "against|over"),
        ("(?:que |qu['’])(?:à |au |aux |en |chez |de |d['’])?", "than (?:in|at|to|for|with|of)|than"),
        ("sauf |hormis |excepté ", "except|except for|apart from"),
        (r"M\. ?|monsieur ", r"Mr\.?"),
        ("Mme |Mlle |madame |mademoiselle ", r"(?:Mrs|Ms|Miss)\.?"),
    )
)
_NUMBER: Final = re.compile(r"\d+(?:[ .,'’\u00a0\u202f]\d+)*")
_REACH: Final = 24
"""Characters before a name in which a figure is taken to be about it."""


def swapped(reader: Reader, there: Target, single: Sequence[Pair]) -> list[tuple[Pair, Pair]]:
    """Return neighbouring names that changed places.

    Names that merely come in another order (genitive, passive, a quotation put first) are right; two signs tell a swap:
    figures bound to the names crosswise, or the same words between the names in both languages.
    """
    found = []
    for first, second in pairwise(single):
        if first[0].folds == second[0].folds or first[1].overlaps(second[1]) or second[1].start >= first[1].start:
            continue
        if second[0].tokens[0].start - first[0].tokens[-1].end > FAR or first[1].start - second[1].end > FAR:
            continue
        if _figures(reader, there, first, second) or _roles(reader, there, first, second):
            found.append((first, second))
    return found


def governed(reader: Reader, there: Target, single: Sequence[Pair]) -> list[tuple[Pair, Pair]]:
    """Return names of which the preposition before one stands before the other in the translation.

    ``A a gagné devant B`` against ``B won ahead of A``. Only prepositions that keep their sense in any order of words.
    """
    if not 1 < len(single) <= MAX_COMPARED:
        return []
    found: list[tuple[Pair, Pair]] = []
    ours = [_governors(reader.text[max(0, m.span.start - _REACH) : m.span.start], 0) for m, _ in single]
    if not any(ours):
        return []
    theirs = [_governors(there.text[max(0, span.start - _REACH) : span.start], 1) for _, span in single]
    for kind in range(len(_GOVERNING)):
        a = [pair for pair, kinds in zip(single, ours, strict=True) if kind in kinds]
        b = [pair for pair, kinds in zip(single, theirs, strict=True) if kind in kinds]
        if len(a) == len(b) == 1 and a[0] is not b[0] and not a[0][1].overlaps(b[0][1]):
            owner = reader.text[a[0][0].span.end : max(a[0][0].span.end, b[0][0].span.start)]
            if _OWNED.fullmatch(owner) or _opposite(reader.text, there.text):
                continue
            between = there.text[b[0][1].end : max(b[0][1].end, a[0][1].start)]
            if not _GENITIVE.fullmatch(between):  # devant la Clio de Renault: ahead of Renault's Clio
                found.append((a[0], b[0]))
    return found[:1]


def _opposite(french: str, english: str) -> bool:
    """Tell whether only one of two texts compares downwards (moins cher à A qu'à B: dearer in B than in A)."""
    return bool(_LESS_FR.search(french)) != bool(_LESS_EN.search(english))


@lru_cache(maxsize=4096)
def _governors(before: str, side: int) -> tuple[int, ...]:
    """Return which of `_GOVERNING` ends the words before a name."""
    return tuple(kind for kind, patterns in enumerate(_GOVERNING) if patterns[side].search(before))


def inverted(reader: Reader, there: Target, matched: Matched) -> list[tuple[Pair, Pair]]:
    """Return names of which the holder of an office in the source is what the office belongs to in the translation.

    ``Adam Sullivan, PDG de Core Scientific`` against ``CoreWeave, CEO of Adam Sullivan``.
    """
    single = [(m, spans[0]) for m, spans in matched if spans and m.strong]
    holders = {
        first[0].folds
        for first, second in pairwise(single)
        if _HOLDS_FR.fullmatch(reader.text[first[0].span.end : max(first[0].span.end, second[0].span.start)])
    }
    placed = sorted(single, key=lambda pair: pair[1].start)
    return [
        (second, first)
        for first, second in pairwise(placed)
        if second[0].folds in holders
        and first[0].folds not in holders
        and _HOLDS_EN.fullmatch(there.text[first[1].end : max(first[1].end, second[1].start)])
    ]


def rebound(reader: Reader, there: Target, single: Sequence[Pair]) -> list[tuple[Pair, Pair]]:
    """Return what two offices belong to when each has the holder of the other one in the translation.

    ``Cook, patron d'Apple, … Nadella, patron de Microsoft`` against ``Cook, head of Microsoft, … Apple's Nadella``.
    """
    if not 3 < len(single) <= MAX_COMPARED or len({m.folds for m, _ in single}) < len(single):  # noqa: PLR2004 - two holders, two offices
        return []
    ours = {
        holder: owner
        for holder, owner in pairwise(range(len(single)))
        if _BOUND_FR.fullmatch(reader.text[single[holder][0].span.end : single[owner][0].span.start])
    }
    if len(ours) < 2:  # noqa: PLR2004 - as above
        return []
    placed = sorted(range(len(single)), key=lambda k: single[k][1].start)
    theirs: dict[int, int] = {}
    for first, second in pairwise(placed):
        between = there.text[single[first][1].end : max(single[first][1].end, single[second][1].start)]
        if first in ours and _BOUND_EN.fullmatch(between):
            theirs[first] = second
        elif second in ours and _OWNING_EN.fullmatch(between):
            theirs[second] = first
    for one, other in pairwise(sorted(ours)):
        if ours[one] != ours[other] and theirs.get(one) == ours[other] and theirs.get(other) == ours[one]:
            return [(single[ours[one]], single[ours[other]])]
    return []


def crossed(single: Sequence[Pair], alignment: Sequence[Link]) -> list[tuple[Pair, Pair]]:
    """Return names of which each is linked to the other one's place.

    Both must be linked so by at least `TIED` of the attention mass, the mean over their words: one-sided or weak links
    are noise.
    """
    if not alignment or len(single) > MAX_COMPARED:
        return []
    found = []
    for place, first in enumerate(single):
        for second in single[place + 1 :]:
            apart = first[0].folds != second[0].folds and not first[1].overlaps(second[1])
            if apart and _tie(alignment, second[0].span, first[1]) and _tie(alignment, first[0].span, second[1]):
                found.append((first, second))
    return found


def _tie(alignment: Sequence[Link], source: Span, target: Span) -> bool:
    """Tell whether the words of a target range are linked to a source range by enough of the mass."""
    words = {link.target for link in alignment if link.target.overlaps(target)}
    mass = sum(link.weight for link in alignment if link.target.overlaps(target) and link.source.overlaps(source))
    return bool(words) and mass >= TIED * len(words)


def _figures(reader: Reader, there: Target, first: Pair, second: Pair) -> bool:
    """Tell whether the figure before each name stands before the other one in the target."""
    a, b = _figure(reader.text, first[0].span), _figure(reader.text, second[0].span)
    c, d = _figure(there.text, first[1]), _figure(there.text, second[1])
    return bool(a and b) and a != b and (a, b) == (d, c)


def _figure(text: str, span: Span) -> str | None:
    before = text[max(0, span.start - _REACH) : span.start]
    numbers = _NUMBER.findall(before)
    return re.sub(r"\D", "", numbers[-1]) if numbers else None


def _roles(reader: Reader, there: Target, first: Pair, second: Pair) -> bool:
    """Tell whether the words between the names are the same, so that subject and object changed places."""
    between = [t for t in reader.tokens if first[0].span.end <= t.start < second[0].span.start]
    after = [t for t in there.tokens if second[1].end <= t.start < first[1].start]
    if not between or not after or len(after) > len(between) + 3:
        return False
    if any("," in t.gap or ";" in t.gap or ":" in t.gap for t in between) or between[0].fold in _GENITIVES:
        return False
    verbs = {t.fold for t in between if not grammar.is_function(t, "fr")}
    english = {t.fold for t in after}
    if "ahead" in english:
        english.discard("of")
    listed = tuple(stem for verb in verbs for stem in relations.verbs(verb))
    if listed and not any(word.startswith(listed) for word in english):
        return False  # a converse verb: Lyon accueille Lille, Lille travel to Lyon
    given = any(t.text in {"à", "au", "aux"} for t in between) and english & grammar.words("passive", "en")
    voiced = ("par" in {t.fold for t in between}) == ("by" in english)
    if given or not voiced or verbs & grammar.words("inverted_verbs", "fr"):
        return False  # X est remis à A: A is awarded X
    if not verbs or "s" in english or "of" in english or not (english - grammar.words("function", "en")):
        return False
    return _opens(reader.tokens, first[0].span) and _opens(there.tokens, second[1])


def _opens(tokens: Sequence[Token], span: Span) -> bool:
    """Tell whether a name opens its sentence, articles and titles aside."""
    before = [t for t in tokens if t.end <= span.start]
    return all(t.fold in grammar.words("titles") or t.fold in {"le", "la", "les", "l", "the", "m"} for t in before[-3:])
