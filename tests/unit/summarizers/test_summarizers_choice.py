"""Which summariser options lead to."""

import pytest

from toolkit.errors import OptionsError
from toolkit.options import SummaryOptions
from toolkit.summarizers.choice import summarizer
from toolkit.summarizers.extractive import Extractive
from toolkit.summarizers.rewriting import Rewriter


@pytest.mark.parametrize(
    ("method", "model", "kind"),
    [
        ("auto", None, Extractive),
        ("auto", object(), Rewriter),
        ("extractive", object(), Extractive),
        ("lead", object(), Extractive),
        ("seq2seq", object(), Rewriter),
    ],
)
def test_the_method_decides(method, model, kind):
    """Automatic means the model where there is one; the selecting methods never touch it."""
    assert isinstance(summarizer(SummaryOptions(method=method), model), kind)


def test_a_model_that_is_not_there_is_an_error():
    """The message names an option and a model that would do."""
    with pytest.raises(OptionsError, match="--model"):
        summarizer(SummaryOptions(method="seq2seq"))
