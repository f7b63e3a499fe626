"""The parts of a translated table: which exist, what they count, and the summary beside them.

A part is done when its file exists and its counts are in the log; the log is written first, so that after a kill at any
instant a part is either done or done again to the same bytes.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from toolkit.storage.outputs import Outputs, storage_error

SCHEMA: Final = 1
COUNTS: Final = "_parts.jsonl"
"""Counts of every part, one line each. Readers of tables pass over names that begin with an underscore."""
SUMMARY: Final = "_toolkit.json"
_PART: Final = re.compile(r"part-\d{6,}-([0-9a-f]{32})\.[a-z]+")
_KEY: Final = re.compile(r"[0-9a-f]{32}")


class Parts:
    """The folder of one translated table."""

    def __init__(self, outputs: Outputs, folder: str, suffix: str) -> None:
        """Look at what is there. Raises StorageError."""
        self._outputs, self._folder, self._suffix = outputs, folder, suffix
        self._counts = self._logged()
        self._there = self._found()
        self._places: dict[str, int] = {}
        """Number of each part of this run, by key."""

    @property
    def path(self) -> Path:
        """The folder."""
        return self._outputs.path(self._folder)

    def is_done(self, key: str) -> bool:
        """Tell whether the part with this key need not be made."""
        return key in self._there and key in self._counts

    def keep(self, number: int, key: str) -> None:
        """Take a part that exists into this run as its part *number*, from 0. Raises StorageError."""
        place = self._place(number, key)
        if self._there[key] != place.name:
            try:
                self.path.joinpath(self._there[key]).replace(place)
            except OSError as error:
                raise storage_error(place, error) from error
        self._there[key], self._places[key] = place.name, number

    def add(self, number: int, key: str, data: bytes, counts: Mapping[str, Any]) -> None:
        """Write part *number* of this run. Raises StorageError."""
        self._outputs.append(f"{self._folder}/{COUNTS}", self._line(key, counts))
        place = self._place(number, key)
        self._outputs.write(f"{self._folder}/{place.name}", data)
        self._counts[key] = dict(counts)
        self._there[key], self._places[key] = place.name, number

    def finish(self, facts: Mapping[str, Any], *, complete: bool) -> dict[str, Any]:
        """Write the summary and return the totals; of a *complete* table, remove parts that are not of this run.

        Raises StorageError.
        """
        keys = sorted(self._places, key=self._places.__getitem__)
        totals = total([self._counts[key] for key in keys])
        if complete:
            gone = sorted(set(self._there) - set(keys))
            self._outputs.remove([f"{self._folder}/{self._there[key]}" for key in gone])
            lines = "".join(self._line(key, self._counts[key]) + "\n" for key in keys)
            self._outputs.write(f"{self._folder}/{COUNTS}", lines.encode())
        content = {"schema": SCHEMA, "complete": complete, **facts, "parts": len(keys), **totals}
        self._outputs.write(f"{self._folder}/{SUMMARY}", (json.dumps(content, indent=1) + "\n").encode())
        return totals

    def _place(self, number: int, key: str) -> Path:
        return self._outputs.path(f"{self._folder}/part-{number:06d}-{key}{self._suffix}")

    @staticmethod
    def _line(key: str, counts: Mapping[str, Any]) -> str:
        return json.dumps({"part": key, **counts})

    def _found(self) -> dict[str, str]:
        names = [path.name for path in self.path.iterdir()] if self.path.is_dir() else []
        return {match[1]: name for name in names if (match := _PART.fullmatch(name)) and name.endswith(self._suffix)}

    def _logged(self) -> dict[str, dict[str, Any]]:
        """Return the counts of the log; a line that a kill cut short counts for nothing."""
        try:
            lines = self.path.joinpath(COUNTS).read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise storage_error(self.path / COUNTS, error) from error
        counts = {}
        for line in lines:
            try:
                row = json.loads(line)
                key = row.pop("part")
            except (ValueError, AttributeError, KeyError, TypeError):
                continue
            if isinstance(key, str) and _KEY.fullmatch(key):
                counts[key] = row
        return counts


def total(counts: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the sums of the counts of parts, findings by severity."""
    numbers: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    for row in counts:
        numbers.update({name: value for name, value in row.items() if isinstance(value, int)})
        findings.update(row.get("findings", {}))
    names = ("rows", "segments", "words", "copied", "edits")
    return {
        **{name: numbers[name] for name in names},
        "findings": {severity: findings[severity] for severity in ("error", "warning", "info")},
    }
