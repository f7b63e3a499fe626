"""Everything a training run depends on, as frozen records read from a TOML file.

A recipe and the files it names make a run reproducible: the same recipe on the same kind of machine gives the same
weights.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from toolkit.errors import InputError, OptionsError
from toolkit.training.table import read_record, values_of

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TASKS: Final = ("translate", "compress")
KINDS: Final = ("pairs", "templates", "sentences", "documents")
SCHEDULES: Final = ("inverse-sqrt", "linear", "constant")
PRECISIONS: Final = ("bfloat16", "float32")
ALIGNERS: Final = ("auto", "eflomal", "off")
DEVICES: Final = ("auto", "cpu", "cuda")


def _range(name: str, value: float, least: float, most: float | None = None) -> None:
    if value < least or (most is not None and value > most):
        bounds = f"at least {least:g}" if most is None else f"from {least:g} to {most:g}"
        raise OptionsError(f"{name} must be {bounds}, got {value:g}.")


def _one_of(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise OptionsError(f"{name} must be one of {', '.join(known)}, got {value!r}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source of training pairs."""

    path: tuple[str, ...]
    """Files, relative to the recipe; ``*`` stands for anything. Two plain texts are one pair of files."""
    name: str = ""
    """For reports and the model card; empty: the name of the first file."""
    kind: str = "pairs"
    """``pairs``: parallel text; ``templates``: sentence templates with slots, filled anew in every epoch. For the task
    ``compress`` also ``sentences``: single sentences of which pairs are made, and ``documents``: with summaries."""
    weight: float = 1.0
    """How often each pair is seen in an epoch, above 0; 0.5: every other epoch on average."""
    limit: int = 0
    """Pairs taken from the beginning; 0: all."""
    sample: int = 0
    """Pairs drawn at random, the same for the same seed; 0: all. Templates are not drawn."""
    held_out: float = 0.0
    """Share of the pairs, or templates, that are never trained on, 0 to 0.5. Their loss is measured beside that of as
    many trained ones: a growing distance between the two is overfitting."""
    alignments: str = ""
    """File of word alignments in Pharaoh format (``0-0 1-2``), one line a pair as the source has them; "": none."""
    licence: str = "not stated"
    """As its publisher states it, for the model card."""
    clean: bool = True
    """Whether the rules of cleaning apply."""

    def __post_init__(self) -> None:
        """Validate the kind and the weight."""
        _one_of("kind", self.kind, KINDS)
        _range("weight", self.weight, 1e-6)
        _range("limit", self.limit, 0)
        _range("sample", self.sample, 0)
        _range("held_out", self.held_out, 0, 0.5)
        if not self.path:
            raise OptionsError("A source needs a path.")

    @property
    def label(self) -> str:
        """Return what reports call the source."""
        first = Path(self.path[0])
        return self.name or first.name.split(".")[0].replace("*", "") or first.parent.name or "source"


@dataclass(frozen=True, slots=True, kw_only=True)
class DevSet:
    """Pairs that are never trained on; they decide which weights are kept."""

    path: tuple[str, ...] = ()
    """As the path of a source; empty: no evaluation during training."""
    limit: int = 500
    """Pairs taken from the beginning; 0: all."""
    beam: int = 1
    """Width of the beam in evaluation; 1: greedy, which is enough to compare a model with itself."""

    def __post_init__(self) -> None:
        """Validate ranges."""
        _range("dev.limit", self.limit, 0)
        _range("dev.beam", self.beam, 1, 16)


