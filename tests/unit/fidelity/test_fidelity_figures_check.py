"""Figures of a translation are compared with those of the source."""

from decimal import Decimal

import pytest

from toolkit.fidelity.figures import check_figures, match, parse
from toolkit.types import Figure, Span


def codes(source, target):
    """Return the codes that the check finds."""
    return [finding.code for finding in check_figures(source, target).findings]


def test_a_finding_has_both_spans_a_severity_and_both_values_in_words():
    """A reviewer sees what the source says and what the translation says."""
    source, target = "Une amende de 3,4 milliards de dollars.", "A fine of $3.4 million."
    report = check_figures(source, target, segment=7)
    (finding,) = report.findings
    assert (finding.code, finding.severity, finding.segment) == ("figure_changed", "error", 7)
    assert finding.source_span.of(source) == "3,4 milliards de dollars"
    assert finding.target_span.of(target) == "$3.4 million"
    assert finding.message == "source says 3.4 billion dollars; translation says 3.4 million dollars"
    assert report.matches == ()


def test_swapped_figures_are_two_errors_and_moved_ones_none():
    """The words beside two figures decide whether they were exchanged or the sentence was turned round."""
    source = "Marseille a reçu 40 millions d'euros et Lyon 25 millions d'euros."
    assert codes(source, "Marseille received €25 million and Lyon €40 million.") == ["figure_changed"] * 2
    assert codes(source, "Lyon received €25 million and Marseille €40 million.") == []
    assert codes("Sur 577 députés, 289 ont voté la motion.", "289 of the 577 MPs voted for the motion.") == []


def test_a_figure_said_twice_is_matched_twice():
    """One target figure cannot answer for two source figures."""
    source = "La ville a planté 2 000 arbres, puis 2 000 autres."
    assert codes(source, "The city planted 2,000 trees, then another 2,000.") == []
    assert codes(source, "The city planted 2,000 trees, then others.") == ["figure_missing"]
    assert codes(source, "The city planted 2,000 trees, then the same number again.") == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("la moitié des foyers", "50% of households"),
        ("les ventes ont doublé", "sales rose 100%"),
        ("une hausse de 25 points de base", "a rise of a quarter of a point"),
        ("dix-huit mois de travail", "a year and a half of work"),
        ("ses quatre-vingt-dix-sept ans", "his 97th birthday"),
        ("à midi", "at 12 p.m."),
        ("une parcelle de 40 ha", "a 99-acre plot"),
        ("une croissance de -0,2 %", "the economy shrank by 0.2%"),
        ("deux syndicats sur trois", "67% of unions"),
        ("une douzaine d'avions", "a dozen planes"),
        ("trois livres", "three books"),
        ("le prix a été divisé par deux", "the price has halved"),
    ],
)
def test_equal_values_in_other_words_are_no_findings(source, target):
    """Conversions, fractions, multiples and approximations are compared by value."""
    assert codes(source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ("900 millions de dollars", "€900 million", "unit_changed"),
        ("0,3 point", "0.3%", "unit_changed"),
        ("une parcelle de 40 ha", "a 40-acre plot", "unit_changed"),
        ("-0,42 euro, contre un gain", "€0.42, against a gain", "figure_changed"),
        ("1,275 milliard d'euros", "€1,275 billion", "figure_changed"),
        ("une trentaine de personnes", "thirteen people", "figure_changed"),
        ("des centaines de tracteurs", "thousands of tractors", "figure_changed"),
        ("fin 2025", "early 2025", "figure_changed"),
        ("la 2e place", "third place", "figure_changed"),
        ("un salarié a été licencié", "two employees were dismissed", "figure_changed"),
        ("une société", "a company worth $3 billion", "figure_invented"),
    ],
)
def test_wrong_values_are_found_with_their_code(source, target, code):
    """A wrong scale, sign, unit, order of magnitude or part of a year is one finding of the right code."""
    assert codes(source, target) == [code]


def test_match_works_on_figures_alone():
    """Lists of figures are matched one to one at least cost without their texts."""
    source, target = parse("Il a 3 chats, 5 chiens et 12 %.", "fr"), parse("He has 12%, 5 dogs and 4 cats.", "en")
    outcomes = {(o.outcome, o.source.text, o.target.text) for o in match(source, target)}
    assert outcomes == {("changed", "3", "4"), ("ok", "5", "5"), ("reformatted", "12 %", "12%")}


def test_long_tables_are_matched():
    """Hundreds of figures on both sides end in one match each."""
    figures = [Figure("number", Decimal(n), None, Span(n, n + 1), str(n)) for n in range(400)]
    shifted = [Figure("number", Decimal(n + 1000), None, Span(n, n + 1), str(n)) for n in range(400)]
    assert {outcome.outcome for outcome in match(figures, list(reversed(figures)))} == {"ok"}
    assert {outcome.outcome for outcome in match(figures, shifted)} == {"changed"}


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("Deux réacteurs de 700 mégawatts seront arrêtés.", "Two 700 MW reactors will be shut down.", []),
        ("Vingt-cinq bidons de 5 litres.", "Twenty-five 5-litre cans.", []),
        ("Quatre obligations à 10 ans.", "Three 10-year bonds.", ["figure_changed"]),
        ("La Xbox One 500 Go.", "The Xbox One 500 GB.", []),
    ],
)
def test_a_count_in_words_stands_before_a_measure(source, target, found):
    """A number word that opens a sentence counts, though a capital and a number after it look like a name."""
    assert codes(source, target) == found


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("Un bloc de 80 kilos.", "An 80-pound block.", ["unit_changed"]),
        ("Un bloc de 80 kilos.", "A 176-pound block.", []),
        ("Un bloc de 80 kilos.", "A 150-pound block.", ["figure_changed"]),
        ("Il pèse 80 kilos et coûte 80 livres.", "It costs 80 pounds and weighs 80 pounds.", ["unit_changed"]),
        ("Il coûte 80 euros.", "It costs 80 pounds.", ["unit_changed"]),
        ("Il coûte 80 livres.", "It costs £80.", []),
    ],
)
def test_pounds_are_a_weight_beside_a_weight(source, target, found):
    """Pounds are read as mass or money after the source and the words beside them."""
    assert codes(source, target) == found


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("Il fera 20 degrés.", "It will be 20°F.", ["unit_changed"]),
        ("Il fera 20 degrés.", "It will be 68°F.", []),
        ("À 200 milles marins.", "At 230 miles.", []),
        ("Il contient 100 litres.", "It holds 22 gallons.", []),
        ("Il a acheté 6 livres de pommes.", "He bought 3 kilos of apples.", []),
    ],
)
def test_units_of_one_name_convert_in_each_sense(source, target, found):
    """Degrees without scale, miles at sea, gallons and the market livre convert as their name may mean."""
    assert codes(source, target) == found
