"""Progress reports of many projects laid at once: the rows of the workbook, told as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.rights import Right
from hamgam.completion import queries
from hamgam.completion.actions.sheets import MOST_ROWS, lay_reports, take_back_reports
from hamgam.completion.models import ReportSheet
from hamgam.exchange.portfolio.reports import ReportCells
from hamgam.kit.fields import Day, In, Key, Line, Out, Permille, PublicId, Told
from hamgam.register.api.works import agency_for

router = Router(tags=["portfolio"])


class ReportRowIn(In):
    """One report; `project` is its public id, its code or its title."""

    project: Told
    on: Day
    physical_permille: Permille
    paid_permille: Permille | None = None


class ReportSheetIn(In):
    """Reports of one agency's projects; without `agency` it is the acting one's."""

    agency: Key | None = None
    file_name: Annotated[Line, Field(max_length=200)] = ""
    rows: Annotated[list[ReportRowIn], Field(min_length=1, max_length=MOST_ROWS)]


class ReportSheetOut(Out):
    """Reports that were laid at once; `undone` once they were taken back."""

    public_id: str
    agency: str
    file_name: str
    reports: list[str]
    at: datetime
    undone: datetime | None

    @staticmethod
    def resolve_agency(row: ReportSheet) -> str:
        """The agency's key."""
        return row.agency.key


class ReportSheetList(Out):
    """A page of workbooks."""

    items: list[ReportSheetOut]
    next: str | None


@router.get(
    "/report-sheets",
    response=ReportSheetList,
    auth=Door(Right.RECORD_PROGRESS),
    operation_id="list_report_sheets",
)
def list_sheets(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """The workbooks of reports of one's own branches."""
    rows = queries.report_sheets_visible_to(acting_of(request))
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/report-sheets",
    response={201: ReportSheetOut},
    auth=Door(Right.RECORD_PROGRESS),
    operation_id="lay_reports",
)
def post_sheet(request: HttpRequest, body: ReportSheetIn) -> Status[ReportSheet]:
    """Lay reports of many projects on the table: all of them, or none with what is wrong with
    each row."""
    rows = [
        ReportCells(
            row=number,
            name=row.project,
            on=row.on,
            physical_permille=row.physical_permille,
            paid_permille=row.paid_permille,
        )
        for number, row in enumerate(body.rows, 1)
    ]
    sheet = lay_reports(
        by=acting_of(request),
        agency=agency_for(request, body.agency),
        rows=rows,
        file_name=body.file_name,
        today=timezone.localdate(),
    )
    return Status(201, sheet)


@router.post(
    "/report-sheets/{sheet_id}/undo",
    response=ReportSheetOut,
    auth=Door(Right.RECORD_PROGRESS),
    operation_id="take_back_reports",
)
def post_undo(request: HttpRequest, sheet_id: PublicId) -> ReportSheet:
    """Take a whole workbook of reports back while none of them is verified."""
    return take_back_reports(by=acting_of(request), sheet=sheet_id)
