"""Cut a text into words, numbers and signs, each with its place.

One compiled expression a language, no nested repetition: the time is linear in the length of the text.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.records import Token

SPACE: Final = "[ \u00a0\u202f\u2009\u2007]"
"""Spaces that group digits: plain, no-break, narrow no-break, thin, figure space (Unicode 15, general punctuation)."""

_PHONE: Final = (
    r"(?<![\w.,/-])(?:\+\d{1,3}[ \u00a0\u202f.-]?(?:\(0\)[ \u00a0\u202f]?)?[1-9]"
    r"|0[ \u00a0\u202f.-]?[1-9])(?:[ \u00a0\u202f.-]?\d){7,11}(?!\d|,\d)"
)
_DATE: Final = (
    r"(?<![\d/.-])(?:\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2}\.\d{1,2}\.(?:19|20)\d{2}"
    # two-digit years after dots where day and month have two digits each and are such: "05.03.24"
    r"|(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.\d{2}(?!\.?\d))(?![\d/])"
)
_CLOCK: Final = {
    # French typography may leave a space before the colon ("10 :30"); "2:21.31" is a time of a race.
    "fr": r"(?<![\d:])\d{1,2}[ \u00a0\u202f]?:\d{2}(?:[ \u00a0\u202f]?:\d{2}(?:[.,]\d+)?)?(?![\d:])",
    "en": r"(?<![\d:])\d{1,2}:\d{2}(?:\.\d{1,3}|:\d{2}(?:[.,]\d+)?)?(?![\d:]|,\d{3})",
}
_RACE: Final = (
    r"(?<![\d.,])(?:(?:\d{1,2}['’′])?\d{1,2}(?:''|’’|[\"”″])\d{1,3}(?![\w.,]\d|[^\W_])|\d{1,2}['’′]\d\d(?:''|’’|[”″]))"
)
"""Minutes, seconds and hundredths of a race: 37\'\'84, 1\'42"35."""
_CURRENCY: Final = r"(?:US|CAN|CDN|Can|CAD|CA|C|AU|A|NZ|HK|S|NT|R)?\$|U\.S\.\$|[€£¥₹₽₴₺₩₪₦₿¢]"
_WORD: Final = r"[^\W\d_]+"
_LATIN: Final = "[A-Za-zÀ-ÖØ-öø-ÿœŒ]+"
"""The letters of nearly all words: a set of characters is quicker than a class of them."""

_NUMBER: Final = {
    "fr": (
        rf"\d{{1,3}}(?:{SPACE}\d{{3}})+(?![\d])(?:,\d+)?"
        # a stray space after the decimal comma: "3, 7 %"
        rf"|(?<![\d,]{SPACE})\d{{1,3}},{SPACE}\d{{1,2}}(?={SPACE}?(?:%|pour cent|millions?|milliards?))"
        r"|\d{1,3}(?:['’]\d{3})+(?!\d)(?:[.,]\d+)?"
        r"|\d{1,3}(?:\.\d{3})+(?!\d)(?:,\d+)?"
        r"|\d{1,3}(?:,\d{3}){2,}(?!\d)(?:\.\d+)?"
        r"|\d+(?:[.,]\d+)?"
    ),
    "en": (
        r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?"
        rf"|\d{{1,3}}(?:,{SPACE}000)+(?!\d)"
        rf"|\d{{1,3}}(?:{SPACE}\d{{3}})+(?![\d])(?:[.,]\d+)?"
        r"|\d{1,3}(?:['’]\d{3})+(?!\d)(?:[.,]\d+)?"
        r"|\d{1,3}(?:\.\d{3}){2,}(?!\d)(?:,\d+)?"
        r"|\d+(?:[.,]\d+)?|(?<![\w.])\.\d+"
    ),
}
_ELISION: Final = {"fr": r"\b(?:[cdjlmnstCDJLMNST]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu)['’]|", "en": ""}

_LEX: Final = {
    language: re.compile(
        # Plain words first, for most tokens are; "US$" is left to the currencies.
        # A blank is taken with what follows: else it would try every alternative. One, so that the time stays linear.
        rf"\s?(?:(?P<w>{_ELISION[language]}{_LATIN}(?![^\W\d_]|\$|\.S\.\$))"
        rf"|(?P<phone>{_PHONE})|(?P<date>{_DATE})|(?P<race>{_RACE})|(?P<clock>{_CLOCK[language]})"
        rf"|(?P<dotted>(?<![\d.])\d+(?:\.\d+){{2,}}(?![\d]))"
        rf"|(?P<n>{number})|(?P<c>{_CURRENCY})|(?P<letters>{_WORD})|(?P<s>[^\w\s]|_))"
    )
    for language, number in _NUMBER.items()
}
_PLAIN: Final = _LEX["fr"].groupindex["w"]
"""Number of the group of plain words, the same in both languages."""
LONGEST: Final = 1000
"""Digits of an integer at most. Longer ones are compared digit by digit, like identifiers: Python converts no integer
of more than 4,300 digits (https://docs.python.org/3/library/stdtypes.html#int-max-str-digits)."""
_GROUPED: Final = re.compile(r"\d{1,3}(?:\.\d{3}){2,}|\d{1,3}\.\d{3}")
_SEPARATORS: Final = re.compile(rf"{SPACE}|['’]")


def lex(text: str, language: str) -> list[Token]:
    """Return the tokens of *text* in order; white space is left out. *language* is ``fr`` or ``en``."""
    # Most of the time of lexing goes into words: the named constructor and groups by name cost more.
    make, plain = tuple.__new__, language == "en" or "’" not in text  # English words have no apostrophe
    return [
        make(Token, ("w", (word := match[_PLAIN]).lower(), word, match.start(_PLAIN), match.end()))
        if match.lastindex == _PLAIN and plain
        else _token(match)
        for match in _LEX[language].finditer(text)
    ]


def _token(match: re.Match[str]) -> Token:
    kind = match.lastgroup or "s"
    word = match[kind]
    if kind == "letters":
        kind = "w"
    elif kind == "dotted" and _GROUPED.fullmatch(word) and not word.startswith("0"):
        kind = "n"
    elif kind == "n" and len(word) > LONGEST and word.isdecimal():
        kind = "dotted"
    return Token(kind, word.lower().replace("’", "'"), word, *match.span(match.lastindex or 0))


def decimal_of(text: str, language: str, *, scaled: bool = False) -> Decimal:
    """Read the digits of one number token.

    In French the comma is the decimal sign, and a dot before exactly three digits groups thousands ("85.000"), except
    before a scale word, where only a group of zeros does ("1.275 milliard" is 1.275; *scaled* is true then).
    In English the roles are exchanged; a comma that cannot group thousands ("3,4") is a decimal comma left over from
    the source. Source of the conventions: CLDR 44, number symbols of fr, fr-CH, fr-BE, en.
    """
    text = _SEPARATORS.sub("", text)
    decimal, group = (",", ".") if language == "fr" else (".", ",")
    if text.count(group) > 1:
        return Decimal(text.replace(group, "").replace(decimal, "."))
    if group in text and decimal not in text:
        whole, _, rest = text.partition(group)
        grouped = len(rest) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0"  # noqa: PLR2004  thousands are three digits
        if language == "fr" and scaled and rest != "000":
            grouped = False
        return Decimal(whole + rest) if grouped else Decimal(f"{whole}.{rest}")
    if text.count(decimal) > 1:
        return Decimal(text.replace(decimal, ""))
    return Decimal(text.replace(group, "").replace(decimal, "."))
