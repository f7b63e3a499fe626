"""An engine that answers from a table what another engine said before: for timing everything but decoding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from toolkit.options import DecodingOptions
from toolkit.types import Hypothesis, Signature, TranslationEngine


@dataclass(slots=True)
class Replay:
    """Asks *engine* once for each text, options and prefix."""

    engine: TranslationEngine
    known: dict[tuple[str, DecodingOptions, str], list[Hypothesis]] = field(default_factory=dict)

    @property
    def pair(self) -> tuple[str, str]:
        """Source and target language, ISO 639-1."""
        return self.engine.pair

    @property
    def calls(self) -> int:
        """One: what is known is kept without locks."""
        return 1

    @property
    def signature(self) -> Signature:
        """That of the engine: the answers are the same."""
        return self.engine.signature

    @property
    def max_source_tokens(self) -> int:
        """Longest input of the engine, in source tokens."""
        return self.engine.max_source_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of source tokens of each text, the end-of-sentence token included."""
        return self.engine.count_tokens(texts)

    def translate(
        self, texts: Sequence[str], options: DecodingOptions, prefixes: Sequence[str] | None = None
    ) -> list[list[Hypothesis]]:
        """Return what the engine says, asking it only for what it was not asked before."""
        keys = [(text, options, prefix) for text, prefix in zip(texts, prefixes or [""] * len(texts), strict=True)]
        fresh = [key for key in dict.fromkeys(keys) if key not in self.known]
        if fresh:
            forced = [prefix for _, _, prefix in fresh]
            said = self.engine.translate([text for text, _, _ in fresh], options, forced if any(forced) else None)
            self.known.update(zip(fresh, said, strict=True))
        return [self.known[key] for key in keys]
