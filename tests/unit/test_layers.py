"""The direction of imports, read from the source with ast."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "toolkit"
RANK = {
    "errors": 0,
    "languages": 0,
    "options": 1,
    "types": 2,
    "links": 3,
    "templates": 3,
    "text": 4,
    "fidelity": 5,
    "decoding": 6,
    "engines": 6,
    "summarizers": 6,
    "storage": 6,
    "review": 6,
    "checkpoints": 6,
    "evaluation": 6,
    "training": 6,
    "scale": 6,
    "pipeline": 7,
    "cli": 8,
    "__main__": 9,
    "__init__": 10,
}
"""A room may import itself and rooms of a lower rank; rooms of one rank are siblings and share only types."""


def _room(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[0]


def _imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import; write toolkit.… so that the layer shows"
            names = [node.module or ""]
            if node.module == "toolkit":
                names = [f"toolkit.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("toolkit.")}
    return found


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_down(path):
    """A module imports only its own room and rooms below it."""
    own = _room(path)
    for other in _imported(path) - {own}:
        assert other in RANK, f"{path.name} imports toolkit.{other}, which is no room"
        assert RANK[other] < RANK[own], f"{path.name} ({own}) imports {other}, which is beside or above it"


def test_no_drawer_for_odds_and_ends():
    """Modules are named for what they hold."""
    assert not [p for p in ROOT.rglob("*.py") if p.stem in {"utils", "helpers", "common", "misc"}]
