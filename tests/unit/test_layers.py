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
    "text": 3,
    "fidelity": 4,
    "decoding": 5,
    "engines": 5,
    "summarizers": 5,
    "storage": 5,
    "review": 5,
    "checkpoints": 5,
    "evaluation": 5,
    "training": 5,
    "pipeline": 6,
    "cli": 7,
    "__main__": 8,
    "__init__": 9,
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
