"""Words that imply a number which the other side may say: "both", "the past decade", "milliardaire", "World War II"."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.context import Context, Step
from toolkit.fidelity.figures.multiples import BIRTHS, GOALS, WEALTH
from toolkit.fidelity.figures.records import ONE, Level
from toolkit.fidelity.figures.units import unit_at
from toolkit.fidelity.figures.words import roman, word_set

_COMPOUNDS: Final = """
2 biplace biplaces bimoteur bimoteurs biréacteur biréacteurs biplan biplans bicolore bicolores bilingue bilingues
2 biactif biactifs biactive biactives
2 bicéphale bicéphales bipartite bipartites bilatéral bilatérale bilatéraux bilatérales diptyque bicaméral
2 bilateral bipartisan twosome biplane diptych bicameral
3 triplace triplaces trimoteur trimoteurs triréacteur triréacteurs trilingue trilingues tripartite tripartites
3 trilatéral trilatérale trilatéraux trilatérales triptyque trilogie trilogies triade tricéphale
3 trilateral trilingual triptych trilogy threesome triad
4 quadriplace quadrimoteur quadrimoteurs quadriréacteur quadriréacteurs quadripartite quadripartites quadrilingue
4 tétralogie quadrilateral foursome tetralogy
5 quintette quintettes quintet pentalogie
6 sextuor sextuors sextet
7 septuor septuors septet
8 octuor octuors octet
"""
"""Words with a number in their first part, which the other side may count out: "bimoteur", "twin-engine"."""
GROUPS: Final[dict[str, tuple[int, str | None]]] = {
    "both": (2, None), "dual": (2, None), "bilingual": (2, None),
    "triplicate": (3, None), "triangulaire": (3, None), "triangulaires": (3, None),
    "quadrangulaire": (4, None), "quadrangulaires": (4, None),
    "couple": (2, None), "pair": (2, None), "twin": (2, None), "duo": (2, None), "either": (2, None),
    "neither": (2, None), "binôme": (2, None), "tandem": (2, None), "trio": (3, None), "quatuor": (4, None),
    "quartet": (4, None), "tertiary": (3, None),
    "latter": (2, None), "nil": (0, None), "nul": (0, None), "nulle": (0, None), "nuls": (0, None),
    "nulles": (0, None),
    "surlendemain": (2, "day"), "biennal": (2, "year"), "triennal": (3, "year"), "quinquennal": (5, "year"),
    "quinquennat": (5, "year"), "septennat": (7, "year"), "décennal": (10, "year"), "décennale": (10, "year"),
    "décennaux": (10, "year"), "décennales": (10, "year"), "quinquennale": (5, "year"), "triennale": (3, "year"),
    **{word: (int(line[0]), None) for line in _COMPOUNDS.strip().splitlines() for word in line[1:].split()},
}  # fmt: skip
"""Words that imply a number which the other side may say."""

_PERIODS: Final = {
    "decade": "decade", "century": "century", "fortnight": "fortnight", "siècle": "century", "décennie": "decade",
    "trimestre": "quarter", "semestre": "halfyear",
}  # fmt: skip


def _before_last(context: Context, index: int) -> str | None:
    """Return the unit of "the week before last", two weeks ago, and "the day before yesterday"."""
    unit = unit_at(context.tokens, index - 1, "en")
    last = context.word(index + 1) in {"last", "yesterday"}
    return unit[0] if last and unit is not None and unit[0] in {"day", "night", "week", "month", "year"} else None


_NO_GOALS: Final = frozenset({"goalless", "scoreless"})
BIRTHS_OF: Final = {
    "jumeaux": 2, "jumelles": 2, "twins": 2, "triplets": 3, "quadruplets": 4, "quintuplets": 5, "sextuplets": 6,
}  # fmt: skip
"""Children of one birth."""
FIRST: Final = word_set("largest biggest greatest leading foremost topmost")
"""English words that rank first what French counts: "1er employeur de la région", the region's biggest employer."""
_RICH: Final = {"millionnaire": 6, "millionaire": 6, "milliardaire": 9, "billionaire": 9}
_ONE_OF: Final = {"million": 6, "milliard": 9}
_VOLUMES: Final = word_set("tome volume chapitre chapter acte act livre book titre annexe annex partie part phase type")
_AGES: Final = {
    "decades": (10, "year"), "décennies": (10, "year"), "centuries": (100, "year"), "siècles": (100, "year"),
}  # fmt: skip
"""Plurals that say "dizaines d'années", "hundreds of years"."""


