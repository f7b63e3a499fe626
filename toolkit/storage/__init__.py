"""Documents, outputs, translation memory and interchange formats on disk."""
