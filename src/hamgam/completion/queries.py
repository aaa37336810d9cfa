"""Reads of completion. `*_visible_to` are the only ways to a row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import F, Q, QuerySet

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.agencies.visibility import nothing, owned, shared
from hamgam.completion import models as rows
from hamgam.register.models import Document, Project
from hamgam.register.queries import STANDING_PARTS, documents_visible_to, projects_visible_to


def estimates_visible_to(acting: Acting) -> QuerySet[rows.Estimate]:
    """Estimates of projects the actor may see; among agencies alone."""
    if not acting.may(Right.READ_REGISTER):
        return rows.Estimate.objects.none()
    found = rows.Estimate.objects.filter(shared(acting, "project__"))
    return found.select_related("project__agency")


def task_estimates_visible_to(acting: Acting) -> QuerySet[rows.TaskEstimate]:
    """Estimates of tasks of projects the actor may see; among agencies alone."""
    if not acting.may(Right.READ_REGISTER):
        return rows.TaskEstimate.objects.none()
    found = rows.TaskEstimate.objects.filter(shared(acting, "task__project__"))
    return found.select_related("task__project").prefetch_related("task__after")


def portfolio_visible_to(acting: Acting) -> QuerySet[Project]:
    """Projects the actor may see, with all that the portfolio tells of them; a constant number of
    queries."""
    found = projects_visible_to(acting).select_related("estimate", "agency", "deputy")
    return found.prefetch_related(*STANDING_PARTS, "contracts__claims")


def projects_of(agency: Agency) -> QuerySet[Project]:
    """The projects of an agency and of those below it, for its own planning."""
    found = Project.objects.filter(agency__path__startswith=agency.path)
    return found.select_related("estimate", "agency", "deputy").order_by("pk")


def scenarios_visible_to(acting: Acting) -> QuerySet[rows.Scenario]:
    """Scenarios of the actor's own branches."""
    mine = owned(acting, Right.PLAN_PORTFOLIO)
    return rows.Scenario.objects.filter(mine).select_related("agency").order_by("-id")


def plans_visible_to(acting: Acting) -> QuerySet[rows.Plan]:
    """Plans of the actor's own branches, and of others those that were adopted."""
    if not acting.may(Right.READ_REGISTER):
        return rows.Plan.objects.none()
    seen = owned(acting, Right.READ_REGISTER) | Q(adoption__isnull=False)
    found = rows.Plan.objects.filter(seen).select_related("agency", "scenario", "solve", "adoption")
    return found.order_by("-id")


def adoptions_visible_to(acting: Acting) -> QuerySet[rows.Adoption]:
    """Adopted plans, the latest first: what was adopted is open to every agency and the council."""
    if not acting.may(Right.READ_REGISTER):
        return rows.Adoption.objects.none()
    found = rows.Adoption.objects.select_related("agency", "plan__scenario")
    return found.defer("plan__question", "plan__answer", "plan__views").order_by("-id")


def adoptions_in_force(acting: Acting) -> list[rows.Adoption]:
    """The adopted plans that hold, the latest first: each until its own agency or one above it
    adopts another; one query."""
    holding: list[rows.Adoption] = []
    for row in adoptions_visible_to(acting):
        if not any(row.agency.path.startswith(later.agency.path) for later in holding):
            holding.append(row)
    return holding


def adoptions_touching(acting: Acting, agency: Agency) -> list[rows.Adoption]:
    """Of the adopted plans that hold those of an agency, of agencies below it and above it."""
    return [
        row
        for row in adoptions_in_force(acting)
        if row.agency.path.startswith(agency.path) or agency.path.startswith(row.agency.path)
    ]


def finishes_visible_to(acting: Acting) -> QuerySet[rows.PlannedFinish]:
    """Where projects the actor may see stand in adopted plans."""
    if not acting.may(Right.READ_REGISTER):
        return rows.PlannedFinish.objects.none()
    found = rows.PlannedFinish.objects.filter(shared(acting, "project__"))
    return found.select_related("project__agency", "adoption").order_by(
        F("place").asc(nulls_last=True), "pk"
    )


