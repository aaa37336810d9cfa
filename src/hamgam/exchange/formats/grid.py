"""Grids of cells (CSV and sheets) to tables: where the heading is, and names for its columns."""

from __future__ import annotations

from collections.abc import Sequence

from hamgam.exchange.formats import shapes
from hamgam.exchange.table import Cell, Table, UnreadableError

MAX_CELLS = 2_000_000
_SEARCHED_ROWS = 25
_MOST_HEADING_ROWS = 4
Merged = tuple[int, int, int, int]
"""Cells merged into one: top, left, bottom, right."""
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


def _fill(grid: Sequence[list[Cell]], merged: Sequence[Merged], at: int) -> int:
    """Write each merged cell's value wherever it is seen, and tell the last row of the heading that
    begins at row `at`.

    In the heading a value holds for all its columns, below only down its own: a sum written across
    a row is no value of its columns.
    """
    last = max((b for a, _, b, _ in merged if a <= at <= b), default=at)
    last = last if last < at + _MOST_HEADING_ROWS else at
    for top, left, bottom, right in merged:
        for row in range(top, min(bottom + 1, len(grid))):
            if row >= at and left < len(grid[row]):
                width = right + 1 - left if row <= last else 1
                grid[row][left : left + width] = [grid[top][left]] * len(
                    grid[row][left : left + width]
                )
    return last


def _stacked(grid: Sequence[Sequence[Cell]]) -> list[Cell]:
    """One heading from its rows: what stands one above the other, each text once."""
    columns = zip(*grid, strict=True)
    return [
        " ".join(dict.fromkeys(str(c).strip() for c in told if not _is_blank(c)))
        for told in columns
    ]


def table_of(cells: Sequence[Sequence[Cell]], merged: Sequence[Merged] = ()) -> Table:
    """The table of a grid: rows above the heading and blank rows are left out, row numbers count
    from the heading."""
    at = _heading_row(cells)
    width = max(len(row) for row in cells[at:])
    grid = [[*row, *[None] * (width - len(row))] for row in cells]
    last = _fill(grid, merged, at)
    rows, numbers = [], []
    for number, row in enumerate(grid[last + 1 :], start=1):
        if not all(map(_is_blank, row)):
            rows.append(row)
            numbers.append(number)
    if not rows:
        raise UnreadableError("it holds no rows under its column names")
    names = _names(_stacked(grid[at : last + 1]), width)
    table = Table(columns=names, rows=rows, numbers=numbers)
    if at:
        table.notes.append(f"{at} rows above the column names were left out")
    shapes.attach_text_shapes(table)
    return table
