"""Translate and summarise folders of articles offline, with names and figures checked by value.

    import toolkit
    translator = toolkit.Translator()
    print(translator.translate("Crusoe a levé 686 M$."))

Nothing heavy is imported until it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.errors import (
        CheckpointError,
        EngineError,
        InputError,
        OptionsError,
        StorageError,
        ToolkitError,
    )
    from toolkit.options import DecodingOptions, EngineOptions, FidelityOptions, SummaryOptions, TranslateOptions
    from toolkit.pipeline.api import Translator
    from toolkit.pipeline.translate import translate as translate_folder
    from toolkit.types import Edit, Finding, Hypothesis, Translation

__all__ = [
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

_HOMES = {
    "toolkit.errors": (
        "CheckpointError", "EngineError", "InputError", "OptionsError", "StorageError", "ToolkitError",
    ),
    "toolkit.options": ("DecodingOptions", "EngineOptions", "FidelityOptions", "SummaryOptions", "TranslateOptions"),
    "toolkit.types": ("Edit", "Finding", "Hypothesis", "Translation"),
    "toolkit.pipeline.api": ("Translator",),
}  # fmt: skip


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the public name stands for
    """Import a public name on first use."""
    if name == "translate_folder":
        return import_module("toolkit.pipeline.translate").translate
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'toolkit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
