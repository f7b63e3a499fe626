"""Pairs that are never trained on, so that learning by heart shows."""

from __future__ import annotations

import random
import zlib
from typing import Final

from toolkit.training.curriculum import Template, fill
from toolkit.training.recipe import Source

PROBE: Final = 300
"""Pairs whose loss is measured at most, of those held out and of as many trained ones; for each source."""


class Probes:
    """Pairs held out of each source and trained ones beside them, drawn by a hash of their source side.

    The same sentence is always on the same side, in every source that holds out the same share.
    """

    def __init__(self) -> None:
        """Begin with no pairs."""
        self.found: dict[str, dict[str, list[tuple[str, str]]]] = {}

    def takes(self, source: Source, key: str, pair: tuple[str, str]) -> bool:
        """Tell by the hash of *key* whether *pair* is held out; keep it, or trained ones as many, for measuring."""
        if not source.held_out:
            return False
        place = zlib.crc32(key.encode()) / 2**32
        held = place < source.held_out
        if held or place < 2 * source.held_out:
            sides = self.found.setdefault(source.label, {"held out": [], "trained": []})
            kept = sides["held out" if held else "trained"]
            if len(kept) < PROBE:
                kept.append(pair)
        return held

    def take_template(self, source: Source, pattern: Template) -> bool:
        """Tell whether a template is held out; what is measured of it is filled once, the same in every run."""
        rng = random.Random(pattern.french)  # noqa: S311 - training data, no secrets
        filled = fill(pattern, rng, plain=True)
        return self.takes(source, pattern.french, (filled.french, filled.english))
