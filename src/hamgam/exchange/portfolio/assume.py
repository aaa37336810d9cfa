"""From eight columns to a whole problem: what the sheet does not tell is filled and marked assumed
(«فرضی»)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hamgam.engine.calendars.jalali import gregorian_of, jalali_of
from hamgam.engine.calendars.seasons import Closure, SeasonWindow
from hamgam.engine.completion.problem import (
    Block,
    BlockKind,
    Credit,
    Crew,
    Dependency,
    FundingSource,
    Problem,
    Project,
    TimeGrid,
    Unit,
)
from hamgam.engine.completion.words import COMMA, LANGUAGES
from hamgam.engine.works import Activity, Zone
from hamgam.exchange.misread import Misread
from hamgam.exchange.persian import normalise
from hamgam.exchange.portfolio.rows import PortfolioRow
from hamgam.exchange.portfolio.tasks import Rest, tasks_of, ties_between, ties_within

QUARTERS = (1, 4, 7, 10)
"""Jalali months in which approved credit is released."""
CLOSED_MONTH_AT = 0.75
"""Gathered closed days, in months, at which a whole month counts as closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What a city assumes where a sheet is silent. All are proposals to be replaced by its own
    figures.

    Shares are of the whole cost of a project, which is its remaining cost ÷ (1 − physical share).
    """

    horizon_months: int = 72
    realisation: float = 0.6
    discount_per_month: float = 0.015
    price_growth_per_month: float = 0.025
    whole_months: int = 36
    """A whole project at the pace that its credit allows others, used for its remaining share."""
    benefit_share_per_month: float = 0.03
    pilgrims_share: float = 0.3
    benefit_months: int = 120
    delay_share_per_month: float = 0.002
    keep_safe_share_per_month: float = 0.0005
    stop_share: float = -0.02
    """Stopping for good costs: the site must be made safe."""
    late_share_of_benefit: float = 0.1
    chance: float = 0.9
    sites_per_agency: int = 6
    paces: tuple[int, ...] = (1, 2, 4)
    """A site may be worked at full pace or, where money comes slowly, over so many times as
    long."""
    unspent_lapses: bool = False
    """Whether money left at the end of a Jalali year is lost; φ already holds what never comes."""
    backlog_years: int = 5
    """Years over which the remaining cost is spread where an agency's credit is not told at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A problem, and what could not be used of the rows (kept all the same)."""

    problem: Problem
    misread: list[Misread]


def problem_of(
    rows: Sequence[PortfolioRow],
    *,
    today: date,
    zones: Sequence[Zone] = (),
    windows: Sequence[SeasonWindow] = (),
    assumed: Assumptions | None = None,
) -> Filled:
    """The planning problem of a portfolio, in Jalali months from `today`, prices of today.

    Credit of one agency may pay for all its projects; credit of years beyond the last told goes on
    as the last, growing with prices. Tasks as told, else one for all the rest of a project; a
    project in a zone pauses in months that the zone's closed seasons fill. Raises ValueError when
    there are no rows.
    """
    if not rows:
        raise ValueError("rows: there is no project to plan")
    assume = assumed or Assumptions()
    grid = month_grid(today, assume.horizon_months)
    ties, misread = _ties(rows)
    problem = Problem(
        grid=grid,
        projects=tuple(_project(row, grid, assume, today) for row in rows),
        tasks=tuple(t for row in rows for t in tasks_of(row, grid, _rest(row, assume, today))),
        dependencies=ties,
        crews=tuple(_crews(rows, assume)),
        sources=tuple(_sources(rows, grid, assume, today)),
        blocks=tuple(_blocks(rows, grid, zones, windows)),
        discount_per_month=assume.discount_per_month,
        price_growth_per_month=assume.price_growth_per_month,
    )
    return Filled(problem=problem, misread=misread)


def month_grid(today: date, months: int) -> TimeGrid:
    """Jalali months from today on; the first period is the rest of the present month."""
    year, month, _ = jalali_of(today)
    begins = [today]
    for ahead in range(1, months + 1):
        years, index = divmod(month - 1 + ahead, 12)
        begins.append(gregorian_of(year + years, index + 1, 1))
    return TimeGrid(horizon=months, unit=Unit.MONTH, first_day=today, begins=tuple(begins))


def cost_today(row: PortfolioRow, assume: Assumptions, today: date) -> int:
    """Remaining cost in prices of today: grown from the middle of the year of its prices.

    Without a year of prices, or with this year's, it stands as told.
    """
    year, _, _ = jalali_of(today)
    if row.price_year is None or row.price_year >= year:
        return row.remaining_rials
    months = 12 * (year - row.price_year)
    return round(row.remaining_rials * (1 + assume.price_growth_per_month) ** months)


