"""Read every figure of a text by value."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from toolkit.errors import InputError
from toolkit.fidelity.figures.clock import time_at
from toolkit.fidelity.figures.context import HYPHENS, Context, Step
from toolkit.fidelity.figures.dates import date_at, numeric_date, year_at, year_figure
from toolkit.fidelity.figures.digit_names import EVENTS, name_like_spans, with_addresses
from toolkit.fidelity.figures.fractions import fraction_at
from toolkit.fidelity.figures.frequencies import frequency_at
from toolkit.fidelity.figures.holidays import holiday_at
from toolkit.fidelity.figures.idioms import HEADS, idiom_end
from toolkit.fidelity.figures.implied import implied_at
from toolkit.fidelity.figures.lexer import lex
from toolkit.fidelity.figures.multiples import age_at, multiple_at
from toolkit.fidelity.figures.numerals import SCALES, spelled
from toolkit.fidelity.figures.openers import (
    SIGNS,
    SYMBOLS,
    TRIGGERS,
    bare_article,
    may_be_minus,
    may_have_figures,
    opens,
)
from toolkit.fidelity.figures.ordinals import ordinal_at
from toolkit.fidelity.figures.periods import decade_at, period_at
from toolkit.fidelity.figures.quantities import amounts_at
from toolkit.fidelity.figures.records import ONE, Level, Reading, Token
from toolkit.fidelity.figures.rounds import round_at
from toolkit.fidelity.figures.shares import share_at
from toolkit.fidelity.figures.titles import in_title, weakened
from toolkit.fidelity.figures.units import unit_at
from toolkit.types import Figure, Span

_DIGIT: Final = re.compile(r"\d")
_SPELLED_NAMES: Final = ("BBC", "Formula One")
"""Names that may have their number in a word."""
_DIGITS: Final = re.compile(r"\d+(?:\.\d+)?")
Rule = Callable[[Context, int], Step | None]


def check_language(language: str) -> None:
    """Raise InputError when figures cannot be read in *language*."""
    if language not in TRIGGERS:
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
    check_language(language)
    if not may_have_figures(text, language):
        return Context(text, [], language), []
    names = with_addresses(text, name_like_spans(text, language)) if _may_name(text) else []
    context = Context(text, lex(_masked(text, names), language), language)
    readings: list[Reading] = []
    index, tokens, heads = 0, context.tokens, HEADS[language]
    blocked = iter([*names, Span(len(text) + 1, len(text) + 1)])
    name = next(blocked)
    for at in _promising(tokens, language):
        if at < index:
            continue
        index, token = at, tokens[at]
        while token.start >= name.end:
            name = next(blocked)
        if token.start >= name.start:
            index = _tokens_until(context, at, name.end)
            readings += _name_numbers(context, at, name)
            continue
        idiom = idiom_end(text, token, language) if token.norm in heads and token.kind in {"w", "n"} else None
        if idiom is not None:
            index = _tokens_until(context, at, idiom)
            readings += _silenced(context, at, index)
            continue
        step = _read_at(context, at, name.start) if token.kind != "w" or opens(context, at, token) else None
        if step is not None:
            if token.kind == "w" and token.text[0].isupper() and in_title(context, at, step):
                step = weakened(step)
            readings += step[0]
            index = step[1]
    return context, readings


def _may_name(text: str) -> bool:
    """Tell whether a name with a number can stand in *text*."""
    return _DIGIT.search(text) is not None or any(name in text for name in _SPELLED_NAMES)


def _promising(tokens: Sequence[Token], language: str) -> list[int]:
    """Return the indices of tokens that are no plain words or signs: most of a text is left out here, before any call.

    x stands for the letters of a masked name.
    """
    starters, symbols = _STARTERS[language], SYMBOLS[language]
    return [
        index
        for index, (kind, norm, word, _, _) in enumerate(tokens)
        if (
            norm in starters
            or (norm[0] in "dmkx" and (norm[0] == "x" or norm[:5] in _VERBS or norm == "kr"))
            or word in symbols
            or word[0] in "IVX"
            if kind == "w"
            else kind != "s" or (word in SIGNS and may_be_minus(tokens, index, language))
        )
    ]


_VERBS: Final = frozenset({"divis", "multi", "divid"})
"""Beginnings of "divisé", "multiplied" and their kin."""
_STARTERS: Final = {language: TRIGGERS[language] | HEADS[language] for language in TRIGGERS}
"""Words that a figure or set phrase can begin with."""


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
        readings += [reading._replace(level=Level.SILENT) for reading in step[0]] if step else []
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
    if bare_article(context, index):
        return [context.reading(index, index + 1, ONE, level=Level.SILENT)], index + 1
    for rule in _RULES[token.kind]:
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
    if first is not None and (won := _won(context, index, first)) is not None:
        return won
    if first is None or context.word(first[1]) not in {"but", "buts", "set", "sets", "manche", "manches", "essais"}:
        return None
    second = _count_at(context, first[1] + 2) if context.word(first[1] + 1) == "à" else None
    if second is None or unit_at(context.tokens, second[1], "fr") is not None:
        return None
    key = f"{first[0]}-{second[0]}"
    return [context.reading(index, second[1], Decimal(first[0]), kind="identifier", key=key)], second[1]


_MATCH: Final = re.compile(
    r"\b(?:emport|impos|batt|gagn|domin|vain[cq]|victoire|succès|défait|score|inclin|perd|men[aeé]|écras|corrig|surclass"
    r"|triomph|étrill|pause|mi-temps)",
    re.IGNORECASE,
)


def _won(context: Context, index: int, first: tuple[int, int]) -> Step | None:
    """Read "l'a emporté 24 à 17" as the score 24-17."""
    second = _count_at(context, first[1] + 1) if context.word(first[1]) == "à" else None
    if second is None or first[0] <= second[0] or unit_at(context.tokens, second[1], "fr") is not None:
        return None
    start = context.tokens[index].start
    if context.word(index - 1) in {"de", "d'"} or not _MATCH.search(context.text, max(0, start - 60), start):
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
    short = _two_digits(context, index) if year is None else None
    if short is not None:
        return short
    if year is None or not 1400 <= year <= 2199:  # noqa: PLR2004  years that texts write without "av. J.-C."
        return None
    after = index + 1
    follower = context.at(after)
    unit = unit_at(context.tokens, context.over_hyphen(after), context.language)
    if unit and follower.norm not in {"a", "an"} and not _no_count(context, after, unit[0]):
        return None
    if follower.norm in SCALES[context.language] or context.at(index - 1).kind == "c":
        return None
    return year_figure(context, index)


_IN: Final = {"fr": frozenset({"en", "depuis", "dès", "l'été", "hiver"}), "en": frozenset({"in", "since"})}
_EARLIEST: Final = 30
"""Two digits from which a year of an event is of the 20th century: the first football world cup was in 1930."""


def _two_digits(context: Context, index: int) -> Step | None:
    """Read the year of "Mondial 98" and "'98"; "en 98" may be one."""
    token, before, after = context.at(index), context.word(index - 1), context.at(index + 1)
    if len(token.text) != 2 or not token.text.isdecimal() or (context.glued(index + 1) and after.kind == "w"):  # noqa: PLR2004
        return None
    number = int(token.text)
    year = number + (1900 if number >= _EARLIEST else 2000)
    marked = before in {"'", "’"} and context.glued(index) and not context.glued(index - 1)
    figure = context.figure(index, index + 1, Decimal(year), kind="date", key=str(year))
    plain = context.figure(index, index + 1, Decimal(number))
    event = before in EVENTS and (context.at(index - 1).text[:1].isupper() or context.word(index - 3) == "coupe")
    if event or (marked and context.language == "en"):
        return [Reading(figure, Level.STRONG, figure.value, ONE, (plain,), index)], index + 1
    counted = after.kind in {"w", "n", "c"} and after.norm not in {"et", "ou", "and", "or", "à", "il", "elle"}
    if number < _EARLIEST or counted or before not in _IN[context.language] or after.text in {"%", "/", "-", "–", ":"}:
        return None
    return [Reading(plain, Level.STRONG, plain.value, ONE, (figure,), index)], index + 1


def _no_count(context: Context, index: int, unit: str) -> bool:
    """Tell the unit word after a year that the year does not count: "2013, année …", "2017 marks", "2021 Year-in"."""
    if unit == "DEM":
        return context.language == "en" and context.word(index) == "marks"
    return unit == "year" and context.word(index) in {"année", "year"}


_ALL: Final[tuple[Rule, ...]] = (
    numeric_date, holiday_at, round_at, frequency_at, date_at, period_at, decade_at, time_at, _score, _goals, share_at,
    fraction_at, ordinal_at, multiple_at, age_at, _bare_year, amounts_at, implied_at,
)  # fmt: skip
_DIGITS_ONLY: Final = (numeric_date, _score, _bare_year)
_WORDS_ONLY: Final = (holiday_at, frequency_at, multiple_at, age_at, implied_at)
_RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "w": tuple(rule for rule in _ALL if rule not in _DIGITS_ONLY),
    "n": tuple(rule for rule in _ALL if rule not in {numeric_date, *_WORDS_ONLY}),
    "c": (amounts_at,),
    "s": tuple(rule for rule in _ALL if rule not in {*_DIGITS_ONLY, *_WORDS_ONLY}),
    "date": (numeric_date,),
    "clock": (time_at,),
    "race": (time_at,),
}
"""The rules by the kind of token that they can begin with, in the order in which they are tried."""
