"""One small portfolio and its report, for tests of what plans are told in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hamgam.engine.completion.baseline import baselines
from hamgam.engine.completion.explain import WhatIf, explain
from hamgam.engine.completion.plan import plan
from hamgam.engine.completion.sensitivity import sensitivity
from hamgam.engine.outcomes import Found
from hamgam.engine.solving import Limits
from hamgam.exchange.misread import Misread
from hamgam.exchange.plans_out.report import PlanReport, Variant
from hamgam.exchange.portfolio import Assumptions, PortfolioRow, problem_of
from hamgam.exchange.problem_files import Form

TODAY = date(2026, 11, 24)
HOSTILE = "</script><script>alert(1)</script>=1+1;,\\"
RICH = {1405: 10**12, 1406: 10**12}


def row(ref: str, title: str, percent: float, **told: Any) -> PortfolioRow:
    return PortfolioRow(
        **{
            "ref": ref,
            "title": title,
            "agency": "شهرداری",
            "physical_percent": percent,
            "paid_percent": percent,
            "remaining_rials": 2 * 10**11,
            "credits_rials": RICH,
            **told,
        }
    )


ROWS = (
    row("1", "تقاطع نمونه", 60, promised=date(2027, 9, 22), benefit_rials_per_month=10**10),
    row("2", HOSTILE, 90, agency="آب", credits_rials={1405: 10**12}),
    row("3", "پارک گران", 10, agency="پارک‌ها", credits_rials={1405: 10**9}),
)


def plan_report(**told: Any) -> PlanReport:
    """A report with everything in it: two projects finished, one that money does not reach."""
    problem = problem_of(ROWS, today=TODAY).problem
    found = plan(problem, Limits(work=3, threads=1), bound_seconds=0)
    assert isinstance(found, Found)
    report = PlanReport(
        name="portfolio.xlsx",
        today=TODAY,
        form=Form.PORTFOLIO,
        problem=problem,
        plan=found.value,
        misread=[Misread(where="x.xlsx", row=3, field="پروژه", value="؟", reason=HOSTILE)],
        rows=ROWS,
        assumptions=Assumptions(),
        explained=explain(problem, found.value),
        others=baselines(problem),
        sensitivity=sensitivity(problem),
        less_credit=WhatIf(problem, found.value, Limits(work=3, threads=1)).credit_times(0.8),
        without=Variant(name="portfolio.xlsx", problem=problem, plan=found.value),
        scenario="سناریو",
    )
    return replace(report, **told)
