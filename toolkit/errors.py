"""One tree of errors, caught once in the command line.

ToolkitError              anything the toolkit says on purpose; exit code 1
|-- InputError            a document or glossary cannot be used as it is
|-- OptionsError          an option or a combination of options makes no sense; exit code 2
|-- CheckpointError       weights cannot be found, fetched, verified or converted
|-- EngineError           a model was loaded but does not do its work
`-- StorageError          outputs or the translation memory cannot be read or written
"""

from __future__ import annotations

__all__ = ["CheckpointError", "EngineError", "InputError", "OptionsError", "StorageError", "ToolkitError"]


class ToolkitError(Exception):
    """Base of all errors raised on purpose. The message says what failed, what was found and what to do."""

    exit_code = 1


class InputError(ToolkitError):
    """A document, glossary or decisions file cannot be used as it is."""


class OptionsError(ToolkitError):
    """An option has a value it cannot have."""

    exit_code = 2


class CheckpointError(ToolkitError):
    """Weights cannot be found, fetched, verified or converted."""


class EngineError(ToolkitError):
    """A model was loaded but does not do its work, or the machine cannot run it."""


class StorageError(ToolkitError):
    """Outputs or the translation memory cannot be read or written."""
