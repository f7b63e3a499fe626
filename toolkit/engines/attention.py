"""From cross-attention to word alignment.

Where a checkpoint's alignment is read: head 0 of the last decoder layer when that head was trained to align (guided
alignment, Chen et al. 2016; Marian's ``--guided-alignment`` and so the ``transformer-align`` models of OPUS-MT), else
the mean of all heads of the last layer. A checkpoint can say so itself with ``alignment_layer`` and ``alignment_heads``
in its generation_config.json or config.json (an index, negative from the end, and the number of leading heads to
average; 0: all).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from toolkit.engines.pieces import Pieces
from toolkit.types import Link, Span

WORD: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s]|_")
"""Units that links join: a number with its separators, a run of letters, or one sign."""

LEAST: Final = 0.15
"""Links with less attention mass than this are noise."""

SHARE: Final = 0.5
"""A target word is linked to its best source word and to those with at least this share of the best one's mass."""

_TRAINED: Final = re.compile(r"transformer-align|guided[ -]alignment|alignment head", re.IGNORECASE)


class AlignmentHead(NamedTuple):
    """Which cross-attention is read as the alignment; the two numbers of CTranslate2's decoder specification."""

    layer: int = -1
    heads: int = 1
    """Leading heads to average; 0: all."""


def alignment_head(directory: Path) -> AlignmentHead:
    """Tell which cross-attention of the checkpoint in *directory* holds its alignment."""
    for name in ("generation_config.json", "config.json"):
        try:
            config = json.loads((directory / name).read_text(encoding="utf-8"))
            return AlignmentHead(int(config["alignment_layer"]), int(config.get("alignment_heads", 1)))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    try:
        card = (directory / "README.md").read_text(encoding="utf-8", errors="replace")
    except OSError:
        card = ""
    return AlignmentHead(-1, 1 if _TRAINED.search(card) else 0)


def links(attention: Sequence[Sequence[float]], source: Pieces, target: Pieces) -> tuple[Link, ...]:
    """Return sharp word links out of *attention*, one row a target piece, one column a source piece; rows sum to 1.

    Pieces are merged to words: a target word's mass on a source word is the mean over its pieces of the mass on all
    pieces of that word. Mass on the end-of-sentence token counts for no word. Links are ordered by target, then by
    source.
    """
    source_words, target_words = _words(source.text), _words(target.text)
    columns, rows = _shares(source, source_words), _shares(target, target_words)
    table = [[0.0] * len(source_words) for _ in target_words]
    mass = [0.0] * len(target_words)
    for row, owners in zip(attention, rows, strict=False):
        if not owners:
            continue
        by_word = [0.0] * len(source_words)
        for value, column in zip(row, columns, strict=True):
            for word, share in column:
                by_word[word] += value * share
        for word, share in owners:
            mass[word] += share
            table[word] = [old + share * new for old, new in zip(table[word], by_word, strict=True)]
    table = [[value / total for value in row] if total else row for row, total in zip(table, mass, strict=True)]
    chosen = _choose(table, len(source_words))
    return tuple(Link(source_words[s], target_words[t], min(1.0, round(table[t][s], 4))) for t, s in chosen)


def _choose(table: list[list[float]], width: int) -> list[tuple[int, int]]:
    """Pick the cells that become links: the best of each row, its near equals, the best of columns left without."""
    chosen: set[tuple[int, int]] = set()
    for t, row in enumerate(table):
        best = max(row, default=0.0)
        chosen |= {(t, s) for s, value in enumerate(row) if value >= max(LEAST, SHARE * best)}
    linked = {s for _, s in chosen}
    for s in set(range(width)) - linked:
        mass, t = max(((row[s], -t) for t, row in enumerate(table)), default=(0.0, 0))
        if mass >= LEAST:
            chosen.add((-t, s))
    return sorted(chosen)


def _words(text: str) -> list[Span]:
    return [Span(*match.span()) for match in WORD.finditer(text)]


def _shares(pieces: Pieces, words: list[Span]) -> list[list[tuple[int, float]]]:
    """Tell for each piece which words it is part of, with shares that sum to 1.

    A piece that is only the space before a word belongs to that word; a special token belongs to none.
    """
    found = []
    first = 0
    for piece, span in zip(pieces.pieces, pieces.spans, strict=True):
        while first < len(words) and words[first].end <= span.start:
            first += 1
        if span.start == span.end:
            visible = first < len(words) and piece.startswith("▁") and span.start < len(pieces.text)
            found.append([(first, 1.0)] if visible else [])
            continue
        overlaps = []
        for index in range(first, len(words)):
            if words[index].start >= span.end:
                break
            overlaps.append((index, min(span.end, words[index].end) - max(span.start, words[index].start)))
        total = sum(width for _, width in overlaps)
        found.append([(index, width / total) for index, width in overlaps])
    return found