def _whole_cost(row: PortfolioRow, assume: Assumptions, today: date) -> float:
    left = max(1 - row.physical_percent / 100, 0.05)
    return cost_today(row, assume, today) / left


def _project(row: PortfolioRow, grid: TimeGrid, assume: Assumptions, today: date) -> Project:
    whole = _whole_cost(row, assume, today)
    told = row.benefit_rials_per_month
    benefit = float(told) if told is not None else whole * assume.benefit_share_per_month
    due = None if row.promised is None else max(grid.period(row.promised) + 1, 0)
    return Project(
        ref=row.ref,
        names={"fa": row.title},
        agency=row.agency,
        zone=row.zone,
        benefit_residents_rials_per_month=benefit * (1 - assume.pilgrims_share),
        benefit_pilgrims_rials_per_month=benefit * assume.pilgrims_share,
        benefit_months=assume.benefit_months,
        chance=assume.chance,
        stop_value_rials=whole * assume.stop_share,
        keep_safe_rials_per_month=whole * assume.keep_safe_share_per_month,
        delay_cost_rials_per_month=whole * assume.delay_share_per_month,
        due=due,
        late_rials_per_month=benefit * assume.late_share_of_benefit if due is not None else 0.0,
        is_new_start=row.is_new_start,
        physical_share=row.physical_percent / 100,
        paid_share=row.paid_percent / 100,
        spent_rials=(whole - cost_today(row, assume, today)) * row.paid_percent / 100,
        assumed=frozenset(_assumed_of_project(row)),
    )


def _assumed_of_project(row: PortfolioRow) -> Iterable[str]:
    yield from ("chance", "stop_value_rials", "delay_cost_rials_per_month")
    if row.benefit_rials_per_month is None:
        yield "benefit_rials_per_month"


def _rest(row: PortfolioRow, assume: Assumptions, today: date) -> Rest:
    """What is left of a row's project, for its tasks."""
    months = row.remaining_months
    if months is None:
        months = max(2, round(assume.whole_months * (1 - row.physical_percent / 100)))
    cost = cost_today(row, assume, today)
    return Rest(
        rials=cost,
        months=max(months, 1),
        is_told=row.remaining_months is not None,
        crew=crew_of(row),
        paces=assume.paces,
        growth=cost / row.remaining_rials if row.remaining_rials else 1.0,
    )


def crew_of(row: PortfolioRow) -> str:
    """The crews of a row's agency."""
    return f"تیم‌های اجرایی {row.agency}".strip()


def source_of(row: PortfolioRow) -> str:
    """The money of a row's agency."""
    return f"اعتبار {row.agency}".strip()


def _crews(rows: Sequence[PortfolioRow], assume: Assumptions) -> Iterable[Crew]:
    for ref in dict.fromkeys(map(crew_of, rows)):
        yield Crew(ref=ref, capacity=assume.sites_per_agency, names={"fa": ref})


def _sources(
    rows: Sequence[PortfolioRow], grid: TimeGrid, assume: Assumptions, today: date
) -> Iterable[FundingSource]:
    for ref in dict.fromkeys(map(source_of, rows)):
        own = [row for row in rows if source_of(row) == ref]
        by_year = _told_credits(own) or _spread_credits(own, assume, today)
        yield FundingSource(
            ref=ref,
            names={"fa": ref},
            credits=tuple(_releases(by_year, grid, assume)),
            eligible=frozenset(row.ref for row in own),
            lapses=tuple(_new_years(grid)) if assume.unspent_lapses else (),
        )


def _told_credits(rows: Sequence[PortfolioRow]) -> dict[int, int]:
    told: dict[int, int] = {}
    for row in rows:
        for year, rials in row.credits_rials.items():
            told[year] = told.get(year, 0) + rials
    return told


def _spread_credits(
    rows: Sequence[PortfolioRow], assume: Assumptions, today: date
) -> dict[int, int]:
    left = sum(cost_today(row, assume, today) for row in rows)
    return {jalali_of(today)[0]: round(left / assume.backlog_years / assume.realisation)}


