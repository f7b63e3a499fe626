"""Which stage of a run a call stack belongs to, told from the modules in it. Pure.

The product's code knows nothing of stages: a profile looks at where its threads are, again and again.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import FrameType
from typing import Final, NamedTuple

OPEN: Final = "open model, memory, outputs"
READ: Final = "read and segment"
TOKENISE: Final = "tokenise and batch"
WAIT: Final = "wait for decoding"
REPAIR: Final = "wait for second attempts"
ASSEMBLE: Final = "alignment and assembly"
GUARD: Final = "guards"
CHECK: Final = "fidelity checks"
REMEMBER: Final = "memory"
WRITE: Final = "write texts and pages"
REST: Final = "rest"
STAGES: Final = (OPEN, READ, TOKENISE, WAIT, ASSEMBLE, GUARD, CHECK, REPAIR, REMEMBER, WRITE, REST)
"""In the order of a run."""


class Call(NamedTuple):
    """One entry of a call stack."""

    module: str
    function: str


_WAITING: Final = {"threading", "queue", "selectors", "concurrent.futures._base", "concurrent.futures.thread",
                   "multiprocessing.connection"}  # fmt: skip
_OPENING: Final = ("toolkit.pipeline.session", "toolkit.checkpoints")
_WRITING: Final = (
    "toolkit.pipeline.write", "toolkit.pipeline.pages", "toolkit.pipeline.index", "toolkit.pipeline.compose",
    "toolkit.pipeline.journal", "toolkit.review", "toolkit.storage.outputs", "toolkit.storage.manifest",
    "toolkit.storage.records", "toolkit.storage.spool", "toolkit.storage.parts",
)  # fmt: skip
_REMEMBERING: Final = (
    "toolkit.storage.memory", "toolkit.storage.database", "toolkit.storage.hypotheses", "toolkit.storage.entries",
    "toolkit.storage.migrations",
)  # fmt: skip
_ROOMS: Final = (
    (("toolkit.fidelity",), CHECK),
    (("toolkit.decoding.retries", "toolkit.text.guards", "toolkit.text.loops"), GUARD),
    (("toolkit.decoding",), TOKENISE),
    (("toolkit.pipeline.segments", "toolkit.storage"), READ),
    (("toolkit.pipeline.window", "toolkit.pipeline.refine"), ASSEMBLE),
)
"""Where nothing else decides, the first of these that is in the stack."""
_REPAIRING: Final = ("toolkit.decoding.retries",)


def calls(frame: FrameType | None) -> list[Call]:
    """Return a call stack, innermost call first."""
    found = []
    while frame is not None:
        found.append(Call(str(frame.f_globals.get("__name__", "")), frame.f_code.co_name))
        frame = frame.f_back
    return found


def stage_of(stack: Sequence[Call]) -> str:
    """Return the stage of a call stack, innermost call first.

    Opening, writing and remembering count with everything they call; a decoding that a guard asked for counts as a
    second attempt, and what the fidelity loop asks for cannot be told from the rest; otherwise the innermost room
    decides.
    """
    for prefixes, stage in ((_OPENING, OPEN), (_WRITING, WRITE), (_REMEMBERING, REMEMBER)):
        if _has(stack, *prefixes):
            return stage
    if engine := _innermost(stack, "toolkit.engines"):
        return _of_engine(engine) or _decoding(stack)
    if _has(stack, "toolkit.pipeline.recall"):
        return _decoding(stack) if stack[0].module in _WAITING else TOKENISE
    return next((stage for prefixes, stage in _ROOMS if _has(stack, *prefixes)), REST)


def _of_engine(call: Call) -> str | None:
    """Return the stage of the engine's own work around a decoding, None for the decoding itself."""
    if call.module == "toolkit.engines.attention" or call.function == "_assemble":
        return ASSEMBLE
    return TOKENISE if call.module == "toolkit.engines.pieces" or call.function == "count_tokens" else None


def is_waiting(stage: str) -> bool:
    """Tell whether the engine, and not the stage itself, is what takes the time."""
    return stage in {WAIT, REPAIR}


def place_of(stack: Sequence[Call]) -> str:
    """Return the innermost function of the toolkit in a stack as ``module:function``, "" when there is none."""
    found = _innermost(stack, "toolkit")
    return f"{found.module.removeprefix('toolkit.')}:{found.function}" if found else ""


def _decoding(stack: Sequence[Call]) -> str:
    return REPAIR if _has(stack, *_REPAIRING) else WAIT


def _has(stack: Sequence[Call], *prefixes: str) -> bool:
    return any(_is_in(call.module, prefix) for call in stack for prefix in prefixes)


def _innermost(stack: Sequence[Call], prefix: str) -> Call | None:
    return next((call for call in stack if _is_in(call.module, prefix)), None)


def _is_in(module: str, prefix: str) -> bool:
    # Modules of one concern share the beginning of their names: storage.memory, storage.memory_records.
    return module == prefix or module.startswith((f"{prefix}.", f"{prefix}_"))
