"""Glossary entries that reviewers' corrections suggest."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from toolkit.review.decisions import Decision
from toolkit.review.rows import Record
from toolkit.types import Span, Term

_TOKEN: Final = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]")
_LONGEST: Final = 5
"""Tokens on either side beyond which a change is a rewording, not a term."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A term that corrections made consistently."""

    term: Term
    was: str
    """What the machine wrote most often in its place."""
    segments: tuple[tuple[str, int], ...]
    """Document and segment of each correction that made it."""


def propose_terms(records: Sequence[Record], corrections: Iterable[Decision], least: int = 2) -> list[Proposal]:
    """Return the terms that at least *least* corrections rendered the same way, and none another way.

    *records* are the records before the corrections were applied: their alignment, names and terms tell which source
    words a changed target range stands for. Changes that cannot be traced to the source are left out.
    """
    by_place = {(record["document"], record["index"]): record for record in records}
    targets: dict[str, Counter[str]] = defaultdict(Counter)
    machine: dict[str, Counter[str]] = defaultdict(Counter)
    spelled: dict[str, str] = {}
    where: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for decision in corrections:
        record = by_place.get((decision.document, decision.segment))
        if record is None or decision.approved is None:
            continue
        for source, before, after in changes(record, decision.approved):
            key = source.casefold()
            targets[key][after] += 1
            machine[key][before] += 1
            spelled.setdefault(key, source)
            where[key].append((decision.document, decision.segment))
    return [
        Proposal(_term(spelled[key], seen), machine[key].most_common(1)[0][0], tuple(where[key]))
        for key, seen in sorted(targets.items())
        if len(seen) == 1 and seen.total() >= least
    ]


def _term(source: str, seen: Mapping[str, int]) -> Term:
    (target,) = seen
    note = f"from {seen[target]} reviewed corrections"
    return Term(source, target, "keep" if source == target else "translate", note=note)


def changes(record: Record, approved: str) -> list[tuple[str, str, str]]:
    """Return (source, machine, approved) of each short stretch that *approved* changed and the source explains."""
    old = [match.span() for match in _TOKEN.finditer(record["target"])]
    new = [match.span() for match in _TOKEN.finditer(approved)]
    matcher = SequenceMatcher(
        None, [record["target"][a:b] for a, b in old], [approved[a:b] for a, b in new], autojunk=False
    )
    found = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "replace" or b - a > _LONGEST or d - c > _LONGEST:
            continue
        before, after = Span(old[a][0], old[b - 1][1]), Span(new[c][0], new[d - 1][1])
        source = _source_of(record, before)
        if source is not None and _is_term(after.of(approved)):
            found.append((source.of(record["source"]), before.of(record["target"]), after.of(approved)))
    return found


def _source_of(record: Record, target: Span) -> Span | None:
    """Return the source range that the links touching *target* cover; None: no link."""
    pairs = [*record["names"], *record["terms"]] or []
    links = [link[:4] for link in record["alignment"]]
    finds = [(f["source_span"], f["target_span"]) for f in record["findings"]]
    pairs += [[*source, *there] for source, there in finds if source and there]
    for candidates in (pairs, links):
        spans = [Span(a, b) for a, b, c, d in candidates if Span(c, d).overlaps(target)]
        if spans:
            return Span(min(s.start for s in spans), max(s.end for s in spans))
    return None


def _is_term(text: str) -> bool:
    """Tell whether *text* can be a glossary entry: words, no figures (those are right by value, not by list)."""
    return bool(re.search(r"[^\W\d]", text)) and not re.search(r"\d", text)
