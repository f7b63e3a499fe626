"""Multiples ("doubler", "divisé par deux", "twofold") and words for ages and anniversaries."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.context import Context, Step
from toolkit.fidelity.figures.numerals import spelled
from toolkit.fidelity.figures.records import ONE, Level
from toolkit.fidelity.figures.words import (
    EN_AGES,
    EN_ANNIVERSARIES,
    EN_MULTIPLES,
    EN_WEAK_MULTIPLES,
    FR_AGES,
    FR_ANNIVERSARIES,
    FR_MULTIPLES,
    FR_WEAK_MULTIPLES,
    word_set,
)

GOALS: Final = "goal"
"""Key of goals or wins by one player: "un doublé", "a hat-trick"."""
WEALTH: Final = "wealth"
"""Key of "milliardaire" and "millionaire"."""
ANNIVERSARY: Final = "anniversary"
"""Key of "bicentenaire" and "centenary"."""
INTERVAL: Final = "interval"
"""Key of "trimestriel" and "biweekly"."""
BIRTHS: Final = "birth"
"""Key of "jumeaux" and "triplets"."""
ALIKE: Final = frozenset({GOALS, WEALTH, ANNIVERSARY, INTERVAL, BIRTHS})
"""Keys of words whose number is compared with that of another word of the key, and never reported alone."""
_OF_BIRTHS: Final = frozenset({"des", "les", "ses", "leurs", "ces", "de", "nos"})
_GOALS: Final = frozenset({"doublé", "triplé", "quadruplé"})


def multiple_at(context: Context, index: int) -> Step | None:  # noqa: PLR0911  one line for each form
    """Read "doubler", "divisé par deux", "multiplié par 3", "twofold", "10-fold", "halved", "twice"."""
    word = context.word(index)
    if word.startswith(("divis", "multipli", "divid", "multiply")) and context.word(index + 1) in {"par", "by"}:
        return _by(context, index, inverse=word.startswith("div"))
    strong: Decimal | int | None = (FR_MULTIPLES if context.language == "fr" else EN_MULTIPLES).get(word)
    weak: Decimal | int | None = (
        FR_WEAK_MULTIPLES.get(word) if context.language == "fr" else EN_WEAK_MULTIPLES.get(word)
    )
    if word == "factor" and context.word(index + 1) == "of":
        return _by(context, index, inverse=False)
    if word == "halving":
        strong, weak = None, Decimal("0.5")
    if strong is not None and word in _GOALS and context.word(index - 1) in {"un", "le", "son", "ce", "du", "au"}:
        goals = context.reading(index, index + 1, Decimal(strong), key=GOALS, level=Level.WEAK)
        return [goals], index + 1
    if strong is not None and word.endswith(("plés", "plées")) and context.word(index - 1) in _OF_BIRTHS:
        return [context.reading(index, index + 1, Decimal(strong), key=BIRTHS, level=Level.WEAK)], index + 1
    if strong is not None:
        return [context.reading(index, index + 1, Decimal(strong), unit="times")], index + 1
    if weak is not None:
        return [context.reading(index, index + 1, Decimal(weak), unit="times", level=Level.WEAK)], index + 1
    return None


def _by(context: Context, index: int, *, inverse: bool) -> Step | None:
    token = context.at(index + 2)
    if token.kind == "n":
        number, last = (
            Decimal(token.text.replace(",", ".") if token.text.count(",") == 1 else token.text.replace(",", ""))
            if token.text.replace(",", "").replace(".", "", 1).isdecimal()
            else ONE,
            index + 3,
        )
    else:
        found = spelled(context.tokens, index + 2, context.language)
        if found is None:
            return None
        number, last = found
    if number in {0, 1}:
        return None
    value = ONE / number if inverse else number
    first = context.reading(index, last, value, unit="times", key=f"1/{number}" if inverse else None)
    at = last
    while context.word(at) in _EVEN:
        at += 1
    if at > last and context.word(at) in {"par", "by"}:
        more = _by(context, at - 1, inverse=inverse)  # "divisé par deux, voire par trois"
        return ([first, *more[0]], more[1]) if more else ([first], last)
    return [first], last


_EVEN: Final = frozenset({",", "voire", "ou", "même", "et", "or", "even", "and", "perhaps"})


def age_at(context: Context, index: int) -> Step | None:
    """Read "octogénaire" (a decade of life), "bicentenaire", "centenary"."""
    word = context.word(index)
    decade = (FR_AGES if context.language == "fr" else EN_AGES).get(word.rstrip("s"))
    if decade is not None:
        return [
            context.reading(index, index + 1, Decimal(decade), kind="date", key=f"{decade}s", level=Level.WEAK)
        ], index + 1
    years = (FR_ANNIVERSARIES if context.language == "fr" else EN_ANNIVERSARIES).get(word)
    if years is not None:
        value = Decimal(years)
        return [context.reading(index, index + 1, value, unit="year", key=ANNIVERSARY, level=Level.WEAK)], index + 1
    return None


_LESS: Final = word_set("moins less fewer lower smaller cheaper")
_SMALLER: Final = word_set(
    """
    petit petite petits petites court courte courts courtes léger légère légers légères faible faibles lent lente lents
    lentes bas basse basses rare rares étroit étroite étroits étroites mince minces silencieux silencieuse silencieuses
    """
)
"""Adjectives that make "deux fois plus" a half: "deux fois plus petit" is "half the size"."""


def lessens(context: Context, index: int) -> bool:
    """Tell whether the words after "three times" make it a third."""
    word = context.word(index)
    return word in _LESS or (word == "plus" and context.word(index + 1) in _SMALLER)
