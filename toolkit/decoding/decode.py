"""Texts to n-best hypotheses with any engine.

Two layers, so that a translation memory fits between them: ``raw`` takes normalised texts and returns what the engine
said; ``guarded`` (see ``retries``) judges that, asks for second attempts and maps it back to the original characters.
``decode`` does both without a memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from toolkit.decoding import pieces as cutting
from toolkit.decoding.retries import Decoded, guarded, split
from toolkit.options import DecodingOptions
from toolkit.text.guards import is_copyable
from toolkit.text.normalise import normalise
from toolkit.types import Hypothesis, Link, Span, TranslationEngine

__all__ = ["Decoded", "cut", "decode", "guarded", "raw", "split"]

_FORCED: Final = 1.5
_FORCED_EXTRA: Final = 20
"""A prefix may be longer than what a piece said by this factor and characters; beyond, it belongs to something else."""


def decode(texts: Sequence[str], engine: TranslationEngine, options: DecodingOptions) -> list[Decoded]:
    """Decode texts as they stand in a document; same length and order as *texts*.

    Raises EngineError when the engine fails.
    """
    normal = [normalise(text) for text in texts]
    wanted = [at for at, text in enumerate(texts) if not is_copyable(text)]
    answers = dict(zip(wanted, raw([normal[at].text for at in wanted], engine, options), strict=True))

    def again(text: str, changed: DecodingOptions, prefix: str) -> list[Hypothesis]:
        return raw([text], engine, changed, [prefix])[0]

    return [
        guarded(normal[at], answers[at], again, options, engine.pair) if at in answers else Decoded(())
        for at in range(len(texts))
    ]


def raw(
    texts: Sequence[str],
    engine: TranslationEngine,
    options: DecodingOptions,
    prefixes: Sequence[str] | None = None,
) -> list[list[Hypothesis]]:
    """Return the engine's n-best for normalised *texts*, alignments in their coordinates.

    Texts that are too long for the model are decoded in pieces; all texts and pieces go to the engine in one call.
    *prefixes*: target text every hypothesis has to start with, one a text, "" for none. A text in pieces whose prefix
    does not continue the translation of its pieces gets no hypotheses, and so does an empty text.
    """
    forced = list(prefixes) if prefixes is not None else [""] * len(texts)
    cuts = cut(texts, engine)
    jobs = [
        (piece.of(text).strip(), prefix if len(spans) == 1 else "")
        for text, spans, prefix in zip(texts, cuts, forced, strict=True)
        for piece in spans
        if len(spans) == 1 or not is_copyable(piece.of(text))
    ]
    said = engine.translate([job[0] for job in jobs], options, [job[1] for job in jobs]) if jobs else []
    answers = iter(said)
    results = []
    for text, spans, prefix in zip(texts, cuts, forced, strict=True):
        if len(spans) == 1:
            results.append(next(answers))
            continue
        rows = [[_copy(piece.of(text))] if is_copyable(piece.of(text)) else next(answers) for piece in spans]
        if prefix:
            results.append(_continued(text, spans, rows, prefix, engine, options))
        else:
            results.append(cutting.combine(text, spans, rows) if spans else [])
    return results


def _copy(source: str) -> Hypothesis:
    """Return a piece without words (a line of signs, encoded data) as its own translation."""
    text = source.strip()
    link = Link(Span(0, len(text)), Span(0, len(text)), 1.0)
    return Hypothesis(text, 0.0, (link,) if text else ())


class Sizes(Protocol):
    """What cutting needs to know of an engine, see TranslationEngine."""

    @property
    def max_source_tokens(self) -> int:
        """Longest input, in source tokens."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of source tokens of each text."""


def cut(texts: Sequence[str], engine: Sizes) -> list[list[Span]]:
    """Return the pieces each normalised text is decoded in: one for most, none for empty texts."""
    limit = min(engine.max_source_tokens, cutting.MAX_TOKENS)
    short = [at for at, text in enumerate(texts) if text and len(text.split()) <= cutting.MAX_WORDS]
    fitting = {
        at
        for at, tokens in zip(short, engine.count_tokens([texts[at] for at in short]), strict=True)
        if tokens <= limit
    }
    return [
        [Span(0, len(text))] if at in fitting else cutting.split(text, engine.count_tokens, limit) if text else []
        for at, text in enumerate(texts)
    ]


def _continued(
    text: str,
    spans: Sequence[Span],
    translated: Sequence[Sequence[Hypothesis]],
    prefix: str,
    engine: TranslationEngine,
    options: DecodingOptions,
) -> list[Hypothesis]:
    """Decode the piece in which *prefix* ends with the rest of it as prefix; the other pieces stay as they were."""
    found = _place(text, spans, translated, prefix)
    if found is None:
        return []
    done, count, rest = found
    fresh = engine.translate([spans[count].of(text).strip()], options, [rest])[0]
    rows = [*([part] for part in done[:count]), fresh, *translated[count + 1 :]]
    return [one for one in cutting.combine(text, spans, rows) if one.text.startswith(prefix)]


def _place(
    text: str, spans: Sequence[Span], translated: Sequence[Sequence[Hypothesis]], prefix: str
) -> tuple[list[Hypothesis], int, str] | None:
    """Find the piece in which *prefix* ends; return the hypotheses before it, its number and the rest of the prefix."""
    if not all(translated):
        return None
    for rank in range(max(map(len, translated))):
        done = [nbest[min(rank, len(nbest) - 1)] for nbest in translated]
        for count in reversed(range(len(done))):
            said = cutting.combine(text, spans[:count], [[part] for part in done[:count]])[0].text if count else ""
            rest = prefix[len(said) :].lstrip()
            if prefix.startswith(said) and len(rest) <= _FORCED * len(done[count].text) + _FORCED_EXTRA:
                return done, count, rest
    return None
