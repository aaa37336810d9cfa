"""What a city says of prices, freedoms and people, as the scale of options takes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

import shapely
from shapely.geometry.base import BaseGeometry

from hamgam.engine.geometry import WGS84, metric_epsg, reproject
from hamgam.engine.impact.detours import Detour, detour, shut_by
from hamgam.engine.impact.graph import StreetGraph, StreetLine, street_graph
from hamgam.engine.overlaps.settling import Exposure, HoursBy, Prices, Span
from hamgam.engine.works import Impact, Kind, Work
from hamgam.exchange.city.settling import Passers, People, Settling, Trench
from hamgam.exchange.city.values import City, PriceBook


def prices_of(book: PriceBook, trench: Trench) -> Prices:
    """The city's price book as the scale takes it."""

    def rials(key: str) -> int:
        return book.prices[key].rials

    return Prices(
        excavation_m3=rials("excavation"),
        backfill_m3=rials("backfill"),
        reinstatement_m2=rials("trench_reinstatement"),
        overlay_m2=rials("asphalt_overlay"),
        mobilisation=rials("mobilisation"),
        traffic_day=rials("traffic_management"),
        night=rials("night_work"),
        person_hour=rials("person_hour"),
        trench_width_m=trench.width_m,
        trench_depth_m=trench.depth_m,
        lane_width_m=trench.lane_width_m,
        joint_factor=trench.joint_factor,
    )


def freedom_by_stage(work: Work, told: Settling) -> Span | None:
    """Where the city lets a work of its stage lie; None for one that may not move."""
    by_stage = told.freedom.get(work.stage)
    if work.begins is None or work.ends is None or by_stage is None:
        return None
    if work.emergency or work.kind is not Kind.WORK:
        return None
    return Span(
        work.begins - timedelta(days=by_stage.earlier_days),
        work.ends + timedelta(days=by_stage.later_days),
    )


def busiest(classes: Iterable[str], people: People) -> Passers:
    """Who passes the busiest of some streets, by their classes; those of no class for none."""
    return max(
        (people.passers(word) for word in [*classes, ""]),
        key=lambda found: found.residents_a_day + found.pilgrims_a_day,
    )


def exposure(passing: Passers, people: People, found: Detour | None) -> Exposure:
    """The hours each passer loses by impact: a closure's are those of the way around where one is
    told, and the others keep their ratio to it; else the city's table."""
    lost, whole = dict(people.hours_lost), people.hours_lost.get(Impact.CLOSURE, 0.0)
    is_by_graph = found is not None and whole > 0
    if found is not None and whole > 0:
        lost = {impact: hours / whole * found.minutes / 60 for impact, hours in lost.items()}
    return Exposure(
        residents_a_day=passing.residents_a_day,
        pilgrims_a_day=passing.pilgrims_a_day,
        season_factor=people.season_factor,
        hours_lost=lost,
        night_share=people.night_share,
        hours_by=HoursBy.GRAPH if is_by_graph else HoursBy.TABLE,
    )


def way_around(works: Sequence[Work], graph: StreetGraph, epsg: int) -> Detour | None:
    """The way around the works' place on a graph drawn in that system; None where there is
    none."""
    places = [work.geometry for work in works if work.geometry is not None]
    if not places or not graph.stretches:
        return None
    moved = reproject(places, WGS84, epsg)
    return detour(graph, sorted({one for place in moved for one in shut_by(graph, place)}))


def exposure_in(
    city: City, works: Sequence[Work], people: People, drawn: tuple[StreetGraph, int]
) -> Exposure:
    """Who passes the works' place and what its closure costs, on the graph of `streets_drawn`."""
    named = {work.street for work in works if work.street}
    classes = [one.street_class for one in city.streets if named & set(one.names.values())]
    return exposure(busiest(classes, people), people, way_around(works, *drawn))


def streets_drawn(
    streets: Iterable[tuple[BaseGeometry, str]], speeds: Mapping[str, float]
) -> tuple[StreetGraph, int]:
    """The graph of some streets, each a line in degrees with its class, and in which metric system
    it is drawn; km/h by class, the empty class for all others. What is no line is left out."""
    told = [(line, word) for line, word in streets if shapely.get_dimensions(line) == 1]
    if not told:
        return StreetGraph(()), WGS84
    shapes = [line for line, _ in told]
    epsg = metric_epsg(shapes)
    lines = reproject(shapes, WGS84, epsg)
    return street_graph(
        [
            StreetLine(line=line, speed_kmh=speeds.get(word, speeds[""]))
            for line, (_, word) in zip(lines, told, strict=True)
        ]
    ), epsg
