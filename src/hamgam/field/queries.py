"""Reads of the field. `*_visible_to` are the only ways to a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from hamgam.agencies.acting import Acting, branch
from hamgam.agencies.models import Person
from hamgam.agencies.rights import Right
from hamgam.agencies.visibility import nothing, owned, shared
from hamgam.engine.calendars.jalali import gregorian_of, jalali_of
from hamgam.field import models as rows
from hamgam.field.vocabulary import RecordState, TourState
from hamgam.kit.words import Language
from hamgam.register.models import Meeting, Project, Window
from hamgam.register.queries import (
    commitments_visible_to,
    meetings,
    meetings_visible_to,
    projects_visible_to,
    windows_visible_to,
)
from hamgam.register.vocabulary import MeetingKind, PlaceKind, WindowKind

WITHIN = timedelta(days=30)
"""An obstacle removed so soon after a meeting counts as removed by it."""


def obstacles_visible_to(acting: Acting) -> QuerySet[rows.Obstacle]:
    """Obstacles the actor may see, of projects and works that he may see; those worth most first,
    then the oldest."""
    if not acting.may(Right.READ_REGISTER):
        return rows.Obstacle.objects.none()
    of_task = Q(block__task__isnull=False) & shared(acting, "block__task__project__")
    of_work = Q(block__work__isnull=False) & shared(acting, "block__work__")
    plain = Q(block__work__project__isnull=True) | shared(acting, "block__work__project__")
    found = rows.Obstacle.objects.filter(shared(acting)).filter(of_task | (of_work & plain))
    found = found.select_related(
        "agency",
        "owner",
        "officer",
        "block__task__project__agency",
        "block__task__project__waiting",
        "block__work__project__waiting",
    )
    return found.prefetch_related("causes").order_by("block__begins", "pk")


def open_obstacles(acting: Acting) -> QuerySet[rows.Obstacle]:
    """Those that still stand."""
    return obstacles_visible_to(acting).filter(block__cleared__isnull=True)


def obstacles_of(acting: Acting, project: Project) -> QuerySet[rows.Obstacle]:
    """The obstacles of one project."""
    either = Q(block__task__project=project) | Q(block__work__project=project)
    return obstacles_visible_to(acting).filter(either)


def bare_blocks_of(acting: Acting, project: Project) -> QuerySet[Window]:
    """The standing blocks of one project that came with a plan or a list, and that nobody has
    reported as an obstacle with an owner yet; the oldest first."""
    either = Q(task__project=project) | Q(work__project=project)
    found = windows_visible_to(acting).filter(either, obstacle__isnull=True)
    standing = found.filter(kind=WindowKind.BLOCKED, cleared__isnull=True, superseded=False)
    return standing.order_by("begins", "pk")


def project_of(obstacle: rows.Obstacle) -> Project | None:
    """The project an obstacle holds up."""
    side = obstacle.block.task or obstacle.block.work
    return side.project if side else None


def waiting_of(obstacle: rows.Obstacle) -> rows.Waiting | None:
    """What the plan in force says about waiting for the project that an obstacle holds up; None
    where no plan knows the project."""
    found: rows.Waiting | None = getattr(project_of(obstacle), "waiting", None)
    return found


def week_rials(obstacle: rows.Obstacle) -> int | None:
    """What a week of waiting costs people: what a week of the held project brings them. None where
    no plan knows the project. Two obstacles of one project hold up the same week."""
    waiting = waiting_of(obstacle)
    return None if waiting is None else waiting.week_rials


def dearest_first(obstacle: rows.Obstacle) -> tuple[int, int, date, int]:
    """Orders obstacles: by what a week costs, by what the plan gains from the removal, by age."""
    gain = obstacle.block.removal_rials or 0
    return -(week_rials(obstacle) or 0), -gain, obstacle.block.begins, obstacle.pk


def tours_visible_to(acting: Acting) -> QuerySet[rows.Tour]:
    """Tours of the actor's own branches, and of others those that were accepted."""
    if not acting.may(Right.READ_REGISTER):
        return rows.Tour.objects.none()
    seen = owned(acting, Right.READ_REGISTER) | ~Q(state=TourState.PROPOSED.value)
    found = rows.Tour.objects.filter(seen).select_related("agency", "solve")
    return found.order_by("-id")


def stops_visible_to(acting: Acting) -> QuerySet[rows.Stop]:
    """Stops of accepted tours at projects the actor may see."""
    found = rows.Stop.objects.filter(
        tour__state=TourState.ACCEPTED.value,
        is_cancelled=False,
        project__in=projects_visible_to(acting),
    )
    if not acting.may(Right.READ_REGISTER):
        return found.none()
    return found.select_related("project__agency", "tour__agency", "meeting")


def reason_of(stop: rows.Stop, language: Language) -> str:
    """Why the tour stops here, in words; nothing where the answer does not say."""
    view = stop.tour.answer.get("views", {}).get(language.value, {})
    called = stop.tour.question.get("projects", {})
    titles = [title for title, project in called.items() if project == stop.project.public_id]
    return next((view["why"][title] for title in titles if title in view.get("why", {})), "")


