"""Bring figures of right value into one English form: $3.4 billion, 50,000, 27%, June 17, 2024, 8:30 p.m.

The form is that of the Associated Press Stylebook (2022), entries "dates", "dollars", "percent", "times". What is
written in words ("seventy investors"), joined by hyphens ("a 10-year plan") or part of a quoted title stays as it is,
and so does every figure whose rewriting could be read another way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from toolkit.fidelity.figures.compare import date_parts
from toolkit.fidelity.figures.fractions import PLAIN_WORD_AFTER
from toolkit.fidelity.figures.localise import localise
from toolkit.fidelity.figures.units import SIGNS
from toolkit.fidelity.figures.words import MONTH_NAMES
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
        (r"\d[ \u00a0\u202f]?(?:p\. ?100|pour cent|per ?cent|pct)\b", "English writes % after digits"),
        (
            r"\d[ \u00a0\u202f]?(?:[kMG]|Mds?|mds?|Mrds?|million|billion|trillion)?[ \u00a0\u202f]?[€$£¥](?!\w)",
            "English puts the currency sign first",
        ),
        (r"^[€$£¥][ \u00a0\u202f]\d", "English puts no space after the currency sign"),
        (r"\b(?:Mds?|mds?|Mrds?|MUSD|MEUR|milliards?)\b|\dM?[ \u00a0\u202f]?d['’]euros", "French abbreviation"),
        (r"\d[ \u00a0\u202f]?(?:Go|Mo|To|Ko|Po)\b", "English counts bytes"),
        (r"^\d{1,2}(?:er|e|ème)\b", "English ordinal"),
        (r"^\d+(?:\.\d+)?(?:[ \u00a0\u202f]thousand|k)$", "thousands are written in digits"),
        (r"^\d+(?:\.\d+)?[ \u00a0\u202f]?bn$", "billion is written out"),
    )
)
_MONEY: Final = tuple(
    (re.compile(pattern), reason)
    for pattern, reason in (
        (
            r"(?:[\d ]|illion )(?:(?:US|U\.S\.|American) )?(?:dollars?|euros?|pounds? sterling|yen)$",
            "sign for the word",
        ),
        (r"^(?:USD|EUR|GBP|JPY|US\$|U\.S\.\$)|(?:USD|EUR|GBP|JPY)$", "sign for the code"),
        (r"\d ?(?:bn|mn|tn|trn|[kKmMBT])$", "million and billion are written out"),
    )
)
_SHORT: Final = re.compile(r"\d ?(?:bn|mn|tn|trn|[kKmMBT])$")
_SIGNED: Final = re.compile(r"[^\d.,\s]")
_CURRENCIES: Final = frozenset({"USD", "EUR", "GBP", "JPY"})
"""Currencies whose words and codes become signs; the others are rare enough to be named."""
_OTHER_DOLLARS: Final = re.compile(
    r"(?<![A-Z.])(?:C|CA|A|AU|NZ|HK|S|NT)\$|CAD|AUD"
    r"|(?:Canadian|Australian|Zealand|Kong|Singapore|Taiwan(?:ese)?) dollar"
)
_SLASHED: Final = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.]\d{2,4}$")
_DAY_FIRST: Final = re.compile(r"\d{1,2}(?:st|nd|rd|th)?(?: of)? [A-Z][a-z]+\b")
_LOOSE: Final = re.compile(r"[A-Z][a-z]{2,} (?:\d{1,2}(?:st|nd|rd|th)\b|\d{1,2} \d{4}$)")
_CLOCK: Final = re.compile(
    r"(?:(?:0\d|1[3-9]|2[0-4])[:.][0-5]\d|\d{1,2} ?h(?: ?\d\d)?"
    r"|\d{1,2}(?:[:.]\d\d)? ?(?:am|pm|AM|PM|[ap]\.m\.?))$"
)
_AT: Final = re.compile(r"\b(?:[Aa]t|[Ff]rom|to|until|till|by|around|before|after|since|[Bb]etween|and) $|[-–]$")
_BEFORE: Final = re.compile(r"(\d)(?:[ \u00a0](?:thousand|million|billion|trillion))?,?\s?(?:-|–|to|and|or|,)\s?$")
"""A number that a range or list joins to the figure after it."""
_WEEKDAY: Final = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day $")
_NEXT: Final = re.compile(r"\s([A-Za-z]+)")
_QUOTED: Final = re.compile(r"“([^“”]*)”|\"([^\"]*)\"|«([^«»]*)»")


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
    """Return the rewritings of matched figures that are not in the English form of this toolkit, in order of place.

    They do not overlap. Applied to the text, they leave nothing to propose.
    """
    titles = _titles(target_text)
    pairs = [
        (source, target)
        for source, target in sorted(matches, key=lambda pair: pair[1].span)
        if target.span.of(target_text) == target.text and not any(target.span.overlaps(title) for title in titles)
    ]
    proposals: list[Proposal] = []
    for index, (source, target) in enumerate(pairs):
        before = pairs[index - 1][1] if index else None
        proposal = _propose(target_text, source, target, before)
        if proposal is None or proposal.span.of(target_text) == proposal.replacement:
            continue
        if proposals and proposal.span.overlaps(proposals[-1].span):
            proposals.pop()
        proposals.append(proposal)
    return proposals


def _propose(text: str, source: Figure, target: Figure, before: Figure | None) -> Proposal | None:
    if target.kind == "date":
        return _date(text, source, target, before)
    if target.kind == "time":
        return _time(text, target)
    if target.kind == "identifier" or re.match("-[^ ]", text[target.span.end :]):
        return None
    if target.kind == "money":
        proposal = _money(text, target, before)
        if proposal is not None:
            return proposal
    for pattern, reason in _FOREIGN:
        if pattern.search(target.text):
            written = _hyphenated(target, localise(target, "en", like=target.text))
            if target.kind == "money" and target.unit in SIGNS:
                written = localise(target, "en")
            return Proposal(target.span, written, reason)
    return None


def _money(text: str, target: Figure, before: Figure | None) -> Proposal | None:
    """Write the currency as a sign and the scale as a word, in both ends of a range."""
    reason = next((reason for pattern, reason in _MONEY if pattern.search(target.text)), None)
    if reason is None or not _may_take_sign(text, target):
        return None
    written = localise(target, "en")
    if not _SIGNED.search(_without_scale(target)):  # the sign stands before the other end: "$50-60m"
        return Proposal(target.span, written.replace(SIGNS[target.unit or ""], "", 1), reason)
    joined = _BEFORE.search(text[: target.span.start]) is not None
    if not joined or (before is not None and before.kind == "date" and _adjacent(text, before, target)):
        return Proposal(target.span, written, reason)
    if before is None or not _adjacent(text, before, target) or before.unit != target.unit:
        return None
    if _SIGNED.search(_without_scale(before)):  # the first amount has its own sign or word
        return Proposal(target.span, written, reason)
    return _money_range(text, before, target, reason)


def _may_take_sign(text: str, target: Figure) -> bool:
    """Tell whether the sign is as clear as the word: not among other dollars, nor in "dollars' worth", "50-dollar"."""
    if target.unit not in SIGNS or not re.search(r"\d", target.text) or re.search(r"\d-[a-z]", target.text):
        return False
    doubtful = target.unit not in _CURRENCIES or (target.unit == "USD" and _OTHER_DOLLARS.search(text))
    if doubtful and not _SHORT.search(target.text):
        return False
    return re.match(r"['’-]|s?['’]|,? (?:and )?\d+ cents?", text[target.span.end :]) is None


def _without_scale(figure: Figure) -> str:
    return re.sub(r"[mbtr]+illion$", "", _SHORT.sub(lambda match: match[0][0], figure.text))


def _money_range(text: str, first: Figure, second: Figure, reason: str) -> Proposal:
    between = text[first.span.end : second.span.start]
    sign = SIGNS[second.unit or "USD"]
    opening, closing = localise(first, "en"), localise(second, "en")
    if between.strip() in {"-", "–"}:
        unit = opening.rpartition(" ")[2]
        opening = opening.removesuffix(f" {unit}") if closing.endswith(f" {unit}") else opening
        closing = closing.replace(sign, "", 1)
    return Proposal(Span(first.span.start, second.span.end), f"{opening}{between}{closing}", reason)


def _adjacent(text: str, first: Figure, second: Figure) -> bool:
    """Tell whether only the joining word of a range or list stands between two figures."""
    between = text[first.span.end : second.span.start]
    return re.fullmatch(r",?\s?(?:-|–|to|and|or|,)\s?", between) is not None


def _date(text: str, source: Figure, target: Figure, before: Figure | None) -> Proposal | None:
    slashed = _SLASHED.match(target.text)
    if slashed:
        # Read by the source: "07/03/2024" is March 7 in French and July 3 to American readers.
        full = source.kind == "date" and {"year", "month", "day"} <= set(date_parts(source))
        if not full:
            return None
        return _month_first(text, target.span, localise(source, "en"), "English writes the month first", of=False)
    if _LOOSE.match(target.text) and not _joined_after(text, target):
        return Proposal(target.span, localise(target, "en"), "days are cardinals, with a comma before the year")
    if not _DAY_FIRST.match(target.text) or "day" not in date_parts(target):
        return None
    reason = "English writes the month first"
    if _BEFORE.search(text[: target.span.start]):
        return _days(text, before, target, reason)
    return _month_first(text, target.span, localise(target, "en"), reason, of=" of " in target.text)


def _days(text: str, first: Figure | None, second: Figure, reason: str) -> Proposal | None:
    """Write "12-28 November 2025" as "November 12-28, 2025" when both days are known to be right."""
    if first is None or first.kind != "date" or not _adjacent(text, first, second):
        return None
    if not re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?", first.text):
        # "30 November to 2 December": each end has its month.
        return Proposal(second.span, localise(second, "en"), reason) if first.text[-1].isalnum() else None
    if re.search(r"the $", text[: first.span.start]) or date_parts(first).get("month") != date_parts(second)["month"]:
        return None
    parts = date_parts(second)
    day = f"{int(date_parts(first)['day'])}{text[first.span.end : second.span.start]}{int(parts['day'])}"
    year = f", {parts['year']}" if "year" in parts else ""
    written = f"{MONTH_NAMES[int(parts['month']) - 1]} {day}{year}"
    return _month_first(text, Span(first.span.start, second.span.end), written, reason, of=False)


def _month_first(text: str, span: Span, written: str, reason: str, *, of: bool) -> Proposal:
    """Take "the" before "17th of June" and set a comma after a weekday."""
    start, before = span.start, text[: span.start]
    if re.search(r"\b[Tt]he $", before) and (of or _closes(text, span.end)):
        start -= len("the ")
    if _WEEKDAY.search(text[:start]):
        return Proposal(Span(start - 1, span.end), f", {written}", reason)
    return Proposal(Span(start, span.end), written, reason)


def _closes(text: str, end: int) -> bool:
    """Tell whether no noun follows, so that "the" belongs to the day alone: not "the 17 June attack"."""
    following = _NEXT.match(text, end)
    return following is None or following[1] in PLAIN_WORD_AFTER


def _joined_after(text: str, target: Figure) -> bool:
    """Tell whether another day is joined: "June 17th and 18th"."""
    return re.match(r"\s?(?:-|–|to|and|or|,)\s?\d", text[target.span.end :]) is not None


def _time(text: str, target: Figure) -> Proposal | None:
    if re.fullmatch(r"\d{1,2} ?h", target.text) and not _AT.search(text[: target.span.start]):
        return None  # "6h too late" is how long
    if not _CLOCK.match(target.text) or re.match(r"[ -]?(?:hours|hrs?|h)\b|[:/]\d", text[target.span.end :]):
        return None
    written = localise(target, "en")
    if written.endswith(".") and text[target.span.end : target.span.end + 1] == ".":
        written = written[:-1]  # the full stop of the sentence serves for both
    return Proposal(target.span, written, "English writes the time with a.m. or p.m.")


def _titles(text: str) -> Sequence[Span]:
    """Return the quoted ranges that are titles of works: most of their longer words have a capital."""
    found = []
    for match in _QUOTED.finditer(text):
        group = match.lastindex or 0
        words = [word for word in re.findall(r"[^\W\d_]+", match[group]) if len(word) > 3]  # noqa: PLR2004  no "of"
        if words and sum(word[0].isupper() for word in words) > len(words) / 2:
            found.append(Span(*match.span(group)))
    return found


def _hyphenated(figure: Figure, written: str) -> str:
    """Keep the hyphen of "200-megawatt"."""
    if figure.unit is not None and re.search(r"\d-[a-z]+$", figure.text) and " " in written:
        number, _, unit = written.rpartition(" ")
        return f"{number}-{unit.removesuffix('s')}"
    return written
