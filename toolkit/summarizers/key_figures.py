"""The table of key figures: what an analyst would underline, each with what it is and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from toolkit.summarizers.base import Article, Sentence
from toolkit.summarizers.evidence import Evidence, figures_of, names_of, same_figure
from toolkit.summarizers.labels import label
from toolkit.summarizers.planning import body
from toolkit.types import Figure, KeyFigure, SummarySentence

ROWS: Final = 10
"""Rows of the table at most."""
_WORTH: Final = {"money": 3.0, "percent": 2.5, "quantity": 2.5, "number": 1.5, "ratio": 1.0}
"""Kinds that make key figures; dates, times, ordinals and identifiers do not."""
_TIME_UNITS: Final = re.compile(
    r"(?:s|min|h|d|day|week|month|quarter|year|decade|century|second|minute|hour)s?", re.IGNORECASE
)


def key_figures(article: Article, sentences: Sequence[SummarySentence], evidence: Evidence) -> list[KeyFigure]:
    """Return the key figures in order of the article, at most ROWS.

    A figure that stands several times has one row, where it is said best. Figures of the summary come first into the
    table, then money, shares and quantities, early ones before late ones. A translated sentence whose figures or names
    are in doubt gives no row.
    """
    used = {index for sentence in sentences for index in sentence.sources}
    found: list[tuple[float, int, Figure, KeyFigure]] = []
    rows = [row for row in body(article) if figures_of(row.text, article.language)]
    for place, row in enumerate(rows):
        if evidence.translation_faults(row):
            continue
        for figure, words in labelled(row, article.language):
            worth = _WORTH[figure.kind] + (2.0 if row.index in used else 0.0) + (1.0 if "(" in words else 0.0)
            worth -= place / max(1, len(rows))
            found.append((worth, len(found), figure, KeyFigure(as_written(row.text, figure), words, row.index)))
    best: list[tuple[float, int, Figure, KeyFigure]] = []
    for entry in sorted(found, key=lambda each: (-each[0], each[1])):
        if not any(same_figure(entry[2], other[2]) for other in best):
            best.append(entry)
    return [entry[3] for entry in sorted(best[:ROWS], key=lambda each: each[1])]


def labelled(row: Sentence, language: str) -> Iterable[tuple[Figure, str]]:
    """Yield the figures of one sentence that are worth a row, with their labels."""
    names = [name.span for name in names_of(row.text, language)]
    for figure in figures_of(row.text, language):
        if not worth_a_row(figure) or any(figure.span.overlaps(name) for name in names):
            continue
        words = label(row.text, figure.span, language, names, percent=figure.kind == "percent")
        if words:
            yield figure, words


def worth_a_row(figure: Figure) -> bool:
    """Tell whether *figure* is an amount: no date, no year, no duration, no small count."""
    if figure.kind not in _WORTH or figure.key is not None:
        return False
    if figure.kind == "quantity" and figure.unit and _TIME_UNITS.fullmatch(figure.unit):
        return False
    if figure.kind in {"number", "ratio"}:
        year = Decimal(1900) <= figure.value <= Decimal(2100) and bool(re.fullmatch(r"\d{4}", figure.text))
        return figure.value >= 20 and not year  # noqa: PLR2004 - smaller counts are rarely the point
    return True


def as_written(text: str, figure: Figure) -> str:
    """Return the characters of the figure with its currency sign, spaces levelled."""
    start = figure.span.start - (text[figure.span.start - 1 : figure.span.start] in set("$€£¥"))
    return " ".join(text[start : figure.span.end].split())
