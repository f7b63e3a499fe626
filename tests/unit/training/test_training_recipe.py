"""Recipes are read strictly, written back, and compared when a run is resumed."""

from dataclasses import replace

import pytest

from toolkit.errors import InputError, OptionsError
from toolkit.training.recipe import TrainingOptions, differences, from_tables, load
from toolkit.training.schedule import learning_rate, new_share
from toolkit.training.table import to_toml, values_of

LEAST = {"source": [{"path": "a.tsv"}]}


def test_a_recipe_is_written_as_it_is_read(tmp_path):
    """TOML made from a recipe gives the same recipe."""
    recipe = from_tables(
        {
            "output": 'models/"x"\\y',
            "languages": ["fr", "en"],
            "source": [{"path": ["a.fr", "a.en"], "licence": "CC BY 4.0 «été»\x7f", "weight": 2}, {"path": "b.tmx"}],
            "dev": {"path": "dev.tsv"},
            "training": {"guide": 0.1, "continued": True},
        }
    )
    path = tmp_path / "r.toml"
    path.write_text(to_toml(values_of(recipe)), encoding="utf-8")
    assert from_tables(load(path)) == recipe


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({}, "'source' is missing"),
        ({"source": []}, r"at least one \[\[source\]\]"),
        ({**LEAST, "trainin": {}}, "did you mean 'training'"),
        ({**LEAST, "training": {"step": 3}}, "did you mean 'steps'"),
        ({**LEAST, "training": {"steps": "3"}}, "steps must be a whole number, found '3'"),
        ({**LEAST, "training": {"steps": True}}, "must be a whole number"),
        ({**LEAST, "training": 3}, "training must be a table"),
        ({**LEAST, "training": {"label_smoothing": 2}}, "from 0 to 0.9"),
        ({**LEAST, "training": {"schedule": "cosine"}}, "one of inverse-sqrt, linear, constant"),
        ({**LEAST, "training": {"steps": 0, "patience": 0}}, "Nothing would end"),
        ({**LEAST, "training": {"steps": 0, "schedule": "linear"}}, "linear schedule ends"),
        ({**LEAST, "languages": ["french", "en"]}, "two codes"),
        ({**LEAST, "model": {"width": 100, "heads": 3}}, "multiple of heads"),
        ({"source": [{"path": "a", "kind": "tmx"}]}, "one of pairs, templates"),
        ({"source": [{"path": "a", "weight": 0}]}, "weight must be at least"),
    ],
)
def test_a_wrong_recipe_says_what_to_write(tables, message):
    """The error names the key, what was found and what is expected."""
    with pytest.raises(OptionsError, match=message):
        from_tables(tables)


def test_a_file_that_is_no_recipe(tmp_path):
    """Files that are absent or no TOML are told apart."""
    with pytest.raises(InputError, match="cannot be read"):
        load(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text("a = ", encoding="utf-8")
    with pytest.raises(OptionsError, match="no TOML"):
        load(tmp_path / "bad.toml")


def test_what_may_change_when_a_run_is_resumed():
    """More steps may be asked for; another seed, source or rate is another run."""
    recipe = from_tables({**LEAST, "training": {"steps": 10}})
    old = values_of(recipe)
    longer = replace(recipe, training=replace(recipe.training, steps=20, minutes=5.0), output="elsewhere")
    assert differences(old, longer) == []
    assert differences(old, replace(recipe, seed=2)) == ["seed"]
    faster = replace(recipe, training=replace(recipe.training, learning_rate=1.0))
    assert differences(old, faster) == ["training.learning_rate"]


def test_the_inverse_square_root_schedule():
    """The rate rises linearly to its highest at the end of the warm-up and halves at four times as many updates."""
    options = TrainingOptions(learning_rate=1.0, warmup=100)
    rates = [learning_rate(options, step) for step in (1, 50, 100, 400)]
    assert rates == pytest.approx([0.01, 0.5, 1.0, 0.5])


def test_a_continued_schedule_goes_on_where_the_base_model_stopped():
    """After warming up again the rate is that of all updates together."""
    options = TrainingOptions(learning_rate=1.0, warmup=100, continued=True, rewarm=60)
    assert learning_rate(options, 300, before=9700) == pytest.approx(0.1)
    assert learning_rate(options, 30, before=9970) == pytest.approx(0.05)


def test_the_linear_schedule_ends_at_zero():
    """The rate falls evenly from the warm-up's end to 0 at the last update."""
    options = TrainingOptions(learning_rate=1.0, warmup=10, steps=110, schedule="linear")
    assert [learning_rate(options, step) for step in (5, 10, 60, 110)] == pytest.approx([0.5, 1.0, 0.5, 0.0])


def test_the_average_forgets_in_proportion():
    """The first weights count in full; with share 1 all count alike."""
    assert new_share(0, 0.1) == 1
    assert [new_share(n, 1.0) for n in range(4)] == pytest.approx([1, 1 / 2, 1 / 3, 1 / 4])
