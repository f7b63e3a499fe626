"""Reviewers' decisions: read, validated and applied to segment records. Nothing here reads or writes files.

A decisions file is JSON: ``{"schema": 1, "kind": "decisions", "decisions": [...]}``. Each decision is an object with
the fields of `Decision`; ``text``, ``comment`` and ``reviewer`` may be left out. One file may hold several documents.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal

from toolkit.errors import InputError
from toolkit.review.rows import Record, source_digest

SCHEMA: Final = 1
Verdict = Literal["accept", "correct", "reject"]

_REMEDY: Final = "Export the decisions again from the review page, or correct this entry."


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer said about one segment."""

    document: str
    """Id of the document."""
    segment: int
    """Index of the segment when the decision was taken."""
    source_sha256: str
    """SHA-256 of the source text that was read, hexadecimal, 64 digits."""
    machine: str
    """The target text that was decided on."""
    decision: Verdict | None
    """None: a comment alone."""
    text: str
    """The corrected target; empty unless *decision* is ``correct``."""
    comment: str
    time: str
    """ISO 8601 with time zone."""
    reviewer: str = ""

    @property
    def approved(self) -> str | None:
        """The target text the reviewer stands for; None when rejected or only commented."""
        return {"accept": self.machine, "correct": self.text}.get(self.decision or "")


@dataclass(frozen=True, slots=True)
class Stale:
    """A decision that was not applied because what it was about has changed."""

    decision: Decision
    reason: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Decisions that contradict each other."""

    document: str
    segment: int
    decisions: tuple[Decision, ...]
    """All of them, oldest first; their *segment* is the index now."""
    applied: Decision | None
    """The one that was used: the latest, when all are by one reviewer; None: none of them was."""


@dataclass(frozen=True, slots=True)
class MemoryEntry:
    """A source text with its approved target, to be stored with origin ``reviewed``."""

    source: str
    target: str
    document: str
    segment: int
    reviewer: str
    time: str


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying decisions to records gave. Every decision is in *applied*, *stale* or *conflicts*."""

    records: tuple[dict[str, Any], ...]
    """All records in their order, those with a decision updated."""
    applied: tuple[Decision, ...]
    """Decisions that took effect, in document order; *segment* is the index now."""
    corrected: tuple[Decision, ...]
    """The applied decisions that changed a target."""
    memory: tuple[MemoryEntry, ...]
    stale: tuple[Stale, ...]
    conflicts: tuple[Conflict, ...]


def parse_decisions(text: str, name: str = "decisions file") -> tuple[Decision, ...]:
    """Read a decisions file of schema 1.

    Raises InputError with line and column when *text* is not JSON, and with the path of the entry, such as
    ``decisions[3].time``, when it is not a decisions file.
    """
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{name} is not JSON: {error.msg} at line {error.lineno}, column {error.colno}. {_REMEDY}"
        ) from error
    except RecursionError as error:
        raise InputError(f"{name} is nested too deeply to be a decisions file. {_REMEDY}") from error
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        found = content.get("schema") if isinstance(content, dict) else type(content).__name__
        raise InputError(f"{name} is not a decisions file of schema {SCHEMA}: found {found!r}. {_REMEDY}")
    entries = content.get("decisions")
    if not isinstance(entries, list):
        raise InputError(f"{name}: decisions must be a list, found {type(entries).__name__}. {_REMEDY}")
    return tuple(_decision(entry, f"{name}: decisions[{number}]") for number, entry in enumerate(entries))


def _decision(entry: object, where: str) -> Decision:
    if not isinstance(entry, dict):
        raise InputError(f"{where} must be an object, found {type(entry).__name__}. {_REMEDY}")
    segment = entry.get("segment")
    if not isinstance(segment, int) or isinstance(segment, bool) or segment < 0:
        raise InputError(f"{where}.segment must be a number from 0, found {segment!r}. {_REMEDY}")
    verdict = entry.get("decision")
    if verdict not in ("accept", "correct", "reject", None):
        raise InputError(f"{where}.decision must be accept, correct, reject or null, found {verdict!r}. {_REMEDY}")
    decision = Decision(
        document=_text(entry, "document", where),
        segment=segment,
        source_sha256=_text(entry, "source_sha256", where),
        machine=_text(entry, "machine", where),
        decision=verdict,
        text=_text(entry, "text", where, ""),
        comment=_text(entry, "comment", where, ""),
        time=_text(entry, "time", where),
        reviewer=_text(entry, "reviewer", where, ""),
    )
    if verdict == "correct" and not decision.text.strip():
        raise InputError(f"{where}.text is empty, but the decision is correct: there is no correction. {_REMEDY}")
    _moment(decision, where)
    return decision


def _text(entry: Mapping[str, object], key: str, where: str, default: str | None = None) -> str:
    value = entry.get(key, default)
    if not isinstance(value, str):
        raise InputError(f"{where}.{key} must be text, found {value!r}. {_REMEDY}")
    return value


