"""Bilingual files that other tools read and write: TMX, XLIFF, TBX, tables and Word documents."""
