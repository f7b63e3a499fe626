"""Read every figure of a text by value."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from toolkit.errors import InputError
from toolkit.fidelity.figures.amounts import amount_at
from toolkit.fidelity.figures.context import HYPHENS, Context, Step
from toolkit.fidelity.figures.counts import PLAIN_WORD_AFTER, age_at, fraction_at, multiple_at, ordinal_at, share_at
from toolkit.fidelity.figures.dates import (
    date_at,
    decade_at,
    numeric_date,
    period_at,
    time_at,
    year_at,
    year_figure,
)
from toolkit.fidelity.figures.digit_names import name_like_spans
from toolkit.fidelity.figures.idioms import idiom_end
from toolkit.fidelity.figures.lexer import lex
from toolkit.fidelity.figures.numerals import EN_TENS, EN_UNITS, FR_TENS, FR_UNITS, SCALES
from toolkit.fidelity.figures.records import ONE, Amount, Level, Reading, Token
from toolkit.fidelity.figures.units import UNITS, unit_at
from toolkit.fidelity.figures.words import (
    EN_AGES,
    EN_ANNIVERSARIES,
    EN_DECADES,
    EN_FRACTIONS,
    EN_MULTIPLES,
    EN_ORDINALS,
    EN_WEAK_MULTIPLES,
    FR_AGES,
    FR_ANNIVERSARIES,
    FR_FRACTIONS,
    FR_MULTIPLES,
    FR_ORDINALS,
    FR_WEAK_MULTIPLES,
    MONTHS,
)
from toolkit.types import Figure, Span

_FR_TRIGGERS: Final = frozenset({
    *FR_UNITS, *FR_TENS, *SCALES["fr"], *FR_ORDINALS, *FR_FRACTIONS, *FR_MULTIPLES, *FR_WEAK_MULTIPLES, *MONTHS["fr"],
    *FR_ANNIVERSARIES, "cent", "cents", "moitié", "moitie", "midi", "minuit", "années", "annees", "plusieurs",
    "quelques", "dizaine", "dizaines", "douzaine", "douzaines", "centaine", "centaines", "dernier", "moins", "t", "s",
    "h", "q", *(word + plural for word in FR_AGES for plural in ("", "s")), "quinzaine", "vingtaine", "trentaine",
    "quarantaine", "cinquantaine", "soixantaine", "huitaine", "siècle", "décennie", "trimestre", "semestre", "journée", "tiers",
})  # fmt: skip
_EN_TRIGGERS: Final = frozenset({
    *EN_UNITS, *EN_TENS, *SCALES["en"], *EN_ORDINALS, *EN_FRACTIONS, *EN_MULTIPLES, *EN_WEAK_MULTIPLES, *MONTHS["en"],
    *EN_ANNIVERSARIES, *EN_DECADES, "hundred", "hundreds", "dozen", "dozens", "a", "an", "tens", "scores", "noon",
    "midnight", "midday", "lunchtime", "several", "few", "minus", "negative", "both", "couple", "t", "s", "h", "q",
    *(word + plural for word in EN_AGES for plural in ("", "s")), "pair", "twin", "duo", "either", "neither", "nil", "decade", "century", "fortnight", "every", "factor",
})  # fmt: skip
_TRIGGERS: Final = {"fr": _FR_TRIGGERS, "en": _EN_TRIGGERS}
_DIGIT: Final = re.compile(r"\d")
_DIGITS: Final = re.compile(r"\d+(?:\.\d+)?")
_PREFIX: Final = re.compile("divis|multipl|divid")
_PAIRS: Final = frozenset({"both", "couple", "pair", "twin", "duo", "either", "neither"})
_RANGE: Final = {
    "fr": frozenset({"à", "-", "–", "—", "ou"}), "en": frozenset({"to", "-", "–", "—", "or", "through"}),
}  # fmt: skip
_NEUF_NOUN: Final = frozenset(
    "de d' des du et ou à au aux pour en est sont était qui que par avec sans sur dans mais ne se s' plus a ont".split()
)
_BEFORE_NEUF: Final = frozenset(
    "les des de d' à en par pour sur sous dans et ou ont a ces ses leurs nos vos mes tes ces cette aux depuis pendant "
    "avec près environ quelque entre vers dont après avant moins plus toutes tous seulement".split()
)

Rule = Callable[[Context, int], Step | None]


def _check_language(language: str) -> None:
    if language not in _TRIGGERS:
        raise InputError(f"Figures can be read in French (fr) and English (en), not in {language!r}.")


def parse(text: str, language: str) -> list[Figure]:
    """Return the figures of *text* in order. *language*: ``fr`` or ``en``; InputError for another one.

    Articles, pronouns, set phrases and digits inside names are no figures. Each end of a range is one figure.
    """
    return [reading.figure for reading in read(text, language) if reading.level < Level.SILENT]


def read(text: str, language: str) -> list[Reading]:
    """Return all readings of *text* in order, those of set phrases, names and articles included as silent ones."""
    return read_context(text, language)[1]


def read_context(text: str, language: str) -> tuple[Context, list[Reading]]:
    """Return the tokens with the readings that ``read`` returns."""
    _check_language(language)
    names = name_like_spans(text, language) if _DIGIT.search(text) else []
    context = Context(text, lex(_masked(text, names), language), language)
    readings: list[Reading] = []
    index, triggers, tokens = 0, _TRIGGERS[language], context.tokens
    blocked = iter([*names, Span(len(text) + 1, len(text) + 1)])
    name = next(blocked)
    while index < len(tokens):
        token = tokens[index]
        while token.start >= name.end:
            name = next(blocked)
        if token.start >= name.start:
            last = _tokens_until(context, index, name.end)
            readings += _name_numbers(context, index, name)
            index = last
            continue
        idiom = idiom_end(text, token, language) if token.kind in {"w", "n"} else None
        if idiom is not None:
            last = _tokens_until(context, index, idiom)
            readings += _silenced(context, index, last)
            index = last
            continue
        if token.kind == "w" and not _opens(context, index, token, triggers):
            index += 1
            continue
        step = _read_at(context, index, name.start)
        if step is None:
            index += 1
        else:
            readings += step[0]
            index = step[1]
    return context, readings


def _masked(text: str, names: Sequence[Span]) -> str:
    """Replace names by letters of the same length, so that no number reaches into them."""
    parts, end = [], 0
    for name in names:
        parts += [text[end : name.start], "x" * (name.end - name.start)]
        end = name.end
    return "".join(parts) + text[end:]


def _name_numbers(context: Context, index: int, name: Span) -> list[Reading]:
    readings = []
    for digits in _DIGITS.finditer(context.text, name.start, name.end):
        figure = Figure("number", Decimal(digits.group()), None, Span(*digits.span()), digits.group())
        readings.append(Reading(figure, Level.SILENT, figure.value, ONE, (), index))
    return readings


def _opens(context: Context, index: int, token: Token, triggers: frozenset[str]) -> bool:
    """Tell cheaply whether a figure may begin with this word."""
    norm = token.norm
    if norm not in triggers:
        capital = token.text[0] in _CURRENCY_CAPITALS and token.text.isupper()
        return capital or (token.text[0] in "IVX" and len(norm) < 9) or _PREFIX.match(norm) is not None  # noqa: PLR2004
    if norm not in {"a", "an"}:
        return True
    after = context.word(context.over_hyphen(index + 1))
    return after in triggers or after == "score" or unit_at(context.tokens, index + 1, context.language) is not None


_CURRENCY_CAPITALS: Final = frozenset("UECGJKNASTRPHMBXLIDZF")


def _tokens_until(context: Context, index: int, end: int) -> int:
    while index < len(context.tokens) and context.tokens[index].start < end:
        index += 1
    return index


def _silenced(context: Context, first: int, last: int) -> list[Reading]:
    """Read the figures inside a name or set phrase; they only explain equal figures on the other side."""
    inner = Context(context.text, context.tokens[:last], context.language)
    readings: list[Reading] = []
    index = first
    while index < last:
        step = _read_at(inner, index, len(context.text) + 1)
        readings += [replace(reading, level=Level.SILENT) for reading in step[0]] if step else []
        index = step[1] if step else index + 1
    return readings


def _read_at(context: Context, index: int, limit: int) -> Step | None:
    token = context.tokens[index]
    if token.kind == "phone":
        digits = "".join(filter(str.isdigit, token.text))
        return [context.reading(index, index + 1, Decimal(digits), kind="identifier", key=digits)], index + 1
    if token.kind == "dotted":
        return [
            context.reading(index, index + 1, Decimal(token.text.split(".")[0]), kind="identifier", key=token.text)
        ], index + 1
    for rule in _RULES:
        step = rule(context, index)
        if step is not None and context.tokens[step[1] - 1].start < max(limit, token.end):
            return step
    return None


def _score(context: Context, index: int) -> Step | None:
    """Read "3-1": two small whole numbers of which the first is not the smaller, without unit."""
    first, second = context.at(index), context.at(index + 2)
    if first.kind != "n" or second.kind != "n" or context.word(index + 1) not in {"-", "–", "‑"}:
        return None
    if not (context.glued(index + 1) and context.glued(index + 2)) or not (
        first.text.isdecimal() and second.text.isdecimal()
    ):
        return None
    high, low = int(first.text), int(second.text)
    if len(first.text) > 3 or len(second.text) > 3 or not (high >= low or high == 0):  # noqa: PLR2004
        return None
    if context.word(index + 3) in {"%", "€", "$", "°"} or (
        context.glued(index + 3) and context.word(index + 3) in HYPHENS
    ):
        return None
    if unit_at(context.tokens, index + 3, context.language) is not None:
        return None
    key = f"{high}-{low}"
    return [context.reading(index, index + 3, Decimal(high), kind="identifier", key=key)], index + 3


def _bare_year(context: Context, index: int) -> Step | None:
    """Read four plain digits as a year unless something is counted with them."""
    year = year_at(context, index)
    if year is None or not 1400 <= year <= 2199:  # noqa: PLR2004  years that texts write without "av. J.-C."
        return None
    after = index + 1
    follower = context.at(after)
    unit = unit_at(context.tokens, context.over_hyphen(after), context.language)
    if unit and follower.norm not in {"a", "an"}:
        return None
    if follower.norm in SCALES[context.language] or context.at(index - 1).kind == "c":
        return None
    return year_figure(context, index)


_PERIODS: Final = {
    "decade": "decade", "century": "century", "fortnight": "fortnight", "siècle": "century", "décennie": "decade",
    "trimestre": "quarter", "semestre": "halfyear",
}  # fmt: skip


def _implied(context: Context, index: int) -> Step | None:
    """Read words that imply a number the other side may say: "both" (two), "the past decade" (ten years)."""
    word = context.word(index)
    if word in _PAIRS and context.language == "en":
        return [context.reading(index, index + 1, Decimal(2), level=Level.WEAK)], index + 1
    if word == "every" and context.word(index + 1) == "other":
        return [context.reading(index, index + 2, Decimal("0.5"), kind="ratio", key="1/2", level=Level.WEAK)], index + 2
    if word == "journée" and context.word(index - 2) == "mi" and context.word(index - 1) == "-":
        noon = Decimal(12 * 60)
        return [context.reading(index, index + 1, noon, kind="time", key="12:00", level=Level.WEAK)], index + 1
    if word == "nil" and context.language == "en":
        return [context.reading(index, index + 1, Decimal(0), level=Level.WEAK)], index + 1
    period = _PERIODS.get(word)
    if period is not None:
        return [context.reading(index, index + 1, ONE, unit=period, level=Level.WEAK)], index + 1
    return None


def _is_new(context: Context, index: int) -> bool:
    """Tell "un véhicule neuf" (new) from "neuf véhicules" (nine)."""
    if context.language != "fr" or context.word(index) != "neuf":
        return False
    before, after = context.at(index - 1), context.at(index + 1)
    if after.norm in HYPHENS or context.word(index - 1) in HYPHENS:
        return False
    if after.kind != "w" or (after.norm in _NEUF_NOUN and after.norm not in {"sur", "à", "ou", "et"}):
        return before.kind == "w" and before.norm not in _BEFORE_NEUF
    return not (
        before.kind != "w"
        or before.norm in _BEFORE_NEUF
        or after.norm[-1] in "sx"
        or after.norm in {"cent", "mille", "sur", "mois", "heures", "ans"}
    )


def _amounts(context: Context, index: int) -> Step | None:
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
        return [context.reading(index, something + 1, amount.value, kind="date", key=key, level=Level.WEAK)], something + 1
    if _pronoun(context, amount):
        return [replace(_reading(context, amount), level=Level.WEAK)], amount.last
    connector = context.word(amount.last)
    between = context.word(index - 1) in {"entre", "between"} and connector in {"et", "and"}
    if connector in _RANGE[context.language] or between:
        if connector in HYPHENS and not (context.glued(amount.last + 1) or not context.glued(amount.last)):
            return [_reading(context, amount)], amount.last
        second = amount_at(context, amount.last + 1)
        if date_at(context, amount.last + 1) is not None:
            second = None
        if second is not None and not second.article and _same_sort(context, amount, second):
            first = _share_unit(amount, second)
            second = replace(second, unit=second.unit or first.unit)
            return [_reading(context, first, bare=amount), _reading(context, second)], second.last
    return [_reading(context, amount)], amount.last


def _pronoun(context: Context, amount: Amount) -> bool:
    """Tell whether the number counts nothing itself: "les deux sont", "un deux-pièces", "entre deux averses"."""
    if amount.spelled and context.word(amount.last) == "-" and context.word(amount.last + 1) in {"pièces", "pièce"}:
        return True
    if context.word(amount.first - 1) == "entre" and amount.value == 2 and amount.spelled:  # noqa: PLR2004
        return context.word(amount.last) not in {"et"} and amount.unit is None
    if (
        not amount.spelled
        or amount.value != 2
        or amount.unit
        or context.word(amount.first - 1) not in {"les", "des", "the"}
    ):  # noqa: PLR2004
        return False
    after = context.at(amount.last)
    return after.kind != "w" or after.norm in _VERBS


_VERBS: Final = frozenset(
    "sont ont peuvent étaient avaient seront vont doivent font restent et se s' ne n' are were have can will do may "
    "must had would could should".split()
)


def _same_sort(context: Context, first: Amount, second: Amount) -> bool:
    if first.unit is not None and second.unit is not None:
        return first.unit == second.unit
    if year_at(context, second.first) is not None and second.unit is None:
        return False
    return first.unit is None or UNITS[first.unit].dimension == "money" or second.unit is not None


def _share_unit(first: Amount, second: Amount) -> Amount:
    scale = first.scale
    if first.scale == 1 and second.scale > 1 and abs(first.mantissa) < 1000 and not first.indefinite:  # noqa: PLR2004
        scale = second.scale
    return replace(first, unit=first.unit or second.unit, scale=scale)


def _reading(context: Context, amount: Amount, *, bare: Amount | None = None) -> Reading:
    others: tuple[Figure, ...] = ()
    if context.language == "fr" and amount.scale == 1:
        others = _english_grouping(context, amount)
    elif amount.unit == "m" and context.glued(amount.last - 1) and context.word(amount.last - 1) == "m":
        million = Decimal(10) ** 6  # "1.7m people"
        others = (context.figure(amount.first, amount.last, amount.value * million),)
    if bare is not None and bare.scale != amount.scale:
        others = (context.figure(amount.first, amount.last, bare.value, unit=amount.unit),)
    key = None
    if amount.indefinite:
        key = f"{amount.value.normalize():f}s"
    elif amount.unit == "times" and context.word(amount.last) in {"moins", "less", "fewer"}:
        return context.reading(amount.first, amount.last + 1, ONE / amount.value, unit="times", key=f"1/{amount.value}")
    if amount.unit == "nmi" and context.tokens[amount.last - 1].norm == "milles":  # miles, or a misspelt thousand
        thousands = context.figure(amount.first, amount.last, amount.value * 1000)
        others = (thousands, context.figure(amount.first, amount.last, amount.value, unit="mi"))
    if amount.unit in {"day"} and context.language == "fr" and amount.value in {8, 15}:
        weeks = Decimal(7 if amount.value == 8 else 14)  # noqa: PLR2004  "huit jours" is a week
        others = (
            *others,
            context.figure(amount.first, amount.last, weeks, unit="day"),
        )
    return context.reading(
        amount.first, amount.last, amount.value, unit=amount.unit, key=key, approximate=amount.approximate,
        mantissa=amount.mantissa, scale=amount.scale, others=others,
    )  # fmt: skip


_ENGLISH_GROUPS: Final = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})*,000(?![\d,])")
_THREE_DECIMALS: Final = re.compile(r"\d{1,3},\d{3}")


def _english_grouping(context: Context, amount: Amount) -> tuple[Figure, ...]:
    """Return the other meaning of "15,500" in French: thousands, in texts written after the English fashion.

    That is likely where a count has three decimals, where they end in 00, or where another number ends in ",000";
    "1,659 euro" stays a decimal.
    """
    for token in context.tokens[amount.first : amount.last]:
        if token.kind == "n" and _THREE_DECIMALS.fullmatch(token.text) and not token.text.startswith("0"):
            likely = amount.unit is None or token.text.endswith("00") or _ENGLISH_GROUPS.search(context.text)
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
        return [context.reading(amount.first, amount.last, ONE, unit=unit, level=Level.WEAK)], amount.last
    if word in {"a", "an"}:
        return None
    alone = word == "one" or context.word(amount.first + 1) in {"seul", "seule"}
    level = Level.WEAK if alone else Level.SILENT
    return [context.reading(amount.first, amount.first + 1, ONE, level=level)], amount.first + 1


_RULES: Final[tuple[Rule, ...]] = (
    numeric_date, date_at, period_at, decade_at, time_at, _score, share_at, fraction_at, ordinal_at, multiple_at,
    age_at, _bare_year, _amounts, _implied,
)  # fmt: skip
