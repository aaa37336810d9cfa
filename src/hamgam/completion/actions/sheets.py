"""Progress reports by workbook: all of them or none, and all of them can be taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.completion.bridge import verified_permille
from hamgam.completion.models import ReportSheet
from hamgam.completion.queries import projects_of, report_sheets_visible_to
from hamgam.exchange.persian import normalise
from hamgam.exchange.portfolio.reports import ReportCells
from hamgam.kit.dates import is_plausible
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import because_of, record_fact
from hamgam.register.actions.projects import Reported, record_progress, withdraw_progress
from hamgam.register.actions.rows import in_hand
from hamgam.register.models import Progress, Project

MOST_ROWS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A row against the register; `fault` is a code, empty where it can be laid."""

    cells: ReportCells
    project: Project | None
    fault: str = ""


def judged(agency: Agency, rows: Sequence[ReportCells], today: date) -> list[Judged]:
    """What would come of each row of a workbook of an agency's reports."""
    projects = list(projects_of(agency).prefetch_related("progress"))
    known = {
        normalise(name): row
        for row in projects
        for name in (row.title, row.code, row.public_id)
        if name
    }
    seen: set[tuple[int, date]] = set()
    return [_judge(cells, known, seen, today) for cells in rows]


def _judge(
    cells: ReportCells, known: Mapping[str, Project], seen: set[tuple[int, date]], today: date
) -> Judged:
    project = known.get(normalise(cells.name))
    fault = cells.fault or ("" if project else "unknown_project")
    if not fault and project is not None and cells.on is not None:
        fault = _fault_of(cells, project, cells.on, seen, today)
        seen.add((project.pk, cells.on))
    return Judged(cells=cells, project=project, fault=fault)


def _fault_of(
    cells: ReportCells, project: Project, on: date, seen: set[tuple[int, date]], today: date
) -> str:
    if on > today or not is_plausible(on):
        return "future"
    if (project.pk, on) in seen or any(row.on == on for row in project.progress.all()):
        return "twice"
    earlier = [row for row in project.progress.all() if row.on <= on and row.verified_by]
    if earlier and cells.physical_permille < verified_permille(project):
        return "less"
    return ""


def lay_reports(
    *, by: Acting, agency: Agency, rows: Sequence[ReportCells], file_name: str, today: date
) -> ReportSheet:
    """Lay a workbook's reports on the table, all or none. The agency's people in office and field;
    records `progress_laid`, and each report as its consequence. Refuses (`validation`) with what
    is wrong with each row."""
    by.require(Right.RECORD_PROGRESS, agency.path)
    if not 0 < len(rows) <= MOST_ROWS:
        detail = f"From one row to {MOST_ROWS}."
        raise Refused("validation", errors=[{"pointer": "#/rows", "detail": detail}])
    with deed(by):
        told = judged(agency, rows, today)
        faults = [
            {"pointer": f"#/rows/{place}", "detail": one.fault}
            for place, one in enumerate(told)
            if one.fault
        ]
        if faults:
            raise Refused("validation", errors=faults)
        sheet = ReportSheet(
            agency=agency, file_name=file_name[:200], actor=by.actor, at=timezone.now()
        )
        about = {"rows": len(rows), "file": sheet.file_name}
        fact = record_fact("progress_laid", subject=sheet.public_id, payload=about)
        with because_of(fact):
            sheet.reports = [_lay(by, one) for one in told]
        sheet.save()
    return sheet


def _lay(by: Acting, one: Judged) -> str:
    project, on = one.project, one.cells.on
    if project is None or on is None:
        raise Refused("validation", errors=[])
    reported = Reported(
        on=on,
        physical_permille=one.cells.physical_permille,
        paid_permille=one.cells.paid_permille,
    )
    row = record_progress(by=by, project=project.public_id, reported=reported)
    return row.public_id


def take_back_reports(*, by: Acting, sheet: str) -> ReportSheet:
    """Take a whole workbook of reports back. The agency's people in office and field; records
    `progress_taken_back`. Refuses (`state`) once one of them was verified, and a second time."""
    with deed(by):
        row = in_hand(report_sheets_visible_to(by), sheet)
        by.require(Right.RECORD_PROGRESS, row.agency.path, subject=row.public_id)
        reports = Progress.objects.filter(public_id__in=row.reports)
        if row.undone or reports.exclude(verified_by="").exists():
            raise Refused("state")
        about = {"reports": row.reports}
        fact = record_fact("progress_taken_back", subject=row.public_id, payload=about)
        with because_of(fact):
            withdraw_progress(by=by, reports=list(reports.select_related("project")))
        row.undone = timezone.now()
        row.save(update_fields=["undone"])
    return row
