"""Amounts as figures: ranges, articles, "neuf" the adjective, and words that imply a number."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.amounts import amount_at, is_money
from toolkit.fidelity.figures.context import HYPHENS, Context, Step
from toolkit.fidelity.figures.dates import date_at, year_at
from toolkit.fidelity.figures.fractions import PLAIN_WORD_AFTER
from toolkit.fidelity.figures.multiples import lessens
from toolkit.fidelity.figures.part_years import months_to, period_of_months
from toolkit.fidelity.figures.records import ONE, Amount, Level, Reading
from toolkit.fidelity.figures.units import UNITS
from toolkit.fidelity.figures.versions import version_key
from toolkit.fidelity.figures.words import (
    word_set,
)
from toolkit.types import Figure

_JOINING: Final = {
    "fr": frozenset({"à", "-", "–", "—", "ou"}), "en": frozenset({"to", "-", "–", "—", "or", "through"}),
}  # fmt: skip
_NEUF_NOUN: Final = word_set(
    """
    de d' des du et ou à au aux pour en est sont était qui que par avec sans sur dans mais ne se s' plus a ont
    """
)
_BEFORE_NEUF: Final = word_set(
    """
    les des de d' à en par pour sur sous dans et ou ont a ces ses leurs nos vos mes tes cette aux depuis pendant
    avec près environ quelque entre vers dont après avant moins plus toutes tous seulement seuls seules seul
    """
)


def _is_new(context: Context, index: int) -> bool:
    """Tell "un véhicule neuf" (new) from "neuf véhicules" (nine)."""
    if context.language != "fr" or context.word(index) != "neuf":
        return False
    before, after = context.at(index - 1), context.at(index + 1)
    if after.norm in {"est", "sont", "était", "qui"}:
        return True
    if after.norm in HYPHENS or context.word(index - 1) in HYPHENS:
        return False
    if before.norm == "plus" and context.word(index - 2) in {"le", "la", "les"} and after.norm == "possible":
        return True
    if after.kind != "w" or (after.norm in _NEUF_NOUN and after.norm not in {"sur", "à", "ou", "et"}):
        return before.kind == "w" and before.norm not in _BEFORE_NEUF
    return not (
        before.kind != "w"
        or before.norm in _BEFORE_NEUF
        or after.norm[-1] in "sx"
        or after.norm in {"cent", "mille", "sur", "mois", "heures", "ans"}
    )


def amounts_at(context: Context, index: int) -> Step | None:  # noqa: PLR0911  one line for each form
    """Read an amount, or the two ends of a range: the first end takes scale and unit of the second."""
    if _is_new(context, index):
        return None
    amount = amount_at(context, index)
    if amount is None:
        return None
    if amount.article:
        return _article(context, amount)
    something = context.over_hyphen(amount.last)
    if context.word(something) in {"something", "somethings"} and something > amount.last:
        key = f"{amount.value:f}s"
        return [
            context.reading(index, something + 1, amount.value, kind="date", key=key, level=Level.WEAK)
        ], something + 1
    closed = months_to(context, amount, _reading(context, amount)) if amount.unit == "month" else None
    if closed is not None:
        return closed
    level = _uncounted(context, amount)
    if level is not None:
        reading = _reading(context, amount)._replace(level=level, loose=level is Level.SILENT)
        return [reading], amount.last
    return _range(context, amount, index)


def _range(context: Context, amount: Amount, index: int) -> Step:
    connector = context.word(amount.last)
    between = context.word(index - 1) in {"entre", "between"} and connector in {"et", "and"}
    if connector in _JOINING[context.language] or between:
        if connector in HYPHENS and not (context.glued(amount.last + 1) or not context.glued(amount.last)):
            return [_reading(context, amount)], amount.last
        second = amount_at(context, amount.last + 1, amount.unit if is_money(amount.unit) else None)
        if date_at(context, amount.last + 1) is not None or _day_and_hour(context, amount):
            second = None
        if second is not None and not second.article and _same_sort(context, amount, second):
            first = _share_unit(context, amount, second)
            second = second._replace(unit=second.unit or first.unit)
            low = _reading(context, first, bare=amount)
            thousands = _in_thousands(first, second)
            if thousands is not None:  # "de 20 à 30 000"
                meant = context.figure(first.first, first.last, thousands, unit=first.unit)
                low = low._replace(others=(*low.others, meant))
            return [low, _reading(context, second)], second.last
    return [_reading(context, amount)], amount.last


def _in_title(context: Context, amount: Amount) -> bool:
    """Tell the number word of a name, "Ocean's Eleven", which has a capital, counts nothing and ends the name."""
    word, before = context.at(amount.first), context.at(amount.first - 1)
    place = context.over_hyphen(amount.last)
    if place > amount.last and word.text[:1].isupper() and amount.spelled and context.at(place).text[:1].isupper():
        return True  # "Trois-Rivières", "Deux-Sèvres"
    if context.language != "en" or not amount.spelled or amount.unit is not None or not word.text[:1].isupper():
        return False
    after = context.at(amount.last)
    named = before.text[:1].isupper() or (before.norm == "s" and context.word(amount.first - 2) in {"'", "’"})
    war = context.word(amount.first - 1) == "war"
    return named and not war and (after.kind != "w" or after.norm in PLAIN_WORD_AFTER) and amount.first > 1


_WEEKDAYS: Final = word_set("lundi mardi mercredi jeudi vendredi samedi dimanche le")


def _day_and_hour(context: Context, amount: Amount) -> bool:
    """Tell "jeudi 12 à 20 heures", a day and a time, from a range of hours."""
    if context.language != "fr" or amount.unit is not None or context.word(amount.last) != "à":
        return False
    at = amount.last + 1
    if context.word(amount.first - 1) not in _WEEKDAYS or context.at(at).kind != "n":
        return False
    return context.word(at + 1) in {"h", "heures", "heure"}


def _uncounted(context: Context, amount: Amount) -> Level | None:
    """Return the level of a number that counts nothing: in a name, or a pronoun; None for one that counts."""
    if _in_title(context, amount):
        return Level.SILENT
    if amount.spelled and amount.value in {2, 3} and context.word(amount.first - 1) in {"numéro", "numéros"}:
        return Level.WEAK  # "le numéro deux du parti" is its deputy leader
    if context.word(amount.first - 1) in {"+", "bac"} and "bac" in {
        context.word(amount.first - 2),
        context.word(amount.first - 1),
    }:
        return Level.WEAK  # "un diplôme bac+5" is a master's degree
    if amount.unit == "times" and amount.value == 1:
        return Level.WEAK  # "1 fois par semaine", "once a week"
    nothing = amount.spelled and amount.value == 0 and context.over_hyphen(amount.last) > amount.last
    return Level.WEAK if nothing or _pronoun(context, amount) or _is_rate(context, amount) else None


def _is_rate(context: Context, amount: Amount) -> bool:
    """Tell the "1 euro" of "1 euro pour 1,08 dollar", which is "1.08 dollars to the euro"."""
    if amount.value != 1 or amount.scale != 1 or not is_money(amount.unit):
        return False
    return context.word(amount.last) in {"pour", "="} or context.word(amount.first - 1) in {"pour", "="}


def _pronoun(context: Context, amount: Amount) -> bool:
    """Tell whether the number counts nothing itself: "les deux sont", "un deux-pièces", "entre deux averses"."""
    if amount.spelled and context.word(amount.last) == "-" and context.word(amount.last + 1) in {"pièces", "pièce"}:
        return True
    if amount.spelled and amount.unit is None and amount.value <= 4 and _together(context, amount):  # noqa: PLR2004
        return True
    if amount.spelled and amount.value == 2 and amount.unit is None and _definite(context, amount):  # noqa: PLR2004
        return True
    if context.word(amount.first - 1) == "entre" and amount.value == 2 and amount.spelled:  # noqa: PLR2004
        return context.word(amount.last) != "et" and amount.unit is None
    if (
        not amount.spelled
        or amount.value != Decimal(2)
        or amount.unit
        or context.word(amount.first - 1) not in {"les", "des", "the"}
    ):
        return False
    after = context.at(amount.last)
    return after.kind != "w" or after.norm in _VERBS


_PRONOUNS: Final = frozenset({"eux", "elles", "nous", "vous"})
_EACH: Final = frozenset({"tous", "toutes", "tout"})
_THE: Final = {
    "fr": frozenset({"les", "ces", "des", "aux", "ses", "leurs", "nos", "vos", "mes", "tes"}),
    "en": frozenset({"the", "these", "those", "its", "their", "our", "your", "his", "her"}),
}


def _together(context: Context, amount: Amount) -> bool:
    """Tell "à eux deux" and "à elles trois", which is "together"."""
    before = context.word(amount.first - 1) in _PRONOUNS
    return before and context.word(amount.first - 2) in {"à", "entre", "d'", "de"}


def _definite(context: Context, amount: Amount) -> bool:
    """Tell "les deux pays", "tous deux", "these two": what was said before, which a pronoun or plural may replace."""
    before = context.word(amount.first - 1)
    if before in _EACH:
        return True
    return before in _THE[context.language] and context.word(amount.first - 2) not in {*_EACH, "l'un", "l'une"}


_VERBS: Final = word_set(
    """
    sont ont peuvent étaient avaient seront vont doivent font restent et se s' ne n' are were have can will do
    may must had would could should
    """
)


def _same_sort(context: Context, first: Amount, second: Amount) -> bool:
    if first.unit is not None and second.unit is not None:
        return first.unit == second.unit
    if year_at(context, second.first) is not None and second.unit is None:
        return False
    return first.unit is None or UNITS[first.unit].dimension == "money" or second.unit is not None


_ROUND: Final = {"fr": {"mille": 1000, "cent": 100, "cents": 100}, "en": {"thousand": 1000, "hundred": 100}}


def _round_scale(context: Context, first: Amount, second: Amount) -> Decimal:
    """Return the hundred or thousand that ends the second of two numbers and serves both: "cinq à six mille"."""
    size = _ROUND[context.language].get(context.tokens[second.last - 1].norm)
    if size is None:
        at = second.last - 1
        while at > second.first and context.tokens[at].norm not in _ROUND[context.language]:
            at -= 1
        size = _ROUND[context.language].get(context.tokens[at].norm) if at > second.first else None
    if size is None or second.scale != 1 or second.mantissa > _LONGEST or second.mantissa % size:
        return ONE
    return Decimal(size) if 0 < first.mantissa < second.mantissa / size else ONE


def _share_unit(context: Context, first: Amount, second: Amount) -> Amount:
    scale = first.scale
    if first.scale == 1 and first.mantissa == int(first.mantissa):
        scale = _round_scale(context, first, second)
    if first.scale == 1 and second.scale > 1 and abs(first.mantissa) < 1000 and not first.indefinite:  # noqa: PLR2004
        scale = second.scale
    return first._replace(unit=first.unit or second.unit, scale=scale)


_LONGEST: Final = 10**15
"""Numbers above are no ends of a range with thousands; remainders of very long ones cannot be had."""


def _in_thousands(first: Amount, second: Amount) -> Decimal | None:
    """Return the first end of "20 à 30 000" in thousands, as it may be meant."""
    if first.scale != 1 or second.scale != 1 or second.mantissa > _LONGEST:
        return None
    whole = second.mantissa % 1000 == 0 and first.mantissa == int(first.mantissa)
    return first.mantissa * 1000 if whole and 0 < first.mantissa < second.mantissa / 1000 else None


def _reading(context: Context, amount: Amount, *, bare: Amount | None = None) -> Reading:
    others: tuple[Figure, ...] = ()
    if context.language == "fr" and amount.scale == 1:
        others = _english_grouping(context, amount)
    elif amount.unit == "m" and context.glued(amount.last - 1) and context.word(amount.last - 1) == "m":
        million = Decimal(10) ** 6  # "1.7m people"
        others = (context.figure(amount.first, amount.last, amount.value * million),)
    if bare is not None and bare.scale != amount.scale:
        others = (context.figure(amount.first, amount.last, bare.value, unit=amount.unit),)
    if context.word(amount.first - 1) == "en" and amount.spelled and amount.unit is None and 2 <= amount.value <= 4:  # noqa: PLR2004
        part = context.figure(amount.first, amount.last, ONE / amount.value, kind="ratio", key=f"1/{amount.value}")
        others = (*others, part)  # "coupé en deux" is "cut in half"
    others = (*others, *_lengths(context, amount))
    if amount.unit in _DEGREES and context.at(amount.last - 2).kind == "n":  # "12C" may be a seat
        others = (*others, context.figure(amount.first, amount.last, amount.value))
    key = None if amount.unit or amount.scale != 1 else version_key(context, amount.first)
    if amount.indefinite:
        key = f"{amount.value.normalize():f}s"
    elif amount.unit == "times" and amount.value and lessens(context, amount.last):
        inverse = ONE / amount.value  # "trois fois moins" is a third; "cent fois plus petit", a hundred times smaller
        key = "fewer"  # no equal of "twice" before all else is looked at
        others = (context.figure(amount.first, amount.last, inverse, unit="times", key=f"1/{amount.value}"),)
    if amount.unit == "nmi" and context.tokens[amount.last - 1].norm == "milles":  # miles, or a misspelt thousand
        thousands = context.figure(amount.first, amount.last, amount.value * 1000)
        others = (thousands, context.figure(amount.first, amount.last, amount.value, unit="mi"))
    reading = context.reading(
        amount.first, amount.last, amount.value, unit=amount.unit, key=key, approximate=amount.approximate,
        mantissa=amount.mantissa, scale=amount.scale, others=others,
    )  # fmt: skip
    return reading._replace(compound=True) if context.over_hyphen(amount.last) > amount.last else reading


def _lengths(context: Context, amount: Amount) -> tuple[Figure, ...]:
    """Return the other lengths or parts of a year that a number of days, weeks or months may be."""
    if amount.unit == "month":
        return period_of_months(context, amount)
    days = _FORTNIGHTS.get(context.tokens[amount.last - 1].norm)
    if amount.unit == "day" and context.language == "fr" and amount.value in {8, 15}:
        days = Decimal(7 if amount.value == 8 else 14)  # noqa: PLR2004  "huit jours" is a week
    return () if days is None else (context.figure(amount.first, amount.last, days, unit="day"),)


_DEGREES: Final = frozenset({"celsius", "fahrenheit"})
_FORTNIGHTS: Final = {"quinzaine": Decimal(14), "huitaine": Decimal(7)}
"""Days that "sous quinzaine" and "sous huitaine" give: French counts both ends of the week."""
_ENGLISH_GROUPS: Final = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})*,000(?![\d,])")
_THREE_DECIMALS: Final = re.compile(r"\d{1,3},\d{3}")


def _english_grouping(context: Context, amount: Amount) -> tuple[Figure, ...]:
    """Return the other meaning of "15,500" in French: thousands, in texts written after the English fashion.

    That is likely where a count has three decimals, where they end in 00, or where another number ends in ",000";
    "1,659 euro" stays a decimal.
    """
    for token in context.tokens[amount.first : amount.last]:
        if token.kind == "n" and _THREE_DECIMALS.fullmatch(token.text) and not token.text.startswith("0"):
            unit = context.tokens[amount.last - 1]
            # French has the singular below two: "1,850 mètres" cannot be 1.85.
            plural = token.text.startswith("1,") and unit.kind == "w" and len(unit.norm) > 3 and unit.norm[-1] == "s"  # noqa: PLR2004
            customary = amount.unit is not None and not UNITS[amount.unit].metric  # "24,943 pieds carrés"
            likely = (
                amount.unit is None
                or customary
                or plural
                or token.text.endswith("00")
                or _ENGLISH_GROUPS.search(context.text)
            )
            value = Decimal(token.text.replace(",", ""))
            return (context.figure(amount.first, amount.last, value, unit=amount.unit),) if likely else ()
    return ()


def _article(context: Context, amount: Amount) -> Step | None:
    """Read "un an" (weak), "un seul" (weak), "one" (weak), a bare article (silent)."""
    word = context.word(amount.first)
    unit = amount.unit
    if unit is not None:
        after = context.at(amount.last)
        if unit == "second" and after.kind == "w" and after.norm not in PLAIN_WORD_AFTER:
            return None  # "a second reading"
        if unit in {"times", "point", "livre"}:
            return [context.reading(amount.first, amount.last, ONE, unit=unit, level=Level.SILENT)], amount.last
        second = context.figure(amount.first, amount.last, Decimal(2), kind="ordinal")
        others = (second,) if unit == "second" and after.text == "," else ()  # "a second, standard account"
        return [
            context.reading(amount.first, amount.last, ONE, unit=unit, level=Level.WEAK, others=others)
        ], amount.last
    if word in {"a", "an", "another"}:
        return None
    alone = word == "one" or context.word(amount.first + 1) in {"seul", "seule"}
    level = Level.WEAK if alone else Level.SILENT
    return [context.reading(amount.first, amount.first + 1, ONE, level=level)], amount.first + 1
