"""Where a stretch of the source stands in the target, read from word alignment.

Method: the phrase-extraction rule of Koehn, Och and Marcu (2003), made tolerant: a target range is taken for the
source range that its words are linked to most strongly.
"""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.types import Link, Span

STRONG = 0.25
"""Attention mass from which a link counts: weaker links of a trained head are noise around the right word."""


def target_range(alignment: Sequence[Link] | None, source: Span) -> Span | None:
    """Return the target range that renders *source*, or None when the alignment does not say.

    Only target words whose strongest link lies inside *source* belong to it; where such words are scattered, the run
    with the greatest mass is taken.
    """
    if not alignment:
        return None
    mass = {target: link.weight for target, link in _strongest(alignment).items() if link.source.overlaps(source)}
    words = sorted(word for word, weight in mass.items() if weight >= STRONG)
    if not words:
        return None
    order = {word: place for place, word in enumerate(sorted({link.target for link in alignment}))}
    runs: list[list[Span]] = [[words[0]]]
    for word in words[1:]:
        if order[word] - order[runs[-1][-1]] == 1:
            runs[-1].append(word)
        else:
            runs.append([word])
    run = max(runs, key=lambda words: sum(mass[word] for word in words))
    return Span(run[0].start, run[-1].end)


def insertion_point(alignment: Sequence[Link] | None, source: Span) -> int | None:
    """Return the target position after the rendering of what precedes *source*, or None when nothing does.

    The nearest preceding source words that have a rendering decide.
    """
    if not alignment:
        return None
    before = [link for link in _strongest(alignment).values() if link.source.end <= source.start]
    if not before:
        return None
    nearest = max(link.source.end for link in before)
    return max(link.target.end for link in before if link.source.end == nearest)


def _strongest(alignment: Sequence[Link]) -> dict[Span, Link]:
    best: dict[Span, Link] = {}
    for link in alignment:
        if link.target not in best or link.weight > best[link.target].weight:
            best[link.target] = link
    return best
