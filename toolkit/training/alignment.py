"""Word alignments for the guided-alignment loss: read in Pharaoh format, or made by eflomal.

Method: eflomal (Östling and Tiedemann 2016) in both directions, symmetrised by grow-diag (Koehn et al. 2003). A head
that is trained on them (Chen et al. 2016) tells repair which word of the source a word of the translation renders.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from toolkit.errors import EngineError, InputError
from toolkit.types import Span

Link = tuple[int, int]
"""Index of a source token and of a target token, from 0."""

_WORD: Final = re.compile(r"\S+")
_LINK: Final = re.compile(r"(\d+)[-?](\d+)")
_NEIGHBOURS: Final = ((-1, 0), (0, -1), (1, 0), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1))


def read_pharaoh(path: Path) -> list[tuple[Link, ...]]:
    """Return the links of each line of a file such as ``0-0 1-2``. Raises InputError with the line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as alignments: {error}.") from error
    return [parse(line, f"{path}, line {number}") for number, line in enumerate(lines, 1)]


def parse(line: str, where: str = "alignment") -> tuple[Link, ...]:
    """Return the links in one line of Pharaoh format. Raises InputError that names *where*."""
    links = []
    for item in line.split():
        match = _LINK.fullmatch(item)
        if match is None:
            raise InputError(f"{where}: {item!r} is no link; expected pairs such as 0-0 1-2.")
        links.append((int(match[1]), int(match[2])))
    return tuple(links)


def words_to_pieces(
    links: Iterable[Link], texts: tuple[str, str], pieces: tuple[Sequence[Span], Sequence[Span]]
) -> list[Link]:
    """Turn links between words (separated by spaces) into links between pieces.

    *pieces*: the characters behind each piece of the source and of the target. Links to words that are not there are
    left out.
    """
    words = [[Span(*match.span()) for match in _WORD.finditer(text)] for text in texts]
    spans = [(words[0][s], words[1][t]) for s, t in links if s < len(words[0]) and t < len(words[1])]
    return spans_to_pieces(spans, texts, pieces)


def spans_to_pieces(
    links: Iterable[tuple[Span, Span]], texts: tuple[str, str], pieces: tuple[Sequence[Span], Sequence[Span]]
) -> list[Link]:
    """Turn links between character ranges into links between pieces.

    Ranges with the same text in as many pieces are linked piece by piece, others all with all.
    """
    found: set[Link] = set()
    for source, target in links:
        left, right = _under(source, pieces[0]), _under(target, pieces[1])
        if source.of(texts[0]) == target.of(texts[1]) and len(left) == len(right):
            found |= set(zip(left, right, strict=True))
        else:
            found |= {(s, t) for s in left for t in right}
    return sorted(found)


def _under(span: Span, pieces: Sequence[Span]) -> list[int]:
    return [index for index, piece in enumerate(pieces) if piece.start < piece.end and piece.overlaps(span)]


def installed() -> bool:
    """Tell whether eflomal can be imported."""
    return find_spec("eflomal") is not None


def align(pairs: Sequence[tuple[Sequence[int], Sequence[int]]]) -> list[list[Link]]:
    """Align the token ids of each pair with eflomal. Raises EngineError when it is not installed or fails.

    eflomal seeds its random numbers from the system and takes no seed, so two calls may differ in a few links. A run
    aligns once, when it is prepared, and keeps the links: resuming is exact all the same. For the same links in another
    run, give them as a file (``alignments`` of a source).
    """
    if not installed():
        raise EngineError(
            'Alignments are made by eflomal, which is not installed: pip install "toolkit[train]", give them as a '
            'file, or set training.align = "off".'
        )
    if not pairs:
        return []
    from eflomal import Aligner  # noqa: PLC0415 - an optional extra

    with tempfile.TemporaryDirectory() as folder:
        names = [Path(folder) / name for name in ("source", "target", "forward", "reverse")]
        for name, side in zip(names, (0, 1), strict=False):
            lines = (" ".join(map(str, pair[side])) + "\n" for pair in pairs)
            with name.open("w", encoding="ascii") as file:
                file.writelines(lines)
        try:
            with names[0].open(encoding="ascii") as source, names[1].open(encoding="ascii") as target:
                Aligner(model=3, score_model=0, n_samplers=1, rel_iterations=0.5).align(
                    source, target, links_filename_fwd=str(names[2]), links_filename_rev=str(names[3]), quiet=True
                )
            forward, reverse = (name.read_text(encoding="ascii").splitlines() for name in names[2:])
        except (OSError, RuntimeError, ValueError) as error:
            raise EngineError(f'eflomal failed ({error}): set training.align = "off" to train without.') from error
    if len(forward) != len(pairs) or len(reverse) != len(pairs):
        raise EngineError(f'eflomal aligned {len(forward)} of {len(pairs)} pairs: set training.align = "off".')
    return [symmetrise(parse(f), parse(r)) for f, r in zip(forward, reverse, strict=True)]


def symmetrise(forward: Iterable[Link], reverse: Iterable[Link]) -> list[Link]:
    """Join two directions by grow-diag: links of both, then neighbours in either that reach a token without link."""
    one, other = set(forward), set(reverse)
    kept, union = one & other, one | other
    rows, columns = {s for s, _ in kept}, {t for _, t in kept}
    grew = True
    while grew:
        grew = False
        for s, t in sorted(kept):
            for ds, dt in _NEIGHBOURS:
                near = (s + ds, t + dt)
                if near in union and near not in kept and (near[0] not in rows or near[1] not in columns):
                    kept.add(near)
                    rows.add(near[0])
                    columns.add(near[1])
                    grew = True
    return sorted(kept)