def _moment(decision: Decision, where: str = "decision") -> datetime:
    """Return when the decision was taken. Python before 3.11 does not read the Z of ISO 8601, which browsers write."""
    try:
        moment = datetime.fromisoformat(decision.time.replace("Z", "+00:00"))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise InputError(f"{where}.time must be ISO 8601 with a time zone, found {decision.time!r}. {_REMEDY}")
    return moment


def apply_decisions(
    records: Sequence[Record],
    decisions: Iterable[Decision],
    recheck: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
) -> Applied:
    """Apply *decisions* to the records of one or more documents.

    An accepted or corrected record gets origin ``reviewed``; a corrected target is recorded as one more edit, and its
    alignment and matches, which no longer hold, are dropped. *recheck* may then compute findings and matches anew for
    such a record; without it a corrected record has none. A rejected record keeps its target. Every decided record
    gets a ``review`` entry with decision, comment, time and reviewer.

    A decision whose source text moved to another index follows it when the text stands only there. Of differing
    decisions on one segment the latest is applied when one reviewer took them all, none otherwise; both are reported.
    """
    stale: list[Stale] = []
    per_segment: dict[tuple[str, int], list[Decision]] = defaultdict(list)
    places = _Places(records)
    for decision in decisions:
        index, reason = places.find(decision)
        if index is None:
            stale.append(Stale(decision, reason))
        else:
            per_segment[decision.document, index].append(replace(decision, segment=index))
    conflicts = []
    winners: dict[tuple[str, int], Decision] = {}
    for place, group in sorted(per_segment.items()):
        winner, conflict = _settle(place, group)
        if conflict:
            conflicts.append(conflict)
        if winner:
            winners[place] = winner
    updated, memory, corrected = [], [], []
    for record in records:
        place = (record["document"], record["index"])
        new = dict(record)
        if place in winners:
            decision = winners[place]
            new = _decided(new, decision)
            if new["target"] != record["target"]:
                corrected.append(decision)
                new = recheck(new) if recheck else new
            if decision.approved is not None:
                memory.append(
                    MemoryEntry(record["source"], decision.approved, *place, decision.reviewer, decision.time)
                )
        updated.append(new)
    order = sorted(winners)
    return Applied(
        tuple(updated),
        tuple(winners[place] for place in order),
        tuple(corrected),
        tuple(memory),
        tuple(stale),
        tuple(conflicts),
    )


class _Places:
    """Where source texts stand in the records now."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.by_index: dict[tuple[str, int], Record] = {}
        self.by_digest: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.documents: set[str] = set()
        for record in records:
            self.by_index[record["document"], record["index"]] = record
            self.by_digest[record["document"], source_digest(record["source"])].append(record["index"])
            self.documents.add(record["document"])

    def find(self, decision: Decision) -> tuple[int | None, str]:
        """Return the index of the segment the decision is about, or None and why there is none."""
        if decision.document not in self.documents:
            return None, f"There is no document {decision.document!r} among the outputs."
        here = self.by_digest.get((decision.document, decision.source_sha256), [])
        if decision.segment not in here and len(here) != 1:
            reason = "The source text has changed since." if not here else "The source text moved, to several places."
            return None, reason
        index = decision.segment if decision.segment in here else here[0]
        if decision.decision == "reject" and decision.machine != self.by_index[decision.document, index]["target"]:
            return None, "The rejected translation is not there any more."
        if _reviewed_later(self.by_index[decision.document, index], decision):
            return None, "The segment was reviewed again since."
        return index, ""


def _reviewed_later(record: Record, decision: Decision) -> bool:
    """Tell whether a later decision has left another text in the record."""
    review = record.get("review")
    if not review or decision.approved in {None, record["target"]}:
        return False
    return _moment(replace(decision, time=review["time"])) > _moment(decision)


def _settle(place: tuple[str, int], group: Sequence[Decision]) -> tuple[Decision | None, Conflict | None]:
    """Choose among the decisions on one segment."""
    ordered = sorted(group, key=_moment)
    distinct = {(d.decision, d.approved, d.comment) for d in ordered}
    if len(distinct) == 1:
        return ordered[-1], None
    latest = [d for d in ordered if _moment(d) == _moment(ordered[-1])]
    one_reviewer = len({d.reviewer for d in ordered}) == 1
    clear = len({(d.decision, d.approved, d.comment) for d in latest}) == 1
    applied = ordered[-1] if one_reviewer and clear else None
    return applied, Conflict(*place, tuple(ordered), applied)


def _decided(record: dict[str, Any], decision: Decision) -> dict[str, Any]:
    record["review"] = {
        "decision": decision.decision,
        "comment": decision.comment,
        "time": decision.time,
        "reviewer": decision.reviewer,
    }
    approved = decision.approved
    if approved is None:
        return record
    record["origin"] = "reviewed"
    before = record["target"]
    if approved == before:
        return record
    edit = {
        "rule": "review.correct",
        "before": before,
        "after": approved,
        "span": [0, len(before)],
        "reason": decision.comment or "Corrected by a reviewer.",
    }
    empty: dict[str, list[object]] = {"alignment": [], "figures": [], "names": [], "terms": [], "findings": []}
    return {**record, **empty, "target": approved, "edits": [*record["edits"], edit]}
