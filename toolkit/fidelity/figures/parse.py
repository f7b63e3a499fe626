"""Read every figure of a text by value."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from toolkit.errors import InputError
from toolkit.fidelity.figures.clock import time_at
from toolkit.fidelity.figures.context import HYPHENS, Context, Step
from toolkit.fidelity.figures.dates import date_at, numeric_date, year_at, year_figure
from toolkit.fidelity.figures.digit_names import name_like_spans
from toolkit.fidelity.figures.fractions import fraction_at, share_at
from toolkit.fidelity.figures.holidays import holiday_at
from toolkit.fidelity.figures.idioms import idiom_end
from toolkit.fidelity.figures.lexer import lex
from toolkit.fidelity.figures.multiples import age_at, multiple_at
from toolkit.fidelity.figures.numerals import EN_TENS, EN_UNITS, FR_TENS, FR_UNITS, SCALES, spelled
from toolkit.fidelity.figures.ordinals import ordinal_at
from toolkit.fidelity.figures.periods import decade_at, period_at
from toolkit.fidelity.figures.quantities import GROUPS, amounts_at, implied_at
from toolkit.fidelity.figures.records import ONE, Level, Reading, Token
from toolkit.fidelity.figures.units import unit_at, unit_words
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
    "quarantaine", "cinquantaine", "soixantaine", *GROUPS, "huitaine", "siècle", "décennie", "trimestre", "semestre",
    "journée", "tiers", "jour", "saint",
})  # fmt: skip
_EN_TRIGGERS: Final = frozenset({
    *EN_UNITS, *EN_TENS, *SCALES["en"], *EN_ORDINALS, *EN_FRACTIONS, *EN_MULTIPLES, *EN_WEAK_MULTIPLES, *MONTHS["en"],
    *EN_ANNIVERSARIES, *EN_DECADES, "hundred", "hundreds", "dozen", "dozens", "a", "an", "tens", "scores", "noon",
    "midnight", "midday", "lunchtime", "several", "few", "minus", "negative", "both", "couple", "t", "s", "h", "q",
    *(word + plural for word in EN_AGES for plural in ("", "s")), *GROUPS, "decade",
    "century", "fortnight", "every", "factor", "hat", "new", "christmas", "bastille", "armistice", "boxing",
})  # fmt: skip
_TRIGGERS: Final = {"fr": _FR_TRIGGERS, "en": _EN_TRIGGERS}
_GATES: Final = {
    language: (triggers | (unit_words(language) if language == "en" else set()) | {"war", "score"})
    - {"a", "an", "t", "s", "h", "q"}
    for language, triggers in _TRIGGERS.items()
}
"""Words without one of which a text without digits has no figure: "a" needs a unit or a number word after it."""
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_ROMAN: Final = re.compile(r"\b[IVX]{2,}|\b[IVX](?:er|re|e|ème|eme|ᵉ)\b")
_DIGIT: Final = re.compile(r"\d|BBC|Formula One")
_DIGITS: Final = re.compile(r"\d+(?:\.\d+)?")
_PREFIX: Final = re.compile("divis|multipl|divid")

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
    if not _may_have_figures(text, language):
        return Context(text, [], language), []
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


def _may_have_figures(text: str, language: str) -> bool:
    """Tell, at a small part of the cost of reading, whether there is any digit, number word or Roman numeral."""
    if _DIGIT.search(text) or _ROMAN.search(text):
        return True
    return not _GATES[language].isdisjoint(_LETTERS.findall(text.lower()))


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
        loose = context.text[digits.start() - 1].isspace() if digits.start() > name.start else False
        readings.append(Reading(figure, Level.SILENT, figure.value, ONE, (), index, loose))
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


def _goals(context: Context, index: int) -> Step | None:
    """Read "3 buts à 1", "deux sets à zéro" as the scores 3-1 and 2-0."""
    if context.language != "fr":
        return None
    first = _count_at(context, index)
    if first is not None and context.word(first[1]) == "partout":
        key = f"{first[0]}-{first[0]}"  # "1 partout" is one all
        return [context.reading(index, first[1] + 1, Decimal(first[0]), kind="identifier", key=key)], first[1] + 1
    if first is None or context.word(first[1]) not in {"but", "buts", "set", "sets", "manche", "manches", "essais"}:
        return None
    second = _count_at(context, first[1] + 2) if context.word(first[1] + 1) == "à" else None
    if second is None or unit_at(context.tokens, second[1], "fr") is not None:
        return None
    key = f"{first[0]}-{second[0]}"
    return [context.reading(index, second[1], Decimal(first[0]), kind="identifier", key=key)], second[1]


def _count_at(context: Context, index: int) -> tuple[int, int] | None:
    token = context.at(index)
    if token.kind == "n":
        return (int(token.text), index + 1) if token.text.isdecimal() else None
    found = spelled(context.tokens, index, context.language)
    return (int(found[0]), found[1]) if found else None


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


_RULES: Final[tuple[Rule, ...]] = (
    numeric_date, holiday_at, date_at, period_at, decade_at, time_at, _score, _goals, share_at, fraction_at, ordinal_at,
    multiple_at,
    age_at, _bare_year, amounts_at, implied_at,
)  # fmt: skip