def _releases(by_year: Mapping[int, int], grid: TimeGrid, assume: Assumptions) -> Iterable[Credit]:
    """Quarterly releases; the present year's quarters that are over are taken as spent."""
    first, last = jalali_of(grid.begins[0])[0], max(by_year)
    for year in range(first, jalali_of(grid.begins[-1])[0] + 1):
        grown = (1 + assume.price_growth_per_month) ** (12 * max(year - last, 0))
        credit = by_year.get(year, by_year[last] * grown if year > last else 0)
        for month in QUARTERS:
            opens, closes = _quarter(year, month)
            period = grid.period(opens)
            if closes > grid.begins[0] and period < grid.horizon and credit:
                yield Credit(
                    period=max(period, 0),
                    approved_rials=round(credit / len(QUARTERS)),
                    realisation=assume.realisation,
                    year=str(year),
                )


def _quarter(year: int, month: int) -> tuple[date, date]:
    """First day of a quarter, and of the next."""
    return gregorian_of(year, month, 1), gregorian_of(year + month // 10, (month + 2) % 12 + 1, 1)


def _new_years(grid: TimeGrid) -> Iterable[int]:
    for period, begins in enumerate(grid.begins[:-1]):
        if period and jalali_of(begins)[1:] == (1, 1):
            yield period


def _ties(rows: Sequence[PortfolioRow]) -> tuple[tuple[Dependency, ...], list[Misread]]:
    by_name = {normalise(name): row for row in rows for name in (row.title, row.ref)}
    ties: list[Dependency] = []
    misread: list[Misread] = []
    for row in rows:
        ties += ties_within(row)
        for name in row.after:
            before = by_name.get(normalise(name))
            if before is None or before.ref == row.ref:
                misread.append(_unknown_predecessor(row, name))
            else:
                ties += ties_between(before, row)
    return tuple(ties), misread


def _unknown_predecessor(row: PortfolioRow, name: str) -> Misread:
    return Misread(
        where=row.title,
        row=row.row,
        field="after",
        value=name,
        reason="no other project of the sheet has this name or reference",
        hint="write the title as it stands in its own row",
        kept=True,
    )


def _blocks(
    rows: Sequence[PortfolioRow],
    grid: TimeGrid,
    zones: Sequence[Zone],
    windows: Sequence[SeasonWindow],
) -> Iterable[Block]:
    for name in dict.fromkeys(row.zone for row in rows if row.zone):
        felt = {"city", *felt_as(name, zones)}
        closed = [w for w in windows if shuts_sites(w) and w.zone in felt]
        for period, seasons in closed_periods(grid, closed).items():
            yield Block(
                ref=f"{name}/{period}",
                kind=BlockKind.SEASON,
                begins=period,
                ends=period + 1,
                zone=name,
                cause=_joined(seasons, "fa"),
                names={code: _joined(seasons, code) for code in LANGUAGES},
            )


def _joined(seasons: Sequence[Mapping[str, str]], language: str) -> str:
    """The names of some seasons in one language, in Persian where it has none."""
    return COMMA[language].join(names.get(language) or names["fa"] for names in seasons)


def shuts_sites(window: SeasonWindow) -> bool:
    """Whether a season stops a project's site: not one that forbids paving alone, or some
    hours."""
    digs = not window.activities or Activity.EXCAVATION in window.activities
    return window.closure is Closure.CLOSED and window.hours is None and digs


def felt_as(name: str, zones: Sequence[Zone]) -> set[str]:
    """Key and kind of the zone that a sheet's text names."""
    plain = normalise(name)
    for zone in zones:
        names = {normalise(n).split("(")[0].strip() for n in zone.names.values()}
        if plain in names or plain == normalise(zone.key):
            return {zone.key, zone.kind.value}
    return set()


def closed_periods(
    grid: TimeGrid, closed: Sequence[SeasonWindow]
) -> dict[int, list[Mapping[str, str]]]:
    """Months that closed windows fill, each with the names of their seasons by language.

    A window rarely fills a month. Closed days are gathered from month to month, and a month counts
    as closed when three quarters of one have gathered, so that over the years as many months are
    closed as days are.
    """
    found: dict[int, list[Mapping[str, str]]] = {}
    gathered = 0.0
    for period in range(grid.horizon):
        first, after = grid.begins[period], grid.begins[period + 1]
        met = [w for w in closed if w.begins < after and w.ends >= first]
        gathered += len(_closed_days(first, after, closed)) / max((after - first).days, 1)
        if met and gathered >= CLOSED_MONTH_AT:
            names = {w.names.get("fa", w.season): {"fa": w.season, **w.names} for w in met}
            found[period] = [names[name] for name in sorted(names)]
            gathered -= 1.0
    return found


def _closed_days(first: date, after: date, closed: Sequence[SeasonWindow]) -> set[date]:
    days: set[date] = set()
    for window in closed:
        day = max(window.begins, first)
        while day <= window.ends and day < after:
            days.add(day)
            day += timedelta(days=1)
    return days
