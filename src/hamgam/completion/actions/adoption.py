"""Adoption: a plan becomes the branch's own, with who, why, and what slips by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.completion.models import Adoption, Plan, PlannedFinish
from hamgam.completion.queries import plans_visible_to, projects_of
from hamgam.completion.slips import Slip, slips_of
from hamgam.completion.tasks import REST
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import because_of, record_fact
from hamgam.register.actions.projects import add_task
from hamgam.register.actions.rows import in_hand
from hamgam.register.actions.windows import Days, lift_plans, set_window, value_blocks
from hamgam.register.models import Project, Task
from hamgam.register.vocabulary import WindowKind


def adopt_plan(*, by: Acting, plan: str, reason: str, today: date) -> Adoption:
    """Make a found plan the one that holds: from now on slips are measured against it.

    Heads and deputies of its agency; writes the planned days of every project and what removing
    each obstacle brings, and lifts the days that a plan before gave and this one does not; records
    `plan_adopted`. Refuses (`state`) a plan without an answer or one
    that was adopted before.
    """
    if not reason.strip():
        raise Refused("validation", errors=[{"pointer": "#/reason", "detail": "Say why."}])
    with deed(by):
        row = in_hand(plans_visible_to(by), plan)
        by.require(Right.ADOPT_PLAN, row.agency.path, subject=row.public_id)
        if "lines" not in row.answer or Adoption.objects.filter(plan=row).exists():
            raise Refused("state")
        slips = slips_of(row.answer["lines"], finishes_in_force(row.agency))
        adoption = Adoption.objects.create(
            agency=row.agency,
            plan=row,
            on=today,
            reason=reason.strip(),
            actor=by.actor,
            at=timezone.now(),
        )
        chosen = _write_finishes(adoption, row, slips)
        fact = record_fact(
            "plan_adopted",
            subject=row.public_id,
            payload={"reason": reason.strip(), "later": sum(s.is_later for s in slips.values())},
        )
        with because_of(fact):
            _write_windows(by, row, chosen)
            tasks = Task.objects.filter(project__in=projects_of(row.agency))
            lift_plans(by=by, of=list(tasks), source=row.public_id)
            value_blocks(by=by, rials=_removals(row), source=row.public_id)
    return adoption


def finishes_in_force(agency: Agency) -> dict[str, PlannedFinish]:
    """Where each project of a branch stands in the plan adopted last that holds it, the branch's
    own or one of an agency above or below; by its public id."""
    found = PlannedFinish.objects.filter(project__agency__path__startswith=agency.path)
    rows = found.select_related("project").order_by("adoption_id")
    return {row.project.public_id: row for row in rows}


def _write_finishes(
    adoption: Adoption, plan: Plan, slips: Mapping[str, Slip]
) -> list[tuple[Project, Mapping[str, Any]]]:
    projects = {row.public_id: row for row in projects_of(plan.agency)}
    chosen = [
        (projects[line["project"]], line)
        for line in plan.answer["lines"]
        if line["project"] in projects
    ]
    PlannedFinish.objects.bulk_create(
        PlannedFinish(
            adoption=adoption,
            project=project,
            place=line["place"],
            begins=_day(line["begins"]),
            ends=_day(line["ends"]),
            before=slips[line["project"]].before,
            first=slips[line["project"]].first or _day(line["ends"]),
        )
        for project, line in chosen
    )
    return chosen


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


def _write_windows(
    by: Acting, plan: Plan, chosen: Sequence[tuple[Project, Mapping[str, Any]]]
) -> None:
    """Give every task its planned days; a project without told tasks has them on the one that
    stands for all the rest of its work."""
    tasks = _tasks([project for project, _ in chosen])
    for project, line in chosen:
        own = tasks.get(project.pk, {})
        told = [part for part in line.get("tasks", ()) if part["task"] in own]
        for part in told:
            _plan_days(by, plan, (project, own[part["task"]]), part)
        if not told:
            last = max(own.values(), key=lambda task: task.pk, default=None)
            _plan_days(by, plan, (project, last), line)


def _plan_days(
    by: Acting, plan: Plan, of: tuple[Project, Task | None], part: Mapping[str, Any]
) -> None:
    project, task = of
    begins, ends = _day(part["begins"]), _day(part["ends"])
    if begins is None or ends is None:
        return
    task = task or add_task(by=by, project=project.public_id, title=REST, days=(None, None))
    days = Days(begins=begins, ends=max(ends, begins), source=plan.public_id)
    set_window(by=by, of=task, kind=WindowKind.PLANNED, days=days)


def _tasks(projects: Sequence[Project]) -> dict[int, dict[str, Task]]:
    """The tasks of each project by their public ids."""
    found: dict[int, dict[str, Task]] = {}
    for task in Task.objects.filter(project__in=[p.pk for p in projects]).order_by("pk"):
        found.setdefault(task.project_id, {})[task.public_id] = task
    return found


def _removals(plan: Plan) -> dict[str, int]:
    told = plan.answer.get("removals", {})
    return {ref: round(one["rials"]) for ref, one in told.items()}
