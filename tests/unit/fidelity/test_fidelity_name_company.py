"""Two names that are both there, each among the words that belong to the other one."""

import pytest

from toolkit.fidelity.names import check_names


def _places(source, target):
    """Return which name of the source has which name in its place."""
    return {
        (f.source_span.of(source), f.target_span.of(target))
        for f in check_names(source, target).findings
        if f.source_span and f.target_span
    }


@pytest.mark.parametrize(
    ("source", "target", "first", "second"),
    [
        (
            "L'accident de Tchernobyl s'est produit il y a 25 ans ; en mars, un incident a touché Fukushima.",
            "The accident in Fukushima happened 25 years ago; in March, an incident hit Chernobyl.",
            ("Tchernobyl", "Fukushima"),
            ("Fukushima", "Chernobyl"),
        ),
        (
            "Le Soudan compte 11 millions de déplacés, la Syrie 7 millions.",
            "Syria has 11 million displaced people, Sudan 7 million.",
            ("Soudan", "Syria"),
            ("Syrie", "Sudan"),
        ),
        (
            "La ministre Rachida Dati et le préfet Laurent Nuñez étaient présents.",
            "Minister Laurent Nuñez and prefect Rachida Dati were present.",
            ("Rachida Dati", "Laurent Nuñez"),
            ("Laurent Nuñez", "Rachida Dati"),
        ),
    ],
)
def test_names_with_each_other_s_company_are_changed(source, target, first, second):
    """Names whose neighbouring words and figures stand around the other one are in each other's place."""
    assert _places(source, target) == {first, second}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (
            "Les Bretons et les élus de Lorient, Brest et Quimper.",
            "The Bretons and councillors of Brest, Lorient and Quimper.",
        ),
        ("Le F-35 de Lockheed Martin affrontera le Rafale.", "Lockheed Martin's F-35 will be up against the Rafale."),
        (
            "L'invasion illégale de l'Ukraine par la Russie a entraîné des pertes.",
            "Russia's illegal invasion of Ukraine caused losses.",
        ),
        (
            "La première Stratégie nationale sur le logement du Canada est prête.",
            "Canada's first National Housing Strategy is ready.",
        ),
        (
            "À Lyon, Grégory Doucet plaide ; à Marseille, Benoît Payan refuse.",
            "Benoît Payan refuses in Marseille, while in Lyon Grégory Doucet is making the case.",
        ),
    ],
)
def test_names_that_move_with_their_company_hold(source, target):
    """Lists, genitives and clauses in another order are right."""
    assert _places(source, target) == set()


def test_offices_of_each_other_s_holder_are_changed():
    """Two firms changed places when each has the head of the other one; a genitive binds like an office."""
    source = "Tim Cook, patron d'Apple, a vu Satya Nadella, patron de Microsoft."
    swapped = "Tim Cook, head of Microsoft, met Satya Nadella, head of Apple."
    right = "Apple's Tim Cook met Microsoft's Satya Nadella."
    assert _places(source, swapped) == {("Apple", "Microsoft"), ("Microsoft", "Apple")}
    assert _places(source, right) == set()


def test_brackets_bind_parties_to_their_members():
    """A party in brackets belongs to the person before it."""
    source = "Antoine Léaument (LFI) a interpellé Aurore Bergé (PS)."
    assert _places(source, "Antoine Léaument (PS) questioned Aurore Bergé (LFI).") == {("LFI", "PS"), ("PS", "LFI")}
    assert _places(source, "LFI's Antoine Léaument questioned Aurore Bergé of the PS.") == set()


def test_titles_tell_a_man_from_a_woman():
    """Mr and Mrs before the wrong surnames show that the surnames changed places."""
    source = "L'immunité dont bénéficiaient M. Türk et Mme Tugluk est levée."
    assert _places(source, "The immunity of Mr Tugluk and Mrs Türk has been lifted.")
    assert not _places(source, "The immunity of Mr Türk and Mrs Tugluk has been lifted.")
