"""Figures by value: read, match, check and write them in French and English."""
