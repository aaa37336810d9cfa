"""Works and projects as everybody may read them: named fields, and no other.

A page, a feed, an export and a count are made of these values alone, so that a column added to a
table tomorrow is told to nobody until it is named here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shapely.geometry.base import BaseGeometry

from hamgam.completion.course import Drawn, drawn_course
from hamgam.completion.queries import forecasts_of
from hamgam.kit.digits import localise
from hamgam.kit.money import PriceBase, price
from hamgam.kit.words import Language, say
from hamgam.register.models import Project, Work
from hamgam.register.seen import Seen
from hamgam.showcase.history import Past, past_of

OLD_DAYS = 45
"""A figure older than this is said to be old."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicWork:
    """A work as everybody may read it."""

    public_id: str
    title: str
    street: str
    agency: str
    agency_name: str
    activity: str
    stage: str
    impact: str
    road_part: str
    is_emergency: bool
    begins: date | None
    ends: date | None
    project_id: str
    shape: BaseGeometry | None

    def is_running(self, day: date) -> bool:
        """Whether it is under way on a day."""
        begun = self.begins is not None and self.begins <= day
        return begun and (self.ends is None or self.ends >= day)

    def is_over(self, day: date) -> bool:
        """Whether its last day, as told, has passed."""
        return self.ends is not None and self.ends < day


def told_work(row: Work, language: Language) -> PublicWork:
    """A public work in a language."""
    return PublicWork(
        public_id=row.public_id,
        title=row.title,
        street=row.street,
        agency=row.agency.key,
        agency_name=row.agency.name(language),
        activity=row.activity,
        stage=row.stage,
        impact=row.impact,
        road_part=row.road_part,
        is_emergency=row.emergency,
        begins=row.begins,
        ends=row.ends,
        project_id=getattr(row, "seen_project", None) or "",
        shape=row.shape,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicProject:
    """A project as everybody may read it. Progress in thousandths; `age_days` is the age of the
    figures, None without a report."""

    public_id: str
    title: str
    project_class: str
    agency: str
    agency_name: str
    status: str
    icon: str
    tone: str
    is_half_finished: bool
    built_permille: int | None
    paid_permille: int | None
    is_verified: bool
    reported_on: date | None
    age_days: int | None
    begins: date | None
    ends: date | None
    first_end: date | None
    slip_days: int
    budget_rials: int | None
    price_year: int | None
    inaugurated_on: date | None
    in_service_on: date | None
    shape: BaseGeometry | None

    @property
    def is_old(self) -> bool:
        """Whether the figures are older than anybody should rely on."""
        return self.age_days is not None and self.age_days >= OLD_DAYS


def told_project(row: Project, language: Language, today: date) -> PublicProject:
    """A public project in a language; ask `rows.public_projects` for it."""
    seen = Seen(row)
    report = seen.report
    is_verified = report is not None and report.verified_permille is not None
    built = None
    if report is not None:
        built = report.verified_permille if is_verified else report.physical_permille
    return PublicProject(
        public_id=row.public_id,
        title=row.title,
        project_class=row.project_class,
        agency=row.agency.key,
        agency_name=row.agency.name(language),
        status=seen.status.value,
        icon=seen.shape,
        tone=seen.tone,
        is_half_finished=seen.is_half_finished,
        built_permille=built,
        paid_permille=report.paid_permille if report else None,
        is_verified=is_verified,
        reported_on=report.on if report else None,
        age_days=max((today - report.on).days, 0) if report else None,
        begins=row.begins,
        ends=row.ends,
        first_end=row.first_promised_end,
        slip_days=seen.slip_days,
        budget_rials=row.budget_rials,
        price_year=row.price_year,
        inaugurated_on=row.inaugurated_on,
        in_service_on=row.in_service_on,
        shape=row.shape,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What was last forecast, and the money of the first public day beside today's, as told."""

    forecast_on: date | None
    p50: date | None
    p80: date | None
    budget: str
    first_budget: str
    past: Past


def _money(rials: int | None, year: int | None, language: Language) -> str:
    if rials is None or year is None:
        return ""
    return price(rials, PriceBase(year=year), language)


def outlook_of(row: Project, language: Language) -> Outlook:
    """A public project's outlook and past; two queries."""
    kept = forecasts_of(row).first()
    past = past_of(row)
    return Outlook(
        forecast_on=kept.on if kept else None,
        p50=kept.p50 if kept else None,
        p80=kept.p80 if kept else None,
        budget=_money(row.budget_rials, row.price_year, language),
        first_budget=_money(past.first_rials, past.first_year, language),
        past=past,
    )


@dataclass(frozen=True, slots=True)
class KeptForecast:
    """A kept forecast as the picture of the course wants it."""

    p50: date
    p80: date | None

    @property
    def if_paid(self) -> tuple[date, date]:
        """The same range: what was kept knows no other."""
        return self.p50, self.p80 or self.p50


def curve_of(row: Project, outlook: Outlook, today: date, language: Language) -> Drawn | None:
    """The S-curve against the first baseline, with the forecast that was last kept; None for a
    project that has not begun."""
    kept = KeptForecast(outlook.p50, outlook.p80) if outlook.p50 else None
    return drawn_course(row, kept, today, language)


def age_told(days: int | None, language: Language) -> str:
    """How old a figure is, in a sentence; empty for none."""
    if days is None:
        return ""
    key = "old" if days >= OLD_DAYS else "aged"
    return say(f"showcase.{key if days else 'aged_today'}", language, days=localise(days, language))
