"""What `import toolkit` offers, and what it costs."""

import subprocess
import sys

import pytest

import toolkit

PUBLIC = [
    "CheckpointError",
    "DecodingOptions",
    "Edit",
    "EngineError",
    "EngineOptions",
    "FidelityOptions",
    "Finding",
    "Hypothesis",
    "InputError",
    "OptionsError",
    "StorageError",
    "SummaryOptions",
    "ToolkitError",
    "TranslateOptions",
    "Translation",
    "Translator",
    "translate_folder",
]


def test_the_public_names_are_exactly_these():
    """A name is added to or taken from the public surface on purpose only."""
    assert toolkit.__all__ == PUBLIC
    assert dir(toolkit) == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_each_public_name_is_there_and_documented(name):
    """Every public name can be imported and explains itself."""
    assert getattr(toolkit, name).__doc__


def test_other_names_are_refused():
    """A misspelt name fails like in any module."""
    with pytest.raises(AttributeError, match="no attribute 'Traslator'"):
        toolkit.Traslator  # noqa: B018 - the access is the test


def test_importing_costs_nothing_heavy():
    """Importing the package loads no model library."""
    heavy = ("torch", "transformers", "ctranslate2", "numpy", "rich")
    code = f"import toolkit, sys; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_three_lines_translate_a_string():
    """The example of the package's docstring works, and the figure is in English form."""
    translator = toolkit.Translator()
    assert "$686" in translator.translate("Crusoe a levé 686 M$.")


def test_a_list_keeps_order_layout_and_what_has_no_words():
    """Texts are translated together; blank lines and symbols come back as they are."""
    translator = toolkit.Translator()
    texts = ["", "* * *", "Le total est de 27 %.\n\n- Fin"]
    empty, symbols, both = translator.translate_all(texts)
    assert (empty, symbols) == ("", "* * *")
    first, blank, last = both.split("\n")
    assert "27%" in first
    assert blank == ""
    assert last.startswith("- ")
