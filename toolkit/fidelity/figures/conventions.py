"""Bring figures of right value that are not in English form ("3,4 billion dollars", "50 000", "27 %") into it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from toolkit.fidelity.figures.localise import localise
from toolkit.types import Edit, Figure, Span

_FOREIGN: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), reason)
    for pattern, reason in (
        (r"\d[ \u00a0\u202f\u2009]\d{3}(?!\d)", "English groups thousands with commas"),
        (r"\d['’]\d{3}(?!\d)", "English groups thousands with commas"),
        (r"\d\.\d{3}\.\d{3}(?!\d)", "English groups thousands with commas"),
        (r"(?<![\d,.])\d{5,}(?!\d)", "English groups thousands with commas"),
        (r"\d,\d{1,2}(?!\d)|(?<![\d,])\d+,\d{4,}(?!\d)", "English writes decimals with a point"),
        (r"\d[ \u00a0\u202f]%", "English writes the percent sign without a space"),
        (r"p\. ?100|pour cent", "English writes %"),
        (
            r"\d[ \u00a0\u202f]?(?:[kMG]|Mds?|mds?|Mrds?|million|billion|trillion)?[ \u00a0\u202f]?[€$£¥](?!\w)",
            "English puts the currency sign first",
        ),
        (r"^[€$£¥][ \u00a0\u202f]\d", "English puts no space after the currency sign"),
        (r"\b(?:Mds?|mds?|Mrds?|MUSD|MEUR|milliards?)\b|\dM?[ \u00a0\u202f]?d['’]euros", "French abbreviation"),
        (r"\d[ \u00a0\u202f]?(?:Go|Mo|To|Ko|Po)\b", "English counts bytes"),
        (r"^\d{1,2} ?h(?: ?\d\d)?$", "English writes the time with a.m. or p.m."),
        (r"^\d{1,2}(?:er|e|ème)\b", "English ordinal"),
    )
)
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.]\d{2,4}$")
_TWELVE: Final = 12


@dataclass(frozen=True, slots=True)
class Proposal:
    """A range of the target that should be written another way; the value stays."""

    span: Span
    replacement: str
    reason: str
    rule: str = "figure.format"

    def edit(self, text: str, shift: int = 0) -> Edit:
        """Return the edit for *text*; *shift* is how many characters earlier edits have moved the range."""
        return Edit(self.rule, self.span.of(text), self.replacement, self.span.shift(shift), self.reason)


def localisations(target_text: str, matches: Iterable[tuple[Figure, Figure]]) -> list[Proposal]:
    """Return the rewritings of matched figures that are not in English form, in order of place.

    Figures in any right English form stay as they are: "seventy", "17 June", "27 percent", "3.4 billion dollars".
    """
    proposals = []
    for _, target in sorted(matches, key=lambda pair: pair[1].span):
        reason = _fault(target)
        if reason is None:
            continue
        replacement = _hyphenated(target, localise(target, "en", like=target.text))
        if replacement != target.text and target.span.of(target_text) == target.text:
            proposals.append(Proposal(target.span, replacement, reason))
    return proposals


def _fault(figure: Figure) -> str | None:
    """Return why the form is not English, or None."""
    numeric = _DAY_FIRST.match(figure.text)
    if figure.kind == "date" and numeric:
        return "English writes the month first" if int(numeric[1]) > _TWELVE else None
    if figure.kind in {"identifier", "date"}:
        return None
    for pattern, reason in _FOREIGN:
        if pattern.search(figure.text):
            return reason
    return None


def _hyphenated(figure: Figure, written: str) -> str:
    """Keep the hyphen of "200-megawatt"."""
    if figure.unit is not None and re.search(r"\d-[a-z]+$", figure.text) and " " in written:
        number, _, unit = written.rpartition(" ")
        return f"{number}-{unit.removesuffix('s')}"
    return written
