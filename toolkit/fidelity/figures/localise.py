"""Write figures in the conventions of English and French.

English: $3.4 billion, 50,000, 27%, June 17, 2024, 200 megawatts, 8:30 p.m. (Associated Press
Stylebook 2022; The Economist Style Guide for million and billion). French: Imprimerie
nationale, *Lexique des règles typographiques*.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Context, Decimal, localcontext
from typing import Final, Literal

from toolkit.fidelity.figures.compare import date_parts, is_indefinite
from toolkit.fidelity.figures.multiples import GOALS
from toolkit.fidelity.figures.numerals import EN_TENS, EN_UNITS
from toolkit.fidelity.figures.units import SIGNS, SYMBOLS, UNITS
from toolkit.fidelity.figures.words import FRENCH_MONTH_NAMES, MONTH_NAMES
from toolkit.types import Figure

Language = Literal["en", "fr"]

_NBSP: Final = "\u00a0"
_WIDE: Final = Context(prec=100_000)
"""Decimal arithmetic here: the usual 28 digits would round the numbers that a looping model writes."""
_EN_SCALES: Final = ((12, "trillion"), (9, "billion"), (6, "million"))
_FR_SCALES: Final = ((12, "billion"), (9, "milliard"), (6, "million"))
_FR_WORD: Final = re.compile(
    r"(?:milli(?:on|ard|er)|billion|trillion|Md|Mds|M[€$]|M[A-Z]{3}|\dM|bn|\d\s?[mMBk]\b|k€)", re.IGNORECASE
)
_ORDINALS: Final = ("", "first", "second", "third", "fourth")
_PARTS: Final = {"early": "early ", "mid": "mid-", "late": "late "}
_HUNDREDS: Final = {10: "dozens", 100: "hundreds", 1000: "thousands", 10**6: "millions", 10**9: "billions"}
_FRACTIONS: Final = {
    (1, 2): "half", (1, 3): "a third", (2, 3): "two-thirds", (1, 4): "a quarter", (3, 4): "three-quarters",
}  # fmt: skip


def localise(figure: Figure, language: Language = "en", like: str | None = None) -> str:
    """Return *figure* written in *language*, ``en`` or ``fr``.

    *like* is the text it will replace; its hyphen ("18-month"), short scale ("$3.4bn") and unit symbol are imitated.
    """
    if (
        like is not None
        and figure.unit
        and figure.kind in {"quantity", "percent"}
        and re.fullmatch(r"[\d.,\s'’-]+", like)
    ):
        figure = replace(figure, unit=None, kind="number")  # the unit stands apart: "9,939 irrigated hectares"
    with localcontext(_WIDE):
        return _french(figure) if language == "fr" else _english(figure, like)


def describe(figure: Figure) -> str:
    """Return a figure in plain English words for a message: "3.4 billion dollars", "27 percent", "June 17, 2024"."""
    if figure.kind != "money" or is_indefinite(figure):
        return localise(figure)
    singular, plural = UNITS[figure.unit or "USD"].english
    with localcontext(_WIDE):
        return f"{_scaled(figure.value, _EN_SCALES, ',', '.')} {singular if abs(figure.value) == 1 else plural}"


def _plain(value: Decimal, group: str, point: str) -> str:
    whole, _, rest = f"{abs(value):f}".partition(".")
    grouped = f"{Decimal(whole):,}".replace(",", group) if len(whole) > 3 else whole  # noqa: PLR2004  thousands
    return ("-" if value < 0 else "") + grouped + (point + rest if rest.rstrip("0") else "")


def _digits(value: Decimal, group: str, point: str) -> str:
    text = f"{value:f}"
    # Decimal's own normalize would round a long number to the precision of the context.
    return _plain(Decimal(text.rstrip("0").rstrip(".") if "." in text else text), group, point)


def _scaled(value: Decimal, scales: tuple[tuple[int, str], ...], group: str, point: str) -> str:
    """Write 3400000000 as "3.4 billion" where three decimals suffice, 1234567 in digits."""
    for power, word in scales:
        mantissa = value.scaleb(-power)
        if abs(mantissa) >= 1:
            digits = mantissa.normalize().as_tuple()
            if isinstance(digits.exponent, int) and -digits.exponent <= 3:  # noqa: PLR2004  "1.275 billion"
                plural = "s" if group != "," and abs(mantissa) >= 2 else ""  # noqa: PLR2004  French plural from two on
                return f"{_digits(mantissa, group, point)} {word}{plural}"
            break
    return _digits(value, group, point)


def _english(figure: Figure, like: str | None) -> str:  # noqa: PLR0911  one line for each form
    writers = {"date": _english_date, "time": _english_time}
    if is_indefinite(figure):
        return _english_indefinite(figure)
    if figure.kind == "identifier":
        return figure.key if figure.key and not figure.key.isdecimal() else figure.text
    if figure.kind in writers:
        return writers[figure.kind](figure)
    if figure.kind == "ordinal":
        return _english_ordinal(figure, like)
    if figure.key == GOALS and figure.value in _GOALS:
        return _GOALS[int(figure.value)]
    if figure.kind == "ratio":
        return _english_ratio(figure, like)
    if figure.kind == "money":
        return _english_money(figure, like)
    number = _english_number(figure)
    if figure.unit is None and like and not re.search(r"\d", like):
        number = _spelled(figure) or number
    if figure.kind == "percent" and UNITS[figure.unit or ""].dimension == "share":
        return f"{number}{SYMBOLS[figure.unit or '']}"
    return number if figure.unit is None else _english_quantity(figure, number, like)


def _english_number(figure: Figure) -> str:
    big = abs(figure.value) >= 10**6 and (bool(_FR_WORD.search(figure.text)) or not re.search(r"\d", figure.text))
    number = _scaled(figure.value, _EN_SCALES, ",", ".") if big else _digits(figure.value, ",", ".")
    zeros = re.search(r"\d[.,](\d{1,2})(?!\d)", figure.text)
    if zeros and not big and "." not in number and set(zeros[1]) == {"0"} and figure.kind != "number":
        number += "." + zeros[1]
    if figure.kind in {"number", "quantity"} and not big and re.fullmatch(r"\D*\d{4}\D*", figure.text):
        number = number.replace(",", "")
    return number


def _english_money(figure: Figure, like: str | None) -> str:
    value, unit = abs(figure.value), figure.unit or "USD"
    number = _scaled(value, _EN_SCALES, ",", ".") if _short(value, figure) else _digits(value, ",", ".")
    short = re.search(r"^[^\w\s]+[\d.,]+ ?(bn|m|B|M|tn|T)$", like or "")
    if short and " " in number:
        styles = {"bn": "bn m tn", "m": "bn m tn", "tn": "bn m tn"}.get(short[1], "B M T").split()
        for style, word in zip(styles, ("billion", "million", "trillion"), strict=True):
            number = number.replace(f" {word}", style)
    if re.search(r"[.,]\d\d\b", number) is None and re.search(r"[.,]\d$", number) and " " not in number:
        number += "0"
    sign = "-" if figure.value < 0 else ""
    mark = SIGNS.get(unit)
    if mark:
        return f"{sign}{mark}{number}"
    singular, plural = UNITS[unit].english
    return f"{sign}{number} {singular if value == 1 else plural}"


def _short(value: Decimal, figure: Figure) -> bool:
    return value >= 10**6 and (bool(_FR_WORD.search(figure.text)) or (value == int(value) and int(value) % 10**5 == 0))


def _english_quantity(figure: Figure, number: str, like: str | None) -> str:
    unit = UNITS[figure.unit or ""]
    singular, plural = unit.english
    symbol = SYMBOLS.get(unit.code, unit.code)
    written = figure.text.split()[-1] if " " in figure.text else re.sub(r"^[\d.,\s-]+", "", figure.text)
    wordy = unit.dimension in {"clock", "calendar", "point", "times"}
    abbreviated = not singular or (len(written) <= 4 and not wordy)  # noqa: PLR2004  longer ones are words
    if unit.dimension in {"temperature", "angle"} and abbreviated:
        return number + symbol
    if abbreviated:
        glued = like is not None and re.search(r"\d[A-Za-z]", like)
        return f"{number}{symbol}" if glued else f"{number} {symbol}"
    if like and re.search(r"[\w]-[a-z]+$", like):
        return f"{number}-{singular.replace(' ', '-')}"
    word = singular if abs(figure.value) == 1 else plural
    if unit.code == "point" and re.search("pourcentage|percentage", figure.text):
        word = "percentage " + ("point" if abs(figure.value) == 1 else "points")
    return f"{number} {word}"


def _english_indefinite(figure: Figure) -> str:
    value = int(figure.value)
    words = []
    for size in (10**9, 10**6, 1000, 100, 10):
        if value >= size and value % size == 0:
            rest = value // size
            if rest == 1:
                words = [_HUNDREDS[size]]
                break
            if rest in {10, 100, 1000} and size >= 1000:  # noqa: PLR2004
                words = ["tens" if rest == 10 else _HUNDREDS[rest], "of", _HUNDREDS[size]]  # noqa: PLR2004
                break
    text = " ".join(words) or _digits(figure.value, ",", ".")
    if figure.unit is None:
        return text
    return f"{text} of {UNITS[figure.unit].english[1] or figure.unit}"


def _english_date(figure: Figure) -> str:
    parts = date_parts(figure)
    prefix = _PARTS.get(parts.get("part", ""), "")
    year = parts.get("year", "")
    if "decade" in parts:
        decade = parts["decade"]
        return f"{prefix}{'19' + decade if len(decade) == 2 else decade}s"  # noqa: PLR2004  the 20th century is meant
    if "period" in parts:
        kind = "quarter" if parts["period"][0] == "Q" else "half"
        text = f"{_ORDINALS[int(parts['period'][1])]} {kind}"
        return f"{text} of {year}" if year else text
    if "month" not in parts:
        return prefix + year
    month = MONTH_NAMES[int(parts["month"]) - 1]
    if "day" in parts:
        day = f"{month} {int(parts['day'])}"
        return f"{day}, {year}" if year else day
    return f"{prefix}{month} {year}".strip() if year else prefix + month


def _english_time(figure: Figure) -> str:
    hour, minute = divmod(int(figure.value) % 1440, 60)
    if minute == 0 and hour in {0, 12}:
        return "midnight" if hour == 0 else "noon"
    minutes = f":{minute:02d}" if minute else ""
    return f"{(hour - 1) % 12 + 1}{minutes} {'a.m.' if hour < 12 else 'p.m.'}"  # noqa: PLR2004


def _round(matches: int, *, plural: bool) -> str:
    """Return the name of a knockout round of so many matches."""
    name = {2: "semi-final", 4: "quarter-final"}.get(matches)
    return f"{name}{'s' if plural else ''}" if name else f"round of {2 * matches}"


_GOALS: Final = {2: "brace", 3: "hat-trick"}


def _english_ordinal(figure: Figure, like: str | None = None) -> str:
    number = int(figure.value)
    if figure.key and figure.key.startswith("R"):
        return _round(number, plural=bool(re.search(r"s$", like or figure.text)))
    century = " century" if figure.key and figure.key.startswith("C") else ""
    if not century and number < len(_ORDINALS):
        return _ORDINALS[number]
    return f"{_ordinal(number)}{century}"


def _ordinal(number: int) -> str:
    last = number % 100
    suffix = "th" if 10 < last < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")  # noqa: PLR2004
    return f"{number:,}{suffix}"


def _spelled(figure: Figure) -> str | None:
    """Return a whole number below one hundred in words, as the text it replaces was; None for others."""
    if figure.value == 12 and figure.approximate:  # noqa: PLR2004
        return "a dozen"
    if figure.value != int(figure.value) or not 0 <= figure.value < 100:  # noqa: PLR2004
        return None
    tens, units = divmod(int(figure.value), 10)
    words = {value: word for word, value in EN_UNITS.items()}
    if int(figure.value) in words:
        return words[int(figure.value)]
    ten = {value: word for word, value in EN_TENS.items() if word != "fourty"}[tens * 10]
    return f"{ten}-{words[units]}" if units else ten


_MULTIPLES: Final = {2: "doubl", 3: "tripl", 4: "quadrupl", 5: "quintupl", 6: "sextupl", 10: "decupl"}


def _multiple(figure: Figure, like: str | None) -> str:
    """Write a multiple: a verb where a verb was or is replaced, else "three times"."""
    value = figure.value
    if value == Decimal("0.5"):
        return "halved"
    if value < 1 and figure.key and (bottom := figure.key.removeprefix("1/")).isdecimal():
        return _FRACTIONS.get((1, int(bottom)), f"one {_ordinal(int(bottom))}")
    stem = _MULTIPLES.get(int(value)) if value == int(value) else None
    verb = re.search(r"(ed|ing|e|es)$", like or "")
    verbal = not re.search(r"fois|time|twice", figure.text)
    if stem and (verb or verbal) and not (like and re.search(r"fold|time|twice", like)):
        return stem + (verb[1] if verb else "e")
    return "twice" if value == 2 else f"{_digits(value, ',', '.')} times"  # noqa: PLR2004


def _english_ratio(figure: Figure, like: str | None) -> str:
    if figure.unit == "times":
        return _multiple(figure, like)
    top, _, bottom = (figure.key or "").partition("/")
    if top.isdecimal() and bottom.isdecimal():
        word = _FRACTIONS.get((int(top), int(bottom)))
        if word and " sur " not in figure.text:
            return word
        return f"{top} in {bottom}" if top == "1" else f"{top} out of {bottom}"
    return _digits(figure.value, ",", ".")


def _french(figure: Figure) -> str:  # noqa: PLR0911  one line for each form
    if figure.kind == "date":
        return _french_date(figure)
    if figure.kind == "time":
        hour, minute = divmod(int(figure.value) % 1440, 60)
        return f"{hour} h {minute:02d}" if minute else f"{hour} h"
    if figure.kind == "identifier":
        return figure.key or figure.text
    if figure.kind == "ordinal":
        suffix = "er" if figure.value == 1 else "e"
        return f"{int(figure.value)}{suffix}{' siècle' if figure.key else ''}"
    number = _scaled(figure.value, _FR_SCALES, _NBSP, ",")
    if figure.kind == "percent" and figure.unit == "percent":
        return f"{number}{_NBSP}%"
    if figure.unit is None:
        return number
    if figure.kind == "money" and re.search(r",\d$", number):
        number += "0"
    singular, plural = UNITS[figure.unit].french
    word = (singular if abs(figure.value) < 2 else plural) or SYMBOLS.get(figure.unit, figure.unit)  # noqa: PLR2004
    of = ("d'" if word[0] in "aeiouéè" else "de ") if re.search(r"[a-z]$", number) else ""
    return f"{number} {of}{word}"


def _french_date(figure: Figure) -> str:
    parts = date_parts(figure)
    if "decade" in parts:
        return f"années {parts['decade']}"
    if "period" in parts:
        return f"{parts['period'].replace('Q', 'T').replace('H', 'S')} {parts.get('year', '')}".strip()
    prefix = {"early": "début ", "mid": "mi-", "late": "fin "}.get(parts.get("part", ""), "")
    month = FRENCH_MONTH_NAMES[int(parts["month"]) - 1] if "month" in parts else ""
    day = {"": "", "01": "1er"}.get(parts.get("day", ""), str(int(parts.get("day", "0"))))
    return prefix + " ".join(filter(None, (day, month, parts.get("year"))))
