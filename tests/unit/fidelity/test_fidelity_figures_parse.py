"""Figures are read by value."""

from decimal import Decimal

import pytest

from toolkit.errors import InputError
from toolkit.fidelity.figures import name_like_spans, parse

D = Decimal


def read(text, language="fr"):
    """Return text, value and unit of each figure."""
    return [(figure.text, figure.value, figure.unit) for figure in parse(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("50 000 puces", ("50 000", D(50000), None)),
        ("50\u202f000 puces", ("50\u202f000", D(50000), None)),
        ("85.000 tonnes", ("85.000 tonnes", D(85000), "t")),
        ("2'340 francs", ("2'340 francs", D(2340), "franc")),
        ("1,275 milliard d'euros", ("1,275 milliard d'euros", D(1275000000), "EUR")),
        ("1.275 milliard d'euros", ("1.275 milliard d'euros", D(1275000000), "EUR")),
        ("10.000 milliards", ("10.000 milliards", D(10) ** 13, None)),
        ("20 mille milliards", ("20 mille milliards", D(2) * 10**13, None)),
        ("3 billions de dollars", ("3 billions de dollars", D(3) * 10**12, "USD")),
        ("600 MUSD", ("600 MUSD", D(600) * 10**6, "USD")),
        ("2,4 Md€", ("2,4 Md€", D("2.4") * 10**9, "EUR")),
        ("7,8 Mds d'euros", ("7,8 Mds d'euros", D("7.8") * 10**9, "EUR")),
        ("$818 millions", ("$818 millions", D(818) * 10**6, "USD")),
        ("250 k€", ("250 k€", D(250000), "EUR")),
        ("un milliard et demi d'euros", ("un milliard et demi d'euros", D("1.5") * 10**9, "EUR")),
        ("-0,42 euro", ("-0,42 euro", D("-0.42"), "EUR")),
        ("moins 12 degrés", ("moins 12 degrés", D(-12), "degree")),
        ("27 p. 100", ("27 p. 100", D(27), "percent")),
        ("25 points de base", ("25 points de base", D(25), "bp")),
        ("80 Go", ("80 Go", D(80), "GB")),
        ("quatre-vingt-dix-sept ans", ("quatre-vingt-dix-sept ans", D(97), "year")),
        ("une centaine de millions d'euros", ("une centaine de millions d'euros", D(10) ** 8, "EUR")),
        ("neuf voitures", ("neuf", D(9), None)),
        ("16 milles roubles", ("16 milles roubles", D(16000), "RUB")),
        ("9 s 79", ("9 s 79", D("9.79"), "second")),
        ("2 h 04 min 35 s", ("2 h 04 min 35 s", D(7475), "second")),
        ("ce long quart d'heure", ("quart d'heure", D("0.25"), "hour")),
    ],
)
def test_a_french_figure_has_its_exact_value_unit_and_span(text, expected):
    """Separators, scale words, abbreviations and units are read into exact decimals; the span covers all of them."""
    assert read(f"On note {text} ici.") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$3.4bn", ("$3.4bn", D("3.4") * 10**9, "USD")),
        ("€45M", ("€45M", D(45) * 10**6, "EUR")),
        ("a $12.7-billion plan", ("$12.7-billion", D("12.7") * 10**9, "USD")),
        ("3,4 billion dollars", ("3,4 billion dollars", D("3.4") * 10**9, "USD")),
        ("50 000 chips", ("50 000", D(50000), None)),
        ("one and a half percent", ("one and a half percent", D("1.5"), "percent")),
        ("half a million", ("half a million", D(500000), None)),
        ("two hours and forty-five minutes", ("two hours and forty-five minutes", D(165), "minute")),
        ("a quarter of a percentage point", ("a quarter of a percentage point", D("0.25"), "point")),
        ("a hundred and twenty-three houses", ("a hundred and twenty-three", D(123), None)),
        ("9,939 irrigated hectares", ("9,939", D(9939), "ha")),
        ("a 16GB module", ("16GB", D(16), "GB")),
    ],
)
def test_an_english_figure_has_its_exact_value_unit_and_span(text, expected):
    """English forms, and French ones left in English text, are read into exact decimals."""
    assert read(f"It says {text} there.", "en") == [expected]


