"""The shelf of models: what is there, and how to be rid of it."""

import re
from pathlib import Path

import pytest

from toolkit.checkpoints.card import licence_in_words
from toolkit.checkpoints.places import converted_folder, hub_folder
from toolkit.checkpoints.shelf import info, models, remove
from toolkit.errors import CheckpointError


def test_embedded_and_fetched_models_are_listed(hub_model):
    """Embedded and fetched models are listed with licence, size and commit; foreign caches are not removable."""
    listed = {entry.name: entry for entry in models()}
    fetched = listed["Helsinki-NLP/opus-mt-fr-en"]
    assert listed["fr-en-small"].source == "embedded"
    assert (fetched.licence, len(fetched.revision), fetched.removable) == ("apache-2.0", 40, False)
    assert fetched.size > 0


def test_info_verifies(hub_model):
    """Details come with the verified checkpoint; a damaged model says so."""
    (details,) = info("Helsinki-NLP/opus-mt-fr-en")
    assert details.checkpoint.pair == ("fr", "en")
    assert details.conversions == ()
    next(hub_model.rglob("model.safetensors")).write_bytes(b"broken")
    with pytest.raises(CheckpointError):
        info("Helsinki-NLP/opus-mt-fr-en")


@pytest.mark.parametrize(
    ("facts", "files", "expected"),
    [
        ({"license": "apache-2.0"}, (), "^apache-2.0$"),
        ({}, ("DATA.md",), "^not stated on its card$"),
        ({"license": "other", "license_name": "see-DATA.md"}, ("DATA.md",), "^other: no standard licence.*DATA.md$"),
        ({"license": "other", "license_name": "x", "license_link": "https://example.org/terms"}, (), "org/terms$"),
        ({"license": "other", "license_link": "LICENSE"}, ("LICENSE", "DATA.md"), "LICENSE$"),
        ({"license": "other", "license_link": "../../secret"}, (), "README.md$"),
    ],
)
def test_licence_other_says_where_the_terms_are(facts, files, expected, tmp_path):
    """A licence that is "other" is told in words with the place of its terms; the place is never outside the model."""
    for name in files:
        (tmp_path / name).write_text("terms", encoding="utf-8")
    assert re.search(expected, licence_in_words(tmp_path, facts))


def test_the_embedded_model_says_what_its_licence_means():
    """The details of the embedded model name the file with the licences of its data, and the file is there."""
    (details,) = info("fr-en-small")
    place = details.licence.rsplit(" ", 1)[-1]
    assert details.licence.startswith("other: ")
    assert Path(place).name == "DATA.md"
    assert Path(place).is_file()


def test_remove_takes_model_and_conversions(writing, own_cache):
    """Removing deletes the model and what was converted from it, and nothing of other models."""
    place = writing[1](hub_folder())
    other = writing[1](hub_folder(), repo="someone/else")
    for digest, name in (("a" * 16, "Helsinki-NLP/opus-mt-fr-en"), ("b" * 16, "someone/else")):
        made = converted_folder() / f"{digest}-x"
        made.mkdir(parents=True)
        (made / "origin.json").write_text(f'{{"name": "{name}"}}', encoding="utf-8")
    assert remove("Helsinki-NLP/opus-mt-fr-en") > 0
    assert not place.exists()
    assert other.exists()
    assert [path.name for path in converted_folder().iterdir()] == ["b" * 16 + "-x"]


@pytest.mark.parametrize("name", ["fr-en-small", "Helsinki-NLP/opus-mt-fr-en", "unknown"])
def test_only_own_models_are_removed(name, hub_model):
    """Embedded models, models in another program's cache and unknown ones are not removed."""
    with pytest.raises(CheckpointError, match="is not removed"):
        remove(name)
    assert hub_model.exists()
