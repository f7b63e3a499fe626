"""Work for executors to do in tests, named by module and function as real work is."""

import os
import signal
import time
from pathlib import Path

from toolkit.errors import CheckpointError, InputError


def open_squares(description):
    """Open work that squares numbers and obeys the orders in its units."""
    if description.get("refuse"):
        raise CheckpointError("There is no such model.")
    if description.get("break"):
        raise RuntimeError("unforeseen")
    if description.get("die"):
        os.kill(os.getpid(), signal.SIGKILL)
    factor = description["factor"]

    def work(data, tell, stop):
        tell({"pid": os.getpid()})
        if (place := data.get("log")) is not None:
            with Path(place).open("a", encoding="utf-8") as log:
                log.write(f"{data['number']}\n")
        if (deaths := data.get("deaths")) is not None:
            _die(Path(deaths), data["times"])
        if data.get("refuse"):
            raise InputError("page.txt is no text.")
        if data.get("break"):
            raise KeyError("unforeseen")
        if data.get("wait"):
            Path(data["wait"]).write_text(str(os.getpid()), encoding="utf-8")
            return {"stopped": stop.wait(60)}
        time.sleep(data.get("sleep", 0))
        return {"square": data["number"] ** 2 * factor, "text": data.get("text", "")}

    return work


def _die(place, times):
    """Be killed by the system, *times* times over the life of the test."""
    place.mkdir(exist_ok=True)
    done = len(list(place.iterdir()))
    if done < times:
        (place / str(done)).touch()
        os.kill(os.getpid(), signal.SIGKILL)
