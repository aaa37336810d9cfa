"""The tasks of a project: what is left of each, what it waits for, what the plan made of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.completion import queries
from hamgam.completion.actions.tasks import TaskValues, record_task_estimate
from hamgam.completion.task_forms import NewTaskForm, TaskForm
from hamgam.completion.tasks import is_told, task_estimate_of
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register.actions.projects import add_task
from hamgam.register.models import Project, Task
from hamgam.register.queries import tasks_visible_to
from hamgam.register.views.projects import planned_tasks
from hamgam.register.views.reading import language


def _seen(request: HttpRequest, project_id: str) -> Project:
    rows = queries.portfolio_visible_to(acting_of(request))
    row = rows.filter(public_id=project_id).first()
    if row is None:
        raise Refused("not_found")
    return row


@door(Right.READ_REGISTER)
@require_safe
def tasks(request: HttpRequest, project_id: str) -> HttpResponse:
    """The tasks that a plan is made of, with their figures and the days it gave them."""
    row, acting = _seen(request, project_id), acting_of(request)
    may = acting.may(Right.RECORD_PROJECT, row.agency.path, subject=row.public_id)
    found = planned_tasks(acting, row)
    rows = tasks_visible_to(acting).filter(project=row).select_related("estimate")
    known = {task.pk: task for task in rows.prefetch_related("after")}
    context = {
        "project": row,
        "tasks": [_told(task, known, may=may) for task in found if is_told(known[task.pk])],
        "may_edit": may,
        "new_form": NewTaskForm(language=language()) if may else None,
    }
    return render(request, "completion/tasks.html", context)


def _told(task: Task, known: dict[int, Task], *, may: bool) -> dict[str, Any]:
    row = known[task.pk]
    estimate = task_estimate_of(row)
    others = [other for other in known.values() if other.pk != row.pk and is_told(other)]
    return {
        "task": row,
        "planned": getattr(task, "planned", None),
        "estimate": estimate,
        "after": list(row.after.all()),
        "form": _form(row, others) if may else None,
    }


def _form(row: Task, others: list[Task], told: Any = None) -> TaskForm:
    estimate = task_estimate_of(row)
    now = {name: getattr(estimate, name) for name in (TaskValues().columns() if estimate else {})}
    now["after"] = [before.public_id for before in row.after.all()]
    return TaskForm(told, initial=now, others=others, language=language())


@door(Right.RECORD_PROJECT)
@require_POST
def add(request: HttpRequest, project_id: str) -> HttpResponse:
    """Divide a project by one more task."""
    row, form = _seen(request, project_id), NewTaskForm(request.POST, language=language())
    if not form.is_valid():
        messages.error(request, say("pages.form_faults", language()), "bad")
        return redirect("project_tasks", project_id)
    task = add_task(
        by=acting_of(request),
        project=row.public_id,
        title=form.cleaned_data["title"],
        days=(None, None),
        weight_permille=form.cleaned_data["weight"],
    )
    return redirect(f"/projects/{project_id}/tasks#{task.public_id}")


@door(Right.RECORD_PROJECT)
@require_POST
def estimate(request: HttpRequest, task_id: str) -> HttpResponse:
    """Tell what is left of a task."""
    acting = acting_of(request)
    rows = tasks_visible_to(acting).select_related("project", "estimate").prefetch_related("after")
    row: Task | None = rows.filter(public_id=task_id).first()
    if row is None:
        raise Refused("not_found")
    others = list(rows.filter(project=row.project_id).exclude(pk=row.pk))
    form = _form(row, others, request.POST)
    if form.is_valid() and _recorded(request, row, form):
        messages.success(request, say("tasks.told", language()))
    else:
        messages.error(request, say("tasks.faulty", language()), "bad")
    return redirect(f"/projects/{row.project.public_id}/tasks#{row.public_id}")


def _recorded(request: HttpRequest, row: Task, form: TaskForm) -> bool:
    try:
        record_task_estimate(
            by=acting_of(request),
            task=row.public_id,
            values=form.values(),
            version=int(request.POST.get("version") or 0),
            after=form.cleaned_data["after"],
        )
    except Refused as refusal:
        if refusal.code not in {"validation", "stale"}:
            raise
        return False
    return True
