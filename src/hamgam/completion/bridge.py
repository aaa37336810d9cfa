"""Rows of the register and of completion as the values that planning and the gate take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from hamgam.completion.models import Estimate, StartDecision
from hamgam.completion.question import Money, Obstacle, Question
from hamgam.completion.tasks import task_rows, whole_of
from hamgam.engine.calendars.jalali import jalali_of
from hamgam.exchange.portfolio.rows import PortfolioRow, TaskRow
from hamgam.exchange.portfolio.tasks import longest_months
from hamgam.kit.words import Language, say
from hamgam.register.marks import city
from hamgam.register.models import FundingLine, Progress, Project, Window
from hamgam.register.vocabulary import FundingSource, WindowKind

LANGUAGES = tuple(Language)
USUAL_DAYS = 60
"""For which an obstacle blocks when neither a promise nor its kind tells."""


def estimate_of(project: Project) -> Estimate | None:
    """A project's estimate, None for one without."""
    found: Estimate | None = getattr(project, "estimate", None)
    return found


def last_report(project: Project) -> Progress | None:
    """The latest report; the caller has prefetched them."""
    return max(project.progress.all(), key=lambda r: (r.on, r.pk), default=None)


def verified_permille(project: Project) -> int:
    """The highest verified progress, else the highest reported: what the work has earned."""
    reports = list(project.progress.all())
    verified = [r.verified_permille for r in reports if r.verified_permille is not None]
    return max(verified or [r.physical_permille for r in reports] or [0])


