"""Who passes a case's place, and the way around it on the register's own streets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.db.models import Count, Max

from hamgam.engine import works as engine
from hamgam.engine.impact.graph import StreetGraph
from hamgam.engine.overlaps.settling import Exposure
from hamgam.exchange.city.settling import People
from hamgam.exchange.scenes import busiest, exposure, streets_drawn, way_around
from hamgam.register.models import Street


def exposure_of(works: Sequence[engine.Work], people: People) -> Exposure:
    """Who passes the busiest of the works' streets, and the hours each loses by impact."""
    names = {work.street for work in works if work.street}
    classes = Street.objects.filter(name_fa__in=names).values_list("street_class", flat=True)
    held = Street.objects.filter(geometry__isnull=False).aggregate(Count("pk"), Max("pk"))
    found = None
    if held["pk__count"]:
        speeds = tuple((word, one.speed_kmh) for word, one in people.streets.items())
        graph, epsg = _drawn(speeds, held["pk__count"], held["pk__max"])
        found = way_around(works, graph, epsg)
    return exposure(busiest(classes, people), people, found)


@lru_cache(maxsize=4)
def _drawn(
    speeds: tuple[tuple[str, float], ...], count: int, latest: int
) -> tuple[StreetGraph, int]:
    """The graph of the register's streets; built once for a list of so many with that last key."""
    rows = Street.objects.filter(geometry__isnull=False).order_by("pk")
    told = [(row.shape, row.street_class) for row in rows if row.shape is not None]
    return streets_drawn(told, dict(speeds))