def implied_at(context: Context, index: int) -> Step | None:  # noqa: C901, PLR0911  one line for each form
    """Read words that imply a number the other side may say: "both" (two), "the past decade" (ten years)."""
    word = context.word(index)
    group = GROUPS.get(word)
    if group is not None:
        value, unit, last = Decimal(group[0]), group[1], index + 1
        after = index + 2 if context.word(index + 1) == "of" else index + 1
        measured = unit_at(context.tokens, after, context.language) if word == "couple" else None
        if measured:
            unit, last = measured
        return [context.reading(index, last, value, unit=unit, level=Level.WEAK)], last
    token = context.at(index)
    number = roman(token.text) if token.text.isupper() else None
    if number is not None and (context.word(index - 2), context.word(index - 1)) == ("world", "war"):
        reading = context.reading(index, index + 1, Decimal(number), kind="ordinal", level=Level.WEAK)
        return [reading], index + 1
    if number is not None and context.word(index - 1) in _VOLUMES:
        return [context.reading(index, index + 1, Decimal(number), level=Level.WEAK)], index + 1
    if number is not None and len(token.text) > 1:
        return [context.reading(index, index + 1, Decimal(number), level=Level.SILENT)], index + 1
    if word == "hat" and context.word(context.over_hyphen(index + 1)) in {"trick", "tricks"}:
        last = context.over_hyphen(index + 1) + 1
        return [context.reading(index, last, Decimal(3), key=GOALS, level=Level.WEAK)], last
    if word.rstrip("s") in _RICH:
        value = Decimal(10) ** _RICH[word.rstrip("s")]
        return [context.reading(index, index + 1, value, key=WEALTH, level=Level.WEAK)], index + 1
    if word in _ONE_OF and context.word(index - 1) in {"le", "du", "au", "ce"}:  # "le seuil du milliard"
        size = Decimal(10) ** _ONE_OF[word]
        money = unit_at(context.tokens, index + 2, "fr") if context.word(index + 1) in {"de", "d'"} else None
        unit, last = money or (None, index + 1)
        return [context.reading(index, last, size, unit=unit, scale=size, mantissa=ONE, level=Level.WEAK)], last
    if word == "brace" and context.word(index - 1) == "a":
        return [context.reading(index, index + 1, Decimal(2), key=GOALS, level=Level.WEAK)], index + 1
    if word == "every" and context.word(index + 1) == "other":
        return [context.reading(index, index + 2, Decimal("0.5"), kind="ratio", key="1/2", level=Level.WEAK)], index + 2
    if word == "journée" and context.word(index - 2) == "mi" and context.word(index - 1) == "-":
        noon = Decimal(12 * 60)
        return [context.reading(index, index + 1, noon, kind="time", key="12:00", level=Level.WEAK)], index + 1
    if word == "tiers":  # "pays tiers": third countries
        return [context.reading(index, index + 1, Decimal(3), level=Level.SILENT)], index + 1
    return _worded(context, index, word) or _era(context, index, word)


def _worded(context: Context, index: int, word: str) -> Step | None:  # noqa: PLR0911  one line for each form
    """Read "goalless" (0-0), "runner-up" and "runoff" (second)."""
    if word in BIRTHS_OF:
        return [context.reading(index, index + 1, Decimal(BIRTHS_OF[word]), key=BIRTHS, level=Level.WEAK)], index + 1
    if word in FIRST and context.language == "en" and context.word(index - 1) != "-":  # "fifth-largest"
        return [context.reading(index, index + 1, ONE, kind="ordinal", level=Level.SILENT)], index + 1
    if word in {"halfway", "midway"}:
        return [context.reading(index, index + 1, Decimal("0.5"), kind="ratio", key="1/2", level=Level.WEAK)], index + 1
    if word == "before" and (ago := _before_last(context, index)) is not None:
        return [context.reading(index, index + 2, Decimal(2), unit=ago, level=Level.WEAK)], index + 2
    if word in _NO_GOALS or (word == "vierge" and context.word(index - 1) in {"nul", "et", "score"}):
        return [
            context.reading(index, index + 1, Decimal(0), kind="identifier", key="0-0", level=Level.WEAK)
        ], index + 1
    if word in {"runner", "runners"} and context.word(context.over_hyphen(index + 1)) == "up":
        last = context.over_hyphen(index + 1) + 1
        return [context.reading(index, last, Decimal(2), kind="ordinal", level=Level.WEAK)], last
    if word == "runoff" or (word == "run" and context.word(context.over_hyphen(index + 1)) == "off"):
        last = index + 1 if word == "runoff" else context.over_hyphen(index + 1) + 1
        return [context.reading(index, last, Decimal(2), kind="ordinal", level=Level.WEAK)], last
    return None


def _era(context: Context, index: int, word: str) -> Step | None:
    """Read "siècle" and "decade", one of them, and "decades", tens of years."""
    ages = _AGES.get(word)
    if ages is not None:
        value, unit = Decimal(ages[0]), ages[1]
        return [context.reading(index, index + 1, value, unit=unit, key=f"{value}s", level=Level.WEAK)], index + 1
    if word == "quarter" and context.word(index - 1) in {"past", "last", "previous", "next", "this"}:
        return [context.reading(index, index + 1, ONE, unit="quarter", level=Level.WEAK)], index + 1
    period = _PERIODS.get(word)
    if period is None:
        return None
    return [context.reading(index, index + 1, ONE, unit=period, level=Level.WEAK)], index + 1
