"""Citizens' reports and surveys."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.queries import agency_of
from hamgam.agencies.rights import Right
from hamgam.exchange.complaints import complaints_in
from hamgam.exchange.table import Table
from hamgam.kit.fields import (
    Day,
    Flag,
    Geometry,
    In,
    Key,
    Line,
    Out,
    PublicId,
    Told,
    Whole,
    geojson_of,
)
from hamgam.kit.refusals import Refused
from hamgam.register.actions.rows import acting_agency
from hamgam.register.queries import streets
from hamgam.register.views.reading import language
from hamgam.service import queries
from hamgam.service.actions import answering, importing
from hamgam.service.actions.reporting import MOST_TEXT, report_problem
from hamgam.service.actions.reporting import Told as Problem
from hamgam.service.actions.surveys import Found, record_survey
from hamgam.service.forms import is_in_city
from hamgam.service.limits import count_report
from hamgam.service.models import CitizenReport, Survey
from hamgam.service.routing import line_desk
from hamgam.service.vocabulary import Population, SurveyMode

router = Router(tags=["service"])
Words = Annotated[str, Field(min_length=1, max_length=MOST_TEXT, pattern=r"^[^\x00]*[^\x00\s]")]
Free = Annotated[str, Field(max_length=MOST_TEXT, pattern=r"^[^\x00]*$")]


class ReportOut(Out):
    """What everybody may know of a report."""

    public_id: str
    agency: str
    kind: str
    state: str
    street: str
    published: str
    received: datetime
    answer_due: date
    solve_due: date
    answered: datetime | None
    solved: datetime | None
    confirmed: datetime | None
    also: int
    geometry: dict[str, Any] | None

    @staticmethod
    def resolve_agency(row: CitizenReport) -> str:
        """The key of who must answer."""
        return row.agency.key

    @staticmethod
    def resolve_geometry(row: CitizenReport) -> dict[str, Any] | None:
        """The place as GeoJSON."""
        return geojson_of(row.shape)


class ReportList(Out):
    """A page of reports."""

    items: list[ReportOut]
    next: str | None


class ProblemIn(In):
    """A problem: what, and a place or the key of a street."""

    kind: Key
    geometry: Geometry | None = None
    street: Key | None = None
    text: Free = ""
    phone: Line = ""
    email: Line = ""


class ReportedOut(Out):
    """A report, and the secret by which it is followed; told once."""

    public_id: str
    agency: str
    secret: str


class WordsIn(In):
    """Words that everybody reads."""

    words: Words


class PassIn(In):
    """Whom a report is handed to, and why."""

    to: Key
    words: Words


class PublishIn(In):
    """A report without names, for everybody; empty words take it back."""

    words: Free
    photo: Flag = False


class SurveyIn(In):
    """What a survey found; scores in hundredths of 0 to 20."""

    agency: Key | None = None
    title: Told
    population: Population
    mode: SurveyMode
    on: Day
    asked: Whole
    satisfied: Whole
    zone_key: Line = ""
    mean_hundredths: Whole | None = None
    deviation_hundredths: Whole | None = None
    source: Line = ""


class SurveyOut(Out):
    """A survey."""

    public_id: str
    title: str
    population: str
    mode: str
    zone_key: str
    on: date
    asked: int
    satisfied: int
    mean_hundredths: int | None
    deviation_hundredths: int | None
    source: str


class SurveyList(Out):
    """A page of surveys."""

    items: list[SurveyOut]
    next: str | None


@router.get(
    "/citizen-reports",
    response=ReportList,
    auth=Door(Right.READ_PUBLIC),
    operation_id="list_citizen_reports",
)
def list_reports(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """What people reported, as everybody may know it."""
    rows = CitizenReport.objects.select_related("agency")
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/citizen-reports",
    response={201: ReportedOut},
    auth=Door(Right.REPORT_PROBLEM),
    operation_id="report_problem",
)
def post_report(request: HttpRequest, body: ProblemIn) -> Status[dict[str, str]]:
    """Report a problem; nobody needs an account."""
    if body.geometry is not None and not is_in_city(body.geometry):
        faults = [{"pointer": "#/geometry", "detail": "outside the city"}]
        raise Refused("validation", errors=faults)
    count_report(request)
    street = streets().filter(key=body.street).first() if body.street else None
    told = Problem(
        kind=body.kind,
        spot=body.geometry,
        street=street,
        text=body.text,
        phone=body.phone,
        email=body.email,
        language=language().value,
    )
    row, secret = report_problem(by=acting_of(request), told=told)
    made = {"public_id": row.public_id, "agency": row.agency.key, "secret": secret}
    return Status(201, made)


@router.post(
    "/citizen-reports/{report_id}/answer",
    response=ReportOut,
    auth=Door(Right.ANSWER_REPORT),
    operation_id="answer_report",
)
def post_answer(request: HttpRequest, report_id: PublicId, body: WordsIn) -> CitizenReport:
    """Answer a report."""
    return answering.answer_report(by=acting_of(request), report=report_id, words=body.words)


@router.post(
    "/citizen-reports/{report_id}/solve",
    response=ReportOut,
    auth=Door(Right.ANSWER_REPORT),
    operation_id="solve_report",
)
def post_solve(request: HttpRequest, report_id: PublicId, body: WordsIn) -> CitizenReport:
    """Call a problem solved; only its reporter confirms it."""
    return answering.solve_report(by=acting_of(request), report=report_id, words=body.words)


@router.post(
    "/citizen-reports/{report_id}/decline",
    response=ReportOut,
    auth=Door(Right.ANSWER_REPORT),
    operation_id="decline_report",
)
def post_decline(request: HttpRequest, report_id: PublicId, body: WordsIn) -> CitizenReport:
    """Say why nothing will be done."""
    return answering.decline_report(by=acting_of(request), report=report_id, words=body.words)


@router.post(
    "/citizen-reports/{report_id}/pass-on",
    response=ReportOut,
    auth=Door(Right.ANSWER_REPORT),
    operation_id="pass_on_report",
)
def post_pass_on(request: HttpRequest, report_id: PublicId, body: PassIn) -> CitizenReport:
    """Hand a report to the agency it concerns."""
    by = acting_of(request)
    if not queries.reports_of(by).filter(public_id=report_id).exists():
        raise Refused("not_found")
    to = agency_of(body.to)
    return answering.pass_on_report(by=by, report=report_id, to=to, words=body.words)


@router.post(
    "/citizen-reports/{report_id}/publish",
    response=ReportOut,
    auth=Door(Right.ANSWER_REPORT),
    operation_id="publish_report",
)
def post_publish(request: HttpRequest, report_id: PublicId, body: PublishIn) -> CitizenReport:
    """Let everybody read what was reported, without names."""
    return answering.publish_report(
        by=acting_of(request), report=report_id, words=body.words, photo=body.photo
    )


@router.get(
    "/surveys", response=SurveyList, auth=Door(Right.READ_PUBLIC), operation_id="list_surveys"
)
def list_surveys(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """What surveys found."""
    return listed(request, response, Survey.objects.all(), (limit, cursor))


@router.post(
    "/surveys",
    response={201: SurveyOut},
    auth=Door(Right.RECORD_SURVEY),
    operation_id="record_survey",
)
def post_survey(request: HttpRequest, body: SurveyIn) -> Status[Survey]:
    """Enter what a survey found."""
    by = acting_of(request)
    agency = agency_of(body.agency) if body.agency else acting_agency(by)
    found = Found(**body.model_dump(exclude={"agency"}))
    return Status(201, record_survey(by=by, agency=agency, found=found))


class ComplaintIn(In):
    """One complaint of the complaints line, as its export tells it: words for kind and state,
    `received` and `closed` as days or moments."""

    number: Line
    kind: Line
    received: Line
    state: Line = ""
    closed: Line = ""
    address: Line = ""
    lat: float | None = None
    long: float | None = None
    text: Free = ""
    agency: Line = ""


class ComplaintsIn(In):
    """Complaints, at most 1000 at once."""

    rows: Annotated[list[ComplaintIn], Field(min_length=1, max_length=1000)]


class LostOut(Out):
    """A row that could not be taken as it stands, and why."""

    row: int
    field: str
    value: str
    reason: str
    kept: bool


class ImportedOut(Out):
    """What an import did, by number."""

    recorded: int
    changed: int
    unchanged: int
    misread: list[LostOut]


class LinkIn(In):
    """The report that speaks for this one from now on."""

    into: PublicId


@router.post(
    "/citizen-reports/import",
    response=ImportedOut,
    auth=Door(Right.IMPORT_REPORTS),
    operation_id="import_reports",
)
def post_import(request: HttpRequest, body: ComplaintsIn) -> dict[str, Any]:
    """Bring in complaints of the complaints line; the same number is the same complaint."""
    rows = [row.model_dump() for row in body.rows]
    table = Table(
        columns=list(rows[0]),
        rows=[list(row.values()) for row in rows],
        numbers=list(range(1, len(rows) + 1)),
    )
    read = complaints_in(table, "body")
    found = importing.judged(read.rows)
    misread = [*read.misread, *found.misread]
    by = acting_of(request)
    by.require(Right.IMPORT_REPORTS, line_desk().path)
    if not found.rows:
        faults = [{"pointer": f"#/rows/{m.row - 1}", "detail": m.reason} for m in misread]
        raise Refused("validation", errors=faults)
    tally = importing.import_reports(by=by, rows=found.rows, source="api")
    told = {name: getattr(tally, name) for name in ("recorded", "changed", "unchanged")}
    return told | {"misread": misread}


@router.post(
    "/citizen-reports/{report_id}/link",
    response=ReportOut,
    auth=Door(Right.ANSWER_REPORT),
    operation_id="link_reports",
)
def post_link(request: HttpRequest, report_id: PublicId, body: LinkIn) -> CitizenReport:
    """Link a report to another of the same problem."""
    return answering.link_reports(by=acting_of(request), report=report_id, into=body.into)
