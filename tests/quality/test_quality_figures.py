"""Floors under precision and recall of the figure checks; a floor may rise, never fall."""

import hashlib
import json
from pathlib import Path

import pytest

from toolkit.evaluation.cases import FIGURE_CODES, load_cases, measure
from toolkit.fidelity.figures import check_figures

CASES = Path(__file__).parents[1] / "cases"
FLOORS = json.loads((Path(__file__).parent / "figure_floors.json").read_text(encoding="utf-8"))


def check(source, target):
    """Return what the check of figures finds."""
    return check_figures(source, target).findings


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_f1_on_labelled_cases_stays_above_its_floor(name):
    """Every code of figures, and all together, reach the floor on the very cases it was set for."""
    path, floor = CASES / name, FLOORS[name]
    assert hashlib.sha256(path.read_bytes()).hexdigest()[:16] == floor["digest"], "cases changed: measure them again"
    scores = measure(load_cases(path), check, FIGURE_CODES)
    assert scores.total.f1 >= floor["total"], scores.faults
    for code, least in floor["codes"].items():
        assert scores.codes[code].f1 >= least, [fault for fault in scores.faults if code in str(fault)]
