"""The header of a model card: simple ``key: value`` lines and lists between two lines of three dashes.

Only what is shown to the user or tells the languages is read, so that no YAML library is needed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
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


TERMS: Final = ("LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE", "LICENCE.md", "DATA.md")
"""Files beside a card in which terms stand that have no name of their own, the nearest to the point first."""


def licence_in_words(directory: Path, facts: Mapping[str, str]) -> str:
    """Return the licence as its card states it, and what ``other`` stands for: the hub's word for "none of the list".

    The answer names where the terms are to be read; it is no legal advice.
    """
    stated = facts.get("license", "")
    if not stated:
        return "not stated on its card"
    if stated.lower() != "other":
        return stated
    name, link = facts.get("license_name", ""), facts.get("license_link", "")
    wanted = (link, name, name.removeprefix("see-"), *TERMS)
    here = next(
        (entry for entry in wanted if entry and "/" not in entry and (directory / entry).is_file()), "README.md"
    )
    place = link if link.startswith(("https://", "http://")) else str(directory / here)
    return f"other: no standard licence covers it as a whole; its terms, and those of its data, are told in {place}"


def _values(text: str) -> list[str]:
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        return [_bare(part) for part in text[1:-1].split(",") if part.strip()]
    return [_bare(text)] if text else []


def _bare(text: str) -> str:
    return text.strip().strip("\"'")
