"""Tell two exchanged figures from a sentence that says the same things in another order.

When two figures of one kind change places, the words beside them decide: words both languages share (names, cognates,
months, other figures) pull each figure to the place where its neighbours went.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from toolkit.fidelity.figures.compare import dimension
from toolkit.fidelity.figures.context import Context
from toolkit.fidelity.figures.records import Reading
from toolkit.fidelity.figures.words import MONTHS, word_set

_REACH: Final = 6
"""How many tokens from a figure a word can still belong to it."""

_BEFORE_DE: Final = -2
"""Place of the noun before "de": "le train de 6 h 42" is "the 6.42 train", so that it changes sides."""

_FUNCTION: Final = word_set(
    """
    de du des d' en à au aux et ou dans sur par pour contre après avant a ont est sont l' un une le la les in on
    at to of and or for by from with the an is are was were after before against as
    """
)

_PARTNERS: Final[dict[str, frozenset[str]]] = {
    source: frozenset(targets.split())
    for source, targets in {
        "sur": "of out", "parmi": "among of", "contre": "against from versus compared", "après": "after following from",
        "dont": "including whom which", "femmes": "women female", "hommes": "men male", "morts": "dead killed deaths",
        "blessés": "injured wounded", "pour": "for", "hier": "yesterday", "aujourd'hui": "today", "demain": "tomorrow",
        "matin": "morning", "soir": "evening night", "ans": "years", "enfants": "children", "filles": "girls",
        "garçons": "boys", "voix": "votes", "nord": "north", "sud": "south", "est": "east", "ouest": "west",
        "hausse": "rise up increase", "baisse": "fall down decline drop", "gain": "gain gained", "perte": "loss lost",
        "ventes": "sales", "chiffre": "revenue turnover", "bénéfice": "profit", "recettes": "revenue receipts",
        "dépenses": "spending expenditure", "logements": "housing homes house", "salariés": "employees staff workers",
        "emplois": "jobs", "postes": "jobs posts", "voitures": "cars", "eau": "water", "or": "gold",
        "argent": "silver money",
        "jeunes": "young youth", "plus": "over more", "moins": "under less fewer", "tôt": "earlier before ago",
        "entre": "between", "premier": "first", "second": "second", "gauche": "left", "droite": "right",
        "été": "summer", "hiver": "winter", "villes": "cities towns", "pays": "countries", "jours": "days",
        "semaines": "weeks", "mois": "months", "heures": "hours", "élèves": "pupils students", "écoles": "schools",
        "maisons": "houses homes", "livres": "books pounds", "hôtels": "hotels", "usines": "plants factories",
        "magasins": "stores shops", "bateaux": "boats ships", "chiens": "dogs", "chats": "cats", "adultes": "adults",
        "entrées": "starters", "plats": "mains dishes", "titre": "stock share shares", "aller": "outward",
        "retour": "return", "lieu": "instead rather", "attendu": "expected", "attendus": "expected",
        "attendue": "expected", "attendues": "expected", "prévu": "planned expected scheduled forecast",
        "prévus": "planned expected scheduled forecast", "prévue": "planned expected scheduled forecast",
        "prévues": "planned expected scheduled forecast", "espéré": "hoped", "espérés": "hoped",
        "croissance": "growth", "chômage": "unemployment", "taux": "rate", "prix": "price prices cost",
        "impôt": "tax", "impôts": "taxes tax", "dette": "debt", "déficit": "deficit", "vitesse": "speed",
        "poids": "weight", "taille": "height size", "longueur": "length", "largeur": "width", "hauteur": "height",
        "long": "long length", "large": "wide width", "haut": "high tall", "âge": "age", "loyer": "rent",
        "salaire": "salary pay wage", "bleus": "blue blues", "verts": "green greens", "rouges": "red reds",
        "travail": "work labour", "ouvriers": "workers", "cadres": "executives managers", "clients": "customers",
        "habitants": "inhabitants people residents", "étudiants": "students", "professeurs": "teachers",
        "médecins": "doctors", "infirmières": "nurses", "soldats": "soldiers", "otages": "hostages",
        "avions": "planes aircraft", "navires": "ships", "trains": "trains", "routes": "roads", "ponts": "bridges",
        "arbres": "trees", "vaches": "cows", "moutons": "sheep", "blé": "wheat", "maïs": "maize corn",
        "pétrole": "oil", "charbon": "coal", "acier": "steel", "bois": "wood", "seulement": "only just",
        "premiers": "first", "dernier": "last", "dernière": "last", "contrairement": "unlike", "dès": "from",
        "maximum": "maximum most", "moyenne": "average", "lundi": "monday", "mardi": "tuesday",
        "mercredi": "wednesday", "jeudi": "thursday", "vendredi": "friday", "samedi": "saturday",
        "dimanche": "sunday", "privé": "private", "privés": "private",
    }.items()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sides:
    """The two texts in tokens."""

    source: Context
    target: Context


@cache
def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _alike(source: str, target: str) -> bool:
    """Tell whether two words, as written, may translate each other."""
    low, other = source.lower(), target.lower()
    if other in _PARTNERS.get(low, ()):
        return True
    month = MONTHS["fr"].get(low)
    if month is not None:
        return MONTHS["en"].get(other) == month
    a, b = _plain(low), _plain(other)
    shorter = min(len(a), len(b))
    if shorter < 4:  # noqa: PLR2004  short words are alike by chance
        return a == b and shorter > 1 and source[0].isupper() and target[0].isupper()
    common = 0
    while common < shorter and a[common] == b[common]:
        common += 1
    return common >= max(4, (3 * shorter + 3) // 4)


def _words(context: Context, centre: int, skipped: range) -> list[tuple[int, str]]:
    """Return the words around a token with their distance, negative before it; names as they are written."""
    found = []
    for ahead in range(-_REACH, _REACH + 1):
        at = centre + ahead
        if ahead and at not in skipped and 0 <= at < len(context.tokens) and context.tokens[at].kind == "w":
            token = context.tokens[at]
            found.append((ahead, context.text[token.start : token.end]))
    return found


def _affinity(sides: Sides, source: Reading, target: Reading, skipped: tuple[range, range]) -> float:
    """Sum, over words alike, of how close each is to its figure; on the other side of it they count less."""
    total = 0.0
    turned = sides.source.word(source.token - 1) in {"de", "d'"}
    theirs = _words(sides.target, target.token, skipped[1])
    for ahead, word in _words(sides.source, source.token, skipped[0]):
        best = 0.0
        for other, partner in theirs:
            if _alike(word, partner):
                side = 1.0 if (ahead > 0) == (other > 0) or (turned and ahead == _BEFORE_DE) else 0.6
                best = max(best, side / (abs(ahead) * abs(other)) ** 0.5)
        total += best
    return total


def swapped(
    sides: Sides, pairs: Sequence[tuple[Reading, Reading]], fixed: Sequence[tuple[Reading, Reading]]
) -> list[tuple[int, int]]:
    """Return the pairs of indices into *pairs* (in source order) whose targets were exchanged.

    *pairs* are matches of equal value; *fixed* are all matches, which serve as neighbours too.
    """
    found: list[tuple[int, int]] = []
    used: set[int] = set()
    for i, (source, target) in enumerate(pairs):
        for j in range(i + 1, min(i + 5, len(pairs))):
            later, earlier = pairs[j]
            if earlier.token > target.token or i in used or j in used or source.figure.value == later.figure.value:
                continue
            if any((one.figure.value < 0) != (two.figure.value < 0) for one, two in (pairs[i], pairs[j])):
                continue  # "-6" is "six under", wherever the other figure stands
            if not (_one_sort(source, later) or _one_sort(target, earlier)):
                continue
            if _symmetric(sides.source, source, later) and _symmetric(sides.target, earlier, target):
                continue
            if _exchanged(sides, (source, target), (later, earlier), fixed):
                found.append((i, j))
                used |= {i, j}
    return found


def _one_sort(one: Reading, other: Reading) -> bool:
    return one.figure.kind == other.figure.kind and dimension(one.figure) == dimension(other.figure)


def _symmetric(context: Context, one: Reading, other: Reading) -> bool:
    """Tell whether two figures are the ends of a range that has no direction: "entre 10 et 18", "10-18"."""
    between = [
        token.norm for token in context.tokens[one.token + 1 : other.token] if token.start >= one.figure.span.end
    ]
    return len(between) == 1 and between[0] in {"et", "and", "-", "–", "ou", "or"}


def _bare(context: Context, reading: Reading) -> bool:
    """Tell whether nothing that could be counted follows the figure."""
    at = reading.token
    while at < len(context.tokens) and context.tokens[at].start < reading.figure.span.end:
        at += 1
    token = context.at(at)
    return token.kind != "w" or token.norm in _FUNCTION


def _partitive(context: Context, reading: Reading) -> bool:
    """Tell whether the figure is the whole of which another is a part: "sur 577", "of the 577"."""
    before = {context.word(reading.token - 1), context.word(reading.token - 2)}
    return bool(before & ({"sur", "parmi"} if context.language == "fr" else {"of", "among"}))


_BOUNDS: Final = word_set("et ou mais and or but contre against versus compared puis then tandis while whereas , ;")
"""Words and signs between the members of an enumeration or a comparison."""
_CHUNK: Final = 12
"""How many tokens a member of an enumeration is followed to each side."""


def _member(context: Context, reading: Reading) -> range:
    """Return the tokens of the member of an enumeration that holds the figure: "1,1 m en 2002"."""
    first, end = reading.token, reading.figure.span.end
    while first > max(0, reading.token - _CHUNK) and context.word(first - 1) not in _BOUNDS:
        first -= 1
    last = reading.token + 1
    while last < min(len(context.tokens), reading.token + _CHUNK) and (
        context.tokens[last].start < end or context.word(last) not in _BOUNDS
    ):
        last += 1
    return range(first, last)


def _together(
    sides: Sides,
    first: tuple[Reading, Reading],
    second: tuple[Reading, Reading],
    fixed: Sequence[tuple[Reading, Reading]],
) -> bool:
    """Tell whether each figure moved with the figures of its member: "2,5 m en 2012 et 1,1 m en 2002", reordered."""
    balance = 0
    for mine, other in ((first, second), (second, first)):
        here, there, away = (
            _member(sides.source, mine[0]), _member(sides.target, mine[1]), _member(sides.target, other[1])
        )  # fmt: skip
        if len({there, away}) == 1 or other[0].token in here:
            return False
        for source, target in fixed:
            if source.token in here and source is not mine[0]:
                kept = target.token in there
                balance += kept - (target.token in away)
    return balance > 0


def _turned_range(sides: Sides, first: tuple[Reading, Reading], second: tuple[Reading, Reading]) -> bool:
    """Tell "to 600 from 400" for "de 400 à 600": the prepositions went with the figures."""
    source, target = sides.source, sides.target
    here = (source.word(first[0].token - 1), source.word(second[0].token - 1))
    there = (target.word(first[1].token - 1), target.word(second[1].token - 1))
    return here in {("de", "à"), ("d'", "à"), ("de", "en")} and there == ("from", "to")


def _exchanged(
    sides: Sides,
    first: tuple[Reading, Reading],
    second: tuple[Reading, Reading],
    fixed: Sequence[tuple[Reading, Reading]],
) -> bool:
    if _together(sides, first, second, fixed) or _turned_range(sides, first, second):
        return False
    # The noun is left out after the second of two figures ("300 postes en mars, 500 en mai"), wherever it comes to
    # stand; then the noun after the first says nothing about which figure is which.
    left, right = range(0), range(0)
    counted = first[0].figure.kind not in {"time", "date", "identifier"}
    if counted and (_bare(sides.source, second[0]) or _bare(sides.target, first[1])):
        left = range(first[0].token, first[0].token + 3)
        right = range(second[1].token, second[1].token + 3)
    skipped = (left, right)
    kept = _affinity(sides, *first, skipped) + _affinity(sides, *second, skipped)
    crossed = _affinity(sides, first[0], second[1], skipped) + _affinity(sides, second[0], first[1], skipped)
    for source, target in (first, second):
        kept += _partitive(sides.source, source) and _partitive(sides.target, target)
    for source, target in fixed:
        if source is first[0] or source is second[0]:
            continue
        for mine, own, other in ((first[0], first[1], second[1]), (second[0], second[1], first[1])):
            distance = abs(source.token - mine.token)
            if distance <= _REACH:
                kept += 0.7 / (distance * max(1, abs(target.token - own.token))) ** 0.5
                crossed += 0.7 / (distance * max(1, abs(target.token - other.token))) ** 0.5
    return crossed >= kept
