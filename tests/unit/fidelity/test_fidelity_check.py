"""Figures, names and terms of one segment together."""

import pytest

from toolkit.fidelity.check import Checker
from toolkit.fidelity.figures import SourceFigures
from toolkit.fidelity.names import Ledger
from toolkit.fidelity.terms import Glossary


@pytest.fixture
def checker():
    """Return a checker without glossary."""
    return Checker(("fr", "en"), Glossary(), Ledger())


def test_each_finding_that_can_be_mended_says_what_is_wanted(checker):
    """A wrong figure and a lost name come with the English form that belongs there."""
    report = checker.against("Crusoe a levé 686 M$ à Londres.")("Cruso raised $687 million in London.")
    assert {(w.finding.code, w.form) for w in report.wanted} == {
        ("figure_changed", "$686 million"),
        ("name_changed", "Crusoe"),
    }
    assert report.penalty == 2


def test_a_defect_in_the_rules_is_a_finding(checker, monkeypatch):
    """When a check breaks, the line says so; the run goes on."""

    def broken(*_):
        raise ZeroDivisionError("defect")

    monkeypatch.setattr(SourceFigures, "check", broken)
    (finding,) = checker.against("Il a 3 ans.", 5)("He is 3.").findings
    assert (finding.code, finding.severity, finding.segment) == ("check_failed", "error", 5)
    assert "ZeroDivisionError" in finding.message


@pytest.mark.parametrize("target", ["The fund of Peter Thiels invests.", "Peter Thiels's fund invests."])
def test_a_letter_added_to_a_name_is_found(checker, target):
    """An s the model added is no possessive."""
    (finding,) = checker.against("Le fonds de Peter Thiel investit.")(target).findings
    assert finding.code == "name_changed"


def test_an_adjective_is_no_currency(checker):
    """The words "a real challenge" hold no Brazilian real."""
    assert checker.against("Un véritable défi.")("A real challenge.").findings == ()
