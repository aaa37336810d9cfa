"""Obstacles: put them on the table, move their promised day, see them removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.actions.inbox import put_in_inbox
from hamgam.agencies.models import Agency, Person
from hamgam.agencies.rights import Right
from hamgam.field.actions.hiding import is_open
from hamgam.field.models import Cause, Obstacle, Waiting
from hamgam.field.queries import obstacles_visible_to, project_of
from hamgam.field.taxonomy import is_known
from hamgam.field.vocabulary import Rung
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import because_of, record_fact
from hamgam.ledger.models import Fact
from hamgam.register.actions.rows import compare_version, in_hand, iso
from hamgam.register.actions.windows import Days, clear_block, promise_block, set_window
from hamgam.register.models import Project, Task, Window
from hamgam.register.queries import tasks_visible_to
from hamgam.register.vocabulary import WindowKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ObstacleValues:
    """An obstacle as it is reported. `causes` are codes with their weights in percent, the main
    one first; `promised` None where nobody promised anything yet."""

    title: str
    causes: Sequence[tuple[str, int]]
    opened: date
    reported_by: str
    owner: Agency
    owner_name: str
    officer: Person
    removed_when: str
    next_step: str = ""
    promised: date | None = None
    evidence: str = ""

    def faults(self) -> list[dict[str, str]]:
        """What is missing or wrong."""
        needed = ("title", "causes", "reported_by", "owner_name", "removed_when")
        found = [(name, "required") for name in needed if not getattr(self, name)]
        if any(not is_known(code) for code, _ in self.causes):
            found.append(("causes", "unknown code"))
        if is_same_person(self.owner_name, self.officer):
            found.append(("officer", "another person than the owner"))
        if self.promised and self.promised < self.opened:
            found.append(("promised", "before it was opened"))
        return [{"pointer": f"#/{name}", "detail": detail} for name, detail in found]


def is_same_person(name: str, person: Person | None) -> bool:
    """Whether a name as written is that of an account."""
    if person is None:
        return False
    return " ".join(name.split()) == " ".join(person.full_name.split())


def report_obstacle(*, by: Acting, task: str, values: ObstacleValues) -> Obstacle:
    """Put an obstacle on the task it holds: from now on the plan knows it. The people of the
    project's agency; records `obstacle_reported`."""
    held = tasks_visible_to(by).select_related("project__agency").filter(public_id=task).first()
    if held is None:
        raise Refused("not_found")
    agency = held.project.agency
    by.require(Right.RECORD_OBSTACLE, agency.path, subject=held.project.public_id)
    if faults := values.faults():
        raise Refused("validation", errors=faults)
    with deed(by):
        return _write(by, held, values)


def adopt_block(*, by: Acting, block: str, values: ObstacleValues) -> Obstacle:
    """Name the people behind a block that stands already, as one that came with a file: its days
    and cause stay. The people of the project's agency; records `obstacle_reported`."""
    rows = Window.objects.filter(kind=WindowKind.BLOCKED, cleared__isnull=True, task__isnull=False)
    held = rows.select_related("task__project__agency").filter(public_id=block).first()
    if held is None or held.task is None:
        raise Refused("not_found")
    project = held.task.project
    by.require(Right.RECORD_OBSTACLE, project.agency.path, subject=project.public_id)
    if faults := values.faults():
        raise Refused("validation", errors=faults)
    if Obstacle.objects.filter(block=held).exists():
        raise Refused("state")
    with deed(by):
        row = _unsaved(held.task, values)
        row.block = held
        _record(row, held.task, held.cause)
        return _keep(row, values)


def _write(by: Acting, task: Task, values: ObstacleValues) -> Obstacle:
    """The obstacle and its block: one fact, and the block's fact because of it."""
    row = _unsaved(task, values)
    code = values.causes[0][0]
    days = Days(begins=values.opened, promised=values.promised, cause=code, source="field")
    with because_of(_record(row, task, code)):
        row.block = set_window(by=by, of=task, kind=WindowKind.BLOCKED, days=days)
    return _keep(row, values)


def _unsaved(task: Task, values: ObstacleValues) -> Obstacle:
    return Obstacle(
        agency=task.project.agency,
        title=values.title,
        reported_by=values.reported_by,
        owner=values.owner,
        owner_name=values.owner_name,
        officer=values.officer,
        next_step=values.next_step,
        removed_when=values.removed_when,
        first_promised=values.promised,
        evidence=values.evidence,
    )


def _record(row: Obstacle, task: Task, code: str) -> Fact:
    payload = {"code": code, "owner": row.owner.key, "project": task.project.public_id}
    return record_fact("obstacle_reported", subject=row.public_id, payload=payload)


def _keep(row: Obstacle, values: ObstacleValues) -> Obstacle:
    row.save()
    for cause, weight in values.causes:
        Cause.objects.create(
            obstacle=row, code=cause, weight_percent=weight, reported_by=values.reported_by
        )
    project = project_of(row)
    if values.owner != row.agency and (project is None or is_open(project)):
        put_in_inbox(
            values.owner, kind="obstacle_waits", subject=row.public_id, about={"title": row.title}
        )
    return row


