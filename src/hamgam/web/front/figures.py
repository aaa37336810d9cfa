"""Figures of the city on the front pages: each with its unit and age, none of them a guess."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, Q
from django.urls import reverse

from hamgam.kit.digits import localise
from hamgam.kit.words import say
from hamgam.register import queries
from hamgam.register.promises import kept_at_first
from hamgam.register.seen import Seen, seen_projects
from hamgam.register.vocabulary import FindingState
from hamgam.web.front.parts import Asking, Figure

SPAN = timedelta(days=90)


def half_finished(asking: Asking) -> list[Seen]:
    """The half-finished projects the reader may see."""
    seen = [Seen(row) for row in seen_projects(asking.acting).order_by("pk")]
    return [project for project in seen if project.is_half_finished]


def city_figures(asking: Asking) -> list[Figure]:
    """Half-finished projects, promises kept by their first day, overlaps seen before the dig."""
    return [_backlog(asking), _kept(asking), _seen_before(asking)]


def _backlog(asking: Asking) -> Figure:
    projects = half_finished(asking)
    days = [project.report.on for project in projects if project.report]
    newest = max(days, default=None)
    age = (
        say("front.data_age", asking.language, days=_n((asking.today - newest).days, asking))
        if newest
        else ""
    )
    return Figure(
        name=say("front.half_finished", asking.language),
        value=_n(len(projects), asking),
        unit=say("front.unit_project", asking.language),
        age=age,
        address=reverse("projects"),
    )


def _n(count: int, asking: Asking) -> str:
    return localise(count, asking.language)


def _kept(asking: Asking) -> Figure:
    kept = kept_at_first(queries.commitments_visible_to(asking.acting), asking.today)
    percent = kept.percent
    return Figure(
        name=say("front.kept_at_first", asking.language),
        value="–" if percent is None else _n(percent, asking),
        unit=say("front.unit_of_promises", asking.language, count=_n(kept.of, asking)),
        age=say("front.last_days", asking.language, days=_n(kept.days, asking)),
        address=reverse("promises"),
    )


def _seen_before(asking: Asking) -> Figure:
    """Of the overlaps whose later work began in the span or is ahead: those first found before."""
    rows = queries.findings_visible_to(asking.acting).filter(b__isnull=False)
    rows = rows.exclude(state=FindingState.LAPSED).order_by()
    lately = Q(a__begins__gt=asking.today - SPAN) | Q(b__begins__gt=asking.today - SPAN)
    rows = rows.filter(lately)
    before = Q(first_found__date__lt=F("a__begins")) | Q(first_found__date__lt=F("b__begins"))
    of, seen = rows.count(), rows.filter(before).count()
    return Figure(
        name=say("front.seen_before", asking.language),
        value=_n(round(100 * seen / of), asking) if of else "–",
        unit=say("front.unit_of_overlaps", asking.language, count=_n(of, asking)),
        age=say("front.last_days_ahead", asking.language, days=_n(SPAN.days, asking)),
        address=reverse("overlaps"),
    )
