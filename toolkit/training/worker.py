"""A further process of a run: ``python -m toolkit.training.worker FOLDER MEETING SIZE RANK``, started by `parallel`."""

from __future__ import annotations

import sys
from pathlib import Path

from toolkit.training.devset import Measures
from toolkit.training.parallel import joined
from toolkit.training.run import opened
from toolkit.training.trainer import Progress


class Silent:
    """A watcher that says nothing: the first process speaks for all."""

    def progress(self, progress: Progress) -> None:
        """Say nothing."""

    def measured(self, step: int, measures: Measures, *, best: bool) -> None:
        """Say nothing."""

    def saved(self, path: Path, step: int) -> None:
        """Say nothing."""


def main(folder: str, meeting: str, size: str, rank: str) -> None:
    """Join the run in *folder* as process number *rank* of *size* and train until all end."""
    place = Path(folder)
    with joined(int(rank), int(size), place / meeting) as ring, opened(place, ring) as trainer:
        trainer.run(Silent())


if __name__ == "__main__":
    main(*sys.argv[1:])
