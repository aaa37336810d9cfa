"""Applications to dig, the commission's decisions, and what becomes of each trench."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.queries import agency_of
from hamgam.agencies.rights import Right
from hamgam.coordination.actions import emergencies, permits
from hamgam.coordination.models import Application, Permit
from hamgam.coordination.queries import permits as queries
from hamgam.coordination.vocabulary import Reinstatement
from hamgam.coordination.workflow.permits import DigState
from hamgam.kit.fields import (
    Day,
    Flag,
    Geometry,
    In,
    Key,
    Line,
    Measure,
    Name,
    Out,
    PublicId,
    Rials,
    Told,
)
from hamgam.register.api.meetings import MeetingOut, Moment
from hamgam.register.models import Meeting

router = Router(tags=["permits"])


class PermitOut(Out):
    """A numbered permit; `first_ends` is never changed."""

    public_id: str
    number: str
    begins: date
    ends: date
    first_ends: date
    by_night: bool
    reinstatement: str
    reinstate_by: date
    deposit_rials: int
    price_year: int
    conditions: str
    issued: datetime
    reinstated_on: date | None
    inspected_on: date | None
    warranty_ends: date | None
    bill_rials: int | None


class ApplicationOut(Out):
    """What an agency asks of the commission for one work."""

    public_id: str
    number: str
    agency: str
    work: str
    state: str
    is_connection: bool
    applied: datetime
    due: datetime | None
    checks: list[Any]
    words: str
    permit: PermitOut | None

    @staticmethod
    def resolve_agency(row: Application) -> str:
        """Whose work it is."""
        return row.agency.key

    @staticmethod
    def resolve_work(row: Application) -> str:
        """The work."""
        return row.work.public_id

    @staticmethod
    def resolve_permit(row: Application) -> Permit | None:
        """The permit it became."""
        return getattr(row, "permit", None)


class ApplicationList(Out):
    """A page of applications."""

    items: list[ApplicationOut]
    next: str | None


class ApplicationFilter(In):
    """Which applications to list."""

    state: DigState | None = None


class ApplyIn(In):
    """The work for which a permit is asked."""

    work: PublicId


class SessionIn(In):
    """When and where the commission sits."""

    begins: Moment
    place: Annotated[Line, Field(max_length=200)] = ""
    title: Name


class ConditionsIn(In):
    """What a permit is granted under; days left out are the work's own."""

    begins: Day | None = None
    ends: Day | None = None
    by_night: Flag = False
    reinstatement: Reinstatement = Reinstatement.PERMANENT
    reinstate_by: Day | None = None
    deposit_rials: Rials | None = None
    words: Line = ""


class RefusalIn(In):
    """Why an application is refused, or put off."""

    words: Told
    is_final: Flag = True


class ExtensionIn(In):
    """A later end, and why."""

    ends: Day
    reason: Told


class OnIn(In):
    """A day."""

    on: Day


class InspectionIn(In):
    """What an inspection found."""

    is_passed: Flag
    words: Line = ""


class RepairIn(In):
    """What the municipality's repair cost."""

    cost_rials: Rials


class EmergencyIn(In):
    """An emergency as it is told on the phone."""

    agency: Key
    street: Name
    words: Told
    place: Geometry | None = None


class CompletionIn(In):
    """What an emergency's report lacked."""

    length_m: Annotated[Measure, Field(gt=0)]
    ends: Day


def _one(request: HttpRequest, application_id: str) -> Application:
    return queries.application_of(acting_of(request), application_id)


@router.get(
    "/applications",
    response=ApplicationList,
    auth=Door(Right.READ_REGISTER),
    operation_id="list_applications",
)
def list_applications(
    request: HttpRequest,
    response: HttpResponse,
    asked: Annotated[ApplicationFilter, Query()],
    limit: Limit = 100,
    cursor: Cursor = None,
) -> dict[str, object]:
    """Applications to dig, with their permits."""
    rows = queries.applications_visible_to(acting_of(request))
    if asked.state:
        rows = rows.filter(state=asked.state.value)
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/applications",
    response={201: ApplicationOut},
    auth=Door(Right.APPLY_TO_DIG),
    operation_id="apply_to_dig",
)
def post_application(request: HttpRequest, body: ApplyIn) -> Status[Application]:
    """Ask the commission for a permit; the rules are checked at once."""
    row = permits.apply_to_dig(by=acting_of(request), work=body.work)
    return Status(201, _one(request, row.public_id))


