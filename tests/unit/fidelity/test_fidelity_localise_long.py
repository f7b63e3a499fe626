"""Numbers longer than the precision of decimal arithmetic, as looping models write them."""

from toolkit.fidelity.figures import check_figures, localise, parse


def test_a_very_long_number_is_written_digit_for_digit():
    """No digit of a number is lost or rounded, however long it is."""
    digits = "1234567890" * 4
    (figure,) = parse(f"Le total est {digits} euros.", "fr")
    assert localise(figure).replace(",", "").lstrip("€") == digits


def test_a_check_survives_it():
    """A translation that loops over digits gets findings, not a crash."""
    report = check_figures("Il y en a 12.", "There are " + "12," * 30 + "12.")
    assert report.findings
