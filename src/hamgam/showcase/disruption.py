"""What works cost people by zone, complaints beyond the usual, and services that slacken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import shapely
from django.conf import settings
from django.utils import timezone

from hamgam.engine.measures.chain import Cell, Link, link
from hamgam.engine.measures.continuity import Disruption, PersonHours, person_hours
from hamgam.engine.measures.slackening import Excess, Trend, excess, trend
from hamgam.engine.works import Impact, ZoneKind
from hamgam.exchange.city.settling import People, load_settling
from hamgam.exchange.persian import normalise
from hamgam.kit.words import Language
from hamgam.register import queries
from hamgam.register.models import Work, Zone
from hamgam.service import queries as service
from hamgam.service.telling import kind_name
from hamgam.showcase.rows import works_at

SPAN = timedelta(days=30)
NEAR_WEEKS, USUAL_WEEKS = 4, 26
FAILURE, HORIZON, TREND_WEEKS = 0.5, 8, 12
LAGS = (0, 1, 2, 3)
SEED = 1405


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneCost:
    """A zone over a span: hours lost by residents and by pilgrims, works, and complaints beyond
    the usual; None where nothing is known to be usual."""

    key: str
    name: str
    works: int
    lost: PersonHours
    complaints: Excess | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slack:
    """How a service keeps its terms, week by week."""

    name: str
    trend: Trend | None
    now: float | None


@lru_cache(maxsize=2)
def _people(city: str) -> People:
    return load_settling(city).people


class Passing:
    """What a work costs people a day, by the class of its street; one query."""

    def __init__(self) -> None:
        self.people = _people(settings.HAMGAM_CITY)
        told = queries.streets().values_list("name_fa", "name_en", "name_ar", "street_class")
        self.classes = {normalise(n): cls for *names, cls in told for n in names if n}

    def disruption(self, work: Work, first: date, last: date) -> Disruption:
        """A work's cost within a span of days."""
        begins, ends = max(work.begins or first, first), min(work.ends or last, last)
        passers = self.people.passers(self.classes.get(normalise(work.street), ""))
        return Disruption(
            days=max((ends - begins).days + 1, 0),
            residents_a_day=passers.residents_a_day,
            pilgrims_a_day=passers.pilgrims_a_day,
            hours_lost=self.people.hours_lost.get(Impact(work.impact), 0.0),
        )


def _districts() -> list[Zone]:
    return list(queries.zones().filter(kind=ZoneKind.DISTRICT))


def _spots(found: Sequence[Work]) -> np.ndarray:
    shapes = [w.shape.representative_point() if w.shape else None for w in found]
    return np.array(shapes, dtype=object)


def _inside(zone: Zone, spots: np.ndarray) -> list[int]:
    """Which of some spots lie in a zone."""
    if not len(spots) or zone.shape is None:
        return []
    return [int(i) for i in np.flatnonzero(shapely.intersects(zone.shape, spots))]


def zone_costs(first: date, last: date, language: Language) -> list[ZoneCost]:
    """The districts over a span, those that cost people most first. Works without a place are in
    no district."""
    found, passing = list(works_at(first, last)), Passing()
    spots = _spots(found)
    complaints = _complaints(last)
    told = []
    for zone in _districts():
        inside = _inside(zone, spots)
        works = [found[i] for i in inside]
        lost = person_hours(passing.disruption(work, first, last) for work in works)
        near, usual = complaints.get(zone.key, (0, 0))
        told.append(
            ZoneCost(
                key=zone.key,
                name=getattr(zone, f"name_{language.value}") or zone.name_fa,
                works=len(works),
                lost=lost,
                complaints=excess(near, usual * NEAR_WEEKS / USUAL_WEEKS),
            )
        )
    return sorted(told, key=lambda row: -(row.lost.residents + row.lost.pilgrims))


def _complaints(today: date) -> Mapping[str, tuple[int, int]]:
    """By district: reports of the last weeks, and of the half year before them."""
    since = today - timedelta(weeks=NEAR_WEEKS)
    first = since - timedelta(weeks=USUAL_WEEKS)
    rows = service.reports().filter(received__date__gte=first, west__isnull=False)
    told = [(row.shape, timezone.localdate(row.received)) for row in rows]
    found: dict[str, tuple[int, int]] = {}
    for zone in _districts():
        shape = zone.shape
        inside = [day for spot, day in told if shape is not None and shape.intersects(spot)]
        near = sum(1 for day in inside if day > since)
        found[zone.key] = (near, len(inside) - near)
    return found


def slackening(today: date, language: Language) -> list[Slack]:
    """Each kind of problem with reports: the share answered within the term, by weeks, with an
    alarm before half of it fails."""
    first = today - timedelta(weeks=TREND_WEEKS)
    rows = service.reports().filter(received__date__gte=first, answer_due__lt=today)
    every: Counter[tuple[str, int]] = Counter()
    kept: Counter[tuple[str, int]] = Counter()
    for row in rows:
        week = (timezone.localdate(row.received) - first).days // 7
        every[row.kind, week] += 1
        if row.answered and timezone.localdate(row.answered) <= row.answer_due:
            kept[row.kind, week] += 1
    found = []
    for kind in sorted({kind for kind, _ in every}):
        weeks = sorted(week for told, week in every if told == kind)
        shares = [kept[kind, week] / every[kind, week] for week in weeks]
        found.append(
            Slack(
                name=kind_name(kind, language),
                trend=trend(shares, failure=FAILURE, horizon=HORIZON),
                now=shares[-1] if shares else None,
            )
        )
    return found


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _by_zone(today: date) -> tuple[dict[Cell, float], dict[Cell, float]]:
    """Notice given and continuity of the last two years, by district and month. The share of notice
    is of works that began there; continuity is told as hours lost, below zero."""
    first = today - timedelta(days=730)
    found, passing = list(works_at(first, today)), Passing()
    spots = _spots(found)
    notice: dict[Cell, list[float]] = {}
    lost: dict[Cell, float] = {}
    for zone in _districts():
        inside = _inside(zone, spots)
        for work in (found[i] for i in inside):
            if work.begins is None:
                continue
            cell = (zone.key, _month(work.begins))
            one = person_hours([passing.disruption(work, first, today)])
            lost[cell] = lost.get(cell, 0.0) - one.residents - one.pilgrims
            if work.submitted is not None and not work.emergency:
                was = work.submitted <= work.begins - SPAN
                notice.setdefault(cell, []).append(float(was))
    return {cell: float(np.mean(told)) for cell, told in notice.items()}, lost


def chain_links(today: date) -> dict[str, list[Link]]:
    """Both links of the chain at every lag: coordination to continuity, continuity to
    satisfaction. Self-selected surveys are no samples and stay out."""
    notice, continuous = _by_zone(today)
    satisfied: dict[Cell, float] = {}
    for survey in service.surveys().exclude(mode="self_selected").exclude(zone_key=""):
        satisfied[survey.zone_key, _month(survey.on)] = survey.satisfied / survey.asked
    return {
        "continuity": [link(notice, continuous, lag=lag, seed=SEED) for lag in LAGS],
        "satisfaction": [link(continuous, satisfied, lag=lag, seed=SEED) for lag in LAGS],
    }
