"""Pairs as flat arrays of token ids: small in memory, read by several processes at once."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

from toolkit.errors import StorageError
from toolkit.training.alignment import Link

Array: TypeAlias = Any
"""numpy.ndarray; numpy is imported late."""

_NAMES: Final = ("source", "source_at", "target", "target_at", "weight", "links", "links_at")


class Corpus:
    """Pairs of token ids with their weight in an epoch and, for some, the links between their tokens."""

    def __init__(self, arrays: dict[str, Array]) -> None:
        """Take the arrays; `CorpusWriter.corpus` and `load` make them."""
        self._arrays = arrays
        self.weight = arrays["weight"]
        self.source_lengths = arrays["source_at"][1:] - arrays["source_at"][:-1]
        self.target_lengths = arrays["target_at"][1:] - arrays["target_at"][:-1]
        self.has_links = len(arrays["links"]) > 0

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.weight)

    def source(self, index: int) -> Array:
        """Return the source ids of a pair, [length]."""
        at = self._arrays["source_at"]
        return self._arrays["source"][at[index] : at[index + 1]]

    def target(self, index: int) -> Array:
        """Return the target ids of a pair, [length]."""
        at = self._arrays["target_at"]
        return self._arrays["target"][at[index] : at[index + 1]]

    def links(self, index: int) -> Array:
        """Return the links of a pair, [links, 2]: source and target token; empty when it is not aligned."""
        at = self._arrays["links_at"]
        return self._arrays["links"][at[index] : at[index + 1]]

    @property
    def target_tokens(self) -> int:
        """Return the number of target tokens of all pairs, each counted once."""
        return int(self._arrays["target_at"][-1])

    def save(self, folder: Path) -> None:
        """Write the arrays into *folder*. Raises StorageError."""
        import numpy as np

        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name in _NAMES:
                np.save(folder / f"{name}.npy", self._arrays[name], allow_pickle=False)
        except OSError as error:
            raise StorageError(f"Token arrays cannot be written to {folder} ({error}): make room there.") from error

    @classmethod
    def load(cls, folder: Path) -> Corpus:
        """Map the arrays in *folder* into memory. Raises StorageError when they are not there or damaged."""
        import numpy as np

        try:
            arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _NAMES}
        except (OSError, ValueError) as error:
            raise StorageError(f"{folder} holds no token arrays ({error}): start again with --restart.") from error
        for name in ("source_at", "target_at", "links_at", "weight"):
            arrays[name] = np.asarray(arrays[name])
        return cls(arrays)


class CorpusWriter:
    """Collects pairs one by one."""

    def __init__(self) -> None:
        """Begin with no pairs."""
        self._source, self._target, self._links = array("I"), array("I"), array("H")
        self._source_at, self._target_at, self._links_at = array("q", [0]), array("q", [0]), array("q", [0])
        self._weight = array("f")

    def add(
        self, source: Sequence[int], target: Sequence[int], weight: float = 1.0, links: Iterable[Link] = ()
    ) -> None:
        """Add a pair of ids, both with the end-of-sentence token."""
        self._source.extend(source)
        self._target.extend(target)
        for link in links:
            self._links.extend(link)
        self._source_at.append(len(self._source))
        self._target_at.append(len(self._target))
        self._links_at.append(len(self._links) // 2)
        self._weight.append(weight)

    def corpus(self, links: Sequence[Iterable[Link]] | None = None) -> Corpus:
        """Return what was added; *links*, one entry a pair, take the place of those given before where not empty."""
        import numpy as np

        if links is not None:
            self._replace(links)
        ids = {"source": self._source, "target": self._target}
        arrays: dict[str, Array] = {name: np.frombuffer(value, np.uint32) for name, value in ids.items() if value}
        arrays |= {name: np.zeros(0, np.uint32) for name in ids if name not in arrays}
        for name in ("source_at", "target_at", "links_at"):
            arrays[name] = np.frombuffer(getattr(self, f"_{name}"), np.int64)
        arrays["weight"] = np.frombuffer(self._weight, np.float32) if self._weight else np.zeros(0, np.float32)
        flat = np.frombuffer(self._links, np.uint16) if self._links else np.zeros(0, np.uint16)
        arrays["links"] = flat.reshape(-1, 2)
        return Corpus(arrays)

    def _replace(self, links: Sequence[Iterable[Link]]) -> None:
        old, at = self._links, self._links_at
        self._links, self._links_at = array("H"), array("q", [0])
        for index, new in enumerate(links):
            rows = list(new)
            kept = [n for link in rows for n in link] if rows else old[2 * at[index] : 2 * at[index + 1]]
            self._links.extend(kept)
            self._links_at.append(len(self._links) // 2)
