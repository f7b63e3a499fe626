"""Templates are read strictly and filled in the right form."""

import random

import pytest

from toolkit.errors import InputError
from toolkit.training.curriculum import fill, fill_all, read_templates, template


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Bonjour {ORG1}.", "1 columns"),
        ("Bonjour {ORG1}.\tHello.", "one side only"),
        ("Bonjour {NOM1}.\tHello {NOM1}.", "{NOM1} is no slot"),
        ("Bonjour {org}.\tHello {org}.", "is no slot"),
        ("a\tb\tc", "3 columns"),
    ],
)
def test_a_line_that_is_no_template_is_refused(line, message, tmp_path):
    """The error names the file, the line and what is wrong with it."""
    path = tmp_path / "t.tsv"
    path.write_text(f"Oui.\tYes.\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2") as caught:
        read_templates(path)
    assert message in str(caught.value)


def test_french_elides_before_vowels():
    """A name that begins with a vowel takes d', others de."""
    pattern = template("Le patron de {ORG1}.\tThe head of {ORG1}.")
    texts = [fill(pattern, random.Random(seed)).french for seed in range(60)]
    assert any("patron d'" in text for text in texts)
    for text in texts:
        name = text.removeprefix("Le patron d").lstrip("e '")
        assert text.startswith("Le patron d'") == (name[0].lower() in "aeiouyé")


def test_a_weight_is_kept_on_average():
    """Weight 2.5 gives two or three fillings of each template, all different."""
    patterns = [template("Il cite {PERSON1}.\tHe quotes {PERSON1}.")] * 200
    filled = list(fill_all(patterns, random.Random(1), 2.5))
    assert 450 < len(filled) < 550
    assert len({f.french for f in filled}) > 300


def test_two_slots_of_a_kind_get_different_values():
    """{CITY1} and {CITY2} never name the same city."""
    pattern = template("{CITY1} et {CITY2}\t{CITY1} and {CITY2}")
    for seed in range(80):
        one, other = fill(pattern, random.Random(seed)).english.split(" and ")
        assert one != other
