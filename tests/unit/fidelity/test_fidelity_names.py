"""Names are found in both languages and compared between them."""

import pytest

from toolkit.fidelity.names import Ledger, check_names, find_names
from toolkit.types import Span


def _texts(text, language="fr", **options):
    return [name.text for name in find_names(text, language, **options)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Le PDG d'OpenAI voit qu'Emmanuel Macron hésite.", ["OpenAI", "Emmanuel Macron"]),
        ("Crusoe travaille avec Blue Owl Capital au Texas.", ["Crusoe", "Blue Owl Capital", "Texas"]),
        ("Selon The Financial Times, B. Riley attend.", ["The Financial Times", "B. Riley"]),
        ("Elle a vu Ursula von der Leyen et Charles de Gaulle.", ["Ursula von der Leyen", "Charles de Gaulle"]),
        ("Il utilise une H100, GPT-4 et DALL·E 3.", ["H100", "GPT-4", "DALL·E 3"]),
        ("Selon 20 Minutes, Hut 8 a acheté des Boeing 737.", ["20 Minutes", "Hut 8", "Boeing 737"]),
        ("L'iPhone et xAI plaisent à eBay.", ["iPhone", "xAI", "eBay"]),
        (
            "Northern Data AG et Hive Digital Technologies Ltd. ont acheté.",
            ["Northern Data AG", "Hive Digital Technologies Ltd"],
        ),
        ("Écrivez à info@exemple.fr ou sur leboncoin.fr.", ["info@exemple.fr", "leboncoin.fr"]),
        ("M. Draghi et Mme Lagarde parlent.", ["Draghi", "Lagarde"]),
    ],
)
def test_finds_names_in_french(text, names):
    """Names are found whole: elisions, particles, initials, digits, addresses, without forms of address."""
    assert _texts(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Toutefois, la hausse reste modérée en janvier.",
        "Les Français parlent anglais le lundi.",
        "Au XXIe siècle, le 1er mai reste férié.",
        "Le chiffre a atteint 3,4 Md€ au T1, puis 250 MW et 16 Go.",
        "Interrogé jeudi, le ministre a refusé de commenter.",
    ],
)
def test_finds_no_names_where_there_are_none(text):
    """Sentence starts, demonyms, months, centuries, units and quarters are not names."""
    assert _texts(text) == []


def test_finds_names_in_english_without_calendar_and_demonyms():
    """English capitals of months, days, languages and peoples are not names."""
    assert _texts("On Monday the French met Olaf Scholz in Berlin, in May.", "en") == ["Olaf Scholz", "Berlin"]


def test_spans_point_at_the_names():
    """A name's range gives its characters back."""
    text = "Hier, Nvidia a livré Mistral AI."
    for name in find_names(text, "fr"):
        assert name.span.of(text) == name.text


def test_extra_ranges_make_a_doubtful_word_a_name():
    """A range another finder holds for a name is one even at the start of a sentence."""
    text = "Mirage recule."
    assert _texts(text) == []
    assert _texts(text, extra=[Span(0, 6)]) == ["Mirage"]


def test_ledger_makes_a_sentence_start_a_name():
    """A word known as a name elsewhere in the run is one at the start of a sentence as well."""
    ledger = Ledger()
    ledger.add("Le groupe Taiga a grandi.", "fr")
    assert "Taiga" in _texts("Taiga recrute.", ledger=ledger)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Londres et Francfort se disputent Genève.", "London and Frankfurt are vying for Geneva."),
        ("L'OTAN, l'ONU et le FMI se réunissent.", "NATO, the UN and the IMF are meeting."),
        ("Le PDG de Nvidia croit en l'IA.", "Nvidia's CEO believes in AI."),
        ("La Banque centrale européenne baisse ses taux.", "The European Central Bank is cutting rates."),
        ("Léonard de Vinci est mort à Amboise.", "Leonardo da Vinci died in Amboise."),
        ("Le roi Henri VIII eut six femmes.", "King Henry VIII had six wives."),
        ("Le pilote monégasque a gagné.", "Monaco's driver won."),
        ("La start-up lyonnaise embauche.", "The Lyon-based start-up is hiring."),
        ("MICHELIN SUPPRIME DES POSTES EN FRANCE", "Michelin cuts jobs in France"),
        ("La Sud-Africaine a gagné en Afrique du Sud.", "The South African won in South Africa."),
    ],
)
def test_accepts_what_english_calls_things(source, target):
    """Exonyms, acronyms, official names, rulers, demonyms and case are no findings."""
    assert check_names(source, target).findings == ()


