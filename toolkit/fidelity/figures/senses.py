"""Words that are a figure in one sense and none in another: the translation shows which sense was meant.

"Doubler" is to double, to overtake or to dub; "le second" is the mate of a ship, "un tiers" a third party, "un quart" a
watch, "un demi" a half-back or a beer. Senses: Trésor de la langue française informatisé, s. vv.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from toolkit.fidelity.figures.board import Board
from toolkit.fidelity.figures.compare import agree, exact
from toolkit.fidelity.figures.records import Level

_DOUBLED: Final = (
    r"\b(?:dub(?:s|bed|bing)?|overt(?:ak\w+|ook)|pass(?:es|ed|ing)?|laps?|lapp(?:ed|ing)|voic\w+|underst(?:udy\w*|udied)"
    r"|stand(?:s|ing)? in|stood in|round(?:s|ed|ing)?|lin(?:ed|ing|es)|double-cross\w*|stunt\w*|left behind"
    r"|(?:went|got|go(?:es|ing)?) past)\b"
)
_SECOND: Final = (
    r"\b(?:mates?|first officers?|deput\w+|aides?|right-hand|assistants?|number two|lieutenants?|second-in-command)\b"
)
_HALF: Final = r"\b(?:half-?backs?|(?:scrum|fly)[- ]?hal(?:f|ves)|beers?|pints?|glass(?:es)?|midfielders?)\b"
_SENSES: Final = tuple(
    (re.compile(french, re.IGNORECASE), re.compile(english, re.IGNORECASE))
    for french, english in (
        (r"doubl\w+|tripl\w+", _DOUBLED),
        (r"(?:(?:le|un|son|du|au|des|les) )?seconds?", _SECOND),
        (
            r"(?:un |l')?tiers",
            r"\b(?:third[- ]part(?:y|ies)|outsiders?|(?:outside|external) part(?:y|ies)|someone else|bystanders?)\b",
        ),
        (r"(?:un |le |de )?quarts?", r"\b(?:watch(?:es)?|shifts?|mugs?|cups?|bottles?|watchman)\b"),
        (r"(?:un |le |du )?demis?", _HALF),
    )
)
"""French words with the English ones that show another sense than that of a figure."""
_WHOLE: Final = re.compile(r" (?:des|du|de la|de l['’]|de (?:ses|ces|leurs?|son|sa|cette|nos|vos))\b")
"""What follows a fraction, "un tiers des élèves"."""


_PASSING: Final = re.compile(r"\b(?:dépass|surpass|pass|franch|devanc)\w*", re.IGNORECASE)
"""French verbs that "passed" may translate instead of "doublé"."""


def _shows(english: re.Pattern[str], texts: tuple[str, str]) -> bool:
    """Tell whether the translation has a word of the sense that no other word of the source explains."""
    found = english.search(texts[1])
    return found is not None and not (found[0].lower().startswith("pass") and _PASSING.search(texts[0]))


def judge_senses(board: Board, texts: tuple[str, str]) -> None:
    """Drop from what is left of a French source the words that the translation shows to be no figures."""
    for index in sorted(board.left):
        reading = board.source[index]
        if reading.level == Level.SILENT:
            continue
        after = texts[0][reading.figure.span.end :]
        for french, english in _SENSES:
            if french.fullmatch(reading.figure.text) and _shows(english, texts) and not _WHOLE.match(after):
                board.left.discard(index)
                break


_PRESSURE: Final = re.compile(r"\b(?:tension|artérielle|pression sanguine|systoli\w+)\b", re.IGNORECASE)
_SYSTOLIC: Final = range(5, 31)
"""Centimetres of mercury that a blood pressure can have; English gives millimetres."""


def judge_pressure(board: Board, texts: tuple[str, str]) -> None:
    """Read "une tension de 12/8", in centimetres of mercury, as "120/80", in millimetres."""
    parted = [(index, r.figure.key) for index, r in enumerate(board.source) if r.figure.key]
    if not parted or not _PRESSURE.search(texts[0]):
        return
    for index, key in parted:
        match = re.fullmatch(r"(\d+)[/-](\d+)", key or "")
        if not match or int(match[1]) not in _SYSTOLIC or int(match[2]) not in _SYSTOLIC:
            continue
        _pair_pressures(board, index, (int(match[1]) * 10, int(match[2]) * 10), texts[1])


_MILLIMETRES: Final = re.compile(r"\b(\d{2,3})(?:/| over )(\d{2,3})\b")


def _pair_pressures(board: Board, index: int, expected: tuple[int, int], text: str) -> None:
    """Match a pressure with the first one of the translation that is not taken: as equal or as changed."""
    found = sorted(_MILLIMETRES.finditer(text), key=lambda match: (int(match[1]), int(match[2])) != expected)
    for match in found:
        inside = [
            j
            for j in sorted(board.right)
            if board.target[j].figure.span.start >= match.start() and board.target[j].figure.span.end <= match.end()
        ]
        if inside and index in board.left:
            board.take(index, inside[0], "ok" if (int(match[1]), int(match[2])) == expected else "changed")
            board.right.difference_update(inside)


_UNDER_PAR: Final = re.compile(r"[- ]under\b(?![- ]\d| (?:the|a|an|age|his|her|its|their)\b)", re.IGNORECASE)


def judge_par(board: Board, texts: tuple[str, str]) -> None:
    """Match "-6" with "six under", as golf counts against par."""
    for index in sorted(board.left):
        figure = board.source[index].figure
        if figure.value >= 0 or figure.unit is not None or figure.kind != "number":
            continue
        for j in sorted(board.right):
            other = board.target[j].figure
            if exact(other) == -exact(figure) and other.unit is None and _UNDER_PAR.match(texts[1], other.span.end):
                board.take(index, j, "ok")
                break


_ROOMS: Final = re.compile(r"[- ]pièces?\b")
_BEDROOMS: Final = re.compile(r"[- ]bed(?:room)?s?\b")


def judge_rooms(board: Board, texts: tuple[str, str]) -> None:
    """Match "un trois-pièces" with "a two-bedroom flat": French counts the living room too."""
    for index in sorted(board.left):
        figure = board.source[index].figure
        if not _ROOMS.match(texts[0], figure.span.end):
            continue
        for j in sorted(board.right):
            other = board.target[j].figure
            if exact(other) == exact(figure) - 1 and _BEDROOMS.match(texts[1], other.span.end):
                board.take(index, j, "ok")
                break


_SLANG: Final = {"balles": 1, "boules": 1, "briques": 10000, "patates": 10000}
"""Slang for francs or euros; a "brique" is ten thousand of them, a million old francs."""
_SLANG_AFTER: Final = re.compile(r" (balles|boules|briques|patates)\b")
_MILESTONES: Final = re.compile(r" bornes\b(?! (?:de|d['’]|pour|électriques|wifi|interactives|numériques))")
"""Slang for kilometres, unless they are posts for charging and the like."""


def judge_slang(board: Board, texts: tuple[str, str]) -> None:
    """Match "cinq mille balles" with the same amount in any money: the slang word names no currency."""
    for index in sorted(board.left):
        figure = board.source[index].figure
        if figure.unit is None and _MILESTONES.match(texts[0], figure.span.end):
            long = replace(figure, unit="km", kind="quantity")
            board.source[index] = board.source[index]._replace(figure=long)
            found = [j for j in sorted(board.right) if agree(long, board.target[j].figure) is not None]
            if found:
                board.take(index, found[0], "ok")
            continue
        slang = _SLANG_AFTER.match(texts[0], figure.span.end)
        if slang is None:
            continue
        for j in sorted(board.right):
            other = board.target[j].figure
            if other.kind in {"money", "number"} and exact(other) == exact(figure) * _SLANG[slang[1]]:
                board.take(index, j, "ok")
                break
