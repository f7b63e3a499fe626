"""Names by the clause, the origin and the event they belong to."""

import pytest

from toolkit.fidelity.names import check_names


def _found(source, target):
    return [
        (
            finding.code,
            finding.source_span and finding.source_span.of(source),
            finding.target_span and finding.target_span.of(target),
        )
        for finding in check_names(source, target).findings
    ]


def _codes(source, target):
    return [finding[0] for finding in _found(source, target)]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (
            "Le Goncourt couronne Jean Carlier, le Renaudot Luc Massol.",
            "The Goncourt honours Luc Massol, the Renaudot Jean Carlier.",
        ),
        (
            "Le Slovène Jan Kovac a battu le Danois Lars Holm.",
            "Denmark's Lars Holm beat Slovenia's Jan Kovac.",
        ),
        (
            "Le Slovène Jan Kovac a devancé le Danois Lars Holm.",
            "Denmark's Jan Kovac beat Slovenia's Lars Holm.",
        ),
        (
            "La Norvégienne Anna Hansen a devancé la Suédoise Eva Lind.",
            "The Swede Eva Lind finished ahead of the Norwegian Anna Hansen.",
        ),
        (
            "La Sud-Africaine Anna Botha a gagné devant la Néo-Zélandaise Eva Lind.",
            "New Zealand's Anna Botha won ahead of South Africa's Eva Lind.",
        ),
        (
            "Dans la montée, le Colombien Juan Bernal a distancé Marek Novak.",
            "On the climb, Marek Novak left Colombia's Juan Bernal behind.",
        ),
    ],
)
def test_persons_that_changed_places_are_found(source, target):
    """Persons exchanged beside prizes, origins and active verbs are both reported."""
    assert _codes(source, target) == ["name_changed", "name_changed"]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (
            "Le prix Femina revient à Anna Morel et le Médicis à Luc Vidal.",
            "Anna Morel wins the Prix Femina and Luc Vidal the Médicis.",
        ),
        (
            "Le Slovène Jan Kovac a battu le Danois Lars Holm.",
            "Denmark's Lars Holm was beaten by Slovenia's Jan Kovac.",
        ),
        (
            "La Norvégienne Anna Hansen a devancé la Suédoise Eva Lind.",
            "The Swede Eva Lind finished behind the Norwegian Anna Hansen.",
        ),
        (
            "En mars, Anne Colin a remplacé Luc Massol à la tête du groupe.",
            "In March, Luc Massol was replaced by Anne Colin as head of the group.",
        ),
        (
            "Le Nobel a été remis à Anna Morel et le Pulitzer à Luc Vidal.",
            "Anna Morel was awarded the Nobel and Luc Vidal the Pulitzer.",
        ),
    ],
)
def test_a_free_order_of_words_is_right(source, target):
    """A passive, a converse verb or another subject leaves each person with the same role."""
    assert _codes(source, target) == []


@pytest.mark.parametrize(
    ("demonym", "origin"),
    [
        ("La Sierra-Léonaise", "Sierra Leone's"),
        ("Le Sud-Africain", "South African"),
        ("La Néo-Zélandaise", "New Zealand's"),
        ("La Sri-Lankaise", "Sri Lanka's"),
        ("Le Cap-Verdien", "Cape Verde's"),
        ("L'Équato-Guinéen", "Equatorial Guinea's"),
        ("La Franco-Sénégalaise", "French-Senegalese"),
        ("La Saint-Lucienne", "Saint Lucia's"),
        ("Le Nord-Macédonien", "North Macedonia's"),
    ],
)
def test_a_demonym_with_hyphens_is_no_part_of_the_name(demonym, origin):
    """A demonym with hyphens accounts for its place, and the person's name stands without it."""
    assert _codes(f"{demonym} Awa Kassim a gagné.", f"{origin} Awa Kassim won.") == []
    wrong = _found(f"{demonym} Awa Kassim a gagné.", f"{origin} Awa Kossam won.")
    assert wrong == [("name_changed", "Awa Kassim", "Awa Kossam")]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Elle a remporté l'or aux Mondiaux de Doha.", "She won gold at the World Championships in Doha."),
        ("Le Mondial de handball débute.", "The handball World Championship begins."),
        ("Elle vise les JO d'hiver.", "She is aiming for the Winter Olympics."),
        ("La 47e Fête de la châtaigne ouvre vendredi.", "The 47th Chestnut Festival opens on Friday."),
        ("Ils ont visité Sainte-Sophie à Istanbul.", "They visited Hagia Sophia in Istanbul."),
        ("La mosquée Bleue attire les foules.", "The Blue Mosque draws crowds."),
    ],
)
def test_events_and_monuments_have_their_english_names(source, target):
    """Sports events, local festivals and monuments hold in the names that English has for them."""
    assert _codes(source, target) == []


def test_a_month_that_is_a_surname_stays():
    """A surname that is a month is changed when it is translated, also where it stands elsewhere as it is."""
    source = "Juillet est un nom fréquent à Cognac, où Augustin Juillet a fondé sa distillerie."
    good = "Juillet is a common name in Cognac, where Augustin Juillet founded his distillery."
    wrong = "Juillet is a common name in Cognac, where Augustin July founded his distillery."
    assert _codes(source, good) == []
    assert ("name_changed", "Augustin Juillet") in [finding[:2] for finding in _found(source, wrong)]
    assert _codes("M. Janvier est arrivé.", "Mr January has arrived.") == ["name_changed"]


def test_a_foreign_name_of_several_words_is_one():
    """A name with French links in English is reported once, over all of its words."""
    assert _found("Il est mort aux Éparges.", "He died on the Chemin des Dames.") == [
        ("name_changed", "Éparges", "Chemin des Dames")
    ]
    assert _found("La ville a vendu le château.", "The city sold the castle to the Fondation du Patrimoine.") == [
        ("name_invented", None, "Fondation du Patrimoine")
    ]


def test_a_name_given_to_a_thing_is_invented():
    """A common word with a capital before a noun that the source leaves unnamed is an invented name."""
    assert _found("Le retour de la capsule est prévu jeudi.", "The Dragon capsule is due back on Thursday.") == [
        ("name_invented", None, "Dragon")
    ]
    assert _codes("Le sapin est arrivé.", "The Christmas tree has arrived.") == []
    assert _codes("Le ministre a parlé.", "The Treasury minister spoke.") == []