@pytest.mark.parametrize(
    ("text", "language", "key"),
    [
        ("le 1er mai", "fr", "--05-01"),
        ("le 17/06/2024", "fr", "2024-06-17"),
        ("June 17, 2024", "en", "2024-06-17"),
        ("the 17th of June 2024", "en", "2024-06-17"),
        ("juin 2024", "fr", "2024-06"),
        ("fin 2025", "fr", "2025/late"),
        ("mid-October", "en", "--10/mid"),
        ("au S2 2024", "fr", "2024-H2"),
        ("au 1T24", "fr", "2024-Q1"),
        ("the first quarter of 2024", "en", "2024-Q1"),
        ("les années 1990", "fr", "1990s"),
        ("the nineties", "en", "90s"),
        ("à 20 h 30", "fr", "20:30"),
        ("at 8.30pm", "en", "20:30"),
        ("eight in the morning", "en", "08:00"),
        ("au XXIe siècle", "fr", "C21"),
        ("par 3-1", "fr", "3-1"),
        ("le 0 800 123 456", "fr", "0800123456"),
        ("neuf sur dix", "fr", "9/10"),
    ],
)
def test_dates_times_and_identifiers_carry_a_key(text, language, key):
    """What is not one number is compared by a canonical key."""
    assert [figure.key for figure in parse(f"On dit {text}.", language)] == [key]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Un salarié a été blessé dans une usine.", "fr"),
        ("La nouvelle s'est répandue aux quatre coins du monde.", "fr"),
        ("Il s'est mis sur son trente et un.", "fr"),
        ("Un de ces quatre, il fera d'une pierre deux coups.", "fr"),
        ("Un bâtiment neuf sans étage.", "fr"),
        ("Rien ne vaut l'après-midi.", "fr"),
        ("She was dressed to the nines.", "en"),
        ("First of all, one of the ministers may march.", "en"),
        ("Second to none, at first sight.", "en"),
    ],
)
def test_articles_idioms_and_homographs_are_no_figures(text, language):
    """Articles, pronouns, set phrases and words that only look like numbers give no figure."""
    assert parse(text, language) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("4 000 processeurs H100 et des Airbus A350-900", ["H100", "A350-900"]),
        ("Hut 8 a produit 1.482 jetons", ["Hut 8"]),
        ("ses Boeing 737 après la 5G et le CO2", ["Boeing 737", "5G", "CO2"]),
        ("Selon 20 Minutes, 3M paiera 3M€", ["20 Minutes", "3M"]),
        ("GPT-4 et Gemini 2.5 de Google", ["GPT-4", "Gemini 2.5"]),
        ("l'article 49.3, le T1 2024, 20h30, 16GB, 21st, 1990s, 45 M€", []),
        ("Chauffage : 10 idées pour Orange, 3 % de moins", []),
    ],
)
def test_names_with_digits_are_told_from_figures(text, names):
    """Product names, formulas and titles are found as names; references, ordinals, units and times are not."""
    assert [span.of(text) for span in name_like_spans(text, "fr")] == names


def test_each_end_of_a_range_is_a_figure_with_scale_and_unit():
    """The first end takes what is written only at the second."""
    assert read("de 5 à 10 %") == [("5", D(5), "percent"), ("10 %", D(10), "percent")]
    assert read("entre 15 et 20 millions d'euros") == [
        ("15", D(15000000), "EUR"),
        ("20 millions d'euros", D(20000000), "EUR"),
    ]
    assert [value for _, value, _ in read("2023-24")] == [2023, 2024]


def test_another_language_is_refused():
    """Only French and English have a grammar."""
    with pytest.raises(InputError, match="'de'"):
        parse("drei", "de")


@pytest.mark.parametrize("text", ["1 " * 4000, "1.1" * 4000, "deux-" * 4000, "0 " * 4000, "-" * 8000, "A1-" * 3000])
def test_hostile_text_is_read_in_linear_time(text):
    """Repetition that would make a backtracking expression explode is read to its end."""
    assert isinstance(parse(text, "fr"), list)
    assert isinstance(parse(text, "en"), list)
