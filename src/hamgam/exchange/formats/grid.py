"""Grids of cells (CSV and sheets) to tables: where the heading is, and names for its columns."""

from __future__ import annotations

from collections.abc import Sequence

from hamgam.exchange.formats import shapes
from hamgam.exchange.table import Cell, Table, UnreadableError

MAX_CELLS = 2_000_000
_SEARCHED_ROWS = 25
_FULL_ENOUGH = 0.6


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _heading_row(grid: Sequence[Sequence[Cell]]) -> int:
    """The first row that is nearly as wide as the widest and holds only text: titles above it are
    narrower."""
    counts = [sum(not _is_blank(cell) for cell in row) for row in grid[:_SEARCHED_ROWS]]
    widest = max(counts, default=0)
    for i, count in enumerate(counts):
        texts = all(isinstance(cell, str) or cell is None for cell in grid[i])
        if texts and count and count >= _FULL_ENOUGH * widest:
            return i
    raise UnreadableError("it has no row of column names", "the first row should name the columns")


def _names(heading: Sequence[Cell], width: int) -> list[str]:
    names: list[str] = []
    for i in range(width):
        cell = heading[i] if i < len(heading) else None
        name = f"column {i + 1}" if _is_blank(cell) else str(cell).strip()
        same = sum(other == name or other.startswith(f"{name} (") for other in names)
        names.append(f"{name} ({same + 1})" if same else name)
    return names


def table_of(grid: Sequence[Sequence[Cell]]) -> Table:
    """The table of a grid: rows above the heading and blank rows are left out, row numbers count
    from the heading."""
    at = _heading_row(grid)
    width = max(len(row) for row in grid[at:])
    rows, numbers = [], []
    for number, row in enumerate(grid[at + 1 :], start=1):
        if not all(_is_blank(cell) for cell in row):
            rows.append([*row, *[None] * (width - len(row))])
            numbers.append(number)
    if not rows:
        raise UnreadableError("it holds no rows under its column names")
    table = Table(columns=_names(grid[at], width), rows=rows, numbers=numbers)
    if at:
        table.notes.append(f"{at} rows above the column names were left out")
    shapes.attach_text_shapes(table)
    return table
