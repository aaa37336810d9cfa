"""A portfolio workbook laid on the table: all of it or nothing, and the same file again changes
nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.completion.actions.estimates import EstimateValues, put_estimate
from hamgam.completion.bridge import last_report
from hamgam.completion.models import Estimate
from hamgam.completion.queries import projects_of
from hamgam.engine.calendars.jalali import jalali_of
from hamgam.exchange.persian import normalise
from hamgam.exchange.portfolio.history import History
from hamgam.exchange.portfolio.rows import PortfolioRow
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import because_of, record_fact
from hamgam.register.actions.money import FundingValues, edit_funding, record_funding
from hamgam.register.actions.projects import (
    ProjectValues,
    Reported,
    edit_project,
    record_progress,
    record_project,
)
from hamgam.register.models import FundingLine, Project
from hamgam.register.vocabulary import FundingSource

MOST_ROWS = 2_000


@dataclass(slots=True, kw_only=True)
class Tally:
    """What an upload did: projects entered, changed and left as they were; credits that were left
    out because the actor may not record funding."""

    recorded: int = 0
    edited: int = 0
    unchanged: int = 0
    credits_left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Laying:
    """One upload at work."""

    by: Acting
    agency: Agency
    today: date
    known: Mapping[str, Project]
    tally: Tally
    history: History


def upload_portfolio(
    *,
    by: Acting,
    agency: Agency,
    rows: Sequence[PortfolioRow],
    today: date,
    history: History | None = None,
) -> Tally:
    """Lay the rows of a portfolio workbook as an agency's projects, matched by their reference or
    title, with the reports of its second sheet.

    Its planners; records `portfolio_uploaded`, and each change as its consequence.
    """
    by.require(Right.RECORD_PROJECT, agency.path)
    if not rows or len(rows) > MOST_ROWS:
        detail = f"From one row to {MOST_ROWS}."
        raise Refused("validation", errors=[{"pointer": "#/rows", "detail": detail}])
    tally = Tally()
    with deed(by):
        found = projects_of(agency).prefetch_related("progress", "funding")
        laying = _Laying(
            by=by,
            agency=agency,
            today=today,
            known=_by_name(found),
            tally=tally,
            history=history or History(),
        )
        fact = record_fact("portfolio_uploaded", subject=agency.key, payload={"rows": len(rows)})
        with because_of(fact):
            laid = {row.ref: _lay(laying, row) for row in rows}
            _tie(rows, laid, laying.known)
    return tally


def matched(agency: Agency, rows: Sequence[PortfolioRow]) -> dict[str, Project]:
    """The projects that rows speak of, by the rows' references."""
    known = _by_name(projects_of(agency).prefetch_related("progress"))
    return {row.ref: found for row in rows if (found := _match(known, row))}


def _by_name(projects: Any) -> dict[str, Project]:
    found: dict[str, Project] = {}
    for project in projects:
        for name in (project.title, project.code, project.public_id):
            if name:
                found.setdefault(normalise(name), project)
    return found


def _match(known: Mapping[str, Project], row: PortfolioRow) -> Project | None:
    by_ref = None if row.ref.isdigit() else known.get(normalise(row.ref))
    return by_ref or known.get(normalise(row.title))


def _lay(laying: _Laying, row: PortfolioRow) -> Project:
    known = _match(laying.known, row)
    changed = False
    if known is None:
        project = record_project(
            by=laying.by, agency=laying.agency, values=_project_values(row, laying.today)
        )
    else:
        project, changed = _edited(laying, known, row)
    parts = (
        _estimated(project, row, laying.today),
        _reported(laying, project, row),
        _earlier(laying, project, row),
        _funded(laying, project, row),
    )
    if known is None:
        laying.tally.recorded += 1
    elif changed or any(parts):
        laying.tally.edited += 1
    else:
        laying.tally.unchanged += 1
    return project


def _price_year(row: PortfolioRow, today: date) -> int:
    return row.price_year or jalali_of(today)[0]


def _project_values(row: PortfolioRow, today: date) -> ProjectValues:
    return ProjectValues(
        title=row.title[:300],
        code="" if row.ref.isdigit() else row.ref[:64],
        budget_rials=row.total_rials,
        price_year=_price_year(row, today) if row.total_rials else None,
        begins=row.began,
        ends=row.promised
        if not (row.began and row.promised and row.promised < row.began)
        else None,
        approved_on=row.began,
    )


def _edited(laying: _Laying, project: Project, row: PortfolioRow) -> tuple[Project, bool]:
    """The project with what the row tells anew; what the row leaves open stays."""
    now = {name: getattr(project, name) for name in ProjectValues(title="x").columns()}
    values = replace(ProjectValues(**now), geometry=project.shape)
    told: dict[str, Any] = {
        "ends": row.promised,
        "begins": row.began,
        "budget_rials": row.total_rials,
        "price_year": _price_year(row, laying.today) if row.total_rials else None,
    }
    fresh = replace(values, **{name: value for name, value in told.items() if value is not None})
    if fresh == values:
        return project, False
    row_now = edit_project(
        by=laying.by, project=project.public_id, version=project.version, values=fresh
    )
    return row_now, True


