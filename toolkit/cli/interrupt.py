"""Ctrl-C: the first lets what is under way come to a quick end, the second ends the process at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Final

INTERRUPTED: Final = 130
"""Exit code after Ctrl-C: 128 + SIGINT, as shells report it."""
STOPPED: Final = "interrupted; what was complete is written. Run the same command again to go on."
_FINISHING: Final = "finishing the batch; press Ctrl-C again to stop at once"
_SHOW_CURSOR: Final = "\x1b[?25h"
"""A progress bar hides the cursor (DECTCEM)."""


@contextmanager
def graceful() -> Iterator[threading.Event]:
    """Yield an event that the first SIGINT or SIGTERM sets; a SIGINT after it ends the process with `INTERRUPTED`.

    That end takes nothing down in order, because the threads of the engine cannot be interrupted and would be waited
    for. Nothing is lost by it: outputs take their places whole, and the memory is written in transactions.
    """
    stop = threading.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of a handler
        stop.set()  # also here: whoever raised the signal in this thread finds it set

    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.setblocking(False)
        # A thread hears of signals even while the main thread is in a library and can run no handler.
        listener = threading.Thread(target=_listen, args=(ours, stop), name="signals", daemon=True)
        listener.start()
        before = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
        previous = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield stop
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(before)
            theirs.close()
            listener.join()


def _listen(signals: socket.socket, stop: threading.Event) -> None:
    """Take the numbers of signals as they come, one byte each, until the other end is closed."""
    heard = False
    while numbers := signals.recv(64):
        for number in numbers:
            if number not in {signal.SIGINT, signal.SIGTERM}:
                continue
            if heard and number == signal.SIGINT:
                _leave()
            if not heard:
                heard = True
                stop.set()
                print(f"\n{_FINISHING}", file=sys.stderr, flush=True)


def _leave() -> None:
    """End this process and those it started, now."""
    with suppress(Exception):  # the main thread may be starting one at this moment; without a parent they end too
        for child in multiprocessing.active_children():
            child.kill()
    with suppress(OSError):
        # Not through sys.stderr, whose lock the main thread may hold.
        os.write(2, f"{_SHOW_CURSOR if os.isatty(2) else ''}\n{STOPPED}\n".encode())
    os._exit(INTERRUPTED)
