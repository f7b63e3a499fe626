"""Reads what a condensation model learns from: pairs, single sentences, documents with summaries, templates.

Everything is in one language. Rows are read from lines, so that any file, compressed or not, can be given.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from toolkit.errors import InputError
from toolkit.text.normalise import normalise
from toolkit.text.segment import sentences
from toolkit.training.compress_noise import pair_of
from toolkit.training.curriculum import SLOT, Template, fill, template

Lines = Iterable[tuple[int, str]]
"""Number, from 1, and text of each line of a file."""

Row = tuple[str, str]
"""A long form and its condensed form."""

_PAIR_KEYS: Final = (("src", "tgt"), ("source", "target"), ("long", "short"))
_WORD: Final = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_POOL: Final = 5000
"""Sentences among which the donor of another one's phrases is drawn: neighbours in a file share their topic."""
_COVERED: Final = 0.8
"""Share of the content words of a summary sentence that its source must hold."""
_SHORTER: Final = 0.9
"""Share of the words of its source that a summary sentence has at most."""
_SHORTEST: Final = 5
"""Words of a summary sentence at least."""
_WIDE: Final = 2
"""Neighbouring sentences of a document that may stand behind one sentence of its summary."""
_LONG: Final = 90
"""Words of the source at most."""
_SHORT_WORD: Final = 3
"""Letters up to which a word says little about what a sentence is about."""


def pairs(lines: Lines, where: str) -> Iterator[Row]:
    """Yield the pairs of a table (long, tab, short) or of JSON lines (``src`` and ``tgt``). Raises InputError."""
    for number, line in lines:
        if not line.strip():
            continue
        if line.startswith('{"'):  # a slot opens with the brace alone
            row = _object(line, f"{where}, line {number}")
            yield _texts(row, _PAIR_KEYS, f"{where}, line {number}")
            continue
        cells = line.split("\t")
        if len(cells) != 2:  # noqa: PLR2004 - long and short
            raise InputError(f"{where}, line {number} has {len(cells)} columns; expected long form, one tab, short.")
        yield cells[0], cells[1]


def singles(lines: Lines) -> Iterator[str]:
    """Yield the sentence of each line; of a table its last column, which parallel corpora give the target language."""
    for _, line in lines:
        text = normalise(line.rsplit("\t", 1)[-1]).text
        if text:
            yield text


def made_of_sentences(texts: Iterable[str], seed: int, language: str = "en") -> Iterator[Row]:
    """Yield pairs made of single sentences as `compress_noise` does; slots in them are filled first.

    The same *texts* and *seed* give the same pairs.
    """
    rng = random.Random(f"{seed}:sentences")  # noqa: S311 - training data, no secrets
    rows = iter(texts)
    while pool := list(islice(rows, _POOL)):
        ready = [_filled(text, rng, language) for text in pool]
        for text in ready:
            if made := pair_of(text, rng.choice(ready), rng):
                yield made.long, made.short


def _filled(text: str, rng: random.Random, language: str) -> str:
    if language != "en" or not SLOT.search(text):
        return text
    return fill(template(f"{text}\t{text}", language=language), rng, plain=True).english


def templates(lines: Lines, where: str, language: str) -> list[Template]:
    """Return the templates of a table whose two sides are in *language*. Raises InputError with the line."""
    return [
        template(line, f"{where}, line {number}", language)
        for number, line in lines
        if line.strip() and not line.startswith("#")
    ]


def documents(lines: Lines, where: str, language: str) -> Iterator[Row]:
    """Yield the pairs found in documents (JSON lines with ``body`` and ``summary``). Raises InputError.

    Each sentence of a summary is paired with the sentence of the body, or two neighbours, that hold nearly all its
    content words and are longer; most summary sentences have none and give no pair.
    """
    for number, line in lines:
        if not line.strip():
            continue
        row = _object(line, f"{where}, line {number}")
        body, summary = _texts(row, (("body", "summary"),), f"{where}, line {number}")
        yield from found_in(_split(body, language), _split(summary, language))


def found_in(body: list[str], summary: list[str]) -> Iterator[Row]:
    """Yield each sentence of *summary* with what in *body* it was condensed from, where that can be told."""
    bags = [Counter(_content(text)) for text in body]
    held = list(zip(body, bags, strict=True))
    for short in summary:
        wanted = Counter(_content(short))
        size = len(short.split())
        if size < _SHORTEST or not wanted or not re.search(r"[.!?]$", short):
            continue
        if any(_share(wanted, bag) >= _COVERED and _SHORTER * len(text.split()) < size for text, bag in held):
            continue  # taken over as it is
        best = max(_sources(body, bags, wanted, size), default=None)
        if best and not _broken_off(short, best[1]):
            yield best[1], short


def _broken_off(short: str, long: str) -> bool:
    """Tell whether *short* ends where *long* goes on, or has an odd quotation mark: summaries cut to a length."""
    ending = re.escape(" ".join(short.split()[-2:]).rstrip(".!?"))
    return short.count('"') % 2 == 1 or re.search(rf"{ending}(?= [^\W\d_])", long, re.IGNORECASE) is not None


def _sources(body: list[str], bags: list[Counter[str]], wanted: Counter[str], size: int) -> Iterator[tuple[float, str]]:
    """Yield what may stand behind a summary sentence of *size* words, with its worth."""
    for width in range(1, _WIDE + 1):
        for at in range(len(body) - width + 1):
            share = _share(wanted, sum(bags[at : at + width], Counter()))
            text = " ".join(body[at : at + width])
            words = len(text.split())
            if share >= _COVERED and size <= _SHORTER * words and words <= _LONG:
                # Of sources that hold as much, the shorter one.
                yield share - 0.004 * words, text


def _share(wanted: Counter[str], held: Counter[str]) -> float:
    return sum((wanted & held).values()) / sum(wanted.values())


def _content(text: str) -> list[str]:
    """Return the words of *text* that tell what it is about, inflection cut off at five letters."""
    words = [word.lower() for word in _WORD.findall(text)]
    return [word[:5] for word in words if len(word) > _SHORT_WORD or word.isdigit()]


def _split(text: str, language: str) -> list[str]:
    blocks = (normalise(block).text for block in text.split("\n"))
    return [span.of(block) for block in blocks if block for span in sentences(block, language)]


def _object(line: str, where: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise InputError(f"{where} is no JSON ({error}).") from error
    if not isinstance(row, dict):
        raise InputError(f"{where} is no JSON object.")
    return row


def _texts(row: Mapping[str, Any], names: Iterable[tuple[str, str]], where: str) -> Row:
    known = list(names)
    for one, other in known:
        if isinstance(row.get(one), str) and isinstance(row.get(other), str):
            return row[one], row[other]
    wanted = " or ".join(f"{one} and {other}" for one, other in known)
    raise InputError(f"{where} has the keys {', '.join(map(str, row)) or 'none'}; expected {wanted}.")


READERS: Final[Mapping[str, Callable[[Lines, str, str, int], Iterator[Row]]]] = {
    "pairs": lambda lines, where, _language, _seed: pairs(lines, where),
    "documents": lambda lines, where, language, _seed: documents(lines, where, language),
    "sentences": lambda lines, _where, language, seed: made_of_sentences(singles(lines), seed, language),
}
"""For each kind of source but templates what makes pairs of its lines: lines, file, language, seed."""
