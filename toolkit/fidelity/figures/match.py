"""Match the figures of a source with those of its translation, one to one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from toolkit.fidelity.figures.assign import assign
from toolkit.fidelity.figures.board import WINDOW, Board, Outcome, near, ordinary
from toolkit.fidelity.figures.compare import (
    agree,
    date_parts,
    exact,
    same_number_other_unit,
    same_value,
)
from toolkit.fidelity.figures.composites import find_pieces, pieces_of
from toolkit.fidelity.figures.difference import difference, explains
from toolkit.fidelity.figures.records import ONE, Level, Reading
from toolkit.fidelity.figures.swaps import Sides, lean, swapped
from toolkit.fidelity.figures.units import compatible
from toolkit.fidelity.figures.wording import judge_wording
from toolkit.types import Figure

_ALONE: Final = 9.0
"""Price of a figure without counterpart; two of them cost more than a pair of different values of one sort."""
_WEAK_ALONE: Final = 1.0
_WEAK_WORDS: Final = re.compile(
    r"(?:(?:un|une|a|an|one) .*|one|both|couple|pair|premi(?:er|ère)s?|first|seconde?s?|double|triple|twice|treble)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FigureMatch:
    """What became of one figure."""

    outcome: Outcome
    """``ok`` same characters; ``reformatted`` same value in another form; the rest are faults."""
    source: Figure | None
    """None when invented."""
    target: Figure | None
    """None when missing."""


def match(source: list[Figure], target: list[Figure]) -> list[FigureMatch]:
    """Match two lists of figures, as ``parse`` returns them, by value.

    Without the texts, word order and "shrank by 0.2%" for "-0,2 %" cannot be judged; ``check_figures`` does that.
    """
    return match_readings(
        [_reading(f, i) for i, f in enumerate(source)], [_reading(f, i) for i, f in enumerate(target)]
    )


def _reading(figure: Figure, index: int) -> Reading:
    month = figure.kind == "date" and len(date_parts(figure)) == 1 and "month" in date_parts(figure)
    level = Level.WEAK if month or _WEAK_WORDS.match(figure.text) else Level.STRONG
    return Reading(figure, level, figure.value, ONE, (), index)


def match_readings(
    source: Sequence[Reading], target: Sequence[Reading], texts: tuple[str, str] = ("", ""), sides: Sides | None = None
) -> list[FigureMatch]:
    """Match two lists of readings; with *texts* and *sides* also judge signs, repeats and order."""
    board = Board(list(source), list(target), [], set(range(len(source))), set(range(len(target))))
    _equal_keys(board)
    _equal_values(board)
    _elided(board)
    _composites(board)
    judge_wording(board, texts)
    _absorb(board)
    if sides is not None:
        _exchange(board, sides)
    _units(board)
    _uncross(board, sides)
    _changed(board)
    return _report(board)


def _equal_keys(board: Board) -> None:
    """Match what is identical in value, unit and kind, in order, in linear time."""
    places: dict[tuple[object, ...], list[int]] = defaultdict(list)
    left, right = ordinary(board)
    for j in reversed(right):
        places[_key(board.target[j])].append(j)
    if len(places) < len(right):
        _nearest_of_too_many(board, left, places)
    for i in left:
        waiting = places.get(_key(board.source[i])) if i in board.left else None
        if waiting:
            board.take(i, waiting.pop(), "ok")


def _nearest_of_too_many(board: Board, left: list[int], places: dict[tuple[object, ...], list[int]]) -> None:
    """Match figures that stand more often in the translation with the nearest of them."""
    needed = Counter(_key(board.source[i]) for i in left)
    for i in left:
        key = _key(board.source[i])
        waiting = places.get(key, [])
        if len(waiting) > needed[key]:
            nearest = min(waiting, key=lambda j: board.place(i, j))
            waiting.remove(nearest)
            board.take(i, nearest, "ok")
        needed[key] -= 1


def _key(reading: Reading) -> tuple[object, ...]:
    figure = reading.figure
    return +reading.level, figure.kind, figure.unit, figure.value, figure.key  # a plain int, which hashes faster


def _equal_values(board: Board) -> None:
    ranked = []
    for i, j in near(board):
        cost = same_value(board.source[i], board.target[j])
        if cost is not None:
            weak = 0.3 * (board.source[i].level + board.target[j].level)
            ranked.append((cost + weak + board.place(i, j), i, j))
    for _, i, j in sorted(ranked):
        if i in board.left and j in board.right:
            board.take(i, j, "ok")


def _elided(board: Board) -> None:
    """Match figures whose unit or scale one side leaves out because a neighbour carries it."""
    pairs = near(board)
    if not pairs:
        return
    left, right = ({(r.figure.unit, r.scale) for r in side} for side in (board.source, board.target))
    for i, j in pairs:
        one, other = board.source[i], board.target[j]
        if i not in board.left or j not in board.right:
            continue
        if _leaves_out(one, other, left) or _leaves_out(other, one, right):
            board.take(i, j, "ok")


def _leaves_out(  # noqa: PLR0911  one line for each form
    bare: Reading, full: Reading, carried: set[tuple[str | None, Decimal]]
) -> bool:
    """Tell whether *bare* is *full* without its unit or scale, which a neighbour of *bare* carries."""
    if bare.figure.unit is not None or bare.figure.kind not in {"number", "date"}:
        return False
    if full.figure.unit is None and full.scale == 1:
        return False
    if bare.scale == 1 and any(agree(replace(bare.figure, unit=unit), full.figure) for unit, _ in carried if unit):
        return True  # "à 180 km/h au lieu de 110", "112 mph … 68 mph"
    if bare.figure.value == full.figure.value:
        return any(unit is not None and compatible(unit, full.figure.unit) for unit, _ in carried)
    if bare.scale != 1 or bare.mantissa != full.mantissa:
        return False
    if full.figure.unit is None and full.scale != 1:  # "12 M€, dont 3,5" is "€12 million, of which 3.5 million"
        return any(scale == full.scale for _, scale in carried)
    return (full.figure.unit, full.scale) in carried


def _composites(board: Board) -> None:
    """Match a composite figure with its parts where the other side writes them apart."""
    if not board.left or not board.right:
        return
    for flip in (False, True):
        whole, parts = (board.right, board.left) if flip else (board.left, board.right)
        readings, others = (board.target, board.source) if flip else (board.source, board.target)
        for index in sorted(whole):
            pieces = pieces_of(readings[index]) if readings[index].level < Level.SILENT else []
            for way in pieces:
                found = find_pieces(way, parts, others)
                for at in found:
                    board.take(*((at, index) if flip else (index, at)), "ok")
                if found:
                    break


def _absorb(board: Board) -> None:
    """Explain a figure by an equal number inside a name or set phrase of the other side.

    A number that stands in a name on both sides explains nothing: "Crédit Mutuel 25" on both is no "25 agences".
    """
    if not board.left or not board.right:
        return
    numbers = _numbers(board.source)
    both = Counter(numbers) & Counter(_numbers(board.target)) if numbers else Counter[Decimal]()
    for mine, theirs, readings, others in (
        (board.left, board.right, board.source, board.target),
        (board.right, board.left, board.target, board.source),
    ):
        named = both.copy()
        silent: dict[Decimal, list[int]] = defaultdict(list)
        for index in sorted(theirs, reverse=True):
            if others[index].level == Level.SILENT and not _settled(others[index], named):
                silent[others[index].figure.value].append(index)
        for index in sorted(mine):
            waiting = silent.get(readings[index].mantissa) or silent.get(readings[index].figure.value)
            if waiting and readings[index].level < Level.SILENT and explains(others[waiting[-1]], readings[index]):
                theirs.discard(waiting.pop())
                mine.discard(index)


def _numbers(readings: Sequence[Reading]) -> list[Decimal]:
    return [r.figure.value for r in readings if r.level == Level.SILENT and r.loose]


def _settled(reading: Reading, named: Counter[Decimal]) -> bool:
    """Tell whether the other side has the name's number too; each is counted once."""
    if not named or not reading.loose or named[reading.figure.value] <= 0:
        return False
    named[reading.figure.value] -= 1
    return True


