"""What tests of the pipeline share."""

import pytest


@pytest.fixture(scope="module")
def own_cache(tmp_path_factory):
    """Keep conversions of a module's tests apart from the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOOLKIT_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("HF_HUB_OFFLINE", "1")
        yield


@pytest.fixture
def article(request, tmp_path):
    """Write the module's ARTICLE and return its path."""
    path = tmp_path / "article.txt"
    path.write_text(request.module.ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def smallest_model():
    """Return the section of a recipe for a network that trains in a moment."""
    return """
[model]
width = 16
feed_forward = 16
encoder_layers = 1
decoder_layers = 1
heads = 2
positions = 64
"""
