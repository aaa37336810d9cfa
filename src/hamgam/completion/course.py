"""A project's course: two numbers of progress against the first baseline, and the forecast as a
range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from hamgam.completion import bridge
from hamgam.completion.curves import Baseline
from hamgam.completion.drawing import FOOT, TALL, WIDE, Scale
from hamgam.completion.record import Margin, Margins, planned_days
from hamgam.engine.calendars.jalali import gregorian_of, jalali_of
from hamgam.engine.completion.forecast import Assumptions as Draws
from hamgam.engine.completion.pace import ProgressReport
from hamgam.exchange.persian import normalise
from hamgam.exchange.plans_out.forecasts import ProjectForecast, portfolio_forecasts
from hamgam.exchange.portfolio.history import History
from hamgam.kit.digits import localise
from hamgam.kit.words import Language
from hamgam.register.models import Progress, Project

DRAWS = 1_000
ROOM = timedelta(days=60)
FEASTS = (("government_week", 6, 2, 8), ("fajr", 11, 12, 22))
"""When finished works are opened, by name, Jalali month and days."""
RUSH_DAYS = 45
"""A promise moved forward to within so many days of a feast smells of haste."""
READY_PERMILLE = 950


def baseline_of(project: Project) -> Baseline | None:
    """The first baseline: from the beginning to the end first promised; None without both."""
    begins, ends = project.begins, project.first_promised_end
    if begins is None or ends is None or ends <= begins:
        return None
    told = [
        (r.on, r.planned_permille / 1000)
        for r in project.progress.all()
        if r.planned_permille is not None
    ]
    return Baseline(begins=begins, ends=ends, told=told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A forecast as it is told: P80 as drawn, moved by what past forecasts missed."""

    p50: date | None
    p80: date | None
    drawn_p80: date | None
    if_paid: tuple[date, date]
    margin: Margin | None
    """None while too few forecasts have come true or false."""

    @property
    def later_days(self) -> int:
        """How many days later than drawn P80 is told; negative: sooner."""
        if self.p80 is None or self.drawn_p80 is None:
            return 0
        return (self.p80 - self.drawn_p80).days

    @property
    def moved_days(self) -> int:
        """The same without its sign."""
        return abs(self.later_days)


def forecast_of(project: Project, today: date, learnt: Margins) -> Told | None:
    """When it will be finished, at 50 and at 80 percent; None where its rest is not told."""
    return forecasts_for([project], today, learnt).get(project.pk)


def forecasts_for(projects: Sequence[Project], today: date, learnt: Margins) -> dict[int, Told]:
    """When each of some projects will be finished, by its key; those that have not begun, or whose
    rest is not told, are left out. A constant number of queries."""
    begun = {row.public_id: row for row in projects if row.begins is not None}
    if not begun:
        return {}
    found = {}
    for row in bridge.portfolio_rows(list(begun.values()), today):
        project = begun[row.ref]
        history = History(reports={normalise(row.ref): _reports(project)})
        told = portfolio_forecasts([row], history, today=today, draws=Draws(draws=DRAWS))
        found[project.pk] = _told(project, told[0], learnt.of(project.title))
    return found


def _told(project: Project, drawn: ProjectForecast, margin: Margin | None) -> Told:
    later = timedelta(days=round(margin.share * planned_days(project)) if margin else 0)
    first, last = drawn.if_paid
    return Told(
        p50=drawn.p50,
        p80=_moved(drawn.p80, later, drawn.p50),
        drawn_p80=drawn.p80,
        if_paid=(first, max(last + later, first)),
        margin=margin,
    )


def _moved(day: date | None, later: timedelta, earliest: date | None) -> date | None:
    """P80 told later or sooner, never before P50."""
    if day is None:
        return None
    return max(day + later, earliest) if earliest else day + later


