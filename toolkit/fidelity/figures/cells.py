"""Which words of two texts belong to which of two figures: the members of an enumeration or comparison.

Between two figures the strongest joint is looked for ("; tandis que", then "et", then a comma); the words on its two
sides, up to the next joint as strong, are the cells of the figures. Words that both languages share, or that the
dictionary translates, tell which cell of the translation answers which cell of the source.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from toolkit.fidelity.data.tables import generated
from toolkit.fidelity.figures.context import HYPHENS, Context
from toolkit.fidelity.figures.records import Reading, Token
from toolkit.fidelity.figures.words import MONTHS, word_set

_JOINTS: Final = (
    word_set("; : . tandis alors while whereas — –"),
    word_set(
        "et mais puis ou contre and but then or against versus compared quand lorsque when after après avant before"
    ),
    word_set(", ( ) dont including"),
    word_set("pour for with avec on"),
)
"""Words and signs between the members of an enumeration or a comparison, the strongest first."""
_SIDES: Final = {"pour": "for", "contre": "against"}
"""What is voted for or against."""
_FROM: Final = frozenset({"from", "de", "d'"})
_SPAN: Final = 10
"""How many words before "to" its "from" is looked for."""
_FAR: Final = 14
"""How many tokens a cell reaches from its figure at most."""
_NAMED: Final = 1.6
"""Weight of a word with a capital against one without."""
_SHORT: Final = 4
"""Letters from which words are looked up or compared by their beginnings."""


@lru_cache(maxsize=16384)
def plain(word: str) -> str:
    """Return *word* without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


@cache
def _lexicon() -> list[str]:
    return generated("lexicon.tsv")


@lru_cache(maxsize=4096)
def translations(word: str) -> frozenset[str]:
    """Return the likely English translations, without accents, of a French word in lower case."""
    key = plain(word) + "\t"
    lines = _lexicon()
    at = bisect_left(lines, key)
    if at == len(lines) or not lines[at].startswith(key):
        return frozenset()
    return frozenset(form for form in lines[at][len(key) :].split() if form not in FUNCTION)


