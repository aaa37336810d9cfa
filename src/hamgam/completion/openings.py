"""Which projects are candidates for the next feasts, by what evidence, and which of them smell of
haste; and which were inaugurated without being in service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hamgam.agencies.acting import Acting
from hamgam.completion import bridge, queries
from hamgam.completion.course import Opening, Range, feasts, forecasts_for, opening_of
from hamgam.completion.models import Forecast
from hamgam.completion.portfolio import may_be_finished
from hamgam.completion.record import margins, past_forecasts
from hamgam.register.models import Project

FRESH = timedelta(days=35)
"""A forecast that is older is worked out anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A project that may be opened at a feast; `told` is None where nothing can be forecast."""

    project: Project
    told: Range | None
    opening: Opening


@dataclass(frozen=True, slots=True, kw_only=True)
class Feast:
    """A feast with its candidates, the ready ones first."""

    name: str
    begins: date
    ends: date
    candidates: Sequence[Candidate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Openings:
    """The next feasts, and what was inaugurated and is not in service."""

    feasts: Sequence[Feast]
    only_inaugurated: Sequence[Project]


def openings(acting: Acting, today: date) -> Openings:
    """What the reader may see of the next two feasts; a constant number of queries where the kept
    forecasts are fresh."""
    rows = list(queries.portfolio_visible_to(acting).order_by("ends", "title", "pk"))
    open_ones = [row for row in rows if may_be_finished(row, today)]
    found = _candidates(open_ones, today)
    return Openings(
        feasts=[
            Feast(
                name=name,
                begins=begins,
                ends=ends,
                candidates=sorted(
                    (one for one in found if one.opening.begins == begins),
                    key=lambda one: (not one.opening.is_ready, one.opening.is_rushed),
                ),
            )
            for name, begins, ends in feasts(today)
        ],
        only_inaugurated=[
            row for row in rows if row.inaugurated_on is not None and row.in_service_on is None
        ],
    )


def _candidates(projects: Sequence[Project], today: date) -> list[Candidate]:
    kept = _kept(projects, today)
    held = {row.pk for block in bridge.blocks_of(projects) if (row := bridge.project_of(block))}
    spans = [(begins, ends) for _, begins, ends in feasts(today)]
    asked = [row for row in projects if row.pk not in kept and _is_promised(row, spans)]
    fresh = forecasts_for(asked, today, margins(past_forecasts())) if asked else {}
    found = []
    for project in projects:
        told: Range | None = kept.get(project.pk) or fresh.get(project.pk)
        opening = opening_of(project, told, today, has_blocks=project.pk in held)
        if opening is not None:
            found.append(Candidate(project=project, told=told, opening=opening))
    return found


def _is_promised(project: Project, spans: Sequence[tuple[date, date]]) -> bool:
    return project.ends is not None and any(a <= project.ends <= b for a, b in spans)


def _kept(projects: Sequence[Project], today: date) -> Mapping[int, Range]:
    rows = Forecast.objects.filter(project__in=projects, on__gte=today - FRESH)
    return {row.project_id: row for row in rows.order_by("on")}
