"""A tiny corpus, and runs of a tiny model on it."""

import random
from pathlib import Path

import pytest

from toolkit.training import run
from toolkit.training.curriculum import read_templates
from toolkit.training.prepare import Material, prepare
from toolkit.training.recipe import from_tables

TEMPLATES = Path(__file__).parents[2] / "data" / "training" / "templates.tsv"
PARTS = (
    {"Le président": "The president", "La banque": "The bank", "Le groupe": "The group", "Le conseil": "The council"},
    {"présente": "presents", "vend": "sells", "refuse": "refuses", "demande": "demands"},
    {"le rapport": "the report", "la maison": "the house", "le contrat": "the contract", "deux usines": "two plants"},
    {"demain.": "tomorrow.", "chaque année.": "every year.", "en 2024.": "in 2024.", "le 17 juin.": "on June 17."},
)
SMALL = {
    "vocabulary": {"size": 420},
    "model": {"width": 16, "feed_forward": 32, "encoder_layers": 1, "decoder_layers": 1, "heads": 2, "positions": 64},
}
TRAINING = {
    "steps": 6, "batch_tokens": 160, "learning_rate": 5e-3, "warmup": 2, "guide": 0.1, "dropout": 0.1, "align": "off",
    "average_every": 2, "evaluate_every": 3, "log_every": 1, "accumulate": 2,
}  # fmt: skip


class Log:
    """Keeps what a watcher is told."""

    def __init__(self):
        self.losses, self.measures, self.notes = [], [], []

    def progress(self, progress):
        """Keep the losses."""
        self.losses.append((progress.step, progress.loss, progress.guide))

    def measured(self, step, measures, *, best):
        """Keep the measures."""
        self.measures.append((step, measures, best))

    def saved(self, path, step):
        """Keep the place."""
        self.notes.append((step, path))


@pytest.fixture(scope="session")
def pairs():
    """Return 120 short sentences with their translations, in a fixed random order."""
    rng = random.Random(1)
    rows = {}
    while len(rows) < 120:
        words = [rng.choice(sorted(part.items())) for part in PARTS]
        rows[" ".join(w[0] for w in words)] = " ".join(w[1] for w in words)
    return list(rows.items())


@pytest.fixture(scope="session")
def recipe_of():
    """Return a function that makes a recipe for the tiny model, with some training options changed."""

    def make(**training):
        tables = {
            **SMALL,
            "source": [{"path": ["tiny"]}, {"kind": "templates", "path": ["templates"], "weight": 2.0}],
            "training": {**TRAINING, **training},
        }
        return from_tables(tables)

    return make


@pytest.fixture(scope="session")
def prepared(pairs, recipe_of, tmp_path_factory):
    """Return the folder of a prepared run; copy it before training in it."""
    folder = tmp_path_factory.mktemp("prepared")
    recipe = recipe_of()
    materials = [
        Material(recipe.source[0], pairs=lambda: pairs[:100]),
        Material(recipe.source[1], templates=tuple(read_templates(TEMPLATES))),
    ]
    run.write_plan(folder, run.Plan(recipe))
    prepare(recipe, materials, pairs[100:106], None, folder)
    return folder


@pytest.fixture(scope="session")
def train():
    """Return a function that trains in a folder; it returns the log, why training ended, and the trainer."""

    def go(folder, recipe, stop=lambda: False, base=""):
        log = Log()
        run.write_plan(folder, run.Plan(recipe, str(base)))
        with run.trained(folder, log, stop) as (trainer, reason):
            pass
        return log, reason, trainer

    return go
