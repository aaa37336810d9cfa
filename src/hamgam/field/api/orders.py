"""Directives with their compliance, and the bounded intensive mode."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.queries import agency_of
from hamgam.agencies.rights import Right
from hamgam.field import queries
from hamgam.field.actions import orders as deeds
from hamgam.field.models import Directive, DirectiveReply, Sprint
from hamgam.kit.fields import Code, Day, Flag, In, Key, Line, Out, Prose, PublicId, Told

router = Router(tags=["field"])
Words = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


class ReplyOut(Out):
    """What one recipient answered."""

    agency: str
    state: str
    words: str
    on: date | None

    @staticmethod
    def resolve_agency(row: DirectiveReply) -> str:
        """The recipient's key."""
        return row.agency.key


class DirectiveOut(Out):
    """A directive, its measure of compliance, and who follows it."""

    public_id: str
    agency: str
    title: str
    text: str
    measure: str
    letter_number: str
    on: date
    replies: list[ReplyOut]

    @staticmethod
    def resolve_agency(row: Directive) -> str:
        """Who issued it."""
        return row.agency.key

    @staticmethod
    def resolve_replies(row: Directive) -> list[DirectiveReply]:
        """The recipients."""
        return list(row.replies.all())


class DirectiveList(Out):
    """A page of directives."""

    items: list[DirectiveOut]
    next: str | None


@router.get(
    "/directives",
    response=DirectiveList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_directives",
)
def list_directives(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """Directives with what their recipients answered."""
    rows = queries.directives_visible_to(acting_of(request)).order_by("-pk")
    return listed(request, response, rows, (limit, cursor))


class DirectiveIn(In):
    """What is ordered of whom, and by what one sees whether it is followed."""

    agency: Key
    title: Told
    text: Prose
    measure: Told
    letter_number: Code = ""
    recipients: Annotated[list[Key], Field(min_length=1, max_length=100)]


@router.post(
    "/directives",
    response={201: DirectiveOut},
    auth=Door(Right.ISSUE_DIRECTIVE),
    operation_id="issue_directive",
)
def post_directive(request: HttpRequest, body: DirectiveIn) -> Status[Directive]:
    """Order something of agencies."""
    order = deeds.Order(
        title=body.title, text=body.text, measure=body.measure, letter_number=body.letter_number
    )
    made = deeds.issue_directive(
        by=acting_of(request),
        agency=agency_of(body.agency),
        order=order,
        recipients=[agency_of(key) for key in dict.fromkeys(body.recipients)],
        today=timezone.localdate(),
    )
    return Status(201, made)


class AnswerIn(In):
    """Whether one's agency follows it, by its measure."""

    is_followed: Flag
    words: Words


@router.post(
    "/directives/{directive_id}/answer",
    response=ReplyOut,
    auth=Door(Right.RECORD_COMMITMENT),
    operation_id="answer_directive",
)
def post_answer(request: HttpRequest, directive_id: PublicId, body: AnswerIn) -> DirectiveReply:
    """Say whether one's agency follows a directive."""
    return deeds.answer_directive(
        by=acting_of(request),
        directive=directive_id,
        is_followed=body.is_followed,
        words=body.words,
        today=timezone.localdate(),
    )


class SprintOut(Out):
    """An intensive mode («جهادی») with its end and its rules."""

    public_id: str
    agency: str
    project: str
    goal: str
    begins: date
    ends: date
    night_shifts: bool
    crews_lent: str
    rules: str
    stand_up_at: time | None
    ended_on: date | None
    outcome: str

    @staticmethod
    def resolve_agency(row: Sprint) -> str:
        """Whose it is."""
        return row.agency.key

    @staticmethod
    def resolve_project(row: Sprint) -> str:
        """The project's public id."""
        return row.project.public_id


class SprintList(Out):
    """A page of sprints."""

    items: list[SprintOut]
    next: str | None


@router.get(
    "/sprints", response=SprintList, auth=Door(Right.READ_REGISTER), operation_id="list_sprints"
)
def list_sprints(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """Intensive modes, those that run and those that ended."""
    rows = queries.sprints_visible_to(acting_of(request)).order_by("-pk")
    return listed(request, response, rows, (limit, cursor))


class SprintIn(In):
    """An intensive mode: its goal, its end, and the extra rules that hold meanwhile."""

    project: PublicId
    goal: Told
    begins: Day
    ends: Day
    rules: Words
    night_shifts: Flag = False
    crews_lent: Line = ""
    stand_up_at: time | None = None


@router.post(
    "/sprints",
    response={201: SprintOut},
    auth=Door(Right.OPEN_SPRINT),
    operation_id="open_sprint",
)
def post_sprint(request: HttpRequest, body: SprintIn) -> Status[Sprint]:
    """Begin an intensive mode, an exception of at most 45 days."""
    values = deeds.SprintValues(
        goal=body.goal,
        begins=body.begins,
        ends=body.ends,
        rules=body.rules,
        night_shifts=body.night_shifts,
        crews_lent=body.crews_lent,
        stand_up_at=body.stand_up_at,
    )
    return Status(
        201, deeds.open_sprint(by=acting_of(request), project=body.project, values=values)
    )


class EndIn(In):
    """What it came to."""

    outcome: Words


@router.post(
    "/sprints/{sprint_id}/end",
    response=SprintOut,
    auth=Door(Right.OPEN_SPRINT),
    operation_id="end_sprint",
)
def post_end(request: HttpRequest, sprint_id: PublicId, body: EndIn) -> Sprint:
    """End an intensive mode, saying what it came to."""
    return deeds.end_sprint(
        by=acting_of(request), sprint=sprint_id, outcome=body.outcome, today=timezone.localdate()
    )