def test_changed_name_has_both_spans():
    """A changed name points at both names and says both."""
    source, target = "L'AIE alerte.", "The IAEA is sounding the alarm."
    (finding,) = check_names(source, target, segment=7).findings
    assert (finding.code, finding.segment) == ("name_changed", 7)
    assert finding.source_span.of(source) == "AIE"
    assert finding.target_span.of(target) == "IAEA"
    assert "AIE" in finding.message
    assert "IAEA" in finding.message


def test_missing_name_has_no_target_span():
    """A dropped name is reported where it stood in the source."""
    source = "Sony et Nintendo ont signé avec Sega."
    (finding,) = check_names(source, "Sony and Nintendo have signed.").findings
    assert (finding.code, finding.target_span) == ("name_missing", None)
    assert finding.source_span.of(source) == "Sega"


def test_invented_name_has_no_source_span():
    """A name from nowhere is reported where it stands in the target."""
    target = "Volkswagen is closing the plant."
    (finding,) = check_names("Le constructeur ferme l'usine.", target).findings
    assert (finding.code, finding.source_span) == ("name_invented", None)
    assert finding.target_span.of(target) == "Volkswagen"


def test_name_of_the_run_is_not_invented():
    """A pronoun rendered by a name that the document has elsewhere is right."""
    ledger = Ledger()
    ledger.add("Renault a vendu son usine.", "fr")
    ledger.add("Il a salué Renault.", "fr")
    assert check_names("Le groupe recrute.", "Renault is hiring.", ledger=ledger).findings == ()


def test_brand_rendered_as_a_common_word_is_changed():
    """Le Monde is not the world, nor Orange an orange."""
    (one,) = check_names("Cela a été révélé par Le Monde.", "This was revealed by the world.").findings
    (two,) = check_names("Elle quitte Orange.", "She is leaving orange.").findings
    assert one.code == two.code == "name_changed"


def test_swapped_names_are_two_findings():
    """Subject and object in each other's place are two changed names; a genitive in another order is none."""
    assert len(check_names("Toyota dépasse Volkswagen.", "Volkswagen overtakes Toyota.").findings) == 2
    assert check_names("La Clio de Renault plaît.", "Renault's Clio is popular.").findings == ()


def test_part_of_another_place_is_not_the_place():
    """Sudan inside South Sudan does not stand for Sudan."""
    codes = [f.code for f in check_names("Il vit au Soudan.", "He lives in South Sudan.").findings]
    assert codes == ["name_changed"]


def test_matches_pair_the_names_one_to_one():
    """Matches give the range of each name on both sides."""
    source, target = "Nvidia vend à Oracle.", "Nvidia sells to Oracle."
    pairs = [(a.of(source), b.of(target)) for a, b in check_names(source, target).matches]
    assert pairs == [("Nvidia", "Nvidia"), ("Oracle", "Oracle")]


@pytest.mark.parametrize("text", ["", " ", "…", "A" * 20_000, "A. " * 5_000, "é-" * 8_000, "@" * 9_000, "1." * 9_000])
def test_strange_input_is_read_quickly_and_without_error(text):
    """Empty, repetitive and symbol-only text neither fails nor takes time out of proportion."""
    find_names(text, "fr")
    check_names(text, text)