def remaining_rials(project: Project) -> int | None:
    """What is left to be spent: as estimated, else the budget's unbuilt share; None where neither
    is told."""
    estimate = estimate_of(project)
    if estimate is not None and estimate.remaining_rials is not None:
        return estimate.remaining_rials
    if project.budget_rials is None:
        return None
    report = last_report(project)
    built = report.physical_permille if report else 0
    return round(project.budget_rials * (1000 - built) / 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What is looked up once for many projects."""

    credits: Mapping[int, Mapping[int, int]]
    decisions: Mapping[int, StartDecision]
    tasks: Mapping[int, tuple[TaskRow, ...]]


def _held(projects: Sequence[Project], today: date) -> _Held:
    keys = [project.pk for project in projects]
    told: dict[int, dict[int, int]] = defaultdict(dict)
    for line in FundingLine.objects.filter(project__in=keys):
        years = told[line.project_id]
        years[line.year] = years.get(line.year, 0) + line.approved_rials
    decided = StartDecision.objects.filter(project__in=keys).order_by("id")
    return _Held(
        credits=told,
        decisions={row.project_id: row for row in decided},
        tasks=task_rows(projects, today),
    )


def portfolio_rows(projects: Sequence[Project], today: date) -> list[PortfolioRow]:
    """One row for each project that has a remaining cost, by its public id; prefetch the standing
    parts. Credits of this year and later; a constant number of queries."""
    held, year = _held(projects, today), jalali_of(today)[0]
    names = _afters(projects)
    found = []
    for number, project in enumerate(projects, 1):
        tasks = held.tasks.get(project.pk, ())
        left = whole_of(tasks) or remaining_rials(project)
        if left is None:
            continue
        told = {y: r for y, r in held.credits.get(project.pk, {}).items() if y >= year and r}
        found.append(
            PortfolioRow(
                **_register_part(project),
                **_estimate_part(project, names, tasks),
                **_decision_part(held.decisions.get(project.pk)),
                remaining_rials=left,
                credits_rials=told,
                tasks=tasks,
                row=number,
            )
        )
    return found


def _afters(projects: Sequence[Project]) -> dict[int, tuple[str, ...]]:
    through = Estimate.after.through
    keys = [e.pk for p in projects if (e := estimate_of(p))]
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    pairs = through.objects.filter(estimate_id__in=keys).values_list(
        "estimate_id", "project__public_id"
    )
    for estimate, public_id in pairs:
        found[estimate] += (public_id,)
    return found


def _register_part(project: Project) -> dict[str, Any]:
    report = last_report(project)
    return {
        "ref": project.public_id,
        "title": project.title,
        "agency": project.agency.name_fa,
        "physical_percent": verified_permille(project) / 10,
        "paid_percent": (report.paid_permille or 0) / 10 if report else 0.0,
        "promised": project.ends,
        "began": project.begins,
        "total_rials": project.budget_rials,
    }


def _estimate_part(
    project: Project, names: Mapping[int, tuple[str, ...]], tasks: Sequence[TaskRow]
) -> dict[str, Any]:
    told = estimate_of(project)
    if told is None:
        return {"price_year": project.price_year, "remaining_months": longest_months(tasks)}
    land = told.land_cleared_permille
    return {
        "price_year": told.price_year or project.price_year,
        "zone": told.zone,
        "benefit_rials_per_month": told.benefit_rials_per_month,
        "remaining_months": told.remaining_months or longest_months(tasks),
        "ready": told.ready_on,
        "waits_for": told.waits_for,
        "after": names.get(told.pk, ()),
        "is_new_start": told.is_new_start,
        "years": told.years,
        "land_cleared_percent": None if land is None else land / 10,
        "undated_relocations": told.undated_relocations,
        "study_complete": told.study_complete,
        "drawings_complete": told.drawings_complete,
        "staged_for_seasons": told.staged_for_seasons,
        "cost_p80_rials": told.cost_p80_rials,
        "ceiling_rials": told.ceiling_rials,
    }


def _decision_part(decision: StartDecision | None) -> dict[str, Any]:
    if decision is None:
        return {}
    return {
        "decision_number": decision.number,
        "decided_on": decision.on,
        "decided_by": decision.decided_by,
        "decision_reason": decision.reason,
    }


def money_of(projects: Sequence[Project], today: date) -> list[Money]:
    """The told credit by agency and kind of source; one query. Municipal money and what an agency
    calls its own may pay for all its projects, other kinds for those they were given to."""
    year = jalali_of(today)[0]
    by_kind: dict[tuple[int, str], dict[str, dict[int, int]]] = defaultdict(dict)
    over: dict[tuple[int, str], list[FundingLine]] = defaultdict(list)
    by_key = {project.pk: project for project in projects}
    for line in FundingLine.objects.filter(project__in=list(by_key)).order_by("pk"):
        project = by_key[line.project_id]
        key = (project.agency_id, line.source)
        if line.year < year:
            over[key].append(line)
        elif line.approved_rials:
            years = by_kind[key].setdefault(project.public_id, {})
            years[line.year] = years.get(line.year, 0) + line.approved_rials
    named = {project.agency_id: project.agency for project in projects}
    return [
        Money(
            ref=f"{named[agency].key}:{source}",
            names={
                code.value: _source_name(source, named[agency].name(code), code)
                for code in LANGUAGES
            },
            agency=named[agency].name_fa,
            credits_rials=told,
            is_shared=source == FundingSource.MUNICIPAL,
            realisation=_measured(over.get((agency, source), ())),
        )
        for (agency, source), told in by_kind.items()
    ]


def _source_name(source: str, agency: str, language: Language) -> str:
    kind = say(f"vocabulary.funding_source_{source}", language)
    return say("completion.source_name", language, kind=kind, agency=agency)


def _measured(lines: Iterable[FundingLine]) -> float | None:
    """What was really paid of what was approved in the years that are over."""
    told = list(lines)
    approved = sum(line.approved_rials for line in told)
    if approved <= 0:
        return None
    return min(max(sum(line.paid_rials for line in told) / approved, 0.05), 1.0)


def blocks_of(projects: Sequence[Project]) -> list[Window]:
    """The standing blocks of tasks and works of some projects; one query."""
    keys = [project.pk for project in projects]
    found = Window.objects.filter(kind=WindowKind.BLOCKED, cleared__isnull=True).filter(
        superseded=False
    )
    either = found.filter(task__project__in=keys) | found.filter(work__project__in=keys)
    return list(either.select_related("task__project", "work__project").order_by("begins", "pk"))


def project_of(block: Window) -> Project | None:
    """The project that a block holds up."""
    side = block.task or block.work
    return side.project if side else None


def cause_name(code: str, language: Language) -> str:
    """What an obstacle is called, by its code (`L1`) or its letter; the code where nobody knows
    it."""
    for one in city().obstacles:
        names = one.sub_codes.get(code) or (one.names if one.code == code[:1] else None)
        if names:
            return names.get(language.value) or names[Language.FA.value]
    return code


def obstacles_of(
    projects: Sequence[Project], today: date, rows: Sequence[PortfolioRow] = ()
) -> list[Obstacle]:
    """Standing blocks as a plan takes them: until their promised day, or for the median time that
    such an obstacle takes; of one task alone where the rows tell the project's tasks."""
    told_tasks = {task.ref for row in rows for task in row.tasks}
    medians = {one.code: one.prior_days for one in city().obstacles}
    found = []
    for block in blocks_of(projects):
        project = project_of(block)
        if project is None:
            continue
        usual = medians.get(block.cause[:1]) or USUAL_DAYS
        told = block.promised if block.promised and block.promised > today else None
        found.append(
            Obstacle(
                ref=block.public_id,
                project=project.public_id,
                cause=cause_name(block.cause, Language.FA),
                names={code.value: cause_name(block.cause, code) for code in LANGUAGES},
                until=told or max(today, block.begins) + timedelta(days=usual),
                is_promised=told is not None,
                task=block.task.public_id
                if block.task and block.task.public_id in told_tasks
                else "",
            )
        )
    return found


def crews_of(projects: Iterable[Project]) -> dict[str, dict[str, str]]:
    """What the crews of each agency are called, by its Persian name and the language."""
    agencies = {project.agency.name_fa: project.agency for project in projects}
    return {
        name: {
            code.value: say("completion.crew_name", code, agency=agency.name(code))
            for code in LANGUAGES
        }
        for name, agency in agencies.items()
    }


def question_of(
    projects: Sequence[Project],
    today: date,
    *,
    scenario: Mapping[str, object],
    assumed: Mapping[str, float],
    seconds: float,
) -> Question:
    """All that a plan is asked with, as the tables stand now."""
    rows = portfolio_rows(projects, today)
    kept = {row.ref for row in rows}
    chosen = [project for project in projects if project.public_id in kept]
    return Question(
        today=today,
        city=settings.HAMGAM_CITY,
        rows=rows,
        money=money_of(chosen, today),
        obstacles=obstacles_of(chosen, today, rows),
        crews=crews_of(chosen),
        assumed=assumed,
        scenario=scenario,
        seconds=seconds,
    )
