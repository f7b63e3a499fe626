"""The header of a model card: simple ``key: value`` lines and lists between two lines of three dashes.

Only what is shown to the user or tells the languages is read, so that no YAML library is needed.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

_KEY: Final = re.compile(r"([A-Za-z_][\w-]*):\s*(.*)")

SHOWN: Final = ("license", "license_name", "license_link", "language", "datasets", "base_model", "pipeline_tag")
"""Header lines kept as facts."""


def read_card(directory: Path) -> dict[str, str]:
    """Return the facts in the header of the README in *directory*; lists are joined with commas. Empty without one."""
    try:
        lines = (directory / "README.md").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    if not lines or lines[0].strip() != "---":
        return {}
    facts: dict[str, list[str]] = {}
    key = ""
    for line in lines[1:]:
        if line.strip() == "---":
            break
        match = _KEY.match(line)
        if match:
            key = match[1]
            facts[key] = _values(match[2])
        elif key and line.strip().startswith("- "):
            facts[key].append(_bare(line.strip()[2:]))
    return {key: ", ".join(facts[key]) for key in SHOWN if facts.get(key)}


def _values(text: str) -> list[str]:
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        return [_bare(part) for part in text[1:-1].split(",") if part.strip()]
    return [_bare(text)] if text else []


def _bare(text: str) -> str:
    return text.strip().strip("\"'")
