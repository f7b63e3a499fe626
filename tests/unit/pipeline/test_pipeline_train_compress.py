"""From sentences to a model that condenses, by the command line."""

import json

import pytest

from toolkit.cli.app import run

WORDS = ["bank", "minister", "company", "union", "council", "court"]
RECIPE = """
task = "compress"
output = "{out}"
[[source]]
path = "pairs.jsonl"
name = "Mine"
licence = "CC0"
[[source]]
kind = "templates"
path = "news.tsv"
weight = 4.0
[[source]]
kind = "sentences"
path = "en.txt"
[[source]]
kind = "documents"
path = "docs.jsonl"
[dev]
path = "dev.tsv"
[cleaning]
language = false
[vocabulary]
size = 400
[training]
steps = 3
batch_tokens = 200
evaluate_every = 2
"""


@pytest.fixture
def folder(tmp_path, smallest_model):
    """Return a folder with a recipe and all it names."""
    lines = [f"The {a} met the {b} in Paris after the vote, which was late." for a in WORDS for b in WORDS if a != b]
    rows = [{"src": line, "tgt": line.replace(", which was late", "")} for line in lines]
    documents = [{"body": "Oracle, which is old, sold its plant in Ohio.", "summary": "Oracle sold its plant in Ohio."}]
    for name, content in (("pairs", rows), ("docs", documents)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, content)), encoding="utf-8")
    (tmp_path / "en.txt").write_text("\n".join(lines), encoding="utf-8")
    slots = "{ORG1}, which is in debt, sold {INT1} cars in {YEAR1}.\t{ORG1} sold {INT1} cars.\n"
    (tmp_path / "news.tsv").write_text(slots, encoding="utf-8")
    (tmp_path / "dev.tsv").write_text(slots + "The bank, which lent money, fell.\tThe bank fell.\n", encoding="utf-8")
    text = RECIPE.format(out=(tmp_path / "model").as_posix())
    (tmp_path / "recipe.toml").write_text(text + smallest_model, encoding="utf-8")
    return tmp_path


def test_a_recipe_becomes_a_model_that_condenses(folder, capsys):
    """The model states one language, goes on training where it stopped, and summarises under the guard."""
    recipe, model = str(folder / "recipe.toml"), folder / "model"
    assert run(["train", recipe, "--json"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["ended"], done["updates"]) == ("steps", 3)
    settings = json.loads((model / "tokenizer_config.json").read_text(encoding="utf-8"))
    assert (settings["source_lang"], settings["target_lang"]) == ("en", "en")
    card = (model / "README.md").read_text(encoding="utf-8")
    assert "pipeline_tag: summarization" in card
    assert "condenses sentences in en" in card
    assert "| Mine | 30 | none | CC0 |" in card
    assert "| docs | 1 |" in card
    assert run(["train", recipe, "--steps", "4"]) == 0
    said = capsys.readouterr()
    assert "going on" in said.err
    assert "toolkit summarize --model" in said.out
    (folder / "a.txt").write_text(
        "Oracle leased a campus in Texas.\n\nIt has 30 halls. It opened in May.\n", encoding="utf-8"
    )
    command = ["summarize", str(folder / "a.txt"), "-o", str(folder / "out"), "-m", str(model), "--length", "short"]
    assert run(command) == 0
    (written,) = (folder / "out").glob("*.summary.en.json")
    summary = json.loads(written.read_text(encoding="utf-8"))
    assert summary["findings"] == []
    assert all(sentence["decisions"] for sentence in summary["sentences"] if sentence["method"] == "extractive")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--task", "compress"], "--sentences"),
        (["--task", "translate", "--sentences", "en.txt"], 'are for task = "compress"'),
        (["--task", "compress", "--from", "fr", "--to", "en", "--sentences", "en.txt"], "one language twice"),
        (["--task", "compress", "--from", "fr", "--to", "fr", "--templates", "news.tsv"], "are English"),
        (["--from", "en", "--to", "en", "--pairs", "news.tsv"], "translate two"),
    ],
)
def test_wrong_commands_say_what_to_do(arguments, message, folder, monkeypatch, capsys):
    """Each error names what was found and what the task takes."""
    monkeypatch.chdir(folder)
    assert run(["train", *arguments]) == 2
    assert message in capsys.readouterr().err
    assert not (folder / "models").exists()