@router.get(
    "/applications/{application_id}",
    response=ApplicationOut,
    auth=Door(Right.READ_REGISTER),
    operation_id="get_application",
)
def get_application(request: HttpRequest, application_id: PublicId) -> Application:
    """One application."""
    return _one(request, application_id)


@router.post(
    "/commission/sittings",
    response={201: MeetingOut},
    auth=Door(Right.CONVENE_CASE),
    operation_id="call_session",
)
def post_session(request: HttpRequest, body: SessionIn) -> Status[Meeting]:
    """Call a sitting; its agenda is made of the applications that wait."""
    return Status(201, permits.call_session(by=acting_of(request), **body.model_dump()))


@router.post(
    "/commission/clean-connections",
    response=list[PermitOut],
    auth=Door(Right.CONVENE_CASE),
    operation_id="grant_connections",
)
def post_connections(request: HttpRequest) -> list[Permit]:
    """Grant at once every waiting connection of which no rule asks anything."""
    return list(permits.grant_connections(by=acting_of(request)))


@router.post(
    "/applications/{application_id}/grant",
    response={201: PermitOut},
    auth=Door(Right.CONVENE_CASE),
    operation_id="grant_permit",
)
def post_grant(
    request: HttpRequest, application_id: PublicId, body: ConditionsIn
) -> Status[Permit]:
    """Grant a permit with conditions."""
    conditions = permits.Conditions(**body.model_dump())
    by = acting_of(request)
    return Status(201, permits.grant(by=by, application=application_id, conditions=conditions))


@router.post(
    "/applications/{application_id}/refuse",
    response=ApplicationOut,
    auth=Door(Right.CONVENE_CASE),
    operation_id="refuse_permit",
)
def post_refusal(request: HttpRequest, application_id: PublicId, body: RefusalIn) -> Application:
    """Refuse an application, or put it off to a later sitting."""
    permits.refuse(by=acting_of(request), application=application_id, **body.model_dump())
    return _one(request, application_id)


@router.post(
    "/applications/{application_id}/extend",
    response=PermitOut,
    auth=Door(Right.CONVENE_CASE),
    operation_id="extend_permit",
)
def post_extension(request: HttpRequest, application_id: PublicId, body: ExtensionIn) -> Permit:
    """Give more time; the first end is kept."""
    return permits.extend_permit(
        by=acting_of(request), application=application_id, **body.model_dump()
    )


@router.post(
    "/applications/{application_id}/reinstate",
    response=PermitOut,
    auth=Door(Right.APPLY_TO_DIG),
    operation_id="reinstate_street",
)
def post_reinstatement(request: HttpRequest, application_id: PublicId, body: OnIn) -> Permit:
    """Report that the street is whole again."""
    return permits.reinstate(by=acting_of(request), application=application_id, on=body.on)


@router.post(
    "/applications/{application_id}/inspect",
    response=PermitOut,
    auth=Door(Right.CONVENE_CASE),
    operation_id="inspect_street",
)
def post_inspection(request: HttpRequest, application_id: PublicId, body: InspectionIn) -> Permit:
    """Say what the inspection found."""
    return permits.inspect(by=acting_of(request), application=application_id, **body.model_dump())


@router.post(
    "/applications/{application_id}/repair",
    response=PermitOut,
    auth=Door(Right.CONVENE_CASE),
    operation_id="repair_street",
)
def post_repair(request: HttpRequest, application_id: PublicId, body: RepairIn) -> Permit:
    """Record the municipality's repair of an overdue trench, and bill it."""
    return permits.repair(
        by=acting_of(request), application=application_id, cost_rials=body.cost_rials
    )


@router.post(
    "/emergencies",
    response={201: ApplicationOut},
    auth=Door(Right.APPLY_TO_DIG),
    operation_id="report_emergency",
)
def post_emergency(request: HttpRequest, body: EmergencyIn) -> Status[Application]:
    """Write down an emergency that is dug at this hour."""
    row = emergencies.report_emergency(
        by=acting_of(request),
        agency=agency_of(body.agency),
        street=body.street,
        words=body.words,
        place=body.place,
    )
    return Status(201, _one(request, row.public_id))


@router.post(
    "/applications/{application_id}/complete",
    response=PermitOut,
    auth=Door(Right.APPLY_TO_DIG),
    operation_id="complete_emergency",
)
def post_completion(request: HttpRequest, application_id: PublicId, body: CompletionIn) -> Permit:
    """Complete the report of an emergency."""
    return emergencies.complete_emergency(
        by=acting_of(request),
        application=application_id,
        length_m=body.length_m,
        conditions=permits.Conditions(ends=body.ends),
    )
