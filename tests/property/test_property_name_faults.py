"""Correct translations, damaged as models damage them: a name altered, lost, replaced or added must be found."""

import json
import random
from pathlib import Path

import pytest

from toolkit.fidelity.names import SourceNames

CASES = Path(__file__).parents[1] / "cases"
FILES = ("names.jsonl", "names_unseen.jsonl", "cases_first.jsonl", "cases_second.jsonl")
STRANGERS = ("Kowalski", "Vextra", "Osaka", "Tolmin", "Helen Carver")
ADDED = ("Brenda Kowalski", "Vextra", "Osaka")


def _letter(text, name, dice):
    places = [k for k in range(1, len(name)) if name[k].islower()]
    if not places:
        return None
    place = dice.choice(places)
    other = dice.choice([c for c in "abdegiklmnoprtu" if c != name[place]])
    return text.replace(name, name[:place] + other + name[place + 1 :])


def _cut(text, name, dice):
    return text.replace(name, name[: -dice.choice((2, 3))]) if len(name) > 7 and " " not in name else None


def _lost(text, name, dice):
    return text.replace(name, dice.choice(("it", "he", "the company")))


def _other(text, name, dice):
    return text.replace(name, dice.choice(STRANGERS))


def _added(text, name, dice):
    return f"{text.rstrip('. ')}, according to {dice.choice(ADDED)}."


FLOORS = {_letter: 0.95, _cut: 0.85, _lost: 0.92, _other: 0.97, _added: 0.97}
"""Least share of damaged translations with a finding on the name, by kind of damage. May rise, never fall."""


def _clean():
    """Yield correct cases without findings: source, target, and one name that stands once in the target."""
    for file in FILES:
        for line in (CASES / file).read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            names = SourceNames(case["fr"])
            report = names.check(case["en"])
            if case["findings"] or report.findings:
                continue
            for _, span in report.matches[:1]:
                name = span.of(case["en"])
                if case["en"].count(name) == 1 and len(name) > 3 and name[0].isupper() and not name.isupper():
                    yield names, case["en"], name


@pytest.mark.parametrize(("damage", "floor"), FLOORS.items(), ids=[damage.__name__ for damage in FLOORS])
def test_damaged_names_are_found(damage, floor):
    """At least the floor of the translations damaged in one way get a finding on a name; the seed is fixed."""
    dice = random.Random(11)
    found = total = 0
    for names, target, name in _clean():
        damaged = damage(target, name, dice)
        if damaged is not None and damaged != target:
            total += 1
            found += bool(names.check(damaged).findings)
    assert total > 40
    assert found / total >= floor
