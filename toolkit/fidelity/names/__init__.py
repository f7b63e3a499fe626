"""Names: found in a text, kept in one spelling over a run, compared between source and target."""

from toolkit.fidelity.names.check import NameReport, SourceNames, check_names
from toolkit.fidelity.names.find import find_names
from toolkit.fidelity.names.ledger import Ledger, Spelling, Variant

__all__ = ["Ledger", "NameReport", "SourceNames", "Spelling", "Variant", "check_names", "find_names"]
