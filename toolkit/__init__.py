"""Translate and summarise folders of articles offline, with names and figures checked by value."""
