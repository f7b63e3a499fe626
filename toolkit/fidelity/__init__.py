"""Names, figures and terms: parse, compare, repair. Pure."""
