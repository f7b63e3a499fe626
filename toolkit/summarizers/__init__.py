"""Adapters and rules that condense a document."""
