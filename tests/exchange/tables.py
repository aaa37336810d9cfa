"""Small tables for the tests of what happens after parsing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from hamgam.exchange.table import OWN_SHAPE, Cell, Table


def table_of(
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    shapes: Sequence[shapely.Geometry | None] | None = None,
    crs: str | None = None,
) -> Table:
    """A table as a parser hands it over."""
    own = (
        {}
        if shapes is None
        else {OWN_SHAPE: list(shapely.to_wkb(np.asarray(shapes, dtype=object)))}
    )
    return Table(
        columns=list(columns),
        rows=[list(row) for row in rows],
        numbers=list(range(1, len(rows) + 1)),
        shapes=own,
        crs=crs,
    )