def site_meetings_visible_to(acting: Acting) -> QuerySet[Meeting]:
    """Meetings for the sake of a project that the actor may see, at its site or, with a reason,
    not."""
    if not acting.may(Right.READ_REGISTER):
        return Meeting.objects.none()
    found = meetings().filter(Q(site__isnull=False) & shared(acting, "site__project__"))
    return found.select_related("agency", "site__project__agency")


def follow_ups_visible_to(acting: Acting) -> QuerySet[rows.FollowUp]:
    """Followed promises the actor may see."""
    seen = commitments_visible_to(acting)
    found = rows.FollowUp.objects.filter(commitment__in=seen)
    return found.select_related("commitment__agency", "officer", "obstacle")


def open_promises_of(acting: Acting, project: Project) -> QuerySet[rows.FollowUp]:
    """Promises about a project or its obstacles that are not verified yet."""
    subjects = [
        project.public_id,
        *obstacles_of(acting, project).values_list("public_id", flat=True),
    ]
    found = follow_ups_visible_to(acting).filter(commitment__subject__in=subjects)
    return found.filter(verified_at__isnull=True).order_by("commitment__due", "pk")


def own_promises(acting: Acting) -> QuerySet[rows.FollowUp]:
    """Promises of one's own agencies that nobody has called done, the nearest day first."""
    own = branch("commitment__agency__path", acting.paths_with(Right.RECORD_COMMITMENT))
    found = follow_ups_visible_to(acting).filter(own, commitment__done_on__isnull=True)
    return found.order_by("commitment__due", "pk")


def directives_visible_to(acting: Acting) -> QuerySet[rows.Directive]:
    """Directives the actor may see."""
    if not acting.may(Right.READ_REGISTER):
        return rows.Directive.objects.none()
    found = rows.Directive.objects.filter(shared(acting)).select_related("agency")
    return found.prefetch_related("replies__agency").order_by("-on", "-pk")


def sprints_visible_to(acting: Acting) -> QuerySet[rows.Sprint]:
    """Sprints of projects the actor may see."""
    if not acting.may(Right.READ_REGISTER):
        return rows.Sprint.objects.none()
    seen = shared(acting) & shared(acting, "project__")
    found = rows.Sprint.objects.filter(seen).select_related("project", "agency")
    return found.order_by("-begins", "-pk")


def records_visible_to(acting: Acting) -> QuerySet[rows.Record]:
    """What the actor's own phones sent, and what came for the meetings his branch keeps."""
    mine = Q(sender=acting.actor)
    kept = nothing()
    for path in acting.paths_with(Right.RECORD_MEETING):
        kept |= Q(meeting__agency__path__startswith=path)
    found = rows.Record.objects.filter(mine | kept).select_related("meeting__agency", "person")
    return found.order_by("-pk")


def unsettled_records(acting: Acting) -> QuerySet[rows.Record]:
    """Records that a person must settle."""
    states = (RecordState.PARALLEL.value, RecordState.REFUSED.value, RecordState.HELD.value)
    return records_visible_to(acting).filter(state__in=states)


def sightings_visible_to(acting: Acting) -> QuerySet[rows.Sighting]:
    """What patrols saw, the latest first."""
    if not acting.may(Right.READ_REGISTER):
        return rows.Sighting.objects.none()
    found = rows.Sighting.objects.filter(shared(acting)).select_related("agency", "record__person")
    return found.order_by("-pk")


def officers() -> QuerySet[Person]:
    """People who can follow something up: those with a post."""
    return Person.objects.filter(posts__isnull=False).distinct().order_by("full_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What meetings came to: obstacles removed within thirty days of them, and where they stood."""

    removed: int
    meetings: int
    """Closed ones whose agenda was problems of projects."""
    at_site: int

    @property
    def site_percent(self) -> int | None:
        """The share held on site; None while none was held."""
        return round(100 * self.at_site / self.meetings) if self.meetings else None


def year_begins(today: date) -> date:
    """The first day of the Jalali year, by which people say «this year»."""
    year, _, _ = jalali_of(today)
    return gregorian_of(year, 1, 1)


def _day_of(meeting: Meeting) -> date:
    return timezone.localtime(meeting.begins).date()


def held(acting: Acting, since: date) -> Held:
    """What the meetings since a day came to."""
    meetings = meetings_visible_to(acting).filter(begins__date__gte=since, closed__isnull=False)
    problem_kinds = (MeetingKind.SITE.value, MeetingKind.REVIEW.value)
    about = meetings.filter(kind__in=problem_kinds).order_by()
    items = rows.SiteItem.objects.filter(
        item__meeting__in=about, obstacle__block__cleared__isnull=False
    ).select_related("item__meeting", "obstacle__block")
    removed = {
        row.obstacle_id
        for row in items
        if row.obstacle is not None
        and row.obstacle.block.cleared is not None
        and timedelta(0) <= row.obstacle.block.cleared - _day_of(row.item.meeting) <= WITHIN
    }
    return Held(
        removed=len(removed),
        meetings=about.count(),
        at_site=about.filter(place_kind=PlaceKind.SITE.value).count(),
    )
