"""The worker of a Ray cluster: opens once, then works. Plain Python; Ray makes an actor of it (`cluster`)."""

from __future__ import annotations

import os
import threading

from toolkit.errors import EngineError, ToolkitError
from toolkit.scale.child import attempt, defect
from toolkit.scale.work import Opener, Plain, Work


class Actor:
    """One worker. Everything it returns is plain data; what goes wrong is a value, so that nothing is unpickled."""

    def __init__(self, opener: Opener, description: Plain) -> None:
        """Keep what is to be opened; opening is a call of its own, whose failure can be told."""
        self._opener = opener
        self._description = description
        self._stop = threading.Event()
        self._work: Work | None = None

    def open(self) -> list[str]:
        """Open; return nothing, or the kind and text of the error that refused it."""
        try:
            self._work = self._opener(self._description)
        except ToolkitError as error:
            return [type(error).__name__, str(error)]
        except Exception as error:  # noqa: BLE001 - told by the driver, which has the screen
            return [EngineError.__name__, defect(error)]
        return []

    def work(self, data: Plain) -> Plain:
        """Do one unit: ``told``, what was said meanwhile, and ``result`` or ``reason``."""
        assert self._work is not None
        told: list[Plain] = []
        kind, content = attempt(self._work, data, told.append, self._stop)
        return {"told": told, "result": content} if kind == "done" else {"told": told, "reason": content}

    def process(self) -> int:
        """Return the process id, for those who look after the node."""
        return os.getpid()

    def stop(self) -> None:
        """Bring the unit in hand to a quick end."""
        self._stop.set()