def _mine(by: Acting, obstacle: str, version: int | None) -> Obstacle:
    """The obstacle, locked, for its project's people or its follow-up officer."""
    row = in_hand(obstacles_visible_to(by), obstacle)
    if by.person is None or by.person.pk != row.officer_id:
        by.require(Right.RECORD_OBSTACLE, row.agency.path, subject=row.public_id)
    if version is not None:
        compare_version(row.version, version)
    return row


def _stamp(row: Obstacle) -> None:
    row.version += 1
    row.save()


def promise_removal(
    *, by: Acting, obstacle: str, version: int, promised: date, next_step: str
) -> Obstacle:
    """Promise by which day it will be gone; the first promise is kept for good. The project's
    people or the follow-up officer; records `removal_promised`."""
    with deed(by):
        row = _mine(by, obstacle, version)
        promise(by, row, promised, next_step)
    return row


def promise(by: Acting, row: Obstacle, promised: date, next_step: str) -> None:
    """Write a promised day on an obstacle in hand; part of several deeds."""
    if row.block.cleared is not None:
        raise Refused("state")
    fact = record_fact("removal_promised", subject=row.public_id, payload={"due": iso(promised)})
    with because_of(fact):
        promise_block(by=by, window=row.block, promised=promised)
    row.first_promised = row.first_promised or promised
    row.next_step = next_step or row.next_step
    _stamp(row)


def raise_rung(*, by: Acting, obstacle: str, why: str) -> Obstacle:
    """Carry an obstacle one rung up, with the reason. The project's people or the follow-up
    officer; records `obstacle_raised`."""
    if not why.strip():
        raise Refused("validation", errors=[{"pointer": "#/why", "detail": "required"}])
    with deed(by):
        row = _mine(by, obstacle, None)
        climb(row, why)
    return row


def climb(row: Obstacle, why: str) -> None:
    """Carry an obstacle in hand one rung up; part of several deeds."""
    if row.block.cleared is not None or row.rung >= max(Rung):
        raise Refused("state")
    row.rung += 1
    _stamp(row)
    payload = {"rung": row.rung, "why": why}
    record_fact("obstacle_raised", subject=row.public_id, payload=payload)


def remove_obstacle(
    *, by: Acting, obstacle: str, version: int, on: date, evidence: str
) -> Obstacle:
    """Say that an obstacle is gone, by what one sees it. The project's people; records
    `obstacle_removed`. It counts when another person has verified it."""
    if not evidence.strip():
        raise Refused("validation", errors=[{"pointer": "#/evidence", "detail": "required"}])
    with deed(by):
        row = _mine(by, obstacle, version)
        fact = record_fact("obstacle_removed", subject=row.public_id, payload={"on": iso(on)})
        with because_of(fact):
            clear_block(by=by, window=row.block, on=on)
        row.evidence, row.closed_by = evidence, by.actor
        _stamp(row)
    return row


def verify_removal(*, by: Acting, obstacle: str) -> Obstacle:
    """See for oneself that the test of removal is passed. The follow-up officer or the project's
    people, never who said that it is gone; records `removal_verified`."""
    with deed(by):
        row = _mine(by, obstacle, None)
        if row.block.cleared is None or row.verified_by:
            raise Refused("state")
        if row.closed_by == by.actor:
            raise Refused("same_person")
        row.verified_by = by.actor
        _stamp(row)
        record_fact("removal_verified", subject=row.public_id)
    return row


def reopen_obstacle(*, by: Acting, obstacle: str, why: str, today: date) -> Obstacle:
    """Put an obstacle back that was said to be gone: a new block, the old days stay as they were.
    The project's people or the follow-up officer; records `obstacle_reopened`."""
    with deed(by):
        row = _mine(by, obstacle, None)
        if row.block.cleared is None or not why.strip():
            raise Refused("state")
        of = row.block.task or row.block.work
        if of is None:
            raise Refused("state")
        days = Days(begins=today, cause=row.block.cause, source=row.public_id)
        fact = record_fact("obstacle_reopened", subject=row.public_id, payload={"why": why})
        with because_of(fact):
            row.block = set_window(by=by, of=of, kind=WindowKind.BLOCKED, days=days)
        row.closed_by = row.verified_by = ""
        row.times_reopened += 1
        _stamp(row)
    return row


def price_waiting(told: Mapping[str, tuple[int, bool]]) -> int:
    """Write what a week of waiting for projects costs, by their public ids, and whether that is
    assumed; how many. Part of the adoption of a plan, whose fact tells it."""
    projects = Project.objects.filter(public_id__in=list(told)).order_by("pk")
    # No upsert: on SQLite its conflict rule would reach into the triggers of the ledger.
    known = {row.project_id: row for row in Waiting.objects.filter(project__in=projects)}
    new = []
    for project in projects:
        row = known.get(project.pk)
        if row is None:
            row = Waiting(project=project)
            new.append(row)
        row.week_rials, row.is_assumed = told[project.public_id]
    Waiting.objects.bulk_create(new)
    Waiting.objects.bulk_update(known.values(), ["week_rials", "is_assumed"])
    return len(new) + len(known)
