"""From a recipe file to an exported model, by the command line."""

import json
from pathlib import Path

import pytest
import tomllib

from toolkit.cli.app import run

TEMPLATES = Path(__file__).parents[2] / "data" / "training" / "templates.tsv"
RECIPE = """
licence = "Apache-2.0"
output = "{out}"
[[source]]
path = ["corpus.fr", "corpus.en"]
name = "Mine"
licence = "CC0 | public"
[[source]]
kind = "templates"
path = "templates.tsv"
[dev]
path = "dev.tsv"
[vocabulary]
size = 420
[training]
steps = 3
batch_tokens = 200
align = "off"
evaluate_every = 2
"""


@pytest.fixture
def folder(tmp_path, smallest_model):
    """Return a folder with a recipe and all it names."""
    words = ["le prix", "la maison", "le contrat", "la banque", "un accord", "le rapport", "deux usines"]
    lines = [f"{a} et {b}." for a in words for b in words if a != b]
    (tmp_path / "corpus.fr").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "corpus.en").write_text("\n".join(f"the {k} and it." for k in range(len(lines))), encoding="utf-8")
    (tmp_path / "templates.tsv").write_text(TEMPLATES.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "dev.tsv").write_text("le prix de 3 usines.\tthe price of 3 plants.\n", encoding="utf-8")
    text = RECIPE.format(out=(tmp_path / "model").as_posix())
    (tmp_path / "recipe.toml").write_text(text.replace("align =", "guide = 0.1\nalign ="), encoding="utf-8")
    cleaning = "[cleaning]\nlanguage = false\nfigures = false\n"
    with (tmp_path / "recipe.toml").open("a", encoding="utf-8") as file:
        file.write(cleaning + smallest_model)
    return tmp_path


def test_a_recipe_becomes_a_model(folder, capsys):
    """The run ends with a whole model; the same command finds nothing to do; another rate is refused."""
    recipe = str(folder / "recipe.toml")
    assert run(["train", recipe, "--json"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["ended"], done["updates"]) == ("steps", 3)
    assert [entry["step"] for entry in done["history"]] == [2, 3]
    model = folder / "model"
    card = (model / "README.md").read_text(encoding="utf-8")
    assert "license: Apache-2.0" in card
    assert "| Mine | 42 | none | CC0 \\| public |" in card
    again = tomllib.loads((model / "recipe.toml").read_text(encoding="utf-8"))
    assert again["source"][0]["path"] == ["corpus.fr", "corpus.en"]
    assert json.loads((model / "training_state.json").read_text(encoding="utf-8"))["step"] in {2, 3}
    assert run(["train", recipe]) == 0
    assert "going on" in capsys.readouterr().err
    assert run(["train", recipe, "--learning-rate", "0.5"]) == 2
    assert "training.learning_rate" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["train"], 2, "Give a recipe file"),
        (["train", "none.toml"], 1, "cannot be read"),
        (["train", "--pairs", "none.tsv"], 1, "There is no file none.tsv"),
        (["train", "--pairs", "a.tsv", "-o", "."], 2, "was not made by toolkit train"),
        (["train", "--pairs", "a.tsv", "--base", "no-such-model"], 1, "no-such-model"),
        (["train", "--templates", "a.tsv", "--from", "de"], 2, "Templates are French and English"),
    ],
)
def test_wrong_commands_say_what_to_do(arguments, code, message, tmp_path, monkeypatch, capsys):
    """Each error names what was found; nothing is written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.tsv").write_text("a\tb\n", encoding="utf-8")
    assert run(arguments) == code
    assert message in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir() if path.name != "a.tsv"] == []