def _exchange(board: Board, sides: Sides) -> None:
    """Turn matches whose figures were exchanged into two changes."""
    if len(board.pairs) < 2:  # noqa: PLR2004  one figure cannot be exchanged
        return
    uses = Counter([("source", i) for i, _, _ in board.pairs] + [("target", j) for _, j, _ in board.pairs])
    pieces = {(i, j) for i, j, _ in board.pairs if uses["source", i] > 1 or uses["target", j] > 1}
    order = sorted(
        (i, j)
        for i, j, _ in board.pairs
        if _may_be_exchanged(board.source[i]) and _may_be_exchanged(board.target[j]) and (i, j) not in pieces
    )
    if len(order) < 2:  # noqa: PLR2004  one figure cannot be exchanged
        return
    pairs = [(board.source[i], board.target[j]) for i, j in order]
    fixed = [(board.source[i], board.target[j]) for i, j, _ in board.pairs]
    for one, two in swapped(sides, pairs, fixed):
        (i, j), (k, m) = order[one], order[two]
        gone = {(i, j), (k, m)}
        board.pairs = [pair for pair in board.pairs if (pair[0], pair[1]) not in gone]
        board.pairs += [(i, m, "changed"), (k, j, "changed")]


def _may_be_exchanged(reading: Reading) -> bool:
    """Tell figures that count alone, and months, which are weak."""
    return reading.level == Level.STRONG or (reading.level == Level.WEAK and reading.figure.kind == "date")


