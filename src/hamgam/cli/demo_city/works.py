"""Drafts made into works: names, titles, references, stages, answers and hand-overs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from shapely.geometry.base import BaseGeometry

from hamgam.cli.demo_city.addresses import written_places
from hamgam.cli.demo_city.draw import HORIZON_DAYS, NO_PROJECT, Drafts, shapes
from hamgam.cli.demo_city.ground import Geometries, Ground, plain_name
from hamgam.cli.demo_city.trades import Trade
from hamgam.engine.calendars.jalali import jalali_numbers, jalali_of
from hamgam.engine.geometry import WGS84, reproject
from hamgam.engine.works import Certainty, Impact, Kind, Stage, Surface, Work
from hamgam.exchange.city import City

EPOCH: Final = date(1970, 1, 1)
ADDRESS: Final = "نشانی"
PLANNED_END: Final = "پایان برنامه"
FAR_DAYS: Final = 365
"""Works that begin later than this are told as windows, not as dates."""


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


@dataclass(frozen=True, slots=True)
class _Days:
    """Dates, Jalali texts and years of a run of day numbers, each made once."""

    first: int
    dates: list[date]
    texts: list[str]
    years: list[int]

    @classmethod
    def around(cls, today: date) -> _Days:
        """Every day that a demo work can touch."""
        first = day_number(today) - 5 * 366
        dates = [EPOCH + timedelta(first + n) for n in range(5 * 366 + 3 * HORIZON_DAYS + 3000)]
        texts = [jalali_numbers(day).replace("-", "/") for day in dates]
        return cls(first, dates, texts, [jalali_of(day)[0] for day in dates])


@dataclass(frozen=True, slots=True)
class _Chances:
    """One draw per work for each thing that may or may not be."""

    title: np.ndarray
    asked: np.ndarray
    answered: np.ndarray
    hands_over: np.ndarray
    is_taken: np.ndarray
    is_withdrawn: np.ndarray


def make_works(
    drafts: Drafts, ground: Ground, trades: Sequence[Trade], city: City, today: date,
    dice: np.random.Generator,
) -> list[Work]:  # fmt: skip
    """The works of the drafts, in their order; agencies' own column names stand in `told`."""
    desk = _Desk(
        drafts=drafts,
        ground=ground,
        trades=trades,
        names={agency.key: agency.names["fa"] for agency in city.agencies},
        days=_Days.around(today),
        today=day_number(today),
        chances=_Chances(*dice.random((6, len(drafts)))),
        geometries=reproject(shapes(drafts, ground, trades), ground.epsg, WGS84),
        addresses=written_places(drafts, ground, trades),
    )
    serials: dict[str, int] = {}
    works = []
    for row, number in enumerate(drafts.trade.tolist()):
        agency = trades[number].agency
        serials[agency] = serials.get(agency, 0) + 1
        works.append(desk.work(row, serials[agency]))
    return works


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """Everything that goes into writing the works down."""

    drafts: Drafts
    ground: Ground
    trades: Sequence[Trade]
    names: Mapping[str, str]
    days: _Days
    today: int
    chances: _Chances
    geometries: Geometries
    addresses: list[str]

    def work(self, row: int, serial: int) -> Work:
        """One work; `serial` counts within its agency."""
        drafts, days, chances = self.drafts, self.days, self.chances
        trade = self.trades[drafts.trade[row]]
        street = int(drafts.street[row])
        begins, ends = int(drafts.begins[row]), int(drafts.ends[row])
        stage = _stage(begins, ends, self.today, float(chances.is_withdrawn[row]))
        district = self.names.get(self.ground.districts[street])
        return Work(
            ref=f"{trade.agency}-{days.years[begins - days.first]}-{serial:05d}",
            agency=self.names[trade.agency],
            title=_title(trade, float(chances.title[row]), self.ground.names[street]),
            begins=days.dates[begins - days.first],
            ends=days.dates[ends - days.first],
            submitted=days.dates[int(drafts.submitted[row]) - days.first],
            stage=stage,
            emergency=bool(drafts.is_emergency[row]),
            street=self.ground.names[street],
            project=project_ref(int(drafts.project[row])),
            length_m=round(float(drafts.ends_m[row] - drafts.begins_m[row]), 1),
            told={
                ADDRESS: self.addresses[row],
                PLANNED_END: days.texts[int(drafts.planned_ends[row]) - days.first],
            },
            **_fixed(trade, self.geometries[row]),
            **_answers(trade, chances, row, stage, self.names),
            **_handover(trade, chances, row, stage, district),
        )


def project_ref(number: int) -> str | None:
    """The public reference of a project by its number; None for no project."""
    return None if number == NO_PROJECT else f"project-{number + 1:03d}"


def _title(trade: Trade, chance: float, street: str) -> str:
    return f"{trade.titles[int(chance * len(trade.titles))]}، {plain_name(street)}"


def _fixed(trade: Trade, geometry: BaseGeometry) -> dict[str, Any]:
    """What every work of a trade has alike."""
    paved = trade.activity.value == "paving"
    return {
        "kind": trade.kind,
        "activity": trade.activity,
        "geometry": geometry,
        "certainty": Certainty.SURVEYED if trade.kind is Kind.SURFACE else Certainty.DRAWN,
        "impact": trade.impact if trade.kind is not Kind.SURFACE else Impact.UNKNOWN,
        "width_m": trade.width_m,
        "depth_m": trade.depth_m or None,
        "surface": Surface.ASPHALT if paved and trade.road_part == "carriageway" else None,
        "road_part": trade.road_part,
    }


def _stage(begins: int, ends: int, today: int, chance: float) -> Stage:
    if ends < today:
        return Stage.DONE
    if begins <= today:
        return Stage.RUNNING
    if chance < 0.02:
        return Stage.WITHDRAWN
    return Stage.WINDOW if begins > today + FAR_DAYS else Stage.PLANNED


def _answers(
    trade: Trade, chances: _Chances, row: int, stage: Stage, names: Mapping[str, str]
) -> dict[str, Any]:
    """Whom the agency asked, and who answered: all where the work has begun, most before."""
    if not trade.asks or chances.asked[row] > 0.8:
        return {}
    asked = tuple(names[key] for key in trade.asks)
    waits = stage in {Stage.PLANNED, Stage.WINDOW} and chances.answered[row] < 0.12
    return {"asked": asked, "answered": asked[1:] if waits else asked}


def _handover(
    trade: Trade, chances: _Chances, row: int, stage: Stage, district: str | None
) -> dict[str, Any]:
    """To whom the finished work goes; nearly all that are done were taken over."""
    if chances.hands_over[row] >= trade.hands_over or district is None:
        return {}
    taken = stage is Stage.DONE and chances.is_taken[row] < 0.95
    return {"handover_to": district, "taken_over": taken if stage is Stage.DONE else None}