def _reports(project: Project) -> list[ProgressReport]:
    line = baseline_of(project)
    return [
        ProgressReport(
            on=r.on,
            verified=(r.verified_permille or 0) / 1000,
            planned=line.at(r.on) if line else None,
        )
        for r in project.progress.all()
        if r.verified_permille is not None
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A day on the axis: where, its key, and the day."""

    x: str
    key: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The S-curve as figures for SVG."""

    width: int
    height: int
    foot: str
    baseline: str
    physical: str
    paid: str
    dots: Sequence[tuple[str, str, bool]]
    forecast: tuple[str, str, str, str] | None
    """The box from P50 to P80: place, width, top, height."""
    today: str
    marks: Sequence[Mark]
    years: Sequence[tuple[str, str]]
    levels: Sequence[tuple[str, str]]
    label_x: str


class Foreseen(Protocol):
    """What the picture needs of a forecast, fresh or kept."""

    @property
    def p50(self) -> date | None:
        """None where the money never suffices in half of the futures."""

    @property
    def p80(self) -> date | None:
        """None where it does not in a fifth."""

    @property
    def if_paid(self) -> tuple[date, date]:
        """The range if the money comes."""


def drawn_course(
    project: Project, told: Foreseen | None, today: date, language: Language
) -> Drawn | None:
    """The picture of the course; None for a project that has not begun."""
    reports = sorted(project.progress.all(), key=lambda r: (r.on, r.pk))
    line = baseline_of(project)
    if line is None and not reports:
        return None
    scale = _scale(project, told, reports, today, language)
    box = None
    if told is not None:
        first, late = (told.p50, told.p80 or scale.last) if told.p50 else told.if_paid
        xs = sorted((scale.x(first), scale.x(late)))
        top = scale.y(1.0)
        box = (f"{xs[0]:.1f}", f"{max(xs[1] - xs[0], 3):.1f}", f"{top:.1f}", "26")
    return Drawn(
        width=WIDE,
        height=TALL,
        foot=f"{TALL - FOOT}",
        baseline=scale.path(line.points) if line else "",
        physical=scale.path(_points(reports, "physical_permille")),
        paid=scale.path(_points(reports, "paid_permille")),
        dots=[
            (
                f"{scale.x(r.on):.1f}",
                f"{scale.y(r.physical_permille / 1000):.1f}",
                bool(r.verified_by),
            )
            for r in reports
        ],
        forecast=box,
        today=f"{scale.x(today):.1f}",
        marks=_marks(project, scale),
        years=_years(scale, language),
        levels=[
            (f"{scale.y(part / 100):.1f}", localise(part, language))
            for part in (0, 25, 50, 75, 100)
        ],
        label_x=f"{WIDE - 20 if scale.is_mirrored else 20}",
    )


def _points(reports: Sequence[Progress], name: str) -> list[tuple[date, float]]:
    told = [(r.on, getattr(r, name)) for r in reports]
    return [(on, permille / 1000) for on, permille in told if permille is not None]


def _scale(
    project: Project,
    told: Foreseen | None,
    reports: Sequence[Progress],
    today: date,
    language: Language,
) -> Scale:
    days = [project.begins, project.first_promised_end, project.ends, today]
    days += [r.on for r in reports]
    if told is not None:
        days += [told.p50, told.p80] if told.p50 else list(told.if_paid)
    known = [day for day in days if day is not None]
    return Scale(first=min(known), last=max(known) + ROOM, is_mirrored=language.direction == "rtl")


def _marks(project: Project, scale: Scale) -> list[Mark]:
    told = (("first_promise", project.first_promised_end), ("promise_now", project.ends))
    found = [Mark(x=f"{scale.x(day):.1f}", key=key, day=day) for key, day in told if day]
    return found[:1] if project.ends == project.first_promised_end else found


def _years(scale: Scale, language: Language) -> list[tuple[str, str]]:
    first, last = jalali_of(scale.first)[0] + 1, jalali_of(scale.last)[0]
    found = []
    for year in range(first, last + 1):
        day = gregorian_of(year, 1, 1)
        name = year if language is Language.FA else day.year
        found.append((f"{scale.x(day):.1f}", localise(name, language)))
    return found


class Range(Protocol):
    """A forecast as a range, worked out now or kept from a day before."""

    @property
    def p50(self) -> date | None:
        """The day by which it is finished in half of the futures; None where in fewer."""

    @property
    def p80(self) -> date | None:
        """The day by which it is finished in four of five futures; None where in fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A feast at which a project is a candidate to be opened, with what speaks for and against."""

    feast: str
    begins: date
    ends: date
    evidence: Sequence[tuple[str, bool]]
    """Keys of sentences, and whether each is so."""
    is_rushed: bool

    @property
    def is_ready(self) -> bool:
        """Whether everything speaks for it."""
        return all(met for _, met in self.evidence)


def opening_of(
    project: Project, told: Range | None, today: date, *, has_blocks: bool
) -> Opening | None:
    """The next feast that the promise or the forecast falls on; None where neither does."""
    if project.in_service_on is not None:
        return None
    for name, begins, ends in feasts(today):
        promised = project.ends is not None and begins <= project.ends <= ends
        likely = told is not None and told.p50 is not None and today < told.p50 <= ends
        if promised or likely:
            return Opening(
                feast=name,
                begins=begins,
                ends=ends,
                evidence=_evidence(project, told, ends, has_blocks=has_blocks),
                is_rushed=_is_rushed(project, told, ends),
            )
    return None


def feasts(today: date) -> list[tuple[str, date, date]]:
    """The next two feasts: name, first and last day."""
    year = jalali_of(today)[0]
    found = [
        (name, gregorian_of(y, month, first), gregorian_of(y, month, last))
        for y in (year, year + 1)
        for name, month, first, last in FEASTS
    ]
    return sorted((one for one in found if one[2] >= today), key=lambda one: one[1])[:2]


def _evidence(
    project: Project, told: Range | None, by: date, *, has_blocks: bool
) -> list[tuple[str, bool]]:
    built = bridge.verified_permille(project)
    accepted = any(
        acceptance.kind == "provisional"
        for contract in project.contracts.all()
        for acceptance in contract.acceptances.all()
    )
    in_time = told is not None and told.p80 is not None and told.p80 <= by
    return [
        ("ready_built", built >= READY_PERMILLE),
        ("ready_unblocked", not has_blocks),
        ("ready_p80", in_time),
        ("ready_accepted", accepted),
    ]


def _is_rushed(project: Project, told: Range | None, by: date) -> bool:
    """Whether a promise on a feast is sooner than even half of the futures allow."""
    if project.ends is None or project.ends > by or told is None:
        return False
    return told.p50 is None or told.p50 > by + timedelta(days=RUSH_DAYS)
