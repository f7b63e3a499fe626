"""One module for each document format: what is translated in it, and how the translation is put back."""