def _units(board: Board) -> None:
    ranked = []
    for i, j in near(board):
        one, other = board.source[i], board.target[j]
        if not (one.level and other.level) and same_number_other_unit(one.figure, other.figure):
            ranked.append((board.place(i, j), i, j))
    for _, i, j in sorted(ranked):
        if i in board.left and j in board.right:
            board.take(i, j, "unit_changed")


def _uncross(board: Board, sides: Sides | None) -> None:
    """Turn two pairs of equal numbers that cross and have each other's units into two changes.

    "8 épisodes de 52 minutes" is not "52 eight-minute episodes", though every number is there.
    """
    if len(board.pairs) < 2:  # noqa: PLR2004  one pair crosses nothing
        return
    odd = sorted(pair for pair in board.pairs if _odd(board, *pair))
    for at, (i, j, outcome) in enumerate(odd):
        for k, m, other in odd[at + 1 : at + 4]:
            units = [board.source[i].figure.unit, board.source[k].figure.unit]
            crossed = m < j and units == [board.target[m].figure.unit, board.target[j].figure.unit]
            if not crossed or (sides is not None and _moved(sides, board, (i, j), (k, m))):
                continue
            if (i, j, outcome) in board.pairs and (k, m, other) in board.pairs:
                board.pairs.remove((i, j, outcome))
                board.pairs.remove((k, m, other))
                board.pairs += [(i, m, "changed"), (k, j, "changed")]


def _moved(sides: Sides, board: Board, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Tell "12 euros et … 8" from figures that crossed: members of an enumeration that moved with their words."""
    pairs = [(board.source[i], board.target[j]) for i, j in (first, second)]
    return lean(sides, pairs[0], pairs[1], ()) > 0


def _odd(board: Board, i: int, j: int, outcome: Outcome) -> bool:
    """Tell whether a pair has equal numbers and unequal units, one of which may be missing."""
    one, other = board.source[i], board.target[j]
    if one.level or other.level or one.figure.unit == other.figure.unit:
        return False
    return outcome == "unit_changed" or (outcome == "ok" and one.figure.value == other.figure.value)


def _changed(board: Board) -> None:
    """Pair what is left by sort, place and likeness of digits; articles join in when a number word took their place."""
    if not board.left or not board.right:
        return
    named = [{r.figure.value for r in side if r.level == Level.SILENT} for side in (board.source, board.target)]
    left = [i for i in sorted(board.left) if _takes_part(board.source[i], named[1])]
    right = [j for j in sorted(board.right) if _takes_part(board.target[j], named[0])]
    for start in range(0, min(len(left), len(right)), WINDOW):
        last = start + WINDOW
        final = last >= min(len(left), len(right)) and max(len(left), len(right)) < 3 * WINDOW
        _pair_up(board, left[start:] if final else left[start:last], right[start:] if final else right[start:last])


def _takes_part(reading: Reading, named: set[Decimal]) -> bool:
    """Tell whether a figure may be the changed form of another; a name that both sides have is none."""
    if reading.level < Level.SILENT or reading.figure.text.lower() in {"un", "une"}:
        return True
    return reading.loose and reading.figure.value not in named


def _pair_up(board: Board, left: list[int], right: list[int]) -> None:
    costs = [[difference(board.source[i], board.target[j], board.apart(i, j)) for j in right] for i in left]
    alone = (_ALONE, _WEAK_ALONE, 0.5)
    pairs = assign(costs, [alone[board.source[i].level] for i in left], [alone[board.target[j].level] for j in right])
    for a, b in pairs:
        one, other = board.source[left[a]].figure, board.target[right[b]].figure
        same = exact(one) == exact(other) and one.unit != other.unit and one.kind != "date"
        same = same and "times" not in {one.unit, other.unit}  # "multiplié par 2,5", "rose by 2.5%": another value
        board.take(left[a], right[b], "unit_changed" if same else "changed")


def _report(board: Board) -> list[FigureMatch]:
    matches = []
    for i, j, outcome in sorted(board.pairs):
        one, other = board.source[i].figure, board.target[j].figure
        if outcome == "ok" and one.text != other.text and _form(one) != _form(other):
            matches.append(FigureMatch("reformatted", one, other))
        else:
            matches.append(FigureMatch(outcome, one, other))
    matches += [
        FigureMatch("missing", board.source[i].figure, None)
        for i in sorted(board.left)
        if board.source[i].level == Level.STRONG
    ]
    matches += [
        FigureMatch("invented", None, board.target[j].figure)
        for j in sorted(board.right)
        if board.target[j].level == Level.STRONG
    ]
    return matches


def _form(figure: Figure) -> str:
    return " ".join(figure.text.split())


__all__ = ["FigureMatch", "Outcome", "exact", "match", "match_readings"]
