"""Rows of a case as a scene of the engine, and options back and forth as JSON."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings

from hamgam.agencies.vocabulary import Sharing
from hamgam.coordination.detours import exposure_of
from hamgam.coordination.models import Case, CaseWork
from hamgam.engine import works as engine
from hamgam.engine.calendars.seasons import SeasonWindow
from hamgam.engine.overlaps import settling as values
from hamgam.engine.overlaps.find import Ground
from hamgam.engine.overlaps.options.make import Weighed
from hamgam.engine.overlaps.options.rank import Reason
from hamgam.exchange.city.settling import Settling, load_settling
from hamgam.exchange.scenes import freedom_by_stage, prices_of
from hamgam.register.bridge import engine_works
from hamgam.register.judging import SEASON_MARGIN, around
from hamgam.register.law import Law, law
from hamgam.register.marks import city
from hamgam.register.models import Work

SEALED = "sealed"
"""The kind of a breach of which nothing else may be told."""
MOST_AROUND = 400
"""More neighbours than these are beyond a street; the nearest rule reaches tens of metres."""


@lru_cache(maxsize=4)
def _settling(name: str) -> Settling:
    return load_settling(name)


def settling() -> Settling:
    """What the installation's city says about settling; read once."""
    return _settling(settings.HAMGAM_CITY)


def prices() -> values.Prices:
    """The city's price book as the scale takes it."""
    return prices_of(city().price_book, settling().trench)


def freedom_of(row: CaseWork, told: engine.Work) -> values.Span | None:
    """Where a work may lie: as its agency said for this case, else as the city lets its stage;
    None for one that may not move."""
    by_stage = freedom_by_stage(told, settling())
    may_move = not told.emergency and told.kind is engine.Kind.WORK and told.is_dated
    if may_move and row.earliest and row.latest:
        return values.Span(row.earliest, row.latest)
    return by_stage


def scene_of(case: Case, today: date) -> values.Scene:
    """The case as the engine weighs it; ValueError when a work of it has no days."""
    held = list(case.works.select_related("work__agency", "work__project").order_by("work_id"))
    rows, by = [row.work for row in held], law(today)
    told = engine_works(rows)
    beside = engine_works(_beside(rows, by.reach_m))
    free = {
        work.ref: span
        for row, work in zip(held, told, strict=True)
        if (span := freedom_of(row, work)) is not None
    }
    windows = _windows(told, free, by)
    return values.Scene(
        works=tuple(told),
        around=beside,
        freedom=free,
        pack=by.pack,
        ground=Ground(zones=by.zones, windows=windows, calendar=by.calendar, epsg=by.epsg),
        today=today,
        prices=prices(),
        exposure=exposure_of(told, settling().people),
        seasons=_shutting(told, windows, by),
    )


def _beside(rows: Sequence[Work], reach_m: float) -> list[Work]:
    """Standing works of anybody within reach of the rows, the rows left out."""
    standing = Work.objects.filter(withdrawn__isnull=True, merged_into__isnull=True)
    near = standing.filter(around(rows, reach_m)).exclude(pk__in=[row.pk for row in rows])
    return list(near.select_related("agency", "project").order_by("pk")[:MOST_AROUND])


def _windows(
    works: Iterable[engine.Work], free: Mapping[str, values.Span], by: Law
) -> list[SeasonWindow]:
    """The seasons that can concern any day on which any of the works may lie."""
    days = [day for work in works for day in (work.begins, work.ends) if day is not None]
    days += [day for span in free.values() for day in (span.begins, span.ends)]
    first, last = min(days) - SEASON_MARGIN, max(days) + SEASON_MARGIN
    return [window for window in by.windows if window.begins <= last and window.ends >= first]


def _shutting(
    works: Sequence[engine.Work], windows: Iterable[SeasonWindow], by: Law
) -> list[SeasonWindow]:
    """The windows that shut the place of any of the works for whole days."""
    zones = {
        name
        for zone in by.zones
        for work in works
        if work.geometry is not None and zone.geometry.intersects(work.geometry)
        for name in (zone.key, zone.kind.value)
    }
    return [
        window
        for window in windows
        if window.zone in zones and window.hours is None and window.closure.value in {"X", "Q"}
    ]


def placements_json(option: values.Option) -> dict[str, list[list[str]]]:
    """The placements as a row keeps them."""
    return {
        placement.ref: [
            [span.begins.isoformat(), span.ends.isoformat()] for span in placement.spans
        ]
        for placement in option.placements
    }


def placements_of(told: Mapping[str, Sequence[Sequence[str]]]) -> tuple[values.Placement, ...]:
    """The placements of a row as values."""
    return tuple(
        values.Placement(
            ref=ref,
            spans=tuple(
                values.Span(date.fromisoformat(first), date.fromisoformat(last))
                for first, last in spans
            ),
        )
        for ref, spans in told.items()
    )


def hidden_beside(scene: values.Scene) -> frozenset[str]:
    """The public ids of the works round a case that not every agency sees."""
    refs = [work.ref for work in scene.around]
    rows = Work.objects.filter(public_id__in=refs).exclude(
        sharing__in=(Sharing.PUBLIC, Sharing.AGENCIES)
    )
    return frozenset(rows.values_list("public_id", flat=True))


def weight_json(weighed: Weighed, hidden: Collection[str] = ()) -> dict[str, Any]:
    """The weight as a row keeps it: numbers and named breaches, in the engine's own units. Of the
    works in `hidden` it says only that one is met."""
    weight = weighed.weight
    told = asdict(weight)
    open_ones = [b for b in weight.breaches if not {b.a, b.b} & set(hidden)]
    told["breaches"] = [_breach(breach) for breach in open_ones]
    met = {ref for b in weight.breaches if b not in open_ones for ref in (b.a, b.b) if ref}
    told["breaches"] += [_sealed(ref) for ref in sorted(met - set(hidden))]
    told["settled"] = [_breach(breach) for breach in weight.settled]
    told["resident_hours"] = round(weight.resident_hours)
    told["pilgrim_hours"] = round(weight.pilgrim_hours)
    return told | {
        "total_rials": weight.total_rials,
        "person_hours": round(weight.person_hours),
        "slip_days": weight.slip_days,
        "social_rials": weight.social_rials,
        "price_year": city().price_book.base_year,
    }


def _sealed(ref: str) -> dict[str, Any]:
    """That a work meets a plan under seal: no rule, no kind, no days, no id."""
    names = ("id", "rule", "consequence", "severity", "b")
    nothing = {"overlap_days": 0, "gap_days": 0, "is_new": False}
    return {"kind": SEALED, "a": ref} | dict.fromkeys(names, "") | nothing


def _breach(breach: values.Breach) -> dict[str, Any]:
    return {
        "id": breach.id,
        "rule": breach.rule,
        "kind": breach.kind.value,
        "consequence": breach.consequence.value,
        "severity": breach.severity.value,
        "a": breach.a,
        "b": breach.b,
        "overlap_days": breach.overlap_days,
        "gap_days": breach.gap_days,
        "is_new": breach.is_new,
    }


def reason_json(reason: Reason) -> dict[str, Any]:
    """Why an option stands where it stands, as a row keeps it."""
    return asdict(reason) | {"best_in": [measure.value for measure in reason.best_in]}
