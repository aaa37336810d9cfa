"""What officials said in public."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from ninja import Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.rights import Right
from hamgam.kit.fields import Day, In, Line, Out, PublicId, Told
from hamgam.register.views.reading import today
from hamgam.showcase.actions.reasons import explain_change
from hamgam.showcase.actions.statements import Said, correct_statement, record_statement
from hamgam.showcase.models import ChangeReason, Statement
from hamgam.showcase.vocabulary import Explained

router = Router(tags=["showcase"])


class StatementIn(In):
    """A statement: which post said it, when, and where it was published."""

    said_by: Told
    said_on: Day
    text: Told
    source: Told
    promised_end: Day | None = None


class CorrectionIn(In):
    """A correction, which stands beside what was said."""

    correction: Line
    on: Day


class StatementOut(Out):
    """A statement."""

    public_id: str
    said_by: str
    said_on: date
    text: str
    source: str
    promised_end: date | None
    correction: str
    corrected_on: date | None


@router.post(
    "/projects/{project_id}/statements",
    response={201: StatementOut},
    auth=Door(Right.RECORD_STATEMENT),
    operation_id="record_statement",
)
def post_statement(
    request: HttpRequest, project_id: PublicId, body: StatementIn
) -> Status[Statement]:
    """Enter what was said about a project in public."""
    said = Said(**body.model_dump())
    return Status(201, record_statement(by=acting_of(request), project=project_id, said=said))


@router.post(
    "/statements/{statement_id}/correct",
    response=StatementOut,
    auth=Door(Right.RECORD_STATEMENT),
    operation_id="correct_statement",
)
def post_correction(request: HttpRequest, statement_id: PublicId, body: CorrectionIn) -> Statement:
    """Write a correction beside a statement."""
    return correct_statement(
        by=acting_of(request), statement=statement_id, correction=body.correction, on=body.on
    )


class ReasonIn(In):
    """Why the end, the budget or the planned end of a project changed, and on which day it did."""

    field: Explained
    on: Day
    words: Told


class ReasonOut(Out):
    """A reason as everybody reads it."""

    field: str
    on: date
    words: str
    written: date


@router.post(
    "/projects/{project_id}/change-reasons",
    response={201: ReasonOut},
    auth=Door(Right.RECORD_STATEMENT),
    operation_id="explain_change",
)
def post_reason(request: HttpRequest, project_id: PublicId, body: ReasonIn) -> Status[ChangeReason]:
    """Say why a promise changed; everybody reads it."""
    row = explain_change(
        by=acting_of(request), project=project_id, today=today(), **body.model_dump()
    )
    return Status(201, row)
