"""The demo's stage gates and the tasks of some of its projects. All of it is invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hamgam.agencies.acting import Acting, job
from hamgam.completion.actions.stages import AtGate, Shown, hold_phase, pass_phase, tell_condition
from hamgam.completion.actions.tasks import TaskValues, record_task_estimate
from hamgam.completion.mega import asks
from hamgam.completion.queries import phases_visible_to
from hamgam.register.actions.projects import add_task
from hamgam.register.models import Project

AT_GATES = ("نتیجهٔ فاز در دست مردم است.", "موسم زائران نزدیک است.", "پول فاز بعد نیست.")
PROOF = "صورت‌جلسهٔ نمایشی"
WITH_TASKS = 8
TASKS = (("زیرسازی و جابه‌جایی تأسیسات", 300), ("سازه", 500), ("روسازی و روشنایی", 200))
"""Titles and thousandths of the whole."""


def lay_gates(mayor: Acting, today: date) -> None:
    """What stands at the gates of the municipality's mega-projects: one open, one by name though a
    condition is not met, one that waits."""
    own = phases_visible_to(mayor).filter(place=1)
    own = own.filter(project__agency__path__startswith="/municipality/")
    keys = [ask.key for ask in asks()]
    for number, phase in enumerate(own.order_by("project__code")[: len(AT_GATES)]):
        for key in keys if number == 0 else keys[: 3 - number]:
            on = today - timedelta(days=30)
            shown = Shown(key=key, is_met=True, evidence=PROOF, on=on)
            tell_condition(by=mayor, phase=phase.public_id, shown=shown)
        at = AtGate(
            on=today - timedelta(days=20 - number),
            reason=AT_GATES[number],
            decided_by="شهردار نمایشی" if number else "",
            number="۱۴۰۵/ش/۳۳" if number else "",
        )
        decide = hold_phase if number == len(AT_GATES) - 1 else pass_phase
        decide(by=mayor, phase=phase.public_id, at=at)


def lay_tasks(projects: Sequence[Project], today: date) -> None:
    """Three tasks, one after the other, for some of the municipality's projects: the first under
    ground, the second with a faster way."""
    own = [row for row in projects if row.agency.path.startswith("/municipality/")]
    for number, project in enumerate(own[:WITH_TASKS]):
        by = replace(job("demo"), agency=project.agency)
        before: list[str] = []
        for place, (title, weight) in enumerate(TASKS):
            task = add_task(
                by=by,
                project=project.public_id,
                title=title,
                days=(None, None),
                weight_permille=weight,
            )
            values = _values(project, place, number, today)
            record_task_estimate(by=by, task=task.public_id, values=values, after=before)
            before = [task.public_id]


def _values(project: Project, place: int, number: int, today: date) -> TaskValues:
    """Every second project tells only the order of its tasks."""
    if number % 2:
        return TaskValues(ignores_seasons=place == 0)
    whole = (project.budget_rials or 10**12) // 3
    is_fast = place == 1
    return TaskValues(
        remaining_rials=whole * TASKS[place][1] // 1000,
        price_year=project.price_year or 1405,
        remaining_months=(3, 7, 3)[place],
        ignores_seasons=place == 0,
        fast_months=4 if is_fast else None,
        fast_rials=whole * 6 // 10 if is_fast else None,
        ready_on=today + timedelta(days=45) if place == 0 and number == 0 else None,
        waits_for="جابه‌جایی خط گاز" if place == 0 and number == 0 else "",
    )