_PARTNERS: Final[dict[str, frozenset[str]]] = {
    source: frozenset(targets.split())
    for source, targets in {
        "sur": "of out", "parmi": "among of", "contre": "against from versus compared", "après": "after following from",
        "dont": "including whom which", "femmes": "women female", "hommes": "men male", "morts": "dead killed deaths",
        "blessés": "injured wounded", "pour": "for", "hier": "yesterday", "aujourd'hui": "today", "demain": "tomorrow",
        "matin": "morning breakfast", "soir": "evening night dinner", "midi": "lunch lunchtime noon midday",
        "déjeuner": "lunch lunchtime", "dîner": "dinner supper", "goûter": "tea snack", "après-midi": "afternoon",
        "ans": "years", "enfants": "children", "filles": "girls",
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
_IRREGULAR: Final = {"women": "woman", "men": "man", "children": "child"}


def _other_number(word: str) -> str:
    """Return the singular of a plural and the plural of a singular, as most words form them."""
    return _IRREGULAR.get(word) or (word[:-1] if word.endswith("s") and len(word) > _SHORT else f"{word}s")


def _in_both_numbers(table: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Add the other number of every word: "tarif enfant" is "the fare for children"."""
    full: dict[str, frozenset[str]] = {}
    for source, targets in table.items():
        full[source] = targets | {_other_number(target) for target in targets}
    for source, targets in list(full.items()):
        full.setdefault(_other_number(source), targets)
    return full


PARTNERS: Final = _in_both_numbers(_PARTNERS)
"""French words with English ones that translate them beside a figure, which the dictionary may not have."""

FUNCTION: Final = word_set(
    """
    de du des d' en à au aux et ou dans sur par pour contre après avant a ont est sont l' un une le la les in on
    at to of and or for by from with the an is are was were after before against as qui que qu' ce cette ces se s'
    son sa ses leur leurs it its their his her has have had been be who which that this these il elle ils elles
    plus moins more less over under fait faire made make ne pas not y été
    """
)
"""Words that say nothing about which figure is which."""


def cell(context: Context, figure: Reading, row: Sequence[Reading]) -> range | None:
    """Return the cell of *figure* among the figures *row* it may be taken for; None where no joint sets it apart."""
    before = max((r for r in row if r.token < figure.token), key=lambda r: r.token, default=None)
    after = min((r for r in row if r.token > figure.token), key=lambda r: r.token, default=None)
    left = None if before is None else _joint(context, before, figure)
    right = None if after is None else _joint(context, figure, after)
    if (before is not None and left is None) or (after is not None and right is None):
        return None
    start = left[1] if left else _edge(context, figure.token, right[0] if right else 0, -1)
    end = right[1] if right else _edge(context, figure.token, left[0] if left else 0, 1)
    return range(start + 1, end)


def _joint(context: Context, one: Reading, other: Reading) -> tuple[int, int] | None:
    """Return the strength and the place of the last of the strongest joints between two figures."""
    between = [at for at in range(one.token + 1, other.token) if context.tokens[at].start >= one.figure.span.end]
    for level in range(len(_JOINTS)):
        joints = [at for at in between if _is_joint(context, at, level)]
        if joints:
            return level, joints[-1]
    for at in between:
        if context.word(at) in {"to", "à"} and not _FROM.isdisjoint(
            context.word(before) for before in range(at - _SPAN, at)
        ):
            return len(_JOINTS) - 1, at  # "from 6.5 in January to 7.8 in February"
    return None


def _is_joint(context: Context, at: int, level: int) -> bool:
    token = context.tokens[at]
    if token.norm not in _JOINTS[level]:
        return False
    if token.norm in {*_SIDES, *_SIDES.values()} and context.at(at + 1).kind not in {"n", "w", "c"}:
        return False  # "7 contre", seven against
    return not (token.text in HYPHENS and (context.glued(at) or context.glued(at + 1)))


def _edge(context: Context, start: int, level: int, step: int) -> int:
    """Return the first joint at least as strong as *level* in direction *step*, or where the text or reach ends."""
    at = start + step
    while 0 <= at < len(context.tokens) and abs(at - start) <= _FAR:
        if any(_is_joint(context, at, stronger) for stronger in range(level + 1)):
            return at
        at += step
    return at


def leaning(
    contexts: tuple[Context, Context],
    source: tuple[range, range],
    target: tuple[range, range],
    skipped: tuple[range, range],
    own: Sequence[tuple[Reading, Reading]],
    fixed: Iterable[tuple[Reading, Reading]],
) -> float:
    """Return how much the words say that the first source cell answers the first target cell, less the other way.

    *own* are the two figures, *skipped* tokens that say nothing, *fixed* other figures of both texts. The target cells
    are given in the order of the source; in the translation the second stands first.
    """
    sides = [
        [_words(contexts[side], cell, own, side, skipped[side]) for cell in cells]
        for side, cells in enumerate((source, target))
    ]
    here, there = sides
    total = 0.0
    for side in (0, 1):
        for word, near in here[side].items():
            if word in here[1 - side]:
                continue
            hits = [next((w for w in words if translates(word, w)), None) for words in there]
            if (hits[0] is None) == (hits[1] is None):
                continue
            at = 0 if hits[0] is not None else 1
            hit = hits[at] or ""
            named = word[0].isupper() and hit[0].isupper()
            weight = _NAMED if named else _SAID_ONCE if (side, at) == (0, 1) else 1.0
            weight *= min(near, there[at][hit])
            total += weight if at == side else -weight
    return total + _figures(contexts, source, target, own, fixed)


def _words(
    context: Context, cell: range, own: Sequence[tuple[Reading, Reading]], side: int, skipped: range
) -> dict[str, float]:
    """Return the words of a cell as they are written, with what each counts for its distance in clauses.

    Words that say nothing and those of the figures themselves are left out.
    """
    spans = [pair[side].figure.span for pair in own]
    figure = next((pair[side].token for pair in own if pair[side].token in cell), cell.start)
    found: dict[str, float] = {}
    for at in cell:
        token = context.at(at)
        if at in skipped or token.kind != "w" or any(span.start <= token.start < span.end for span in spans):
            continue
        if _says(token) or _voted(context, at):
            found.setdefault(token.text, _clauses(context, at, figure))
    return found


def _clauses(context: Context, at: int, figure: int) -> float:
    """Return 1 for a token in the clause of the figure, less for each comma between them."""
    first, last = sorted((at, figure))
    return _COMMA ** sum(context.word(between) in _CLAUSES for between in range(first, last))


_COMMA: Final = 0.4
"""What is left of the weight of a word beyond a comma."""
_CLAUSES: Final = frozenset({",", "(", ")"})
_SAID_ONCE: Final = 0.3
"""Weight of a word that both texts say beside the figure that comes first: verbs and nouns are left out beside the
second, whichever it is."""


def _figures(
    contexts: tuple[Context, Context],
    source: Sequence[range],
    target: Sequence[range],
    own: Sequence[tuple[Reading, Reading]],
    fixed: Iterable[tuple[Reading, Reading]],
) -> float:
    """Let other figures of the cells speak too: "30 M€ en 2023 et 45 M€ en 2024"."""
    total = 0.0
    for one, other in fixed:
        inside = [one.token in cell for cell in source], [other.token in cell for cell in target]
        if inside[0][0] == inside[0][1] or inside[1][0] == inside[1][1]:
            continue
        pair = own[0] if inside[0][0] else own[1]
        mate = own[0] if inside[1][0] else own[1]
        weight = min(_clauses(contexts[0], one.token, pair[0].token), _clauses(contexts[1], other.token, mate[1].token))
        total += weight if inside[0][0] == inside[1][0] else -weight
    return total


def _says(token: Token) -> bool:
    return token.norm not in FUNCTION and (len(token.text) > 2 or (token.text.isupper() and len(token.text) > 1))  # noqa: PLR2004


def _voted(context: Context, at: int) -> bool:
    """Tell whether "pour", "contre", "for", "against" stand without a noun: "12 pour, 7 contre"."""
    said = context.tokens[at].norm
    return (said in _SIDES or said in _SIDES.values()) and context.at(at + 1).kind not in {"n", "w", "c"}


def translates(source: str, target: str) -> bool:
    """Tell whether the dictionary, the calendar or their form say that two words, as written, translate each other."""
    low, other = source.lower(), target.lower()
    if low in _SIDES:
        return other == _SIDES[low]
    month = MONTHS["fr"].get(low)
    if month is not None:
        return MONTHS["en"].get(other) == month
    if other in PARTNERS.get(low, ()) or (len(low) > 2 and other in translations(low)):  # noqa: PLR2004
        return True
    a, b = plain(low), plain(other)
    shorter = min(len(a), len(b))
    if shorter < _SHORT:
        return a == b and source[0].isupper() and target[0].isupper()
    common = 0
    while common < shorter and a[common] == b[common]:
        common += 1
    return common >= max(_SHORT, (3 * shorter + 3) // 4)
