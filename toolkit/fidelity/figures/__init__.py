"""Figures by value: read, match, check and write them in French and English."""

from toolkit.fidelity.figures.check import FigureReport, SourceFigures, check_figures
from toolkit.fidelity.figures.conventions import Proposal, localisations
from toolkit.fidelity.figures.digit_names import name_like_spans
from toolkit.fidelity.figures.localise import describe, localise
from toolkit.fidelity.figures.match import FigureMatch, match
from toolkit.fidelity.figures.parse import parse

__all__ = [
    "FigureMatch",
    "FigureReport",
    "Proposal",
    "SourceFigures",
    "check_figures",
    "describe",
    "localisations",
    "localise",
    "match",
    "name_like_spans",
    "parse",
]
