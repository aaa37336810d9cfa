"""The demo city's half-finished projects, planned from the workbook of eight columns."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hamgam.cli.plan_options import Effort, Question
from hamgam.cli.voice import RefusalError, Voice

EFFORT = Effort(work=100, threads=1, bound_seconds=0.5)
"""Little, and the same on every machine: a demo should not keep people waiting."""
SHOWN = 5


def plan_demo(voice: Voice, out: Path, question: Question, language: str | None) -> Path:
    """Plan the projects of the demo's workbook, show the first, and write the page; its path."""
    from hamgam.cli.plan import write_out
    from hamgam.cli.plan_run import planned
    from hamgam.cli.plan_tables import print_plan
    from hamgam.cli.voice import terminal_language
    from hamgam.engine.outcomes import Infeasible
    from hamgam.exchange.plans_out.words import plan_words

    report = planned(voice, out / "projects.xlsx", question, EFFORT)
    if isinstance(report, Infeasible):
        raise RefusalError("\n".join(report.told(language or terminal_language())))
    voice.out.print()
    print_plan(voice, report, plan_words(language or terminal_language()), SHOWN)
    page = out / "plan.html"
    write_out(replace(report, is_demo=True), page, language or "fa")
    return page
