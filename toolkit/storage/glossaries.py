"""Read glossaries from files: TSV, CSV, TBX."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from toolkit.errors import InputError
from toolkit.fidelity.terms import Glossary, Row, build, parse
from toolkit.types import Term

DEFAULT_NAME: Final = "glossary.tsv"


def load(path: Path) -> Glossary:
    """Read and validate a glossary.

    Raises InputError when *path* cannot be read, is not UTF-8, is of another format, or has errors; the message lists
    them with their lines.
    """
    if path.suffix.lower() == ".tbx":
        from toolkit.storage.interchange import tbx  # noqa: PLC0415 - lxml, needed for this format only

        return build([_row(term) for term in tbx.read(path)], path.name)
    if path.suffix.lower() not in {".tsv", ".csv", ".txt", ".tab"}:
        raise InputError(f"{path}: a glossary is a .tsv, .csv or .tbx file, got {path.suffix or 'no extension'!r}.")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}. Check --glossary.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 (byte {error.start}): save it as UTF-8 and try again.") from error
    return build(parse(text, path.name), path.name)


def _row(term: Term) -> Row:
    """Return an imported term as a row, so that it is validated like one of a table."""
    case = "sensitive" if term.case_sensitive else ""
    target = "" if term.policy == "keep" else term.target
    cells = {"source": term.source, "target": target, "policy": term.policy, "case": case, "note": term.note}
    return Row(term.line, cells)
