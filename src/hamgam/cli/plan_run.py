"""From a file and options to a report of its plan: what `hamgam plan` and `hamgam demo` share."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from hamgam.cli.overlaps_search import city_asked, day_asked
from hamgam.cli.plan_options import DEFAULT_SECONDS, Effort, Question
from hamgam.cli.voice import RefusalError, Voice
from hamgam.engine.calendars.season_rules import season_windows
from hamgam.engine.calendars.seasons import SeasonWindow
from hamgam.engine.completion.problem import BlockKind, Objective, Problem
from hamgam.engine.outcomes import Infeasible
from hamgam.engine.solving import Budget, Limits, Progress
from hamgam.exchange.city import City
from hamgam.exchange.city.folders import city_folder
from hamgam.exchange.misread import Misread
from hamgam.exchange.plans_out.report import PlanReport, Variant
from hamgam.exchange.portfolio.assume import Assumptions, month_grid
from hamgam.exchange.problem_files import Form, Setting, read_problem, with_objective
from hamgam.exchange.season_rules import read_seasons

if TYPE_CHECKING:
    from hamgam.engine.completion.schedule import Plan
    from hamgam.engine.completion.sensitivity import Figure
    from hamgam.exchange.portfolio.scenario import Scenario

LITTLE_WORK = 200
EXTRA_SHARE = 0.2
"""Of the seconds, what goes into the questions beside the plan; the search has the rest."""
ASKED_WORK = 100
ASKED_YEARS = 3
"""Of each source: later years are far, and each question is a plan of its own."""
LESS_CREDIT = 0.8
ENDINGS = frozenset({".json", ".xlsx", ".html", ".ics"})


def check_outputs(paths: Sequence[Path]) -> None:
    """Whether every file asked for can be written; RefusalError names the one that cannot."""
    for path in paths:
        if path.suffix.lower() not in ENDINGS:
            known = " ".join(sorted(ENDINGS))
            raise RefusalError(f"--out: {path.name} ends in none of {known}")


def limits_of(effort: Effort) -> Limits:
    """The limits that the options mean; RefusalError where they mean none."""
    seconds = DEFAULT_SECONDS if effort.seconds is None and effort.work is None else effort.seconds
    try:
        return Limits(seconds=seconds, work=effort.work, seed=effort.seed, threads=effort.threads)
    except ValueError as error:
        raise RefusalError(f"--{error}") from error


def check_effort(effort: Effort) -> None:
    """RefusalError when the options of the search do not fit each other."""
    limits_of(effort)
    if not effort.bound_seconds >= 0:
        raise RefusalError(f"--bound-seconds: {effort.bound_seconds} is negative")


def setting_of(question: Question) -> tuple[Setting, City | None]:
    """The day, the city, its zones and its dated seasons over the horizon."""
    today = day_asked(question.today)
    city = city_asked(question.city)
    if city is None:
        return Setting(today=today), None
    windows = horizon_windows(question.city or "", today)
    return Setting(today=today, zones=city.zones, windows=windows), city


def horizon_windows(city: str, today: date) -> list[SeasonWindow]:
    """The dated seasons of a city over the horizon of a plan."""
    told, faults = read_seasons(city_folder(city))
    if faults:
        raise RefusalError("\n".join(f"--city: {fault}" for fault in faults))
    last = month_grid(today, Assumptions().horizon_months).begins[-1]
    return season_windows(
        told.seasons,
        today,
        last,
        told.months(),
        told.free_days(range(today.year - 1, last.year + 2)),
    )


def planned(
    voice: Voice, file: Path, question: Question, effort: Effort, *, deeply: bool = False
) -> PlanReport | Infeasible:
    """Read, solve, explain. `deeply` also asks which assumed figures decide the order.

    The seconds of the effort are for all of it together. RefusalError when nothing can be planned
    in the file, or it cannot be asked what is asked.
    """
    setting, city = setting_of(question)
    intake = read_problem(file, setting)
    if intake.problem is None:
        raise RefusalError(f"nothing can be planned in {file.name}", intake.misread[:20])
    problem = with_objective(intake.problem, _objective(question))
    is_valued = intake.form is not Form.BENCHMARK and problem.objective is Objective.VALUE
    if question.what_if and not is_valued:
        raise RefusalError("--what-if: only a portfolio planned for its value can be asked")
    under = None if question.scenario is None else _scenario(question.scenario, problem)
    asks = deeply and is_valued
    extra = _extra_seconds(effort) if asks else None
    if extra is not None:
        effort = replace(effort, seconds=extra / EXTRA_SHARE - extra)
    if under is not None:
        effort = _halved(effort)
    found = solved(voice, problem, effort)
    if isinstance(found, Infeasible):
        return found
    report = PlanReport(
        name=file.name,
        today=setting.today,
        form=intake.form,
        problem=problem,
        plan=found,
        misread=intake.misread,
        rows=intake.rows,
        notes=intake.notes,
        assumptions=setting.assumptions if intake.form is Form.PORTFOLIO else None,
        city=city,
        windows=setting.windows,
    )
    if under is not None:
        changed = _under(voice, report, under, effort)
        if isinstance(changed, Infeasible):
            return changed
        report = changed
    told = _told(voice, report, asks=asks, seconds=extra)
    return _asked_anew(voice, told) if question.what_if else told


def _extra_seconds(effort: Effort) -> float | None:
    """What the questions beside the plan may take; None where work is counted."""
    seconds = limits_of(effort).seconds
    return None if seconds is None else seconds * EXTRA_SHARE


def _halved(effort: Effort) -> Effort:
    """The effort of each of two plans that share the seconds; work is what each of them builds."""
    seconds = limits_of(effort).seconds
    if seconds is None:
        return effort
    return replace(effort, seconds=seconds / 2, bound_seconds=effort.bound_seconds / 2)


def _told(voice: Voice, report: PlanReport, *, asks: bool, seconds: float | None) -> PlanReport:
    """The report with its explanations, `asks` for those that plan anew, for so many seconds;
    benchmark files have nothing to explain."""
    if report.form is Form.BENCHMARK:
        return report
    from hamgam.engine.completion.baseline import baselines
    from hamgam.engine.completion.explain import explain

    if asks:
        report = _questioned(voice, report, seconds)
    with voice.working("explaining"):
        return replace(
            report,
            explained=explain(report.problem, report.plan),
            others=baselines(report.problem),
        )


def _questioned(voice: Voice, report: PlanReport, seconds: float | None) -> PlanReport:
    """The report with the assumed figures that decide the order, and what a fifth less credit does;
    each has half of the seconds, the second what the first leaves."""
    from hamgam.engine.completion.explain import WhatIf
    from hamgam.engine.completion.sensitivity import sensitivity

    clock = Budget(Limits(seconds=seconds, work=LITTLE_WORK if seconds is None else None))
    with voice.working("trying the assumed figures") as tell, stoppable() as stop:
        found = sensitivity(
            report.problem,
            shared_figures(report.problem),
            stop=lambda: stop.is_set() or clock.share_spent > 0.5,
            told=tell,
        )
    with voice.working("asking what a fifth less credit does"):
        limits = Limits(work=LITTLE_WORK, threads=1)
        if seconds is not None:
            # the plan is searched once more first, so that a loss is owed to the credit alone
            limits = Limits(seconds=clock.seconds_left / 2, threads=2)
        less = WhatIf(report.problem, report.plan, limits).credit_times(LESS_CREDIT)
    return replace(report, sensitivity=found, less_credit=less)


def _asked_anew(voice: Voice, report: PlanReport) -> PlanReport:
    """The report with what more money, less money and removed obstacles would do, each solved."""
    from hamgam.engine.completion.explain import WhatIf

    with voice.working("asking anew"):
        ask = WhatIf(report.problem, report.plan, Limits(work=ASKED_WORK, threads=1))
        return replace(
            report,
            more_money=ask.more_money(most_years=ASKED_YEARS),
            less_credit=report.less_credit or ask.credit_times(LESS_CREDIT),
            without_obstacle=ask.without_blocks(BlockKind.OBSTACLE),
        )


def shared_figures(problem: Problem) -> list[Figure]:
    """What a sheet never tells and all projects share: how much is really paid, how many sites an
    agency can run, how prices grow."""
    from hamgam.engine.completion.sensitivity import Figure, Owner

    return [
        *(Figure(owner=Owner.SOURCE, ref=s.ref, field="realisation") for s in problem.sources),
        *(Figure(owner=Owner.CREW, ref=c.ref, field="capacity") for c in problem.crews),
        Figure(owner=Owner.PROBLEM, ref="", field="price_growth_per_month"),
        Figure(owner=Owner.PROBLEM, ref="", field="discount_per_month"),
    ]


def _scenario(path: Path, problem: Problem) -> tuple[Scenario, Problem]:
    """The scenario of a file and the problem under it; RefusalError names what does not fit."""
    from hamgam.exchange.portfolio.scenario import applied, read_scenario

    scenario = read_scenario(path)
    if isinstance(scenario, list):
        raise RefusalError("--scenario:", scenario)
    try:
        return scenario, applied(scenario, problem)
    except ValueError as error:
        faults = [_unknown(path, line) for line in str(error).split("; ")]
        raise RefusalError("--scenario:", faults) from error


def _under(
    voice: Voice, report: PlanReport, under: tuple[Scenario, Problem], effort: Effort
) -> PlanReport | Infeasible:
    """The report under a scenario, with the plan without it beside."""
    from hamgam.engine.completion.check import objective
    from hamgam.exchange.portfolio.scenario import pressed

    scenario, changed = under
    # begun from the plan without it, so that more means are not answered with a worse plan
    found = solved(voice, pressed(scenario, changed), effort, near=report.plan)
    if isinstance(found, Infeasible):
        return found
    if scenario.first:
        found = replace(found, objective=objective(changed, found), bound=None, proved=False)
    else:
        found = _no_worse(found, report.plan, changed)
    before = Variant(name=report.name, problem=report.problem, plan=report.plan)
    return replace(report, problem=changed, plan=found, without=before, scenario=scenario.name)


def _no_worse(found: Plan, before: Plan, changed: Problem) -> Plan:
    """The plan found under a scenario, or the one without it where that still holds and is
    better."""
    from hamgam.engine.completion.check import objective, violations

    if before.tasks.keys() - {task.key for task in changed.tasks}:
        return found
    kept = replace(before, objective=objective(changed, before), bound=found.bound, proved=False)
    gain = kept.objective - found.objective
    is_better = gain > 0 if changed.maximises else gain < 0
    return kept if is_better and not violations(changed, kept) else found


def _unknown(path: Path, reason: str) -> Misread:
    return Misread(where=path.name, row=0, field="", value="", reason=reason)


def _objective(question: Question) -> Objective | None:
    if question.objective is None:
        return None
    return Objective(question.objective.replace("-", "_"))


def solved(
    voice: Voice, problem: Problem, effort: Effort, near: Plan | None = None
) -> Plan | Infeasible:
    """The plan of a problem, with a moving line on a terminal; Ctrl-C ends the search with the best
    answer so far. `near` is a plan of one like it to begin from."""
    from hamgam.engine.completion.plan import plan

    with _progress(voice) as tell, stoppable() as stop:
        outcome = plan(
            problem,
            limits_of(effort),
            near=near,
            bound_seconds=effort.bound_seconds,
            progress=tell,
            stop=stop.is_set,
        )
    return outcome if isinstance(outcome, Infeasible) else outcome.value


@contextmanager
def _progress(voice: Voice) -> Iterator[Callable[[Progress], None] | None]:
    if not voice.beside.is_terminal:
        yield None
        return
    with voice.beside.status("planning") as status:
        yield lambda step: status.update(_line(step))


def _line(step: Progress) -> str:
    bound = "" if step.bound is None else f" · bound {step.bound:,.0f}"
    return (
        f"planning · best {step.objective:,.0f}{bound} · {step.work:,} schedules · "
        f"{step.seconds:.0f} s · Ctrl-C keeps the best"
    )


@contextmanager
def stoppable() -> Iterator[threading.Event]:
    """An event that the first Ctrl-C sets; the second ends the command."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = signal.getsignal(signal.SIGINT)

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, interrupt)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
