"""What `hamgam plan` prints for people: the headline, the first projects, what is left, and how
good it is."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from hamgam.cli.voice import Voice
from hamgam.exchange.documents.plan_page import gap_sentence, headline, more_money_lines
from hamgam.exchange.findings_out.words import Words
from hamgam.exchange.plans_out.lines import lines, name_in
from hamgam.exchange.plans_out.report import PlanReport
from hamgam.exchange.plans_out.workbook import when
from hamgam.exchange.problem_files import Form

FIRST = 12


def benchmark_line(report: PlanReport) -> str:
    """Objective, bound, gap and makespan of a benchmark, in one line."""
    plan = report.plan
    bound = "unknown" if plan.bound is None else f"{plan.bound:,g}"
    gap = "unknown" if plan.gap is None else f"{plan.gap:.2%}"
    return (
        f"{report.problem.objective.value} {plan.objective:,g} · bound {bound} · gap {gap} · "
        f"makespan {plan.makespan:,}"
    )


def print_plan(voice: Voice, report: PlanReport, spoken: Words, shown: int = FIRST) -> None:
    """The plan as people read it on a terminal: at most `shown` projects."""
    out = voice.out
    if report.form is Form.BENCHMARK:
        out.print(Text(benchmark_line(report)), soft_wrap=True)
        return
    out.print(Text(headline(report, spoken), style="bold"), soft_wrap=True)
    out.print(Text(gap_sentence(report, spoken)), soft_wrap=True)
    done = [line for line in lines(report) if line.ends is not None]
    count = spoken.number(min(shown, len(done)))
    title = spoken("terminal", "first", shown=count, all=spoken.number(len(done)))
    table = Table(title=title, title_justify="left", header_style="bold", title_style="bold")
    for key in ("place", "project", "starts", "finishes", "why"):
        table.add_column(spoken("columns", key), overflow="fold")
    language = spoken.language
    for line in done[:shown]:
        told = report.explained.get(line.project.ref)
        waits = told.waits[language] if told else ""
        name = name_in(line.project.names, line.project.ref, language)
        begins, ends = (
            when(report, line.begins, spoken, ends=False),
            when(report, line.ends, spoken, ends=True),
        )
        table.add_row(
            spoken.number(line.place or 0), Text(name), Text(begins), Text(ends), Text(waits)
        )
    if done:
        out.print(table)
    for sentence in more_money_lines(report, spoken)[:FIRST]:
        out.print(Text(sentence), soft_wrap=True)
    left = len(report.plan.unfinished)
    if left:
        out.print(Text(spoken("terminal", "unfinished", count=spoken.number(left))))