def decisions_visible_to(acting: Acting) -> QuerySet[rows.StartDecision]:
    """Named decisions to begin against the gate, the latest first: open to every agency and the
    council."""
    if not acting.may(Right.READ_REGISTER):
        return rows.StartDecision.objects.none()
    found = rows.StartDecision.objects.filter(shared(acting, "project__"))
    return found.select_related("project__agency").order_by("-on", "-id")


def phases_visible_to(acting: Acting) -> QuerySet[rows.Phase]:
    """Phases of projects the actor may see."""
    found = rows.Phase.objects.filter(shared(acting, "project__"))
    return found.select_related("project__agency").order_by("project", "place")


def stage_decisions_visible_to(acting: Acting) -> QuerySet[rows.StageDecision]:
    """What was decided at the stage gates of mega-projects, the latest first: open to every agency
    and the council."""
    if not acting.may(Right.READ_REGISTER):
        return rows.StageDecision.objects.none()
    found = rows.StageDecision.objects.filter(shared(acting, "phase__project__"))
    return found.select_related("phase__project__agency").order_by("-on", "-id")


def terms_visible_to(acting: Acting) -> QuerySet[rows.Term]:
    """Terms of the city's management, the latest first."""
    found = rows.Term.objects.all() if acting.may(Right.READ_REGISTER) else rows.Term.objects.none()
    return found.select_related("agency").order_by("-begins", "-id")


def promises_visible_to(acting: Acting) -> QuerySet[rows.TermPromise]:
    """Promises of the term that the actor may see."""
    about = Q(project__isnull=True) | shared(acting, "project__")
    found = rows.TermPromise.objects.filter(shared(acting, "commitment__") & about)
    return found.select_related("commitment__agency", "project", "term").order_by(
        "commitment__due", "pk"
    )


def proposals_visible_to(acting: Acting) -> QuerySet[rows.Proposal]:
    """What was asked of the portfolio, those without an answer first: open to every agency, but for
    what names a project that the actor may not see."""
    if not acting.may(Right.READ_REGISTER):
        return rows.Proposal.objects.filter(nothing())
    seen = Q(project__isnull=True) | shared(acting, "project__")
    found = rows.Proposal.objects.filter(seen).select_related("agency", "project")
    return found.order_by("replied_on", "due", "pk")


def unanswered(acting: Acting, today: date) -> int:
    """How many proposals wait for the actor's own agencies beyond their day."""
    mine = owned(acting, Right.ANSWER_PROPOSAL)
    return rows.Proposal.objects.filter(mine, reply="", due__lt=today).count()


def report_sheets_visible_to(acting: Acting) -> QuerySet[rows.ReportSheet]:
    """Workbooks of progress reports of the actor's own branches, the latest first."""
    mine = owned(acting, Right.RECORD_PROGRESS)
    return rows.ReportSheet.objects.filter(mine).select_related("agency").order_by("-id")


def finishes_in_force(
    acting: Acting, holding: Sequence[rows.Adoption]
) -> QuerySet[rows.PlannedFinish]:
    """Where projects the actor may see stand in plans that hold, the latest first: a project of an
    agency that has adopted a later plan of its own stands in that one alone."""
    either = nothing()
    for at, row in enumerate(holding):
        kept = Q(adoption=row)
        for later in holding[:at]:
            kept &= ~Q(project__agency__path__startswith=later.agency.path)
        either |= kept
    return finishes_visible_to(acting).filter(either)


def forecasts_of(project: Project) -> QuerySet[rows.Forecast]:
    """What was forecast of a project, the latest first."""
    return rows.Forecast.objects.filter(project=project).order_by("-on")


def photos_of(acting: Acting, project: Project) -> QuerySet[Document]:
    """The pictures of a project that the actor may see, the latest first."""
    found = documents_visible_to(acting).filter(subject=project.public_id)
    return found.filter(media_type__startswith="image/").order_by("-taken_on", "-pk")
