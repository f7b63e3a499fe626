"""Steps of the matching that read the words beside the figures: signs, "by" and "to", "in full", "the same again"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.board import Board, near
from toolkit.fidelity.figures.compare import exact, same_value
from toolkit.fidelity.figures.records import Level, Reading
from toolkit.fidelity.figures.senses import judge_par, judge_pressure, judge_rooms, judge_senses, judge_slang
from toolkit.fidelity.figures.signs import AGAIN, DOWN, EACH, falls, role
from toolkit.types import Figure


def judge_wording(board: Board, texts: tuple[str, str]) -> None:
    """Match, or part, figures by the words around them; nothing without *texts*."""
    if not texts[0] or not texts[1]:
        return
    _signs(board, texts)
    _turned(board, texts)
    _roles(board, texts)
    _rates(board, texts)
    _less(board, texts)
    _scores(board, texts)
    judge_pressure(board, texts)
    judge_par(board, texts)
    judge_slang(board, texts)
    judge_rooms(board, texts)
    if board.left or board.right:
        judge_senses(board, texts)
        _rebind(board)
        _again(board, texts)
        _entire(board, texts)
        _none(board, texts)
        _few(board, texts)
        _decades(board)


_LOSS: Final = re.compile(
    r"\b(?:lost|los(?:es?|ing|s)|beaten|defeat(?:ed)?|went down|fell|fall(?:s|ing)?|trail\w*|behind|inclin\w+|perd\w*"
    r"|défait\w*|battue?s?|menée?s?|down)\b",
    re.IGNORECASE,
)
"""Words of the side that scored less, whose number French may give first: "perdu 0-3", "lost 3-0"."""


def _scores(board: Board, texts: tuple[str, str]) -> None:
    """Match "0-3" with "3-0" where a word of losing says whose score it is."""
    if not board.left or not board.right:
        return
    for i in sorted(board.left):
        if board.source[i].figure.kind != "identifier":
            continue
        turned = "-".join(reversed((board.source[i].figure.key or "").split("-")))
        for j in sorted(board.right):
            same = board.target[j].figure.key == turned and board.target[j].figure.kind == "identifier"
            if same and _LOSS.search(texts[0] + " " + texts[1]):
                board.take(i, j, "ok")
                break


def _signs(board: Board, texts: tuple[str, str]) -> None:
    """Match "-0,2 %" with "shrank by 0.2%": the minus sign became a word."""
    for i, j in near(board):
        one, other = board.source[i], board.target[j]
        a, b = one.figure, other.figure
        if i not in board.left or j not in board.right or (a.value < 0) == (b.value < 0) or not a.value:
            continue
        negated = one._replace(figure=replace(a, value=-a.value, key=None), others=())
        if same_value(negated, other) is None:
            continue
        plain, text = (b, texts[1]) if a.value < 0 else (a, texts[0])
        if falls(text, plain) and role(text, plain) != "to":  # "fell to 24 degrees" is above zero
            board.take(i, j, "ok")


def _turned(board: Board, texts: tuple[str, str]) -> None:
    """Turn "+0,3 point" matched with "down 0.3 points" into a change."""
    if "+" not in texts[0] and "+" not in texts[1]:
        return
    for at, (i, j, outcome) in enumerate(board.pairs):
        one, other = board.source[i].figure, board.target[j].figure
        for figure, plain, own, text in ((one, other, *texts), (other, one, *texts[::-1])):
            more = figure.text.startswith("+") or own[: figure.span.start].endswith("+")
            if more and DOWN.search(text[: plain.span.start]) and outcome == "ok":
                board.pairs[at] = (i, j, "changed")


def _again(board: Board, texts: tuple[str, str]) -> None:
    """Let "the same amount again" stand for a figure that was said before."""
    for indices, readings, text in ((board.left, board.source, texts[1]), (board.right, board.target, texts[0])):
        for index in sorted(indices):
            if readings[index].level != Level.STRONG:
                continue
            earlier = readings[:index]
            same = [
                at for at, r in enumerate(earlier) if r.mantissa == readings[index].mantissa and r.level == Level.STRONG
            ]
            if same and (AGAIN.search(text) or _for_each(board, same, text, on_left=indices is board.left)):
                indices.discard(index)
                break


_BESIDE: Final = 40
"""Characters from a figure within which "each" and "both" belong to it."""


def _for_each(board: Board, same: list[int], text: str, *, on_left: bool) -> bool:
    """Tell whether "each" or "both" stands beside what the earlier figures *same* were matched with in *text*."""
    others, readings = (board.right, board.target) if on_left else (board.left, board.source)
    if any(readings[at].level == Level.STRONG for at in others):
        return False  # another figure took its place
    for i, j, _ in board.pairs:
        mine, span = (i, board.target[j].figure.span) if on_left else (j, board.source[i].figure.span)
        if mine in same and EACH.search(text, max(0, span.start - _BESIDE), span.end + _BESIDE):
            return True
    return False


def _rebind(board: Board) -> None:
    """Give a figure that would be reported the counterpart of a weak one of its value: "two parties … both"."""
    for indices, readings, on_left in ((board.left, board.source, True), (board.right, board.target, False)):
        for index in sorted(indices):
            if readings[index].level == Level.STRONG:
                _take_over(board, index, on_left=on_left)


def _take_over(board: Board, index: int, *, on_left: bool) -> None:
    indices, readings = (board.left, board.source) if on_left else (board.right, board.target)
    figure = readings[index].figure
    for at, (i, j, outcome) in enumerate(board.pairs):
        held = i if on_left else j
        weak = readings[held]
        if weak.level != Level.WEAK or weak.figure.value != figure.value:
            continue
        other = board.target[j] if on_left else board.source[i]
        if weak.figure.unit == figure.unit or same_value(readings[index], other) is not None:
            board.pairs[at] = (index, j, outcome) if on_left else (i, index, outcome)
            indices.discard(index)
            indices.add(held)
            return


def _roles(board: Board, texts: tuple[str, str]) -> None:
    """Turn "baissé de 5 %" matched with "fell to 5%" into a change, and "divisé par trois" with "fell by a third"."""
    for at, (i, j, outcome) in enumerate(board.pairs):
        one, other = board.source[i].figure, board.target[j].figure
        if outcome != "ok" or not (one.kind in _SHARED and other.kind in _SHARED):
            continue
        if {one.unit, other.unit} == {"celsius", "fahrenheit"}:
            if "by" in {role(texts[0], one), role(texts[1], other)} and not _same_rise(one, other):
                board.pairs[at] = (i, j, "changed")
            continue
        mine, multiple = role(texts[0], one), (one.unit == "times") != (other.unit == "times")
        if not (mine or multiple):
            continue
        theirs = role(texts[1], other)
        opposed = mine and theirs and mine != theirs and not _whichever(one)
        if opposed or (multiple and _multiplied(one, other, mine, theirs)):
            board.pairs[at] = (i, j, "changed")


_LESS: Final = re.compile(
    r"\b(?:moins|inférieur\w*|less|fewer|lower|smaller|cheaper|below|half|under|reduc\w+)\b", re.IGNORECASE
)


def _less(board: Board, texts: tuple[str, str]) -> None:
    """Turn "deux fois moins cher" matched with "twice the price" into a change."""
    for at, (i, j, outcome) in enumerate(board.pairs):
        one, other = board.source[i].figure, board.target[j].figure
        if outcome != "ok" or not one.unit == other.unit == "times" or not one.value == other.value > 1:
            continue
        if sum(reading.figure.unit == "times" for reading in board.source) > 1:
            continue  # "deux fois moins de … deux fois plus de …": either may be meant
        said = [
            _LESS.match(text, figure.span.end + 1) is not None for text, figure in zip(texts, (one, other), strict=True)
        ]
        if said[0] != said[1] and not _LESS.search(texts[said[0]], (one, other)[said[0]].span.start):
            board.pairs[at] = (i, j, "changed")


_PERIODS: Final = {
    "an": "year", "année": "year", "year": "year", "annum": "year", "mois": "month", "month": "month", "jour": "day",
    "day": "day", "semaine": "week", "week": "week", "trimestre": "quarter", "quarter": "quarter", "heure": "hour",
    "hour": "hour", "minute": "minute", "seconde": "second", "second": "second", "nuit": "day", "night": "day",
    "annuels": "year", "annuelles": "year", "mensuels": "month", "mensuelles": "month",
}  # fmt: skip
_PER: Final = re.compile(
    r"[ \u00a0\u202f]?(?:(?:par|a|an|per|each|every|/) ?|de l['’])(an|année|mois|jour|semaine|trimestre|heure|minute"
    r"|seconde|nuit|year|annum|month|day|week|quarter|hour|minute|second|night)\b"
    r"| (annuels|annuelles|mensuels|mensuelles)\b",
    re.IGNORECASE,
)


def _rates(board: Board, texts: tuple[str, str]) -> None:
    """Turn "2 150 euros par mois" matched with "€2,150 a year" into a changed unit."""
    for at, (i, j, outcome) in enumerate(board.pairs):
        one, other = board.source[i].figure, board.target[j].figure
        if outcome != "ok" or one.kind not in _SHARED:
            continue
        mine = _PER.match(texts[0], one.span.end)
        theirs = _PER.match(texts[1], other.span.end) if mine else None
        if mine and theirs and _period(mine) != _period(theirs):
            board.pairs[at] = (i, j, "unit_changed")


def _period(match: re.Match[str]) -> str:
    return _PERIODS[(match[1] or match[2]).lower()]


def _same_rise(one: Figure, other: Figure) -> bool:
    """Tell whether two differences of temperature agree: 2 °C is 3.6 °F, whatever the zero."""
    celsius, fahrenheit = (one, other) if one.unit == "celsius" else (other, one)
    return abs(celsius.value * Decimal("1.8") - fahrenheit.value) <= Decimal("0.2")


_SHARED: Final = frozenset({"number", "money", "percent", "quantity", "ratio"})


def _whichever(figure: Figure) -> bool:
    """Tell a half, where by and to are one."""
    return figure.kind in {"ratio", "percent"} and exact(figure) in {Decimal("0.5"), 50}


def _multiplied(one: Figure, other: Figure, mine: str, theirs: str) -> bool:
    """Tell whether a multiple and a share, of which a role is known, do not say the same.

    Three times as much is a rise by 200 %; "divisé par trois" is a fall to a third and by two thirds.
    """
    times, share, said = (one, other, theirs) if one.unit == "times" else (other, one, mine)
    if not said or (share.unit not in {None, "percent"}):
        return False
    size = exact(share) if share.unit is None else exact(share) / 100
    factor = exact(times)
    if said == "to":
        return size != factor
    return size != abs(factor - 1)


_ENTIRE: Final = re.compile(
    r"\b(?:in full|fully|entirely|completely|wholly|totally|full|entire|whole|all|every|everyone|everything"
    r"|entièrement|intégralement|totalement|complètement|intégralité|totalité|tous|toutes|tout|toute)\b",
    re.IGNORECASE,
)


def _entire(board: Board, texts: tuple[str, str]) -> None:
    """Let "in full" stand for "à 100 %"."""
    _worded(board, texts, _ENTIRE, lambda figure: figure.unit == "percent" and figure.value == 100)  # noqa: PLR2004


def _worded(board: Board, texts: tuple[str, str], words: re.Pattern[str], meant: Callable[[Figure], bool]) -> None:
    """Let *words* in the other text stand for figures that they mean."""
    for indices, readings, text in ((board.left, board.source, texts[1]), (board.right, board.target, texts[0])):
        for index in sorted(indices):
            if meant(readings[index].figure) and words.search(text):
                indices.discard(index)


_NONE: Final = re.compile(
    r"\b(?:no|none|nothing|nobody|never|nil|without|not|any|aucune?|pas|sans|nulle?|rien|personne)\b|n't\b",
    re.IGNORECASE,
)


def _none(board: Board, texts: tuple[str, str]) -> None:
    """Let "no resignations" stand for "zéro démission"."""
    _worded(board, texts, _NONE, lambda figure: figure.value == 0 and figure.kind in _SHARED)


_FEW: Final = re.compile(r"\b(?:a few|few|several|a couple|a handful|or so|quelques|plusieurs)\b", re.IGNORECASE)
_EITHER: Final = re.compile(r"\s(?:ou|or)\s")
_SMALL: Final = 6


def _few(board: Board, texts: tuple[str, str]) -> None:
    """Let "a few days" stand for "deux ou trois jours"."""
    for indices, readings, own, text in (
        (board.left, board.source, *texts),
        (board.right, board.target, *texts[::-1]),
    ):
        for index in sorted(indices):
            if _or_two(readings, index, own) and _FEW.search(text):
                indices.discard(index)
            following = index + 1
            if following not in indices or index not in indices or not _joined(readings[index : index + 2], own):
                continue
            if _FEW.search(text):
                indices.discard(index)
                indices.discard(following)


def _decades(board: Board) -> None:
    """Let "in his thirties" stand for both ends of "entre 30 et 40 ans"."""
    for indices, readings, others, on_left in (
        (board.left, board.source, board.target, True),
        (board.right, board.target, board.source, False),
    ):
        for index in sorted(indices):
            figure = readings[index].figure
            if not index or figure.unit != "year" or readings[index - 1].figure.value != figure.value - 10:
                continue
            for i, j, outcome in board.pairs:
                mine, theirs = (i, j) if on_left else (j, i)
                key = f"{readings[index - 1].figure.value:f}s"
                if mine == index - 1 and outcome == "ok" and others[theirs].figure.key == key:
                    indices.discard(index)


def _or_two(readings: list[Reading], index: int, text: str) -> bool:
    """Tell the "deux" of "un jour ou deux", which is "a day or so"."""
    if not index or readings[index].figure.value != 2:  # noqa: PLR2004
        return False
    one, two = readings[index - 1].figure, readings[index].figure
    return one.value == 1 and _EITHER.fullmatch(text[one.span.end : two.span.start]) is not None


def _joined(pair: list[Reading], text: str) -> bool:
    """Tell whether two small numbers in words that follow each other are joined by "or"."""
    one, other = (reading.figure for reading in pair)
    near_by = other.value == one.value + 1 and other.value <= _SMALL and not one.text[:1].isdigit()
    return near_by and _EITHER.fullmatch(text[one.span.end : other.span.start]) is not None
