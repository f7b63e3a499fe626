"""Classes of wordings that keep a figure, or lose it: parts of years, cells of figures, lengths, set phrases."""

import pytest

from toolkit.fidelity.figures import check_figures
from toolkit.fidelity.figures.cells import translations
from toolkit.fidelity.figures.idioms import HEADS, idiom_end
from toolkit.fidelity.figures.lexer import lex


def codes(french, english):
    """Return the codes of what a check finds."""
    return [finding.code for finding in check_figures(french, english).findings]


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("Au S1 2025, le port a perdu de l'argent.", "In the first six months of 2025, the port lost money."),
        ("Au T2 2025, le bénéfice a reculé.", "Profit fell in the three months to June 30, 2025."),
        ("Sur les six premiers mois de 2025, tout va bien.", "All is well in the first half of 2025."),
        ("Au premier semestre 2024, le trafic a crû.", "Traffic grew between January and June 2024."),
        ("Sur les trois premiers trimestres, rien.", "Nothing in the first nine months."),
    ],
)
def test_a_part_of_a_year_may_be_told_in_months(french, english):
    """Quarters and halves hold where the other side counts their months or names the first and the last."""
    assert not codes(french, english)


def test_months_of_another_part_of_the_year_are_a_change():
    """The first six months are not the second half."""
    assert codes("Au second semestre, le trafic a crû.", "In the first six months, traffic grew.") == ["figure_changed"]


@pytest.mark.parametrize(
    ("french", "english", "found"),
    [
        (
            "Il est tombé 112 mm à Alès et 87 mm à Nîmes.",
            "Nîmes received 87 mm and Alès 112 mm.",
            [],
        ),
        (
            "Il est tombé 112 mm à Alès et 87 mm à Nîmes.",
            "Alès received 87 mm and Nîmes 112 mm.",
            ["figure_changed", "figure_changed"],
        ),
        (
            "Le bénéfice est tombé à 120 millions, contre 180 millions un an plus tôt.",
            "Profit fell from 180 million a year earlier to 120 million.",
            [],
        ),
        (
            "Le bénéfice est tombé à 120 millions, contre 180 millions un an plus tôt.",
            "Profit fell from 120 million a year earlier to 180 million.",
            ["figure_changed", "figure_changed"],
        ),
    ],
)
def test_figures_stay_with_the_words_of_their_member(french, english, found):
    """Members of an enumeration may change places; figures that leave their words are exchanged."""
    assert codes(french, english) == found


def test_the_dictionary_tells_which_noun_a_figure_belongs_to():
    """Words without a common root are found in the shipped dictionary, folded, without function words."""
    assert "wine" in translations("vin")
    assert "students" in translations("élèves")
    assert "the" not in translations("le")


@pytest.mark.parametrize("english", ["an hour and fifty minutes", "one hour fifty", "an hour fifty", "110 minutes"])
def test_lengths_are_added_up(english):
    """The smaller unit may be said, or left out, after the larger one."""
    assert not codes("Le trajet dure 1 h 50.", f"The journey takes {english}.")


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u202f", "  "])
def test_set_phrases_hold_with_any_blank(blank):
    """A set phrase is found over plain, no-break and repeated blanks, and ends where its last word ends."""
    text = f"aux{blank}quatre{blank}coins du monde"
    end = idiom_end(text, lex(text, "fr")[0], "fr")
    assert end is not None
    assert text[:end].split() == ["aux", "quatre", "coins"]


def test_a_set_phrase_ends_with_a_word():
    """A longer word that begins like the end of a phrase is no phrase."""
    text = "en un motel"
    assert "en" in HEADS["fr"]
    assert idiom_end(text, lex(text, "fr")[0], "fr") is None


def test_the_same_amount_may_be_told_by_a_word():
    """Words such as "each" and "the same" repeat a figure; nothing repeats it where no such word stands."""
    source = "Il a gagné 500 euros lundi et 500 euros mardi."
    assert not codes(source, "He won €500 on Monday and the same on Tuesday.")
    assert codes(source, "He won €500 on Monday and more on Tuesday.") == ["figure_missing"]


def test_ends_of_a_range_may_be_longer_than_decimal_arithmetic():
    """A range or a length with a very long number is read, not refused."""
    digits = "1234567890" * 4
    assert check_figures(f"de 2 à {digits} heures", f"from 2 to {digits} hours").outcomes
    assert check_figures(f"{digits} euros et 50 centimes", f"{digits} euros and 50 cents").outcomes
