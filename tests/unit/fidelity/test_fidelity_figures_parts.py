"""Figures that are read part by part, by the letter or by the words beside them."""

import pytest

from toolkit.fidelity.figures import check_figures
from toolkit.fidelity.figures.versions import same_version


def codes(source, target):
    """Return the codes of the findings in order."""
    return [finding.code for finding in check_figures(source, target).findings]


SAME = [
    ("Cette version est deux fois plus petite.", "This version is half the size."),
    ("Deux fois moins de chalutiers, deux fois plus de poissons.", "Half as many trawlers, twice as many fish."),
    ("Il y a moitié plus d'accidents.", "There are half as many accidents again."),
    ("Il fera de 12 à 15 °C.", "It will be between 12C and 15C."),
    ("Il fera 12 °C à Brest.", "It will be 54F in Brest."),
    ("Le siège 12C est libre.", "Seat 12C is free."),
    ("Au T4 2023, les ventes ont reculé.", "In the closing quarter of 2023, sales fell."),
    ("Au premier trimestre, les ventes ont reculé.", "In the opening quarter of the year, sales fell."),
    ("Ils jouent le dernier quart de finale.", "They play the last quarter-final."),
    ("Il a couru 10 km lundi et 10 autres mardi.", "He ran 10 km on Monday and the same distance on Tuesday."),
    ("Le déjeuner coûte 15 euros, le dîner 25 euros.", "Dinner costs €25, lunch €15."),
    (
        "Le tarif enfant passe à 5 euros et celui des adultes à 9 euros.",
        "The adult fare is rising to €9 and that for children to €5.",
    ),
    ("Les Mirage 2000 sont partis.", "The Mirage 2000s have left."),
    ("Le 8e RPIMa est à Castres.", "The 8th Marine Infantry Parachute Regiment is in Castres."),
    ("La version 2.0 est sortie.", "Version 2 is out."),
    ("Passez de la version 1.9 à la 1.10.", "Upgrade from version 1.9 to 1.10."),
    ("La centrale de 22 mégawatts-crête produira.", "The 22 MWp plant will produce."),
    ("La centrale de 1,5 MWc est posée.", "The 1,500 kWp plant is installed."),
]
WRONG = [
    ("Il y a trois fois moins d'accidents.", "There are half as many accidents.", ["figure_changed"]),
    ("Il fera 12 °C à Brest.", "It will be 12F in Brest.", ["unit_changed"]),
    ("Au T3 2023, elles ont reculé.", "In the closing quarter of 2023, they fell.", ["figure_changed"]),
    ("Une intoxication a touché des élèves.", "Eleven pupils had food poisoning.", ["figure_invented"]),
    ("Le déjeuner coûte 15 euros, le dîner 25 euros.", "Lunch costs €25, dinner €15.", ["figure_changed"] * 2),
    (
        "Le tarif enfant passe à 5 euros et celui des adultes à 9 euros.",
        "The child fare is rising to €9 and that for adults to €5.",
        ["figure_changed"] * 2,
    ),
    ("Elle mesure 1 m 87 sans chaussures.", "She is 1.78m tall.", ["figure_changed"]),
    ("En 1990, il est parti.", "In the 1990s he left.", ["figure_changed"]),
    ("Le 8e régiment est à Castres.", "The 3rd regiment is in Castres.", ["figure_changed"]),
    ("La version 1.10 est sortie.", "Version 1.1 is out.", ["figure_changed"]),
    ("La mise à jour 17.10 est là.", "Update 17.1 is here.", ["figure_changed"]),
    ("Selon l'article 1.10, c'est permis.", "Under Article 1.1, it is allowed.", ["figure_changed"]),
    ("La centrale de 22 MWc est posée.", "The 22 kWp plant is installed.", ["unit_changed"]),
]


@pytest.mark.parametrize(("source", "target"), SAME)
def test_other_forms_of_a_figure_raise_nothing(source, target):
    """Halves, degrees, quarters, repeats, names and parts of versions are told whatever the form."""
    assert codes(source, target) == []


@pytest.mark.parametrize(("source", "target", "expected"), WRONG)
def test_wrong_figures_of_these_forms_are_found(source, target, expected):
    """The same forms hide no wrong figure."""
    assert codes(source, target) == expected


def test_a_wrong_number_of_a_regiment_is_a_changed_name():
    """The number and the abbreviation are reported together, as a name."""
    source, target = "Le 8e RPIMa est au Liban.", "The 3rd RPIMa is in Lebanon."
    (finding,) = check_figures(source, target).findings
    assert finding.code == "name_changed"
    assert (finding.source_span.of(source), finding.target_span.of(target)) == ("8e RPIMa", "3rd RPIMa")


@pytest.mark.parametrize(("one", "other", "same"), [("v1.10", "v1.1", False), ("v2.0", "v2", True), ("v1", None, None)])
def test_versions_are_equal_by_their_parts(one, other, same):
    """Zeros count within a part, not as a part at the end; what is no version is not judged."""
    assert same_version(one, other) is same
