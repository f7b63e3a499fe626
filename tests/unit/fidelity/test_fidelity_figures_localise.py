"""Figures are written in English and French conventions."""

import pytest

from toolkit.fidelity.figures import check_figures, describe, localisations, localise, parse


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("3,4 milliards de dollars", "$3.4 billion"),
        ("45 M€", "€45 million"),
        ("0,50 $", "$0.50"),
        ("50 000", "50,000"),
        ("27 %", "27%"),
        ("17 juin 2024", "June 17, 2024"),
        ("1er mai", "May 1"),
        ("200 mégawatts", "200 megawatts"),
        ("480 MW", "480 MW"),
        ("20 h 30", "8:30 p.m."),
        ("premier trimestre 2024", "first quarter of 2024"),
        ("XXIe siècle", "21st century"),
        ("2 To", "2 TB"),
        ("-18 °C", "-18°C"),
        ("fin 2025", "late 2025"),
        ("deux tiers", "two-thirds"),
        ("600e", "600th"),
        ("25 points de base", "25 basis points"),
        ("3-1", "3-1"),
        ("trois fois", "3 times"),
        ("1,5 milliard de couronnes", "1.5 billion crowns"),
    ],
)
def test_localise_writes_english_conventions(french, english):
    """Sign before the number, commas for thousands, a point for decimals, the month before the day."""
    assert localise(parse(f"On dit {french}.", "fr")[0]) == english


@pytest.mark.parametrize(
    ("french", "like", "english"),
    [
        ("dix-huit mois", "eight-month", "18-month"),
        ("4,34 milliards d'euros", "€4.34m", "€4.34bn"),
        ("soixante-dix", "sixty", "seventy"),
        ("triplé", "doubled", "tripled"),
        ("45 M€", "€45 billion", "€45 million"),
        ("900 hectares", "800", "900"),
    ],
)
def test_localise_imitates_the_form_it_replaces(french, like, english):
    """Hyphen, short scale, spelling and verb form of the replaced text are kept."""
    assert localise(parse(f"On dit {french}.", "fr")[0], like=like) == english


def test_localise_writes_french_conventions():
    """Decimal comma, no-break spaces, unit after the number."""
    figure = parse("It cost $1,234,567.50 there.", "en")[0]
    assert localise(figure, "fr") == "1\u00a0234\u00a0567,50 dollars"
    assert localise(parse("on June 1, 2024", "en")[0], "fr") == "1er juin 2024"


@pytest.mark.parametrize(
    ("source", "target", "replacement"),
    [
        ("3,4 milliards de dollars", "It raised 3,4 billion dollars.", "$3.4 billion"),
        ("3,4 milliards de dollars", "It raised 3.4 billion $.", "$3.4 billion"),
        ("50 000 puces", "It has 50 000 chips.", "50,000"),
        ("27 %", "It fell 27 %.", "27%"),
        ("12 M€", "It paid 12 M€.", "€12 million"),
        ("80 Go", "It has 80 Go.", "80 GB"),
        ("17/06/2024", "It opened on 17/06/2024.", "June 17, 2024"),
        ("0,3 point", "It fell 0,3 point.", "0.3 points"),
    ],
)
def test_foreign_forms_of_right_values_are_rewritten(source, target, replacement):
    """A right value in French form becomes an edit proposal that names its reason."""
    (proposal,) = localisations(target, check_figures(source, target).matches)
    edit = proposal.edit(target)
    assert (edit.rule, edit.after) == ("figure.format", replacement)
    assert edit.before == proposal.span.of(target)
    assert edit.reason


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("soixante-dix investisseurs", "Seventy investors came."),
        ("le 17 juin", "It opened on 17 June."),
        ("27 %", "It fell 27 percent."),
        ("3,4 milliards de dollars", "It raised 3.4 billion dollars."),
        ("2 000 arbres", "It planted 2000 trees."),
        ("20 h 30", "It starts at 20:30."),
        ("480 MW", "It has a 480-megawatt plant."),
    ],
)
def test_right_english_forms_are_left_alone(source, target):
    """Spelled numbers, British dates, words for signs and the 24-hour clock are English too."""
    report = check_figures(source, target)
    assert report.matches
    assert localisations(target, report.matches) == []


def test_describe_names_the_currency_in_words():
    """Messages say dollars and euros, so that a wrong currency is seen."""
    assert describe(parse("3,4 milliards de dollars", "fr")[0]) == "3.4 billion dollars"
    assert describe(parse("€1", "en")[0]) == "1 euro"
