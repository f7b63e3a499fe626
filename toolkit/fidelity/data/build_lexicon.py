"""Regenerate ``words.fr.tsv``, ``words.en.tsv`` and ``lexicon.tsv`` from sentence pairs (French, tab, English).

Run ``python -m toolkit.fidelity.data.build_lexicon PAIRS.tsv.bz2 ...``. The word lists hold what running text writes in
lower case; the lexicon holds the likely translations of IBM Model 1 (Brown et al. 1993, "The Mathematics of
Statistical Machine Translation"), trained by expectation maximisation.
"""

from __future__ import annotations

import bz2
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from toolkit.fidelity.names.tokens import fold

HERE = Path(__file__).parent
WORD = re.compile(r"[^\W\d_]+")
SEED = 13
ITERATIONS = 4
MAX_PAIRS = 100_000
"""Pairs drawn at random from one source, at most."""
MAX_WORDS = 24
"""Pairs with a longer side are left out of the training: their cost grows with the product of the lengths."""
LEAST_COUNT = {"fr": 3, "en": 2}
LEAST_PROBABILITY = 0.08
RARE = 3
"""Words in as many pairs or fewer keep three translations at most: the rest is noise."""
LOWER_SHARE = 0.25
"""A word is common when at least this share of its occurrences inside sentences is in lower case."""


def pairs(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the sentence pairs of one compressed file."""
    with bz2.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            source, _, target = line.rstrip("\n").partition("\t")
            if source and target:
                yield source, target


def count(text: str, lower: Counter[str], upper: Counter[str]) -> None:
    """Count the words of *text* after its first one, by the case of their first letter."""
    for found in list(WORD.finditer(text))[1:]:
        word = found.group()
        if word.isupper() and len(word) > 1:
            continue
        (lower if word[0].islower() else upper)[word.lower()] += 1


def model1(bitext: list[tuple[list[str], list[str]]]) -> dict[str, dict[str, float]]:
    """Return t(target | source) after a few rounds of expectation maximisation."""
    table: dict[str, dict[str, float]] = {}
    for turn in range(ITERATIONS):
        expected: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for source, target in bitext:
            rows = [(word, table.get(word, {})) for word in source]
            for word in target:
                weights = [row.get(word, 0.0) if turn else 1.0 for _, row in rows]
                total = sum(weights)
                if total:
                    for (other, _), weight in zip(rows, weights, strict=True):
                        if weight > 1e-4 * total:
                            expected[other][word] += weight / total
        table = {}
        for word, row in expected.items():
            total = sum(row.values())
            table[word] = {other: value / total for other, value in row.items() if value > 1e-3 * total}
    return table


def write(name: str, source: str, rows: list[str]) -> None:
    """Write one table with its source in the first line."""
    (HERE / name).write_text("\n".join([f"# source: {source}", *rows]) + "\n", encoding="utf-8", newline="\n")


def main(paths: list[Path]) -> None:
    """Build the three tables."""
    cases = {"fr": (Counter[str](), Counter[str]()), "en": (Counter[str](), Counter[str]())}
    bitext: list[tuple[list[str], list[str]]] = []
    chance = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    for path in paths:
        drawn: list[tuple[list[str], list[str]]] = []
        seen = 0
        for source, target in pairs(path):
            count(source, *cases["fr"])
            count(target, *cases["en"])
            if len(source.split()) <= MAX_WORDS and len(target.split()) <= MAX_WORDS:
                seen += 1
                place = len(drawn) if len(drawn) < MAX_PAIRS else chance.randrange(seen)
                if place < MAX_PAIRS:
                    drawn[place : place + 1] = [(WORD.findall(source.lower()), WORD.findall(target.lower()))]
        bitext += drawn
    origin = "counts over " + ", ".join(path.name.split(".")[0] for path in paths)
    common: dict[str, set[str]] = {}
    for language, (lower, upper) in cases.items():
        common[language] = {
            word
            for word, times in lower.items()
            if times >= LEAST_COUNT[language] and times >= LOWER_SHARE * (times + upper[word])
        }
        folded = sorted({fold(word) for word in common[language]})
        write(f"words.{language}.tsv", f"{origin}; words seen in lower case inside sentences", folded)
    table = model1(bitext)
    occurs = Counter(word for source, _ in bitext for word in set(source))
    folds: dict[str, list[str]] = defaultdict(list)
    for word in sorted(table.keys() & common["fr"]):
        best = sorted(table[word].items(), key=lambda item: -item[1])[: 6 if occurs[word] > RARE else 3]
        kept = [other for other, value in best if value >= LEAST_PROBABILITY and other in common["en"]]
        if kept and len(word) > 1:
            folds[fold(word)] += map(fold, kept)
    lines = [f"{word}\t{' '.join(others)}" for word, others in sorted(folds.items())]
    write("lexicon.tsv", f"IBM Model 1 over the same pairs; {origin}", lines)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
