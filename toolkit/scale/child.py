"""The process of a local worker: opens once, then works on what the parent sends until the parent ends or dies.

A worker owns nothing that its death could spoil: it holds no lock, and it speaks to the parent over a pipe of its own.
Messages are JSON, a kind and what belongs to it.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Final

from toolkit.errors import EngineError, ToolkitError
from toolkit.scale.allocator import collect_seldom
from toolkit.scale.work import Opener, Plain, Work

ORPHANED: Final = 70
"""Exit code of a worker whose parent has gone (EX_SOFTWARE of sysexits.h)."""


def send(connection: Connection, kind: str, content: Any = None) -> None:  # noqa: ANN401 - whatever JSON holds
    """Send one message. Waits while the other side is behind; raises OSError when it has gone."""
    connection.send_bytes(json.dumps([kind, content]).encode("ascii"))


def receive(connection: Connection) -> tuple[str, Any]:
    """Return the next message. Raises EOFError or OSError when the other side has gone."""
    kind, content = json.loads(connection.recv_bytes())
    return kind, content


def main(connection: Connection, opener: Opener, description: Plain) -> None:
    """Be a worker."""
    collect_seldom()
    for number in (signal.SIGINT, signal.SIGTERM):
        # The terminal and service managers signal the whole group; the parent alone decides when work ends.
        signal.signal(number, signal.SIG_IGN)
    stop = threading.Event()
    waiting: queue.SimpleQueue[Plain | None] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(connection, waiting, stop), daemon=True).start()
    try:
        work = _opened(connection, opener, description)
        while work is not None and (data := waiting.get()) is not None:
            send(connection, *attempt(work, data, lambda said: send(connection, "told", said), stop))
    except OSError:  # the parent has gone while something was sent to it
        os._exit(ORPHANED)


def _listen(connection: Connection, waiting: queue.SimpleQueue[Plain | None], stop: threading.Event) -> None:
    while True:
        try:
            kind, content = receive(connection)
        except (EOFError, OSError):
            os._exit(ORPHANED)  # nobody is left to work for, in whatever the main thread is
        if kind == "stop":
            stop.set()
        elif kind == "end":
            waiting.put(None)
            return
        else:
            waiting.put(content)


def _opened(connection: Connection, opener: Opener, description: Plain) -> Work | None:
    try:
        work = opener(description)
    except ToolkitError as error:
        send(connection, "refused", [type(error).__name__, str(error)])
        return None
    except Exception as error:  # noqa: BLE001 - told by the parent, which has the screen
        send(connection, "refused", [EngineError.__name__, defect(error)])
        return None
    send(connection, "opened")
    return work


def attempt(work: Work, data: Plain, tell: Callable[[Plain], None], stop: threading.Event) -> tuple[str, Any]:
    """Do one unit: ``done`` and the result, or ``failed`` and the reason."""
    try:
        return "done", work(data, tell, stop)
    except ToolkitError as error:
        return "failed", str(error)
    except OSError as error:
        return "failed", f"{type(error).__name__}: {error}."
    except Exception as error:  # noqa: BLE001 - a defect over one unit must not take the others with it
        return "failed", defect(error)


def defect(error: Exception) -> str:
    """Return a sentence about an error that nobody foresaw, with the place where it happened."""
    place, trace = "", error.__traceback__
    while trace is not None:
        place = f" in {os.path.basename(trace.tb_frame.f_code.co_filename)}, line {trace.tb_lineno}"  # noqa: PTH119
        trace = trace.tb_next
    return f"This is a defect of the toolkit, please report it: {type(error).__name__}{place}: {error}."
