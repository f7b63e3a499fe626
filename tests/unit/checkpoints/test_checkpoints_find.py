"""What a user names is found, or the message says what can be named."""

import pytest

from toolkit.checkpoints.find import find
from toolkit.errors import CheckpointError, OptionsError


def test_default_is_the_embedded_model():
    """Without a name the embedded model of the pair is found, whole and licensed for its pair."""
    found = find(None, ("fr", "en"))
    assert (found.name, found.source, found.pair) == ("fr-en-small", "embedded", ("fr", "en"))
    assert find("fr-en-small") == found


def test_pair_without_embedded_model_names_ways_out():
    """A pair that does not come with the toolkit is refused with a model to try."""
    with pytest.raises(OptionsError, match="Helsinki-NLP/opus-mt-de-nl"):
        find(None, ("de", "nl"))


def test_directory_is_found_by_path(model, monkeypatch):
    """A directory is named with a path, absolute or relative."""
    monkeypatch.chdir(model.parent)
    assert find(str(model)).digest == find("./my-model").digest == find("my-model").digest
    assert find("./my-model").source == "local"
    assert find("./my-model").directory.is_absolute()


@pytest.mark.parametrize("name", ["fr-en-huge", "./nowhere", "a/b/c", "../x", "owner/..", "", "name with spaces"])
def test_unknown_name_lists_what_there_is(name, hub_model, tmp_path, monkeypatch):
    """An unknown name is answered with the embedded and the fetched models and how to name others."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(CheckpointError, match=r"fr-en-small.*Helsinki-NLP/opus-mt-fr-en.*\./my-model"):
        find(name)


@pytest.mark.parametrize("name", ["Helsinki-NLP/opus-mt-fr-en", "opus-mt-fr-en"])
def test_fetched_model_is_used_offline(name, hub_model):
    """A model in the hub's cache is found without network, by its id or its short name, at its commit."""
    found = find(name, revision=None)
    assert found.name == "Helsinki-NLP/opus-mt-fr-en"
    assert found.source == "hub"
    assert found.revision == "0123456789abcdef0123456789abcdef01234567"
    assert find(name, revision=found.revision).digest == found.digest


def test_fetched_pull_request_is_found_by_its_revision(tmp_path, writing):
    """A revision such as refs/pr/12 is looked up under that name."""
    writing[1](tmp_path / "hf", revision="refs/pr/12")
    assert find("opus-mt-fr-en", revision="refs/pr/12").facts["revision"] == "refs/pr/12"
    with pytest.raises(CheckpointError, match="HF_HUB_OFFLINE"):
        find("opus-mt-fr-en", revision="refs/pr/13")


def test_absent_hub_model_offline_names_ways_out():
    """Offline, a model that was never fetched is refused with the ways out."""
    with pytest.raises(CheckpointError, match=r"HF_HUB_OFFLINE.*embedded.*directory.*HTTPS_PROXY"):
        find("Helsinki-NLP/opus-mt-fr-en")
    with pytest.raises(CheckpointError, match="switched off"):
        find("Helsinki-NLP/opus-mt-fr-en", fetch=False)


@pytest.mark.parametrize("revision", ["../../x", "main/../..", "", "a b", "-x"])
def test_revision_is_no_path(revision, hub_model):
    """A revision that could leave the cache is refused."""
    with pytest.raises(CheckpointError, match="no revision"):
        find("opus-mt-fr-en", revision=revision)


def test_revision_of_a_directory_makes_no_sense(model):
    """A revision is refused for embedded models and directories."""
    for name in (str(model), "fr-en-small"):
        with pytest.raises(CheckpointError, match="drop --revision"):
            find(name, revision="main")


def test_wrong_direction_is_refused(tmp_path, writing):
    """A model of another pair than asked for is refused, with both pairs named."""
    path = writing[0](tmp_path / "other", pair=("en", "fr"))
    with pytest.raises(OptionsError, match="translates en-fr, but fr-en"):
        find(str(path), ("fr", "en"))


def test_model_without_stated_languages_takes_the_pair_asked_for(tmp_path, writing):
    """A translation model that states no languages is used for the pair the user asked for."""
    path = writing[0](tmp_path / "unnamed", pair=None)
    assert find(str(path), ("de", "nl")).pair == ("de", "nl")


@pytest.mark.parametrize("kind", ["bart", "t5", "pegasus", "mbart"])
def test_other_architectures_are_found_without_a_pair(kind, tmp_path, writing):
    """Summarisers are found the same way, and have no pair."""
    path = writing[0](tmp_path / "summariser", kind=kind)
    found = find(str(path), None)
    assert (found.architecture, found.pair) == (kind, None)
    with pytest.raises(CheckpointError, match="none is embedded"):
        find(None, None)
