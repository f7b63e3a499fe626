"""Figures are written in English and French conventions."""

import pytest

from toolkit.fidelity.edits import replay
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
    ("source", "target", "written"),
    [
        ("3,4 milliards de dollars", "It raised 3,4 billion dollars.", "It raised $3.4 billion."),
        ("3,4 milliards de dollars", "It raised 3.4 billion $.", "It raised $3.4 billion."),
        ("3,4 milliards de dollars", "It raised 3.4 billion dollars.", "It raised $3.4 billion."),
        ("3,4 milliards de dollars", "It raised US$3.4 billion.", "It raised $3.4 billion."),
        ("3,4 milliards de dollars", "It signed a 3.4 billion dollar deal.", "It signed a $3.4 billion deal."),
        ("45 M€", "It built a €45m plant.", "It built a €45 million plant."),
        ("5 milliards de yens", "It cost 5 billion yen.", "It cost ¥5 billion."),
        ("50 à 60 millions de dollars", "It costs 50 to 60 million dollars.", "It costs $50 million to $60 million."),
        ("50 à 60 millions de dollars", "It costs $50-60m.", "It costs $50-60 million."),
        ("15 ou 20 euros", "It costs 15 or 20 euros.", "It costs €15 or €20."),
        ("12 M$ (10 M€)", "It paid 12 million dollars (10 million euros).", "It paid $12 million (€10 million)."),
        ("50 000 puces", "It has 50 000 chips.", "It has 50,000 chips."),
        ("50 000 puces", "It has 50 thousand chips.", "It has 50,000 chips."),
        ("3,5 milliards de gens", "It has 3.5bn people.", "It has 3.5 billion people."),
        ("27 %", "It fell 27 %.", "It fell 27%."),
        ("27 %", "It fell 27 per cent.", "It fell 27%."),
        ("entre 5 et 10 %", "It grew between 5 and 10 percent.", "It grew between 5 and 10%."),
        ("12 M€", "It paid 12 M€.", "It paid €12 million."),
        ("80 Go", "It has 80 Go.", "It has 80 GB."),
        ("0,3 point", "It fell 0,3 point.", "It fell 0.3 points."),
        ("17/06/2024", "It opened on 17/06/2024.", "It opened on June 17, 2024."),
        ("07/03/2024", "It opened on 07/03/2024.", "It opened on March 7, 2024."),
        ("le 17 juin", "It opened on 17 June.", "It opened on June 17."),
        ("le 17 juin", "It opened on the 17th of June.", "It opened on June 17."),
        ("l'attentat du 17 juin", "The 17 June attack was near.", "The June 17 attack was near."),
        ("lundi 17 juin", "On Monday 17 June it rained.", "On Monday, June 17 it rained."),
        ("du 12 au 28 mai 2025", "It runs from 12 to 28 May 2025.", "It runs from May 12 to 28, 2025."),
        ("du 30 mai au 2 juin", "It runs from 30 May to 2 June.", "It runs from May 30 to June 2."),
        ("20 h 30", "It starts at 20:30.", "It starts at 8:30 p.m."),
        ("20 h 30", "It starts at 8.30pm sharp.", "It starts at 8:30 p.m. sharp."),
        ("de 20 h à 22 h", "It is open 20:00-22:00 daily.", "It is open 8 p.m.-10 p.m. daily."),
    ],
)
def test_right_values_are_written_in_one_english_form(source, target, written):
    """Sign before the amount, % after digits, the month before the day, a.m. and p.m.; each edit gives its reason."""
    proposals = localisations(target, check_figures(source, target).matches)
    edits = [proposal.edit(target) for proposal in reversed(proposals)]
    assert all(edit.rule == "figure.format" and edit.reason for edit in edits)
    assert replay(target, edits) == written
    assert not localisations(written, check_figures(source, written).matches)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("soixante-dix investisseurs", "Seventy investors came."),
        ("les deux tiers", "Two-thirds of them came."),
        ("27 pour cent", "Twenty-seven percent of them left."),
        ("10 %", "A 10-percent rise was seen."),
        ("75 000 euros", "A 75,000-euro fine was paid."),
        ("2 000 arbres", "It planted 2000 trees."),
        ("20 h 30", "It starts at half past eight in the evening."),
        ("480 MW", "It has a 480-megawatt plant."),
        ("20 millions de dollars", "That is 20 million dollars' worth."),
        ("20 millions de dollars et 10 M$ CA", "It has 20 million US dollars and C$10 million."),
        ("le 4 juillet", "The film “Born on the 4th of July” is back."),
        ("6h", "Ah, 6h too late."),
    ],
)
def test_what_could_be_read_another_way_is_left_alone(source, target):
    """Words, hyphenated adjectives, titles, possessives and amounts among other dollars stay as they are."""
    report = check_figures(source, target)
    assert report.matches
    assert localisations(target, report.matches) == []


def test_describe_names_the_currency_in_words():
    """Messages say dollars and euros, so that a wrong currency is seen."""
    assert describe(parse("3,4 milliards de dollars", "fr")[0]) == "3.4 billion dollars"
    assert describe(parse("€1", "en")[0]) == "1 euro"
