"""Obstacles: reported, promised away, carried up, removed, verified, opened again."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.queries import agency_of, person_of
from hamgam.agencies.rights import Right
from hamgam.field import queries
from hamgam.field.actions import obstacles as deeds
from hamgam.field.models import Obstacle
from hamgam.kit.fields import Day, In, Key, Line, Out, PublicId, Told, Whole

router = Router(tags=["field"])


class ObstacleOut(Out):
    """An obstacle."""

    public_id: str
    agency: str
    project: str | None
    title: str
    code: str
    opened: date
    promised: date | None
    first_promised: date | None
    cleared: date | None
    owner: str
    owner_name: str
    removed_when: str
    next_step: str
    rung: int
    times_reopened: int
    removal_rials: int | None
    version: int

    @staticmethod
    def resolve_agency(row: Obstacle) -> str:
        """The agency's key."""
        return row.agency.key

    @staticmethod
    def resolve_project(row: Obstacle) -> str | None:
        """The project's public id."""
        project = queries.project_of(row)
        return project.public_id if project else None

    @staticmethod
    def resolve_code(row: Obstacle) -> str:
        """The code of its main cause."""
        return row.block.cause

    @staticmethod
    def resolve_opened(row: Obstacle) -> date:
        """Since when."""
        return row.block.begins

    @staticmethod
    def resolve_promised(row: Obstacle) -> date | None:
        """By when, as promised last."""
        return row.block.promised

    @staticmethod
    def resolve_cleared(row: Obstacle) -> date | None:
        """When it was gone."""
        return row.block.cleared

    @staticmethod
    def resolve_owner(row: Obstacle) -> str:
        """The key of the agency that must act."""
        return row.owner.key

    @staticmethod
    def resolve_removal_rials(row: Obstacle) -> int | None:
        """What removing it brings, by the plan in force."""
        return row.block.removal_rials


class ObstacleList(Out):
    """A page of obstacles."""

    items: list[ObstacleOut]
    next: str | None


@router.get(
    "/obstacles",
    response=ObstacleList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_obstacles",
)
def list_obstacles(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """Obstacles, standing and gone."""
    rows = queries.obstacles_visible_to(acting_of(request)).order_by("-pk")
    return listed(request, response, rows, (limit, cursor))


class CauseIn(In):
    """A cause with its weight in percent."""

    code: Annotated[str, Field(min_length=1, max_length=8, pattern=r"^[A-Z][0-9]?$")]
    weight: Annotated[int, Field(strict=True, ge=1, le=100)] = 100


class ObstacleIn(In):
    """An obstacle as it is reported; the main cause first."""

    task: PublicId
    title: Told
    causes: Annotated[list[CauseIn], Field(min_length=1, max_length=5)]
    opened: Day
    reported_by: Told
    owner: Key
    owner_name: Told
    officer: PublicId
    removed_when: Told
    next_step: Line = ""
    promised: Day | None = None
    evidence: Line = ""


@router.post(
    "/obstacles",
    response={201: ObstacleOut},
    auth=Door(Right.RECORD_OBSTACLE),
    operation_id="report_obstacle",
)
def post_obstacle(request: HttpRequest, body: ObstacleIn) -> Status[Obstacle]:
    """Put an obstacle on the table."""
    values = deeds.ObstacleValues(
        title=body.title,
        causes=[(cause.code, cause.weight) for cause in body.causes],
        opened=body.opened,
        reported_by=body.reported_by,
        owner=agency_of(body.owner),
        owner_name=body.owner_name,
        officer=person_of(body.officer),
        removed_when=body.removed_when,
        next_step=body.next_step,
        promised=body.promised,
        evidence=body.evidence,
    )
    return Status(201, deeds.report_obstacle(by=acting_of(request), task=body.task, values=values))


class RemovalIn(In):
    """By which day an obstacle will be gone, on the version one has seen."""

    version: Whole
    promised: Day
    next_step: Line = ""


@router.post(
    "/obstacles/{obstacle_id}/promise",
    response=ObstacleOut,
    auth=Door(Right.RECORD_OBSTACLE),
    operation_id="promise_removal",
)
def post_promise(request: HttpRequest, obstacle_id: PublicId, body: RemovalIn) -> Obstacle:
    """Promise by which day it will be gone; the first promise is kept for good."""
    return deeds.promise_removal(
        by=acting_of(request),
        obstacle=obstacle_id,
        version=body.version,
        promised=body.promised,
        next_step=body.next_step,
    )


class WhyIn(In):
    """A reason in words."""

    why: Told


@router.post(
    "/obstacles/{obstacle_id}/raise",
    response=ObstacleOut,
    auth=Door(Right.RECORD_OBSTACLE),
    operation_id="raise_obstacle",
)
def post_raise(request: HttpRequest, obstacle_id: PublicId, body: WhyIn) -> Obstacle:
    """Carry it one rung up, with the reason."""
    return deeds.raise_rung(by=acting_of(request), obstacle=obstacle_id, why=body.why)


class RemovedIn(In):
    """Since which day it is gone, and by what one sees it."""

    version: Whole
    on: Day
    evidence: Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


@router.post(
    "/obstacles/{obstacle_id}/remove",
    response=ObstacleOut,
    auth=Door(Right.RECORD_OBSTACLE),
    operation_id="remove_obstacle",
)
def post_remove(request: HttpRequest, obstacle_id: PublicId, body: RemovedIn) -> Obstacle:
    """Say that it is gone; it counts when another person has verified it."""
    return deeds.remove_obstacle(
        by=acting_of(request),
        obstacle=obstacle_id,
        version=body.version,
        on=body.on,
        evidence=body.evidence,
    )


@router.post(
    "/obstacles/{obstacle_id}/verify",
    response=ObstacleOut,
    auth=Door(Right.RECORD_OBSTACLE),
    operation_id="verify_removal",
)
def post_verify(request: HttpRequest, obstacle_id: PublicId) -> Obstacle:
    """See for oneself that the test of removal is passed; never who said that it is gone."""
    return deeds.verify_removal(by=acting_of(request), obstacle=obstacle_id)


@router.post(
    "/obstacles/{obstacle_id}/reopen",
    response=ObstacleOut,
    auth=Door(Right.RECORD_OBSTACLE),
    operation_id="reopen_obstacle",
)
def post_reopen(request: HttpRequest, obstacle_id: PublicId, body: WhyIn) -> Obstacle:
    """Put back what was said to be gone; its old days stay as they were."""
    today = timezone.localdate()
    return deeds.reopen_obstacle(
        by=acting_of(request), obstacle=obstacle_id, why=body.why, today=today
    )
