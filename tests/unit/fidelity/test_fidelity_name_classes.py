"""Classes of names that are written otherwise in English, taken for words, or left out."""

import pytest

from toolkit.fidelity.names import check_names


def codes(source, target):
    """Return each finding's code with the words it points at."""
    return [
        (f.code, f.source_span and f.source_span.of(source), f.target_span and f.target_span.of(target))
        for f in check_names(source, target).findings
    ]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Hier, L. D. Marchetti a signé.", "Yesterday, L.D. Marchetti signed."),
        ("Le sénateur R. D. Holden a voté.", "Senator RD Holden voted."),
        ("D. Morel a plaidé.", "Morel pleaded."),
        ("L'avocat TD Morel a plaidé.", "The lawyer T. D. Morel pleaded."),
    ],
)
def test_initials_apart_or_together_are_one_name(source, target):
    """Initials with spaces, with dots or as one word are the same name, and a single D may be left out."""
    assert codes(source, target) == []


def test_other_initials_are_another_name():
    """A surname with other initials is changed."""
    assert [code for code, *_ in codes("L'avocat J. D. Morel a plaidé.", "The lawyer J.R. Morel pleaded.")] == [
        "name_changed"
    ]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("L'usine a livré 350 Zoé en mars.", "The plant delivered 350 Zoes in March."),
        ("Des milliers de Twizy ont été rappelées.", "Thousands of Twizys were recalled."),
        ("La police a acheté dix Duster.", "The police bought ten Dusters."),
        ("La compagnie a commandé trois Airbus A320.", "The airline ordered three Airbus A320s."),
    ],
)
def test_product_that_is_counted_has_an_english_plural(source, target):
    """French leaves a product in the singular after a number or a quantity, English does not."""
    assert codes(source, target) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Du Caire au Cap, la route est longue.", "From Cairo to Cape Town, the road is long."),
        ("Au Cap, la pluie tombe.", "In Cape Town, rain is falling."),
        ("Du Mans à Tours, la route est fermée.", "From Le Mans to Tours, the road is closed."),
        ("Aux Sables-d'Olonne, la course part.", "In Les Sables-d'Olonne, the race starts."),
        ("Elle passe l'été au Cap-Ferret.", "She spends the summer in Cap-Ferret."),
        ("Elle passe l'été au Cap Ferret.", "She spends the summer in Cap Ferret."),
    ],
)
def test_contraction_holds_the_article_of_a_place(source, target):
    """A preposition that is one word with the article of a place hides it wherever it stands."""
    assert codes(source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "lost"),
    [
        (
            "Le maire et la Ligue de protection des oiseaux ont signé.",
            "The mayor has signed.",
            "Ligue de protection des oiseaux",
        ),
        (
            "Selon l'Association nationale des apiculteurs, le miel manque.",
            "Honey is running short.",
            "Association nationale des apiculteurs",
        ),
        (
            "Lyon et la Fédération nationale des chasseurs protestent.",
            "Lyon is protesting.",
            "Fédération nationale des chasseurs",
        ),
    ],
)
def test_body_with_one_capital_that_is_left_out_is_missing(source, target, lost):
    """An association whose name has one capital in mid-sentence is missing when nothing of it is translated."""
    assert codes(source, target) == [("name_missing", lost, None)]


@pytest.mark.parametrize(
    "target",
    [
        "The mayor and the League for the Protection of Birds have signed.",
        "The mayor and the bird charity have signed.",
        "The mayor and the LPO have signed.",
        "The mayor and the League have signed.",
    ],
)
def test_body_with_one_capital_may_be_rendered_freely(target):
    """An English name, a fitting word or the initials stand for an association."""
    assert codes("Le maire et la Ligue de protection des oiseaux ont signé.", target) == []


def test_body_with_its_acronym_in_brackets_is_held_by_the_acronym():
    """A body that the source gives an acronym in brackets may be named by the acronym alone."""
    source = "Le prix baisse, selon la Fédération nationale de l'immobilier (Fnaim)."
    assert codes(source, "Prices are falling, according to Fnaim.") == []


