"""Sentence templates filled with random names and figures, so that a model learns to copy and to convert them.

A template is a line ``French<TAB>English`` with slots such as ``{ORG1}`` or ``{MONEY2}`` of the same names on both
sides. Filling also knows where each value stands in both languages, which the guided-alignment loss uses.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from toolkit.errors import InputError
from toolkit.text.normalise import normalise
from toolkit.training.values import KINDS, NAMES, Value, draw
from toolkit.types import Span

_Adapter: TypeAlias = Callable[[str, str, str], str]
"""Takes the text before a value, the value and its kind; returns the text before, adapted."""

SLOT: Final = re.compile(r"\{([A-Z]+)(\d*)\}")
_BRACES: Final = re.compile(r"\{[^{}]*\}")
_ARTICLE: Final = re.compile(r"\b(a|A|an|An) ([$€£]?)$")
_ELIDED: Final = re.compile(r"\b([dDnN]|[qQ]u|[jJ]usqu|[lL]orsqu|[pP]uisqu)e $")
_VOWEL: Final = re.compile(r"[aeiouyàâéèêîôœ]", re.IGNORECASE)
_LETTERS_WITH_VOWEL: Final = frozenset("AEFHILMNORSX")
"""Letters whose English names begin with a vowel: "an FBI agent"."""
_AN_NUMBER: Final = re.compile(r"[$€£]?(?:8|1[18](?![\d])(?!,\d{3},\d{3},))")
"""Eight, eighty, eight hundred, eleven and eighteen, alone or of thousands, millions or with decimals."""
_ORDINAL: Final = re.compile(r"(\d+)(st|nd|rd|th)\b")


@dataclass(frozen=True, slots=True)
class Template:
    """A pair of sentences with slots."""

    french: str
    english: str
    slots: tuple[str, ...]
    """Names of the slots such as ``ORG1``, in order of their first place in the French sentence; may be empty."""
    language: str = "fr"
    """Language of the first side; ``en``: both sides are English, and the second may leave slots out."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A template with values in its slots."""

    french: str
    english: str
    links: tuple[tuple[Span, Span], ...]
    """Where each value stands in the French and in the English sentence."""


def read_templates(path: Path) -> list[Template]:
    """Read a template file. Raises InputError with the line when a line is no template."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as templates: {error}.") from error
    return [
        template(line, f"{path}, line {number}")
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith("#")
    ]


def template(line: str, where: str = "template", language: str = "fr") -> Template:
    """Return the template in *line*. Raises InputError that names *where* it stands and what is wrong.

    *language*: of the first side (`Template.language`).
    """
    sides = line.split("\t")
    if len(sides) != 2 or not all(side.strip() for side in sides):  # noqa: PLR2004
        raise InputError(f"{where}: expected French, one tab and English, found {len(sides)} columns.")
    french, english = (side.strip() for side in sides)
    found = [_slots(side, where) for side in (french, english)]
    alone = sorted(set(found[1]) - set(found[0]) if language == "en" else set(found[0]) ^ set(found[1]))
    if alone:
        raise InputError(f"{where}: the slot {{{alone[0]}}} stands on one side only; both need the same slots.")
    return Template(french, english, tuple(found[0]), language)


def _slots(text: str, where: str) -> list[str]:
    slots: list[str] = []
    for braces in _BRACES.findall(text):
        match = SLOT.fullmatch(braces)
        if match is None or match[1] not in KINDS:
            raise InputError(f"{where}: {braces} is no slot; known are {', '.join(KINDS)}, each with a number.")
        slots.append(match[1] + match[2])
    return list(dict.fromkeys(slots))


def fill(pattern: Template, rng: random.Random, *, plain: bool = False) -> Filled:
    """Fill the slots of *pattern* with values drawn from *rng*; the slots of one kind get different values.

    Articles, elisions and ordinal endings before and after a slot follow its value ("an $8 million deal", "d'Oracle",
    "23rd"). *plain*: the sentences are in normal form (`text.normalise`), as models are trained.
    """
    values: dict[str, Value] = {}
    for slot in pattern.slots:
        value = draw(slot.rstrip("0123456789"), rng)
        for _ in range(_TRIES):
            if value not in values.values():
                break
            value = draw(slot.rstrip("0123456789"), rng)
        values[slot] = Value(*(normalise(form).text for form in value)) if plain else value
    french, english = (normalise(side).text if plain else side for side in (pattern.french, pattern.english))
    native = pattern.language == "fr"
    source, here = _put(
        french, {slot: v.french if native else v.english for slot, v in values.items()}, _elide if native else _article
    )
    target, there = _put(english, {slot: value.english for slot, value in values.items()}, _article)
    return Filled(source if native else _ordinals(source), _ordinals(target), tuple(_links(here, there)))


_TRIES: Final = 20


def _put(text: str, values: dict[str, str], adapt: _Adapter) -> tuple[str, list[tuple[str, Span]]]:
    """Replace the slots of *text*; return the text and where each value stands."""
    out, places, at = "", [], 0
    for match in SLOT.finditer(text):
        slot = match[1] + match[2]
        out = adapt(out + text[at : match.start()], values[slot], match[1])
        places.append((slot, Span(len(out), len(out) + len(values[slot]))))
        out += values[slot]
        at = match.end()
    return out + text[at:], places


def _elide(before: str, value: str, kind: str) -> str:
    """Write "d'Oracle" and "d'avril"; figures are never elided."""
    if (kind in NAMES or kind == "MONTH") and _VOWEL.match(value):
        return _ELIDED.sub(r"\1'", before)
    return before


def _article(before: str, value: str, kind: str) -> str:
    match = _ARTICLE.search(before)
    if match is None:
        return before
    vowel = _sounds_open(value) if kind in NAMES or kind == "MONTH" else bool(_AN_NUMBER.match(value))
    article = match[1][0] + ("n" if vowel else "")
    return f"{before[: match.start()]}{article} {match[2]}"


def _sounds_open(value: str) -> bool:
    word = value.split(maxsplit=1)[0]
    if len(word) > 1 and (word.isupper() or word[1].isdigit()):
        return word[0] in _LETTERS_WITH_VOWEL
    return value[0].lower() in "aeioéèàâêîô"


def _ordinals(text: str) -> str:
    """Give numbers in slots the ending of their value: templates can only say ``{SMALL1}th``."""

    def right(match: re.Match[str]) -> str:
        number = int(match[1])
        teen = number % 100 in {11, 12, 13}
        return match[1] + ("th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th"))

    return _ORDINAL.sub(right, text)


def _links(here: list[tuple[str, Span]], there: list[tuple[str, Span]]) -> Iterator[tuple[Span, Span]]:
    """Pair the places of each slot: the first with the first when both sides have as many, else all with all."""
    for slot in dict.fromkeys(name for name, _ in here):
        left = [span for name, span in here if name == slot]
        right = [span for name, span in there if name == slot]
        if len(left) == len(right):
            yield from zip(left, right, strict=True)
        else:
            yield from ((a, b) for a in left for b in right)


def fill_all(templates: Iterable[Template], rng: random.Random, weight: float = 1.0) -> Iterator[Filled]:
    """Yield every template *weight* times on average, each time with new values, in normal form."""
    for pattern in templates:
        for _ in range(int(weight + rng.random())):
            yield fill(pattern, rng, plain=True)
