"""From any file that holds a planning problem to the problem: its ending says what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from hamgam.engine.calendars.seasons import SeasonWindow
from hamgam.engine.completion.problem import Objective, Problem
from hamgam.engine.works import Zone
from hamgam.exchange.misread import Misread
from hamgam.exchange.portfolio.assume import Assumptions, problem_of
from hamgam.exchange.portfolio.read import read_portfolio
from hamgam.exchange.portfolio.rows import PortfolioRow

SHEETS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv"})
BENCHMARKS = frozenset({".sm", ".rcp", ".rcmp"})
ENDINGS = (".xlsx", ".ods", ".csv", ".json", ".xml", ".sm", ".rcp", ".rcmp")
LARGEST_BYTES = 200 * 1024 * 1024
MOST_PERIODS = 200_000
"""A longer horizon is taken for a damaged file: every period is counted through."""


class Form(StrEnum):
    """What kind of file the problem came from: it decides how starts are told."""

    PORTFOLIO = "portfolio"
    PROBLEM = "problem"
    SCHEDULE = "schedule"
    BENCHMARK = "benchmark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the place and the day add to a sheet: zones and dated seasons of the city, and what it
    assumes where a sheet is silent."""

    today: date
    zones: Sequence[Zone] = ()
    windows: Sequence[SeasonWindow] = ()
    assumptions: Assumptions = field(default_factory=Assumptions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What was read: None for the problem when nothing can be planned, and then why.

    `rows` are the sheet's own rows where it was a sheet; `notes` are sentences about what the file
    left open.
    """

    form: Form
    problem: Problem | None
    misread: Sequence[Misread] = ()
    rows: Sequence[PortfolioRow] = ()
    notes: Sequence[str] = ()


def read_problem(path: Path, setting: Setting) -> Intake:
    """The problem in a file; a file that cannot be read is an intake without a problem."""
    intake = _read(path, setting)
    if intake.problem is None or intake.problem.grid.horizon <= MOST_PERIODS:
        return intake
    reason = f"its horizon of {intake.problem.grid.horizon:,} periods is longer than any plan"
    return Intake(form=intake.form, problem=None, misread=[_fault(path, reason)])


def _read(path: Path, setting: Setting) -> Intake:
    ending = path.suffix.lower()
    fault = _unreadable(path, ending)
    if fault is not None:
        return Intake(form=Form.PROBLEM, problem=None, misread=[fault])
    if ending in SHEETS:
        return _sheet(path, setting)
    if ending in BENCHMARKS:
        return _benchmark(path, ending)
    return _schedule(path, setting) if ending == ".xml" else _json(path)


def _unreadable(path: Path, ending: str) -> Misread | None:
    if ending not in SHEETS | BENCHMARKS | {".json", ".xml"}:
        return _fault(path, f"files called {ending} hold no plan", "one of " + " ".join(ENDINGS))
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return _fault(path, "there is no such file")
    except OSError as error:
        return _fault(path, f"it cannot be opened: {error.strerror or error}")
    if not path.is_file() or size > LARGEST_BYTES:
        return _fault(path, "it is no file, or larger than 200 MiB")
    return None if size else _fault(path, "it is empty")


def _fault(path: Path, reason: str, hint: str = "") -> Misread:
    return Misread(where=path.name, row=0, field="", value="", reason=reason, hint=hint)


def _sheet(path: Path, setting: Setting) -> Intake:
    told = read_portfolio(path)
    if not told.rows:
        faults = told.misread or [_fault(path, "there is no row to plan")]
        return Intake(form=Form.PORTFOLIO, problem=None, misread=faults)
    filled = problem_of(
        told.rows,
        today=setting.today,
        zones=setting.zones,
        windows=setting.windows,
        assumed=setting.assumptions,
    )
    return Intake(
        form=Form.PORTFOLIO,
        problem=filled.problem,
        misread=[*told.misread, *filled.misread],
        rows=told.rows,
    )


def _benchmark(path: Path, ending: str) -> Intake:
    from hamgam.exchange import psplib

    text = path.read_text(encoding="utf-8", errors="replace")
    if ending == ".rcmp":
        read = psplib.read_rcmp(text, path.name)
    else:
        read = (psplib.read_sm if ending == ".sm" else psplib.read_rcp)(text, path.name)
    if isinstance(read, list):
        return Intake(form=Form.BENCHMARK, problem=None, misread=read)
    return Intake(form=Form.BENCHMARK, problem=read)


def _schedule(path: Path, setting: Setting) -> Intake:
    from hamgam.exchange.mspdi import read_mspdi

    read = read_mspdi(path, setting.today)
    return Intake(form=Form.SCHEDULE, problem=read.problem, misread=read.misread, notes=read.notes)


def _json(path: Path) -> Intake:
    from hamgam.exchange.portfolio.json_problem import read_json_problem

    read = read_json_problem(path)
    if isinstance(read, list):
        return Intake(form=Form.PROBLEM, problem=None, misread=read)
    return Intake(form=Form.PROBLEM, problem=read)


def with_objective(problem: Problem, objective: Objective | None) -> Problem:
    """The problem with another objective; its own where none is asked for."""
    return problem if objective is None else replace(problem, objective=objective)