@pytest.mark.parametrize(
    ("source", "target", "lost", "found"),
    [
        ("Boulanger et Fnac baissent leurs prix.", "Bakers and Fnac are cutting prices.", "Boulanger", "Bakers"),
        ("Carrefour et Lidl recrutent.", "Junctions and Lidl are hiring.", "Carrefour", "Junctions"),
        ("Il a acheté un four chez Boulanger.", "He bought an oven at the baker's.", "Boulanger", "the baker"),
    ],
)
def test_name_rendered_by_its_word_in_the_plural_is_changed(source, target, lost, found):
    """A firm taken for a common word is changed, in the plural or with an article too."""
    assert codes(source, target) == [("name_changed", lost, found)]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Le palais de l'Escurial est fermé.", "The palace of El Escorial is closed."),
        ("Le maire a reçu le patriarche Bartholomée.", "The mayor received Patriarch Bartholomew."),
        ("Le patriarche œcuménique Bartholomée a parlé.", "Ecumenical Patriarch Bartholomew spoke."),
    ],
)
def test_place_and_church_names_have_english_forms(source, target):
    """A palace and the head of a church are named by their English forms."""
    assert codes(source, target) == []


def test_title_is_no_part_of_an_english_name():
    """The range of a changed name leaves out the title before it."""
    found = codes("Le maire a reçu le patriarche Bartholomée.", "The mayor received Patriarch Dimitrios.")
    assert found == [("name_changed", "Bartholomée", "Dimitrios")]


@pytest.mark.parametrize(
    ("source", "target", "lost", "found"),
    [
        ("La Peugeot e-208 se vend bien.", "The Peugeot e-308 is selling well.", "Peugeot e-208", "Peugeot e-308"),
        ("Une fusée Longue Marche 5 décolle.", "A Long March 7 rocket lifts off.", "Longue Marche 5", "Long March 7"),
        ("Il pilote un Mirage 2000-5.", "He flies a Mirage 2000-9.", "Mirage 2000-5", "Mirage 2000-9"),
        ("Le Boeing 787-9 est arrivé.", "The Boeing 787-8 has arrived.", "Boeing 787-9", "Boeing 787-8"),
        ("Le RER D est interrompu.", "The RER B is suspended.", "RER D", "RER B"),
    ],
)
def test_number_or_letter_of_a_model_is_part_of_its_name(source, target, lost, found):
    """Another number or letter makes it the name of another model, rocket, aircraft or line."""
    assert codes(source, target) == [("name_changed", lost, found)]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Le verdict est attendu le 11/09/2024.", "The verdict is expected on September 11, 2024."),
        ("Elle a des prises à 2,5 Gbit/s.", "It has 2.5Gbps ports."),
        ("Robert Francis Kennedy Jr. supervise le centre.", "Robert F. Kennedy Jr. oversees the centre."),
        ("Ferdinand Marcos Junior accuse Sara Duterte.", "Ferdinand Marcos Jr accuses Sara Duterte."),
        ("Oumed Khouchkadamov a témoigné.", "Umed Khushkadamov gave evidence."),
        ("Le Cap-Vert se qualifie.", "Cape Verde have qualified."),
        ("Il habite la Vienne, près de Poitiers.", "He lives in Vienne, near Poitiers."),
    ],
)
def test_other_ways_to_write_a_name_hold(source, target):
    """Dates, rates, initials, generations and transliterations are no other names."""
    assert codes(source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "lost", "found"),
    [
        ("Marine Le Pen a parlé.", "Marine The Pen spoke.", "Marine Le Pen", "Marine The Pen"),
        ("Édouard Philippe se lance.", "Philippe Édouard is running.", "Édouard Philippe", "Philippe Édouard"),
        ("Une rumeur relayée par Libération court.", "A rumour relayed by the liberation is going round.",
         "Libération", "the liberation"),
        ("Les hôtels de la Vienne sont pleins.", "The hotels in Vienna are full.", "Vienne", "Vienna"),
        ("Boulanger rappelle des trottinettes.", "A baker is recalling scooters.", "Boulanger", "baker"),
    ],
)  # fmt: skip
def test_name_taken_for_something_else_is_changed(source, target, lost, found):
    """A translated surname, names in the wrong order, a newspaper as a word and a namesake are reported."""
    assert codes(source, target) == [("name_changed", lost, found)]


def test_town_that_the_source_does_not_name_is_invented():
    """A listed town that opens an English sentence is a name, though it looks like a plural."""
    assert codes("La ville est paralysée.", "Paris is paralysed.") == [("name_invented", None, "Paris")]


def test_short_form_is_not_the_misspelt_whole_name():
    """A listed short form does not hold where the rest of the whole name follows it misspelt."""
    assert codes("JPMorgan Chase recule.", "JPMorgan Chasea is down.") == [
        ("name_changed", "JPMorgan Chase", "JPMorgan Chasea")
    ]
    assert codes("JPMorgan Chase recule.", "JPMorgan is down.") == []
