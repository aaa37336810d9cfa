"""The table of the portfolio."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hamgam.completion.portfolio import Standing
from hamgam.kit.columns import Column, Part, Table, shown, spoken
from hamgam.kit.money import amount
from hamgam.kit.paint import link, state
from hamgam.kit.words import say
from hamgam.register.seen import TONES
from hamgam.register.tables.marks import agency_mark, word


def money_of(rials: int | None) -> str:
    """An amount in its natural unit; a dash for none."""
    return "–" if rials is None else amount(rials, spoken())


def _billions(rials: int | None) -> float | None:
    return None if rials is None else round(rials / 10**10, 3)


def _status(one: Standing) -> SafeString:
    shape, tone = TONES.get(one.status, ("k-idle", "idle"))
    return state(shape, tone, word("status", one.status))


def _progress(one: Standing) -> str:
    if one.report is None:
        return "–"
    return render_to_string("parts/two_bars.html", {"report": one.report})


def _gap(one: Standing) -> str:
    if one.gap_permille is None:
        return "–"
    told = shown(one.gap_permille / 10)
    return state("k-slip", "slip", told) if one.may_stall else told


def _arrears(one: Standing) -> str:
    if one.arrears_rials is None:
        return format_html('<span class="muted">{}</span>', say("completion.hidden", spoken()))
    if not one.arrears_rials:
        return "–"
    days = say("completion.days", spoken(), count=shown(one.arrears_days))
    return format_html("{}<small>{}</small>", money_of(one.arrears_rials), days)


def _left(one: Standing) -> str:
    told = money_of(one.remaining_rials)
    if one.remaining_rials is None or not one.is_remaining_estimated:
        return told
    mark = say("completion.assumed", spoken())
    return format_html('{}<small><span class="ass">{}</span></small>', told, mark)


def _promise(one: Standing) -> SafeString:
    day = shown(one.project.ends)
    if not one.slip_days:
        return format_html('<span class="num">{}</span>', day)
    later = say("pages.days_later", spoken(), count=shown(one.slip_days))
    mark = state("k-slip", "slip", later)
    return format_html('<span class="num">{}</span><small>{}</small>', day, mark)


def _deputy(one: Standing) -> str:
    return str(one.project.deputy) if one.project.deputy else ""


def _years(one: Standing) -> float | None:
    return None if one.age_days is None else round(one.age_days / 365.25, 1)


PORTFOLIO: Table[Standing] = Table(
    name="portfolio",
    usual_order="-remaining_rials",
    columns=(
        Column(
            key="title",
            heading="pages.project",
            value=lambda one: one.project.title,
            paint=lambda one: link(
                reverse("project", args=[one.project.public_id]),
                one.project.title,
                one.project.code,
            ),
            order=("title",),
        ),
        Column(
            key="agency",
            heading="pages.agency",
            value=lambda one: one.project.agency.name(spoken()),
            paint=lambda one: agency_mark(one.project.agency),
            order=("agency",),
        ),
        Column(
            key="status",
            heading="pages.status",
            value=lambda one: word("status", one.status),
            paint=_status,
            order=("status",),
        ),
        Column(
            key="progress",
            heading="pages.progress",
            unit="pages.progress_two",
            paint=_progress,
            parts=(
                Part(heading="furniture.built", value=lambda o: _share(o, "physical_permille")),
                Part(heading="furniture.paid", value=lambda o: _share(o, "paid_permille")),
            ),
            order=("physical",),
        ),
        Column(
            key="gap_permille",
            heading="completion.gap",
            unit="completion.gap_unit",
            value=lambda one: None if one.gap_permille is None else one.gap_permille / 10,
            paint=_gap,
            order=("gap_permille",),
            is_figure=True,
        ),
        Column(
            key="age_days",
            heading="completion.age",
            unit="completion.years_unit",
            value=_years,
            order=("age_days",),
            is_figure=True,
        ),
        Column(
            key="remaining_rials",
            heading="completion.remaining",
            unit="completion.today_prices",
            value=lambda one: _billions(one.remaining_rials),
            paint=_left,
            order=("remaining_rials",),
            is_figure=True,
        ),
        Column(
            key="arrears_rials",
            heading="completion.arrears",
            unit="completion.arrears_unit",
            paint=_arrears,
            parts=(
                Part(heading="completion.arrears_sum", value=lambda o: _billions(o.arrears_rials)),
                Part(heading="completion.arrears_days", value=lambda o: o.arrears_days),
            ),
            order=("arrears_rials",),
            is_figure=True,
        ),
        Column(
            key="ends",
            heading="pages.promise",
            value=lambda one: one.project.ends,
            paint=_promise,
            order=("ends",),
        ),
        Column(
            key="deputy",
            heading="pages.deputy",
            value=_deputy,
            order=("deputy",),
            is_usual=False,
        ),
        Column(
            key="zone",
            heading="completion.zone",
            value=lambda one: one.zone,
            order=("zone",),
            is_usual=False,
        ),
        Column(
            key="first",
            heading="pages.first_promise",
            value=lambda one: one.project.first_promised_end,
            order=("first",),
            is_usual=False,
        ),
    ),
)
"""Everything begun or about to be, as a rule tells where it stands."""


def _share(one: Standing, name: str) -> float | None:
    permille: int | None = getattr(one.report, name) if one.report else None
    return None if permille is None else permille / 10
