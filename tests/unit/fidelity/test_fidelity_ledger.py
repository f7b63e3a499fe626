"""The ledger keeps one spelling for each name and reports near-duplicates."""

from toolkit.fidelity.names import Ledger


def _ledger(*texts):
    ledger = Ledger()
    for text in texts:
        ledger.add(text, "fr")
    return ledger


def test_counts_spellings_over_segments():
    """A name is counted over all segments and its most frequent spelling wins."""
    ledger = _ledger("Il a vu Crusoe.", "Elle aime Crusoe.", "On cite Crusoé.")
    assert [(s.text, s.count) for s in ledger.spellings()] == [("Crusoe", 3)]
    assert ledger.spelling("Crusoé") == "Crusoe"
    assert ledger.spelling("Lancium") is None


def test_reports_accents():
    """Two spellings that differ in an accent are one near-duplicate, the rarer first."""
    (variant,) = _ledger("Il a vu Crusoe.", "Elle aime Crusoe.", "On cite Crusoé.").variants()
    assert (variant.text, variant.usual, variant.reason) == ("Crusoé", "Crusoe", "accent")
    assert "Crusoé" in variant.message


def test_reports_one_letter():
    """Two names one letter apart, a transposition included, are near-duplicates."""
    variants = _ledger("Il a vu Lochmiller.", "Elle a vu Lochmiller.", "On a vu Lochmliler.").variants()
    assert [(v.text, v.usual, v.reason) for v in variants] == [("Lochmliler", "Lochmiller", "letter")]


def test_does_not_report_other_names_and_inflections():
    """Short names, plurals and acronyms are not near-duplicates."""
    assert _ledger("Il a vu Niger et Nigel.", "Elle a vu Bledel, Bledels, AIEA et AIE.").variants() == []
