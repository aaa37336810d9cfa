"""The works' attributes as columns, and selectors as boolean columns: each is computed once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from operator import attrgetter
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import shapely

from hamgam.engine.geometry import WGS84, metric_epsg, reproject
from hamgam.engine.overlaps.footprints import NOBODY, day_numbers
from hamgam.engine.overlaps.rules import Band, Selector
from hamgam.engine.works import (
    CERTAINTY_RANK,
    Activity,
    Certainty,
    Impact,
    Kind,
    RoadPart,
    Stage,
    Surface,
    Work,
    Zone,
    ZoneKind,
)

Mask = npt.NDArray[np.bool_]
NO_DAY = np.iinfo(np.int32).min
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
VOCABULARIES: Mapping[str, Iterable[object]] = MappingProxyType(
    {
        "kind": Kind,
        "activity": Activity,
        "stage": Stage,
        "surface": Surface,
        "road_part": RoadPart,
        "impact": Impact,
        "certainty": Certainty,
    }
)
IMPACT_RANK = {impact: rank for rank, impact in enumerate(Impact)}


class WorkColumns:
    """Columns of n works, each read from the works when it is first asked for.

    `today` decides what has ended; None lets only the stage and the kind decide.
    """

    def __init__(self, works: Sequence[Work], zones: Sequence[Zone], today: date | None) -> None:
        self.works = works
        self.zones = zones
        self.today = NO_DAY if today is None else int(day_numbers([today])[0])
        self._masks: dict[Selector, Mask] = {}
        self._words: dict[str, npt.NDArray[np.uint8]] = {}
        self._zones_near: dict[float, npt.NDArray[np.bool_]] = {}

    def __len__(self) -> int:
        return len(self.works)

    def _days(self, name: str) -> npt.NDArray[np.int32]:
        days = map(attrgetter(name), self.works)
        return np.fromiter(
            (NO_DAY if day is None else day.toordinal() - _EPOCH_ORDINAL for day in days),
            dtype=np.int32,
            count=len(self),
        )

    def words(self, name: str) -> npt.NDArray[np.uint8]:
        """(n,) places in the vocabulary of an attribute; one past the last where it is None."""
        if name not in self._words:
            # members are single objects, and their own hash is slow
            place = {id(word): code for code, word in enumerate((*VOCABULARIES[name], None))}
            told = map(attrgetter(name), self.works)
            self._words[name] = np.fromiter(
                (place[id(word)] for word in told), dtype=np.uint8, count=len(self)
            )
        return self._words[name]

    @cached_property
    def begins(self) -> npt.NDArray[np.int32]:
        """(n,) first day, NO_DAY where none is told."""
        return self._days("begins")

    @cached_property
    def ends(self) -> npt.NDArray[np.int32]:
        """(n,) last day, NO_DAY where none is told."""
        return self._days("ends")

    @cached_property
    def submitted(self) -> npt.NDArray[np.int32]:
        """(n,) day of the notice, NO_DAY where none is told."""
        return self._days("submitted")

    @cached_property
    def is_dated(self) -> Mask:
        """(n,) whether both days are told."""
        dated: Mask = (self.begins != NO_DAY) & (self.ends != NO_DAY)
        return dated

    @cached_property
    def ended(self) -> Mask:
        """(n,) whether the work lies behind: by its stage, as a finished surface, or by today."""
        told = self.among("stage", {Stage.DONE}) | self.among("kind", {Kind.SURFACE})
        ended: Mask = told | ((self.ends != NO_DAY) & (self.ends < self.today))
        return ended

    @cached_property
    def owner(self) -> npt.NDArray[np.int32]:
        """(n,) codes of equal agency text, NOBODY for none."""
        return self.codes([work.agency for work in self.works])

    @cached_property
    def street(self) -> npt.NDArray[np.int32]:
        """(n,) codes of equal street text, NOBODY for none."""
        return self.codes([" ".join(work.street.split()).casefold() for work in self.works])

    @cached_property
    def project(self) -> npt.NDArray[np.int32]:
        """(n,) codes of equal project text, NOBODY for none."""
        return self.codes([work.project for work in self.works])

    @cached_property
    def emergency(self) -> Mask:
        """(n,) whether the work is an emergency."""
        return self.holds(attrgetter("emergency"))

    def among(self, name: str, wanted: Iterable[object]) -> Mask:
        """(n,) whether an attribute is one of the wanted words of its vocabulary."""
        words = tuple(VOCABULARIES[name])
        chosen = np.zeros(len(words) + 1, dtype=bool)
        chosen[[words.index(word) for word in wanted]] = True
        found: Mask = chosen[self.words(name)]
        return found

    @cached_property
    def geometry(self) -> npt.NDArray[np.object_]:
        """(n,) places in degrees, None where none is told."""
        return np.asarray([work.geometry for work in self.works], dtype=object)

    @cached_property
    def is_placed(self) -> Mask:
        """(n,) whether a place is told."""
        placed: Mask = ~(shapely.is_missing(self.geometry) | shapely.is_empty(self.geometry))
        return placed

    @cached_property
    def epsg(self) -> int:
        """The metric system around the works."""
        return metric_epsg(self.geometry)

    def codes(self, texts: Sequence[str | None]) -> npt.NDArray[np.int32]:
        """(n,) codes of equal texts, NOBODY for none and for empty ones."""
        seen: dict[str, int] = {}
        return np.asarray(
            [seen.setdefault(text, len(seen)) if text else NOBODY for text in texts], dtype=np.int32
        )

    def holds(self, test: Callable[[Work], bool]) -> Mask:
        """(n,) the test's answer for each work."""
        return np.fromiter(map(test, self.works), dtype=bool, count=len(self))

    def extent_m(self) -> npt.NDArray[np.float64]:
        """(n,) diameter in metres of the smallest circle around each place, NaN for none."""
        diameters = np.full(len(self), np.nan)
        placed = self.is_placed
        metric = reproject(self.geometry[placed], WGS84, self.epsg)
        diameters[placed] = 2 * shapely.minimum_bounding_radius(metric)
        return diameters

    def zones_near(self, reach_m: float) -> npt.NDArray[np.bool_]:
        """(n, z) whether the work meets the zone, widened by so many metres."""
        if reach_m not in self._zones_near:
            self._zones_near[reach_m] = self._join(reach_m)
        return self._zones_near[reach_m]

    def _join(self, reach_m: float) -> npt.NDArray[np.bool_]:
        shapes = np.asarray([zone.geometry for zone in self.zones], dtype=object)
        if reach_m > 0 and len(shapes):
            widened = shapely.buffer(reproject(shapes, WGS84, self.epsg), reach_m)
            shapes = reproject(widened, self.epsg, WGS84)
        met = np.zeros((len(self), len(self.zones)), dtype=bool)
        if len(shapes):
            work, zone = shapely.STRtree(shapes).query(self.geometry, predicate="intersects")
            met[work, zone] = True
        return met

    def in_zone(self, name: str, reach_m: float = 0.0) -> Mask:
        """(n,) whether the work lies in a zone of that key or kind.

        Where the city's own outline is not given, every work lies in the city.
        """
        chosen = [name in (zone.key, zone.kind.value) for zone in self.zones]
        if name == ZoneKind.CITY and not any(chosen):
            return np.ones(len(self), dtype=bool)
        inside: Mask = np.logical_or.reduce(self.zones_near(reach_m)[:, chosen], axis=1)
        return inside

    def selected(self, selector: Selector) -> Mask:
        """(n,) which works the selector takes; withdrawn works are taken by none."""
        if selector not in self._masks:
            self._masks[selector] = self._select(selector)
        return self._masks[selector]

    def _select(self, who: Selector) -> Mask:
        mask = ~self.among("stage", {Stage.WITHDRAWN})
        mask &= self._by_vocabulary(who)
        mask &= self._by_rank(who)
        mask &= self._by_measure(who)
        if who.zone:
            mask &= self._in_any_zone(who)
        for column, wanted in who.told:
            mask &= [work.told.get(column, "").strip().casefold() in wanted for work in self.works]
        return mask

    def _in_any_zone(self, who: Selector) -> Mask:
        inside = np.zeros(len(self), dtype=bool)
        for name in who.zone:
            inside |= self.in_zone(name, who.zone_reach_m)
        return inside

    def _by_vocabulary(self, who: Selector) -> Mask:
        mask = np.ones(len(self), dtype=bool)
        for name in ("kind", "activity", "stage", "surface", "road_part"):
            wanted = getattr(who, name)
            if wanted:
                mask &= self.among(name, wanted)
        if who.agency:
            mask &= self.holds(lambda work: work.agency in who.agency)
        return mask

    def _by_rank(self, who: Selector) -> Mask:
        mask = np.ones(len(self), dtype=bool)
        if who.impact_at_least is not None:
            mask &= self.words("impact") >= IMPACT_RANK[who.impact_at_least]
        if who.certainty_at_least is not None:
            mask &= self.words("certainty") <= CERTAINTY_RANK[who.certainty_at_least]
        if who.emergency is not None:
            mask &= self.emergency == who.emergency
        if who.ended is not None:
            mask &= self.ended == who.ended
        return mask

    def _by_measure(self, who: Selector) -> Mask:
        mask = np.ones(len(self), dtype=bool)
        for name in ("area_m2", "length_m", "width_m", "depth_m"):
            band = getattr(who, name)
            if band is not None:
                values = np.asarray([getattr(work, name) for work in self.works], dtype=float)
                mask &= within(values, band)
        if who.duration_days is not None:
            days = np.where(self.is_dated, self.ends.astype(float) - self.begins + 1, np.nan)
            mask &= within(days, who.duration_days)
        return mask


def within(values: npt.NDArray[np.float64], band: Band) -> Mask:
    """(n,) which values lie in the band; NaN lies in none."""
    mask = ~np.isnan(values)
    for bound, holds in (
        (band.over, np.greater),
        (band.at_least, np.greater_equal),
        (band.under, np.less),
        (band.at_most, np.less_equal),
    ):
        if bound is not None:
            mask &= holds(values, bound)
    return mask
