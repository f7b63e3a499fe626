"""Tables of names and words shipped with the package. The first line of every table names its source."""
