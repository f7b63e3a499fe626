"""Whole files of every format with their translations: what a reader of the output gets."""

import json
from pathlib import Path

import pytest

from toolkit.storage.documents import BlockTarget, Input, read

FOLDER = Path(__file__).parent / "storage"
ENGLISH = json.loads((FOLDER / "english.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(ENGLISH))
def test_translated_file(name):
    """The translation keeps structure, mark-up and everything that is not text, to the byte."""
    path = FOLDER / name
    loaded = read(Input(name, path, "page", "page"))
    assert len(loaded.document.blocks) == len(ENGLISH[name])
    out = loaded.render([BlockTarget(index, text) for index, text in enumerate(ENGLISH[name])])
    assert out == path.with_suffix(f".en{path.suffix}").read_bytes()
