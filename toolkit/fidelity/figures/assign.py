"""One-to-one assignment of least cost (Kuhn 1955, in the O(n³) form of Jonker & Volgenant 1987)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_LIMIT: Final = 80
"""Above so many leftovers on a side pairs are taken greedily, so that long tables cost no cubic time."""


def assign(
    costs: Sequence[Sequence[float]], skip_row: Sequence[float], skip_column: Sequence[float]
) -> list[tuple[int, int]]:
    """Return the pairs of the assignment of least total cost; rows and columns may stay alone at a price."""
    rows, columns = len(skip_row), len(skip_column)
    if not rows or not columns:
        return []
    if rows == columns == 1 and costs[0][0] != skip_row[0] + skip_column[0]:
        return [(0, 0)] if costs[0][0] < skip_row[0] + skip_column[0] else []
    if max(rows, columns) > _LIMIT:
        return _greedy(costs, skip_row, skip_column)
    size = rows + columns
    matrix = [
        [
            costs[i][j] if i < rows and j < columns
            else skip_row[i] if i < rows
            else skip_column[j] if j < columns
            else 0.0
            for j in range(size)
        ]
        for i in range(size)
    ]  # fmt: skip
    return [(i, j) for i, j in _solve(matrix) if i < rows and j < columns]


def _greedy(
    costs: Sequence[Sequence[float]], skip_row: Sequence[float], skip_column: Sequence[float]
) -> list[tuple[int, int]]:
    ranked = sorted(
        (cost, i, j) for i, row in enumerate(costs) for j, cost in enumerate(row) if cost < skip_row[i] + skip_column[j]
    )
    used_rows: set[int] = set()
    used_columns: set[int] = set()
    pairs = []
    for _, i, j in ranked:
        if i not in used_rows and j not in used_columns:
            used_rows.add(i)
            used_columns.add(j)
            pairs.append((i, j))
    return sorted(pairs)


def _solve(matrix: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    size = len(matrix)
    infinity = float("inf")
    u, v = [0.0] * (size + 1), [0.0] * (size + 1)
    owner, way = [0] * (size + 1), [0] * (size + 1)
    for row in range(1, size + 1):
        owner[0] = row
        column = 0
        least, used = [infinity] * (size + 1), [False] * (size + 1)
        while owner[column]:
            used[column] = True
            current, delta, following = owner[column], infinity, 0
            for j in range(1, size + 1):
                if used[j]:
                    continue
                reduced = matrix[current - 1][j - 1] - u[current] - v[j]
                if reduced < least[j]:
                    least[j], way[j] = reduced, column
                if least[j] < delta:
                    delta, following = least[j], j
            for j in range(size + 1):
                if used[j]:
                    u[owner[j]] += delta
                    v[j] -= delta
                else:
                    least[j] -= delta
            column = following
        while column:
            owner[column] = owner[way[column]]
            column = way[column]
    return sorted((owner[j] - 1, j - 1) for j in range(1, size + 1))
