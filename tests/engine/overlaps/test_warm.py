from __future__ import annotations

from importlib import import_module

from numba.core.dispatcher import Dispatcher

from hamgam.engine.overlaps import kernel
from hamgam.engine.overlaps.reach import terms
from hamgam.engine.overlaps.warm import warm
from tests.engine.overlaps.throngs import random_throng

MODULES = ("approach", "cells", "nearness", "ordering", "pieces", "sweep")


def signatures() -> dict[str, int]:
    """How many signatures of each kernel are compiled or loaded."""
    return {
        f"{module}.{name}": len(found.signatures)
        for module in MODULES
        for name, found in vars(import_module(f"hamgam.engine.overlaps.{module}")).items()
        if isinstance(found, Dispatcher)
    }


def test_warming_compiles_all_that_a_search_needs() -> None:
    warm()
    before = signatures()
    for extent_m in (60.0, 5000.0):
        crowd = random_throng(11, 300, extent_m=extent_m)
        pairs = kernel.near_pairs(crowd.footprints, crowd.reach, terms(None, False), threads=2)
        kernel.distances(crowd.footprints, pairs)
        kernel.nearest_points(crowd.footprints, pairs)
    assert len(pairs)
    assert sum(before.values()) > 0
    assert signatures() == before
