"""Which street something lies in: all that other agencies learn of a restricted work's place."""

from __future__ import annotations

from collections.abc import Iterable

from shapely.geometry.base import BaseGeometry

from hamgam.exchange.persian import normalise
from hamgam.register.models import Street
from hamgam.register.models.columns import in_view
from hamgam.register.nearness import distance_m, widened

FARTHEST_STREET_M = 250.0
"""A place farther from every street lies in none of them."""


class StreetLevel:
    """The city's streets by name and by place; reads their names once."""

    def __init__(self) -> None:
        rows = Street.objects.order_by("id").values_list("pk", "name_fa", "name_en", "name_ar")
        self._named = {normalise(name): pk for pk, *names in rows for name in names if name}
        self._known: dict[int, Street] = {}

    def _row(self, pk: int) -> Street:
        if pk not in self._known:
            self._known[pk] = Street.objects.get(pk=pk)
        return self._known[pk]

    def street_of(self, told: str, place: BaseGeometry | None) -> Street | None:
        """The street a text names, the longest name it holds; else the nearest to the place; None
        where neither leads to one."""
        text = f" {normalise(told)} "
        held = [name for name in self._named if f" {name} " in text]
        if held:
            return self._row(self._named[max(held, key=len)])
        return None if place is None else _nearest(place)


def _nearest(place: BaseGeometry) -> Street | None:
    near: Iterable[Street] = Street.objects.filter(in_view(*widened(place, FARTHEST_STREET_M)))
    reached = [
        (distance_m(shape, place), row.pk, row) for row in near if (shape := row.shape) is not None
    ]
    found = min(reached, default=None, key=lambda told: told[:2])
    return found[2] if found and found[0] <= FARTHEST_STREET_M else None
