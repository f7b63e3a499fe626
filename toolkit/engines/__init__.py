"""Adapters that run a model behind the TranslationEngine protocol."""
