"""The words beside a figure say what it is of: a change or its result, a share or a someone, a month or a year."""

import pytest

from toolkit.fidelity.figures import check_figures


def codes(source, target):
    """Return the codes that the check finds."""
    return [finding.code for finding in check_figures(source, target).findings]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Les frais sont remboursés à 100 %.", "Costs are reimbursed in full."),
        ("Il y a eu zéro démission.", "There were no resignations."),
        ("Ces deux pays exportent du blé.", "They export wheat."),
        ("Il revient dans deux ou trois jours.", "He will be back in a few days."),
        ("Le code peut être modifié par un tiers.", "The code can be changed by anyone else."),
        ("Un comité se tient toutes les deux semaines.", "A committee meets biweekly."),
        ("Elle a coupé la pomme en deux.", "She cut the apple in half."),
        ("Ils ont couru en 37''84.", "They ran 37.84 seconds."),
        ("Il est relégué à 4'24''.", "He trails by 4:24."),
        ("Huitièmes de finale : Lyon reçoit Brest.", "Round of 16: Lyon host Brest."),
        ("La banque ouvre de 9 h à 17 h.", "The bank is open nine to five."),
        ("L'école commence à huit heures et demie.", "School starts at eight-thirty."),
        ("Sous la guerre de 14, il vivait à Lens.", "During the First World War he lived in Lens."),
        ("Une perte de 11,3 M£, puis de 4,7 M$.", "A loss of £11.3M, then of $4.7M."),
        ("Une baguette à 1 euro 35.", "A baguette at €1.35."),
        ("Le PIB croît du T4 de 2022 au T4 de 2023.", "GDP grows from 2022Q4 to 2023Q4."),
        ("Trois nœuds relaient le message.", "Three nodes relay the message."),
        ("Sur 1001 délégués, seuls neuf ont voté contre.", "Of 1001 delegates, only nine voted against."),
    ],
)
def test_other_words_for_the_same_value_are_no_findings(source, target):
    """What a careful translator may write for a figure is not reported."""
    assert codes(source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ("Les captures ont baissé d'un tiers.", "Catches have fallen to a third.", "figure_changed"),
        ("Le nombre a été divisé par trois.", "The number fell by a third.", "figure_changed"),
        ("Le prix a augmenté de 200 %.", "The price has doubled.", "figure_changed"),
        ("Le nombre a été multiplié par 2,5.", "The number rose by 2.5%.", "figure_changed"),
        ("C'est deux fois moins cher qu'au printemps.", "It costs twice the price of the spring.", "figure_changed"),
        ("La température est tombée à -24 degrés.", "The temperature fell to 24 degrees.", "figure_changed"),
        ("L'eau s'est réchauffée de 2 °C.", "The water has warmed by 35.6°F.", "figure_changed"),
        ("Éliminée en huitièmes de finale.", "Knocked out in the quarter-finals.", "figure_changed"),
        ("Il s'est offert un doublé.", "He bagged a hat-trick.", "figure_changed"),
        ("Le jeune milliardaire est libre.", "The young millionaire is free.", "figure_changed"),
        ("Le tome IV paraît jeudi.", "Volume six is out on Thursday.", "figure_changed"),
        ("Un salaire de 2 150 euros par mois.", "A salary of €2,150 a year.", "unit_changed"),
        ("Une dose de 20 mSv près de la cuve.", "A dose of 20 Sv near the tank.", "unit_changed"),
        ("Deux tiers ont voté, un tiers s'est abstenu.", "Two-thirds voted, the rest abstained.", "figure_missing"),
        ("Remis à neuf en trois semaines.", "Refurbished in nine weeks.", "figure_changed"),
    ],
)
def test_a_figure_of_something_else_is_a_finding(source, target, code):
    """By and to, twice and half, a month and a year are not exchanged in silence."""
    assert codes(source, target) == [code]


def test_the_same_number_of_different_things_has_a_message_that_says_so():
    """A reviewer is not told that 5% is 5%."""
    (finding,) = check_figures("Le prix a baissé de 5 %.", "The price fell to 5%.").findings
    assert finding.message == "source and translation say 5% of different things: compare the words beside it"


def test_digits_of_addresses_are_no_figures():
    """A link may be left out or changed without its date being missed."""
    assert codes("Voir https://exemple.fr/2019/01/31/avis pour la suite.", "See the notice for more.") == []
