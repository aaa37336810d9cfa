"""What an option costs whom: one scale for computed and hand-made ways alike.

The formulas and their units stand in docs/algorithms/options.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from math import sqrt

import shapely

from hamgam.engine.geometry import WGS84, metric_epsg, reproject
from hamgam.engine.overlaps.breaches import BreachTable
from hamgam.engine.overlaps.settling import (
    Breach,
    Option,
    OptionKind,
    Placement,
    Prices,
    Scene,
    Weight,
)
from hamgam.engine.works import Activity, Impact, Work

DIGS = frozenset({Activity.EXCAVATION, Activity.CONNECTION})
SIDE_BY_SIDE_M = 12.0
"""Trenches nearer than this run through the same street."""
TOGETHER = frozenset({OptionKind.JOINT, OptionKind.CLOSURE})
_IMPACT_RANK = {impact: rank for rank, impact in enumerate(Impact)}


def length_m(work: Work) -> float:
    """How long a work is along the street, in metres: as told, else as drawn, else the side of a
    square as large as told."""
    if work.length_m:
        return work.length_m
    if work.geometry is not None and not work.geometry.is_empty:
        shape = reproject([work.geometry], WGS84, metric_epsg([work.geometry]))[0]
        if shapely.get_dimensions(shape) == 1:
            return float(shape.length)
        if shapely.get_dimensions(shape) == 2:
            return float(sqrt(shape.area))
    return sqrt(work.area_m2) if work.area_m2 else 0.0


def shared_m(a: Work, b: Work) -> float:
    """Metres of the shorter work that run within SIDE_BY_SIDE_M of the other; never more than
    either is long."""
    if a.geometry is None or b.geometry is None:
        return 0.0
    one, other = reproject([a.geometry, b.geometry], WGS84, metric_epsg([a.geometry, b.geometry]))
    along = [_near(one, other), _near(other, one)]
    return min(length_m(a), length_m(b), *along) if min(along) > 0 else 0.0


def _near(one: shapely.Geometry, other: shapely.Geometry) -> float:
    met = shapely.intersection(one, shapely.buffer(other, SIDE_BY_SIDE_M))
    dimension = shapely.get_dimensions(met)
    if dimension == 1:
        return float(met.length)
    return float(sqrt(met.area)) if dimension == 2 else 0.0


class Scale:
    """A scene made ready: measures of its works are taken once, and any number of options of it
    are weighed against one table of breaches."""

    def __init__(self, scene: Scene, table: BreachTable) -> None:
        self.scene, self.table = scene, table
        self.metres = {work.ref: length_m(work) for work in scene.works}
        refs = [work.ref for work in scene.works]
        self.shared = {
            frozenset((a, b)): shared_m(scene.work(a), scene.work(b))
            for i, a in enumerate(refs)
            for b in refs[i + 1 :]
        }

    def weigh(self, option: Option) -> Weight:
        """The option on the scale; ValueError when it does not place every work of the scene."""
        scene = self.scene
        if {placement.ref for placement in option.placements} != set(self.metres):
            raise ValueError("placements: an option places every work at issue, and no other")
        breaches, settled = self._judged(option)
        residents, pilgrims = self._hours(option)
        dug, paved, rials = self._works(option)
        return Weight(
            closure_days=len(self._shut(option)),
            dug_m=dug,
            paved_m2=paved,
            rials=rials,
            resident_hours=residents,
            pilgrim_hours=pilgrims,
            breaches=breaches,
            settled=settled,
            slips={p.ref: self._slip(p) for p in option.placements},
            is_within_freedom=all(self.is_free(p) for p in option.placements),
            person_hour_rials=scene.prices.person_hour,
            hours_by=scene.exposure.hours_by,
        )

    def is_free(self, placement: Placement) -> bool:
        """Whether a placement lies where its agency lets the work lie; staying is always free."""
        stated = self.scene.span_of(placement.ref)
        if placement.spans == (stated,):
            return True
        freedom = self.scene.freedom.get(placement.ref)
        return freedom is not None and all(span.within(freedom) for span in placement.spans)

    def _slip(self, placement: Placement) -> int:
        stated = self.scene.span_of(placement.ref)
        return max((placement.ends - stated.ends).days, 0)

    def _judged(self, option: Option) -> tuple[tuple[Breach, ...], tuple[Breach, ...]]:
        found = self.table.breaches(option.placements)
        if option.kind not in TOGETHER:
            return found, ()
        between = {
            breach.id for breach in found if breach.b in self.metres and breach.a in self.metres
        }
        kept = tuple(breach for breach in found if breach.id not in between)
        return kept, tuple(breach for breach in found if breach.id in between)

    def _shut(self, option: Option) -> dict[date, Impact]:
        """The days on which the place is shut, each with the gravest impact of the day."""
        shut: dict[date, Impact] = {}
        for placement in option.placements:
            impact = self.scene.work(placement.ref).impact
            if impact is Impact.NONE:
                continue
            for day in days_of(placement):
                held = shut.get(day, Impact.UNKNOWN)
                shut[day] = max(held, impact, key=_IMPACT_RANK.__getitem__)
        return shut

    def _hours(self, option: Option) -> tuple[float, float]:
        exposure = self.scene.exposure
        part = exposure.night_share if option.by_night else 1.0
        residents = pilgrims = 0.0
        for day, impact in self._shut(option).items():
            lost = exposure.hours_lost.get(impact, 0.0) * part
            busy = exposure.season_factor if self._in_season(day) else 1.0
            residents += exposure.residents_a_day * lost
            pilgrims += exposure.pilgrims_a_day * lost * busy
        return residents, pilgrims

    def _in_season(self, day: date) -> bool:
        return any(window.begins <= day <= window.ends for window in self.scene.seasons)

    def _works(self, option: Option) -> tuple[float, float, dict[str, int]]:
        """Metres dug, square metres paved and rials by agency."""
        dug = paved = 0.0
        rials: dict[str, int] = defaultdict(int)
        saved = self._saved_m(option)
        for placement in option.placements:
            work = self.scene.work(placement.ref)
            metres, spared = self.metres[work.ref], saved.get(work.ref, 0.0)
            rials[work.agency or ""] += self._price(work, placement, option, spared)
            if work.activity in DIGS:
                dug += metres - spared
                paved += self._reinstated_m(option, work.ref) * _width(work, self.scene.prices)
            elif work.activity is Activity.PAVING:
                paved += _paved_m2(work, metres, self.scene.prices)
        return round(dug, 1), round(paved, 1), dict(rials)

    def _saved_m(self, option: Option) -> dict[str, float]:
        """Metres that need not be dug again because another work's trench takes them; booked to
        all but the leader."""
        if option.kind is not OptionKind.JOINT:
            return {}
        diggers = [w for w in self.scene.works if w.activity in DIGS]
        leading = next((w for w in diggers if w.agency == option.leader), None)
        if leading is None:
            return {}
        return {
            w.ref: self.shared[frozenset((w.ref, leading.ref))]
            for w in diggers
            if w.ref != leading.ref
        }

    def _reinstated_m(self, option: Option, ref: str) -> float:
        """Metres of trench that must be paved again: not those dug before the street is paved."""
        left = self.metres[ref] - self._saved_m(option).get(ref, 0.0)
        ends = option.of(ref).ends
        for work in self.scene.works:
            if work.activity is Activity.PAVING and option.of(work.ref).spans[0].begins > ends:
                left -= self.shared[frozenset((ref, work.ref))]
        return max(left, 0.0)

    def _spoiled_m2(self, option: Option, ref: str) -> float:
        """Square metres of new paving that a trench after it spoils."""
        begins, spoiled = option.of(ref).spans[0].begins, 0.0
        for work in self.scene.works:
            if work.activity is Activity.PAVING and option.of(work.ref).ends < begins:
                metres = self.shared[frozenset((ref, work.ref))]
                spoiled += metres * self.scene.prices.lane_width_m
        return spoiled

    def _price(self, work: Work, placement: Placement, option: Option, spared: float) -> int:
        prices = self.scene.prices
        days = sum(span.days for span in placement.spans)
        is_led = option.kind in TOGETHER and option.leader not in {None, work.agency}
        site = 0 if is_led else prices.mobilisation * len(placement.spans)
        guard = 0 if is_led else prices.traffic_day * days
        total = float(site + guard + (prices.night * days if option.by_night else 0))
        metres = self.metres[work.ref]
        if work.activity in DIGS:
            volume = _width(work, prices) * (work.depth_m or prices.trench_depth_m)
            shared = volume * spared * (prices.joint_factor - 1.0)
            total += (volume * (metres - spared) + shared) * (
                prices.excavation_m3 + prices.backfill_m3
            )
            total += (
                self._reinstated_m(option, work.ref) * _width(work, prices)
            ) * prices.reinstatement_m2
            total += self._spoiled_m2(option, work.ref) * prices.overlay_m2
        elif work.activity is Activity.PAVING:
            total += _paved_m2(work, metres, prices) * prices.overlay_m2
        return round(total)


def days_of(placement: Placement) -> Iterable[date]:
    """Every day of a placement, in order."""
    for span in placement.spans:
        for ahead in range(span.days):
            yield span.begins + timedelta(days=ahead)


def _width(work: Work, prices: Prices) -> float:
    return work.width_m or prices.trench_width_m


def _paved_m2(work: Work, metres: float, prices: Prices) -> float:
    return work.area_m2 or metres * prices.lane_width_m
