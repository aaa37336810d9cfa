"""What `hamgam tour` prints for people: the rounds with their hours, and the orders of today."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from hamgam.cli.voice import Voice
from hamgam.exchange.findings_out.words import Words
from hamgam.exchange.plans_out.words import money
from hamgam.exchange.tours_out.report import TourReport
from hamgam.exchange.tours_out.words import (
    assumptions,
    headline,
    time_text,
    value_sentence,
    why,
)


def print_tour(voice: Voice, report: TourReport, spoken: Words) -> None:
    """The tours as people read them on a terminal."""
    out = voice.out
    out.print(Text(headline(report, spoken), style="bold"), soft_wrap=True)
    out.print(Text(value_sentence(report, spoken)), soft_wrap=True)
    if report.week.problem.travel.is_straight:
        out.print(Text(spoken("head", "straight"), style="yellow"), soft_wrap=True)
    for told in assumptions(report, spoken):
        out.print(Text(told, style="yellow"), soft_wrap=True)
    out.print(_stops(report, spoken))
    out.print(_orders(report, spoken))
    for ref in report.left:
        out.print(Text(f"{ref}: {why(report, ref, spoken)}"), soft_wrap=True)


def _stops(report: TourReport, spoken: Words) -> Table:
    table = Table(header_style="bold")
    for key in ("day", "delegation", "hours", "site", "why"):
        table.add_column(spoken("columns", key), overflow="fold")
    for round_ in report.plan.rounds:
        delegation = report.week.problem.shifts[round_.shift].delegation
        for visit in round_.visits:
            hours = f"{time_text(visit.begins, spoken)} – {time_text(visit.ends, spoken)}"
            cells = (
                spoken.jalali(report.day_of(round_)),
                delegation,
                hours,
                visit.site,
                why(report, visit.site, spoken),
            )
            table.add_row(*map(Text, cells))
    return table


def _orders(report: TourReport, spoken: Words) -> Table:
    title = spoken("columns", "orders")
    table = Table(title=title, title_justify="left", header_style="bold", title_style="bold")
    for key in ("order", "stops", "worth", "less"):
        table.add_column(spoken("columns", key))
    for order, (value, stops) in report.orders.items():
        less = max(0.0, report.plan.value_rials - value)
        table.add_row(
            Text(spoken("orders", order.value)),
            spoken.number(stops),
            money(spoken, value),
            money(spoken, less),
        )
    return table
