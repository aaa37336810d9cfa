"""Rows of the register as values of the engine, one way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hamgam.engine import works as engine
from hamgam.register.models import Window, Work
from hamgam.register.vocabulary import WindowKind


def agreed_days(works: Iterable[int]) -> dict[int, tuple[date, date]]:
    """The settled days of some works, by their keys; they go before what the agency stated."""
    rows = Window.objects.filter(
        work__in=list(works), kind=WindowKind.AGREED, superseded=False, ends__isnull=False
    ).order_by("id")
    return {row.work_id: (row.begins, row.ends) for row in rows if row.work_id and row.ends}


def _enumerated(row: Work) -> dict[str, object]:
    return {
        "kind": engine.Kind(row.kind),
        "activity": engine.Activity(row.activity),
        "certainty": engine.Certainty(row.certainty),
        "stage": engine.Stage(row.stage),
        "impact": engine.Impact(row.impact),
        "surface": engine.Surface(row.surface) if row.surface else None,
        "road_part": engine.RoadPart(row.road_part) if row.road_part else None,
    }


def engine_work(row: Work, settled: tuple[date, date] | None = None) -> engine.Work:
    """One row as the engine sees it; its reference is the public id."""
    begins, ends = settled or (row.begins, row.ends)
    return engine.Work(
        ref=row.public_id,
        agency=row.agency.key,
        title=row.title,
        geometry=row.shape,
        begins=begins,
        ends=ends,
        emergency=row.emergency,
        street=row.street,
        area_m2=row.area_m2,
        length_m=row.length_m,
        depth_m=row.depth_m,
        submitted=row.submitted,
        project=row.project.public_id if row.project else None,
        **_enumerated(row),  # type: ignore[arg-type] # each value is the field's own vocabulary
    )


def engine_works(rows: Iterable[Work]) -> list[engine.Work]:
    """Rows as the engine sees them, with settled days where there are any; two queries."""
    held = list(rows)
    settled = agreed_days(row.pk for row in held)
    return [engine_work(row, settled.get(row.pk)) for row in held]
