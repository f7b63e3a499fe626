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
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from toolkit.engines.pieces import MARK, Pieces
from toolkit.links import Links

Matrix: TypeAlias = Any
"""numpy.ndarray of float64; numpy is imported late."""

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


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, and how its pieces make them up."""

    spans: Matrix
    """[words, 2]: first character of each word and the one past its last."""
    shares: Matrix = field(repr=False)
    """[pieces, words]: how much of each piece belongs to each word; a row sums to 1, or to 0 for a special token."""


def words_of(pieces: Pieces) -> Words:
    """Find the words of a text and the pieces each is made of.

    A piece that is only the space before a word belongs to that word; a special token belongs to none.
    """
    import numpy as np

    spans = np.array([match.span() for match in WORD.finditer(pieces.text)], dtype=np.int64).reshape(-1, 2)
    starts, ends = spans.T
    pieces_at = np.array(pieces.spans, dtype=np.int64).reshape(-1, 2)
    # Characters that a piece and a word have in common.
    shares = np.minimum(pieces_at[:, 1:], ends) - np.maximum(pieces_at[:, :1], starts)
    shares = np.maximum(shares, 0).astype(np.float64)
    for row in np.flatnonzero(pieces_at[:, 0] == pieces_at[:, 1]):
        following = np.searchsorted(ends, pieces_at[row, 0], side="right")
        if pieces.pieces[row].startswith(MARK) and following < len(spans):
            shares[row, following] = 1.0
    return Words(spans, shares / np.maximum(shares.sum(axis=1, keepdims=True), 1.0))


def opens_alone(pieces: Sequence[str], small: frozenset[str]) -> bool:
    """Tell whether the first of the target *pieces* is a whole word that is none of the *small* words of its language.

    Only then is the attention of the first piece used: a longer word has its other pieces' attention, and small words
    need no links. CTranslate2 returns that first row for few texts of a batch (see `ct2`).
    """
    word = pieces[0].lstrip(MARK) if pieces else ""
    rest = pieces[1] if len(pieces) > 1 else MARK
    return word[:1].isalnum() and not rest[:1].isalnum() and word.lower() not in small


def links(attention: Sequence[Sequence[float]], source: Words, target: Pieces, *, first: bool = True) -> Links:
    """Return sharp word links out of *attention*, one row a target piece, one column a source piece; rows sum to 1.

    Pieces are merged to words: a target word's mass on a source word is the mean over its pieces of the mass on all
    pieces of that word. Mass on the end-of-sentence token counts for no word. Links are ordered by target, then by
    source. *first*: whether the first row is used.
    """
    import numpy as np

    words = words_of(target)
    if not len(words.spans) or not len(source.spans) or not len(attention):
        return Links([])
    used = slice(0 if first else 1, len(words.shares))
    seen = np.asarray(attention, dtype=np.float64)[used]
    rows = words.shares[used][: len(seen)]
    mass = rows.sum(axis=0)
    table = rows.T @ (seen @ source.shares)
    table /= np.where(mass > 0, mass, 1.0)[:, None]
    to, fro = np.nonzero(_chosen(table))
    weights = np.minimum(1000, np.rint(table[to, fro] * 1000)).astype(np.int64)
    return Links(np.column_stack([source.spans[fro], words.spans[to], weights]).ravel().tolist())


def _chosen(table: Matrix) -> Matrix:
    """Mark the cells that become links: the best of each row, its near equals, the best of columns left without."""
    import numpy as np

    picked = table >= np.maximum(LEAST, SHARE * table.max(axis=1, keepdims=True))
    left = np.flatnonzero(~picked.any(axis=0))
    seen = table[:, left].argmax(axis=0)  # the first of equals
    enough = table[seen, left] >= LEAST
    picked[seen[enough], left[enough]] = True
    return picked
