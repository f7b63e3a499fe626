"""Days with a name that the other side may write as a date: "le 1er janvier", "New Year's Day"."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.context import Context, Step
from toolkit.fidelity.figures.dates import date_key
from toolkit.fidelity.figures.records import Level

_TABLE: Final = {
    "en": (
        "new year's day:1-1|new year's eve:12-31|may day:5-1|labour day:5-1|labor day:5-1|bastille day:7-14"
        "|armistice day:11-11|remembrance day:11-11|christmas eve:12-24|christmas day:12-25|christmas:12-25"
        "|boxing day:12-26|valentine's day:2-14|all saints' day:11-1|all souls' day:11-2|halloween:10-31"
        "|assumption day:8-15|assumption:8-15|april fools' day:4-1|april fool's day:4-1|ve day:5-8|v-e day:5-8"
        "|victory in europe day:5-8|d-day:6-6|epiphany:1-6|candlemas:2-2|st patrick's day:3-17|fourth of july:7-4"
        "|st nicholas day:12-6|twelfth night:1-6|st john's day:6-24|st. patrick's day:3-17"
    ),
    "fr": (
        "jour de l'an:1-1|nouvel an:1-1|saint-sylvestre:12-31|saint-valentin:2-14|toussaint:11-1|assomption:8-15"
        "|chandeleur:2-2|épiphanie:1-6|fête du travail:5-1|fête nationale:7-14|noël:12-25|réveillon de noël:12-24"
        "|veille de noël:12-24|réveillon du nouvel an:12-31|réveillon du jour de l'an:12-31"
        "|veille du jour de l'an:12-31|veille du nouvel an:12-31|poisson d'avril:4-1|halloween:10-31|saint-jean:6-24"
        "|saint-patrick:3-17|saint-nicolas:12-6"
    ),
}  # fmt: skip
"""Fixed days with a name: Dictionnaire de l'Académie; Oxford Dictionary of English."""
_WORDS: Final = re.compile(r"(?:[dljDLJ]|qu)['’](?=[^\W\d_]{2})|[^\W\d_]+|[^\w\s]")


def _entries(language: str) -> dict[str, list[tuple[tuple[str, ...], tuple[int, int]]]]:
    """Return the names by first word, the longer ones first."""
    heads: dict[str, list[tuple[tuple[str, ...], tuple[int, int]]]] = {}
    for entry in sorted(_TABLE[language].split("|"), key=len, reverse=True):
        name, _, day = entry.partition(":")
        words = tuple((_WORDS if language == "fr" else _PLAIN).findall(name))
        month, number = day.split("-")
        heads.setdefault(words[0], []).append((words, (int(month), int(number))))
    return heads


_PLAIN: Final = re.compile(r"[^\W\d_]+|[^\w\s]")
_HOLIDAYS: Final = {language: _entries(language) for language in _TABLE}
HEADS: Final = {language: frozenset(table) for language, table in _HOLIDAYS.items()}
"""Words that the name of a day can begin with."""
_COMMON: Final = frozenset({"assumption", "epiphany"})
"""Names of days that are common nouns where they have no capital."""


def holiday_at(context: Context, index: int) -> Step | None:
    """Read the name of a day; it is weak, for it needs no counterpart."""
    entries = _HOLIDAYS[context.language].get(context.word(index))
    if entries is None or (context.word(index) in _COMMON and not context.at(index).text[0].isupper()):
        return None
    for words, (month, day) in entries:
        last = index + len(words)
        if all(context.word(index + step).replace("’", "'") == word for step, word in enumerate(words)):
            key, value = date_key(None, month, day), Decimal(month * 100 + day)
            return [context.reading(index, last, value, kind="date", key=key, level=Level.WEAK)], last
    return None
