"""Who passes a place and what its closure costs each: by the way around on the street graph where
the city's list of streets leads one, else by the city's table of hours."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import shapely
from django.db.models import Count, Max

from hamgam.engine import works as engine
from hamgam.engine.geometry import WGS84, metric_epsg, reproject
from hamgam.engine.impact.detours import Detour, detour, shut_by
from hamgam.engine.impact.graph import StreetGraph, StreetLine, street_graph
from hamgam.engine.overlaps.settling import Exposure, HoursBy
from hamgam.engine.works import Impact
from hamgam.exchange.city.settling import Passers, People
from hamgam.register.models import Street


def exposure_of(works: Sequence[engine.Work], people: People) -> Exposure:
    """Who passes the busiest of the works' streets, and the hours each loses by impact."""
    passing, found = _passers(works, people), detour_of(works, people)
    lost = dict(people.hours_lost)
    whole = lost.get(Impact.CLOSURE, 0.0)
    if found is not None and whole > 0:
        lost = {impact: hours / whole * found.minutes / 60 for impact, hours in lost.items()}
    return Exposure(
        residents_a_day=passing.residents_a_day,
        pilgrims_a_day=passing.pilgrims_a_day,
        season_factor=people.season_factor,
        hours_lost=lost,
        night_share=people.night_share,
        hours_by=HoursBy.GRAPH if found is not None and whole > 0 else HoursBy.TABLE,
    )


def _passers(works: Sequence[engine.Work], people: People) -> Passers:
    names = {work.street for work in works if work.street}
    classes = Street.objects.filter(name_fa__in=names).values_list("street_class", flat=True)
    return max(
        (people.passers(word) for word in [*classes, ""]),
        key=lambda found: found.residents_a_day + found.pilgrims_a_day,
    )


def detour_of(works: Sequence[engine.Work], people: People) -> Detour | None:
    """The way around the works' place; None where no street of the list lies there, or none has
    another way on."""
    places = [work.geometry for work in works if work.geometry is not None]
    held = Street.objects.filter(geometry__isnull=False).aggregate(Count("pk"), Max("pk"))
    if not places or not held["pk__count"]:
        return None
    speeds = tuple((word, passers.speed_kmh) for word, passers in people.streets.items())
    graph, epsg = _graph(speeds, held["pk__count"], held["pk__max"])
    moved = reproject(places, WGS84, epsg)
    shut = sorted({number for place in moved for number in shut_by(graph, place)})
    return detour(graph, shut)


@lru_cache(maxsize=4)
def _graph(
    speeds: tuple[tuple[str, float], ...], count: int, latest: int
) -> tuple[StreetGraph, int]:
    """The graph of the city's streets in metres, and in which system; built once for a list of so
    many streets with that last key."""
    rows = [row for row in Street.objects.order_by("pk") if row.shape is not None]
    shapes: list[shapely.Geometry] = [row.shape for row in rows]
    epsg, by_class = metric_epsg(shapes), dict(speeds)
    lines = reproject(shapes, WGS84, epsg)
    return street_graph(
        [
            StreetLine(line=line, speed_kmh=by_class.get(row.street_class, by_class[""]))
            for line, row in zip(lines, rows, strict=True)
            if shapely.get_dimensions(line) == 1
        ]
    ), epsg
