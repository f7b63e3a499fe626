"""A named model through the command line, whatever its architecture."""

import json

import pytest

from toolkit.cli.app import run

TEXT = "Crusoe raised $686 million in 2024. The campus of 200 megawatts is in Abilene, Texas. Oracle will rent it."


@pytest.mark.parametrize("engine", ["ctranslate2", "transformers"])
def test_what_a_model_makes_up_never_reaches_the_summary(tiny_bart, tmp_path, monkeypatch, engine):
    """Random weights run in either engine; the guard puts the article's own sentences in their place."""
    monkeypatch.setenv("TOOLKIT_CACHE", str(tmp_path / "cache"))
    source = tmp_path / "a.txt"
    source.write_text(TEXT, encoding="utf-8")
    outputs = tmp_path / "outputs"
    model = str(tiny_bart.directory)
    assert run(["summarize", str(source), "-o", str(outputs), "-m", model, "--engine", engine, "-q"]) == 0
    record = json.loads((outputs / "a.summary.en.json").read_text(encoding="utf-8"))
    assert record["sentences"]
    assert all(sentence["text"] in TEXT for sentence in record["sentences"])
    assert f"condenser:{engine}" in record["signature"]
