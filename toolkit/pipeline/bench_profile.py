"""Where the time of one run over the articles goes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from toolkit.evaluation.bench_shares import Shares, Stage
from toolkit.pipeline.bench_place import BenchOptions, Runner, Say, open_place
from toolkit.pipeline.bench_stages import STAGES


def profile(paths: Sequence[Path], options: BenchOptions, say: Say, run: Runner | None = None) -> Shares:
    """Watch one run over the sample. Raises ToolkitError when there is no text or no model, or the run fails."""
    with open_place(paths, options, say, run) as place:
        place.prepare()
        say(f"{place.text.sentences} sentences, {place.text.words} words …")
        values = place.do(place.order("profile"))
        found = values["stages"]
        return Shares(
            facts=place.facts(),
            text=place.text,
            seconds=values["wall"],
            process=values["process"],
            libraries=values["libraries"],
            looks=values["looks"],
            stages=tuple(Stage(name, *found.get(name, (0.0, 0.0, 0.0))) for name in STAGES),
            functions=tuple((str(name), float(used)) for name, used in values["functions"]),
            notes=place.notes(),
        )