@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningOptions:
    """Which pairs are left out. 0 or false switches a rule off."""

    longest: int = 120
    """Most words on either side."""
    ratio: float = 2.5
    """Most characters of the longer side for one of the shorter; pairs under 20 characters are exempt."""
    language: bool = True
    """Leave out a side that is clearly in another language."""
    figures: bool = True
    """Leave out pairs written with figures whose values differ."""
    duplicates: bool = True
    """Leave out pairs seen before, in any source."""
    copies: bool = True
    """Leave out pairs with equal sides of more than three words."""

    def __post_init__(self) -> None:
        """Validate ranges."""
        _range("cleaning.longest", self.longest, 0)
        if self.ratio:
            _range("cleaning.ratio", self.ratio, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class VocabularyOptions:
    """The joint SentencePiece model of a new model."""

    size: int = 12_000
    """Pieces, at least 300: 256 stand for bytes."""
    sample: int = 1_000_000
    """Sentences of both languages it is trained on at most."""

    def __post_init__(self) -> None:
        """Validate ranges."""
        _range("vocabulary.size", self.size, 300)
        _range("vocabulary.sample", self.sample, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Architecture:
    """The shape of a new model: a post-norm transformer as Marian's, embeddings tied."""

    width: int = 256
    """d_model, a multiple of *heads*."""
    feed_forward: int = 1536
    encoder_layers: int = 6
    decoder_layers: int = 2
    heads: int = 4
    positions: int = 512
    """Longest input and output in pieces."""

    def __post_init__(self) -> None:
        """Validate that the heads divide the width."""
        for name in ("width", "feed_forward", "encoder_layers", "decoder_layers", "heads"):
            _range(f"model.{name}", getattr(self, name), 1)
        _range("model.positions", self.positions, 16)
        if self.width % self.heads or self.width % 2:
            raise OptionsError(f"model.width ({self.width}) must be even and a multiple of heads ({self.heads}).")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingOptions:
    """How the weights are learnt."""

    steps: int = 1000
    """Updates of the weights in all; 0: no limit, *minutes* or *patience* must end the run."""
    minutes: float = 0.0
    """Wall time of this call; 0: no limit."""
    batch_tokens: int = 2600
    """Tokens a process decodes at once, padding included."""
    short_first: float = 0.0
    """Share of the first epoch over which long sentences come in (Platanios et al. 2019): a batch may come once the
    competence, which grows by the root of the updates, has reached the rank of its length. 0: all from the start."""
    accumulate: int = 1
    """Batches of each process that make one update."""
    processes: int = 1
    """Data-parallel processes on CPU, one thread each."""
    threads: int = 1
    """Threads when there is one process."""
    learning_rate: float = 2e-4
    """Highest rate of AdamW."""
    schedule: str = "inverse-sqrt"
    """``inverse-sqrt`` (Vaswani et al. 2017), ``linear`` decay to 0 at *steps*, or ``constant``; all after warm-up."""
    warmup: int = 200
    """Updates until the rate is highest."""
    continued: bool = False
    """Go on with the schedule where the base model's training stopped (its training_state.json), as one run would."""
    rewarm: int = 300
    """Updates of warming up again when *continued*, because the optimiser starts anew."""
    label_smoothing: float = 0.1
    dropout: float = 0.0
    weight_decay: float = 0.01
    clip: float = 1.0
    """Largest norm of the gradient of a token's mean loss."""
    precision: str = "bfloat16"
    """Arithmetic of the large products; weights and optimiser stay in float32."""
    device: str = "auto"
    """``auto``: a GPU when there is one."""
    average_every: int = 20
    """Updates between two weights that are averaged; 0: no averaging."""
    average_share: float = 0.08
    """About this share of the run so far is averaged."""
    guide: float = 0.0
    """Weight of the guided-alignment loss (Chen et al. 2016); 0: off."""
    align: str = "auto"
    """Alignments for *guide*: ``eflomal``: made by it, once, when the run is prepared (it takes no seed: another run's
    links vary slightly); ``off``: only given ones and templates; ``auto``: eflomal when installed."""
    align_longest: int = 64
    """Pieces on either side of pairs that are aligned."""
    align_pairs: int = 700_000
    """Pairs eflomal aligns at most, drawn at random."""
    evaluate_every: int = 250
    """Updates between two evaluations on the dev set."""
    patience: int = 5
    """Evaluations without a better chrF after which training stops; 0: never."""
    save_minutes: float = 10.0
    """Minutes between two checkpoints."""
    log_every: int = 50
    """Updates between two lines of progress."""

    def __post_init__(self) -> None:
        """Validate ranges and choices."""
        for name, least in (("steps", 0), ("minutes", 0), ("batch_tokens", 32), ("accumulate", 1), ("processes", 1),
                            ("threads", 1), ("warmup", 0), ("rewarm", 0), ("weight_decay", 0), ("average_every", 0),
                            ("guide", 0), ("evaluate_every", 1), ("patience", 0), ("save_minutes", 0), ("log_every", 1),
                            ("align_longest", 4), ("align_pairs", 1)):  # fmt: skip
            _range(f"training.{name}", getattr(self, name), least)
        _range("training.processes", self.processes, 1, 64)
        _range("training.short_first", self.short_first, 0, 1)
        _range("training.label_smoothing", self.label_smoothing, 0, 0.9)
        _range("training.dropout", self.dropout, 0, 0.9)
        _range("training.average_share", self.average_share, 0.001, 1)
        for name in ("learning_rate", "clip"):
            _range(f"training.{name}", getattr(self, name), 1e-12)
        _one_of("training.schedule", self.schedule, SCHEDULES)
        _one_of("training.precision", self.precision, PRECISIONS)
        _one_of("training.device", self.device, DEVICES)
        _one_of("training.align", self.align, ALIGNERS)
        if not self.steps and not self.minutes and not self.patience:
            raise OptionsError("Nothing would end the training: give training.steps, minutes or patience.")
        if not self.steps and self.schedule == "linear":
            raise OptionsError("The linear schedule ends at training.steps: give a number of steps.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A whole run."""

    source: tuple[Source, ...]
    task: str = "translate"
    """``translate``, or ``compress``: condense sentences of one language, named twice in *languages*."""
    output: str = "models/trained"
    """Directory of the exported model, relative to the working directory. Checkpoints lie beside it, in
    ``<output>.training``."""
    base: str = ""
    """Model to go on from: embedded name, directory or fetched hub id; empty: a new one."""
    licence: str = ""
    """Of the new model, as its maker decides, for its card."""
    languages: tuple[str, ...] = ("fr", "en")
    """Source and target language, ISO 639-1."""
    seed: int = 1
    dev: DevSet = field(default_factory=DevSet)
    cleaning: CleaningOptions = field(default_factory=CleaningOptions)
    vocabulary: VocabularyOptions = field(default_factory=VocabularyOptions)
    model: Architecture = field(default_factory=Architecture)
    training: TrainingOptions = field(default_factory=TrainingOptions)

    def __post_init__(self) -> None:
        """Validate languages, sources and seed."""
        if not self.source:
            raise OptionsError("A recipe needs at least one [[source]] with a path.")
        if len(self.languages) != 2 or not all(len(c) == 2 and c.isalpha() for c in self.languages):  # noqa: PLR2004
            raise OptionsError(f'languages must be two codes such as ["fr", "en"], got {list(self.languages)}.')
        _one_of("task", self.task, TASKS)
        if (self.task == "compress") != (self.languages[0] == self.languages[1]):
            raise OptionsError(
                f'The task compress needs one language twice, such as languages = ["en", "en"], and translate two: got '
                f"{self.task} with {list(self.languages)}."
            )
        if self.task == "translate" and (other := [s.kind for s in self.source if s.kind not in KINDS[:2]]):
            raise OptionsError(f'Sources of the kind {other[0]} are for task = "compress".')
        _range("seed", self.seed, 0, 2**31 - 1)
        if not self.output.strip():
            raise OptionsError("output must name a directory for the model.")

    @property
    def pair(self) -> tuple[str, str]:
        """Return source and target language."""
        return self.languages[0], self.languages[1]


FREE: Final = frozenset(
    {"steps", "minutes", "patience", "evaluate_every", "save_minutes", "log_every", "threads"}
)  # fmt: skip
"""Options of training that may change when a run is resumed: they do not touch what has been learnt so far."""


def load(path: Path) -> dict[str, Any]:
    """Return the tables of a recipe file. Raises InputError when it cannot be read, OptionsError when it is no TOML."""
    try:
        tables: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OptionsError(f"{path} is no TOML file: {error}.") from error
    return tables


def from_tables(tables: Mapping[str, Any], where: str = "recipe") -> Recipe:
    """Return the recipe in *tables*. Raises OptionsError that names the key, what was found and what is expected."""
    return read_record(Recipe, tables, where)


def differences(old: Mapping[str, Any], recipe: Recipe) -> list[str]:
    """Name the settings in which *recipe* differs from the *old* one (as `values_of` gave it) and may not."""
    new = values_of(recipe)
    changed = [key for key in new if key not in {"training", "output", "dev", "licence"} and new[key] != old.get(key)]
    before, after = old.get("training", {}), new["training"]
    return changed + [f"training.{key}" for key in after if key not in FREE and after[key] != before.get(key)]
