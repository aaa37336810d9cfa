"""The gate for new starts over a portfolio: the six conditions of each, and why one is refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from hamgam.engine.calendars.jalali import jalali_of
from hamgam.engine.calendars.seasons import SeasonWindow
from hamgam.engine.completion.gate import (
    Answer,
    Backlog,
    Condition,
    NamedDecision,
    NewStart,
    Verdict,
    gate,
)
from hamgam.engine.works import Zone
from hamgam.exchange.findings_out.words import Words
from hamgam.exchange.plans_out.words import money, percent
from hamgam.exchange.portfolio.assume import Assumptions, cost_today, felt_as, shuts_sites
from hamgam.exchange.portfolio.rows import PortfolioRow

MONEY = (Condition.FIRST_YEAR_CREDIT, Condition.CEILING)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateLine:
    """One new start with the gate's answer."""

    row: PortfolioRow
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class GateSetting:
    """The day, the city's zones and dated seasons, and what is assumed where the sheet is
    silent."""

    today: date
    zones: Sequence[Zone] = ()
    windows: Sequence[SeasonWindow] | None = None
    """None where no city is told: then seasons are not known."""
    assumed: Assumptions = field(default_factory=Assumptions)


def gate_lines(rows: Sequence[PortfolioRow], setting: GateSetting) -> list[GateLine]:
    """The gate's answer to every new start of the sheet, against what its agency has half-finished
    already."""
    return [
        GateLine(
            row=row,
            answer=gate(
                _new_start(row, setting), _backlog(rows, row.agency, setting), _decision(row)
            ),
        )
        for row in rows
        if row.is_new_start
    ]


def _backlog(rows: Sequence[PortfolioRow], agency: str, setting: GateSetting) -> Backlog:
    own = [row for row in rows if row.agency == agency]
    open_ones = [row for row in own if not row.is_new_start]
    assume = setting.assumed
    years = sorted({year for row in own for year in row.credits_rials})
    approved = sum(sum(row.credits_rials.values()) for row in own) / max(len(years), 1)
    return Backlog(
        remaining_cost_rials=sum(cost_today(row, assume, setting.today) for row in open_ones),
        yearly_paid_rials=round(approved * assume.realisation),
    )


def _years(row: PortfolioRow, assume: Assumptions) -> float:
    if row.years is not None:
        return row.years
    return (row.remaining_months or assume.whole_months) / 12


def _new_start(row: PortfolioRow, setting: GateSetting) -> NewStart:
    share = row.land_cleared_percent
    this_year = jalali_of(setting.today)[0]
    ahead = [year for year in row.credits_rials if year >= this_year]
    return NewStart(
        ref=row.ref,
        total_cost_rials=max(row.total_rials or row.remaining_rials, 1),
        years=_years(row, setting.assumed),
        first_year_credit_rials=row.credits_rials[min(ahead)] if ahead else None,
        land_cleared_share=None if share is None else share / 100,
        undated_relocations=row.undated_relocations,
        study_complete=row.study_complete,
        drawings_complete=row.drawings_complete,
        closed_windows_met=_seasons_met(row, setting),
        cost_p80_rials=row.cost_p80_rials,
        ceiling_rials=row.ceiling_rials,
    )


def _seasons_met(row: PortfolioRow, setting: GateSetting) -> tuple[str, ...] | None:
    """Closed seasons while the site stands open: none where it is closed before each of them."""
    if row.staged_for_seasons:
        return ()
    if setting.windows is None:
        return None
    first = row.ready or setting.today
    last = first + timedelta(days=round(_years(row, setting.assumed) * 365.25))
    felt = {"city", *felt_as(row.zone, setting.zones)}
    met = (
        window.names.get("fa", window.season)
        for window in setting.windows
        if shuts_sites(window)
        and window.zone in felt
        and window.begins <= last
        and window.ends >= first
    )
    return tuple(dict.fromkeys(met))


def _decision(row: PortfolioRow) -> NamedDecision | None:
    """The named decision, only when it tells number, day, who and why."""
    texts = (row.decision_number, row.decided_by, row.decision_reason)
    if row.decided_on is None or not all(text.strip() for text in texts):
        return None
    return NamedDecision(
        number=row.decision_number,
        day=row.decided_on,
        decided_by=row.decided_by,
        reason=row.decision_reason,
    )


def verdict_text(verdict: Verdict, spoken: Words) -> str:
    """The condition with its figure beside its limit, and what is not told, in a sentence."""
    key = verdict.condition.value
    if verdict.missing:
        names = (spoken("gate_fields", field) for field in verdict.missing)
        return spoken("gate", "not_known", fields=spoken("language", "comma").join(names))
    if verdict.condition is Condition.SEASONS and not verdict.evidence:
        return spoken("gate", "e_none")
    return spoken(
        "gate",
        key,
        figure=_figure(verdict, verdict.figure, spoken),
        limit=_figure(verdict, verdict.limit, spoken),
        evidence=spoken("language", "comma").join(verdict.evidence),
    )


def _figure(verdict: Verdict, value: float | None, spoken: Words) -> str:
    if value is None:
        return ""
    if verdict.condition in MONEY:
        return money(spoken, value)
    if verdict.condition is Condition.LAND_AND_UTILITIES:
        return percent(spoken, value)
    return "∞" if value == float("inf") else spoken.number(value, 1)


def refusals(line: GateLine, spoken: Words) -> Iterable[str]:
    """Why a new start is refused, a sentence per condition; empty when it passes."""
    if line.answer.passes:
        return
    for verdict in line.answer.verdicts:
        if not verdict.is_met:
            name = spoken("gate", f"{verdict.condition.value}_name")
            yield f"{name}: {verdict_text(verdict, spoken)}"
