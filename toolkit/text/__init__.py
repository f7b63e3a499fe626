"""Pure rules on text: normalisation, segmentation, boilerplate, language, guards. No model, no files."""