def _estimated(project: Project, row: PortfolioRow, today: date) -> bool:
    land = row.land_cleared_percent
    told: dict[str, Any] = {
        "remaining_rials": row.remaining_rials,
        "price_year": _price_year(row, today),
        "zone": row.zone[:120],
        "benefit_rials_per_month": row.benefit_rials_per_month,
        "remaining_months": row.remaining_months,
        "ready_on": row.ready,
        "waits_for": row.waits_for[:300],
        "is_new_start": row.is_new_start or None,
        "years": row.years,
        "land_cleared_permille": None if land is None else round(land * 10),
        "undated_relocations": row.undated_relocations,
        "study_complete": row.study_complete,
        "drawings_complete": row.drawings_complete,
        "staged_for_seasons": row.staged_for_seasons,
        "cost_p80_rials": row.cost_p80_rials,
        "ceiling_rials": row.ceiling_rials,
    }
    known = Estimate.objects.filter(project=project).first() if project.pk else None
    now = EstimateValues(
        **{name: getattr(known, name) for name in EstimateValues().columns()} if known else {}
    )
    fresh = replace(now, **{name: v for name, v in told.items() if v is not None and v != ""})
    if known is not None and fresh == now:
        return False
    found = put_estimate(project, fresh, known.version if known else 0)
    record_fact("estimate_recorded", subject=project.public_id, payload={"version": found.version})
    return True


def _reported(laying: _Laying, project: Project, row: PortfolioRow) -> bool:
    """A report of today, unless the last one told the same."""
    physical, paid = round(row.physical_percent * 10), round(row.paid_percent * 10)
    last = last_report(project)
    if last is not None and (last.physical_permille, last.paid_permille) == (physical, paid):
        return False
    if last is None and physical == 0:
        return False
    record_progress(
        by=laying.by,
        project=project.public_id,
        reported=Reported(on=laying.today, physical_permille=physical, paid_permille=paid),
    )
    return True


def _earlier(laying: _Laying, project: Project, row: PortfolioRow) -> bool:
    """The reports of the second sheet, those of days that no report told yet."""
    known = set(project.progress.values_list("on", flat=True))
    fresh = [told for told in laying.history.of(row.ref, row.title) if told.on not in known]
    for told in fresh:
        planned = None if told.planned is None else round(told.planned * 1000)
        record_progress(
            by=laying.by,
            project=project.public_id,
            reported=Reported(
                on=told.on,
                physical_permille=round(told.verified * 1000),
                planned_permille=planned,
            ),
        )
    return bool(fresh)


def _funded(laying: _Laying, project: Project, row: PortfolioRow) -> bool:
    if not row.credits_rials:
        return False
    if not laying.by.may(Right.RECORD_FUNDING, project.agency.path, subject=project.public_id):
        laying.tally.credits_left_out += 1
        return False
    kind = _kind_of(project.agency)
    lines = {
        line.year: line for line in FundingLine.objects.filter(project=project, source=kind.value)
    }
    done = [
        _funded_year(laying, project, lines.get(year), (kind, year, rials))
        for year, rials in sorted(row.credits_rials.items())
    ]
    return any(done)


def _kind_of(agency: Agency) -> FundingSource:
    own = agency.path.startswith("/municipality/")
    return FundingSource.MUNICIPAL if own else FundingSource.STATE_CREDIT


def _funded_year(
    laying: _Laying,
    project: Project,
    line: FundingLine | None,
    told: tuple[FundingSource, int, int],
) -> bool:
    kind, year, rials = told
    values = FundingValues(source=kind, year=year, price_year=year, approved_rials=rials)
    if line is None:
        record_funding(by=laying.by, project=project.public_id, values=values)
        return True
    if line.approved_rials == rials:
        return False
    fresh = replace(
        values,
        allocated_rials=min(line.allocated_rials, rials),
        paid_rials=min(line.paid_rials, rials),
        face_value_rials=line.face_value_rials,
        haircut_permille=line.haircut_permille,
        expected_cash_on=line.expected_cash_on,
    )
    edit_funding(by=laying.by, line=line.public_id, version=line.version, values=fresh)
    return True


def _tie(
    rows: Sequence[PortfolioRow], laid: Mapping[str, Project], known: Mapping[str, Project]
) -> None:
    """Write which projects must be finished before others; names that nobody knows are left."""
    by_name = {
        **known,
        **{normalise(name): laid[row.ref] for row in rows for name in (row.ref, row.title)},
    }
    for row in rows:
        if not row.after:
            continue
        before = [found for name in row.after if (found := by_name.get(normalise(name)))]
        estimate = Estimate.objects.get(project=laid[row.ref])
        estimate.after.set([p.pk for p in before if p.pk != laid[row.ref].pk])
