"""Rows → what the tour is asked with, one way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q
from django.utils import timezone

from hamgam.agencies.acting import Acting
from hamgam.agencies.vocabulary import Sharing
from hamgam.exchange.touring import DelegationRow, SiteRow
from hamgam.field.models import FollowUp, Obstacle
from hamgam.field.queries import dearest_first, open_obstacles, project_of, week_rials
from hamgam.field.solver import site_json
from hamgam.field.taxonomy import cause_name, usual_days
from hamgam.kit.words import Language
from hamgam.register.models import Meeting, Progress, Project
from hamgam.register.queries import projects_visible_to
from hamgam.register.vocabulary import PlaceKind

MOST_SITES = 80
"""More sites than a week's delegations could ever see: the worthiest are asked about."""
SHORTEST_STAY, STAY_EACH, LONGEST_STAY = 45, 15, 90
"""Minutes at a site: for one obstacle, for each further one, and at most."""
VISIT = "visit"
"""What the subject of a promised visit ends with."""


def sites_for(acting: Acting, today: date) -> dict[str, tuple[Project, SiteRow]]:
    """The projects where standing may remove something, by the title the tour calls them by: those
    with standing obstacles, with a place, not in service. A constant number of queries."""
    by_project: dict[int, list[Obstacle]] = defaultdict(list)
    for obstacle in open_obstacles(acting):
        if (project := project_of(obstacle)) is not None:
            by_project[project.pk].append(obstacle)
    projects = list(_candidates(acting, by_project))
    facts = _Facts(projects)
    found: dict[str, tuple[Project, SiteRow]] = {}
    for number, project in enumerate(projects, 1):
        row = _site(project, number, by_project[project.pk], facts, today)
        if row is not None:
            title = (
                row.title if row.title not in found else f"{row.title} ({project.code or number})"
            )
            found[title] = (project, row)
    worthiest = sorted(found, key=lambda title: -found[title][1].removal_rials)[:MOST_SITES]
    return {title: found[title] for title in worthiest}


def _candidates(acting: Acting, blocked: Iterable[int]) -> Iterable[Project]:
    # An accepted tour is read by every agency, so a hidden project is no site of one.
    seen = projects_visible_to(acting).filter(sharing__in=(Sharing.PUBLIC, Sharing.AGENCIES))
    rows = seen.filter(pk__in=list(blocked), in_service_on__isnull=True)
    return rows.filter(cancelled_on__isnull=True, closed_on__isnull=True).select_related("agency")


class _Facts:
    """What is known of some projects: last verified look, last visit, promised visits."""

    def __init__(self, projects: Sequence[Project]) -> None:
        keys = [p.pk for p in projects]
        verified = Progress.objects.filter(project__in=keys, verified_at__isnull=False)
        self.verified = dict(verified.values_list("project").annotate(on=Max("on")))
        visits = Meeting.objects.filter(
            site__project__in=keys, closed__isnull=False, place_kind=PlaceKind.SITE.value
        ).order_by()
        self.visited = dict(visits.values_list("site__project").annotate(on=Max("begins")))
        told = {f"{p.public_id}:{VISIT}": p.pk for p in projects}
        owed = FollowUp.objects.filter(
            commitment__subject__in=list(told), commitment__done_on__isnull=True
        )
        self.promised = {told[s] for s in owed.values_list("commitment__subject", flat=True)}
        last = Progress.objects.filter(project__in=keys).order_by("on", "pk")
        self.complete = dict(last.values_list("project", "physical_permille"))
        self.places = _places_of_works(projects)


def _places_of_works(projects: Sequence[Project]) -> Mapping[int, tuple[float, float]]:
    """Middle of the boxes of each project's works, for projects without a place of their own."""
    from django.db.models import Avg

    from hamgam.register.models import Work

    rows = Work.objects.filter(project__in=[p.pk for p in projects], west__isnull=False)
    told = (
        rows.order_by()
        .values_list("project")
        .annotate(w=Avg("west"), e=Avg("east"), s=Avg("south"), n=Avg("north"), c=Count("pk"))
    )
    return {pk: ((s + n) / 2, (w + e) / 2) for pk, w, e, s, n, _ in told}


def place_of(
    project: Project, places: Mapping[int, tuple[float, float]]
) -> tuple[float, float] | None:
    """Latitude and longitude of a project; None where nobody told."""
    if (shape := project.shape) is not None:
        spot = shape.representative_point()
        return spot.y, spot.x
    return places.get(project.pk)


def middle_of(project: Project) -> tuple[float, float] | None:
    """Latitude and longitude of one project, by itself or by its works."""
    return place_of(project, _places_of_works([project]))


def gain_rials(obstacles: Sequence[Obstacle], today: date) -> int:
    """What removing all obstacles of one project brings: what the plan says of each it was asked
    about, and for the others the weeks until the last of them is gone, at a week's cost."""
    asked = [o.block.removal_rials for o in obstacles if o.block.removal_rials is not None]
    left = [o for o in obstacles if o.block.removal_rials is None]
    days = max((_days_left(o, today) for o in left), default=0)
    week = max((week_rials(o) or 0 for o in left), default=0)
    return sum(asked) + week * days // 7


def _days_left(obstacle: Obstacle, today: date) -> int:
    """Until the promised day, or as long as obstacles of its kind usually stand."""
    promised = obstacle.block.promised
    if promised is not None and promised > today:
        return (promised - today).days
    return usual_days(obstacle.block.cause)


def _site(
    project: Project, number: int, obstacles: Sequence[Obstacle], facts: _Facts, today: date
) -> SiteRow | None:
    place = place_of(project, facts.places)
    if place is None:
        return None
    ranked = sorted(obstacles, key=dearest_first)
    needs = dict.fromkeys(o.owner.name_fa for o in ranked)
    visited = facts.visited.get(project.pk)
    return SiteRow(
        title=project.title,
        place=f"{place[0]:.6f}, {place[1]:.6f}",
        row=number,
        removal_rials=gain_rials(ranked, today),
        stay_minutes=min(SHORTEST_STAY + STAY_EACH * (len(ranked) - 1), LONGEST_STAY),
        needs=tuple(needs),
        verified=facts.verified.get(project.pk),
        visited=timezone.localdate(visited) if visited else None,
        is_promised=project.pk in facts.promised,
        complete=facts.complete.get(project.pk, 0) / 1000,
        obstacle=ranked[0].title if ranked else cause_name("G", Language.FA),
    )


def question_of(
    acting: Acting,
    today: date,
    *,
    days: Sequence[date],
    delegations: Sequence[DelegationRow],
    seconds: float,
) -> dict[str, Any]:
    """All that a tour is asked with, as the tables stand now."""
    found = sites_for(acting, today)
    return {
        "city": settings.HAMGAM_CITY,
        "today": today.isoformat(),
        "days": [day.isoformat() for day in days],
        "seconds": seconds,
        "sites": [{**site_json(row), "title": title} for title, (_, row) in found.items()],
        "projects": {title: project.public_id for title, (project, _) in found.items()},
        "delegations": [site_json(row) for row in delegations],
    }


def promised_to(keys: Iterable[str]) -> Q:
    """Promises of a visit to projects."""
    return Q(commitment__subject__in=[f"{key}:{VISIT}" for key in keys])
