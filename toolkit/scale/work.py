"""What an executor is given and what it gives back.

Everything that crosses between processes is plain data: dicts, lists, strings, numbers, booleans and None, as JSON has
them. Functions cross by name only, so no process runs code that another one sent.
"""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeAlias

Plain: TypeAlias = dict[str, Any]
"""An object as JSON has it."""
Tell: TypeAlias = Callable[[Plain], None]
"""Takes what a worker says while it works: progress, rows to remember."""
Work: TypeAlias = Callable[[Plain, Tell, threading.Event], Plain]
"""Does one unit and returns its result. After the event is set it returns soon, with what is complete."""
Opener: TypeAlias = Callable[[Plain], Work]
"""Opens what a worker needs (the model, above all) from a description. A function of a module, found by its name."""

ATTEMPTS: Final = 3
"""Workers that may die over a unit before it is given up: one, and two more. A unit that kills three workers in a row
would kill the next as well; a worker that dies by chance does so once in a great while."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Work that one worker does at a time."""

    number: int
    """Position among the units of the run, from 0; outcomes may come in another order."""
    data: Plain
    """What `Work` is given."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a unit."""

    unit: Unit
    result: Plain | None
    """What `Work` returned; None when the unit was not done."""
    reason: str = ""
    """Why it was not done, in one or two sentences for the user."""


class Waiting:
    """Units that are to be handed out, taken from their source one by one; those whose worker died go first."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._source = iter(units)
        self._again: deque[Unit] = deque()
        self._ahead: deque[Unit] = deque()
        self._deaths: Counter[int] = Counter()

    def more_than(self, number: int) -> bool:
        """Tell whether more than *number* units are to be handed out; looks that far ahead and no further."""
        while len(self._again) + len(self._ahead) <= number:
            unit = next(self._source, None)
            if unit is None:
                return False
            self._ahead.append(unit)
        return True

    def take(self) -> Unit | None:
        """Return the next unit, None when there is none."""
        if not self.more_than(0):
            return None
        return self._again.popleft() if self._again else self._ahead.popleft()

    def give_back(self, unit: Unit, how: str) -> Iterator[Outcome]:
        """Take the unit of a worker that died, *how* it did; yield its outcome if `ATTEMPTS` have died over it."""
        self._deaths[unit.number] += 1
        if self._deaths[unit.number] < ATTEMPTS:
            self._again.append(unit)
        else:
            yield Outcome(unit, None, _lost(self._deaths[unit.number], how))

    def __bool__(self) -> bool:
        return self.more_than(0)


class Executor(Protocol):
    """Gives units to workers."""

    def run(
        self, units: Iterable[Unit], told: Callable[[Unit, Plain], None], stop: threading.Event
    ) -> Iterator[Outcome]:
        """Yield the outcome of every unit, in the order they are finished.

        Units are taken from *units* no faster than workers take them, so a long corpus is never held in memory. *told*
        receives what workers say, and it slows them down when it is slow. After *stop* no unit is begun, and those in
        hand are brought to a quick end. A unit whose worker dies is given to another, and given up after `ATTEMPTS`.
        Closing the iterator ends the workers at once. Raises ToolkitError when no worker can be opened.
        """


def _lost(count: int, how: str) -> str:
    """Return the reason of a unit that was given up after *count* workers died over it; *how* the last one did."""
    return (
        f"{count} workers died over it one after another, the last {how}. Most likely memory ran out: use fewer "
        "--workers, or leave the document out."
    )
